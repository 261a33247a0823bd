"""The notes of a booklet: their ids in the file, their XML, and where Word's count of them begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from brochure.document.book import Book
from brochure.document.tree import Document, Placement
from brochure.word import notes
from brochure.word.notes import ENDNOTE, FOOTNOTE, KINDS, NoteKind

Numbering = tuple[tuple[NoteKind, int | None], ...]
"""By kind the first number of the notes of a section; ``None``: numbers continue."""

NO_NOTES: Numbering = ((FOOTNOTE, None), (ENDNOTE, None))


@dataclass
class _WrittenNotes:
    """The notes of one kind that were written so far: the next id, the last number, the XML."""

    next_id: int
    last: int = 0
    text: list[str] = field(default_factory=list)


class BookNotes:
    """The notes that were written so far.

    Args:
        book: The booklet.
        first_id: The id in the file of the first note of a kind.
    """

    def __init__(self, book: Book, first_id: Callable[[NoteKind], int]) -> None:
        self._known = {kind: _WrittenNotes(first_id(kind)) for kind in KINDS}
        self._through = any(c.document.notes and c.document.notes[0].number > 1 for c in book.chapters)

    def next_id(self, kind: NoteKind) -> int:
        """The id of the next note of a kind."""
        return self._known[kind].next_id

    def add(self, document: Document, text: str) -> None:
        """Add the notes of a document as XML."""
        known = self._known[notes.note_kind(document.placement)]
        known.text.append(text)
        known.next_id += len(document.notes)
        known.last = document.notes[-1].number if document.notes else known.last

    def xml(self) -> dict[NoteKind, str]:
        """All notes as XML, by kind."""
        return {kind: "".join(known.text) for kind, known in self._known.items()}

    def numbering(self, document: Document) -> Numbering:
        """Where Word's count of notes begins in a partner's section; call it before :meth:`add`.

        If notes are numbered through the book, the count continues. Only if the other kind of notes comes
        before, Word's count would be wrong, and the section sets the first number.
        """
        if is_listed(document):
            return NO_NOTES
        kind = notes.note_kind(document.placement)
        first = document.notes[0].number if document.notes else 1
        goes_on = self._through and (not document.notes or first == self._known[kind].last + 1)
        return tuple((one, None if one is not kind or goes_on else first) for one in KINDS)

    def last_numbering(self) -> Numbering:
        """The note numbering of the last section, which has no notes.

        LibreOffice uses one way of counting for the whole file, that of the last section it reads, and
        renumbers all notes if it differs from the section before. Word ignores it.
        """
        return NO_NOTES if self._through else tuple((kind, 1) for kind in KINDS)


def is_listed(document: Document) -> bool:
    """Whether the notes are in the list at the end of the booklet."""
    return document.placement is Placement.BOOKLET
