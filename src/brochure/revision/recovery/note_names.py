"""Name the notes of a file without bookmarks: which notes of the sent file they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from brochure.document.likeness import LikenessSearch
from brochure.document.tree import Inlines, NoteCall
from brochure.revision.characters import report_text
from brochure.revision.note_calls import note_text
from brochure.revision.recovery.row import CALL, RowItem, row_text, to_row, with_row
from brochure.revision.recovery.sent_calls import SentCalls
from brochure.word.reader.fixups_libreoffice import LOST_CALL
from brochure.word.reader.model import WordLine, WordReading

_LEAST_LIKENESS = 0.6  # of two notes whose calls stand at different places
_LEAST_HERE = 0.3  # of two notes whose calls stand between the same words
_MOST_PAIRS = 250_000  # most pairs of notes that are compared


def name_notes(new: WordReading, known: SentCalls) -> WordReading:
    """Return a reading in which notes that lost their bookmarks have the keys of the sent notes.

    A note is found by its words and by the words around its calls; two notes may differ by a digit only.
    """
    sent = known.sent
    missing = {key: _words(note_text(lines)) for key, lines in sent.notes.items() if key not in new.notes}
    unknown = {key: _words(note_text(lines)) for key, lines in new.notes.items() if key not in sent.notes}
    if not missing or not unknown or len(missing) * len(unknown) > _MOST_PAIRS:
        return new
    here = set(_calls_at_same_place(new, known))
    search = LikenessSearch()
    pairs = []
    for other, after in unknown.items():
        for key, before in missing.items():
            together = (other, key) in here
            least = _LEAST_HERE if together else _LEAST_LIKENESS
            alike = search.likeness(before, after, least)
            if alike >= least:
                pairs.append((alike + together, key, other))
    names: dict[str, str] = {}
    taken: set[str] = set()
    for _, key, other in sorted(pairs, reverse=True):
        if key not in taken and other not in names:
            names[other] = key
            taken.add(key)
    return _renamed(new, names) if names else new


def name_lost_calls(new: WordReading, known: SentCalls) -> WordReading:
    """Return a reading in which calls that do not say their note have the key of the sent call there.

    A call at another place is left out, as nothing tells its note.
    """
    return replace(new, lines=tuple(_with_named_calls(line, known) for line in new.lines))


def _with_named_calls(line: WordLine, known: SentCalls) -> WordLine:
    row = to_row(line.pieces)
    text, places = row_text(row)
    named: dict[int, str] = {}
    for at in (found.start() for found in re.finditer(CALL, text)):
        call = row[places[at]].piece
        if isinstance(call, NoteCall) and call.note_id == LOST_CALL:
            named[places[at]] = known.key_between(text[:at], text[at + 1 :])
    if not named:
        return line
    made = [
        replace(item, piece=NoteCall(named[index], 0, "", first=False)) if index in named else item
        for index, item in enumerate(row)
        if named.get(index, "sent")
    ]
    return with_row(line, made)


def _words(content: Inlines) -> str:
    return report_text(content)


def _calls_at_same_place(new: WordReading, known: SentCalls) -> Iterator[tuple[str, str]]:
    """The notes of the edited file, each with the sent note that was called between the same words."""
    for line in new.lines:
        row = to_row(line.pieces)
        text, places = row_text(row)
        for at in (found.start() for found in re.finditer(CALL, text)):
            call = row[places[at]].piece
            if isinstance(call, NoteCall) and (key := known.key_between(text[:at], text[at + 1 :])):
                yield call.note_id, key


def _renamed(new: WordReading, names: Mapping[str, str]) -> WordReading:
    def named(line: WordLine) -> WordLine:
        row = to_row(line.pieces)
        if not any(isinstance(item.piece, NoteCall) and item.piece.note_id in names for item in row):
            return line
        return with_row(line, [_named(item, names) for item in row])

    notes = {names.get(key, key): lines for key, lines in new.notes.items()}
    return replace(new, lines=tuple(map(named, new.lines)), notes=notes)


def _named(item: RowItem, names: Mapping[str, str]) -> RowItem:
    call = item.piece
    if not isinstance(call, NoteCall) or call.note_id not in names:
        return item
    return replace(item, piece=replace(call, note_id=names[call.note_id]))
