"""Typeset the partners of a booklet, one after the other or in several processes.

A partner's pages depend on the folio they begin with, and so on the pages before them. Several processes
begin with a guess of the page counts; what was guessed wrong is set once more, so that the result is the
same as with one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from brochure import bookhtml, build, kept, pdf, preflight
from brochure.book import Book, Chapter, Depth
from brochure.bookhtml import Standing, Tab
from brochure.booklet import Booklet
from brochure.build import Common
from brochure.cache import Cache
from brochure.document import Placement, paragraphs, plain
from brochure.errors import BrochureError, Problem, problem
from brochure.html import Stylesheet
from brochure.profile import Profile
from brochure.typeset import Typeset
from brochure.workspace import Workspace

PAGEFUL = 1200  # characters: a guess, which costs time where it is wrong, and nothing else


@dataclass(frozen=True, slots=True)
class Compiled:
    """A booklet that was read and compiled without errors.

    ``commons`` are what is needed to print each depth; ``profiles`` are as the booklet has them.
    """

    booklet: Booklet
    book: Book
    commons: Mapping[Depth, Common]
    profiles: Mapping[str, Profile]
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


def chapters_of(
    work: Work, each: Callable[[Sequence[Chapter]], Iterable[Chapter]] = iter, jobs: int = 1
) -> tuple[list[Set], int]:
    """The partners' pages, and the number of the page behind them.

    Args:
        work: The booklet.
        each: Goes through the chapters, for instance with a progress bar.
        jobs: How many processes; on systems that cannot fork safely one does it all.

    Raises:
        BrochureError: The faults of all partners, or a process died (K108).
    """
    book = work.compiled.book
    ahead = _ahead(work, jobs) if jobs > 1 and sys.platform == "linux" else {}
    problems: list[Problem] = []
    warnings: list[Problem] = []
    done: list[Set] = []
    folio = 1
    for chapter in each(book.chapters):
        folio = _begin(book, folio)
        outcome = ahead.get((chapter.document.id, folio)) or _outcome(work, chapter, folio)
        if isinstance(outcome, Set):
            done.append(outcome)
            folio += len(outcome.texts)
        else:
            problems += outcome[0]
            warnings += outcome[1]
    if problems:
        raise BrochureError(problems, warnings)
    return done, folio


def _begin(book: Book, folio: int) -> int:
    """The first page that a partner may begin on."""
    return folio + (folio + 1) % 2 if book.start == "recto" else folio


def _outcome(work: Work, chapter: Chapter, folio: int) -> _Outcome:
    try:
        made = _typeset(work, chapter, folio)
    except BrochureError as error:
        return error.problems, error.warnings
    return Set(chapter, made.data, made.texts, folio, made.warnings, made.report, made.files)


def _typeset(work: Work, chapter: Chapter, folio: int) -> Typeset:
    compiled = work.compiled
    book, main = compiled.book, compiled.commons[Depth.FULL]
    common = compiled.commons[chapter.depth]
    document, profile = chapter.document, compiled.profiles[chapter.document.id]
    index = next(i for i, other in enumerate(book.chapters) if other is chapter or other == chapter)
    tab = Tab(index, len(book.chapters), chapter.tab, document.accent)
    standing = Standing(folio, folio % 2 == 1, tab=tab, bleed=work.bleed)
    root = work.where.root
    furniture = bookhtml.furniture(
        book, main.layout, standing, root=root, shown=main.layout_shown, of=common.layout
    )
    return kept.typeset(
        work.cache,
        document,
        common.layout,
        shown=common.layout_shown,
        root=root,
        record=pdf.NO_RECORD,
        file=f"{book.id}/{document.id}.pdf",
        locate=build.Loaded(document, profile, common, ()).locate,
        more=(furniture, *work.more),
        rules=preflight.PART,
        notes_at=bookhtml.notes_at(document.id) if document.placement is Placement.BOOKLET else "",
    )


# --- several processes --------------------------------------------------------------------------

_AHEAD = dict[tuple[str, int], _Outcome]
_work: list[Work] = []  # of this process; set when it begins


def _ahead(work: Work, jobs: int) -> _AHEAD:
    """Partners typeset by (id, first folio): with guessed folios, and again where the guess was wrong."""
    chapters = work.compiled.book.chapters
    counts = [_guess(chapter) for chapter in chapters]
    found: _AHEAD = {}
    context = get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_work.append, initargs=(work,)) as pool:
        for _ in range(2):
            wanted = [
                (index, folio)
                for index, folio in enumerate(_folios(work.compiled.book, counts))
                if (chapters[index].document.id, folio) not in found
            ]
            futures = [pool.submit(_one, index, folio) for index, folio in wanted]
            for (index, folio), future in zip(wanted, futures, strict=True):
                try:
                    outcome = future.result()
                except BrokenProcessPool:
                    raise BrochureError([problem("K108", name=chapters[index].name)]) from None
                found[chapters[index].document.id, folio] = outcome
                if isinstance(outcome, Set):
                    counts[index] = len(outcome.texts)
    return found


def _one(index: int, folio: int) -> _Outcome:
    work = _work[0]
    return _outcome(work, work.compiled.book.chapters[index], folio)


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
