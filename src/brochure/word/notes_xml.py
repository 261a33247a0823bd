"""Calls of notes and notes as WordprocessingML: Word's own, or the list at the end of a booklet."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.document.tree import Note, NoteCall, plain_text
from brochure.word import ooxml
from brochure.word.baseline import Anchors, list_bookmark
from brochure.word.notes import NoteKind
from brochure.word.styles import Ids


@dataclass(frozen=True, slots=True)
class Around:
    """The words round the number of a note: ``*`` and nothing, or ``（注`` and ``）``."""

    before: str
    after: str

    @classmethod
    def of(cls, label: str) -> Around:
        """Take a label format apart.

        >>> Around.of("（注{number}）")
        Around(before='（注', after='）')
        """
        before, after = label.format(number="\0").split("\0")
        return cls(before, after)


@dataclass(frozen=True, slots=True)
class NoteWriter:
    """Writes the calls and the notes of a document; the fields are those of a composition."""

    ids: Ids
    kind: NoteKind
    around: Around
    anchors: Anchors
    first_note: int
    listed: bool

    def call(self, call: NoteCall) -> str:
        """A call: a note of Word's own where the note is first called, later a reference to it.

        The number is Word's, so that notes an editor adds are counted too; only the words round it
        are ours. (w:customMarkFollows would print our number twice in LibreOffice.)
        """
        style, name = self.ids[self.kind.call], self.anchors.note(call.note_id)
        if self.listed:
            target = list_bookmark(call.note_id, self.anchors.scope)
            marker = ooxml.reference(target, ooxml.words(call.marker, style))
            return self.anchors.named(name, marker) if call.first else marker
        if call.first:
            number = self.first_note + call.number - 1
            mark = ooxml.run(f'<w:{self.kind.tag}Reference w:id="{number}"/>', style)
            counted = self.anchors.named(name, mark)
        else:
            counted = ooxml.field(f"NOTEREF {name} \\f \\h", str(call.number), style)
        before, after = (
            ooxml.words(text, style) if text else "" for text in (self.around.before, self.around.after)
        )
        return before + counted + after

    def note(self, note: Note, body: str) -> str:
        """A note. It has no bookmark: LibreOffice renames those in notes, and the call has one.

        ``body`` is its text as runs.
        """
        name, text = self.ids.names[self.kind.text], plain_text(note.body)
        self.anchors.enter(note.at, style=name, text=text, mark=self.anchors.note(note.id))
        style = self.ids["note_marker"]
        before, after = (
            ooxml.words(text, style) if text else "" for text in (self.around.before, self.around.after)
        )
        number = ooxml.run(f"<w:{self.kind.tag}Ref/>", style)
        return ooxml.note(
            self.kind.tag,
            self.first_note + note.number - 1,
            ooxml.paragraph(self.ids[self.kind.text], before + number + after + ooxml.tab() + body),
        )

    def in_list(self, note: Note, body: str) -> str:
        """A note of a list: its marker as the document has it, for Word does not count here.

        ``body`` is its text as runs.
        """
        mark = list_bookmark(note.id, self.anchors.scope)
        text = plain_text(note.body)
        self.anchors.enter(note.at, style=self.ids.names[self.kind.text], text=text, mark=mark)
        marker = ooxml.words(note.marker, self.ids["note_marker"])
        anchored = self.anchors.named(mark, body)
        return ooxml.paragraph(self.ids[self.kind.text], marker + ooxml.tab() + anchored)
