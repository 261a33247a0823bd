"""Chain the stages of a booklet: its file, its partners, the book, its parts, one bound file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.assembly import font_coverage as fonts
from brochure.assembly import images as pictures
from brochure.assembly.booklet import Member, chosen, compile_book
from brochure.build import booklet_overlay as overlay
from brochure.build import inputs
from brochure.build.booklet_overlay import Overlay
from brochure.build.brochure import Built
from brochure.build.chapters import Compiled, Set, Spread, Work, chapters_of, faces
from brochure.build.check import check_reference
from brochure.build.load import Common, load_common, load_series, with_layout
from brochure.build.members import Partner, Reader
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.document.book import Book, Chapter, Depth
from brochure.document.tree import Placement
from brochure.pdf import reader as pages
from brochure.pdf.merge import part_cache as pieces
from brochure.pdf.merge.merge import Label, Part, bind
from brochure.pdf.preflight import preflight
from brochure.pdf.preflight.report import Report
from brochure.schema import booklet
from brochure.schema.booklet import Booklet, Choice, Entry
from brochure.schema.print_shop import Shop
from brochure.storage import atomic as files
from brochure.storage import workspace
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


def compiled(
    where: Workspace, name: str, *, only: Sequence[str] = (), cache: Cache | None = None
) -> Compiled:
    """Read a booklet and all its partners; a broken partner does not keep the others from being checked.

    Args:
        where: The workspace.
        name: The booklet.
        only: Partners to print; all of the booklet's if empty.
        cache: Where partners are kept that need not be read and assembled again.

    Raises:
        BrochureError: The mistakes of all files, located.
    """
    path = where.booklet(name)
    shared = load_series(where)
    raw = workspace.read(path, where.shown(path))
    found = booklet.load(name, raw, where.shown(path), series=shared, partners=where.names())
    main = load_common(where, found.data.layout, known=shared, cache=cache)
    small = with_layout(where, main, found.data.page_layout, cache=cache)
    commons = {Depth.FULL: main, Depth.PAGE: small, Depth.ROW: main}
    problems = [*fonts.missing((found.source,), main.layout)]
    if photo := found.data.cover.photo:
        place = found.source.locate(("cover", "photo", "file"), 0)
        problems += pictures.unusable(photo.file, where.root, place)
    warnings = [*found.warnings]
    members: list[tuple[Partner, Depth]] = []
    reader = Reader(cache, where, found, main)
    entries = _entries(where, found)
    known = [entry.id for entry in entries]
    top = found.source.locate(())
    problems += [problem("K107", top, name=n, known=", ".join(known)) for n in only if n not in known]
    for index, entry in enumerate(entries):
        if only and entry.id not in only:
            continue
        try:
            partner = reader.read(entry.id, index, entry.overrides)
            warnings += partner.warnings
            members.append((partner, Depth(entry.depth)))
        except BrochureError as error:
            problems += error.problems
            warnings += error.warnings
    if problems:
        raise BrochureError(problems, warnings)
    partners = {partner.id: partner for partner, _ in members}
    if isinstance(found.data.partners, Choice):
        depth = Depth(found.data.partners.depth)
        ordered = chosen(found.data.partners, [partner.about for partner in partners.values()], shared)
        partners = {about.id: partners[about.id] for about in ordered}
        members = [(partner, depth) for partner in partners.values()]
    layout = main.layout
    everyone = _members(reader, members, found, commons)
    book = compile_book(found, shared, everyone, layout.house_style, layout.data.codes)
    return Compiled(found, book, commons, partners, tuple(dict.fromkeys(warnings)))


def _entries(where: Workspace, found: Booklet) -> list[Entry]:
    if isinstance(found.data.partners, Choice):
        return [booklet.Entry(id=name) for name in where.names()]
    return found.data.partners


def _members(
    reader: Reader,
    partners: Sequence[tuple[Partner, Depth]],
    found: Booklet,
    commons: Mapping[Depth, Common],
) -> list[Member]:
    styles = {depth: common.layout.house_style for depth, common in commons.items()}
    if placement := found.data.notes.placement:
        styles = {depth: replace(style, placement=Placement(placement)) for depth, style in styles.items()}
    members, first = [], 1
    for partner, depth in partners:
        document = reader.assembled(partner, commons[depth], styles[depth], first)
        if found.data.notes.numbers == "through" and depth is not Depth.ROW:
            first += len(document.notes)
        members.append(Member(partner.about, document, depth))
    return members


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


def build_booklet(
    where: Workspace,
    compiled: Compiled,
    *,
    output: Path,
    formats: Sequence[str] = ("pdf", "docx"),
    shop: Shop | None = None,
    each: Callable[[Sequence[Chapter]], Iterable[Chapter]] = iter,
    jobs: int = 1,
    cache: Cache | None = None,
    spread: Spread | None = None,
) -> Built:
    """Typeset a booklet and write its files, all or none.

    Args:
        where: The workspace.
        compiled: The booklet.
        output: The folder to write to.
        formats: ``pdf`` and ``docx``, or one of them; for a shop always its PDF alone.
        shop: The print shop that the pages are for, or none for the screen.
        each: Goes through the chapters, for instance with a progress bar.
        jobs: In how many processes partners are typeset.
        cache: Where pages are kept that need not be set again.
        spread: What typesets partners instead of processes here.

    Raises:
        BrochureError: A part has a fault that must not be printed, or breaks a rule of the shop.
    """
    name = compiled.book.id
    if shop:
        return _for_press(where, compiled, shop, output, each, jobs, cache, spread)
    bound = typeset_book(where, compiled, each, jobs=jobs, cache=cache, spread=spread)
    made = {output / f"{name}.pdf": bound.data} if "pdf" in formats else {}
    if "docx" in formats:
        made[output / f"{name}.docx"] = _word(where, compiled, bound)
    with preflight.readable(bound.data, file=f"{name}.pdf") as opened:
        files.replace_all(made)  # a fault of the whole file is told, but keeps nobody from looking at it
        whole = preflight.check_whole(
            opened, file=f"{name}.pdf", fonts=_families(compiled), multiple=compiled.book.multiple
        )
    warnings = tuple(dict.fromkeys([*bound.warnings, *whole.warnings]))
    faults = (*bound.faults, *whole.problems)
    return Built(tuple(made), warnings, faults, _inputs_of(where, compiled, bound))


def inputs_of(where: Workspace, compiled: Compiled) -> tuple[Path, ...]:
    """Files and folders that a booklet was compiled from: a new profile may belong to it."""
    commons = list(dict.fromkeys(map(id, compiled.commons.values())))
    distinct = [next(c for c in compiled.commons.values() if id(c) == one) for one in commons]
    found = [where.booklets / f"{compiled.book.id}.yaml", where.profiles, *inputs.inputs_of(where, distinct)]
    for partner in compiled.partners.values():
        found.append(where.profiles / f"{partner.id}.yaml")
        found += [(where.profiles / name).resolve() for name in partner.included]
        found += [where.root / name for name in partner.pictures]
    if photo := compiled.book.cover.photo:
        found.append(where.root / photo.file)
    return tuple(found)


def _inputs_of(where: Workspace, compiled: Compiled, bound: Bound) -> tuple[Path, ...]:
    """All that a booklet was made from."""
    return (*inputs_of(where, compiled), *(where.root / file for file in bound.files))


def _word(where: Workspace, compiled: Compiled, bound: Bound) -> bytes:
    """The Word file; its contents and index show the folios of the PDF until its fields are renewed."""
    from brochure.word.baseline import Baseline, BookBaseline
    from brochure.word.book import write_book

    main = compiled.commons[Depth.FULL]
    check_reference(main)
    series = main.series.source.text
    return write_book(
        compiled.book,
        {depth: common.layout for depth, common in compiled.commons.items()},
        folios=bound.folios,
        baseline=BookBaseline(compiled.book.id, compiled.booklet.source.text, series),
        baselines=[Baseline(partner.id, partner.text, series) for partner in compiled.partners.values()],
        root=where.root,
    )


def _for_press(
    where: Workspace,
    compiled: Compiled,
    shop: Shop,
    output: Path,
    each: Callable[[Sequence[Chapter]], Iterable[Chapter]],
    jobs: int,
    cache: Cache | None,
    spread: Spread | None,
) -> Built:
    from brochure.pdf.imposition.spine import spine_width
    from brochure.pdf.prepress.check import check_pdfx, problems_of
    from brochure.pdf.prepress.make import Imprint, bleed_style, make_pdfx

    perfect = compiled.book.binding == "perfect"
    if perfect and shop.data.paper is None:
        raise BrochureError([problem("K109", shop.source.locate(()))])
    bleeding = Stylesheet(bleed_style(shop, folios=False), shop.source.file)
    bound = typeset_book(
        where,
        compiled,
        each,
        more=(bleeding,),
        bleed=shop.data.bleed,
        jobs=jobs,
        covered=not perfect,
        cache=cache,
        spread=spread,
    )
    record = _record(compiled)
    imprint = Imprint(compiled.book.title, record.identifier, record.date)
    # A book numbers its pages itself: the cover, blank pages and the front matter have no plain folio.
    folio = shop.data.folio.model_copy(update={"every_page": False})
    shop = replace(shop, data=shop.data.model_copy(update={"folio": folio}))
    pressed = make_pdfx(bound.data, shop, imprint)
    told = list(problems_of(check_pdfx(pressed.data, shop), shop))
    warnings = [
        *compiled.warnings,
        *shop.warnings,
        *pressed.warnings,
        *(found for doubt, found in told if doubt),
    ]
    if broken := [found for doubt, found in told if not doubt]:
        raise BrochureError(broken, warnings)
    made = {output / f"{compiled.book.id}-print-{shop.id}.pdf": pressed.data}
    if perfect and shop.data.paper:
        spine = round(spine_width(bound.pages, shop.data.paper.thickness), 1)
        single = replace(shop, data=shop.data.model_copy(update={"multiple": 1}))
        jacket = make_pdfx(_jacket(where, compiled, spine, bleeding), single, imprint)
        told = list(problems_of(check_pdfx(jacket.data, single), single))
        warnings += [*jacket.warnings, *(found for doubt, found in told if doubt)]
        if broken := [found for doubt, found in told if not doubt]:
            raise BrochureError(broken, warnings)
        made[output / f"{compiled.book.id}-cover-print-{shop.id}.pdf"] = jacket.data
        paper, place = shop.data.paper, shop.source.locate(("paper",))
        warnings.append(problem("K203", place, spine=f"{spine:g}", pages=bound.pages, paper=paper.name))
    files.replace_all(made)
    inputs = (*_inputs_of(where, compiled, bound), where.shop(shop.id), where.root / "shops")
    return Built(tuple(made), tuple(dict.fromkeys(warnings)), (), inputs)


def _jacket(where: Workspace, compiled: Compiled, spine: float, bleeding: Stylesheet) -> bytes:
    """The cover of a perfect-bound book, lying open, before it is made ready for the press."""
    main = compiled.commons[Depth.FULL]
    page = bookhtml.write(
        "jacket",
        compiled.book,
        main.layout,
        Standing(0, recto=True),
        Folios({}, {}),
        root=where.root,
        shown=main.layout_shown,
        spine=spine,
    )
    page = replace(page, stylesheets=(*page.stylesheets, bleeding))
    faces = [font for _, _, font in main.layout.font_files()]
    return pdf.write(page, faces, _record(compiled)).data


def build_as_in(
    where: Workspace, compiled: Compiled, partner: str, *, output: Path, cache: Cache | None = None
) -> Built:
    """Write one partner's pages as they stand in a booklet, with its folios and tab.

    Raises:
        BrochureError: The booklet does not have the partner (K107), or a part has a fault.
    """
    names = [chapter.document.id for chapter in compiled.book.chapters]
    if partner not in names:
        raise BrochureError(
            [problem("K107", compiled.booklet.source.locate(()), name=partner, known=", ".join(names))]
        )
    upto = names.index(partner) + 1
    work = Work(where, compiled, cache=cache)
    found = chapters_of(work, upto=upto)[0][-1]
    laid = overlay.lay(work, [found])
    part = Part(partner, found.made.data, Label.DECIMAL, found.first, over=laid.pages[partner])
    target = output / f"{partner}-in-{compiled.book.id}.pdf"
    files.replace_all({target: bind([part], {}, laid.sheets)})
    return Built((target,), found.made.warnings, ())
