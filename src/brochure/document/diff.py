"""What changed between two texts, in pieces a Japanese reader would mark: words, not characters.

From 撫順 to 本渓, not 撫 to 本 and 順 to 渓: characters of one script that stand together are one token, and
punctuation is one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

_TOKEN = re.compile(
    r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)*"  # a Latin word
    r"|\d+(?:[.,]\d+)*"  # a number
    r"|[一-鿿㐀-䶿豈-﫿々〆ヶ\U00020000-\U0003ffff]+"  # kanji
    r"|[ぁ-ゟ]+|[ァ-ヺー-ヿ]+"  # hiragana, katakana
    r"|\s+|.",
    re.DOTALL,
)


class DiffKind(Enum):
    """What became of a piece of text."""

    SAME = "same"
    OLD = "old"  # only in the old text
    NEW = "new"  # only in the new text


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """A run of text with what became of it; never empty."""

    kind: DiffKind
    text: str


def tokens(text: str) -> list[str]:
    """A text in words; joined they are the text.

    >>> tokens("撫順市など14社（A*STAR）")
    ['撫順市', 'など', '14', '社', '（', 'A', '*', 'STAR', '）']
    """
    return _TOKEN.findall(text)


def compare(old: str, new: str) -> list[DiffPiece]:
    """The pieces of both texts in order; where one replaces another, the old one comes first.

    >>> [(piece.kind.value, piece.text) for piece in compare("14市から成る", "15市から成る")]
    [('old', '14'), ('new', '15'), ('same', '市から成る')]
    """
    before, after = tokens(old), tokens(new)
    pieces: list[DiffPiece] = []
    for kind, start, end, from_, to in opcodes(before, after):
        if kind == "equal":
            pieces.append(DiffPiece(DiffKind.SAME, "".join(before[start:end])))
            continue
        if start < end:
            pieces.append(DiffPiece(DiffKind.OLD, "".join(before[start:end])))
        if from_ < to:
            pieces.append(DiffPiece(DiffKind.NEW, "".join(after[from_:to])))
    return pieces


def opcodes(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[str, int, int, int, int]]:
    """How one sequence of hashable tokens becomes another, as difflib tells it; nothing counts as junk."""
    yield from SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def likeness(old: str, new: str) -> float:
    """How alike two texts are, from 0 to 1, by their characters.

    >>> likeness("遼寧省", "遼寧省"), likeness("", "遼寧省")
    (1.0, 0.0)
    """
    return SequenceMatcher(None, old, new, autojunk=False).ratio()
