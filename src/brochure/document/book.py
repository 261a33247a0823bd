"""The book: everything a reader of a compiled booklet could quote, decided once, like :mod:`.document`.

Page numbers are not decided here: they follow from the pages. What names a place of the book carries the
place (``Place``), and writers print the number of its page.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from brochure.document.partial_date import PartialDate
from brochure.document.tree import Answer, Code, Document, Inlines, Note, Paragraph, Picture


class Depth(Enum):
    """How much of a partner a booklet prints."""

    FULL = "full"  # all its pages
    PAGE = "page"  # one page
    ROW = "row"  # its rows in the comparison tables only


class NoteNumbers(Enum):
    """Where notes begin with 1."""

    PARTNER = "partner"
    THROUGH = "through"  # once, at the beginning of the book


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the book: a partner's first page, or a word in its text."""

    partner: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled text of the book's own (はじめに, おわりに)."""

    title: str
    body: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The front cover: lines above and below the title, a colour, and perhaps a picture."""

    colour: str
    above: str
    title: str
    subtitle: str
    seminar: tuple[str, ...]
    publisher: str
    edition: str
    photo: Picture | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A partner with pages of its own.

    ``name`` and ``place`` (its country or region) stand in the contents, ``tab`` on the thumb tab.
    """

    document: Document
    depth: Depth
    name: str
    place: str
    tab: str


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A partner's line in a comparison of marks: (answer, mark, meaning) of each topic.

    A partner that was not asked, or did not answer, has no cells; ``instead`` says so.
    """

    partner: str
    name: str
    cells: tuple[tuple[Answer, str, str], ...]
    instead: str = ""


@dataclass(frozen=True, slots=True)
class MarkComparison:
    """A mark table of all partners (早見表): topics are columns, partners are rows."""

    title: str
    topics: tuple[tuple[str, str], ...]  # code and title
    rows: tuple[MarkRow, ...]
    legend: tuple[str, ...]
    remarks: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class FactComparison:
    """Facts side by side; ``rows`` are (partner id, name, a text for each column)."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Inlines, ...]], ...]


@dataclass(frozen=True, slots=True)
class Term:
    """An abbreviation or a word that needs explaining (用語)."""

    term: str
    reading: str
    meaning: Paragraph


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A name with its reading and the places where it is found."""

    name: str
    reading: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """The entries of one row of the 五十音: あ, か, …."""

    head: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True)
class Colophon:
    """The last page (奥付)."""

    title: str
    lines: tuple[tuple[str, Inlines], ...]  # label and text
    code: Code | None  # of the online version


@dataclass(frozen=True, slots=True)
class CollectedNotes:
    """The notes of one partner in the list at the end of the book."""

    partner: str
    name: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A compiled booklet.

    ``titles`` are the headings of the parts that are made from data, by what they are for.
    """

    id: str
    title: str
    lang: str
    edition: PartialDate
    cover: Cover
    foreword: Section | None
    chapters: tuple[Chapter, ...]
    marks: tuple[MarkComparison, ...]
    facts: tuple[FactComparison, ...]
    notes: tuple[CollectedNotes, ...]
    glossary: tuple[Term, ...]
    index: tuple[IndexGroup, ...]
    closing: tuple[Section, ...]
    colophon: Colophon
    titles: dict[str, str]
    start: str  # recto or page
    multiple: int  # the number of pages is a multiple of this
    binding: str  # saddle or perfect
