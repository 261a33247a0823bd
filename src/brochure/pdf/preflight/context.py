"""What a rule looks at: the finished file, its paragraphs, and what was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from brochure.pdf.geometry import Box
from brochure.pdf.preflight.lines import TypesetLine, TypesetParagraph
from brochure.pdf.preflight.model import Finished
from brochure.pdf.preflight.report import MM, Finding


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a file.

    Attributes:
        fonts: Families that may be used, or nothing if any may.
        dpi: The least resolution of pictures: 150 for the screen, 300 for print.
        multiple: The number of pages is a multiple of this (2: both sides; 4: saddle stitching).
        bleed: Ink beyond the trim (塗り足し), mm.
        safe: No text nearer to the trim than this, mm.
    """

    fonts: frozenset[str] | None = None
    dpi: float = 150
    multiple: int = 1
    bleed: float = 0
    safe: float = 3


@dataclass(frozen=True, slots=True)
class PreflightContext:
    """A finished file as rules see it."""

    finished: Finished
    paragraphs: tuple[TypesetParagraph, ...]
    wanted: Wanted

    def found(self, code: str, page: int = -1, box: Box | None = None, /, **details: object) -> Finding:
        """A finding with its place measured from the trim."""
        words = tuple(sorted((key, str(value)) for key, value in details.items()))
        if box is None:
            return Finding(code, page, None, details=words)
        trim = self.finished.sheets[page].trim
        return Finding(code, page, box, (box.left - trim.left) / MM, (trim.top - box.top) / MM, words)

    @property
    def body(self) -> tuple[TypesetParagraph, ...]:
        """The paragraphs without running heads and folios."""
        return tuple(paragraph for paragraph in self.paragraphs if not paragraph.artifact)

    def breaks(self) -> Iterator[tuple[TypesetParagraph, TypesetLine, TypesetLine]]:
        """Every line end inside a paragraph, with the lines before and behind it."""
        for paragraph in self.body:
            for one, other in pairwise(paragraph.lines):
                yield paragraph, one, other
