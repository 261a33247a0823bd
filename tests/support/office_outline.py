"""The outline of a Word file: where its texts are, so that kinds of edits find a place for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from brochure.document.tree import NoteCall, Strong, Text, plain_text
from brochure.word.origin import read_origin
from brochure.word.reader.model import WordLine, WordReading
from brochure.word.reader.read import read_word_lines
from brochure.word.untrusted import open_word
from libreoffice_editor import Step

Steps = tuple[Step, ...]


@dataclass(frozen=True)
class Place:
    """A text of a profile in a Word file: its address, its bookmark, some words to find it by, its calls."""

    address: str
    mark: str
    words: str
    line: WordLine
    scope: str

    @property
    def calls(self) -> list[str]:
        return [*_calls(self.line.content)]


@dataclass(frozen=True)
class Outline:
    """The texts of a Word file in their order."""

    reading: WordReading
    places: tuple[Place, ...]

    @classmethod
    def of(cls, path: Path, scope: str | None = None) -> Outline:
        """Read a file as brochure wrote it; of a booklet the texts of one partner, or with ``""`` its own."""
        file = open_word(path.read_bytes(), path.name)
        origin = read_origin(file)
        assert origin is not None
        reading = read_word_lines(origin.original, origin.roles)
        blocks = {block.bookmark: block for block in origin.blocks}
        whole = "\n".join(
            [plain_text(line.content, readings=False, calls=False) for line in reading.lines]
            + [plain_text(line.content) for lines in reading.notes.values() for line in lines]
        )
        places = tuple(
            Place(block.address, mark, _unique_words(line, whole), line, block.scope)
            for line in reading.lines
            for mark in line.marks
            if (block := blocks.get(mark)) is not None and scope in (None, block.scope)
        )
        return cls(reading, places)

    def all(self, pattern: str) -> list[Place]:
        """The texts whose address matches."""
        return [place for place in self.places if re.fullmatch(pattern, place.address)]

    @cached_property
    def bullets(self) -> list[Place]:
        return [p for p in self.all(r"answers\.[a-z_]+\.\d+\.bullets\.\d+") if p.words]

    def lists(self) -> list[list[Place]]:
        """The lists of bullets."""
        found: dict[tuple[str, str], list[Place]] = {}
        for place in self.bullets:
            found.setdefault((place.scope, place.address.rpartition(".")[0]), []).append(place)
        return [*found.values()]

    @cached_property
    def values(self) -> list[Place]:
        """The texts of fact tables."""
        return self.all(r"answers\.[a-z_]+\.\d+\.rows\.\d+\.(text|date)")

    @cached_property
    def topics(self) -> list[Place]:
        return self.all(r"answers\.[a-z_]+\.\d+\.topics\.[a-z_]+")

    def called_again(self) -> list[Place]:
        """The texts with the first call of a note that is called again further down."""
        found, met = [], set()
        for index, place in enumerate(self.places):
            later = {call for other in self.places[index + 1 :] for call in other.calls}
            if any(call in later and call not in met for call in place.calls):
                found.append(place)
            met |= set(place.calls)
        return found

    def calling_again(self) -> list[Place]:
        """The texts with a later call."""
        found, met = [], set()
        for place in self.places:
            if any(call in met for call in place.calls):
                found.append(place)
            met |= set(place.calls)
        return found


def _calls(content: Sequence[object]) -> Iterator[str]:
    for part in content:
        if isinstance(part, NoteCall):
            yield part.note_id
        elif isinstance(part, Strong):
            yield from _calls(part.children)


def _unique_words(line: WordLine, whole: str) -> str:
    """Some words of a line that nothing else in the file has; empty if there are none."""
    for part in line.content:
        words = part.text if isinstance(part, Text) else ""
        for length in (6, 10, 16):
            for start in range(0, max(1, len(words) - length), 3):
                cut = words[start : start + length]
                if len(cut) == length and cut == cut.strip() and whole.count(cut) == 1:
                    return cut
    return ""


def keys(*names: str) -> Step:
    return ("key", *names)


def before_call(place: Place) -> str:
    """The words before the first call of a text, to put the cursor behind."""
    text = ""
    for part in place.line.content:
        if isinstance(part, NoteCall):
            return text[-8:]
        if isinstance(part, Strong):
            for child in part.children:
                if isinstance(child, NoteCall):
                    return text[-8:]
                text += plain_text((child,), readings=False)
            continue
        text = text + part.text if isinstance(part, Text) else ""
    return ""


def after_call(place: Place) -> str:
    """The first characters behind the first call of a text."""
    met = False
    for part in place.line.content:
        met = met or isinstance(part, NoteCall)
        if met and isinstance(part, Text):
            return part.text[:4]
    return ""


def call_selected(place: Place) -> Steps | None:
    """The sign and the number of the first call of a text."""
    words, after = before_call(place), after_call(place)
    return (("within", place.mark, words), ("until", after)) if words and after else None


def line_selected(place: Place) -> Steps:
    """A paragraph with its mark."""
    return (("at", place.mark), ("whole",), ("extend", "1"))


def pick(places: Sequence[Place], number: int = 0) -> Place | None:
    found = [place for place in places if place.words]
    return found[number] if found and len(found) > number else None
