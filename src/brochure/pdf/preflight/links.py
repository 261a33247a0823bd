"""Read the links of a page and the named places of a file with pikepdf."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brochure.pdf.geometry import Box
from brochure.pdf.preflight.model import LinkArea


def named_places(pdf: Any) -> dict[str, tuple[int, float]]:
    """Page index and height of every named place (ISO 32000-2, 12.3.2.4)."""
    import pikepdf

    found: dict[str, tuple[int, float]] = {}
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
        for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items():
            found[str(name)] = _place(place, pages)
    for name, place in pdf.Root.get("/Dests", {}).items():
        found[str(name)] = _place(place, pages)
    return found


def page_links(
    source: Any, named: dict[str, tuple[int, float]], pages: dict[tuple[int, int], int]
) -> Iterator[LinkArea]:
    import pikepdf

    for annotation in source.obj.get("/Annots", []):
        if annotation.get("/Subtype") != "/Link":
            continue
        box = box_from_numbers(annotation.get("/Rect", [0, 0, 0, 0]))
        kind, place = "", annotation.get("/Dest")
        if place is None:
            action = annotation.get("/A", {})
            kind = str(action.get("/S", ""))
            place = action.get("/D") if kind == "/GoTo" else None
        if kind == "/URI":
            yield LinkArea(box, str(action.get("/URI", "")), False, True, -1, 0)
        elif isinstance(place, (pikepdf.String, pikepdf.Name)):
            page, height = named.get(str(place), (-1, 0.0))
            yield LinkArea(box, str(place), True, page >= 0, page, height)
        elif place is not None:
            page, height = _place(place, pages)
            yield LinkArea(box, f"#{page + 1}", True, page >= 0, page, height)
        else:
            yield LinkArea(box, kind.removeprefix("/") or "—", False, False, -1, 0)


def _place(place: Any, pages: dict[tuple[int, int], int]) -> tuple[int, float]:
    """The page index of a destination, or -1, and its height on the page."""
    import pikepdf

    if isinstance(place, pikepdf.Dictionary):
        place = place.get("/D", pikepdf.Array())
    if not isinstance(place, pikepdf.Array) or len(place) == 0:
        return -1, 0
    page = pages.get(getattr(place[0], "objgen", (0, 0)), -1)
    exact = len(place) > 3 and str(place[1]) == "/XYZ" and place[3] is not None
    return page, float(place[3]) if exact else 0


def box_from_numbers(numbers: Any) -> Box:
    x1, y1, x2, y2 = map(float, numbers)
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
