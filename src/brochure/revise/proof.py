"""Proof that a profile with its changes prints what the edited file says, line by line.

Both files are read the same way. Every line that one has and the other has not must be one that is told to
be left out; so nothing an editor did can be lost without a word.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from brochure import inline
from brochure.assemble import calls_before_stops
from brochure.document import Inlines, NoteCall, Text, plain
from brochure.revise import marks
from brochure.revise.atoms import atoms, joined, said, straight
from brochure.revise.calls import text_of
from brochure.revise.change import Left
from brochure.textdiff import likeness, opcodes
from brochure.word.read import Line, Reading

_MARKS = {"mark", "marked"}
_LIKE = 0.4


def unlike(
    fresh: Reading,
    edited: Reading,
    roles: Mapping[str, str],
    signs: Iterable[str],
    fixed: Container[str] = (),
) -> list[str]:
    """Lines that only one of two files has.

    Lines that are no profile's (headings, legends, remarks of the series) come and go with the blocks they
    stand at; an edit of one is told where changes are gathered.

    Args:
        fresh: Printed from the profile with its changes.
        edited: What came back.
        roles: Roles of styles by their name, casefolded.
        signs: What printing puts before lines (◆), which an editor need not type.
        fixed: Bookmarks of lines that are no profile's.
    """
    one, other = _texts(fresh, roles, signs), _texts(edited, roles, signs)
    found: list[str] = []
    for kind, start, end, from_, to in opcodes(one, other):
        if kind != "equal":
            found += [*one[start:end], *other[from_:to]]
    # A line that only stands elsewhere is in both lists: its order is part of the text.
    given = {
        _text(line, reading, roles.get(line.style, ""), signs)
        for reading in (fresh, edited)
        for line in reading.lines
        if line.marks and all(mark in fixed for mark in line.marks)
    }
    return [text for text in found if text and text not in given]


def _texts(reading: Reading, roles: Mapping[str, str], signs: Iterable[str]) -> list[str]:
    texts = [_text(line, reading, roles.get(line.style, ""), signs) for line in reading.lines]
    return [text for text in texts if text]


def _text(line: Line, reading: Reading, role: str, signs: Iterable[str]) -> str:
    """A line as a reader has it: with the words of its notes, and marks as what they mean."""
    if role in _MARKS:
        meant = marks.answer(plain(line.content))
        return f"［{meant.value}］" if meant else plain(line.content)
    content = straight(calls_before_stops(line.content))
    text = said(joined(atoms(_with_notes(content, reading))))
    for sign in signs:
        text = text.removeprefix(sign)
    return "".join(text.split())


def _with_notes(content: Inlines, reading: Reading) -> Inlines:
    """Content with the words of its notes in the place of calls."""
    return inline.merge(
        [
            Text(f"［{plain(straight(text_of(reading.notes.get(atom.inline.note_id, ()))))}］")
            if isinstance(atom.inline, NoteCall)
            else atom.inline
            for atom in atoms(content)
        ]
    )


def words_of(left: Iterable[Left]) -> list[str]:
    """The words of differences that are told: as they were and as they are, and marks as what they meant."""
    found = []
    for entry in left:
        meant = marks.answer(entry.old) if entry.reason.code == "D210" else None
        found += [entry.old, entry.new, *([f"［{meant.value}］"] if meant else [])]
    return found


def told(line: str, texts: Sequence[str]) -> bool:
    """Whether a line is among what is told to be left out."""
    bare = ["".join(text.split()) for text in texts]
    return any(text and (text in line or line in text) for text in bare)


def closest(line: str, texts: Sequence[str]) -> int:
    """Which of several texts a line comes from most likely, by its index; -1 if none."""
    scores = [
        max((likeness("".join(part.split()), line) for part in text.split("\n")), default=0.0)
        for text in texts
    ]
    best = max(range(len(scores)), key=lambda index: scores[index], default=-1)
    return best if best >= 0 and scores[best] >= _LIKE else -1
