"""Lay running heads, tabs and folios over the pages of partners, once all page numbers are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brochure.build import chapters, processes
from brochure.build.bound_pages import BoundPages
from brochure.build.chapters import BookletContext, TypesetChapter
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.document.book import Depth
from brochure.pdf.geometry import Box
from brochure.pdf.merge.merge import BookPart, OverlayPage, merge_parts
from brochure.pdf.preflight import contrast_resolution, overlaps, preflight
from brochure.pdf.preflight.report import Report
from brochure.storage.cache import Cache
from brochure.typesetting import page_cache, running_heads
from brochure.typesetting.page_cache import CheckedPages, Rendering

# The preflight rules for things that lie over each other; the other rules ran on each part before.
_RULES = (
    overlaps.check_overlaps,
    contrast_resolution.check_contrast,
    contrast_resolution.check_covered_text,
)


@dataclass(frozen=True, slots=True)
class BookletOverlay:
    """Running heads, tabs and folios for the pages of a booklet's partners.

    Attributes:
        sheets: Overlay PDFs by name.
        pages: For each partner the overlays of each of its pages, as (name of the sheet, page index); for
            two partners on a page by the name of the upper one.
        reports: The preflight reports of the sheets, and of partners whose content an overlay touches.
    """

    sheets: Mapping[str, bytes]
    pages: Mapping[str, tuple[tuple[OverlayPage, ...], ...]]
    reports: tuple[Report, ...]


def make_overlay(context: BookletContext, done: Sequence[BoundPages], jobs: int = 1) -> BookletOverlay:
    """Render running heads, tabs and folios, and assign them to the pages of partners.

    Args:
        context: The booklet.
        done: The pages of its partners, with their folios.
        jobs: How many processes render sheets.

    Raises:
        BrochureError: A template is broken.
    """
    sheets = {_heads_name(one): one.running_heads for found in done for one in found.chapters}
    wanted: dict[str, Rendering] = {}
    over: dict[str, tuple[tuple[OverlayPage, ...], ...]] = {}
    for found in done:
        depth = found.chapters[0].chapter.depth
        over[found.name] = tuple(
            (
                *(
                    (
                        _heads_name(one),
                        running_heads.running_head_index(
                            opening=folio == found.first_folio, recto=folio % 2 == 1
                        ),
                    )
                    for one in found.chapters
                ),
                _folio_page(context, depth, folio, wanted),
            )
            for folio in range(found.first_folio, found.following)
        )
    sheets |= zip(wanted, _render_sheets(context.cache, list(wanted.values()), jobs), strict=True)
    files = {name: sheet.written.data for name, sheet in sheets.items()}
    reports = [sheet.report for sheet in sheets.values()]
    for found in done:
        laid = over[found.name]
        if any(
            _overlaps_page_content(drawn, above, sheets)
            for drawn, above in zip(found.drawn, laid, strict=True)
        ):
            reports.append(_check_composited_pages(context, found, laid, files))
    return BookletOverlay(files, over, tuple(reports))


def _heads_name(one: TypesetChapter) -> str:
    """The name of the sheet with a partner's running heads and its tab."""
    return f"{one.chapter.document.id}-heads"


def _render_sheets(cache: Cache | None, all_: Sequence[Rendering], jobs: int) -> list[CheckedPages]:
    """Render several sheets; those that are not in the cache are rendered in up to ``jobs`` processes.

    Raises:
        BrochureError: As :func:`brochure.typesetting.weasyprint.render_pdf`, or a process died (K108).
    """
    found = [page_cache.find_rendered(cache, what) for what in all_]
    missing = [what for what, known in zip(all_, found, strict=True) if known is None]

    def render_one(what: Rendering) -> CheckedPages | tuple[tuple[Problem, ...], tuple[Problem, ...]]:
        try:
            return page_cache.render_cached(cache, what)
        except BrochureError as error:
            return error.problems, error.warnings

    try:
        made = processes.map_in_processes(render_one, missing, jobs)
        done = [known or next(made) for known in found]
    except processes.CrashError as crash:
        raise BrochureError([problem("K108", name=missing[crash.index].file)]) from None
    failed = [one for one in done if not isinstance(one, CheckedPages)]
    if failed:
        raise BrochureError([p for one in failed for p in one[0]], [w for one in failed for w in one[1]])
    return [one for one in done if isinstance(one, CheckedPages)]


def _folio_page(
    context: BookletContext, depth: Depth, folio: int, wanted: dict[str, Rendering]
) -> OverlayPage:
    """The overlay page with a folio; its sheet is added to ``wanted``.

    The pages of a sheet of folios differ only in the digits, so the preflight checks the first two and the
    last two.
    """
    drawing = chapters.head_design(context, depth)
    first, index = running_heads.folio_block(folio)
    name = f"folios-{drawing.on.id}-{first}"
    if name not in wanted:
        page = running_heads.folios_html(drawing, first, context.bleed)
        wanted[name] = chapters.overlay_sheet(
            context,
            page,
            name,
            sample=(0, 1, -2 % running_heads.FOLIOS_PER_BLOCK, -1 % running_heads.FOLIOS_PER_BLOCK),
        )
    return name, index


def _overlaps_page_content(
    drawn: Sequence[Box], above: Sequence[OverlayPage], sheets: Mapping[str, CheckedPages]
) -> bool:
    """Whether an overlay touches something on its page, or another overlay."""
    layers = [drawn, *(sheets[name].drawn[index] for name, index in above)]
    return any(
        one.overlaps(other)
        for upper in range(1, len(layers))
        for other in layers[upper]
        for lower in layers[:upper]
        for one in lower
    )


def _check_composited_pages(
    context: BookletContext,
    found: BoundPages,
    laid: tuple[tuple[OverlayPage, ...], ...],
    files: Mapping[str, bytes],
) -> Report:
    """Run the preflight over a partner's pages together with their overlays."""
    file = f"{context.compiled.book.id}/{found.name}.pdf"
    families = frozenset(chapters.head_design(context, Depth.FULL).on.families)

    def judge() -> Report:
        part = BookPart("part", found.data, over=laid)
        seen = preflight.read_for_preflight(
            merge_parts([part], chapters.font_files_by_name(context), files, alone=True),
            file=file,
            fonts=families,
        )
        return preflight.apply_rules(seen, file=file, rules=_RULES)

    used = dict.fromkeys(name for above in laid for name, _ in above)
    of = [found.data, *(files[name] for name in used)]
    return page_cache.cached_report(context.cache, f"{file} {laid}", of, judge)
