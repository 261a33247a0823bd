"""Calls and notes as WordprocessingML: Word's own notes, or the list at the end of a booklet."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.document.tree import Note, NoteCall, plain_text
from brochure.word import ooxml
from brochure.word.baseline import Anchors, list_bookmark
from brochure.word.notes import NoteKind
from brochure.word.styles import StyleIds


@dataclass(frozen=True, slots=True)
class MarkerAffixes:
    """The text before and after the number of a note: ``*`` and nothing, or ``（注`` and ``）``."""

    before: str
    after: str

    @classmethod
    def of(cls, label: str) -> MarkerAffixes:
        """Split a label format at its number.

        >>> MarkerAffixes.of("（注{number}）")
        MarkerAffixes(before='（注', after='）')
        """
        before, after = label.format(number="\0").split("\0")
        return cls(before, after)


@dataclass(frozen=True, slots=True)
class NoteWriter:
    """Writes the calls and the notes of a document; the fields are the same as in ``Composition``."""

    ids: StyleIds
    kind: NoteKind
    around: MarkerAffixes
    anchors: Anchors
    first_note: int
    listed: bool

    def call(self, call: NoteCall) -> str:
        """A call: the first call is a note reference of Word, a later call a field that repeats its number.

        Word computes the number, so that notes added by an editor are counted too; only the text around the
        number is ours. (LibreOffice would print a number of ours twice with w:customMarkFollows.)
        """
        style, name = self.ids[self.kind.call], self.anchors.note_bookmark(call.note_id)
        if self.listed:
            target = list_bookmark(call.note_id, self.anchors.scope)
            marker = ooxml.bookmark_link(target, ooxml.text_run(call.marker, style))
            return self.anchors.add_bookmark(name, marker) if call.first else marker
        if call.first:
            number = self.first_note + call.number - 1
            mark = ooxml.run(f'<w:{self.kind.tag}Reference w:id="{number}"/>', style)
            counted = self.anchors.add_bookmark(name, mark)
        else:
            counted = ooxml.field(f"NOTEREF {name} \\f \\h", str(call.number), style)
        before, after = (
            ooxml.text_run(text, style) if text else "" for text in (self.around.before, self.around.after)
        )
        return before + counted + after

    def note(self, note: Note, body: str) -> str:
        """A note of Word; ``body`` is its text as runs.

        It has no bookmark, because LibreOffice renames bookmarks in notes; its call has one.
        """
        name, text = self.ids.names[self.kind.text], plain_text(note.body)
        self.anchors.list_paragraph(note.at, style=name, text=text, mark=self.anchors.note_bookmark(note.id))
        style = self.ids["note_marker"]
        before, after = (
            ooxml.text_run(text, style) if text else "" for text in (self.around.before, self.around.after)
        )
        number = ooxml.run(f"<w:{self.kind.tag}Ref/>", style)
        return ooxml.note(
            self.kind.tag,
            self.first_note + note.number - 1,
            ooxml.paragraph(self.ids[self.kind.text], before + number + after + ooxml.tab_run() + body),
        )

    def in_list(self, note: Note, body: str) -> str:
        """A note in the list at the end of a booklet; ``body`` is its text as runs.

        Its marker is text from the document, because Word does not number these notes.
        """
        mark = list_bookmark(note.id, self.anchors.scope)
        text = plain_text(note.body)
        self.anchors.list_paragraph(note.at, style=self.ids.names[self.kind.text], text=text, mark=mark)
        marker = ooxml.text_run(note.marker, self.ids["note_marker"])
        anchored = self.anchors.add_bookmark(mark, body)
        return ooxml.paragraph(self.ids[self.kind.text], marker + ooxml.tab_run() + anchored)
