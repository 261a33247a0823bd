"""Recognise calls and notes by their shape, in files of programs that turn them into plain text.

A program may keep the notes but write their signs (``*``) as text beside the calls; or it writes the calls as
``*1``, ``[1]``, ``（注1）`` or a raised ``1``, and the notes as paragraphs that begin in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from brochure.document.likeness import LikenessSearch
from brochure.document.tree import NoteCall
from brochure.revision.recovery.note_names import name_lost_calls, name_notes
from brochure.revision.recovery.row import (
    CALL,
    SHAPES,
    RowItem,
    called_keys,
    from_row,
    number_in,
    row_text,
    to_row,
    with_row,
)
from brochure.revision.recovery.sent_calls import SentCalls
from brochure.word.reader.model import BookmarkStart, WordLine, WordReading

_STARRED = SHAPES[0]
_LEAST_LIKENESS = 0.6  # of a paragraph and a sent note
_MOST_PAIRS = 250_000  # most pairs of paragraphs and notes that are compared


def restore_notes(new: WordReading, sent: WordReading) -> WordReading:
    """Return the reading of an edited file, with the calls and notes that are text in it."""
    known = SentCalls.of(sent)
    new = name_notes(known.without_signs(new), known)
    new = known.without_signs(name_lost_calls(new, known))
    for _ in SHAPES:  # a program may write later calls of a note in another shape
        missing = known.count - count_calls(new.lines)
        if missing <= 0:
            break
        best = max((_FlatCalls.found(new, known, shape) for shape in SHAPES), key=_FlatCalls.rank)
        if not best.count or not (best.notes or best.shape is _STARRED or 2 * best.count >= missing):
            break
        new = known.without_signs(best.as_calls())
    return known.without_orphans(new)


def count_calls(lines: Iterable[WordLine]) -> int:
    """Return how many calls lines have."""
    return sum(row_text(to_row(line.pieces))[0].count(CALL) for line in lines)


_Found = tuple[frozenset[int], str]  # the items of a row that stand for a call, and the key of the call


@dataclass(frozen=True)
class _FlatCalls:
    """The texts of one shape that stand for calls, in the edited file.

    Attributes:
        new: The reading of the edited file.
        known: The calls of the sent file.
        shape: The pattern of the shape.
        calls: The calls of each line.
        notes: The lines of each note, by the key of its calls: the indices of the lines.
    """

    new: WordReading
    known: SentCalls
    shape: re.Pattern[str]
    calls: Mapping[int, Sequence[_Found]] = field(default_factory=dict)
    notes: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @classmethod
    def found(cls, new: WordReading, known: SentCalls, shape: re.Pattern[str]) -> _FlatCalls:
        """Find the calls and the notes of a shape."""
        texts = [row_text(to_row(line.pieces)) for line in new.lines]
        if (
            new.notes
        ):  # the program kept the notes, or another shape has given them: only later calls are left
            notes: dict[str, list[int]] = {}
            keys = dict(enumerate(dict.fromkeys(called_keys(new.lines)), 1))
        else:
            numbers = {number_in(one) for text, _ in texts for one in shape.finditer(text)}
            notes, keys = _flat_notes([text for text, _ in texts], known, shape, numbers)
        listed = {index for lines in notes.values() for index in lines}
        calls: dict[int, list[_Found]] = {}
        for index, (text, places) in enumerate(texts):
            for one in shape.finditer(text) if index not in listed else ():
                key = _key_of_call(known, keys, text, one)
                if key:
                    items = frozenset(places[one.start() : one.end()])
                    calls.setdefault(index, []).append((items, key))
        return cls(new, known, shape, calls, notes)

    @property
    def count(self) -> int:
        """How many calls there are."""
        return sum(len(found) for found in self.calls.values())

    def rank(self) -> tuple[int, int]:
        """How much speaks for the shape: the notes, which no other shape may take, then the calls."""
        return (len(self.notes), self.count)

    def as_calls(self) -> WordReading:
        """The reading with calls and notes."""
        taken = {index for lines in self.notes.values() for index in lines}
        lines = [
            with_row(line, _with_calls(to_row(line.pieces), self.calls.get(index, ())))
            for index, line in enumerate(self.new.lines)
            if index not in taken
        ]
        notes = dict(self.new.notes)
        for key, indices in self.notes.items():
            first, *rest = (self.new.lines[index] for index in indices)
            notes[key] = (_note_line(first, self.shape), *rest)
        for key in set(called_keys(lines)) - set(notes):  # the program dropped the notes
            notes[key] = self.known.sent.notes.get(key, ())
        return replace(self.new, lines=tuple(lines), notes=notes)


def _key_of_call(known: SentCalls, keys: Mapping[int, str], text: str, found: re.Match[str]) -> str:
    """The key of the call that a text stands for; empty if it is a text like any other.

    The words around a call say more than its number: programs do not renew the numbers of later calls.
    """
    before, after = text[: found.start()], text[found.end() :]
    if known.is_text(before, found[0]):
        return ""
    return known.key_between(before, after) or keys.get(number_in(found), "")


def _with_calls(row: list[RowItem], found: Sequence[_Found]) -> list[RowItem]:
    """The row with calls in place of the items that stand for them."""
    starts = {min(items): key for items, key in found}
    gone = {index for items, _ in found for index in items}
    made: list[RowItem] = []
    for index, item in enumerate(row):
        if index in starts:
            made.append(RowItem(NoteCall(starts[index], 0, "", first=False)))
        if index not in gone:
            made.append(item)
    return made


def _note_line(line: WordLine, shape: re.Pattern[str]) -> WordLine:
    """A paragraph of the text as the first line of a note, without its number."""
    row = to_row(line.pieces)
    text, places = row_text(row)
    start = re.match(rf"\s*(?:{shape.pattern})?[\s.:：]*", text)
    gone = set(places[: start.end()]) if start else set()
    cleaned = from_row(item for at, item in enumerate(row) if at not in gone)
    unmarked = tuple(piece for piece in cleaned if not isinstance(piece, BookmarkStart))
    return replace(line, story="note", pieces=unmarked)


def _flat_notes(
    texts: Sequence[str], known: SentCalls, shape: re.Pattern[str], numbers: set[int]
) -> tuple[dict[str, list[int]], dict[int, str]]:
    """The notes that became paragraphs, as indices of lines by key; and the keys by number."""
    begin = re.compile(rf"\s*{shape.pattern}[\s.:：]*(.*)", re.DOTALL)
    begun = {index: found for index, text in enumerate(texts) if (found := begin.fullmatch(text))}
    order = list(dict.fromkeys(called_keys(known.sent.lines)))
    pairs = sorted(_alike_notes(begun, known.sent, order), reverse=True)
    notes: dict[str, list[int]] = {}
    keys: dict[int, str] = {}
    taken: set[int] = set()
    for _, _, negative, key in pairs:
        number = number_in(begun[-negative])
        if key not in notes and -negative not in taken and number not in keys:
            notes[key], keys[number] = [-negative], key
            taken.add(-negative)
    for index, found in begun.items():  # other paragraphs of the list of notes are notes that an editor added
        number = number_in(found)
        if taken and index > min(taken) and index not in taken and number not in keys and number in numbers:
            keys[number] = f"footnote:flat{number}"
            notes[keys[number]] = [index]
    for number, key in enumerate(order, 1):
        if key not in notes:
            keys.setdefault(number, key)
    return notes, keys


def _alike_notes(
    begun: Mapping[int, re.Match[str]], sent: WordReading, order: Sequence[str]
) -> Iterator[tuple[float, bool, int, str]]:
    """The paragraphs that are like a sent note: likeness, whether the number is the same, index, and key."""
    if len(begun) * len(order) > _MOST_PAIRS:
        return
    search = LikenessSearch()
    for place, key in enumerate(order, 1):
        lines = sent.notes.get(key, ())
        text = row_text(to_row(lines[0].pieces))[0] if lines else ""
        for index, found in begun.items():
            alike = search.likeness(text, found[2], _LEAST_LIKENESS) if text else 0.0
            if alike >= _LEAST_LIKENESS:
                yield alike, number_in(found) == place, -index, key
