"""Typeset the parts of a booklet and bind them into one file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from brochure.build import booklet_overlay
from brochure.build.booklet_overlay import BookletOverlay
from brochure.build.bound_pages import BoundPages, bound_pages
from brochure.build.chapters import (
    BookletContext,
    ChapterRunner,
    CompiledBooklet,
    TypesetChapter,
    font_files_by_name,
    opener_folio,
    typeset_chapters,
)
from brochure.build.record import record_of_booklet
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.document.book import Book, Chapter, Depth, Opener
from brochure.pdf import reader
from brochure.pdf.merge import part_cache
from brochure.pdf.merge.merge import BookPart, PageLabel, merge_parts
from brochure.pdf.preflight import preflight
from brochure.pdf.preflight.report import Report
from brochure.storage.cache import Cache
from brochure.storage.workspace import Workspace
from brochure.typesetting import book_html, page_cache
from brochure.typesetting.book_html import Folios
from brochure.typesetting.html import HtmlPage, Stylesheet
from brochure.typesetting.page_cache import CheckedPages, Rendering
from brochure.typesetting.running_heads import BookPosition


@dataclass(frozen=True, slots=True)
class BoundBooklet:
    """A booklet that was typeset and bound.

    Attributes:
        data: The PDF.
        pages: The number of pages.
        chapter_pages: The number of pages of each partner, by id.
        folios: Page numbers: of the first page by partner and by part, of words of the index by
            ``partner/word``.
        warnings: The warnings of all parts.
        faults: The faults of all parts; they must be mended before print.
        files: The pictures on its pages, as paths in the workspace.
    """

    data: bytes
    pages: int
    chapter_pages: Mapping[str, int]
    folios: Mapping[str, int]
    warnings: tuple[Problem, ...]
    faults: tuple[Problem, ...]
    files: tuple[str, ...]


def typeset_book(
    where: Workspace,
    compiled: CompiledBooklet,
    each: Callable[[Sequence[Chapter]], Iterable[Chapter]] = iter,
    *,
    more: tuple[Stylesheet, ...] = (),
    bleed: float = 0,
    jobs: int = 1,
    covered: bool = True,
    cache: Cache | None = None,
    runner: ChapterRunner | None = None,
) -> BoundBooklet:
    """Typeset the parts of a booklet and bind them.

    Args:
        where: The workspace.
        compiled: The booklet.
        each: Iterates over the chapters, for instance with a progress bar.
        more: Style sheets that come after those of all parts.
        bleed: How far colour goes beyond the trim, in mm.
        jobs: How many processes typeset partners.
        covered: Also bind the cover and its inside; otherwise only the text block.
        cache: The cache of pages.
        runner: Typesets partners elsewhere, instead of in processes of this machine.

    Raises:
        BrochureError: A part has a fault that must not be printed.
    """
    main = compiled.commons[Depth.FULL]
    parts = (*book_html.PARTS, *([book_html.OPENER] if compiled.book.openers else []))
    book_html.check_book_templates(main.layout, main.layout_shown, parts)
    context = BookletContext(where, compiled, more, bleed, cache)
    chapters, end = typeset_chapters(context, each, jobs, runner)
    bound = bound_pages(context, chapters)
    laid = booklet_overlay.make_overlay(context, bound, jobs)
    words = _folios_of_index_words(compiled.book, chapters)
    own = _own_parts(context, chapters, end, words, covered=covered)
    data = merge_parts(
        _book_parts(compiled.book, bound, own, laid),
        font_files_by_name(context),
        laid.sheets,
        record=_record_pdf(context, own.opening),
        steps=part_cache.merge_steps(cache),
    )
    warnings, faults = _collect_problems(compiled, chapters, own, laid)
    if own.blank:
        warnings.append(_blank_pages_warning(compiled, chapters, own))
    numbers = {f"{partner}/{word}": int(found[0]) for (partner, word), found in words.items()}
    shown = [file for found in chapters for file in found.typeset.files]
    shown += [file for part in own.made.values() for file in part.written.files]
    return BoundBooklet(
        data,
        own.pages,
        {found.chapter.document.id: len(found.typeset.texts) for found in chapters},
        {**own.numbers, **numbers},
        tuple(dict.fromkeys(warnings)),
        tuple(faults),
        tuple(shown),
    )


@dataclass(frozen=True, slots=True)
class OwnParts:
    """The typeset parts of a booklet besides its partners.

    Attributes:
        made: The parts by name (openers, back, cover, front, colophon), in the order they were typeset.
        opening: The HTML of the part that is bound first.
        numbers: The numbers of first pages, by partner and part.
        pages: The number of pages of the whole booklet.
        blank: The number of blank pages before the colophon.
        first: The number of the first page of the front matter; 2 if it begins inside the cover.
    """

    made: Mapping[str, CheckedPages]
    opening: HtmlPage
    numbers: Mapping[str, int]
    pages: int
    blank: int
    first: int


_Words = Mapping[tuple[str, str], tuple[str, ...]]  # page numbers of words of the index, by partner and word


def _folios_of_index_words(book: Book, chapters: Sequence[TypesetChapter]) -> _Words:
    return {
        (entry.partner, entry.word): _folios_of_word(entry.word, found)
        for found in chapters
        for group in book.index
        for item in group.entries
        for entry in item.places
        if entry.word and entry.partner == found.chapter.document.id
    }


def _own_parts(
    context: BookletContext, chapters: Sequence[TypesetChapter], end: int, words: _Words, *, covered: bool
) -> OwnParts:
    """Typeset the parts besides the partners; ``end`` is the number of the page after the last partner."""
    book = context.compiled.book
    numbers = {found.chapter.document.id: found.first_folio for found in chapters}
    numbers |= _opener_folios(book, chapters)
    made = {one.part: _typeset_opener(context, one, numbers, words) for one in book.openers}
    if book.marks or book.facts or book.notes or book.glossary or book.index or book.closing:
        page = _part_html(context, "back", BookPosition(end, end % 2 == 1), numbers, words)
        made["back"] = _typeset_part(context, "back", page)
        back = made["back"].written
        starts = reader.named_place_pages(back.data)
        numbers |= {name: end + index for name, index in starts.items() if name in book.titles}
        end += back.pages
    opening: HtmlPage | None = None
    if covered:
        opening = _part_html(context, "cover", BookPosition(0, recto=True), numbers, words)
        made["cover"] = _typeset_part(context, "cover", opening)
    contents, first = _typeset_front(context, made, numbers, words, covered=covered)
    front = made["front"].written.pages
    before = 2 * covered + front + front % 2 if first == 1 else 1 + front
    total = before + end  # the colophon is the last
    blank = -total % book.multiple
    last = _part_html(context, "colophon", BookPosition(0, recto=(total + blank) % 2 == 1), numbers, words)
    made["colophon"] = _typeset_part(context, "colophon", last)
    return OwnParts(made, opening or contents, numbers, total + blank, blank, first)


def _opener_folios(book: Book, chapters: Sequence[TypesetChapter]) -> dict[str, int]:
    """The numbers of the pages of openers, by their parts."""
    openers, numbers, following = {one.before: one for one in book.openers}, {}, 1
    for found in chapters:
        if opener := openers.get(found.chapter.document.id):
            numbers[opener.part] = opener_folio(book, following)
        following = found.first_folio + len(found.typeset.texts)
    return numbers


def _typeset_opener(
    context: BookletContext, opener: Opener, numbers: Mapping[str, int], words: _Words
) -> CheckedPages:
    """The page of an opener.

    Raises:
        BrochureError: It has more pages than one (K112).
    """
    folio = numbers[opener.part]
    standing = BookPosition(folio, recto=folio % 2 == 1)
    page = _part_html(context, book_html.OPENER, standing, numbers, words, opener)
    made = _typeset_part(context, opener.part, page)
    if made.written.pages > 1:
        place = context.compiled.booklet.source.locate(("openers",))
        told = problem("K112", place, region=opener.name, count=len(opener.rows), pages=made.written.pages)
        raise BrochureError([told])
    return made


def _typeset_front(
    context: BookletContext,
    made: dict[str, CheckedPages],
    numbers: Mapping[str, int],
    words: _Words,
    *,
    covered: bool,
) -> tuple[HtmlPage, int]:
    """Typeset the front matter; returns its HTML and the number of its first page.

    An odd number of pages begins inside the cover of a saddle-stitched booklet, on page 2: then foreword and
    contents are a spread, no page is blank, and the first partner begins on a recto. Otherwise the inside of
    the cover stays blank.
    """
    if covered and context.compiled.book.binding == "saddle":
        page = _part_html(context, "front", BookPosition(2, recto=False, roman=True), numbers, words)
        made["front"] = _typeset_part(context, "front", page)
        if made["front"].written.pages % 2:
            return page, 2
    page = _part_html(context, "front", BookPosition(1, recto=True, roman=True), numbers, words)
    made["front"] = _typeset_part(context, "front", page)
    return page, 1


def _part_html(
    context: BookletContext,
    part: str,
    standing: BookPosition,
    numbers: Mapping[str, int],
    words: _Words,
    opener: Opener | None = None,
) -> HtmlPage:
    """The HTML of a part of the booklet, from its template."""
    main = context.compiled.commons[Depth.FULL]
    folios = Folios({name: str(number) for name, number in numbers.items()}, words)
    return book_html.write_book_html(
        part,
        context.compiled.book,
        main.layout,
        standing,
        folios,
        root=context.where.root,
        shown=main.layout_shown,
        opener=opener,
    )


def _typeset_part(context: BookletContext, part: str, page: HtmlPage) -> CheckedPages:
    """The pages of a part, with their preflight report."""
    main, fonts = context.compiled.commons[Depth.FULL], font_families(context.compiled)
    file = f"{context.compiled.book.id}/{part}.pdf"
    rendering = Rendering(
        replace(page, stylesheets=(*page.stylesheets, *context.stylesheets)),
        main.layout,
        main.layout_shown,
        file,
        lambda data: preflight.check_part(data, file=file, fonts=fonts),
    )
    return page_cache.render_cached(context.cache, rendering)


def _book_parts(
    book: Book, bound: Sequence[BoundPages], own: OwnParts, laid: BookletOverlay
) -> list[BookPart]:
    """All parts in the order of the bound book, with blank pages before the colophon."""
    made = {name: part.written for name, part in own.made.items()}
    parts: list[BookPart] = []
    if "cover" in made:
        parts.append(BookPart("cover", made["cover"].data, title=book.title))
        parts += [BookPart("inside", blank=1)] if own.first == 1 else []
    front = made["front"]
    parts.append(BookPart("front", front.data, PageLabel.ROMAN, own.first, book.titles["contents"]))
    if front.pages % 2 and own.first == 1:
        parts.append(BookPart("front-end", blank=1, label=PageLabel.ROMAN, first=front.pages + 1))
    openers, following = {one.before: one for one in book.openers}, 1
    for found in bound:
        name = found.name
        if opener := openers.get(name):
            folio, data = own.numbers[opener.part], made[opener.part].data
            parts += _blank_pages(opener.part, following, folio)
            parts.append(BookPart(opener.part, data, PageLabel.DECIMAL, folio, opener.name))
            following = folio + 1
        parts += _blank_pages(name, following, found.first_folio)
        over = laid.pages[name]
        parts.append(
            BookPart(
                name,
                found.data,
                PageLabel.DECIMAL,
                found.first_folio,
                found.title,
                over=over,
                piece=found.parsed,
            )
        )
        following = found.following
    if "back" in made:
        parts.append(BookPart("back", made["back"].data, PageLabel.DECIMAL, following, book.titles["tables"]))
    if own.blank:
        parts.append(BookPart("end", blank=own.blank))
    return [*parts, BookPart("colophon", made["colophon"].data, title=book.titles["colophon"])]


def _blank_pages(name: str, following: int, first: int) -> list[BookPart]:
    """Blank pages before a part, if it does not begin on the following page."""
    if first == following:
        return []
    return [BookPart(f"before-{name}", blank=first - following, label=PageLabel.DECIMAL, first=following)]


def _collect_problems(
    compiled: CompiledBooklet, chapters: Sequence[TypesetChapter], own: OwnParts, laid: BookletOverlay
) -> tuple[list[Problem], list[Problem]]:
    """The warnings and the faults of all parts."""
    reports = [found.typeset.report for found in chapters]
    reports += [*laid.reports, *(part.report for part in own.made.values())]
    warnings = [
        *compiled.warnings,
        *(warning for found in chapters for warning in found.typeset.warnings),
        *(warning for part in own.made.values() for warning in part.written.warnings),
        *(warning for report in reports for warning in report.warnings),
    ]
    return warnings, [fault for report in reports for fault in report.problems]


def font_families(compiled: CompiledBooklet) -> frozenset[str]:
    """The font families of a booklet's layouts."""
    return frozenset(family for common in compiled.commons.values() for family in common.layout.families)


def _folios_of_word(word: str, found: TypesetChapter) -> tuple[str, ...]:
    """The numbers of a chapter's pages that contain a word.

    A word that is broken over two pages is on neither; then the number of the first page of the chapter.
    """
    bare = ["".join(text.split()) for text in found.typeset.texts]
    numbers = [str(found.first_folio + index) for index, text in enumerate(bare) if word in text]
    return tuple(numbers) or (str(found.first_folio),)


def _record_pdf(context: BookletContext, first: HtmlPage) -> bytes:
    """A PDF that carries only the archive record of the booklet.

    It is a separate part because the record changes with every profile. Its metadata come from ``first``, the
    part that is bound first.
    """
    main, file = context.compiled.commons[Depth.FULL], f"{context.compiled.book.id}/record.pdf"
    rendering = Rendering(
        book_html.without_body(first),
        main.layout,
        main.layout_shown,
        file,
        lambda _: Report(file, 1, ()),
        record_of_booklet(context.compiled),
    )
    return page_cache.render_cached(context.cache, rendering).written.data


def _blank_pages_warning(
    compiled: CompiledBooklet, chapters: Sequence[TypesetChapter], own: OwnParts
) -> Problem:
    """The warning that blank pages were added, with ways to use or avoid them (K202)."""
    book = compiled.book
    long = [found for found in chapters if len(found.typeset.texts) > 1]
    thin = min(long, key=lambda found: len(found.typeset.texts[-1]), default=None)
    return problem(
        "K202",
        compiled.booklet.source.locate(()),
        pages=own.pages,
        multiple=book.multiple,
        blank=own.blank,
        over=book.multiple - own.blank,
        thin=thin.chapter.name if thin else "—",
    )
