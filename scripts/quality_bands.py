"""The largest bare band of a page: how much of its type area's height has nothing on it, in one piece.

The page is rendered, and only its type area is looked at, so running heads, folios and thumb tabs in the
margins do not count. Text, lines, pictures, fills and notes at the foot do.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Protocol

from PIL import Image, ImageChops

from brochure.pdf.reader import render_page_png

DPI = 96
LIMIT = 0.45  # of a body page of a booklet
_FAINT = 4  # of 255: the palest hairline, half a pixel wide, differs more from its ground
_CORNER = 3  # pixels from the edges, where the ground is looked at


class Margins(Protocol):
    """Margins of a type area in mm."""

    @property
    def top(self) -> float: ...

    @property
    def right(self) -> float: ...

    @property
    def bottom(self) -> float: ...

    @property
    def left(self) -> float: ...


def largest_bare_band(data: bytes, index: int, margins: Margins) -> float:
    """The height of the largest bare band of a page, as a share of its type area's height.

    Args:
        data: A PDF, trimmed.
        index: The page, from 0.
        margins: The margins around the type area.
    """
    page = Image.open(io.BytesIO(render_page_png(data, index, dpi=DPI))).convert("RGB")
    pixels = DPI / 25.4
    left, top = round(margins.left * pixels), round(margins.top * pixels)
    right, bottom = page.width - round(margins.right * pixels), page.height - round(margins.bottom * pixels)
    return share_of_bare_rows(page.crop((left, top, right, bottom)), ground(page))


def ground(page: Image.Image) -> tuple[int, ...]:
    """The colour that fills a page to all its corners; white if they differ."""
    far = page.width - 1 - _CORNER, page.height - 1 - _CORNER
    corners = {page.getpixel((x, y)) for x in (_CORNER, far[0]) for y in (_CORNER, far[1])}
    found = corners.pop()
    return found if not corners and isinstance(found, tuple) else (255, 255, 255)


def share_of_bare_rows(area: Image.Image, colour: tuple[int, ...]) -> float:
    """The most adjoining rows of a picture that have only this colour, as a share of all rows."""
    differences = ImageChops.difference(area, Image.new("RGB", area.size, colour))
    channels = [channel.point(lambda value: 255 * (value > _FAINT)) for channel in differences.split()]
    ink = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    rows: Sequence[int] = ink.getprojection()[1]
    return max((len(list(run)) for inked, run in groupby(rows) if not inked), default=0) / area.height


def percent(share: float) -> str:
    """A share as it stands in the tables."""
    return f"{100 * share:.0f} %"
