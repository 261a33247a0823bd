"""Typeset the partners of a booklet, one after the other, in several processes, or on other machines.

A partner's pages do not depend on the pages before them: running heads and folios are laid over them
afterwards (``booklet_overlay``). There is one exception: some layouts make left and right pages differ. With
these, the side of the first page is guessed, and the partner is typeset again if the guess was wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.build import half_pages, processes
from brochure.build.load import SharedInput
from brochure.build.members import BookletMember
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.document.book import Book, Chapter, Depth, Half, opener_side, page_side
from brochure.document.tree import Placement, plain_text
from brochure.document.walk import answer_paragraphs
from brochure.pdf import reader
from brochure.pdf.merge import part_cache
from brochure.pdf.merge.part import ParsedPart
from brochure.pdf.preflight import preflight
from brochure.schema.booklet import Booklet
from brochure.storage.cache import Cache
from brochure.storage.workspace import Workspace
from brochure.typesetting import book_html, page_cache, running_heads, weasyprint
from brochure.typesetting.html import HtmlPage, Stylesheet
from brochure.typesetting.page_budget import Locate
from brochure.typesetting.page_cache import CheckedPages, Rendering
from brochure.typesetting.running_heads import HeadDesign, Tab
from brochure.typesetting.typeset import Setting, Typeset

LAYERS = 2  # overlays of each partner's page: running head with tab, folio
CHARACTERS_PER_PAGE_GUESS = 1200  # characters on a page; a wrong guess only costs a second layout pass


@dataclass(frozen=True, slots=True)
class CompiledBooklet:
    """A booklet that was read and compiled without errors.

    Attributes:
        booklet: The booklet's file.
        book: The compiled tree.
        commons: Series, layout and sources for each depth.
        partners: The partners by name, in the booklet's order.
        warnings: The warnings of all files.
        share_safe: Whether finished files carry the sources without comments and internal keys.
    """

    booklet: Booklet
    book: Book
    commons: Mapping[Depth, SharedInput]
    partners: Mapping[str, BookletMember]
    warnings: tuple[Problem, ...]
    share_safe: bool = False


@dataclass(frozen=True, slots=True)
class TypesetChapter:
    """A chapter that was typeset.

    Attributes:
        chapter: The chapter.
        typeset: Its pages.
        running_heads: Its running heads and tab, as overlay pages.
        parsed: Its pages, parsed for the merge; None for half a page, which is merged with another first.
        first_folio: The number of its first page; 0 until it is known.
    """

    chapter: Chapter
    typeset: Typeset
    running_heads: CheckedPages
    parsed: ParsedPart | None
    first_folio: int = 0


@dataclass(frozen=True, slots=True)
class BookletContext:
    """A booklet and the options for typesetting it.

    Attributes:
        where: The workspace.
        compiled: The booklet.
        stylesheets: Style sheets that come after all others.
        bleed: How far colour goes beyond the trim, in mm.
        cache: The cache of pages.
        with_boxes_of: The partner whose places of values are wanted; the file is the same.
    """

    where: Workspace
    compiled: CompiledBooklet
    stylesheets: tuple[Stylesheet, ...] = ()
    bleed: float = 0
    cache: Cache | None = None
    with_boxes_of: str = ""


_Failure = tuple[tuple[Problem, ...], tuple[Problem, ...]]
_ChapterOutcome = TypesetChapter | _Failure
ChapterPosition = tuple[int, bool | None]
"""A chapter's index, and whether it begins on a right-hand page (``None`` if this makes no difference)."""
ChapterRunner = Callable[[BookletContext, Sequence[ChapterPosition]], Iterator[_ChapterOutcome]]
"""Calls :func:`typeset_chapter` for several places, perhaps in parallel; yields results in their order."""


def typeset_chapters(
    context: BookletContext,
    each: Callable[[Sequence[Chapter]], Iterable[Chapter]] = iter,
    jobs: int = 1,
    runner: ChapterRunner | None = None,
    upto: int | None = None,
) -> tuple[list[TypesetChapter], int]:
    """Typeset the partners of a booklet.

    Args:
        context: The booklet.
        each: Iterates over the chapters, for instance with a progress bar.
        jobs: How many processes; other systems than Linux use one.
        runner: Typesets partners elsewhere, instead of in processes of this machine.
        upto: How many partners to typeset; all if ``None``.

    Returns:
        The chapters with their folios, and the number of the page after the last one.

    Raises:
        BrochureError: The faults of all partners, or a process died (K108).
    """
    book = context.compiled.book
    if runner is None:
        runner = (
            _forked_runner(jobs)
            if min(jobs, len(book.chapters)) > 1 and sys.platform == "linux"
            else _run_here
        )
    chapters = book.chapters[:upto]
    sided = {
        depth: running_heads.has_sided_pages(common.layout)
        for depth, common in context.compiled.commons.items()
    }
    matters = [sided[chapter.depth] for chapter in chapters]
    folios = _chapter_folios(book, [_guess_page_count(chapter) for chapter in chapters])
    places: list[ChapterPosition] = _chapter_positions(folios, matters)
    found = [outcome for _, outcome in zip(each(chapters), _outcomes(context, runner, places), strict=True)]
    while wrong := _corrected_positions(
        places, folios := _chapter_folios(book, list(map(_page_count, found))), matters
    ):
        for place, outcome in zip(wrong, _outcomes(context, runner, wrong), strict=True):
            places[place[0]], found[place[0]] = place, outcome
    found = [_fitting(context, chapter, one) for chapter, one in zip(chapters, found, strict=True)]
    done = [outcome for outcome in found if isinstance(outcome, TypesetChapter)]
    if failures := [outcome for outcome in found if not isinstance(outcome, TypesetChapter)]:
        problems = [problem for failure in failures for problem in failure[0]]
        raise BrochureError(problems, [warning for failure in failures for warning in failure[1]])
    behind = folios[-1] + len(done[-1].typeset.texts) if done else 1
    return [replace(one, first_folio=folio) for one, folio in zip(done, folios, strict=True)], behind


def _chapter_positions(folios: Sequence[int], matters: Sequence[bool]) -> list[ChapterPosition]:
    return [
        (index, folio % 2 == 1 if sided else None)
        for index, (folio, sided) in enumerate(zip(folios, matters, strict=True))
    ]


def _corrected_positions(
    places: Sequence[ChapterPosition], folios: Sequence[int], matters: Sequence[bool]
) -> list[ChapterPosition]:
    """The correct places of chapters that were typeset for the wrong side."""
    return [
        right
        for place, right in zip(places, _chapter_positions(folios, matters), strict=True)
        if right != place
    ]


def _fitting(context: BookletContext, chapter: Chapter, outcome: _ChapterOutcome) -> _ChapterOutcome:
    """The outcome, or the failure that a partner is too long for its half page."""
    booklet = context.compiled.booklet
    if isinstance(outcome, TypesetChapter):
        told = half_pages.too_long_half(booklet, chapter, _page_count(outcome))
        return ((told,), outcome.typeset.warnings) if told else outcome
    told = half_pages.too_long_half(booklet, chapter, 0, outcome[0])
    return ((told, *outcome[0]), outcome[1]) if told else outcome


def _page_count(outcome: _ChapterOutcome) -> int:
    """The number of pages of a chapter; 1 if it failed."""
    return len(outcome.typeset.texts) if isinstance(outcome, TypesetChapter) else 1


def _first_allowed_folio(book: Book, folio: int, count: int) -> int:
    """The number of the first page, from ``folio`` on, that a partner with ``count`` pages may begin on."""
    return _next_on_side(page_side(book.start, count), folio)


def opener_folio(book: Book, folio: int) -> int:
    """The number of the first page, from ``folio`` on, that an opener may stand on."""
    return _next_on_side(opener_side(book.start), folio)


def _next_on_side(side: int | None, folio: int) -> int:
    return folio + (side is not None and folio % 2 != side)


def typeset_chapter(context: BookletContext, index: int, recto: bool | None) -> _ChapterOutcome:
    """Typeset a chapter; a failure is returned as (problems, warnings).

    Args:
        context: The booklet.
        index: The index of the chapter.
        recto: Whether it begins on a right-hand page; ``None`` if its layout makes no difference.
    """
    chapter = context.compiled.book.chapters[index]
    try:
        made = page_cache.typeset_cached(
            context.cache, _typeset_setting(context, chapter, recto), _locator(context, chapter)
        )
        return TypesetChapter(
            chapter,
            made,
            page_cache.render_cached(context.cache, _heads_rendering(context, chapter, index)),
            _parsed_part(context, chapter, made),
        )
    except BrochureError as error:
        return error.problems, error.warnings


def _typeset_setting(context: BookletContext, chapter: Chapter, recto: bool | None) -> Setting:
    document, common = chapter.document, context.compiled.commons[chapter.depth]
    side = () if recto is None else (running_heads.first_page_side(recto=recto),)
    return Setting(
        document,
        common.layout,
        common.layout_shown,
        context.where.root,
        weasyprint.NO_RECORD,
        f"{context.compiled.book.id}/{document.id}.pdf",
        (running_heads.NO_MARGIN_BOXES, *side, *context.stylesheets),
        book_html.notes_target(document.id) if document.placement is Placement.BOOKLET else "",
        preflight.PART_RULES,
        with_boxes=document.id == context.with_boxes_of,
    )


def _locator(context: BookletContext, chapter: Chapter) -> Locate:
    return context.compiled.partners[chapter.document.id].locate


def _heads_rendering(context: BookletContext, chapter: Chapter, index: int) -> Rendering:
    document = chapter.document
    if chapter.half is Half.LOWER:  # the upper half has the running head of the page
        document = replace(document, title="", series="")
    elif chapter.shared_head:
        document = replace(document, title=chapter.shared_head)
    tab = Tab(index, len(context.compiled.book.chapters), chapter.tab, document.accent)
    page = running_heads.running_heads_html(head_design(context, chapter.depth), document, tab, context.bleed)
    return overlay_sheet(context, page, f"{document.id}-heads")


def font_files_by_name(context: BookletContext) -> dict[str, Path]:
    """The font files of all layouts, by the names of the fonts in the PDF parts."""
    layouts = [common.layout for common in context.compiled.commons.values()]
    own = [face for layout in layouts for face in layout.font_files()]
    fallbacks = [face for layout in layouts for face in layout.fallback_files()]
    return {
        family.family.replace(" ", "-") + ("-Bold" if weight == "700" else ""): path
        for family, weight, path in (*own, *fallbacks)
    }


def head_design(context: BookletContext, depth: Depth) -> HeadDesign:
    """The design of running heads and folios for partners of a depth."""
    compiled = context.compiled
    main, on = compiled.commons[Depth.FULL], compiled.commons[depth].layout
    if depth is Depth.HALF:  # drawn over the whole page
        page = on.data.page.model_copy(update={"height": main.layout.data.page.height})
        on = replace(on, data=on.data.model_copy(update={"page": page}))
    return HeadDesign(compiled.book, main.layout, main.layout_shown, context.where.root, on)


def overlay_sheet(
    context: BookletContext, page: HtmlPage, name: str, sample: Sequence[int] = ()
) -> Rendering:
    """The rendering task of an overlay sheet; the preflight checks only the pages ``sample``, if given."""
    main = context.compiled.commons[Depth.FULL]
    families = frozenset(main.layout.families)
    file = f"{context.compiled.book.id}/{name}.pdf"
    return Rendering(
        replace(page, stylesheets=(*page.stylesheets, *context.stylesheets)),
        main.layout,
        main.layout_shown,
        file,
        lambda data: preflight.check_part(
            reader.extract_pages(data, sample) if sample else data, file=file, fonts=families
        ),
    )


def _cached_chapter(context: BookletContext, index: int, recto: bool | None) -> TypesetChapter | None:
    """A chapter from the cache; ``None`` unless its pages and its running heads are both there."""
    chapter = context.compiled.book.chapters[index]
    made = page_cache.find_typeset(
        context.cache, _typeset_setting(context, chapter, recto), _locator(context, chapter)
    )
    if made is None:
        return None
    heads = page_cache.find_rendered(context.cache, _heads_rendering(context, chapter, index))
    return TypesetChapter(chapter, made, heads, _parsed_part(context, chapter, made)) if heads else None


def _parsed_part(context: BookletContext, chapter: Chapter, made: Typeset) -> ParsedPart | None:
    """Parse the pages for the merge; done here because chapters run in parallel and binding does not."""
    if chapter.half:
        return None
    return part_cache.merge_steps(context.cache).parse_part(
        made.data, chapter.document.id, tuple(font_files_by_name(context)), layers=LAYERS
    )


# --- several at once ----------------------------------------------------------------------------


def _run_here(context: BookletContext, places: Sequence[ChapterPosition]) -> Iterator[_ChapterOutcome]:
    """Typeset chapters in this process, one after the other."""
    return (typeset_chapter(context, *place) for place in places)


def _forked_runner(jobs: int) -> ChapterRunner:
    """A function that typesets chapters in ``jobs`` processes of this machine."""

    def runner(context: BookletContext, places: Sequence[ChapterPosition]) -> Iterator[_ChapterOutcome]:
        weasyprint.prepare_renderer(
            context.compiled.commons[Depth.FULL].layout.font_paths
        )  # once, for all processes
        return processes.map_in_processes(lambda place: typeset_chapter(context, *place), places, jobs)

    return runner


def _outcomes(
    context: BookletContext, runner: ChapterRunner, places: Sequence[ChapterPosition]
) -> Iterator[_ChapterOutcome]:
    """The outcomes of places, in their order; ``runner`` typesets only those that are not in the cache."""
    ready = (
        {place: kept for place in places if (kept := _cached_chapter(context, *place))}
        if context.cache
        else {}
    )
    missing = [place for place in places if place not in ready]
    made = runner(context, missing) if missing else iter(())
    try:
        for place in places:
            yield ready.pop(place) if place in ready else next(made)
    except processes.CrashError as crash:
        index, _ = missing[crash.index]
        raise BrochureError([problem("K108", name=context.compiled.book.chapters[index].name)]) from None


def _chapter_folios(book: Book, counts: Sequence[int]) -> list[int]:
    folios: list[int] = []
    folio = 1
    opened = {opener.before for opener in book.openers}
    for chapter, count in zip(book.chapters, counts, strict=False):
        if chapter.half is Half.LOWER:  # on the page of the upper half
            folios.append(folios[-1])
            continue
        if chapter.document.id in opened:
            folio = opener_folio(book, folio) + 1
        folio = _first_allowed_folio(book, folio, count)
        folios.append(folio)
        folio += count
    return folios


def _guess_page_count(chapter: Chapter) -> int:
    if chapter.depth in (Depth.PAGE, Depth.HALF):
        return 1
    characters = sum(len(plain_text(paragraph.content)) for paragraph in answer_paragraphs(chapter.document))
    return 1 + characters // CHARACTERS_PER_PAGE_GUESS
