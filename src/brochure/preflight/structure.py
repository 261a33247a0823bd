"""The tags of a file (ISO 32000-2, 14.7): which element a piece of a page belongs to, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# Elements whose text stands in lines of its own (ISO 32000-2, 14.8.4; grouping elements hold some too).
BLOCKS = frozenset(
    {"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "LBody", "Lbl", "TD", "TH", "Caption", "Note"}
    | {"FENote", "Div", "Sect", "Art", "Part", "Document", "BlockQuote", "TOCI", "Figure", "Formula"}
    | {"Aside", "Title"}
)
HEADINGS = frozenset(["H", "H1", "H2", "H3", "H4", "H5", "H6"])
MAX_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element: its tag, its parent's place in the list (or -1), the first page it is on."""

    tag: str
    parent: int
    page: int


def ancestry(elements: tuple[Element, ...], place: int) -> Iterator[int]:
    """An element's place and those of all it is in, from the inside out."""
    while place >= 0:
        yield place
        place = elements[place].parent


def read_structure(pdf: Any) -> tuple[tuple[Element, ...], dict[tuple[int, int], int]]:
    """Read the tags of a file opened with pikepdf.

    Returns:
        The elements in reading order, and the place in that list of each (page index, MCID).
    """
    root = pdf.Root.get("/StructTreeRoot")
    elements: list[Element] = []
    marked: dict[tuple[int, int], int] = {}
    if root is None:
        return (), {}
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    roles = {str(key): str(value) for key, value in root.get("/RoleMap", {}).items()}
    _walk(root.get("/K"), -1, -1, elements, marked, pages, roles, 0)
    return tuple(elements), marked


def _walk(
    kids: Any,
    parent: int,
    page: int,
    elements: list[Element],
    marked: dict[tuple[int, int], int],
    pages: dict[tuple[int, int], int],
    roles: dict[str, str],
    depth: int,
) -> None:
    import pikepdf

    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            marked[page, int(kid)] = parent
        elif isinstance(kid, pikepdf.Dictionary) and depth < MAX_DEPTH:
            shown = kid.get("/Pg")
            own = page if shown is None else pages.get(shown.objgen, page)
            if kid.get("/Type") == "/MCR":
                marked[own, int(kid.get("/MCID", -1))] = parent
            elif (kind := kid.get("/S")) is not None:
                tag = str(kind)
                elements.append(Element(roles.get(tag, tag).removeprefix("/"), parent, own))
                _walk(kid.get("/K"), len(elements) - 1, own, elements, marked, pages, roles, depth + 1)
