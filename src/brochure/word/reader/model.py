"""The values that the reader of Word files returns: lines, bookmarks, revisions, comments and oddities.

A line is one paragraph of Word. Its bookmarks identify the text of the profile; its revisions name the author
and date of changes. Content that a profile cannot hold (colours, text boxes, line breaks) is listed as an
oddity of its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from brochure.document import markup
from brochure.document.tree import Inline


class RevisionView(Enum):
    """Which text of a file with tracked changes is read."""

    ACCEPT = "accept"  # with all changes accepted
    REJECT = "reject"  # with all changes rejected


@dataclass(frozen=True, slots=True)
class BookmarkStart:
    """The start of a bookmark that brochure wrote."""

    name: str


@dataclass(frozen=True, slots=True)
class WordPicture:
    """An inline picture (``picture``) or another drawing, with its alternative text.

    ``shows`` is the name of the part with its image; programs choose it anew, so it says nothing alone.
    ``size`` is its width and height in EMU; ``looks`` says whether it is cropped, rotated or hidden.
    """

    alt: str
    picture: bool
    shows: str = field(default="", compare=False)
    size: tuple[int, int] = field(default=(0, 0), compare=False)
    looks: frozenset[str] = field(default=frozenset(), compare=False)


LinePiece = Inline | BookmarkStart | WordPicture


@dataclass(frozen=True, slots=True, order=True)
class Revision:
    """A tracked change; ``kind`` is ``ins``, ``del``, ``move`` or ``format``; an unknown date is empty."""

    kind: str
    author: str
    date: str


@dataclass(frozen=True, slots=True, order=True)
class Oddity:
    """Content that a profile cannot hold: its kind, and some words of the text to find it by."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class WordLine:
    """A paragraph of a Word file.

    Attributes:
        story: ``body``, ``note`` or ``running``.
        cell: Its table, row and column, from 0; ``None`` outside tables.
        style: The name of its style.
        pieces: Text, starts of bookmarks, and drawings.
        revisions: Its tracked changes.
        comments: The ids of its comments.
        odd: Content that a profile cannot hold.
    """

    story: str
    cell: tuple[int, int, int] | None
    style: str
    pieces: tuple[LinePiece, ...]
    revisions: tuple[Revision, ...] = ()
    comments: tuple[str, ...] = ()
    odd: tuple[Oddity, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """The names of the bookmarks that begin in this line."""
        return tuple(piece.name for piece in self.pieces if isinstance(piece, BookmarkStart))

    @property
    def content(self) -> tuple[Inline, ...]:
        """The text, without bookmarks and drawings."""
        return markup.join_texts([p for p in self.pieces if not isinstance(p, BookmarkStart | WordPicture)])


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment; an unknown date is empty.

    ``parent`` is the id of the first comment of its thread, empty if it is the first; ``words`` are the words
    of the text that it is about, empty if it is about the whole text.
    """

    author: str
    date: str
    text: str
    done: bool = False
    parent: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class WordReading:
    """The content of a Word file.

    Attributes:
        lines: The lines of the body.
        notes: The lines of each note, by the id in its calls: the bookmark around the call, or kind and
            number for a note that an editor added.
        running: The headers and footers, each as one line.
        comments: The comments by id.
        tables: For each table the number of columns of each row.
        deleted: The tracked changes that deleted a whole line, by the line's bookmark.
        markers: The texts in a style of note numbers, such as ``*``; they are not part of any line.
        set_up: How the pages are set up, by kind, as far as a reader sees it: orientation, columns …
        empty_items: How many items of lists have no text, so that a reader sees the sign alone.
    """

    lines: tuple[WordLine, ...]
    notes: Mapping[str, tuple[WordLine, ...]]
    running: tuple[WordLine, ...]
    comments: Mapping[str, WordComment]
    tables: tuple[tuple[int, ...], ...]
    deleted: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)
    markers: frozenset[str] = frozenset()
    set_up: Mapping[str, frozenset[str]] = field(default_factory=dict)
    empty_items: int = 0

    @property
    def bookmarks(self) -> set[str]:
        """The names of all bookmarks of brochure in the file, including those around calls."""
        return {mark for line in self.lines for mark in line.marks} | set(self.notes)
