"""Typeset the parts of a booklet and bind them into one file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.build import booklet_overlay as overlay
from brochure.build.booklet_overlay import Overlay
from brochure.build.chapters import Compiled, Set, Spread, Work, chapters_of, faces
from brochure.diagnostics.problem import Problem, problem
from brochure.document.book import Book, Chapter, Depth
from brochure.pdf import reader as pages
from brochure.pdf.merge import part_cache as pieces
from brochure.pdf.merge.merge import Label, Part, bind
from brochure.pdf.preflight import preflight
from brochure.pdf.preflight.report import Report
from brochure.storage.cache import Cache
from brochure.storage.workspace import Workspace
from brochure.typesetting import book_html as bookhtml
from brochure.typesetting import page_cache as kept
from brochure.typesetting import weasyprint as pdf
from brochure.typesetting.book_html import Folios
from brochure.typesetting.html import Page, Stylesheet
from brochure.typesetting.page_cache import Rendering
from brochure.typesetting.running_heads import Standing
from brochure.typesetting.weasyprint import Record


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
    compiled: Compiled,
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
    book, main = compiled.book, compiled.commons[Depth.FULL]
    bookhtml.check(main.layout, main.layout_shown)
    work = Work(where, compiled, more, bleed, cache)
    chapters, end = chapters_of(work, each, jobs, spread)
    laid = overlay.lay(work, chapters, jobs)
    words = {
        (entry.partner, entry.word): _pages_of(entry.word, found)
        for found in chapters
        for group in book.index
        for item in group.entries
        for entry in item.places
        if entry.word and entry.partner == found.chapter.document.id
    }
    numbers = {found.chapter.document.id: found.first for found in chapters}

    families = _families(compiled)
    reports: list[Report] = [*laid.reports]

    def filled(part: str, standing: Standing) -> Page:
        folios = Folios({name: str(number) for name, number in numbers.items()}, words)
        return bookhtml.write(
            part, book, main.layout, standing, folios, root=where.root, shown=main.layout_shown
        )

    def own(part: str, page: Page) -> pdf.Written:
        page = replace(page, stylesheets=(*page.stylesheets, *more))
        file = f"{book.id}/{part}.pdf"
        rendering = Rendering(
            page,
            main.layout,
            main.layout_shown,
            file,
            lambda data: preflight.check_part(data, file=file, fonts=families),
        )
        made = kept.write(cache, rendering)
        reports.append(made.report)
        return made.written

    made: dict[str, pdf.Written] = {}
    if book.marks or book.facts or book.notes or book.glossary or book.index or book.closing:
        back = made["back"] = own("back", filled("back", Standing(end, end % 2 == 1)))
        starts = pages.places(back.data)
        numbers |= {name: end + index for name, index in starts.items() if name in book.titles}
        end += back.pages
    if covered:
        cover = filled("cover", Standing(0, recto=True))
        made["cover"] = own("cover", cover)
    contents = filled("front", Standing(1, recto=True, roman=True))
    made["front"] = own("front", contents)
    front = made["front"].pages
    total = 2 * covered + front + front % 2 + end  # the cover's inside is blank, the colophon is the last
    blank = -total % book.multiple
    made["colophon"] = own("colophon", filled("colophon", Standing(0, recto=(total + blank) % 2 == 1)))
    data = bind(
        _sequence(book, chapters, made, blank, laid),
        faces(work),
        laid.sheets,
        record=_recorded(work, cover if covered else contents),
        makers=pieces.makers(cache),
    )
    warnings, faults = _judged(compiled, chapters, made, reports)
    if blank:
        warnings.append(_blank_pages(compiled, chapters, total + blank, blank))
    numbers |= {f"{partner}/{word}": int(found[0]) for (partner, word), found in words.items()}
    shown = [file for found in chapters for file in found.made.files]
    shown += [file for part in made.values() for file in part.files]
    return Bound(data, total + blank, numbers, tuple(dict.fromkeys(warnings)), tuple(faults), tuple(shown))


def _sequence(
    book: Book, chapters: Sequence[Set], made: Mapping[str, pdf.Written], blank: int, laid: Overlay
) -> list[Part]:
    """The parts in their order, with ``blank`` pages before the colophon."""
    parts: list[Part] = []
    if "cover" in made:
        parts += [Part("cover", made["cover"].data, title=book.title), Part("inside", blank=1)]
    front = made["front"]
    parts.append(Part("front", front.data, Label.ROMAN, title=book.titles["contents"]))
    if front.pages % 2:
        parts.append(Part("front-end", blank=1, label=Label.ROMAN, first=front.pages + 1))
    following = 1
    for found in chapters:
        name = found.chapter.document.id
        if gap := found.first - following:
            parts.append(Part(f"before-{name}", blank=gap, label=Label.DECIMAL, first=following))
        over = laid.pages[name]
        parts.append(
            Part(
                name,
                found.made.data,
                Label.DECIMAL,
                found.first,
                found.chapter.name,
                over=over,
                piece=found.piece,
            )
        )
        following = found.first + len(found.made.texts)
    if "back" in made:
        parts.append(Part("back", made["back"].data, Label.DECIMAL, following, book.titles["tables"]))
    if blank:
        parts.append(Part("end", blank=blank))
    return [*parts, Part("colophon", made["colophon"].data, title=book.titles["colophon"])]


def _judged(
    compiled: Compiled,
    chapters: Sequence[Set],
    made: Mapping[str, pdf.Written],
    own: Sequence[Report],
) -> tuple[list[Problem], list[Problem]]:
    """Doubts and faults of each part on its own."""
    reports = [*(found.made.report for found in chapters), *own]
    warnings = [
        *compiled.warnings,
        *(warning for found in chapters for warning in found.made.warnings),
        *(warning for part in made.values() for warning in part.warnings),
        *(warning for report in reports for warning in report.warnings),
    ]
    return warnings, [fault for report in reports for fault in report.problems]


def _families(compiled: Compiled) -> frozenset[str]:
    """The families that a booklet is printed with."""
    layouts = [common.layout for common in compiled.commons.values()]
    return frozenset(family.family for layout in layouts for family in layout.data.fonts)


def _pages_of(word: str, found: Set) -> tuple[str, ...]:
    """The numbers of the pages on which a word stands; that of the first if it is broken over two."""
    bare = ["".join(text.split()) for text in found.made.texts]
    numbers = [str(found.first + index) for index, text in enumerate(bare) if word in text]
    return tuple(numbers) or (str(found.first),)


def _record(compiled: Compiled) -> Record:
    """What the file keeps of its making: the booklet's file, the series and all profiles."""
    book, series = compiled.book, compiled.commons[Depth.FULL].series
    own = compiled.booklet.source
    texts = [(own.file, own.text, "冊子のファイル"), (series.source.file, series.source.text, "共通ファイル")]
    texts += [(partner.file, partner.text, "機関ファイル") for partner in compiled.partners.values()]
    return pdf.Record(
        f"urn:brochure:booklet:{book.id}:{book.edition.iso()}",
        book.edition.first_day(),
        tuple(pdf.Enclosure(Path(file).name, text, words) for file, text, words in texts),
    )


def _recorded(work: Work, first: Page) -> bytes:
    """The record as a file of its own, as it changes with every profile; the first part says whose it is."""
    main, file = work.compiled.commons[Depth.FULL], f"{work.compiled.book.id}/record.pdf"
    rendering = Rendering(
        bookhtml.nothing_on(first),
        main.layout,
        main.layout_shown,
        file,
        lambda _: Report(file, 1, ()),
        _record(work.compiled),
    )
    return kept.write(work.cache, rendering).written.data


def _blank_pages(compiled: Compiled, chapters: Sequence[Set], total: int, blank: int) -> Problem:
    """Say that blank pages were put in, and how they could be used or saved."""
    book = compiled.book
    long = [found for found in chapters if len(found.made.texts) > 1]
    thin = min(long, key=lambda found: len(found.made.texts[-1]), default=None)
    return problem(
        "K202",
        compiled.booklet.source.locate(()),
        pages=total,
        multiple=book.multiple,
        blank=blank,
        over=book.multiple - blank,
        thin=thin.chapter.name if thin else "—",
    )
