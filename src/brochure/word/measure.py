"""Lengths in a Word file: the page in twips, a width shared among columns, the length of a text in ems."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from lxml import etree

from brochure.word.ooxml import W


@dataclass(frozen=True, slots=True)
class WordPage:
    """The page of reference.docx in twips."""

    width: int
    height: int
    left: int
    right: int
    top: int

    @classmethod
    def of(cls, section: etree._Element) -> WordPage:
        """The page that a section describes."""
        size, margins = section.find(f"{{{W}}}pgSz"), section.find(f"{{{W}}}pgMar")
        if size is None or margins is None:
            raise ValueError("reference.docx has no page size or margins")
        left, right, top = (abs(int(margins.get(f"{{{W}}}{side}", "0"))) for side in ("left", "right", "top"))
        width, height = (int(size.get(f"{{{W}}}{side}", "0")) for side in ("w", "h"))
        return cls(width, height, left, right, top)

    def turned(self) -> WordPage:
        """The page in landscape."""
        return replace(self, width=self.height, height=self.width)

    def beside(self, indent: int) -> int:
        """The width of a table; one that begins outside the type area goes to the edge of the page."""
        return self.width - self.left - indent - (self.right if indent >= 0 else 0)


def shares(width: int, count: int) -> list[int]:
    """Share a width among columns, whole twips each, none lost.

    >>> shares(100, 3)
    [34, 33, 33]
    """
    each, rest = divmod(width, count)
    return [each + (index < rest) for index in range(count)]


def ems(text: str) -> float:
    """The length of a text in ems: wide characters take one, others less.

    0.9 is about the M of a bold face, and half an em is for the space that Word puts between Japanese
    and Latin: no label should break for want of a point.
    """
    return 0.5 + sum(1 if unicodedata.east_asian_width(character) in "WFA" else 0.9 for character in text)
