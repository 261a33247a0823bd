"""Restore forms of words that a program dropped in a whole file: bold, readings, links, raised signs, calls.

An editor removes a form here and there. If a file has none of a kind left, and has lost its styles or its
original, the program that saved it knows no such form: unchanged words have it still.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from brochure.document.diff import opcodes
from brochure.document.tree import Foreign, Link, NoteCall, Ruby, SuperSub
from brochure.document.web_address import shows_address
from brochure.revision.match_lines import match_lines
from brochure.revision.recovery.row import RowItem, row_text, to_row, visible, with_row
from brochure.word.reader.model import WordLine, WordReading

_KINDS: Mapping[str, type] = {
    "ruby": Ruby,
    "links": Link,
    "raised": SuperSub,
    "foreign": Foreign,
    "calls": NoteCall,
}
_READINGS = (("（", "）"), ("(", ")"))


def restore_forms(new: WordReading, sent: WordReading) -> tuple[WordReading, tuple[str, ...]]:
    """Return the reading with the forms that the whole file has lost, and the kinds of these forms.

    Text and notes are judged apart, because a program may keep the one and flatten the other.
    """
    lost = _lost_kinds(sent.lines, new.lines)
    matches = match_lines(sent.lines, new.lines) if lost else {}
    lines = list(new.lines)
    for index, match in matches.items():
        before = [item for number in match.olds for item in to_row(sent.lines[number].pieces)]
        lines[index] = with_row(lines[index], _restored(before, to_row(lines[index].pieces), lost))
    notes = dict(new.notes)
    lost_in_notes = _lost_kinds(_note_lines(sent), _note_lines(new))
    for key, written in new.notes.items() if lost_in_notes else ():
        had = sent.notes.get(key, ())
        if len(had) == len(written):
            notes[key] = tuple(
                with_row(line, _restored(to_row(one.pieces), to_row(line.pieces), lost_in_notes))
                for one, line in zip(had, written, strict=True)
            )
    if "calls" in lost:
        notes = {**sent.notes, **notes}
    told = {kind for kind in (*lost, *lost_in_notes) if kind != "links" or _has_named_links(sent)}
    return replace(new, lines=tuple(lines), notes=notes), tuple(sorted(told))


def _lost_kinds(old: Iterable[WordLine], new: Iterable[WordLine]) -> tuple[str, ...]:
    return tuple(sorted(_kinds(old) - _kinds(new)))


def _kinds(lines: Iterable[WordLine]) -> set[str]:
    """The kinds of forms that lines have."""
    found = set()
    for line in lines:
        for item in to_row(line.pieces):
            if item.strong:
                found.add("bold")
            found |= {name for name, kind in _KINDS.items() if isinstance(item.piece, kind)}
    return found


def _note_lines(reading: WordReading) -> list[WordLine]:
    return [line for lines in reading.notes.values() for line in lines]


def _has_named_links(reading: WordReading) -> bool:
    """Whether a file has links whose words are not their address."""
    items = (item.piece for line in (*reading.lines, *_note_lines(reading)) for item in to_row(line.pieces))
    return any(isinstance(piece, Link) and not shows_address(piece.text, piece.url) for piece in items)


def _restored(old: Sequence[RowItem], new: Sequence[RowItem], lost: Sequence[str]) -> list[RowItem]:
    """The row of an edited line with the lost forms of the words that it has unchanged."""
    kinds = tuple(_KINDS[name] for name in lost if name not in ("bold", "calls"))
    words = [item for item in old if not isinstance(item.piece, NoteCall)]
    plain = [one for item in words for one in _characters(item)]
    made = list(new)
    spans: list[tuple[int, int, RowItem]] = []
    moved = _moved(plain, made)
    at = 0
    for item in words:
        length = len(_characters(item))
        places = [moved.get(index) for index in range(at, at + length)]
        if kinds and isinstance(item.piece, kinds) and places and None not in places:
            start = places[0]
            if start is not None and places == list(range(start, start + length)):
                spans.append((start, _end_of_reading(item, made, start + length), item))
        at += length
    strong = _strong_places(words, moved, made) if "bold" in lost else set()
    calls = _places_of_calls(old, moved, len(made)) if "calls" in lost else {}
    return _rebuilt(made, spans, strong, calls)


def _rebuilt(
    row: Sequence[RowItem],
    spans: Sequence[tuple[int, int, RowItem]],
    strong: set[int],
    calls: Mapping[int, Sequence[RowItem]],
) -> list[RowItem]:
    """The row with whole forms in place of their characters, strong ones strong, and calls between them."""
    starts = {start: (end, item) for start, end, item in spans}
    made: list[RowItem] = []
    skipped = 0
    for index, item in enumerate(row):
        made += calls.get(index, ())
        if index in starts and index >= skipped:
            skipped, form = starts[index]
            made.append(replace(form, strong=form.strong if index in strong else item.strong))
        elif index >= skipped:
            made.append(replace(item, strong=True) if index in strong else item)
    return [*made, *calls.get(len(row), ())]


def _characters(item: RowItem) -> list[str]:
    """The characters of an item, as a file shows them that has lost its form."""
    if isinstance(item.piece, SuperSub):
        return list(item.piece.text)
    if isinstance(item.piece, Ruby | Link | Foreign):
        return list(visible(item.piece))
    return [item.text] if item.text else []


def _moved(old: Sequence[str], new: Sequence[RowItem]) -> dict[int, int]:
    """The items of the edited row that unchanged characters of the sent row are now."""
    text, places = row_text(new)
    found: dict[int, int] = {}
    for kind, start, end, from_, _ in opcodes(list(old), list(text)):
        if kind == "equal":
            found |= {index: places[from_ + index - start] for index in range(start, end)}
    return found


def _end_of_reading(item: RowItem, row: Sequence[RowItem], end: int) -> int:
    """The end of a word with its reading, which programs write in brackets behind it."""
    if isinstance(item.piece, Ruby):
        rest = "".join(one.text or " " for one in row[end:])
        for opening, closing in _READINGS:
            if rest.startswith(written := f"{opening}{item.piece.reading}{closing}"):
                return end + len(written)
    return end


def _strong_places(old: Sequence[RowItem], moved: Mapping[int, int], new: Sequence[RowItem]) -> set[int]:
    """The items of the edited row that are strong: unchanged strong words, and what was typed in them."""
    strong_before = [item.strong for item in old for _ in _characters(item)]
    known = {moved[index]: strong for index, strong in enumerate(strong_before) if index in moved}
    made: set[int] = set()
    before = False
    waiting: list[int] = []
    for index in range(len(new)):
        if index not in known:
            waiting.append(index)
            continue
        if known[index]:
            made |= {index, *(waiting if before else ())}
        before, waiting = known[index], []
    return made


def _places_of_calls(
    old: Sequence[RowItem], moved: Mapping[int, int], length: int
) -> dict[int, list[RowItem]]:
    """The calls of a sent row, by the index in the edited row that they stand before."""
    made: dict[int, list[RowItem]] = {}
    at = 0
    place = 0
    for item in old:
        if isinstance(item.piece, NoteCall):
            made.setdefault(min(place, length), []).append(item)
            continue
        for _ in _characters(item):
            place = moved[at] + 1 if at in moved else place
            at += 1
    return made
