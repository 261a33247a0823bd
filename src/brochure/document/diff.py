"""Word diff of Japanese text.

Neighbouring characters of one script are one token, so that 撫順 becomes 本渓 as a whole, not 撫 → 本 and
順 → 渓. Each punctuation mark is a token.
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
    """Whether a piece of text is in both texts, or only in one."""

    SAME = "same"
    OLD = "old"  # only in the old text
    NEW = "new"  # only in the new text


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """A run of text of one kind; never empty."""

    kind: DiffKind
    text: str


def split_words(text: str) -> list[str]:
    """Split a text into words; joined, they are the text.

    >>> split_words("撫順市など14社（A*STAR）")
    ['撫順市', 'など', '14', '社', '（', 'A', '*', 'STAR', '）']
    """
    return _TOKEN.findall(text)


def diff_words(old: str, new: str) -> list[DiffPiece]:
    """Return the pieces of both texts in order; at a replacement the old piece comes first.

    >>> [(piece.kind.value, piece.text) for piece in diff_words("14市から成る", "15市から成る")]
    [('old', '14'), ('new', '15'), ('same', '市から成る')]
    """
    before, after = split_words(old), split_words(new)
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
    """Yield difflib's opcodes from one sequence of hashable tokens to another, without junk heuristics."""
    yield from SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def likeness(old: str, new: str) -> float:
    """Return the similarity of two texts by their characters, from 0 to 1.

    >>> likeness("遼寧省", "遼寧省"), likeness("", "遼寧省")
    (1.0, 0.0)
    """
    return SequenceMatcher(None, old, new, autojunk=False).ratio()
