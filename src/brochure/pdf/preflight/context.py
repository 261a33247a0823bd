"""The input of a rule: the finished file, its paragraphs, and the requirements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from brochure.pdf.geometry import Box
from brochure.pdf.preflight.lines import TypesetLine, TypesetParagraph
from brochure.pdf.preflight.model import Char, FinishedFile, PageContents
from brochure.pdf.preflight.report import MM, Finding


@dataclass(frozen=True, slots=True)
class Requirements:
    """The requirements for a file.

    Attributes:
        fonts: Font families that may be used; None allows any.
        dpi: The least resolution of images: 150 for the screen, 300 for print.
        multiple: The page count must be a multiple of this (2: both sides; 4: saddle stitching).
        bleed: Required bleed (塗り足し), in mm.
        safe: The least distance of text from the trim, in mm.
        gutter: The width of the gutter (のど) in mm, 0 for none; None if the file tells whether it is bound.
        binding: The side of the binding, left or right; empty if the file tells it, or else left.
    """

    fonts: frozenset[str] | None = None
    dpi: float = 150
    multiple: int = 1
    bleed: float = 0
    safe: float = 3
    gutter: float | None = None
    binding: str = ""


@dataclass(frozen=True, slots=True)
class PreflightContext:
    """A finished file with its paragraphs and the requirements."""

    finished: FinishedFile
    paragraphs: tuple[TypesetParagraph, ...]
    requirements: Requirements

    def finding(self, code: str, page: int = -1, box: Box | None = None, /, **details: object) -> Finding:
        """Make a finding; its position is measured from the trim."""
        words = tuple(sorted((key, str(value)) for key, value in details.items()))
        if box is None:
            return Finding(code, page, None, details=words)
        trim = self.finished.sheets[page].trim
        return Finding(code, page, box, (box.left - trim.left) / MM, (trim.top - box.top) / MM, words)

    @property
    def body(self) -> tuple[TypesetParagraph, ...]:
        """The paragraphs without running heads and folios."""
        return tuple(paragraph for paragraph in self.paragraphs if not paragraph.artifact)

    def turned_texts(self, sheet: PageContents) -> Iterator[tuple[Char, ...]]:
        """The characters of each piece of text on a page that is turned by a right angle or upside down.

        They belong to no line, so only the rules of positions look at them.
        """
        pieces: dict[int, list[Char]] = {}
        for char in sheet.chars:
            if char.style.turned and char.style.painted and not char.text.isspace():
                pieces.setdefault(id(char.style), []).append(char)
        yield from map(tuple, pieces.values())

    def breaks(self) -> Iterator[tuple[TypesetParagraph, TypesetLine, TypesetLine]]:
        """Every line end inside a paragraph, with the line before and the line after it."""
        for paragraph in self.body:
            for one, other in pairwise(paragraph.lines):
                yield paragraph, one, other
