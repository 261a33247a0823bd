"""The named accents: the colours that new partners get, one after the other.

All have the same lightness (OKLCH 0.45) and read on white with at least 7 to 1. Each differs from the next by
at least 22 (:mod:`brochure.document.colour_sight`), for colour-blind readers, too; the last from the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedAccent:
    """A colour as ``#rrggbb``, with its Japanese and its English name."""

    code: str
    ja: str
    en: str


ACCENTS = (
    NamedAccent("#2151a1", "紺", "blue"),
    NamedAccent("#704e03", "琥珀", "amber"),
    NamedAccent("#8a2b60", "牡丹", "plum"),
    NamedAccent("#1f6708", "若葉", "leaf"),
    NamedAccent("#055e7c", "湖", "lake"),
    NamedAccent("#932a33", "朱", "red"),
    NamedAccent("#57429c", "藍紫", "indigo"),
    NamedAccent("#595901", "苔", "moss"),
    NamedAccent("#026266", "青磁", "teal"),
    NamedAccent("#873d02", "代赭", "rust"),
    NamedAccent("#763584", "菫", "violet"),
    NamedAccent("#03654e", "森", "green"),
)


def next_accent(used: Iterable[str]) -> NamedAccent:
    """The first accent that nobody uses; if all are in use, the first of those that the fewest use.

    Args:
        used: The accents of the other partners, as ``#rrggbb``; one that two partners use stands twice.
    """
    counts = Counter(code.lower() for code in used)
    return min(ACCENTS, key=lambda accent: counts[accent.code])
