"""Lay running heads, tabs and folios over the pages of partners, when all their numbers are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from brochure import chapters, furniture, kept, preflight
from brochure.bind import Over, Part, bind
from brochure.book import Depth
from brochure.chapters import Set, Work
from brochure.geometry import Box
from brochure.kept import Judged

# What may be wrong where things lie over each other; the rest was looked at before.
_RULES = (preflight.place.overlap, preflight.visible.contrasts, preflight.visible.covered)


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is laid over the pages of a booklet's partners.

    Attributes:
        sheets: Files by name.
        pages: For each partner what lies over each of its pages.
        reports: What the preflight found of it, and on pages where it touches something.
    """

    sheets: Mapping[str, bytes]
    pages: Mapping[str, tuple[tuple[Over, ...], ...]]
    reports: tuple[preflight.Report, ...]


def lay(work: Work, done: Sequence[Set], faces: Mapping[str, Path]) -> Overlay:
    """Lay over the pages of partners what belongs there.

    Args:
        work: The booklet.
        done: Its partners, with their folios.
        faces: The font files by the names that the parts call them.
    """
    sheets: dict[str, Judged] = {}
    over: dict[str, tuple[tuple[Over, ...], ...]] = {}
    for found in done:
        name = f"{found.chapter.document.id}-heads"
        sheets[name] = found.heads
        over[found.chapter.document.id] = tuple(
            (
                (name, furniture.head(opening=index == 0, recto=folio % 2 == 1)),
                _folio(work, found.chapter.depth, folio, sheets),
            )
            for index, folio in enumerate(_folios(found))
        )
    files = {name: sheet.written.data for name, sheet in sheets.items()}
    reports = [sheet.report for sheet in sheets.values()]
    for found in done:
        laid = over[found.chapter.document.id]
        if any(_touching(drawn, above, sheets) for drawn, above in zip(found.made.drawn, laid, strict=True)):
            reports.append(_together(work, found, laid, files, faces))
    return Overlay(files, over, tuple(reports))


def _folios(found: Set) -> Iterator[int]:
    return iter(range(found.first, found.first + len(found.made.texts)))


def _folio(work: Work, depth: Depth, folio: int, sheets: dict[str, Judged]) -> Over:
    """The page that has a folio; the sheet is set when it is wanted first."""
    drawing = chapters.drawing(work, depth)
    first, index = furniture.block(folio)
    name = f"folios-{drawing.on.id}-{first}"
    if name not in sheets:
        sheets[name] = chapters.sheet(work, furniture.folios(drawing, first, work.bleed), name)
    return name, index


def _touching(drawn: Sequence[Box], above: Sequence[Over], sheets: Mapping[str, Judged]) -> bool:
    """Whether what is laid over a page touches anything on it, or other things laid there."""
    layers = [drawn, *(sheets[name].drawn[index] for name, index in above)]
    return any(
        one.shared(other).width > 0 and one.shared(other).height > 0
        for upper in range(1, len(layers))
        for other in layers[upper]
        for lower in layers[:upper]
        for one in lower
    )


def _together(
    work: Work,
    found: Set,
    laid: tuple[tuple[Over, ...], ...],
    files: Mapping[str, bytes],
    faces: Mapping[str, Path],
) -> preflight.Report:
    """Look at the pages with all that lies over them."""
    file = f"{work.compiled.book.id}/{found.chapter.document.id}.pdf"
    families = frozenset(family.family for family in chapters.drawing(work, Depth.FULL).on.data.fonts)

    def judge() -> preflight.Report:
        part = Part("part", found.made.data, over=laid)
        seen = preflight.view(bind([part], faces, files, alone=True), file=file, fonts=families)
        return preflight.report(seen, file=file, rules=_RULES)

    used = dict.fromkeys(name for above in laid for name, _ in above)
    of = [found.made.data, *(files[name] for name in used)]
    return kept.report(work.cache, f"{file} {laid}", of, judge)
