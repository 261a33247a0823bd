"""Read the pages of any finished PDF: text with positions, links, named places."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from brochure.pdf.geometry import Box
from brochure.storage.own_files import PRODUCER

_LINE_END_HYPHENS = ("\ufffe", "\x02")  # PDFium's codes for a hyphen at the end of a line


class Glyph(NamedTuple):
    """A character on a page, and its box in points from the lower left of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link inside the document: the name of its destination, and its rectangle in points."""

    target: str
    left: float
    bottom: float
    right: float
    top: float

    def contains(self, glyph: Glyph) -> bool:
        """Whether the centre of a character lies in the link's rectangle."""
        x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """One page: size in points, its characters and its inner links in the order of the file."""

    index: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    links: tuple[PageLink, ...]

    @property
    def text(self) -> str:
        """The page's characters in their order, without line ends."""
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page as PDFium returns it: characters in the order of the file, with their ink boxes.

    ``page`` and ``handle`` are PDFium's page and text page. ``characters`` include the blanks and line ends
    that PDFium adds by guessing.
    """

    page: Any
    handle: Any
    characters: Sequence[str]
    boxes: Sequence[Box]


class OpenedPdf:
    """An open PDF that several readers share; they must not change its pages.

    ``objects`` is pikepdf's document. ``pdfium_document`` is PDFium's document, opened on first use.
    """

    def __init__(self, data: bytes, objects: Any) -> None:
        self._data = data
        self.objects = objects
        self._texts: dict[int, PageText] = {}

    @cached_property
    def pdfium_document(self) -> Any:
        """PDFium's document."""
        import pypdfium2

        return pypdfium2.PdfDocument(self._data)

    def text(self, index: int) -> PageText:
        """The text of a page, read once; ``index`` counts from 0."""
        if index not in self._texts:
            self._texts[index] = read_page_text(self.pdfium_document[index])
        return self._texts[index]

    def close(self) -> None:
        """Close PDFium's document."""
        self._texts.clear()
        if "pdfium_document" in self.__dict__:
            self.pdfium_document.close()


@contextmanager
def open_pdf(data: bytes) -> Iterator[OpenedPdf]:
    """Open a PDF once for :func:`read_pages` and for the preflight, so that its text is read once."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as objects:
        file = OpenedPdf(data, objects)
        try:
            yield file
        finally:
            file.close()


def read_pages(source: bytes | OpenedPdf) -> tuple[FinishedPage, ...]:
    """Read the pages of a PDF: text with PDFium, links with pikepdf."""
    if isinstance(source, bytes):
        with open_pdf(source) as file:
            return read_pages(file)
    links = _links(source.objects)
    return tuple(
        _page(source.text(index), index, links[index]) for index in range(len(source.pdfium_document))
    )


def page_labels(data: bytes) -> list[str]:
    """The numbers of the pages as they are printed: i, ii, 1, 2 (ISO 32000-1, 12.4.2)."""
    with open_pdf(data) as file:
        return [str(page.label) for page in file.objects.pages]


def named_place_pages(data: bytes) -> dict[str, int]:
    """The index of the page of each named place."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        index = {page.objgen: number for number, page in enumerate(pdf.pages)}
        names: Any = pdf.Root.get("/Names")
        found: Any = names.Dests.Names if names is not None and "/Dests" in names else []
        return {str(found[i]): index[found[i + 1][0].objgen] for i in range(0, len(found), 2)}


def extract_pages(data: bytes, indices: Sequence[int]) -> bytes:
    """A PDF with only the pages at these indices."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as file:
        for index in reversed(range(len(file.pages))):
            if index not in indices:
                del file.pages[index]
        target = io.BytesIO()
        file.save(target)
        return target.getvalue()


def render_page_png(data: bytes, index: int = 0, *, dpi: float = 110) -> bytes:
    """A page of a PDF as PNG, rendered by PDFium; ``index`` counts from 0."""
    from PIL.PngImagePlugin import PngInfo

    target, marked = io.BytesIO(), PngInfo()
    marked.add_text("Software", PRODUCER)
    with _open_with_pdfium(data) as pdf:
        pdf[index].render(scale=dpi / 72).to_pil().save(target, "PNG", optimize=True, pnginfo=marked)
    return target.getvalue()


def drawn_boxes(data: bytes, margins: Sequence[float] | None = None) -> tuple[tuple[Box, ...], ...]:
    """The boxes of everything drawn on each page, in points from the lower left.

    Args:
        data: A PDF.
        margins: Top, right, bottom and left of the type area, in points from the trim. Everything inside the
            type area counts as one box, the whole area. Without margins every object has its own box.
    """
    found = []
    with _open_with_pdfium(data) as pdf:
        for index in range(len(pdf)):
            page = pdf[index]
            boxes = [Box(*item.get_bounds()) for item in page.get_objects(max_depth=1)]
            if margins:
                top, right, bottom, left = margins
                trim = Box(*page.get_trimbox())
                area = Box(trim.left + left, trim.bottom + bottom, trim.right - right, trim.top - top)
                outside = [box for box in boxes if not area.contains(box)]
                boxes = [area, *outside] if len(outside) < len(boxes) else outside
            found.append(tuple(boxes))
    return tuple(found)


def _links(pdf: Any) -> list[tuple[PageLink, ...]]:
    found = []
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
def _open_with_pdfium(data: bytes) -> Iterator[Any]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        yield pdf
    finally:
        pdf.close()


def read_page_text(page: Any) -> PageText:
    """The text of a page that PDFium has opened."""
    text = page.get_textpage()
    count = text.count_chars()
    return PageText(page, text, _characters(text, count), _boxes(text, count))


def _characters(text: Any, count: int) -> Sequence[str]:
    whole: str = text.get_text_range()
    if len(whole) == count:
        return whole  # one string item for each character: no surrogates, none omitted
    from pypdfium2 import raw

    found: list[str] = []
    for position in range(count):
        code = raw.FPDFText_GetUnicode(text.raw, position)
        before = ord(found[-1]) if found and found[-1] else 0
        # PDFium counts UTF-16 units; in a right-to-left line the second half of a character comes first
        high, low = (before, code) if before < 0xDC00 else (code, before)
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            found[-1] = chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)
            found.append("")
        else:
            found.append(chr(code) if code < 0x110000 else "\ufffd")
    return found


def _boxes(text: Any, count: int) -> list[Box]:
    from pypdfium2 import raw

    handle, box_of, boxes = text.raw, raw.FPDFText_GetCharBox, []
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for position in range(count):
        box_of(handle, position, left, right, bottom, top)
        boxes.append(Box(left.value, bottom.value, right.value, top.value))
    return boxes


def _copied_characters(text: PageText) -> Sequence[str]:
    """The characters; an empty string for each one that PDFium omits from copied text."""
    if isinstance(text.characters, str):
        return text.characters
    return [
        character if not character or character > "\uffff" else text.handle.get_text_range(position, 1)
        for position, character in enumerate(text.characters)
    ]


def _page(text: PageText, index: int, links: tuple[PageLink, ...]) -> FinishedPage:
    glyphs = []
    for character, box in zip(_copied_characters(text), text.boxes, strict=True):
        if character in _LINE_END_HYPHENS:
            glyphs.append(Glyph("-", *box))
        elif character not in "\r\n\u2060":  # an empty character is in every string, so this drops it too
            glyphs.append(Glyph(character, *box))
    width, height = text.page.get_size()
    return FinishedPage(index, width, height, tuple(glyphs), links)
