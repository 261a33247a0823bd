"""The pages of a booklet have one size: a printer cannot bind others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from brochure.build.load import SharedInput
from brochure.diagnostics.problem import Problem, problem
from brochure.document.book import Depth
from brochure.schema.booklet import Booklet, Choice

_SAME = 0.01  # mm: half of a page of 297 mm is 148.5 mm


def other_page_size(
    found: Booklet,
    depths: Mapping[str, Depth],
    commons: Mapping[Depth, SharedInput],
) -> Iterator[Problem]:
    """Yield the problem of partners whose pages have another size than those of the book (K111).

    Args:
        found: The booklet.
        depths: How much of each partner is printed.
        commons: The layouts, by depth.
    """
    size, page_size = _page_size(commons, Depth.FULL), _page_size(commons, Depth.PAGE)
    places = _depth_places(found, depths, Depth.PAGE)
    if size != page_size and places:
        yield problem(
            "K111",
            found.source.locate(places[0]),
            layout=found.data.layout,
            page_layout=found.data.page_layout,
            size=_millimetres(*size),
            page_size=_millimetres(*page_size),
        )


def other_half_size(
    found: Booklet,
    depths: Mapping[str, Depth],
    commons: Mapping[Depth, SharedInput],
) -> Iterator[Problem]:
    """Yield the problem of partners of half a page whose layout is not half a page of the book (K113).

    Args:
        found: The booklet.
        depths: How much of each partner is printed.
        commons: The layouts, by depth; that of ``half`` is there if a partner has this depth.
    """
    places = _depth_places(found, depths, Depth.HALF)
    if not places or Depth.HALF not in commons:
        return
    (width, height), half = _page_size(commons, Depth.FULL), _page_size(commons, Depth.HALF)
    if abs(half[0] - width) > _SAME or abs(2 * half[1] - height) > 2 * _SAME:
        yield problem(
            "K113",
            found.source.locate(places[0]),
            layout=found.data.layout,
            half_layout=found.data.half_layout,
            size=_millimetres(width, height),
            half_size=_millimetres(*half),
            wanted=_millimetres(width, height / 2),
        )


def _page_size(commons: Mapping[Depth, SharedInput], depth: Depth) -> tuple[float, float]:
    page = commons[depth].layout.data.page
    return page.width, page.height


def _millimetres(width: float, height: float) -> str:
    return f"{width:g} × {height:g} mm"


def _depth_places(found: Booklet, depths: Mapping[str, Depth], depth: Depth) -> list[tuple[str | int, ...]]:
    """The places in the booklet's file where it says this depth."""
    chosen = found.data.partners
    if isinstance(chosen, Choice):
        return [("partners", "depth")] if chosen.depth == depth.value else []
    names = {name for name, one in depths.items() if one is depth}
    return [("partners", index, "depth") for index, one in enumerate(chosen) if one.id in names]
