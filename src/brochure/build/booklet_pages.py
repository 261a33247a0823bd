"""Typeset the parts of a booklet and bind them into one file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from brochure.build import booklet_overlay as overlay
from brochure.build.booklet_overlay import Overlay
from brochure.build.chapters import CompiledBooklet, Set, Spread, Work, chapters_of, faces
from brochure.build.record import record_of_booklet
from brochure.diagnostics.problem import Problem, problem
from brochure.document.book import Book, Chapter, Depth
from brochure.pdf import reader as pages
from brochure.pdf.merge import part_cache as pieces
from brochure.pdf.merge.merge import BookPart, PageLabel, merge_parts
from brochure.pdf.preflight import preflight
from brochure.pdf.preflight.report import Report
from brochure.storage.cache import Cache
from brochure.storage.workspace import Workspace
from brochure.typesetting import book_html as bookhtml
from brochure.typesetting import page_cache as kept
from brochure.typesetting.book_html import Folios
from brochure.typesetting.html import HtmlPage, Stylesheet
from brochure.typesetting.page_cache import CheckedPages, Rendering
from brochure.typesetting.running_heads import BookPosition


@dataclass(frozen=True, slots=True)
class Bound:
    """A booklet that was typeset and bound.

    ``folios`` are the numbers of first pages by partner and part, and of words of the index by
    ``partner/word``; ``warnings`` and ``faults``, which must be mended before print, are those of its parts;
    ``files`` are the pictures it shows, by their paths in the workspace.
    """

    data: bytes
    pages: int
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
    spread: Spread | None = None,
) -> Bound:
    """Typeset the parts of a booklet and bind them.

    Args:
        where: The workspace.
        compiled: The booklet.
        each: Goes through the chapters, for instance with a progress bar.
        more: Style sheets that come after those of all parts.
        bleed: How far colour goes beyond the trim, in mm.
        jobs: In how many processes partners are typeset.
        covered: Whether the cover and its inside are bound too, or only the text block.
        cache: Where pages are kept that need not be set again.
        spread: What typesets partners instead of processes here.

    Raises:
        BrochureError: A part has a fault that must not be printed.
    """
    main = compiled.commons[Depth.FULL]
    bookhtml.check_book_templates(main.layout, main.layout_shown)
    work = Work(where, compiled, more, bleed, cache)
    chapters, end = chapters_of(work, each, jobs, spread)
    laid = overlay.lay(work, chapters, jobs)
    words = _words_of_index(compiled.book, chapters)
    own = _own_parts(work, chapters, end, words, covered=covered)
    data = merge_parts(
        _sequence(compiled.book, chapters, own, laid),
        faces(work),
        laid.sheets,
        record=_recorded(work, own.opening),
        steps=pieces.merge_steps(cache),
    )
    warnings, faults = _judged(compiled, chapters, own, laid)
    if own.blank:
        warnings.append(_blank_pages(compiled, chapters, own))
    numbers = {f"{partner}/{word}": int(found[0]) for (partner, word), found in words.items()}
    shown = [file for found in chapters for file in found.made.files]
    shown += [file for part in own.made.values() for file in part.written.files]
    return Bound(
        data,
        own.pages,
        {**own.numbers, **numbers},
        tuple(dict.fromkeys(warnings)),
        tuple(faults),
        tuple(shown),
    )


@dataclass(frozen=True, slots=True)
class Parts:
    """What a booklet has besides its partners, typeset.

    Attributes:
        made: Its parts by name: back, cover, front, colophon, in the order they were set.
        opening: The page that is bound first.
        numbers: The numbers of first pages, by partner and part.
        pages: Of the whole booklet.
        blank: How many of them are blank before the colophon.
    """

    made: Mapping[str, CheckedPages]
    opening: HtmlPage
    numbers: Mapping[str, int]
    pages: int
    blank: int


_Words = Mapping[tuple[str, str], tuple[str, ...]]  # page numbers of words of the index, by partner and word


def _words_of_index(book: Book, chapters: Sequence[Set]) -> _Words:
    return {
        (entry.partner, entry.word): _pages_of(entry.word, found)
        for found in chapters
        for group in book.index
        for item in group.entries
        for entry in item.places
        if entry.word and entry.partner == found.chapter.document.id
    }


def _own_parts(work: Work, chapters: Sequence[Set], end: int, words: _Words, *, covered: bool) -> Parts:
    """Typeset the parts that are no partner's; ``end`` is the number of the page behind the last partner."""
    book = work.compiled.book
    numbers = {found.chapter.document.id: found.first for found in chapters}
    made: dict[str, CheckedPages] = {}
    if book.marks or book.facts or book.notes or book.glossary or book.index or book.closing:
        page = _filled(work, "back", BookPosition(end, end % 2 == 1), numbers, words)
        made["back"] = _typeset_part(work, "back", page)
        back = made["back"].written
        starts = pages.named_place_pages(back.data)
        numbers |= {name: end + index for name, index in starts.items() if name in book.titles}
        end += back.pages
    opening: HtmlPage | None = None
    if covered:
        opening = _filled(work, "cover", BookPosition(0, recto=True), numbers, words)
        made["cover"] = _typeset_part(work, "cover", opening)
    contents = _filled(work, "front", BookPosition(1, recto=True, roman=True), numbers, words)
    made["front"] = _typeset_part(work, "front", contents)
    front = made["front"].written.pages
    total = 2 * covered + front + front % 2 + end  # the cover's inside is blank, the colophon is the last
    blank = -total % book.multiple
    last = _filled(work, "colophon", BookPosition(0, recto=(total + blank) % 2 == 1), numbers, words)
    made["colophon"] = _typeset_part(work, "colophon", last)
    return Parts(made, opening or contents, numbers, total + blank, blank)


def _filled(
    work: Work, part: str, standing: BookPosition, numbers: Mapping[str, int], words: _Words
) -> HtmlPage:
    """A part of the booklet from its template."""
    main = work.compiled.commons[Depth.FULL]
    folios = Folios({name: str(number) for name, number in numbers.items()}, words)
    return bookhtml.write_book_html(
        part,
        work.compiled.book,
        main.layout,
        standing,
        folios,
        root=work.where.root,
        shown=main.layout_shown,
    )


def _typeset_part(work: Work, part: str, page: HtmlPage) -> CheckedPages:
    """The pages of a part, looked at by the preflight."""
    main, fonts = work.compiled.commons[Depth.FULL], families(work.compiled)
    file = f"{work.compiled.book.id}/{part}.pdf"
    rendering = Rendering(
        replace(page, stylesheets=(*page.stylesheets, *work.more)),
        main.layout,
        main.layout_shown,
        file,
        lambda data: preflight.check_part(data, file=file, fonts=fonts),
    )
    return kept.render_cached(work.cache, rendering)


def _sequence(book: Book, chapters: Sequence[Set], own: Parts, laid: Overlay) -> list[BookPart]:
    """The parts in their order, with blank pages before the colophon."""
    made = {name: part.written for name, part in own.made.items()}
    parts: list[BookPart] = []
    if "cover" in made:
        parts += [BookPart("cover", made["cover"].data, title=book.title), BookPart("inside", blank=1)]
    front = made["front"]
    parts.append(BookPart("front", front.data, PageLabel.ROMAN, title=book.titles["contents"]))
    if front.pages % 2:
        parts.append(BookPart("front-end", blank=1, label=PageLabel.ROMAN, first=front.pages + 1))
    following = 1
    for found in chapters:
        name = found.chapter.document.id
        if gap := found.first - following:
            parts.append(BookPart(f"before-{name}", blank=gap, label=PageLabel.DECIMAL, first=following))
        over = laid.pages[name]
        parts.append(
            BookPart(
                name,
                found.made.data,
                PageLabel.DECIMAL,
                found.first,
                found.chapter.name,
                over=over,
                piece=found.piece,
            )
        )
        following = found.first + len(found.made.texts)
    if "back" in made:
        parts.append(BookPart("back", made["back"].data, PageLabel.DECIMAL, following, book.titles["tables"]))
    if own.blank:
        parts.append(BookPart("end", blank=own.blank))
    return [*parts, BookPart("colophon", made["colophon"].data, title=book.titles["colophon"])]


def _judged(
    compiled: CompiledBooklet, chapters: Sequence[Set], own: Parts, laid: Overlay
) -> tuple[list[Problem], list[Problem]]:
    """Doubts and faults of each part on its own."""
    reports = [found.made.report for found in chapters]
    reports += [*laid.reports, *(part.report for part in own.made.values())]
    warnings = [
        *compiled.warnings,
        *(warning for found in chapters for warning in found.made.warnings),
        *(warning for part in own.made.values() for warning in part.written.warnings),
        *(warning for report in reports for warning in report.warnings),
    ]
    return warnings, [fault for report in reports for fault in report.problems]


def families(compiled: CompiledBooklet) -> frozenset[str]:
    """The families that a booklet is printed with."""
    return frozenset(family for common in compiled.commons.values() for family in common.layout.families)


def _pages_of(word: str, found: Set) -> tuple[str, ...]:
    """The numbers of the pages on which a word stands; that of the first if it is broken over two."""
    bare = ["".join(text.split()) for text in found.made.texts]
    numbers = [str(found.first + index) for index, text in enumerate(bare) if word in text]
    return tuple(numbers) or (str(found.first),)


def _recorded(work: Work, first: HtmlPage) -> bytes:
    """The record as a file of its own, as it changes with every profile; the first part says whose it is."""
    main, file = work.compiled.commons[Depth.FULL], f"{work.compiled.book.id}/record.pdf"
    rendering = Rendering(
        bookhtml.without_body(first),
        main.layout,
        main.layout_shown,
        file,
        lambda _: Report(file, 1, ()),
        record_of_booklet(work.compiled),
    )
    return kept.render_cached(work.cache, rendering).written.data


def _blank_pages(compiled: CompiledBooklet, chapters: Sequence[Set], own: Parts) -> Problem:
    """Say that blank pages were put in, and how they could be used or saved."""
    book = compiled.book
    long = [found for found in chapters if len(found.made.texts) > 1]
    thin = min(long, key=lambda found: len(found.made.texts[-1]), default=None)
    return problem(
        "K202",
        compiled.booklet.source.locate(()),
        pages=own.pages,
        multiple=book.multiple,
        blank=own.blank,
        over=book.multiple - own.blank,
        thin=thin.chapter.name if thin else "—",
    )
