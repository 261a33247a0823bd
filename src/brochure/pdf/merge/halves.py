"""Stack two pages of half height into one page: content, tags, links, named places and outline.

The upper half moves up by its height, the lower half stays. What would be drawn across the line between them
(a colour that bleeds over the edge of its half) is clipped there. The tags of the upper half come first.

The named places of the file carry the names of their partners, with :data:`~brochure.pdf.merge.part.SCHEME`,
so that :func:`~brochure.pdf.merge.part.parse_part` leaves them as they are.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brochure.pdf.geometry import Box
from brochure.pdf.merge import structure_tree
from brochure.pdf.merge.part import SCHEME

_PREFIX = "/Lower."  # of the names of the lower half's resources
_BOXES = ("/MediaBox", "/BleedBox", "/TrimBox")
# The resources that operators name, and the index of the name among the operands (ISO 32000-2, 7.8.3).
_NAMED = {
    "Tf": ("/Font", 0),
    "Do": ("/XObject", 0),
    "gs": ("/ExtGState", 0),
    "cs": ("/ColorSpace", 0),
    "CS": ("/ColorSpace", 0),
    "scn": ("/Pattern", -1),
    "SCN": ("/Pattern", -1),
    "sh": ("/Shading", 0),
    "BDC": ("/Properties", 1),
    "DP": ("/Properties", 1),
}
_MARKED = ("BDC", "DP")


@dataclass(frozen=True, slots=True)
class HalfPage:
    """A page of half height.

    Attributes:
        name: The name of the partner, the target of links from other parts.
        title: Its line in the outline.
        data: Its file, a PDF of one page as :mod:`brochure.typesetting.weasyprint` writes it.
    """

    name: str
    title: str
    data: bytes


def stack_halves(halves: Sequence[HalfPage]) -> bytes:
    """Stack one or two pages of half height into a page of full height.

    Args:
        halves: The upper one and the lower one; with the upper one alone, the lower half of the page is
            empty.

    Returns:
        A PDF of one page; the same input gives the same bytes.

    Raises:
        ValueError: There are not one or two files, or a file has not one page.
    """
    import pikepdf

    if len(halves) not in (1, 2):
        raise ValueError(f"{len(halves)} halves of a page")
    upper, *others = halves
    with pikepdf.open(io.BytesIO(upper.data)) as file:
        page = _only_page(file)
        half = _box(page, "/TrimBox")
        content = _shifted(page, half.height)
        places, lines = _places(file, page, upper, half.height), _outline(file, page, upper, half.height)
        for box in _BOXES:
            if box in page:
                left, bottom, right, top = _box(page, box)
                page[box] = pikepdf.Array([left, bottom, right, round(top + half.height, 6)])
        seam = half.bottom + half.height
        media = _box(page, "/MediaBox")
        drawn = [_clipped(content, media._replace(bottom=seam), half.height)]
        for lower in others:
            with pikepdf.open(io.BytesIO(lower.data)) as other:
                content = _add_lower(file, page, other, lower.name)
                places |= _places(other, page, lower, 0)
                places[lower.name] = pikepdf.Array([page, pikepdf.Name.XYZ, 0, round(seam, 3), 0])
                lines += _outline(other, page, lower, 0)
            drawn.append(_clipped(content, media._replace(top=seam), 0))
        page.Contents = file.make_stream(b"\n".join(drawn))
        _write_places(file, places)
        with file.open_outline() as outline:
            outline.root.clear()
            outline.root.extend(lines)
        target = io.BytesIO()
        file.save(target, static_id=True)
    return target.getvalue()


def _only_page(file: Any) -> Any:
    if len(file.pages) != 1:
        raise ValueError(f"a half page of {len(file.pages)} pages")
    return file.pages[0].obj


def _box(page: Any, name: str) -> Box:
    return Box(*(float(side) for side in page[name]))


def _clipped(content: bytes, area: Box, up: float) -> bytes:
    """The content of a half, moved up and clipped to its part of the page."""
    sides = f"{area.left:.6f} {area.bottom:.6f} {area.width:.6f} {area.height:.6f}"
    return f"q\n{sides} re W n\n1 0 0 1 0 {up:.6f} cm\n".encode() + content + b"\nQ"


def _shifted(page: Any, up: float) -> bytes:
    """Move what has its own coordinates on the upper page: patterns and links. Returns the content."""
    import pikepdf

    seen: set[tuple[int, int]] = set()
    for pattern in page.Resources.get("/Pattern", {}).values():
        if pattern.objgen in seen and pattern.is_indirect:
            continue
        seen.add(pattern.objgen)
        # a pattern of a page does not follow the page's matrix (ISO 32000-2, 8.7.2)
        matrix = [float(number) for number in pattern.get("/Matrix", (1, 0, 0, 1, 0, 0))]
        pattern.Matrix = pikepdf.Array([*matrix[:5], round(matrix[5] + up, 6)])
    for link in page.get("/Annots", []):
        left, bottom, right, top = (float(side) for side in link.Rect)
        link.Rect = pikepdf.Array([left, round(bottom + up, 3), right, round(top + up, 3)])
        if "/QuadPoints" in link:
            points = [float(number) for number in link.QuadPoints]
            moved = [round(number + up * (index % 2), 3) for index, number in enumerate(points)]
            link.QuadPoints = pikepdf.Array(moved)
    return _content(page)


def _content(page: Any) -> bytes:
    """The content of a page in one stream."""
    import pikepdf

    contents = page.Contents
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(stream.read_bytes() for stream in streams)


# --- the lower half -------------------------------------------------------------------------------


def _add_lower(file: Any, page: Any, other: Any, name: str) -> bytes:
    """Add resources, tags and links of the lower half to the page. Returns its content, with new names."""
    import pikepdf

    own = _only_page(other)
    tree, tags = file.Root.StructTreeRoot, other.Root.StructTreeRoot
    keys, others_keys = tree.ParentTree.Nums, tags.ParentTree.Nums
    first_key = max((int(key) for key in list(keys)[::2]), default=-1) + 1
    marked = _marked_entries(keys, page)
    first_mark = len(marked)
    renamed = _renamed_resources(own.Resources)
    content = _renumbered_content(other, own, own.Resources, first_mark, renamed)
    elements = list(_elements(tags.K[0]))
    for element in elements:
        _renumber_element(element, first_mark)
    _prefix_ids(elements, name)
    for link in own.get("/Annots", []):
        _make_outside(link, name)
    document = file.copy_foreign(tags.K[0])
    for element in _elements(document):
        _set_page(element, page)
    for kid in _array(document.get("/K", [])):
        kid.P = tree.K[0]
    tree.K[0].K = pikepdf.Array([*_array(tree.K[0].get("/K", [])), *_array(document.get("/K", []))])
    lower_keys = file.copy_foreign(other.make_indirect(others_keys))
    for position in range(0, len(lower_keys), 2):
        key, entry = int(lower_keys[position]), lower_keys[position + 1]
        if key == int(own.get("/StructParents", -1)):
            marked.extend(entry)
        else:
            keys.extend([first_key + key, entry])
    links = file.copy_foreign(other.make_indirect(own.get("/Annots", pikepdf.Array())))
    for link in links:
        if "/StructParent" in link:
            link.StructParent = first_key + int(link.StructParent)
    page.Annots = pikepdf.Array([*page.get("/Annots", []), *links])
    _join_resources(page, file.copy_foreign(other.make_indirect(own.Resources)), renamed)
    return content


def _marked_entries(keys: Any, page: Any) -> Any:
    """The array in the parent tree with the elements of a page's marked content."""
    found = list(keys)
    wanted = int(page.StructParents)
    return next(found[at + 1] for at in range(0, len(found), 2) if int(found[at]) == wanted)


def _array(value: Any) -> list[Any]:
    import pikepdf

    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _elements(element: Any) -> Iterator[Any]:
    """A structure element and all below it, with references to marked content and to objects."""
    import pikepdf

    waiting = [element]
    while waiting:
        item = waiting.pop()
        yield item
        kids = _array(item.get("/K", []))
        waiting += [kid for kid in kids if isinstance(kid, pikepdf.Dictionary)]


def _renumber_element(element: Any, first: int) -> None:
    """Count the marked content of an element from ``first`` on, and take the page away from it."""
    import pikepdf

    if "/Pg" in element:
        del element["/Pg"]  # a page is not copied with what refers to it
    if "/MCID" in element:
        element.MCID = int(element.MCID) + first
    kids = element.get("/K")
    if isinstance(kids, int):
        element.K = kids + first
    elif isinstance(kids, pikepdf.Array):
        for index, kid in enumerate(list(kids)):
            if isinstance(kid, int):
                kids[index] = kid + first


def _prefix_ids(elements: Sequence[Any], name: str) -> None:
    """Make the IDs of the lower half differ from those of the upper half."""
    seen: set[tuple[int, int]] = set()
    for element in elements:
        attributes = _array(element.get("/A", []))
        for item in (element, *(one for one in attributes if getattr(one, "is_indirect", False))):
            if not item.is_indirect or item.objgen not in seen:
                seen.add(item.objgen)
                structure_tree.prefix_ids(item, name)


def _make_outside(link: Any, name: str) -> None:
    """Turn a link to a place in the lower half into one to another part, which has the partner's name."""
    import pikepdf

    if "/P" in link:
        del link["/P"]
    if "/Dest" in link and isinstance(link.Dest, pikepdf.String):
        address = f"{SCHEME}{name}#{link.Dest}"
        del link["/Dest"]
        link.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))


def _set_page(element: Any, page: Any) -> None:
    if element.get("/Type") != "/OBJR":
        element.Pg = page


# --- resources and content ------------------------------------------------------------------------


def _renamed_resources(resources: Any) -> dict[str, dict[str, str]]:
    """The new names of resources by their old names, for each kind. Default colour spaces keep theirs."""
    import pikepdf

    return {
        kind: {key: f"{_PREFIX}{key[1:]}" for key in dict(entries) if not key.startswith("/Default")}
        for kind, entries in resources.items()
        if isinstance(entries, pikepdf.Dictionary)
    }


def _join_resources(page: Any, added: Any, renamed: Mapping[str, Mapping[str, str]]) -> None:
    """Add the resources of the lower half to those of the page, under their new names."""
    import pikepdf

    joined: Any = pikepdf.Dictionary(page.Resources)
    for kind, names in renamed.items():
        kept: Any = joined.get(kind, {})
        entries = pikepdf.Dictionary(kept)
        for old, new in names.items():
            entries[new] = added[kind][old]
        joined[kind] = entries
    page.Resources = joined


def _renumbered_content(
    file: Any, stream: Any, resources: Any, first: int, renamed: Mapping[str, Mapping[str, str]]
) -> bytes:
    """The content with new names of resources and new numbers of marked content, also in its forms."""
    import pikepdf

    for form in resources.get("/XObject", {}).values():
        if form.get("/Subtype") == "/Form" and b"/MCID" in form.read_bytes():
            inner = form.get("/Resources", pikepdf.Dictionary())
            form.write(_renumbered_content(file, form, inner, first, {}))
    found = []
    for instruction in pikepdf.parse_content_stream(stream):
        values: list[Any] = list(instruction.operands)
        word = str(instruction.operator)
        if word in _NAMED and values:
            kind, index = _NAMED[word]
            if isinstance(value := values[index], pikepdf.Name):
                values[index] = pikepdf.Name(renamed.get(kind, {}).get(str(value), str(value)))
        if word in _MARKED and isinstance(values[1], pikepdf.Dictionary) and "/MCID" in values[1]:
            values[1].MCID = int(values[1].MCID) + first
        inline = isinstance(instruction, pikepdf.ContentStreamInlineImage)
        found.append(instruction if inline else (values, instruction.operator))
    return pikepdf.unparse_content_stream(found)


# --- named places and outline ---------------------------------------------------------------------


def _moved_target(target: Any, page: Any, up: float) -> Any:
    """A destination on the page, moved up."""
    import pikepdf

    view = list(target)[1:]
    if len(view) > 2 and view[0] == "/XYZ" and view[2] is not None:
        view[2] = round(float(view[2]) + up, 3)
    return pikepdf.Array([page, *view])


def _places(file: Any, page: Any, half: HalfPage, up: float) -> dict[str, Any]:
    """The named places of a half, with the name of its partner."""
    names = file.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
    return {
        f"{half.name}#{names[at]}": _moved_target(names[at + 1], page, up) for at in range(0, len(names), 2)
    }


def _write_places(file: Any, places: Mapping[str, Any]) -> None:
    import pikepdf

    array = pikepdf.Array()
    for name, target in sorted(places.items(), key=lambda place: place[0].encode()):
        array.extend([pikepdf.String(f"{SCHEME}{name}"), target])
    if "/Names" not in file.Root:
        file.Root.Names = pikepdf.Dictionary()
    file.Root.Names.Dests = pikepdf.Dictionary(Names=array)


def _outline(file: Any, page: Any, half: HalfPage, up: float) -> list[Any]:
    """The line of a partner in the outline, with the lines of its questions below."""
    import pikepdf

    def lines(item: Any) -> list[Any]:
        found = []
        while item is not None:
            line = pikepdf.OutlineItem(str(item.Title), _moved_target(item.Dest, page, up))
            line.children.extend(lines(item.get("/First")))
            found.append(line)
            item = item.get("/Next")
        return found

    own = lines(file.Root.get("/Outlines", {}).get("/First"))
    trim = _box(_only_page(file), "/TrimBox")
    start = pikepdf.Array([page, pikepdf.Name.XYZ, 0, round(trim.top + up, 3), 0])
    line = pikepdf.OutlineItem(half.title, start)
    line.children.extend(own[0].children if len(own) == 1 else own)  # the single line is the name
    return [line]
