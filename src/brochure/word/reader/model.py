"""Values of an edited Word file as it was read: lines, their bookmarks, revisions, comments and oddities.

A line is one paragraph of Word. It keeps the bookmarks that begin in it, because they tell which text of
the profile it was; it keeps who changed it and when. What has no place in a profile (colours, text boxes,
line breaks) is not dropped in silence: it is listed as an oddity of its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from brochure.document import markup as inline
from brochure.document.tree import Inline


class RevisionView(Enum):
    """Which of the two texts of a file with tracked changes is read."""

    ACCEPT = "accept"  # as if all changes were accepted
    REJECT = "reject"  # as it was before


@dataclass(frozen=True, slots=True)
class Mark:
    """The place where a bookmark of ours begins."""

    name: str


@dataclass(frozen=True, slots=True)
class WordPicture:
    """A picture or a shape in the line, with its alternative text."""

    alt: str
    picture: bool


Piece = Inline | Mark | WordPicture


@dataclass(frozen=True, slots=True, order=True)
class Revision:
    """A tracked change: ``ins``, ``del``, ``move`` or ``format``; an unknown date is empty."""

    kind: str
    author: str
    date: str


@dataclass(frozen=True, slots=True, order=True)
class Odd:
    """Something that a profile cannot hold: its kind, and words by which it is found."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class WordLine:
    """A paragraph. ``cell`` is table, row and column, from 0; ``style`` is the name of its style."""

    story: str
    cell: tuple[int, int, int] | None
    style: str
    pieces: tuple[Piece, ...]
    revisions: tuple[Revision, ...] = ()
    comments: tuple[str, ...] = ()
    odd: tuple[Odd, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """The names of the bookmarks that begin here."""
        return tuple(piece.name for piece in self.pieces if isinstance(piece, Mark))

    @property
    def content(self) -> tuple[Inline, ...]:
        """The text, without bookmarks and drawings."""
        return inline.join_texts([p for p in self.pieces if not isinstance(p, Mark | WordPicture)])


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment; an unknown date is empty."""

    author: str
    date: str
    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class WordReading:
    """What was read.

    ``notes`` are lines by the id that their calls have: the bookmark round the call, or kind and number
    where an editor made it. ``running`` are heads and feet. ``tables`` are numbers of columns of each row.
    ``deleted`` says who deleted the line that a bookmark stood in, where that was tracked.
    """

    lines: tuple[WordLine, ...]
    notes: Mapping[str, tuple[WordLine, ...]]
    running: tuple[WordLine, ...]
    comments: Mapping[str, WordComment]
    tables: tuple[tuple[int, ...], ...]
    deleted: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)

    @property
    def bookmarks(self) -> set[str]:
        """The names of our bookmarks that were found, round calls too."""
        return {mark for line in self.lines for mark in line.marks} | set(self.notes)
