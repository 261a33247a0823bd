"""Typeset the partners of a booklet, one after the other, in several processes, or on other machines.

A partner's pages do not depend on those before them: what does is laid over them afterwards
(``booklet_overlay``). Only where a layout makes left and right pages differ, they depend on the side they
begin on: then a partner is set from a guess, and once more if the guess was wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.build import processes as crew
from brochure.build.load import Common
from brochure.build.members import BookletMember
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.document.book import Book, Chapter, Depth
from brochure.document.tree import Placement, plain_text
from brochure.document.walk import answer_paragraphs
from brochure.pdf import reader as pages
from brochure.pdf.merge import part_cache as pieces
from brochure.pdf.merge.part import ParsedPart
from brochure.pdf.preflight import preflight
from brochure.schema.booklet import Booklet
from brochure.storage.cache import Cache
from brochure.storage.workspace import Workspace
from brochure.typesetting import book_html as bookhtml
from brochure.typesetting import page_cache as kept
from brochure.typesetting import running_heads as furniture
from brochure.typesetting import weasyprint as pdf
from brochure.typesetting.fit import Locate, Setting, Typeset
from brochure.typesetting.html import HtmlPage, Stylesheet
from brochure.typesetting.page_cache import CheckedPages, Rendering
from brochure.typesetting.running_heads import HeadDesign, Tab

LAYERS = 2  # what is laid over the pages of partners: running heads with the tab, and a folio
PAGEFUL = 1200  # characters: a guess, which costs time where it is wrong, and nothing else


@dataclass(frozen=True, slots=True)
class CompiledBooklet:
    """A booklet that was read and compiled without errors.

    ``commons`` are what is needed to print each depth; ``partners`` are in the booklet's order.
    """

    booklet: Booklet
    book: Book
    commons: Mapping[Depth, Common]
    partners: Mapping[str, BookletMember]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Set:
    """A chapter that was typeset: its pages, its running heads and tab, the number of the first page.

    ``piece`` is the pages taken apart, to be bound.
    """

    chapter: Chapter
    made: Typeset
    heads: CheckedPages
    piece: ParsedPart
    first: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """What typesetting a partner needs: style sheets that come after all others, and the bleed in mm.

    Pages that are in the ``cache`` are not set again.
    """

    where: Workspace
    compiled: CompiledBooklet
    more: tuple[Stylesheet, ...] = ()
    bleed: float = 0
    cache: Cache | None = None


_Failure = tuple[tuple[Problem, ...], tuple[Problem, ...]]
_Outcome = Set | _Failure
Place = tuple[
    int, bool | None
]  # a chapter's index, and whether it begins on a right-hand page, if it matters
Spread = Callable[[Work, Sequence[Place]], Iterator[_Outcome]]
"""Takes :func:`outcome` of several places at once; gives what came of each, in their order."""


def chapters_of(
    work: Work,
    each: Callable[[Sequence[Chapter]], Iterable[Chapter]] = iter,
    jobs: int = 1,
    spread: Spread | None = None,
    upto: int | None = None,
) -> tuple[list[Set], int]:
    """The partners' pages, and the number of the page behind them.

    Args:
        work: The booklet.
        each: Goes through the chapters, for instance with a progress bar.
        jobs: How many processes; on systems that cannot fork safely one does it all.
        spread: What typesets them instead of processes here.
        upto: How many partners; all if nothing is given.

    Raises:
        BrochureError: The faults of all partners, or a process died (K108).
    """
    book = work.compiled.book
    if spread is None:
        spread = _forked(jobs) if min(jobs, len(book.chapters)) > 1 and sys.platform == "linux" else _here
    chapters = book.chapters[:upto]
    sided = {
        depth: furniture.has_sided_pages(common.layout) for depth, common in work.compiled.commons.items()
    }
    matters = [sided[chapter.depth] for chapter in chapters]
    folios = _folios(book, [_guess(chapter) for chapter in chapters])
    places: list[Place] = _places(folios, matters)
    found = [outcome for _, outcome in zip(each(chapters), _together(work, spread, places), strict=True)]
    while wrong := _misplaced(places, folios := _folios(book, list(map(_length, found))), matters):
        for place, outcome in zip(wrong, _together(work, spread, wrong), strict=True):
            places[place[0]], found[place[0]] = place, outcome
    done = [outcome for outcome in found if isinstance(outcome, Set)]
    if failures := [outcome for outcome in found if not isinstance(outcome, Set)]:
        problems = [problem for failure in failures for problem in failure[0]]
        raise BrochureError(problems, [warning for failure in failures for warning in failure[1]])
    behind = folios[-1] + len(done[-1].made.texts) if done else 1
    return [replace(one, first=folio) for one, folio in zip(done, folios, strict=True)], behind


def _places(folios: Sequence[int], matters: Sequence[bool]) -> list[Place]:
    return [
        (index, folio % 2 == 1 if sided else None)
        for index, (folio, sided) in enumerate(zip(folios, matters, strict=True))
    ]


def _misplaced(places: Sequence[Place], folios: Sequence[int], matters: Sequence[bool]) -> list[Place]:
    """Partners that were set for the wrong side, with the right one."""
    return [right for place, right in zip(places, _places(folios, matters), strict=True) if right != place]


def _length(outcome: _Outcome) -> int:
    """How many pages came of a chapter; 1 if it failed."""
    return len(outcome.made.texts) if isinstance(outcome, Set) else 1


def _begin(book: Book, folio: int) -> int:
    """The first page that a partner may begin on."""
    return folio + (folio + 1) % 2 if book.start == "recto" else folio


def outcome(work: Work, index: int, recto: bool | None) -> _Outcome:
    """Typeset a chapter; a failure is a value.

    Args:
        work: The booklet.
        index: Which chapter.
        recto: Whether it begins on a right-hand page; nothing, if its layout makes no difference.
    """
    chapter = work.compiled.book.chapters[index]
    try:
        made = kept.typeset_cached(work.cache, _setting(work, chapter, recto), _locate(work, chapter))
        return Set(
            chapter,
            made,
            kept.render_cached(work.cache, _heads(work, chapter, index)),
            _piece(work, chapter, made),
        )
    except BrochureError as error:
        return error.problems, error.warnings


def _setting(work: Work, chapter: Chapter, recto: bool | None) -> Setting:
    document, common = chapter.document, work.compiled.commons[chapter.depth]
    side = () if recto is None else (furniture.first_page_side(recto=recto),)
    return Setting(
        document,
        common.layout,
        common.layout_shown,
        work.where.root,
        pdf.NO_RECORD,
        f"{work.compiled.book.id}/{document.id}.pdf",
        (furniture.NO_MARGIN_BOXES, *side, *work.more),
        bookhtml.notes_target(document.id) if document.placement is Placement.BOOKLET else "",
        preflight.PART_RULES,
    )


def _locate(work: Work, chapter: Chapter) -> Locate:
    return work.compiled.partners[chapter.document.id].locate


def _heads(work: Work, chapter: Chapter, index: int) -> Rendering:
    document = chapter.document
    tab = Tab(index, len(work.compiled.book.chapters), chapter.tab, document.accent)
    page = furniture.running_heads_html(drawing(work, chapter.depth), document, tab, work.bleed)
    return sheet(work, page, f"{document.id}-heads")


def faces(work: Work) -> dict[str, Path]:
    """The font files of all layouts, by the names they have in the parts."""
    return {
        family.family.replace(" ", "-") + ("-Bold" if weight == "700" else ""): path
        for common in work.compiled.commons.values()
        for family, weight, path in common.layout.font_files()
    }


def drawing(work: Work, depth: Depth) -> HeadDesign:
    """Who draws what is laid over partners of a depth."""
    compiled = work.compiled
    main, on = compiled.commons[Depth.FULL], compiled.commons[depth]
    return HeadDesign(compiled.book, main.layout, main.layout_shown, work.where.root, on.layout)


def sheet(work: Work, page: HtmlPage, name: str, sample: Sequence[int] = ()) -> Rendering:
    """What is laid over pages, to be set; ``sample`` are the pages that are looked at, if not all."""
    main = work.compiled.commons[Depth.FULL]
    families = frozenset(main.layout.families)
    file = f"{work.compiled.book.id}/{name}.pdf"
    return Rendering(
        replace(page, stylesheets=(*page.stylesheets, *work.more)),
        main.layout,
        main.layout_shown,
        file,
        lambda data: preflight.check_part(
            pages.extract_pages(data, sample) if sample else data, file=file, fonts=families
        ),
    )


def _kept(work: Work, index: int, recto: bool | None) -> Set | None:
    """What :func:`outcome` would take from the cache, if all of it is there."""
    chapter = work.compiled.book.chapters[index]
    made = kept.find_typeset(work.cache, _setting(work, chapter, recto), _locate(work, chapter))
    if made is None:
        return None
    heads = kept.find_rendered(work.cache, _heads(work, chapter, index))
    return Set(chapter, made, heads, _piece(work, chapter, made)) if heads else None


def _piece(work: Work, chapter: Chapter, made: Typeset) -> ParsedPart:
    """The pages taken apart: here, where several processes are at it, and not when all are bound."""
    return pieces.merge_steps(work.cache).parse_part(
        made.data, chapter.document.id, tuple(faces(work)), layers=LAYERS
    )


# --- several at once ----------------------------------------------------------------------------


def _here(work: Work, places: Sequence[Place]) -> Iterator[_Outcome]:
    """One after the other."""
    return (outcome(work, *place) for place in places)


def _forked(jobs: int) -> Spread:
    """Several processes of this machine."""

    def spread(work: Work, places: Sequence[Place]) -> Iterator[_Outcome]:
        pdf.prepare_renderer(work.compiled.commons[Depth.FULL].layout.font_paths)  # once, for all processes
        return crew.mapped(lambda place: outcome(work, *place), places, jobs)

    return spread


def _together(work: Work, spread: Spread, places: Sequence[Place]) -> Iterator[_Outcome]:
    """What came of places, in their order; what is in the cache needs no process."""
    ready = {place: kept for place in places if (kept := _kept(work, *place))} if work.cache else {}
    missing = [place for place in places if place not in ready]
    made = spread(work, missing) if missing else iter(())
    try:
        for place in places:
            yield ready.pop(place) if place in ready else next(made)
    except crew.CrashError as crash:
        index, _ = missing[crash.index]
        raise BrochureError([problem("K108", name=work.compiled.book.chapters[index].name)]) from None


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
    characters = sum(len(plain_text(paragraph.content)) for paragraph in answer_paragraphs(chapter.document))
    return 1 + characters // PAGEFUL
