"""Characters that are typed in two pieces though one character means the same (NFD), as macOS names files.

Only pieces that compose are looked for. The composed form of a whole text (NFC) is more: it also replaces
compatibility ideographs, which are how some people write their names (神 U+FA19 would become 神 U+795E), so
that it must not be made of a text behind anybody's back.

Source: Unicode Standard Annex #15 (normalization forms); The Unicode Standard, 3.12 (conjoining jamo).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# A base with the marks behind it (combining diacritics, 濁点, 半濁点), or Hangul in its letters.
_MARKS = "\u0300-\u036f\u3099\u309a"
_PIECES = rf"[^{_MARKS}\s][{_MARKS}]+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"


@dataclass(frozen=True, slots=True)
class Apart:
    """A character in pieces: where it begins in the text, the pieces, and what they compose to."""

    offset: int
    pieces: str
    composed: str

    @property
    def shown(self) -> str:
        """The pieces so that one can see them apart: か＋U+3099."""
        return "＋".join(f"U+{ord(piece):04X}" if index else piece for index, piece in enumerate(self.pieces))


def apart(text: str) -> Iterator[Apart]:
    """Each character of a text that is in pieces; か゚ and ㇷ゚, which have no composed form, are none.

    >>> [(found.offset, found.shown, found.composed) for found in apart("しか\u3099、か\u309a")]
    [(1, 'か＋U+3099', 'が')]
    """
    if unicodedata.is_normalized("NFC", text):  # nothing to do, told eighty times as fast
        return
    for found in re.finditer(_PIECES, text):
        composed = unicodedata.normalize("NFC", found[0])
        if len(composed) < len(found[0]):
            yield Apart(found.start(), found[0], composed)


def is_apart(text: str) -> bool:
    """Whether a text has characters in pieces."""
    return next(apart(text), None) is not None
