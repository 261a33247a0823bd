"""The tags of a file (ISO 32000-2, 14.7): which element a piece of a page belongs to, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# Elements whose text stands in lines of its own (ISO 32000-2, 14.8.4; grouping elements hold some too).
BLOCKS = frozenset(
    {"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "LBody", "Lbl", "TD", "TH", "Caption", "Note"}
    | {"FENote", "Div", "Sect", "Art", "Part", "Document", "BlockQuote", "TOCI", "Figure", "Formula"}
    | {"Aside", "Title"}
)
HEADINGS = frozenset(["H", "H1", "H2", "H3", "H4", "H5", "H6"])
MAX_DEPTH = 200
_NONE = -1
_REFERENCE = re.compile(rb"(\d+) \d+ R|null")
_ENTRY = re.compile(rb"(\d+) (\[[^\]]*\]|\d+ \d+ R|null)")  # of a number tree, as qpdf writes it


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


@dataclass(slots=True)
class Structure:
    """The tags of a file.

    Attributes:
        elements: In reading order.
        marked: The place in that list of each (page index, MCID).
        owners: The numbers of the elements' objects by MCID, by page index, of what pages themselves hold.
    """

    elements: list[Element] = field(default_factory=list)
    marked: dict[tuple[int, int], int] = field(default_factory=dict)
    owners: dict[int, dict[int, int]] = field(default_factory=dict)
    _numbers: list[int] = field(default_factory=list)  # of the elements' objects

    def mark(self, page: int, mcid: int, element: int, *, in_form: bool) -> None:
        """Note whose a piece of a page is; forms have entries of their own in the tree (14.7.5.4)."""
        self.marked[page, mcid] = element
        if not in_form and element >= 0:
            self.owners.setdefault(page, {})[mcid] = self._numbers[element]

    def pages_adrift(self, pdf: Any) -> Iterator[int]:
        """Pages whose content does not lead back to its elements (14.7.5.4), so that no reader finds them.

        Where no elements were read, only whether there is an entry for each page and link is looked at.
        """
        tree = pdf.Root.get("/StructTreeRoot", {}).get("/ParentTree")
        if tree is None:
            return
        found = dict(_entries(tree))
        for index, page in enumerate(pdf.pages):
            key = page.obj.get("/StructParents", _NONE)
            of_page = _references(pdf, found.get(key, b"[ ]"))
            of_links = [link.get("/StructParent", _NONE) for link in page.obj.get("/Annots", ())]
            if (
                (not self.elements and key != _NONE and key not in found)
                or any(of_page.get(mcid) != owner for mcid, owner in self.owners.get(index, {}).items())
                or any(one != _NONE and not _REFERENCE.fullmatch(found.get(one, b"")) for one in of_links)
            ):
                yield index


def read_structure(pdf: Any) -> Structure:
    """Read the tags of a file opened with pikepdf."""
    root = pdf.Root.get("/StructTreeRoot")
    found = Structure()
    if root is not None:
        pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        roles = {str(key): str(value) for key, value in root.get("/RoleMap", {}).items()}
        _walk(found, root.get("/K"), -1, -1, pages, roles, 0)
    return found


def _walk(
    found: Structure,
    kids: Any,
    parent: int,
    page: int,
    pages: dict[tuple[int, int], int],
    roles: dict[str, str],
    depth: int,
) -> None:
    import pikepdf

    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            found.mark(page, int(kid), parent, in_form=False)
        elif isinstance(kid, pikepdf.Dictionary) and depth < MAX_DEPTH:
            shown = kid.get("/Pg")
            own = page if shown is None else pages.get(shown.objgen, page)
            if kid.get("/Type") == "/MCR":
                found.mark(own, int(kid.get("/MCID", -1)), parent, in_form="/Stm" in kid)
            elif (kind := kid.get("/S")) is not None:
                tag = str(kind)
                found.elements.append(Element(roles.get(tag, tag).removeprefix("/"), parent, own))
                found._numbers.append(kid.objgen[0])
                _walk(found, kid.get("/K"), len(found.elements) - 1, own, pages, roles, depth + 1)


def _entries(node: Any, depth: int = 0) -> Iterator[tuple[int, bytes]]:
    """What a number tree holds (7.9.7), as it is written: elements are not looked up for that."""
    if depth < MAX_DEPTH:
        for kid in node.get("/Kids", ()):
            yield from _entries(kid, depth + 1)
    if "/Nums" in node:
        for key, value in _ENTRY.findall(node.Nums.unparse(resolved=True)):
            yield int(key), value


def _references(pdf: Any, value: bytes) -> dict[int, int]:
    """The numbers of the objects in an array by their places, where the array may be an object itself."""
    if found := _REFERENCE.fullmatch(value):
        value = pdf.get_object(int(found[1]), 0).unparse(resolved=True)
    words = _REFERENCE.findall(value)
    return {index: int(number) for index, number in enumerate(words) if number}
