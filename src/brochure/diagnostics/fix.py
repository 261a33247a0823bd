"""Fixes: small replacements in a text that need no decision of the author.

A provider of fixes is a function that takes a text (or a parsed file) and returns a list of fixes. So a new
kind of fix needs no change of the command that shows and writes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fix:
    """A replacement in a text: ``length`` characters from ``offset`` become ``replacement``."""

    offset: int
    length: int
    replacement: str


def apply_fixes(text: str, fixes: Iterable[Fix]) -> str:
    """Return the text with all fixes applied; of two fixes that overlap, the first in the text is applied.

    >>> apply_fixes("a：b", [Fix(1, 1, ": ")])
    'a: b'
    """
    parts, done = [], 0
    for fix in sorted(set(fixes)):
        if fix.offset < done:
            continue
        parts += [text[done : fix.offset], fix.replacement]
        done = fix.offset + fix.length
    return "".join([*parts, text[done:]])
