"""Calls of notes, between the three forms they have: in YAML, in the Word file that was sent, and in the one
that came back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count

from brochure.assembly.numbering import note_id
from brochure.document import markup as inline
from brochure.document.diff import likeness
from brochure.document.tree import Inlines, NoteCall
from brochure.revision.characters import Atom, atoms, joined, said
from brochure.schema.yaml_reader import YamlText
from brochure.word.baseline import list_bookmark, note_bookmark
from brochure.word.reader.model import WordLine, WordReading

_ALIKE = 0.6


@dataclass
class PartnerNotes:
    """The notes of one partner.

    Attributes:
        raw: What the YAML writes for a call, by the bookmark round it: a note's id or a citation's key.
        freed: Ids of notes that citations became, by the bookmark round their calls.
        new: Ids that were given to notes an editor added, by what their calls have for an id.
        others: Notes that the YAML has got since, by id: one that says the same is the same.
        words: What a note that an editor added says, as the YAML would have it.
    """

    raw: dict[str, str] = field(default_factory=dict)
    freed: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    words: Callable[[str], str] = str
    _taken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, source: YamlText, scope: str = "", others: Mapping[str, str] | None = None) -> PartnerNotes:
        """The notes that a profile calls."""
        made = cls(others=others or {})
        for _, text in source.scalars():
            parsed = inline.parse(text)
            for cite in parsed.cites:
                made._know(note_id(cite), cite.key, scope)
            for call in parsed.calls:
                made._know(call.note_id, call.note_id, scope)
        notes = source.data.get("notes") if isinstance(source.data, dict) else None
        for name in notes if isinstance(notes, dict) else ():
            made._know(name, name, scope)
            made._taken.add(name)
        return made

    def _know(self, note: str, raw: str, scope: str) -> None:
        self.raw[note_bookmark(note, scope)] = raw
        self.raw[list_bookmark(note, scope)] = raw

    def known(self, key: str) -> bool:
        """Whether a call is of a note that was sent."""
        return key in self.raw

    def name(self, key: str) -> str:
        """The id of a note that an editor added; a new one the first time."""
        if key not in self.new:
            self.new[key] = self._named(self.words(key), "note")
        return self.new[key]

    def free(self, mark: str, wish: str) -> str:
        """Let a citation be called as a note of the profile from now on."""
        if mark not in self.freed:
            self.freed[mark] = self._named(self.words(mark), wish)
        return self.freed[mark]

    def _named(self, words: str, wish: str) -> str:
        """An id: that of a note that says the same, or the first that is free."""
        for name, text in self.others.items():
            if text.strip() == words and name not in self._taken:
                self._taken.add(name)
                return name
        names = (f"{wish}-{number}" for number in count(1))
        made = next(name for name in names if name not in self._taken and name not in self.others)
        self._taken.add(made)
        return made

    def as_sent(self, content: Inlines) -> Inlines:
        """Content of the file that was sent, with its calls as the YAML had them."""
        return joined(self._typed(atom, {}) for atom in atoms(content))

    def as_typed(self, content: Inlines) -> Inlines:
        """Content that came back, with its calls as the YAML is to have them."""
        return joined(self._typed(atom, self.freed) for atom in atoms(content))

    def _typed(self, atom: Atom, freed: Mapping[str, str]) -> Atom:
        call = atom.inline
        if not isinstance(call, NoteCall):
            return atom
        key = call.note_id
        raw = freed.get(key) or self.raw.get(key) or self.name(key)
        return Atom(NoteCall(raw, 0, "", first=False))


def text_of(lines: tuple[WordLine, ...]) -> Inlines:
    """The words of a note; what an editor parted into lines is one paragraph."""
    return joined(atom for line in lines for atom in atoms(line.content))


def aliases(old: WordReading, new: WordReading) -> dict[str, str]:
    """Notes that lost their bookmark, by what their calls have now: known by their words.

    Retyping a call, or cutting and pasting it, may leave it without its bookmark.
    """
    missing = {key: said(text_of(lines)) for key, lines in old.notes.items() if key not in new.notes}
    found: dict[str, str] = {}
    unknown = {key: said(text_of(lines)) for key, lines in new.notes.items() if key not in old.notes}
    pairs = sorted(
        (
            (likeness(before, after), key, other)
            for other, after in unknown.items()
            for key, before in missing.items()
        ),
        reverse=True,
    )
    for alike, key, other in pairs:
        if alike >= _ALIKE and key not in found.values() and other not in found:
            found[other] = key
    return found


def renamed(content: Inlines, names: Mapping[str, str]) -> Inlines:
    """Content whose calls have other ids."""
    if not names:
        return content
    return joined(
        Atom(NoteCall(names.get(a.inline.note_id, a.inline.note_id), 0, "", first=False), a.strong)
        if isinstance(a.inline, NoteCall)
        else a
        for a in atoms(content)
    )
