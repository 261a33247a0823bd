"""Lay running heads, tabs and folios over the pages of partners, when all their numbers are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brochure.build import chapters
from brochure.build import processes as crew
from brochure.build.chapters import Set, Work
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.document.book import Depth
from brochure.pdf.geometry import Box
from brochure.pdf.merge.merge import BookPart, OverlayPage, merge_parts
from brochure.pdf.preflight import contrast_resolution as visible
from brochure.pdf.preflight import placement as place
from brochure.pdf.preflight import preflight
from brochure.pdf.preflight.report import Report
from brochure.storage.cache import Cache
from brochure.typesetting import page_cache as kept
from brochure.typesetting import running_heads as furniture
from brochure.typesetting.page_cache import CheckedPages, Rendering

# What may be wrong where things lie over each other; the rest was looked at before.
_RULES = (place.check_overlaps, visible.check_contrast, visible.check_covered_text)


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is laid over the pages of a booklet's partners.

    Attributes:
        sheets: Files by name.
        pages: For each partner what lies over each of its pages.
        reports: What the preflight found of it, and on pages where it touches something.
    """

    sheets: Mapping[str, bytes]
    pages: Mapping[str, tuple[tuple[OverlayPage, ...], ...]]
    reports: tuple[Report, ...]


def lay(work: Work, done: Sequence[Set], jobs: int = 1) -> Overlay:
    """Lay over the pages of partners what belongs there.

    Args:
        work: The booklet.
        done: Its partners, with their folios.
        jobs: In how many processes sheets are set.

    Raises:
        BrochureError: A template is broken.
    """
    sheets = {f"{found.chapter.document.id}-heads": found.heads for found in done}
    wanted: dict[str, Rendering] = {}
    over: dict[str, tuple[tuple[OverlayPage, ...], ...]] = {}
    for found in done:
        name = found.chapter.document.id
        folios = range(found.first, found.first + len(found.made.texts))
        over[name] = tuple(
            (
                (
                    f"{name}-heads",
                    furniture.running_head_index(opening=folio == found.first, recto=folio % 2 == 1),
                ),
                _folio(work, found.chapter.depth, folio, wanted),
            )
            for folio in folios
        )
    sheets |= zip(wanted, _render_all(work.cache, list(wanted.values()), jobs), strict=True)
    files = {name: sheet.written.data for name, sheet in sheets.items()}
    reports = [sheet.report for sheet in sheets.values()]
    for found in done:
        laid = over[found.chapter.document.id]
        if any(_touching(drawn, above, sheets) for drawn, above in zip(found.made.drawn, laid, strict=True)):
            reports.append(_together(work, found, laid, files))
    return Overlay(files, over, tuple(reports))


def _render_all(cache: Cache | None, all_: Sequence[Rendering], jobs: int) -> list[CheckedPages]:
    """Several of ``page_cache.write``, what is not in the cache in so many processes.

    Raises:
        BrochureError: As :func:`brochure.typesetting.weasyprint.write`, or a process died (K108).
    """
    found = [kept.find_rendered(cache, what) for what in all_]
    missing = [what for what, known in zip(all_, found, strict=True) if known is None]

    def anew(what: Rendering) -> CheckedPages | tuple[tuple[Problem, ...], tuple[Problem, ...]]:
        try:
            return kept.render_cached(cache, what)
        except BrochureError as error:
            return error.problems, error.warnings

    try:
        made = crew.mapped(anew, missing, jobs)
        done = [known or next(made) for known in found]
    except crew.CrashError as crash:
        raise BrochureError([problem("K108", name=missing[crash.index].file)]) from None
    failed = [one for one in done if not isinstance(one, CheckedPages)]
    if failed:
        raise BrochureError([p for one in failed for p in one[0]], [w for one in failed for w in one[1]])
    return [one for one in done if isinstance(one, CheckedPages)]


def _folio(work: Work, depth: Depth, folio: int, wanted: dict[str, Rendering]) -> OverlayPage:
    """The page that has a folio, on a sheet that is wanted then.

    The folios of a sheet differ in their digits alone, so its first and last pages are looked at.
    """
    drawing = chapters.drawing(work, depth)
    first, index = furniture.folio_block(folio)
    name = f"folios-{drawing.on.id}-{first}"
    if name not in wanted:
        page = furniture.folios_html(drawing, first, work.bleed)
        wanted[name] = chapters.sheet(
            work, page, name, sample=(0, 1, -2 % furniture.FOLIOS_PER_BLOCK, -1 % furniture.FOLIOS_PER_BLOCK)
        )
    return name, index


def _touching(drawn: Sequence[Box], above: Sequence[OverlayPage], sheets: Mapping[str, CheckedPages]) -> bool:
    """Whether what is laid over a page touches anything on it, or other things laid there."""
    layers = [drawn, *(sheets[name].drawn[index] for name, index in above)]
    return any(
        one.overlaps(other)
        for upper in range(1, len(layers))
        for other in layers[upper]
        for lower in layers[:upper]
        for one in lower
    )


def _together(
    work: Work,
    found: Set,
    laid: tuple[tuple[OverlayPage, ...], ...],
    files: Mapping[str, bytes],
) -> Report:
    """Look at the pages with all that lies over them."""
    file = f"{work.compiled.book.id}/{found.chapter.document.id}.pdf"
    families = frozenset(chapters.drawing(work, Depth.FULL).on.families)

    def judge() -> Report:
        part = BookPart("part", found.made.data, over=laid)
        seen = preflight.read_for_preflight(
            merge_parts([part], chapters.faces(work), files, alone=True), file=file, fonts=families
        )
        return preflight.apply_rules(seen, file=file, rules=_RULES)

    used = dict.fromkeys(name for above in laid for name, _ in above)
    of = [found.made.data, *(files[name] for name in used)]
    return kept.cached_report(work.cache, f"{file} {laid}", of, judge)
