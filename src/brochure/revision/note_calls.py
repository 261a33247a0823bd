"""Calls of notes: convert between their forms in YAML, in the sent Word file, and in the edited Word file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from brochure.assembly.numbering import note_id
from brochure.document import markup
from brochure.document.markup_model import Cite
from brochure.document.tree import Inlines, NoteCall
from brochure.revision.characters import Atom, from_atoms, to_atoms
from brochure.schema.yaml_reader import YamlText
from brochure.word.baseline import list_bookmark, note_bookmark
from brochure.word.reader.model import WordLine


@dataclass
class PartnerNotes:
    """The notes of one partner, by the key of their calls in Word files.

    Attributes:
        raw: The text of a call in YAML, a note's id or a citation's key, by the bookmark around the call.
        freed: Ids of notes, or keys of citations, that replace citations, by the bookmark around the calls.
        new: Ids of notes that an editor added, by the key of their calls.
        others: Notes that were added to the YAML after the file was sent, by id; a new note with the same
            text gets the same id.
        words: Function that returns the text of an added note as YAML markup.
    """

    raw: dict[str, str] = field(default_factory=dict)
    freed: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    words: Callable[[str], str] = str
    _taken: set[str] = field(default_factory=set)
    _numbers: Counter[str] = field(default_factory=Counter)  # the last number of an id, by its word

    @classmethod
    def of_profile(
        cls, source: YamlText, scope: str = "", others: Mapping[str, str] | None = None
    ) -> PartnerNotes:
        """Collect the notes and citations that a profile defines or calls."""
        made = cls(others=others or {})
        for _, text in source.scalars():
            parsed = markup.parse_markup(text)
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

    def is_known(self, key: str) -> bool:
        """Whether a call belongs to a note of the sent file."""
        return key in self.raw

    def id_of_new(self, key: str) -> str:
        """Return the id of a note that an editor added; the first call chooses the id."""
        if key not in self.new:
            self.new[key] = self._named(self.words(key), "note")
        return self.new[key]

    def replace_citation(self, mark: str, wish: str) -> str:
        """Replace a citation by a note of the profile, and return the note's id."""
        if mark not in self.freed:
            self.freed[mark] = self._named(self.words(mark), wish)
        return self.freed[mark]

    def cite_differently(self, mark: str, key: str) -> None:
        """Replace a citation by another citation: of the same source, with other words around it."""
        self.freed[mark] = key

    def _named(self, words: str, wish: str) -> str:
        """Choose an id: that of a note with the same text, or else the first free one."""
        for name, text in self.others.items():
            if text.strip() == words and name not in self._taken:
                self._taken.add(name)
                return name
        while True:
            self._numbers[wish] += 1
            made = f"{wish}-{self._numbers[wish]}"
            if made not in self._taken and made not in self.others:
                self._taken.add(made)
                return made

    def as_sent(self, content: Inlines) -> Inlines:
        """Return content of the sent file with the calls of the sent YAML."""
        return from_atoms(self._typed(atom, {}) for atom in to_atoms(content))

    def as_typed(self, content: Inlines) -> Inlines:
        """Return content of the edited file with the calls for the new YAML."""
        return from_atoms(self._typed(atom, self.freed) for atom in to_atoms(content))

    def as_in(self, content: Inlines, text: str) -> Inlines:
        """Return content with the citations of a text, which may leave out the words of their note.

        The label of a number cites ``[@a]``, and its call is that of ``[@a より]`` in the text below it. A
        citation of the text itself that an editor gave other words keeps them.
        """
        keys = {cite.key for cite in markup.parse_markup(text).cites}
        sent = {key: self.raw.get(mark, key) for mark, key in self.freed.items()}

        def meant(atom: Atom) -> Atom:
            call = atom.inline
            if not isinstance(call, NoteCall) or not call.note_id.startswith("@"):
                return atom
            if sent.get(call.note_id, call.note_id) in keys:
                return atom
            plain = Cite(call.note_id.split("\0")[0].removeprefix("@"), 0).key
            return Atom(NoteCall(plain, 0, "", first=False)) if plain in keys else atom

        return from_atoms(meant(atom) for atom in to_atoms(content))

    def _typed(self, atom: Atom, freed: Mapping[str, str]) -> Atom:
        call = atom.inline
        if not isinstance(call, NoteCall):
            return atom
        key = call.note_id
        raw = freed.get(key) or self.raw.get(key) or self.id_of_new(key)
        return Atom(NoteCall(raw, 0, "", first=False))


def note_text(lines: tuple[WordLine, ...]) -> Inlines:
    """Return the text of a note as one paragraph, even if an editor split it into lines."""
    return from_atoms(atom for line in lines for atom in to_atoms(line.content))
