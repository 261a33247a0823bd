"""Sheets with the pictures of a page before and after, side by side, with the changed places boxed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from brochure.diagnostics.text_files import Lang, load_texts
from brochure.pdf.diff.model import ComparedPage, PagePair, PdfComparison, PlaceKind, SeenBox
from brochure.pdf.diff.read import open_compared
from brochure.pdf.diff.report import WORDS, count_line, page_title
from brochure.storage.shipped import shipped_folder

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 150
WIDTH, HEIGHT = 297, 210  # mm: A4, landscape
COLOURS = {PlaceKind.TEXT: "#c01c28", PlaceKind.MOVED: "#1a5fb4", PlaceKind.PICTURE: "#b35900"}
_INK, _GREY = "#1c2329", "#9aa5ae"
_MARGIN, _HEAD, _GAP = 10.0, 22.0, 8.0  # mm
_MM = DPI / 25.4


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A picture of a page, and the page with its changed places."""

    picture: Image
    page: ComparedPage


def marked_pairs(
    found: PdfComparison, before: bytes, after: bytes, dpi: float
) -> Iterator[tuple[PagePair, MarkedPage | None, MarkedPage | None]]:
    """The changed pages with their pictures, one pair at a time."""
    with open_compared(before, "") as one, open_compared(after, "") as other:
        for pair in found.changed:
            old, new = pair.before, pair.after
            yield (
                pair,
                MarkedPage(one.draw(old.index, dpi), old) if old else None,
                MarkedPage(other.draw(new.index, dpi), new) if new else None,
            )


def comparison_sheets(
    found: PdfComparison, before: bytes, after: bytes, names: tuple[str, str], lang: Lang
) -> Iterator[Image]:
    """One sheet for each changed page; if none changed, one that says so."""
    count = 0
    for pair, *sides in marked_pairs(found, before, after, DPI):
        count += 1
        sheet, draw = _new_sheet(page_title(pair, lang), names, lang)
        for number, side in enumerate(sides):
            _place_side(sheet, draw, side, number, lang)
        yield sheet
    if not count:
        yield _new_sheet(count_line(found, lang), names, lang)[0]


def _new_sheet(title: str, names: tuple[str, str], lang: Lang) -> tuple[Image, Any]:
    from PIL import Image, ImageDraw

    words = load_texts(WORDS, lang)
    sheet = Image.new("RGB", (round(WIDTH * _MM), round(HEIGHT * _MM)), "white")
    draw = ImageDraw.Draw(sheet)
    _write(draw, _MARGIN, _MARGIN - 2, title, 5.0, bold=True)
    files = words["files"].format(before=names[0], after=names[1])
    _write(draw, _MARGIN, _MARGIN + 5, files, 3.0)
    left = WIDTH / 2
    for kind, colour in COLOURS.items():
        text = words[f"key {kind.value}"]
        draw.rectangle(_pixels(left, _MARGIN - 1, left + 4, _MARGIN + 2), outline=colour, width=3)
        left += 6 + _write(draw, left + 5.5, _MARGIN - 1.6, text, 3.0) + 4
    return sheet, draw


def _place_side(sheet: Image, draw: Any, side: MarkedPage | None, number: int, lang: Lang) -> None:
    words = load_texts(WORDS, lang)
    width = (WIDTH - 2 * _MARGIN - _GAP) / 2
    height = HEIGHT - _HEAD - 5 - _MARGIN
    left, top = _MARGIN + number * (width + _GAP), _HEAD + 5
    _write(draw, left, _HEAD, words[("before", "after")[number]], 3.4, bold=True)
    if side is None:
        draw.rectangle(_pixels(left, top, left + width, top + height), outline=_GREY, width=2)
        _write(draw, left + 4, top + 4, words["none"], 3.4)
        return
    scale = min(width / side.page.width, height / side.page.height)
    box = _pixels(left, top, left + side.page.width * scale, top + side.page.height * scale)
    size = max(1, box[2] - box[0]), max(1, box[3] - box[1])
    sheet.paste(side.picture.resize(size), (box[0], box[1]))
    draw.rectangle(box, outline=_GREY, width=2)
    for place in side.page.places:
        if place.kind in COLOURS:
            edges = _around(place.box, left, top, scale)
            draw.rectangle(edges, outline=COLOURS[place.kind], width=3)


def _around(box: SeenBox, left: float, top: float, scale: float) -> tuple[int, int, int, int]:
    """A rectangle a little outside of a place."""
    return _pixels(
        left + box.left * scale - 0.6,
        top + box.top * scale - 0.6,
        left + box.right * scale + 0.6,
        top + box.bottom * scale + 0.6,
    )


def _pixels(*sides: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(side * _MM) for side in sides)
    return left, top, max(left + 1, right), max(top + 1, bottom)


def _write(draw: Any, left: float, top: float, text: str, size: float, *, bold: bool = False) -> float:
    """Write a line; ``size`` and the width that is returned are in mm."""
    font = _font(round(size * _MM), bold)
    draw.text((round(left * _MM), round(top * _MM)), text, fill=_INK, font=font)
    return float(draw.textlength(text, font=font)) / _MM


@cache
def _font(size: int, bold: bool) -> Any:
    from PIL import ImageFont

    name = f"BIZUDPGothic-{'Bold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(str(shipped_folder() / "fonts" / name), size)
