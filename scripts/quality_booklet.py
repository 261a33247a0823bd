"""The pages of the sample booklet in docs/quality.md: what is measured on each, and which are outside.

A body page of a booklet has a limit for its largest bare band. Covers, blank pages, and the last page of a
part that has several are measured, but not judged: there is less to print there than a page holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import quality_figures as figures
from quality_bands import LIMIT, Margins, largest_bare_band, percent

from brochure.build.booklet import compile_booklet
from brochure.build.booklet_pages import typeset_book
from brochure.build.chapters import CompiledBooklet
from brochure.document.book import Depth
from brochure.document.colour_sight import least_difference
from brochure.document.palette import parse_colour
from brochure.pdf.preflight import preflight
from brochure.pdf.reader import FinishedPage, named_place_pages, read_pages
from brochure.storage.workspace import Workspace

LEAST_DIFFERENCE = 15.0  # of the accents of neighbours (CIEDE2000), for the reader who sees the least of it
HEAD = (
    "| page | part | judged | largest bare band | overlaps | torn lines | ΔE to its neighbours |",
    "|---:|---|---|---:|---:|---:|---:|",
)


@dataclass(frozen=True, slots=True)
class MeasuredPage:
    """A page and what was measured on it.

    Attributes:
        part: The file and the part of it that the page belongs to.
        kind: ``body`` if the bare band is judged; otherwise why not.
        bare: The largest bare band, as a share of the type area's height.
        overlaps: How many things lie over others, or are cut off.
        torn: How many lines are torn apart.
        difference: The least difference of the partner's accent from those before and after it, if there are.
    """

    number: int
    part: str
    kind: str
    bare: float
    overlaps: int
    torn: int
    difference: float | None = None

    @property
    def outside(self) -> Iterator[str]:
        """What is outside its limit."""
        if self.kind == "body" and self.bare > LIMIT:
            yield f"a bare band of {percent(self.bare)} (at most {percent(LIMIT)})"
        if self.overlaps:
            yield f"{self.overlaps} overlaps"
        if self.torn:
            yield f"{self.torn} torn lines"
        if self.difference is not None and self.difference < LEAST_DIFFERENCE:
            yield f"ΔE {self.difference:.1f} to a neighbour (at least {LEAST_DIFFERENCE:g})"

    @property
    def row(self) -> str:
        """The page as a row of the table."""
        shown = "–" if self.difference is None else f"{self.difference:.1f}"
        judged = "yes" if self.kind == "body" else f"no: {self.kind}"
        cells = (self.number, self.part, judged, percent(self.bare), self.overlaps, self.torn, shown)
        return f"| {' | '.join(map(str, cells))} |"


def outside(pages: Sequence[MeasuredPage]) -> list[str]:
    """A line for each page with something outside its limit."""
    found = ((page, list(page.outside)) for page in pages)
    return [f"{page.part}, page {page.number}: {', '.join(faults)}" for page, faults in found if faults]


def table(pages: Sequence[MeasuredPage]) -> list[str]:
    """The table of pages."""
    return [*HEAD, *(page.row for page in pages)]


def build(root: Path, name: str) -> tuple[CompiledBooklet, bytes]:
    """Build a booklet of a workspace."""
    where = Workspace(root)
    compiled = compile_booklet(where, name)
    return compiled, typeset_book(where, compiled).data


def measure(compiled: CompiledBooklet, data: bytes) -> list[MeasuredPage]:
    """Measure the pages of a bound booklet."""
    pages = read_pages(data)
    view = preflight.read_for_preflight(data)
    faults = figures.faults_of(preflight.apply_rules(view))
    overlaps = figures.count_by_page(faults, figures.OVERLAPS, len(pages))
    torn = figures.count_by_page(faults, figures.TORN, len(pages))
    margins = _margins_of_parts(compiled)
    near = accent_differences(
        {chapter.document.id: chapter.document.accent for chapter in compiled.book.chapters}
    )
    parts = parts_of_pages(named_place_pages(data), len(pages))
    bare = [
        largest_bare_band(data, index, margins.get(part, margins[""])) for index, part in enumerate(parts)
    ]
    kinds = kinds_of_pages(parts, [blank(page, share) for page, share in zip(pages, bare, strict=True)])
    return [
        MeasuredPage(index + 1, part, kinds[index], bare[index], overlaps[index], torn[index], near.get(part))
        for index, part in enumerate(parts)
    ]


def blank(page: FinishedPage, bare: float) -> bool:
    """Whether nothing is on a page."""
    return bare == 1 and not page.text.strip()


def parts_of_pages(places: Mapping[str, int], count: int) -> list[str]:
    """The part that begins on each page first, or else goes on there.

    Args:
        places: The pages of named places, such as ``oulu`` and ``front#contents``.
        count: How many pages there are.
    """
    named = [
        name for name in places if "#" not in name or name.partition("#")[0] in ("front", "back")
    ]  # of two parts on a page, the first in the file
    begins: dict[int, str] = {}
    for name in sorted(named, key=lambda name: (places[name], "#" not in name)):
        begins.setdefault(places[name], name.rpartition("#")[2])
    found: list[str] = []
    for index in range(count):
        found.append(begins.get(index, found[-1] if found else ""))
    return found


def kinds_of_pages(parts: Sequence[str], blanks: Sequence[bool]) -> list[str]:
    """What each page is: ``body``, or the reason that it is not judged."""
    printed = [part for part, empty in zip(parts, blanks, strict=True) if not empty]
    last = {part: index for index, part in enumerate(parts) if not blanks[index]}
    found = []
    for index, part in enumerate(parts):
        if blanks[index]:
            found.append("blank")
        elif index in (0, len(parts) - 1):
            found.append("cover")
        elif printed.count(part) > 1 and last[part] == index:
            found.append("last page of its part")
        else:
            found.append("body")
    return found


def accent_differences(accents: Mapping[str, str]) -> dict[str, float]:
    """The least difference of each partner's accent from those of the partners before and after it."""
    found: dict[str, float] = {}
    for one, other in pairwise(accents):
        difference = least_difference(parse_colour(accents[one]), parse_colour(accents[other]))
        for name in (one, other):
            found[name] = min(difference, found.get(name, difference))
    return found


def _margins_of_parts(compiled: CompiledBooklet) -> dict[str, Margins]:
    """The margins of each partner's layout; under the empty name, those of the booklet's own parts."""
    layouts = {depth: common.layout.data.page.margins for depth, common in compiled.commons.items()}
    found: dict[str, Margins] = {"": layouts[Depth.FULL]}
    return found | {chapter.document.id: layouts[chapter.depth] for chapter in compiled.book.chapters}
