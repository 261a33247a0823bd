"""Find the images and the two-dimensional codes (drawn as paths) of a page with PDFium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from brochure.pdf.geometry import Box
from brochure.pdf.preflight.areas import PageGeometry
from brochure.pdf.preflight.model import DrawnCode, Image

QUIET_CELLS = 4  # cells: width of the quiet zone that a code needs (ISO/IEC 18004:2015, 6.3.8)
MANY_LINES = 21 * 5  # a code of version 1 has 21 rows with at least five lines each


def page_images(page: Any, items: list[Any], geometry: PageGeometry) -> Iterator[Image]:
    """The images of a page that can be seen."""
    from pypdfium2 import raw

    for item in items:
        metadata = raw.FPDF_IMAGEOBJ_METADATA()
        if (
            item.type == raw.FPDF_PAGEOBJ_IMAGE
            and raw.FPDFImageObj_GetImageMetadata(item.raw, page.raw, metadata)
            and metadata.horizontal_dpi > 0
            and (seen := geometry.visible(item))
        ):
            yield Image(seen, min(metadata.horizontal_dpi, metadata.vertical_dpi))


def drawn_codes(items: list[Any]) -> Iterator[DrawnCode]:
    """Paths that look like codes: square, with many lines, all of them horizontal or vertical.

    A code that is an image, or drawn cell by cell, is not found.
    """
    from pypdfium2 import raw

    for item in items:
        if item.type != raw.FPDF_PAGEOBJ_PATH or raw.FPDFPath_CountSegments(item.raw) < MANY_LINES:
            continue
        box = Box(*item.get_bounds())
        points = list(_points(item.raw))
        steps = [(abs(x - u), abs(y - v)) for (x, y), (u, v) in pairwise(points)]
        wide = max(x for x, _ in points) - min(x for x, _ in points)
        # a step in both directions is a move from one cell to the next, which is not drawn
        sides = [max(step) for step in steps if min(step) < wide / 10_000 < max(step)]
        if abs(box.width - box.height) < box.width / 100 and len(sides) > len(points) / 2:
            yield DrawnCode(box, min(sides) / wide * box.width)


def _points(path: Any) -> Iterator[tuple[float, float]]:
    from pypdfium2 import raw

    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(path)):
        raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(path, index), x, y)
        yield x.value, y.value
