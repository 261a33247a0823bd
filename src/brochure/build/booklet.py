"""Build a booklet: read it and its partners, compile the book, write its PDF and Word files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from brochure.assembly import font_coverage as fonts
from brochure.assembly import images as pictures
from brochure.assembly.booklet import compile_book
from brochure.assembly.booklet_members import Member, choose_partners
from brochure.build import booklet_overlay as overlay
from brochure.build.booklet_pages import Bound, families, typeset_book
from brochure.build.brochure import Built
from brochure.build.chapters import CompiledBooklet, Spread, Work, chapters_of
from brochure.build.check import check_reference
from brochure.build.inputs import inputs_of_booklet
from brochure.build.load import Common, load_common, load_series, with_layout
from brochure.build.members import BookletMember, Reader
from brochure.build.record import record_of_booklet
from brochure.diagnostics.problem import BrochureError, problem
from brochure.document.book import Chapter, Depth
from brochure.document.tree import Placement
from brochure.pdf.merge.merge import BookPart, PageLabel, merge_parts
from brochure.pdf.preflight import preflight
from brochure.schema import booklet
from brochure.schema.booklet import Booklet, Choice, Entry
from brochure.schema.print_shop import Shop
from brochure.storage import atomic as files
from brochure.storage import workspace
from brochure.storage.cache import Cache
from brochure.storage.workspace import Workspace
from brochure.typesetting import book_html as bookhtml
from brochure.typesetting import weasyprint as pdf
from brochure.typesetting.book_html import Folios
from brochure.typesetting.html import Stylesheet
from brochure.typesetting.running_heads import BookPosition


def compiled(
    where: Workspace, name: str, *, only: Sequence[str] = (), cache: Cache | None = None
) -> CompiledBooklet:
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
    raw = workspace.read_file(path, where.shown(path))
    found = booklet.validate_booklet(name, raw, where.shown(path), series=shared, partners=where.names())
    main = load_common(where, found.data.layout, known=shared, cache=cache)
    small = with_layout(where, main, found.data.page_layout, cache=cache)
    commons = {Depth.FULL: main, Depth.PAGE: small, Depth.ROW: main}
    problems = [*fonts.missing_characters((found.source,), main.layout)]
    if photo := found.data.cover.photo:
        place = found.source.locate(("cover", "photo", "file"), 0)
        problems += pictures.unusable_picture(photo.file, where.root, place)
    warnings = [*found.warnings]
    members: list[tuple[BookletMember, Depth]] = []
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
        ordered = choose_partners(
            found.data.partners, [partner.about for partner in partners.values()], shared
        )
        partners = {about.id: partners[about.id] for about in ordered}
        members = [(partner, depth) for partner in partners.values()]
    layout = main.layout
    everyone = _members(reader, members, found, commons)
    book = compile_book(found, shared, everyone, layout.house_style, layout.data.codes)
    return CompiledBooklet(found, book, commons, partners, tuple(dict.fromkeys(warnings)))


def _entries(where: Workspace, found: Booklet) -> list[Entry]:
    if isinstance(found.data.partners, Choice):
        return [booklet.Entry(id=name) for name in where.names()]
    return found.data.partners


def _members(
    reader: Reader,
    partners: Sequence[tuple[BookletMember, Depth]],
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


def build_booklet(
    where: Workspace,
    compiled: CompiledBooklet,
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
    with preflight.open_readable(bound.data, file=f"{name}.pdf") as opened:
        files.replace_files(made)  # a fault of the whole file is told, but keeps nobody from looking at it
        whole = preflight.check_whole_file(
            opened, file=f"{name}.pdf", fonts=families(compiled), multiple=compiled.book.multiple
        )
    warnings = tuple(dict.fromkeys([*bound.warnings, *whole.warnings]))
    faults = (*bound.faults, *whole.problems)
    return Built(tuple(made), warnings, faults, inputs_of_booklet(where, compiled, bound.files))


def _word(where: Workspace, compiled: CompiledBooklet, bound: Bound) -> bytes:
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
    compiled: CompiledBooklet,
    shop: Shop,
    output: Path,
    each: Callable[[Sequence[Chapter]], Iterable[Chapter]],
    jobs: int,
    cache: Cache | None,
    spread: Spread | None,
) -> Built:
    from brochure.build.press import press
    from brochure.pdf.imposition.spine import spine_width
    from brochure.pdf.prepress.make import Imprint, bleed_style

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
    record = record_of_booklet(compiled)
    imprint = Imprint(compiled.book.title, record.identifier, record.date)
    # A book numbers its pages itself: the cover, blank pages and the front matter have no plain folio.
    folio = shop.data.folio.model_copy(update={"every_page": False})
    shop = replace(shop, data=shop.data.model_copy(update={"folio": folio}))
    pressed = press(bound.data, shop, imprint, [*compiled.warnings, *shop.warnings])
    warnings = pressed.warnings
    made = {output / f"{compiled.book.id}-print-{shop.id}.pdf": pressed.data}
    if perfect and shop.data.paper:
        spine = round(spine_width(bound.pages, shop.data.paper.thickness), 1)
        single = replace(shop, data=shop.data.model_copy(update={"multiple": 1}))
        jacket = press(_jacket(where, compiled, spine, bleeding), single, imprint, warnings)
        made[output / f"{compiled.book.id}-cover-print-{shop.id}.pdf"] = jacket.data
        paper, place = shop.data.paper, shop.source.locate(("paper",))
        wide = problem("K203", place, spine=f"{spine:g}", pages=bound.pages, paper=paper.name)
        warnings = (*jacket.warnings, wide)
    files.replace_files(made)
    inputs = (*inputs_of_booklet(where, compiled, bound.files), where.shop(shop.id), where.root / "shops")
    return Built(tuple(made), tuple(dict.fromkeys(warnings)), (), inputs)


def _jacket(where: Workspace, compiled: CompiledBooklet, spine: float, bleeding: Stylesheet) -> bytes:
    """The cover of a perfect-bound book, lying open, before it is made ready for the press."""
    main = compiled.commons[Depth.FULL]
    page = bookhtml.write_book_html(
        "jacket",
        compiled.book,
        main.layout,
        BookPosition(0, recto=True),
        Folios({}, {}),
        root=where.root,
        shown=main.layout_shown,
        spine=spine,
    )
    page = replace(page, stylesheets=(*page.stylesheets, bleeding))
    faces = main.layout.font_paths
    return pdf.render_pdf(page, faces, record_of_booklet(compiled)).data


def build_as_in(
    where: Workspace, compiled: CompiledBooklet, partner: str, *, output: Path, cache: Cache | None = None
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
    part = BookPart(partner, found.made.data, PageLabel.DECIMAL, found.first, over=laid.pages[partner])
    target = output / f"{partner}-in-{compiled.book.id}.pdf"
    files.replace_files({target: merge_parts([part], {}, laid.sheets)})
    return Built((target,), found.made.warnings, ())
