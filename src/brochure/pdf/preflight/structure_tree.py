"""Read the tags of a file (ISO 32000-2, 14.7): the element of each piece of content, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# Elements whose text has lines of its own (ISO 32000-2, 14.8.4; grouping elements may contain text too).
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
    """A structure element: its tag, the index of its parent (or -1), and the first page it is on."""

    tag: str
    parent: int
    page: int


def ancestry(elements: tuple[Element, ...], place: int) -> Iterator[int]:
    """The index of an element and of all elements around it, from the inside out."""
    while place >= 0:
        yield place
        place = elements[place].parent


@dataclass(slots=True)
class Structure:
    """The tags of a file.

    Attributes:
        elements: In reading order.
        marked: The element's index for each (page index, MCID).
        owners: For each page index, the object number of the element for each MCID; content of forms is not
            included.
    """

    elements: list[Element] = field(default_factory=list)
    marked: dict[tuple[int, int], int] = field(default_factory=dict)
    owners: dict[int, dict[int, int]] = field(default_factory=dict)
    _numbers: list[int] = field(default_factory=list)  # object numbers of the elements

    def mark(self, page: int, mcid: int, element: int, *, in_form: bool) -> None:
        """Record the element of a piece of content; forms have their own entries in the tree (14.7.5.4)."""
        self.marked[page, mcid] = element
        if not in_form and element >= 0:
            self.owners.setdefault(page, {})[mcid] = self._numbers[element]

    def figures(self) -> dict[int, dict[int, int]]:
        """For each page index, the innermost element Figure around each MCID that has one."""
        elements = tuple(self.elements)
        known: dict[int, int] = {}
        found: dict[int, dict[int, int]] = {}
        for (page, mcid), element in self.marked.items():
            if element not in known:
                up = ancestry(elements, element)
                known[element] = next((place for place in up if elements[place].tag == "Figure"), _NONE)
            if known[element] != _NONE:
                found.setdefault(page, {})[mcid] = known[element]
        return found

    def disconnected_pages(self, pdf: Any) -> Iterator[int]:
        """Pages with content that the parent tree does not connect with its elements (14.7.5.4).
        If no elements were read, only the entry of each page and link is checked.
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
    """The entries of a number tree (7.9.7) in PDF syntax, without resolving the elements."""
    if depth < MAX_DEPTH:
        for kid in node.get("/Kids", ()):
            yield from _entries(kid, depth + 1)
    if "/Nums" in node:
        for key, value in _ENTRY.findall(node.Nums.unparse(resolved=True)):
            yield int(key), value


def _references(pdf: Any, value: bytes) -> dict[int, int]:
    """Object numbers of an array's references, by position; ``value`` may refer to the array."""
    if found := _REFERENCE.fullmatch(value):
        value = pdf.get_object(int(found[1]), 0).unparse(resolved=True)
    words = _REFERENCE.findall(value)
    return {index: int(number) for index, number in enumerate(words) if number}
