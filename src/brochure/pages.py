"""Read finished pages back, independently of what made them: text, positions, links, fonts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page, its box in points from the lower left of the page, and its size."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """One page: size in points, its characters in the order of the file."""

    index: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """The page's characters as they come, without line ends."""
        return "".join(glyph.text for glyph in self.glyphs)


def read(data: bytes) -> tuple[FinishedPage, ...]:
    """Read the pages of a PDF with PDFium."""
    with _opened(data) as pdf:
        return tuple(_page(pdf, index) for index in range(len(pdf)))


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        yield pdf
    finally:
        pdf.close()


def _page(pdf: Any, index: int) -> FinishedPage:
    page = pdf[index]
    text = page.get_textpage()
    glyphs = []
    for position in range(text.count_chars()):
        character = text.get_text_range(position, 1)
        if character and character not in "\r\n\ufffe\u2060":
            glyphs.append(Glyph(character, *text.get_charbox(position)))
    width, height = page.get_size()
    return FinishedPage(index, width, height, tuple(glyphs))
