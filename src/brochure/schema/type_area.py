"""The type area (版面) of a layout: where questions stand, and how many characters a line has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

SHORTEST, LONGEST = 15, 45  # characters of a line that is read with ease
BESIDE_FROM = 30  # characters: where lines are shorter, a side column takes too much of the page
COLUMN_GAP = 8.0  # mm, without the token column-gap
_IN_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "px": 25.4 / 96, "q": 0.25}
_LENGTH = re.compile(r"\s*(\d*\.?\d+)\s*(mm|cm|in|pt|px|q)\s*", re.IGNORECASE)


class Sides(Protocol):
    """Margins in mm."""

    @property
    def left(self) -> float: ...

    @property
    def right(self) -> float: ...


@dataclass(frozen=True, slots=True)
class TypeArea:
    """The type area of a layout.

    Attributes:
        heads_above: Whether questions stand above their answers and not in a side column.
        line: The width of an answer in mm.
        characters: How many full-width characters a line has; ``None`` if the layout has no token ``size``.
    """

    heads_above: bool
    line: float
    characters: float | None


def length_in_mm(text: str) -> float | None:
    """A CSS length in mm; ``None`` for anything else.

    >>> length_in_mm("38mm"), length_in_mm("72pt"), length_in_mm("calc(1mm + 1pt)")
    (38.0, 25.4, None)
    """
    found = _LENGTH.fullmatch(text)
    return float(found[1]) * _IN_MM[found[2].lower()] if found else None


def type_area(width: float, margins: Sides, tokens: Mapping[str, str], heads: str, columns: int) -> TypeArea:
    """Compute the type area from the page's width, its margins, and the tokens side, gutter and size.

    Args:
        width: The width of the page in mm.
        margins: Its margins.
        tokens: The tokens of the layout.
        heads: ``beside``, ``above`` or ``auto``: above in columns, and below ``BESIDE_FROM`` characters.
        columns: How many columns the questions have.
    """
    room = width - margins.left - margins.right
    gap = length_in_mm(tokens.get("column-gap", "")) or COLUMN_GAP
    whole = (room - gap * (columns - 1)) / columns
    side, gutter = (length_in_mm(tokens.get(name, "")) for name in ("side", "gutter"))
    size = length_in_mm(tokens.get("size", ""))
    beside = whole - (side or 0) - (gutter or 0)
    narrow = not side or columns > 1 or bool(size and beside / size < BESIDE_FROM)
    above = heads == "above" or (heads == "auto" and narrow)
    line = whole if above else beside
    return TypeArea(above, line, line / size if size else None)
