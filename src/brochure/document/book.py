"""The book: the tree of a compiled booklet, like :mod:`.tree` for one partner.

It contains no page numbers, because they follow from the pages. An entry that refers to a page holds a
``Place``, and the writers print the number of that page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from brochure.document.drawing import Drawing, YearEvent, YearTick
from brochure.document.partial_date import PartialDate
from brochure.document.tree import Answer, Code, Document, Inlines, KeyNumber, Note, Paragraph, Picture


class Depth(Enum):
    """How much of a partner the booklet prints."""

    FULL = "full"  # all pages
    PAGE = "page"  # one page
    HALF = "half"  # half a page, which it shares with a neighbour
    ROW = "row"  # only its rows in the comparison tables


class Half(Enum):
    """The half of a page on which a partner stands."""

    UPPER = "upper"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the book: the partner's first page, or (with ``word``) a word in its text."""

    partner: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A text of the booklet itself, with a title (はじめに, おわりに)."""

    title: str
    body: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The front cover: colour, lines above and below the title, and an optional picture.

    ``seminar_at`` and ``publisher_at`` are the addresses of the lines, in the booklet's file or the series.
    """

    colour: str
    above: str
    title: str
    subtitle: str
    seminar: tuple[str, ...]
    publisher: str
    edition: str
    photo: Picture | None
    seminar_at: tuple[str, ...] = field(default=(), compare=False)
    publisher_at: str = field(default="", compare=False)
    map: Drawing | None = None  # the world seen from home, as large as the page and its bleed


@dataclass(frozen=True, slots=True)
class WorldRow:
    """A partner on the page of all partners: its number, name and accent, and its events by year.

    ``start`` is the place of its first event on the axis, from 0 to 1.
    """

    partner: str
    tab: str
    name: str
    accent: str
    events: tuple[YearEvent, ...]
    start: float


@dataclass(frozen=True, slots=True)
class WorldPage:
    """The page of all partners: a map of the world, and their milestones on one axis, the oldest first.

    Where there is room for text, milestones are listed by year under ``heading``. ``named`` and ``others``
    are the names of events with filled and with open dots; ``end`` is the edition's place on the axis.
    """

    title: str
    map: Drawing | None
    rows: tuple[WorldRow, ...]
    ticks: tuple[YearTick, ...]
    end: float
    named: str
    others: str
    note: str
    heading: str  # of the milestones
    separator: str  # between two of them


@dataclass(frozen=True, slots=True)
class Chapter:
    """A partner with its own pages.

    The contents print its name, ``place`` (country or region), kind, the name and year of its first
    memorandum (``signed``), and what it is strong in (the title of its first callout), below its region.
    ``tab`` is printed on the thumb tab. Each of them but the name may be empty.

    A partner of depth ``half`` stands on a ``half`` of its page; the chapter after an upper half may be the
    lower half of the same page. ``shared_head`` is the running head of a page with two partners, which
    belongs to the upper one.
    """

    document: Document
    depth: Depth
    name: str
    place: str
    tab: str
    region: str = ""
    kind: str = ""
    signed: str = ""
    strength: str = ""
    half: Half | None = None
    shared_head: str = ""

    @property
    def about(self) -> tuple[str, ...]:
        """Country or region, kind and first memorandum in a line, and what it is strong in; those it has."""
        line = _spaced_line(self.place, self.kind if self.kind != self.place else "", self.signed)
        return tuple(filter(None, (line, self.strength)))


@dataclass(frozen=True, slots=True)
class OpenerRow:
    """A partner on the opener of its region; ``place`` (its country) and ``kind`` may be empty."""

    partner: str
    tab: str
    name: str
    accent: str
    place: str
    kind: str

    @property
    def about(self) -> str:
        """Country and kind in a line."""
        return _spaced_line(self.place, self.kind)


@dataclass(frozen=True, slots=True)
class Opener:
    """The opener of a region (中扉): a page before the partner ``before``, the first of ``rows``.

    ``region`` is the region's id in the series; ``at`` is the address of its name. ``map`` is as large as the
    page and its bleed, and shows the partners in the upper half.
    """

    region: str
    name: str
    before: str
    rows: tuple[OpenerRow, ...]
    map: Drawing | None = None
    at: str = field(default="", compare=False)

    @property
    def part(self) -> str:
        """The name of the opener as a part of the book; no partner has a name with a point."""
        return f"opener.{self.before}"


def _spaced_line(*texts: str) -> str:
    """The texts that are not empty, with spaces between them; with points between Latin texts."""
    parts = [text for text in texts if text]
    is_latin = all(character < "\u2e80" for part in parts for character in part)
    return (" · " if is_latin else "\u3000").join(parts)


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A partner's row in a comparison of marks: (answer, mark, meaning) of each topic.

    ``ats`` are the addresses of the cells in the partner's profile.
    """

    partner: str
    name: str
    cells: tuple[tuple[Answer, str, str], ...]
    ats: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class MarkComparison:
    """A mark table of all partners (早見表): topics are columns, partners are rows.

    Only partners with an answer have rows; ``silent`` are the names of the others. The topics
    stand in ``bands``: (index of the first topic, index after the last).
    ``at`` is the address of the mark table in the series, ``topic_ats`` are those of the topics.
    """

    title: str
    topics: tuple[tuple[str, str], ...]  # code and title
    rows: tuple[MarkRow, ...]
    legend: tuple[str, ...]
    remarks: tuple[str, ...]
    summary: str
    silent: tuple[str, ...]
    bands: tuple[tuple[int, int], ...]
    at: str = field(default="", compare=False)
    topic_ats: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class SilentPartners:
    """A line below the mark tables that names the partners without an answer, under a head."""

    head: str
    names: str


@dataclass(frozen=True, slots=True)
class FactComparison:
    """A table of facts of all partners; ``rows`` are (partner id, name, a text for each column).

    ``ats`` are the addresses of the cells in the partners' profiles, by row; ``absent`` are the words of a
    cell without a fact.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Inlines, ...]], ...]
    ats: tuple[tuple[str, ...], ...] = field(default=(), compare=False)
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the glossary (用語): an abbreviation or a word with its explanation."""

    term: str
    reading: str  # with parentheses; empty if it is not printed
    meaning: Paragraph


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """An entry of the index: a name with its reading and its places.

    ``shown_reading`` is the reading with parentheses, for writers that print it; it may be empty.
    """

    name: str
    reading: str
    places: tuple[Place, ...]
    shown_reading: str = ""


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """The index entries under one row of the 五十音: あ, か, …."""

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
    """The notes of one partner, for the list at the end of the book."""

    partner: str
    name: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A compiled booklet.

    ``titles`` are the headings of the generated parts, by part: ``contents``, ``index``, ….
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
    silent: tuple[SilentPartners, ...]
    notes: tuple[CollectedNotes, ...]
    glossary: tuple[Term, ...]
    index: tuple[IndexGroup, ...]
    closing: tuple[Section, ...]
    colophon: Colophon
    titles: dict[str, str]
    separator: str  # between the folios of an index entry
    start: str  # recto, spread or page
    multiple: int  # the number of pages is a multiple of this
    binding: str  # saddle or perfect
    world: WorldPage | None = None
    counts: tuple[KeyNumber, ...] = ()  # below the foreword
    foreword_ground: Drawing | None = None  # behind the foreword; decoration
    openers: tuple[Opener, ...] = ()  # in the order of the partners


def page_side(start: str, pages: int) -> int | None:
    """Where a partner with this many pages begins: 1 on a recto, 0 on a verso, ``None`` on the next page.

    With ``spread``, two pages (or any even number) face each other.
    """
    if start == "recto":
        return 1
    return 0 if start == "spread" and pages % 2 == 0 else None


def opener_side(start: str) -> int | None:
    """Where an opener stands: 1 on a recto, ``None`` on the next page."""
    return None if start == "page" else 1
