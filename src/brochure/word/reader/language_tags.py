"""Restore the language tags of foreign words as they were sent.

Word processors write ``ko-KR`` for ``ko``, and leave out a language that is the usual one of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from brochure.document.tree import Foreign, Inline, Strong
from brochure.word.languages import UNKNOWN
from brochure.word.reader.model import BookmarkStart, LinePiece, WordLine, WordPicture, WordReading
from brochure.word.reader.pieces import merge_pieces

# Word has no tags for the scripts of Chinese.
_SAME = {"zh-hans": ("zh-cn",), "zh-hant": ("zh-tw", "zh-hk", "zh-mo"), "iw": ("he", "he-il")}


def restore_tags(reading: WordReading, sent: WordReading) -> WordReading:
    """A reading of an edited file, with the tags as in the reading of the sent file."""
    typed: dict[str, set[str]] = {}  # tags by the words that are marked
    for foreign in _foreign_words(sent):
        typed.setdefault(foreign.text, set()).add(foreign.lang)
    if not typed:
        return reading
    tags = set().union(*typed.values())

    def restored(foreign: Foreign) -> Foreign:
        known = typed.get(foreign.text, set())
        if foreign.lang in known:
            return foreign
        found = {
            tag for tag in known if UNKNOWN in (tag, foreign.lang) or _is_same_language(tag, foreign.lang)
        }
        if foreign.lang not in tags:
            found = found or {tag for tag in tags if _is_same_language(tag, foreign.lang)}
        return replace(foreign, lang=found.pop()) if len(found) == 1 else foreign

    def restored_lines(lines: tuple[WordLine, ...]) -> tuple[WordLine, ...]:
        return tuple(
            replace(line, pieces=merge_pieces([_map_foreign(piece, restored) for piece in line.pieces]))
            for line in lines
        )

    notes = {key: restored_lines(lines) for key, lines in reading.notes.items()}
    return replace(reading, lines=restored_lines(reading.lines), notes=notes)


def _is_same_language(typed: str, found: str) -> bool:
    """Whether a program may have made ``found`` from a typed tag, by adding the country."""
    one, other = typed.lower(), found.lower()
    return other.startswith(f"{one}-") or other in _SAME.get(one, ())


def _foreign_words(reading: WordReading) -> Iterator[Foreign]:
    # Lines without bookmarks are no values of a profile: the writer tagged their words by their script.
    marked = tuple(line for line in reading.lines if line.marks)
    for lines in (marked or reading.lines, *reading.notes.values()):
        for line in lines:
            for piece in line.content:
                yield from _foreign_of(piece)


def _foreign_of(piece: Inline) -> Iterator[Foreign]:
    if isinstance(piece, Strong):
        for child in piece.children:
            yield from _foreign_of(child)
    elif isinstance(piece, Foreign):
        yield piece


def _map_foreign(piece: LinePiece, change: Callable[[Foreign], Foreign]) -> LinePiece:
    return piece if isinstance(piece, BookmarkStart | WordPicture) else _map_inline(piece, change)


def _map_inline(piece: Inline, change: Callable[[Foreign], Foreign]) -> Inline:
    if isinstance(piece, Strong):
        return Strong(tuple(_map_inline(child, change) for child in piece.children))
    return change(piece) if isinstance(piece, Foreign) else piece
