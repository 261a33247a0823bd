"""Typeset the partners of a booklet, one after the other, in several processes, or on other machines.

A partner's pages depend on the folio they begin with, and so on the pages before them. Several processes
count the pages first, where they are not known from the last time; what was counted wrong is set once more,
so that the result is the same as with one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brochure import bookhtml, crew, kept, pdf, preflight
from brochure.book import Book, Chapter, Depth
from brochure.bookhtml import Standing, Tab
from brochure.booklet import Booklet
from brochure.build import Common
from brochure.cache import Cache
from brochure.document import Placement, paragraphs, plain
from brochure.errors import BrochureError, Problem, problem
from brochure.html import Stylesheet
from brochure.partners import Partner
from brochure.typeset import Typeset, count_pages
from brochure.workspace import Workspace

PAGEFUL = 1200  # characters: a guess, which costs time where it is wrong, and nothing else


@dataclass(frozen=True, slots=True)
class Compiled:
    """A booklet that was read and compiled without errors.

    ``commons`` are what is needed to print each depth; ``partners`` are in the booklet's order.
    """

    booklet: Booklet
    book: Book
    commons: Mapping[Depth, Common]
    partners: Mapping[str, Partner]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Set:
    """A chapter that was typeset: its file, the texts of its pages as read back, the number of the first.

    ``report`` is the preflight of its pages; ``files`` are the pictures it shows.
    """

    chapter: Chapter
    data: bytes
    texts: tuple[str, ...]
    first: int
    warnings: tuple[Problem, ...]
    report: preflight.Report
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What typesetting a partner needs: style sheets that come after all others, and the bleed in mm.

    Pages that are in the ``cache`` are not set again.
    """

    where: Workspace
    compiled: Compiled
    more: tuple[Stylesheet, ...] = ()
    bleed: float = 0
    cache: Cache | None = None


_Failure = tuple[tuple[Problem, ...], tuple[Problem, ...]]
_Outcome = Set | _Failure
Place = tuple[int, int]  # a chapter's index, and the folio it begins with
Step = Callable[[Work, int, int], Any]  # :func:`counted` or :func:`outcome`
Spread = Callable[[Work, Step, Sequence[Place]], Iterator[Any]]
"""Takes a step for several places at once; gives what came of each, in their order."""


def chapters_of(
    work: Work,
    each: Callable[[Sequence[Chapter]], Iterable[Chapter]] = iter,
    jobs: int = 1,
    spread: Spread | None = None,
) -> tuple[list[Set], int]:
    """The partners' pages, and the number of the page behind them.

    Args:
        work: The booklet.
        each: Goes through the chapters, for instance with a progress bar.
        jobs: How many processes; on systems that cannot fork safely one does it all.
        spread: What typesets them instead of processes here.

    Raises:
        BrochureError: The faults of all partners, or a process died (K108).
    """
    book = work.compiled.book
    if spread is None and min(jobs, len(book.chapters)) > 1 and sys.platform == "linux":
        spread = _forked(jobs)
    ahead = _ahead(work, spread) if spread else {}
    problems: list[Problem] = []
    warnings: list[Problem] = []
    done: list[Set] = []
    folio = 1
    for index, chapter in enumerate(each(book.chapters)):
        folio = _begin(book, folio)
        found = ahead.get((chapter.document.id, folio)) or outcome(work, index, folio)
        if isinstance(found, Set):
            done.append(found)
            folio += len(found.texts)
        else:
            problems += found[0]
            warnings += found[1]
    if problems:
        raise BrochureError(problems, warnings)
    return done, folio


def _begin(book: Book, folio: int) -> int:
    """The first page that a partner may begin on."""
    return folio + (folio + 1) % 2 if book.start == "recto" else folio


def outcome(work: Work, index: int, folio: int) -> _Outcome:
    """Typeset a chapter from a folio on; a failure is a value."""
    chapter = work.compiled.book.chapters[index]
    try:
        made = _typeset(work, chapter, folio)
    except BrochureError as error:
        return error.problems, error.warnings
    return Set(chapter, made.data, made.texts, folio, made.warnings, made.report, made.files)


@dataclass(frozen=True, slots=True)
class _Arguments:
    """What setting a chapter needs besides its document."""

    common: Common
    more: tuple[Stylesheet, ...]
    notes_at: str


def _arguments(work: Work, chapter: Chapter, folio: int) -> _Arguments:
    compiled = work.compiled
    book, main = compiled.book, compiled.commons[Depth.FULL]
    common, document = compiled.commons[chapter.depth], chapter.document
    index = [other.document.id for other in book.chapters].index(document.id)
    tab = Tab(index, len(book.chapters), chapter.tab, document.accent)
    standing = Standing(folio, folio % 2 == 1, tab=tab, bleed=work.bleed)
    furniture = bookhtml.furniture(
        book, main.layout, standing, root=work.where.root, shown=main.layout_shown, of=common.layout
    )
    notes_at = bookhtml.notes_at(document.id) if document.placement is Placement.BOOKLET else ""
    return _Arguments(common, (furniture, *work.more), notes_at)


def _typeset(work: Work, chapter: Chapter, folio: int) -> Typeset:
    document = chapter.document
    arguments = _arguments(work, chapter, folio)
    common = arguments.common
    return kept.typeset(
        work.cache,
        document,
        common.layout,
        shown=common.layout_shown,
        root=work.where.root,
        record=pdf.NO_RECORD,
        file=f"{work.compiled.book.id}/{document.id}.pdf",
        locate=work.compiled.partners[document.id].locate,
        more=arguments.more,
        rules=preflight.PART,
        notes_at=arguments.notes_at,
    )


# --- several at once ----------------------------------------------------------------------------


def _forked(jobs: int) -> Spread:
    """Several processes of this machine."""

    def spread(work: Work, step: Step, places: Sequence[Place]) -> Iterator[Any]:
        faces = work.compiled.commons[Depth.FULL].layout.font_files()
        pdf.prepare([font for _, _, font in faces])  # once, for all processes
        return crew.mapped(lambda place: step(work, *place), places, jobs)

    return spread


def _ahead(work: Work, spread: Spread) -> dict[tuple[str, int], _Outcome]:
    """Partners typeset by (id, first folio).

    First their pages are counted, from a guess where they begin; what was wrong with it is set once more,
    one after the other.
    """
    book = work.compiled.book
    chapters = book.chapters
    counts = [_known(work, chapter) for chapter in chapters]
    guesses = _folios(book, [count or _guess(c) for count, c in zip(counts, chapters, strict=True)])
    places = [(index, guesses[index]) for index, count in enumerate(counts) if not count]
    try:
        if places:
            for (index, _), pages in zip(places, spread(work, counted, places), strict=True):
                counts[index] = pages
        places = list(enumerate(_folios(book, counts)))
        return {
            (chapters[index].document.id, folio): found
            for (index, folio), found in zip(places, spread(work, outcome, places), strict=True)
        }
    except crew.CrashError as crash:
        index, _ = places[crash.index]
        raise BrochureError([problem("K108", name=chapters[index].name)]) from None


def _known(work: Work, chapter: Chapter) -> int:
    """How many pages a partner had when it was last typeset; 0 if it never was, or has changed."""
    common = work.compiled.commons[chapter.depth]
    return kept.pages(work.cache, chapter.document, common.layout, common.layout_shown)


def counted(work: Work, index: int, folio: int) -> int:
    """How many pages a chapter takes from a folio on; 1 if it has a fault, which :func:`outcome` tells."""
    chapter = work.compiled.book.chapters[index]
    try:
        arguments = _arguments(work, chapter, folio)
        return count_pages(
            chapter.document,
            arguments.common.layout,
            shown=arguments.common.layout_shown,
            root=work.where.root,
            more=arguments.more,
            notes_at=arguments.notes_at,
        )
    except BrochureError:
        return 1


def _folios(book: Book, counts: Sequence[int]) -> list[int]:
    folios, folio = [], 1
    for count in counts:
        folio = _begin(book, folio)
        folios.append(folio)
        folio += count
    return folios


def _guess(chapter: Chapter) -> int:
    if chapter.depth is Depth.PAGE:
        return 1
    characters = sum(
        len(plain(paragraph.content))
        for question in chapter.document.questions
        for block in question.blocks
        for paragraph in paragraphs(block)
    )
    return 1 + characters // PAGEFUL
