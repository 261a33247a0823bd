"""Build a booklet: read it and its partners, compile the book, write its PDF and Word files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from brochure.assembly import font_coverage, images
from brochure.assembly.booklet import compile_book
from brochure.assembly.booklet_members import Member, choose_partners
from brochure.build import booklet_overlay, half_pages
from brochure.build.booklet_page_size import other_half_size, other_page_size
from brochure.build.booklet_pages import BoundBooklet, font_families, typeset_book
from brochure.build.bound_pages import bound_pages, placed_on_page
from brochure.build.brochure import BuildResult
from brochure.build.chapters import BookletContext, ChapterRunner, CompiledBooklet, typeset_chapters
from brochure.build.check import check_reference
from brochure.build.comments import booklet_comments_path, comments_path, stored_threads
from brochure.build.history import keep_originals
from brochure.build.inputs import booklet_inputs
from brochure.build.load import SharedInput, load_common, load_series, with_layout
from brochure.build.members import BookletMember, MemberReader
from brochure.build.record import record_of_booklet
from brochure.diagnostics.problem import BrochureError, problem
from brochure.document.book import Chapter, Depth, Half
from brochure.document.comments import CommentThread
from brochure.document.tree import Placement
from brochure.pdf.merge.merge import BookPart, PageLabel, merge_parts
from brochure.pdf.preflight import preflight
from brochure.schema import booklet
from brochure.schema.booklet import Booklet, BookletData, Choice, Entry
from brochure.schema.print_shop import Shop
from brochure.schema.printed_texts import model_texts
from brochure.schema.share_safe import carried_text
from brochure.storage.cache import Cache
from brochure.storage.own_files import replace_outputs
from brochure.storage.workspace import Workspace
from brochure.typesetting import book_html, weasyprint
from brochure.typesetting.book_html import Folios
from brochure.typesetting.running_heads import BookPosition
from brochure.typesetting.stylesheets import Stylesheet
from brochure.typesetting.typeset import Typeset


def compile_booklet(
    where: Workspace, name: str, *, only: Sequence[str] = (), cache: Cache | None = None
) -> CompiledBooklet:
    """Read a booklet and all its partners, and compile the book.

    All partners are checked, also after a mistake in one of them.

    Args:
        where: The workspace.
        name: The booklet.
        only: The partners to print; all partners of the booklet if empty.
        cache: The cache of partners that were read and assembled before.

    Raises:
        BrochureError: The mistakes of all files, with their places.
    """
    path = where.booklet(name)
    shared = load_series(where)
    raw = where.read(path)
    found = booklet.validate_booklet(name, raw, where.shown(path), series=shared, partners=where.names())
    main = load_common(where, found.data.layout, known=shared, cache=cache)
    commons = _load_commons(where, found, main, cache)
    problems = [*font_coverage.missing_characters(model_texts(found.source, BookletData), main.layout)]
    if photo := found.data.cover.photo:
        place = found.source.locate(("cover", "photo", "file"), 0)
        problems += images.unusable_picture(photo.file, where.root, place)
    warnings = [*found.warnings]
    members: list[tuple[BookletMember, Depth]] = []
    reader = MemberReader(cache, where, found, main)
    entries = _booklet_entries(where, found)
    known = [entry.id for entry in entries]
    top = found.source.locate(())
    problems += [problem("K107", top, name=n, known=", ".join(known)) for n in only if n not in known]
    for index, entry in enumerate(entries):
        if only and entry.id not in only:
            continue
        try:
            partner = reader.read_member(entry.id, index, entry.overrides)
            warnings += partner.warnings
            members.append((partner, Depth(entry.depth)))
        except BrochureError as error:
            problems += error.problems
            warnings += error.warnings
    depths = {partner.id: depth for partner, depth in members}
    problems += [*other_page_size(found, depths, commons), *other_half_size(found, depths, commons)]
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
    everyone = _assemble_members(reader, members, found, commons)
    book = compile_book(found, shared, everyone, layout.style_for(shared), layout.data.codes)
    warnings += () if only else half_pages.single_halves(found, book)
    return CompiledBooklet(found, book, commons, partners, tuple(dict.fromkeys(warnings)))


def _load_commons(
    where: Workspace, found: Booklet, main: SharedInput, cache: Cache | None
) -> dict[Depth, SharedInput]:
    """Series, layout and sources for each depth; for half pages only if the booklet has some."""
    small = with_layout(where, main, found.data.page_layout, cache=cache)
    commons = {Depth.FULL: main, Depth.PAGE: small, Depth.ROW: main}
    if half_pages.has_half_pages(found):
        commons[Depth.HALF] = with_layout(where, main, found.data.half_layout, cache=cache)
    return commons


def _booklet_entries(where: Workspace, found: Booklet) -> list[Entry]:
    if isinstance(found.data.partners, Choice):
        return [booklet.Entry(id=name) for name in where.names()]
    return found.data.partners


def _assemble_members(
    reader: MemberReader,
    partners: Sequence[tuple[BookletMember, Depth]],
    found: Booklet,
    commons: Mapping[Depth, SharedInput],
) -> list[Member]:
    styles = {depth: common.layout.style_for(common.series) for depth, common in commons.items()}
    if placement := found.data.notes.placement:
        styles = {depth: replace(style, placement=Placement(placement)) for depth, style in styles.items()}
    members, first = [], 1
    for partner, depth in partners:
        document = reader.assemble_member(partner, commons[depth], styles[depth], first)
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
    runner: ChapterRunner | None = None,
    unapproved: bool = False,
) -> BuildResult:
    """Typeset a booklet and write its files, all or none.

    Args:
        where: The workspace.
        compiled: The booklet.
        output: The folder to write to.
        formats: ``pdf`` and ``docx``, or one of them; ignored for a shop, which gets PDFs only.
        shop: The print shop that the pages are made for; ``None`` for the screen.
        each: Iterates over the chapters, for instance with a progress bar.
        jobs: How many processes typeset partners.
        cache: The cache of pages.
        runner: Typesets partners elsewhere, instead of in processes of this machine.
        unapproved: Print 未校了 outside the trim of a file for a shop.

    Raises:
        BrochureError: A part has a fault that must not be printed, or breaks a rule of the shop.
    """
    name = compiled.book.id
    if shop:
        return _build_for_press(
            where, compiled, shop, output, each, jobs, cache, runner, unapproved=unapproved
        )
    bound = typeset_book(where, compiled, each, jobs=jobs, cache=cache, runner=runner)
    made = {output / f"{name}.pdf": bound.data} if "pdf" in formats else {}
    if "docx" in formats:
        made[output / f"{name}.docx"] = _write_word_file(where, compiled, bound)
    with preflight.open_readable(bound.data, file=f"{name}.pdf") as opened:
        replace_outputs(made)  # written first: people can look at a file that has faults
        kept = keep_originals(where, made)
        whole = preflight.check_whole_file(
            opened, file=f"{name}.pdf", fonts=font_families(compiled), multiple=compiled.book.multiple
        )
    warnings = tuple(dict.fromkeys([*bound.warnings, *whole.warnings, *kept]))
    faults = (*bound.faults, *whole.problems)
    return BuildResult(tuple(made), warnings, faults, booklet_inputs(where, compiled, bound.files))


def _write_word_file(where: Workspace, compiled: CompiledBooklet, bound: BoundBooklet) -> bytes:
    """The Word file; its partners have as many pages as in the PDF, if that is possible."""
    from brochure.word.baseline import Baseline, BookBaseline
    from brochure.word.book import write_book

    main = compiled.commons[Depth.FULL]
    check_reference(main)
    carried = partial(carried_text, share_safe=compiled.share_safe)
    series = carried(main.series.source.text)
    return write_book(
        compiled.book,
        {depth: common.layout for depth, common in compiled.commons.items()},
        pages=bound.chapter_pages,
        baseline=BookBaseline(compiled.book.id, carried(compiled.booklet.source.text), series),
        baselines=[
            Baseline(partner.id, carried(partner.text), series) for partner in compiled.partners.values()
        ],
        root=where.root,
        threads={} if compiled.share_safe else _threads(where, compiled),
    )


def _threads(where: Workspace, compiled: CompiledBooklet) -> dict[str, tuple[CommentThread, ...]]:
    """The comments on the booklet's own texts and on those of its partners."""
    files = {"": booklet_comments_path(where, compiled.book.id)}
    files |= {partner.id: comments_path(where, partner.id) for partner in compiled.partners.values()}
    return {key: stored_threads(where, path) for key, path in files.items()}


def _build_for_press(
    where: Workspace,
    compiled: CompiledBooklet,
    shop: Shop,
    output: Path,
    each: Callable[[Sequence[Chapter]], Iterable[Chapter]],
    jobs: int,
    cache: Cache | None,
    runner: ChapterRunner | None,
    *,
    unapproved: bool,
) -> BuildResult:
    from brochure.build.press import make_press_file, unapproved_slug
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
        runner=runner,
    )
    record = record_of_booklet(compiled)
    slug = unapproved_slug(compiled.commons[Depth.FULL]) if unapproved else None
    imprint = Imprint(compiled.book.title, record.identifier, record.date, slug)
    # The shop's rule of a folio on every page does not apply: the cover, blank pages and the front matter of
    # a book have no arabic folio.
    folio = shop.data.folio.model_copy(update={"every_page": False})
    shop = replace(shop, data=shop.data.model_copy(update={"folio": folio}))
    pressed = make_press_file(bound.data, shop, imprint, [*compiled.warnings, *shop.warnings])
    warnings = pressed.warnings
    made = {output / f"{compiled.book.id}-print-{shop.id}.pdf": pressed.data}
    if perfect and shop.data.paper:
        spine = round(spine_width(bound.pages, shop.data.paper.thickness), 1)
        single = replace(shop, data=shop.data.model_copy(update={"multiple": 1}))
        jacket = make_press_file(_typeset_jacket(where, compiled, spine, bleeding), single, imprint, warnings)
        made[output / f"{compiled.book.id}-cover-print-{shop.id}.pdf"] = jacket.data
        paper, place = shop.data.paper, shop.source.locate(("paper",))
        wide = problem("K203", place, spine=f"{spine:g}", pages=bound.pages, paper=paper.name)
        warnings = (*jacket.warnings, wide)
    replace_outputs(made)
    inputs = (*booklet_inputs(where, compiled, bound.files), where.shop(shop.id), where.root / "shops")
    return BuildResult(tuple(made), tuple(dict.fromkeys(warnings)), (), inputs)


def _typeset_jacket(where: Workspace, compiled: CompiledBooklet, spine: float, bleeding: Stylesheet) -> bytes:
    """The open cover of a perfect-bound book (back, spine, front) as a PDF, before prepress."""
    main = compiled.commons[Depth.FULL]
    page = book_html.write_book_html(
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
    return weasyprint.render_pdf(page, faces, record_of_booklet(compiled)).data


def build_partner_as_in_booklet(
    where: Workspace, compiled: CompiledBooklet, partner: str, *, output: Path, cache: Cache | None = None
) -> BuildResult:
    """Write one partner's pages as they are in a booklet, with its folios and tab.

    Raises:
        BrochureError: The booklet does not have the partner (K107), or a part has a fault.
    """
    data, found = partner_as_in_booklet(where, compiled, partner, cache=cache)
    target = output / f"{partner}-in-{compiled.book.id}.pdf"
    replace_outputs({target: data})
    return BuildResult((target,), found.warnings, ())


def partner_as_in_booklet(
    where: Workspace,
    compiled: CompiledBooklet,
    partner: str,
    *,
    cache: Cache | None = None,
    with_boxes: bool = False,
) -> tuple[bytes, Typeset]:
    """Return the PDF of one partner's pages as they are in a booklet, and the pages without folios and tab.

    The page of a partner with half a page also shows the partner on its other half. The boxes of the values
    are those of the partner, where they are on the page.

    Raises:
        BrochureError: The booklet does not have the partner (K107), or a part has a fault.
    """
    names = [chapter.document.id for chapter in compiled.book.chapters]
    if partner not in names:
        raise BrochureError(
            [problem("K107", compiled.booklet.source.locate(()), name=partner, known=", ".join(names))]
        )
    index = names.index(partner)
    below = [other for other in compiled.book.chapters[index + 1 : index + 2] if other.half is Half.LOWER]
    context = BookletContext(where, compiled, cache=cache, with_boxes_of=partner if with_boxes else "")
    done = typeset_chapters(context, upto=index + 1 + len(below))[0]
    bound = bound_pages(context, done[-2:] if done[-1].chapter.half is Half.LOWER else done[-1:])[0]
    laid = booklet_overlay.make_overlay(context, [bound])
    part = BookPart(bound.name, bound.data, PageLabel.DECIMAL, bound.first_folio, over=laid.pages[bound.name])
    return merge_parts([part], {}, laid.sheets), placed_on_page(context, done[index])
