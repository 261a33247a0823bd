"""The pages of a booklet have one size: a printer cannot bind others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from brochure.build.load import SharedInput
from brochure.diagnostics.problem import Problem, problem
from brochure.document.book import Depth
from brochure.schema.booklet import Booklet, Choice


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
    size, page_size = (
        (commons[depth].layout.data.page.width, commons[depth].layout.data.page.height)
        for depth in (Depth.FULL, Depth.PAGE)
    )
    chosen = found.data.partners
    places: list[tuple[str | int, ...]]
    if isinstance(chosen, Choice):
        places = [("partners", "depth")] if chosen.depth == Depth.PAGE.value else []
    else:
        names = {name for name, depth in depths.items() if depth is Depth.PAGE}
        places = [("partners", index, "depth") for index, one in enumerate(chosen) if one.id in names]
    if size != page_size and places:
        yield problem(
            "K111",
            found.source.locate(places[0]),
            layout=found.data.layout,
            page_layout=found.data.page_layout,
            size="{:g} × {:g} mm".format(*size),
            page_size="{:g} × {:g} mm".format(*page_size),
        )
