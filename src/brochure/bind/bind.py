"""The binder: the parts' pages in order, and the file's catalogue made anew from those of the parts."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from brochure.bind import fonts, structure

SCHEME = "brochure:"  # a link to a place in another part: brochure:liaoning#answers-about


class Label(Enum):
    """How pages are numbered (ISO 32000-2, 12.4.2, table 161)."""

    NONE = ""
    ROMAN = "r"
    DECIMAL = "D"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the book.

    Attributes:
        name: What links from other parts call it; unique.
        data: Its file; none for ``blank`` pages.
        label: How its pages are numbered.
        first: The number of its first page.
        title: Its line in the outline, above the outline it brings along; none if empty.
        blank: So many empty pages instead of a file.
    """

    name: str
    data: bytes = b""
    label: Label = Label.NONE
    first: int = 1
    title: str = ""
    blank: int = 0


class BrokenLinkError(Exception):
    """A link between parts leads nowhere; our mistake, as both ends are made by us."""


def bind(parts: Sequence[Part], faces: Mapping[str, Path]) -> bytes:
    """Bind parts.

    Args:
        parts: In order; the first gives the file its metadata, sources and output intent, and is not blank.
        faces: The font files by the name that the parts call them, such as ``BIZ-UDPGothic-Bold``.

    Raises:
        BrokenLinkError: A link leads to a part or place that is not there.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(parts[0].data)) as book:
        merged = structure.Merged(book)
        _label_links(book.pages, parts[0].name)
        places = _places(book, parts[0].name, 0)
        outline = [_outline(book, parts[0], 0)]
        starts = [0]
        for part in parts[1:]:
            starts.append(len(book.pages))
            if part.blank:
                _add_blank(book, part.blank)
                continue
            with pikepdf.open(io.BytesIO(part.data)) as file:
                begin = len(book.pages)
                outline.append(_outline(file, part, begin))
                places |= _places(file, part.name, begin)
                _label_links(file.pages, part.name)
                structure.prepare(file, part.name)
                for page in file.pages:
                    book.pages.append(page)
                merged.add(file, begin)
        _resolve(book, places)
        _write_places(book, places)
        _write_outline(book, [entry for part in outline for entry in part])
        _write_labels(book, parts, starts)
        merged.write()
        fonts.unite(book, faces)
        target = io.BytesIO()
        book.remove_unreferenced_resources()
        book.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            compress_streams=True,
            linearize=False,
        )
    return target.getvalue()


def _add_blank(book: Any, count: int) -> None:
    """Pages with nothing on them, of the size of the page before."""
    import pikepdf

    before = book.pages[-1]
    for _ in range(count):
        page = pikepdf.Dictionary(Type=pikepdf.Name.Page, Resources=pikepdf.Dictionary())
        for key in ("/MediaBox", "/TrimBox", "/BleedBox"):
            if key in before.obj:
                page[key] = pikepdf.Array(before.obj[key])
        book.pages.append(pikepdf.Page(book.make_indirect(page)))


# --- places and links ---------------------------------------------------------------------------

_Places = dict[str, tuple[int, list[Any]]]  # name: page index and the rest of the destination


def _places(file: Any, name: str, begin: int) -> _Places:
    """The named places of a part, with the part's name before theirs, and the part itself."""
    import pikepdf

    found: _Places = {name: (begin, [pikepdf.Name.XYZ, 0, float(file.pages[0].mediabox[3]), 0])}
    if "/Names" not in file.Root or "/Dests" not in file.Root.Names:
        return found
    index = {page.objgen: number for number, page in enumerate(file.pages)}
    names = file.Root.Names.Dests.Names
    for position in range(0, len(names), 2):
        target = names[position + 1]
        rest = [_plain(value) for value in list(target)[1:]]
        found[f"{name}#{names[position]}"] = (begin + index[target[0].objgen], rest)
    return found


def _plain(value: Any) -> Any:
    import pikepdf

    return (
        pikepdf.Name(str(value))
        if isinstance(value, pikepdf.Name)
        else float(value)
        if value is not None
        else None
    )


def _label_links(pages: Any, name: str) -> None:
    """Make the places that links name unique in the book."""
    import pikepdf

    for page in pages:
        for link in page.obj.get("/Annots", []):
            if "/Dest" in link and isinstance(link.Dest, pikepdf.String):
                link.Dest = pikepdf.String(f"{name}#{link.Dest}")


def _resolve(book: Any, places: _Places) -> None:
    """Links to other parts, and proof that every inner link leads somewhere."""
    import pikepdf

    for page in book.pages:
        for link in page.obj.get("/Annots", []):
            action = link.get("/A")
            if action is not None and str(action.get("/URI", "")).startswith(SCHEME):
                link.Dest = pikepdf.String(str(action.URI).removeprefix(SCHEME))
                del link["/A"]
            if "/Dest" in link and str(link.Dest) not in places:
                raise BrokenLinkError(str(link.Dest))


def _write_places(book: Any, places: _Places) -> None:
    import pikepdf

    names = pikepdf.Array()
    for name in sorted(places, key=str.encode):
        number, rest = places[name]
        names.append(pikepdf.String(name))
        names.append(pikepdf.Array([book.pages[number].obj, *rest]))
    book.Root.Names = book.Root.get("/Names", pikepdf.Dictionary())
    book.Root.Names.Dests = pikepdf.Dictionary(Names=names)


# --- outline and labels -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    title: str
    page: int
    rest: tuple[Any, ...]
    children: tuple[_Line, ...]


def _outline(file: Any, part: Part, begin: int) -> list[_Line]:
    """The outline of a part; with a title, one line with the part's own lines below it."""
    import pikepdf

    index = {page.objgen: number for number, page in enumerate(file.pages)}

    def lines(first: Any) -> tuple[_Line, ...]:
        found, item = [], first
        while item is not None:
            target = item.Dest
            rest = tuple(_plain(value) for value in list(target)[1:])
            below = lines(item.get("/First"))
            found.append(_Line(str(item.Title), begin + index[target[0].objgen], rest, below))
            item = item.get("/Next")
        return tuple(found)

    own = lines(file.Root.Outlines.get("/First")) if "/Outlines" in file.Root else ()
    if not part.title:
        return list(own)
    below = own[0].children if len(own) == 1 else own  # a partner's own line is its name
    return [_Line(part.title, begin, (pikepdf.Name.XYZ, 0, float(file.pages[0].mediabox[3]), 0), below)]


def _write_outline(book: Any, lines: Sequence[_Line]) -> None:
    import pikepdf

    with book.open_outline() as outline:
        outline.root.clear()

        def item(line: _Line) -> Any:
            made = pikepdf.OutlineItem(line.title, pikepdf.Array([book.pages[line.page].obj, *line.rest]))
            made.is_closed = True
            made.children.extend(item(child) for child in line.children)
            return made

        outline.root.extend(item(line) for line in lines)


def _write_labels(book: Any, parts: Sequence[Part], starts: Sequence[int]) -> None:
    """Page labels, so that a viewer's page field says what is printed on the page."""
    import pikepdf

    numbers = pikepdf.Array()
    for part, start in zip(parts, starts, strict=True):
        label = pikepdf.Dictionary()
        if part.label is not Label.NONE:
            label.S = pikepdf.Name(f"/{part.label.value}")
            if part.first != 1:
                label.St = part.first
        numbers.append(start)
        numbers.append(label)
    book.Root.PageLabels = pikepdf.Dictionary(Nums=numbers)
