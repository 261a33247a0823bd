"""Word diff of Japanese text.

Neighbouring characters of one script are one token, so that 撫順 becomes 本渓 as a whole, not 撫 → 本 and
順 → 渓. Each punctuation mark is a token.

difflib finds the longest equal pieces, but its work may grow with the square of the length. It is counted:
where it exceeds a limit, the sequences are cut at pieces that occur once in both, in linear time. The result
is then coarser (equal tokens may count as replaced), but always leads from the old sequence to the new one.
Texts of up to a few thousand characters, as in a brochure, do not reach the limit.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import Enum
from itertools import accumulate, takewhile
from typing import Any

from brochure.document.scripts import SCRIPTS

_LATIN = r"A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff"
_OTHERS = "".join(script.ranges for script in SCRIPTS)
_TOKEN = re.compile(
    rf"[{_LATIN}]+(?:['’][{_LATIN}]+)*"  # a Latin word
    r"|\d+(?:[.,]\d+)*"  # a number
    r"|[一-鿿㐀-䶿豈-﫿々〆ヶ\U00020000-\U0003ffff]+"  # kanji
    r"|[ぁ-ゟ]+|[ァ-ヺー-ヿ]+"  # hiragana, katakana
    rf"|[{_OTHERS}][{_OTHERS}\u200c\u200d]*"  # a word of another script: its marks stay with its letters
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
    >>> split_words("หนังสือ、Tiếng Việt")
    ['หนังสือ', '、', 'Tiếng', ' ', 'Việt']
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
    """Yield opcodes like difflib's from one sequence of hashable tokens to another, without junk."""
    i = j = 0
    for start, from_, size in [*_equal_pieces(old, new), (len(old), len(new), 0)]:
        if i < start or j < from_:
            kind = "replace" if i < start and j < from_ else "delete" if i < start else "insert"
            yield kind, i, start, j, from_
        i, j = start + size, from_ + size
        if size:
            yield "equal", start, i, from_, j


def likeness(old: str, new: str) -> float:
    """Return the similarity of two texts by their characters, from 0 to 1.

    >>> likeness("遼寧省", "遼寧省"), likeness("", "遼寧省")
    (1.0, 0.0)
    """
    if not old and not new:
        return 1.0
    return 2 * sum(size for _, _, size in _equal_pieces(old, new)) / (len(old) + len(new))


# --- equal pieces ----------------------------------------------------------------------------------

_Piece = tuple[int, int, int]  # where it begins in the old and in the new sequence, and its length
_STEPS = 50_000  # of difflib for any two sequences, and as many more for each token:
_STEPS_PER_TOKEN = 200  # a text of 2,000 Japanese characters needs some 100
_ANCHOR = 16  # tokens of a piece that is searched first; then shorter ones, of a quarter of the length


def most_steps(length: int) -> int:
    """The most steps that difflib may take for two sequences, by the sum of their lengths."""
    return _STEPS + _STEPS_PER_TOKEN * length


class _TooMuchWorkError(Exception):
    """difflib needs more steps than it may take."""


class _CountedMatcher(SequenceMatcher[Any]):
    """difflib's matcher; it counts its steps, which depend on the sequences only."""

    def __init__(self, old: Sequence[object], new: Sequence[object]) -> None:
        super().__init__(None, old, new, autojunk=False)
        self._left = most_steps(len(old) + len(new))
        counts = Counter(new)
        self._until = [
            0,
            *accumulate(counts[token] + 1 for token in old),
        ]  # steps to look at the first n tokens

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """As difflib's.

        Raises:
            _TooMuchWorkError: It would take more steps than are left.
        """
        self._left -= self._until[-1 if ahi is None else ahi] - self._until[alo]
        if self._left < 0:
            raise _TooMuchWorkError
        return super().find_longest_match(alo, ahi, blo, bhi)


def _equal_pieces(old: Sequence[object], new: Sequence[object]) -> list[_Piece]:
    """The equal pieces of two sequences, in the order of both; neighbours are joined."""
    try:
        return [(*found,) for found in _CountedMatcher(old, new).get_matching_blocks()[:-1]]
    except _TooMuchWorkError:
        return _joined(_coarse_pieces(old, new))


def _joined(pieces: Iterable[_Piece]) -> list[_Piece]:
    made: list[_Piece] = []
    for start, from_, size in pieces:
        if made and (start, from_) == (made[-1][0] + made[-1][2], made[-1][1] + made[-1][2]):
            made[-1] = (*made[-1][:2], made[-1][2] + size)
        else:
            made.append((start, from_, size))
    return made


def _coarse_pieces(old: Sequence[object], new: Sequence[object], length: int = _ANCHOR) -> list[_Piece]:
    """Equal pieces in linear time: both ends, and what lies around pieces that occur once."""
    head = _common_length(zip(old, new, strict=False))
    tail = _common_length(zip(reversed(old[head:]), reversed(new[head:]), strict=False))
    until_old, until_new = len(old) - tail, len(new) - tail
    found = [(0, 0, head)]
    inner, other = old[head:until_old], new[head:until_new]
    if inner and other:
        anchors = _anchors(inner, other, length)
        i = j = 0
        for start, from_ in [*anchors, (len(inner), len(other))]:
            if i < start and j < from_:
                gap, against = inner[i:start], other[j:from_]
                is_whole = len(gap) == len(old) and len(against) == len(new)
                pieces = _pieces_of_gap(gap, against, length, is_whole=is_whole)
                found += [(head + i + at, head + j + to, size) for at, to, size in pieces]
            if start < len(inner):
                found.append((head + start, head + from_, 1))
            i, j = start + 1, from_ + 1
    return [piece for piece in [*found, (until_old, until_new, tail)] if piece[2]]


def _pieces_of_gap(
    old: Sequence[object], new: Sequence[object], length: int, *, is_whole: bool
) -> list[_Piece]:
    """The equal pieces between two anchors; none if it would take too long to find them."""
    if not is_whole:
        try:
            return [(*found,) for found in _CountedMatcher(old, new).get_matching_blocks()[:-1]]
        except _TooMuchWorkError:
            pass
    return _coarse_pieces(old, new, length // 4) if length > 1 else []


def _anchors(old: Sequence[object], new: Sequence[object], length: int) -> list[tuple[int, int]]:
    """The beginnings of pieces of a length that occur once in both sequences, in the order of both."""
    here, there = _places_of_single_pieces(old, length), _places_of_single_pieces(new, length)
    pairs = [(place, there[key]) for key, place in here.items() if there.get(key, -1) >= 0 <= place]
    equal = [(i, j) for i, j in pairs if old[i : i + length] == new[j : j + length]]  # hashes may collide
    return [equal[index] for index in longest_increasing([j for _, j in equal])]


def _places_of_single_pieces(tokens: Sequence[object], length: int) -> dict[int, int]:
    """The places of the pieces of a length, by their hash; -1 for one that occurs more than once."""
    places: dict[int, int] = {}
    for place in range(len(tokens) - length + 1):
        key = hash(tuple(tokens[place : place + length]))
        places[key] = -1 if key in places else place
    return places


def _common_length(pairs: Iterable[tuple[object, object]]) -> int:
    """How many pairs at the beginning are equal."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def longest_increasing(numbers: Sequence[int]) -> list[int]:
    """Return the indices of a longest increasing subsequence: the items that kept their order.

    >>> longest_increasing([0, 3, 1, 2])
    [0, 2, 3]
    """
    tails: list[int] = []
    places: list[int] = []
    links: dict[int, int] = {}
    for index, number in enumerate(numbers):
        place = bisect.bisect_left(tails, number)
        if place:
            links[index] = places[place - 1]
        tails[place : place + 1] = [number]
        places[place : place + 1] = [index]
    found: list[int] = []
    here = places[-1] if places else None
    while here is not None:
        found.append(here)
        here = links.get(here)
    return found[::-1]
