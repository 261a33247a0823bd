"""Read finished pages back, independently of what made them: text and its places, links and their names."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from brochure.geometry import Box

_LINE_END_HYPHENS = ("\ufffe", "\x02")  # how PDFium tells a hyphen that stands at the end of a line


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page, its box in points from the lower left of the page, and its size."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link inside the document: the name of its destination, and its rectangle like a glyph's box."""

    target: str
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, glyph: Glyph) -> bool:
        """Whether the middle of a character lies in the link's rectangle."""
        x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """One page: size in points, its characters and inner links in the order of the file."""

    index: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    links: tuple[PageLink, ...]

    @property
    def text(self) -> str:
        """The page's characters as they come, without line ends."""
        return "".join(glyph.text for glyph in self.glyphs)


def read(data: bytes) -> tuple[FinishedPage, ...]:
    """Read the pages of a PDF: text with PDFium, links with pikepdf."""
    links = _links(data)
    with _opened(data) as pdf:
        return tuple(_page(pdf, index, links[index]) for index in range(len(pdf)))


def places(data: bytes) -> dict[str, int]:
    """The index of the page of each named place."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        index = {page.objgen: number for number, page in enumerate(pdf.pages)}
        names: Any = pdf.Root.get("/Names")
        found: Any = names.Dests.Names if names is not None and "/Dests" in names else []
        return {str(found[i]): index[found[i + 1][0].objgen] for i in range(0, len(found), 2)}


def picture(data: bytes, index: int = 0, *, dpi: float = 110) -> bytes:
    """A page of a PDF as PNG, as PDFium draws it; ``index`` counts from 0."""
    target = io.BytesIO()
    with _opened(data) as pdf:
        pdf[index].render(scale=dpi / 72).to_pil().save(target, "PNG", optimize=True)
    return target.getvalue()


def drawn(data: bytes, margins: Sequence[float] | None = None) -> tuple[tuple[Box, ...], ...]:
    """Where each page has something drawn, as boxes in points from the lower left.

    Args:
        data: A PDF.
        margins: Top, right, bottom and left of the type area, in points from the trim; what lies in it is one
            box, the whole area. Without them every thing has its own box.
    """
    found = []
    with _opened(data) as pdf:
        for index in range(len(pdf)):
            page = pdf[index]
            boxes = [Box(*item.get_bounds()) for item in page.get_objects(max_depth=1)]
            if margins:
                top, right, bottom, left = margins
                trim = Box(*page.get_trimbox())
                area = Box(trim.left + left, trim.bottom + bottom, trim.right - right, trim.top - top)
                outside = [box for box in boxes if not area.holds(box)]
                boxes = [area, *outside] if len(outside) < len(boxes) else outside
            found.append(tuple(boxes))
    return tuple(found)


def _links(data: bytes) -> list[tuple[PageLink, ...]]:
    import pikepdf

    found = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            links = []
            for annotation in page.obj.get("/Annots", []):
                if annotation.get("/Subtype") == "/Link" and "/Dest" in annotation:
                    x1, y1, x2, y2 = (float(side) for side in annotation.Rect)
                    box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
                    links.append(PageLink(str(annotation.Dest), *box))
            found.append(tuple(links))
    return found


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        yield pdf
    finally:
        pdf.close()


def _page(pdf: Any, index: int, links: tuple[PageLink, ...]) -> FinishedPage:
    page = pdf[index]
    text = page.get_textpage()
    glyphs = []
    count, whole = text.count_chars(), text.get_text_range()
    alike = len(whole) == count  # a character each: no surrogates, none left out
    for position in range(count):
        character = whole[position] if alike else text.get_text_range(position, 1)
        if character in _LINE_END_HYPHENS:
            character = "-"
        if character and character not in "\r\n\u2060":
            glyphs.append(Glyph(character, *text.get_charbox(position)))
    width, height = page.get_size()
    return FinishedPage(index, width, height, tuple(glyphs), links)
