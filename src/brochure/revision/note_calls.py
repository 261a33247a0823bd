"""Calls of notes: convert between their forms in YAML, in the sent Word file, and in the edited Word file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from brochure.assembly.numbering import note_id
from brochure.document import markup
from brochure.document.likeness import LikenessSearch
from brochure.document.tree import Inlines, NoteCall
from brochure.revision.characters import Atom, from_atoms, report_text, to_atoms
from brochure.schema.yaml_reader import YamlText
from brochure.word.baseline import list_bookmark, note_bookmark
from brochure.word.reader.model import WordLine, WordReading

_LEAST_LIKENESS = 0.6
_MOST_PAIRS = 250_000  # most pairs of notes that are compared; with more, all count as removed and added


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


def match_lost_notes(old: WordReading, new: WordReading) -> dict[str, str]:
    """Match notes that lost their bookmark by their words: the key in the sent file, by the key now.

    A call may lose its bookmark if it is typed again, or cut and pasted. If words are copied with their
    call, the file has the note twice: the copy is another call of the note.
    """
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
        if alike >= _LEAST_LIKENESS and key not in taken and other not in found:
            found[other] = key
            taken.add(key)
    return found | _copied_notes(old, new, [key for key in unknown if key not in found])


def _copied_notes(old: WordReading, new: WordReading, unknown: Sequence[str]) -> dict[str, str]:
    """Notes of the edited file with exactly the words of a sent note, which the file still has."""
    sent: dict[str, str] = {}
    for key, lines in old.notes.items():
        if key in new.notes and (words := report_text(note_text(lines)).strip()):
            sent.setdefault(words, key)
    words_of = {key: report_text(note_text(new.notes[key])).strip() for key in unknown}
    return {key: sent[words] for key, words in words_of.items() if words in sent}


def rename_calls(content: Inlines, names: Mapping[str, str]) -> Inlines:
    """Return content with the ids of calls replaced."""
    if not names:
        return content
    return from_atoms(
        Atom(NoteCall(names.get(a.inline.note_id, a.inline.note_id), 0, "", first=False), a.strong)
        if isinstance(a.inline, NoteCall)
        else a
        for a in to_atoms(content)
    )
