"""Find the notes of the sent file again in the edited file, and give their calls the keys of the sent file.

A call may lose its bookmark if it is typed again, or cut and pasted; text may be copied with its call; and
the first call of a note, which holds its text, may be deleted while later calls of it stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from brochure.document.likeness import LikenessSearch
from brochure.document.tree import Inline, NoteCall, Strong
from brochure.revision.characters import report_text
from brochure.revision.note_calls import note_text
from brochure.word.reader.model import BookmarkStart, LinePiece, WordLine, WordPicture, WordReading
from brochure.word.reader.pieces import called_notes, merge_pieces

_LEAST_LIKENESS = 0.6
_MOST_PAIRS = 250_000  # most pairs of notes that are compared; with more, all count as removed and added


def with_known_notes(new: WordReading, sent: WordReading) -> WordReading:
    """Return the reading of an edited file with the notes of the sent file under their keys.

    In Word, the first call of a note holds its text, and later calls are fields that refer to the first. If
    the first is deleted, the later ones still mean the note: its text is the one that was sent.
    """
    names = _match_lost_notes(sent, new)
    if names:
        new = replace(
            new,
            lines=tuple(_renamed(line, names) for line in new.lines),
            notes={
                names.get(key, key): lines
                for key, lines in new.notes.items()
                if key not in names or names[key] not in new.notes  # else a copy of a note that is there
            },
        )
    called = {key for line in new.lines for key in called_notes(line.pieces)}
    orphans = {key: sent.notes[key] for key in sorted(called) if key in sent.notes and key not in new.notes}
    return replace(new, notes={**new.notes, **orphans}) if orphans else new


def _renamed(line: WordLine, names: Mapping[str, str]) -> WordLine:
    if names.keys().isdisjoint(called_notes(line.pieces)):
        return line
    return replace(line, pieces=merge_pieces([_renamed_call(piece, names) for piece in line.pieces]))


def _renamed_call(piece: LinePiece, names: Mapping[str, str]) -> LinePiece:
    return piece if isinstance(piece, BookmarkStart | WordPicture) else _renamed_inline(piece, names)


def _renamed_inline(piece: Inline, names: Mapping[str, str]) -> Inline:
    if isinstance(piece, NoteCall):
        return NoteCall(names.get(piece.note_id, piece.note_id), 0, "", first=False)
    if isinstance(piece, Strong):
        return Strong(tuple(_renamed_inline(child, names) for child in piece.children))
    return piece


def _match_lost_notes(old: WordReading, new: WordReading) -> dict[str, str]:
    """Match notes that lost their bookmark by their words: the key in the sent file, by the key now.

    A call may lose its bookmark if it is typed again, or cut and pasted. If words are copied with their
    call, the file has the note twice: the copy is another call of the note. A note that is still called was
    sent as its later calls mean it: only the same words, or a copy of its bookmark, are that note.
    """
    called = {key for line in new.lines for key in called_notes(line.pieces)}
    missing = {key: report_text(note_text(lines)) for key, lines in old.notes.items() if key not in new.notes}
    found: dict[str, str] = {}
    unknown = {key: report_text(note_text(lines)) for key, lines in new.notes.items() if key not in old.notes}
    if len(missing) * len(unknown) > _MOST_PAIRS:
        return {}
    search = LikenessSearch()
    pairs = sorted(
        (
            (search.likeness(before, after, _LEAST_LIKENESS), key, other)
            for other, after in unknown.items()
            for key, before in missing.items()
        ),
        reverse=True,
    )
    taken: set[str] = set()
    for alike, key, other in pairs:
        least = _LEAST_LIKENESS if key not in called or _is_copy_name(other, key) else 1.0
        if alike >= least and key not in taken and other not in found:
            found[other] = key
            taken.add(key)
    return found | _copied_notes(old, new, [key for key in unknown if key not in found])


def _is_copy_name(other: str, key: str) -> bool:
    """Whether a bookmark is a copy of another one: LibreOffice names it ``…_Copy_1``."""
    return other.startswith(f"{key}_Copy_")


def _copied_notes(old: WordReading, new: WordReading, unknown: Sequence[str]) -> dict[str, str]:
    """Notes of the edited file with exactly the words of a sent note, which the file still has."""
    sent: dict[str, str] = {}
    for key, lines in old.notes.items():
        if key in new.notes and (words := report_text(note_text(lines)).strip()):
            sent.setdefault(words, key)
    words_of = {key: report_text(note_text(new.notes[key])).strip() for key in unknown}
    return {key: sent[words] for key, words in words_of.items() if words in sent}
