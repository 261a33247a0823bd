"""Proof that a profile with its changes prints what the edited file says, line by line.

Both files are read the same way. Every line that one has and the other has not must be one that is told to
be left out; so nothing an editor did can be lost without a word.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from brochure.assembly.numbering import calls_before_stops
from brochure.document import markup as inline
from brochure.document.diff import likeness, opcodes
from brochure.document.tree import Inlines, NoteCall, Text, plain
from brochure.revision import mark_tables as marks
from brochure.revision.change import Change, ChangeKind, UnresolvedEdit
from brochure.revision.characters import atoms, joined, said, straight
from brochure.revision.note_calls import text_of
from brochure.word.reader.model import WordLine, WordReading

_MARKS = {"mark", "marked"}
_LIKE = 0.4


def unlike(
    fresh: WordReading,
    edited: WordReading,
    roles: Mapping[str, str],
    signs: Sequence[str],
    swaps: Sequence[tuple[str, str]] = (),
    fixed: Container[str] = (),
) -> Unlike:
    """Lines that only one of two files has.

    Lines that are no profile's (headings, legends, remarks of the series) come and go with the blocks they
    stand at; an edit of one is told where changes are gathered.

    Args:
        fresh: Printed from the profile with its changes.
        edited: What came back.
        roles: Roles of styles by their name, casefolded.
        signs: What printing puts before lines (◆), which an editor need not type.
        swaps: Words that a booklet puts in, and what they are without it.
        fixed: Bookmarks of lines that are no profile's.
    """
    one, other = (_swapped(texts(file, roles, signs), swaps) for file in (fresh, edited))
    given = {
        _text(line, reading, roles.get(line.style, ""), signs)
        for reading in (fresh, edited)
        for line in reading.lines
        if line.marks and all(mark in fixed for mark in line.marks)
    }
    printed: list[str] = []
    came: list[str] = []
    for kind, start, end, from_, to in opcodes(one, other):
        if kind != "equal":
            # A line that only stands elsewhere is in both lists: its order is part of the text.
            printed += [text for text in one[start:end] if text not in given]
            came += [text for text in other[from_:to] if text not in given]
    return Unlike(tuple(printed), tuple(came))


@dataclass(frozen=True, slots=True)
class Unlike:
    """Lines that differ: those that were printed, and those that came back."""

    printed: tuple[str, ...]
    came: tuple[str, ...]

    def without(self, told: Sequence[str]) -> Unlike:
        """What is not among words that are told to be left out."""
        return Unlike(
            tuple(line for line in self.printed if not is_told(line, told)),
            tuple(line for line in self.came if not is_told(line, told)),
        )

    def __bool__(self) -> bool:
        return bool(self.printed or self.came)


def texts(reading: WordReading, roles: Mapping[str, str], signs: Sequence[str]) -> list[str]:
    """The lines of a file as a reader has them, without blanks."""
    found = (
        _text(line, reading, roles.get(line.style, ""), signs) for line in _with_whole_marks(reading, roles)
    )
    return [text for text in found if text]


def _swapped(texts: Sequence[str], swaps: Sequence[tuple[str, str]]) -> list[str]:
    made = []
    for text in texts:
        for one, other in swaps:
            text = text.replace("".join(one.split()), "".join(other.split()))  # noqa: PLW2901
        made.append(text)
    return made


def _with_whole_marks(reading: WordReading, roles: Mapping[str, str]) -> Iterator[WordLine]:
    """The lines; those of one cell with a mark are one."""
    for (cell, is_mark), lines in groupby(
        reading.lines, lambda line: (line.cell, roles.get(line.style, "") in _MARKS)
    ):
        listed = list(lines)
        if is_mark and cell is not None:
            yield replace(listed[0], pieces=tuple(piece for line in listed for piece in line.pieces))
        else:
            yield from listed


def _text(line: WordLine, reading: WordReading, role: str, signs: Sequence[str]) -> str:
    """A line as a reader has it: with the words of its notes, and marks as what they mean."""
    if role in _MARKS:
        meant = marks.answer(plain(line.content))
        return f"［{meant.value}］" if meant else plain(line.content)
    content = straight(calls_before_stops(line.content))
    text = said(joined(atoms(_with_notes(content, reading))))
    for sign in signs:
        text = text.removeprefix(sign)
    return "".join(text.split())


def _with_notes(content: Inlines, reading: WordReading) -> Inlines:
    """Content with the words of its notes in the place of calls."""
    return inline.merge(
        [
            Text(f"［{plain(straight(text_of(reading.notes.get(atom.inline.note_id, ()))))}］")
            if isinstance(atom.inline, NoteCall)
            else atom.inline
            for atom in atoms(content)
        ]
    )


def words_of(left: Iterable[UnresolvedEdit]) -> list[str]:
    """The words of differences that are told: as they were and as they are, and marks as what they meant."""
    found = []
    for entry in left:
        found += [entry.old, entry.new]
        if entry.reason.code in ("D206", "D210"):
            meant = (marks.answer(mark) for mark in entry.old.split(" "))
            found += [f"［{answer.value}］" for answer in meant if answer]
    return found


def is_told(line: str, words: Sequence[str]) -> bool:
    """Whether a line is among words that are told to be left out; where notes are called does not count."""
    bare = _without_notes(line)
    listed = ["".join(text.replace("＊", "").split()) for part in words for text in part.split("\n")]
    return any(text and (text in one or one in text) for text in listed for one in {line, bare} if one)


def _without_notes(line: str) -> str:
    return re.sub(r"［[^［］]*］", "", line)


def shown(change: Change) -> str:
    """The words of a change, as they were and are; marks as what they mean."""
    if change.kind is ChangeKind.MARK:
        return f"［{change.before}］\n［{change.after}］"
    return f"{change.old}\n{change.new}"


def closest(line: str, texts: Sequence[str]) -> int:
    """Which of several texts a line comes from most likely, by its index; -1 if none."""
    scores = [
        max(likeness("".join(part.split()), _without_notes(line) or line) for part in text.split("\n"))
        for text in texts
    ]
    best = max(range(len(scores)), key=lambda index: scores[index], default=-1)
    return best if best >= 0 and scores[best] >= _LIKE else -1
