"""Draw a change for people: the words before and after, with marks of markup if these changed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from brochure.document.diff import DiffPiece, diff_words
from brochure.revision import merge3
from brochure.revision.change import Change, ChangeKind
from brochure.revision.merge3 import MergedChange
from brochure.revision.review import Review
from brochure.schema.yaml_reader import Data

_MARKS = re.compile(
    r"\*\*.+?\*\*"  # bold
    r"|\[[@^][^\]]*\]"  # a citation, a call of a note
    r"|\[[^\]]*\](?:\([^)]*\)|\{[^}]*\})"  # a link with its address, words of another language
    r"|[\^_]\{[^}]*\}",  # superscript, subscript
    re.DOTALL,
)


def drawn_texts(change: Change) -> tuple[str, str]:
    """Return the texts to compare: the printed words, or the markup if more than words was changed.

    Bold, the address of a link, and whether a call is a citation or a note are not in the printed words.
    """
    before, after = change.before, change.after
    if change.kind is ChangeKind.SET and all(isinstance(value, str | None) for value in (before, after)):
        if change.old == change.new or _marks_of(before) != _marks_of(after):
            return value_text(before), value_text(after)
    elif change.kind is ChangeKind.INSERT and _marks_of(after):
        return "", "\n".join(_texts_of(after))
    elif change.kind is ChangeKind.SET and change.old == change.new:
        return value_text(before), value_text(after)
    return change.old, change.new


def _marks_of(data: Data) -> Counter[str]:
    return Counter(mark for text in _texts_of(data) for mark in _MARKS.findall(text))


def _texts_of(data: Data) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts_of(value)


_CALL = re.compile(r"\[[@^][^\]]*\]")
_PRIVATE = 0xF0000  # the first character of a private plane: stands for a call as a whole


def drawn_difference(old: str, new: str) -> list[DiffPiece]:
    """Return the difference of two texts; a citation or the call of a note changes as a whole.

    >>> [(piece.kind.value, piece.text) for piece in drawn_difference("港[@a より]", "港[^a-1]")]
    [('same', '港'), ('old', '[@a より]'), ('new', '[^a-1]')]
    """
    calls = list(dict.fromkeys(_CALL.findall(f"{old}\n{new}")))
    letters = {call: chr(_PRIVATE + index) for index, call in enumerate(calls)}
    pieces = diff_words(*(_CALL.sub(lambda found: letters[found[0]], text) for text in (old, new)))
    back = str.maketrans({letter: call for call, letter in letters.items()})
    return [DiffPiece(piece.kind, piece.text.translate(back)) for piece in pieces]


def value_text(value: Data) -> str:
    """Return a value of the YAML as one text."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def words_of_value(value: Data) -> str:
    """Return the texts of a value for a person to read: a block is its texts, not its YAML."""
    return " / ".join(_texts_of(value))


@dataclass(frozen=True, slots=True)
class DrawnMove:
    """A move within a list: the places before and after, counted from 1, and the text of the item before."""

    start: int
    end: int
    after: str

    def in_words(self, words: Mapping[str, str]) -> str:
        """The move as a line of the report."""
        key = "moved after" if self.after else "moved to the top"
        return words[key].format(start=self.start, end=self.end, after=self.after)


def drawn_move(review: Review, one: MergedChange) -> DrawnMove | None:
    """Return the move in the current list; None for another change."""
    if one.change.kind is not ChangeKind.MOVE:
        return None
    items = merge3.value_at(review.now, one.path)
    before = one.to - 1 if one.to - 1 != one.index else one.to - 2  # the item above its new place
    text = words_of_value(items[before]) if isinstance(items, list) and before >= 0 else ""
    end = one.to if one.to <= one.index else one.to - 1
    return DrawnMove(one.index + 1, end + 1, text[:40])
