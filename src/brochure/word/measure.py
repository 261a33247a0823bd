"""Lengths in a Word file: the page in twips, widths of columns, the length of a text in ems."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from lxml import etree

from brochure.word.ooxml import W

BETWEEN_COLUMNS = 425  # twips: 7.5 mm, in the index of a booklet


@dataclass(frozen=True, slots=True)
class WordPage:
    """The page of reference.docx in twips."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int = 0

    @classmethod
    def of(cls, section: etree._Element) -> WordPage:
        """The page of a section (``w:sectPr``).

        Raises:
            ValueError: The section has no page size or margins.
        """
        size, margins = section.find(f"{{{W}}}pgSz"), section.find(f"{{{W}}}pgMar")
        if size is None or margins is None:
            raise ValueError("reference.docx has no page size or margins")
        sides = ("left", "right", "top", "bottom")
        left, right, top, bottom = (abs(int(margins.get(f"{{{W}}}{side}", "0"))) for side in sides)
        width, height = (int(size.get(f"{{{W}}}{side}", "0")) for side in ("w", "h"))
        return cls(width, height, left, right, top, bottom)

    def in_landscape(self) -> WordPage:
        """The page in landscape."""
        return replace(self, width=self.height, height=self.width)

    def in_columns(self, count: int, space: int) -> WordPage:
        """The page as wide as one of several columns with its margins; ``space`` is between two columns."""
        room = self.width - self.left - self.right
        return replace(self, width=self.left + self.right + (room - (count - 1) * space) // count)

    def type_width(self) -> int:
        """The width of the type area."""
        return self.table_width(0)

    def half_width(self) -> int:
        """The width of one of two columns, as in the index of a booklet."""
        return (self.table_width(0) - BETWEEN_COLUMNS) // 2

    def table_width(self, indent: int) -> int:
        """The width of a table with an indent; with a negative indent it extends to the edge of the page."""
        return self.width - self.left - indent - (self.right if indent >= 0 else 0)


def divide_width(width: int, count: int) -> list[int]:
    """Divide a width into columns of whole twips whose sum is the width.

    >>> divide_width(100, 3)
    [34, 33, 33]
    """
    each, rest = divmod(width, count)
    return [each + (index < rest) for index in range(count)]


def length_in_ems(text: str) -> float:
    """The estimated length of a text in ems: a wide character counts as 1, others as 0.9, plus 0.5.

    0.9 is about the width of M in a bold font, and 0.5 is for the space that Word adds between Japanese and
    Latin text. The estimate is generous, so that no label breaks.
    """
    return 0.5 + sum(1 if unicodedata.east_asian_width(character) in "WFA" else 0.9 for character in text)
