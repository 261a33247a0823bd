"""Parse a part: its objects as bytes with open numbers.

Everything that depends on the part alone is done here: names of places and IDs become unique, links to other
parts become inner links, fonts are replaced by the book's. The numbers that depend on the part's position in
the book stay open: object numbers, and keys of the parent tree (ISO 32000-2, 14.7.5.4).
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from brochure.pdf.merge import fonts, structure_tree
from brochure.pdf.merge.fonts import Used, pdf_syntax

SCHEME = "brochure:"  # scheme of links to a place in another part: brochure:liaoning#answers-about

# Object numbers of the book's own objects that parts refer to; the fonts follow.
CATALOGUE, PAGES, STRUCTURE, DOCUMENT, NUMBERS, INFO, PLACES, OUTLINE, FONTS = range(1, 10)

_TOKEN = re.compile(
    rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>|(/StructParents? )(\d+)\b|\b(\d+) \d+ R\b|/Open(\d+)\b|%"
    rb"|( (?=[\[\]<>(/])|(?<=[\[\]<>)]) )",  # a blank beside a delimiter, which is not needed (7.2.3)
    re.DOTALL,
)
OPEN_NUMBERS = 1 << 40  # numbers from here on are open: the book fills them in, see parse_part


NOWHERE: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Template:
    """Bytes with ``%d`` for open numbers.

    ``slots`` are these numbers: objects from 0, keys of the parent tree as ``~n``.
    """

    text: bytes
    slots: tuple[int, ...]

    def fill(self, objects: int, marked: int, elsewhere: Mapping[int, int] = NOWHERE) -> bytes:
        """The bytes with all numbers filled in.

        Args:
            objects: The number of the part's first object.
            marked: The part's first key of the parent tree.
            elsewhere: The numbers of objects that stand outside the part: shared ones and open ones.
        """
        return self.text % tuple(
            [elsewhere.get(n, objects + n) if n >= 0 else marked + ~n for n in self.slots]
        )

    def renumbered(self, place: Mapping[int, int]) -> Template:
        """The template with object numbers replaced."""
        return Template(self.text, tuple(place.get(n, n) for n in self.slots))


Templates = Sequence[tuple[Template, bytes | None]]


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line of the outline: title, page index in the part, and the rest of the destination."""

    title: str
    page: int
    rest: str
    children: tuple[OutlineLine, ...]


@dataclass(frozen=True, slots=True)
class ParsedPart:
    """A parsed part.

    Attributes:
        name: The part's name.
        objects: Each with its stream, or None.
        pages: Indices of the pages among the objects.
        kids: Indices of the structure elements right below the document element.
        numbers: The part's node of the parent tree, without its limits; ``marked`` is how many keys it needs.
        boxes: The page boxes of the last page, for blank pages after it.
        places: Page index and rest of the destination by name.
        links: Names of the places that links lead to.
        outline: Lines of the outline.
        fonts: The use of each of the book's faces.
        shown: Images and colour profiles, which other parts may contain too: index, text, digest of the
            stream.
        identity: A key for the part as a whole, used by the cache.
    """

    name: str
    objects: Templates
    pages: tuple[int, ...]
    kids: tuple[int, ...]
    numbers: Template
    marked: int
    boxes: bytes
    places: Mapping[str, tuple[int, str]]
    links: tuple[str, ...]
    outline: tuple[OutlineLine, ...]
    fonts: Mapping[str, Used]
    shown: tuple[tuple[int, Template, bytes], ...] = ()
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Entries that belong to a file as a whole: metadata, enclosures, output intent, language, role map.

    Attributes:
        objects: Each with its stream, or None.
        entries: Entries of the catalogue (``root``), ``names``, ``info``, the structure tree root
            (``structure``) and its ``document`` element.
        shown, identity: As in :class:`ParsedPart`.
    """

    objects: Templates
    entries: Mapping[str, Template]
    shown: tuple[tuple[int, Template, bytes], ...] = ()
    identity: str = ""


def parse_catalogue(data: bytes) -> Catalogue:
    """Read the entries that belong to a file as a whole.

    Args:
        data: A PDF as :mod:`brochure.typesetting.weasyprint` writes it.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as file:
        root = file.Root
        book_numbers = {root.objgen[0]: CATALOGUE}
        drafts = {key: _make_template(text, book_numbers) for key, text in _catalogue_entries(file).items()}
        start_numbers = [number for draft in drafts.values() for number in draft.slots]
        objects, place = renumber_objects(reachable_objects(file, start_numbers, book_numbers, ""))
        entries = {key: draft.renumbered(place) for key, draft in drafts.items()}
        return Catalogue(objects, entries, shareable_objects(objects))


def parse_part(data: bytes, name: str, faces: Sequence[str], *, layers: int = 0) -> ParsedPart:
    """Parse the file of a part.

    Args:
        data: A PDF as :mod:`brochure.typesetting.weasyprint` writes it.
        name: The part's name, the target of links from other parts.
        faces: Names of the book's faces, in order.
        layers: Number of forms drawn over each page. They stay open references: the objects ``OPEN_NUMBERS``
            and ``OPEN_NUMBERS + 1`` are the streams before and after the page's own content, the following
            ones are the forms of each page.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as file:
        root, tree = file.Root, file.Root.StructTreeRoot
        links = _resolve_links(file.pages, name)
        used, shared = fonts.find_used_faces(file, faces, FONTS)
        if layers:
            _add_layers(file.pages, layers)
        book_numbers = {**shared, **{page.obj.Parent.objgen[0]: PAGES for page in file.pages}}
        book_numbers |= {tree.objgen[0]: STRUCTURE, tree.K[0].objgen[0]: DOCUMENT, root.objgen[0]: CATALOGUE}
        numbers, marked = _parent_tree(tree.ParentTree.Nums)
        template = _make_template(numbers, book_numbers)
        kids = [kid.objgen[0] for kid in _array(tree.K[0].get("/K", []))]
        pages = [page.obj.objgen[0] for page in file.pages]
        start_numbers = [*pages, *kids, *(n for n in template.slots if 0 <= n < OPEN_NUMBERS)]
        objects, place = renumber_objects(reachable_objects(file, start_numbers, book_numbers, name))
        index = {number: position for position, number in enumerate(pages)}
        last = file.pages[-1].obj
        return ParsedPart(
            name,
            objects,
            tuple(place[number] for number in pages),
            tuple(place[number] for number in kids),
            template.renumbered(place),
            marked,
            b" ".join(
                key.encode() + b" " + last[key].unparse()
                for key in ("/MediaBox", "/TrimBox", "/BleedBox")
                if key in last
            ),
            _named_places(file, name, index),
            links,
            tuple(_outline_lines(root.Outlines.get("/First"), index)) if "/Outlines" in root else (),
            used,
            shareable_objects(objects),
        )


def shareable_objects(objects: Templates) -> tuple[tuple[int, Template, bytes], ...]:
    """Images and colour profiles, which the book stores once; those without references come first.

    A colour profile has the number of components and no type (8.6.5.5). Images with a mask are equal only if
    their masks are.
    """
    found = [
        (index, text, sha256(stream).digest())
        for index, (text, stream) in enumerate(objects)
        if stream is not None
        and (b"/Subtype/Image" in text.text or (b"/N " in text.text and b"/Type" not in text.text))
    ]
    return tuple(sorted(found, key=lambda item: len(item[1].slots)))


def _array(value: Any) -> list[Any]:
    import pikepdf

    return list(value) if isinstance(value, pikepdf.Array) else [value]


# --- templates ------------------------------------------------------------------------------------


def _make_template(text: bytes, book_numbers: Mapping[int, int]) -> Template:
    """Make a template of an object as qpdf writes it; numbers in ``book_numbers`` are replaced by the book's.

    Blanks that are not needed are removed.
    """
    slots: list[int] = []

    def opened(found: re.Match[bytes]) -> bytes:
        if found[3]:
            number = int(found[3])
            if number in book_numbers:
                return b"%d 0 R" % book_numbers[number]
            slots.append(number)
            return b"%d 0 R"
        if found[1]:
            slots.append(~int(found[2]))
            return found[1] + b"%d"
        if found[4]:  # a reference takes the place of a name, so it needs a blank before it
            slots.append(OPEN_NUMBERS + int(found[4]))
            return b" %d 0 R"
        if found[5]:
            return b""
        return found[0].replace(b"%", b"%%")

    return Template(_TOKEN.sub(opened, text), tuple(slots))


def reachable_objects(
    file: Any, start_numbers: Sequence[int], book_numbers: Mapping[int, int], name: str
) -> dict[int, tuple[Template, bytes | None]]:
    """All objects that can be reached from the given ones, by object number in the part."""
    import pikepdf

    found: dict[int, tuple[Template, bytes | None]] = {}
    waiting = list(start_numbers)
    while waiting:
        number = waiting.pop()
        if number in found:
            continue
        item = file.get_object(number, 0)
        stream: bytes | None = None
        if isinstance(item, pikepdf.Stream):
            text, stream = item.stream_dict.unparse(resolved=True), bytes(item.read_raw_bytes())
        else:
            text = item.unparse(resolved=True) if isinstance(item, pikepdf.Object) else pdf_syntax(item)
        if b"/ID " in text or b"/Headers " in text:
            structure_tree.prefix_ids(item, name)
            text = item.unparse(resolved=True)
        template = _make_template(text, book_numbers)
        found[number] = template, stream
        waiting += [n for n in template.slots if 0 <= n < OPEN_NUMBERS and n not in found]
    return found


def renumber_objects(
    objects: Mapping[int, tuple[Template, bytes | None]],
) -> tuple[tuple[tuple[Template, bytes | None], ...], dict[int, int]]:
    """Objects numbered from 0 in the order of their old numbers, and the new numbers by the old."""
    new_numbers = {number: index for index, number in enumerate(sorted(objects))}
    renumbered = ((objects[number][0].renumbered(new_numbers), objects[number][1]) for number in new_numbers)
    return tuple(renumbered), new_numbers


def _add_layers(pages: Any, layers: int) -> None:
    """Add open references for the forms to the pages' resources and contents."""
    import pikepdf

    for index, page in enumerate(pages):
        own: Any = page.obj
        resources = pikepdf.Dictionary(own.get("/Resources", {}))
        shown: Any = resources.get("/XObject", {})
        forms = pikepdf.Dictionary(shown)
        for layer in range(layers):
            forms[f"/Over{layer}"] = pikepdf.Name(f"/Open{2 + index * layers + layer}")
        resources.XObject = forms
        own.Resources = resources
        contents = [pikepdf.Name("/Open0"), *_array(own.get("/Contents", [])), pikepdf.Name("/Open1")]
        own.Contents = pikepdf.Array(contents)


def _parent_tree(entries: Any) -> tuple[bytes, int]:
    """The array of the parent tree, and how many keys it needs."""
    items = list(entries)
    pairs = [b"/StructParent %d " % int(items[i]) + items[i + 1].unparse() for i in range(0, len(items), 2)]
    highest = max((int(number) for number in items[::2]), default=-1)
    return b" ".join(pairs), highest + 1


def _catalogue_entries(file: Any) -> dict[str, bytes]:
    """The entries that a book takes from a file, by owner."""
    import pikepdf

    def entries(holder: Any, without: Sequence[str] = ()) -> bytes:
        keys = [key for key in sorted(holder.keys()) if key not in without]
        return b" ".join(key.encode() + b" " + pdf_syntax(holder[key]) for key in keys)

    root = file.Root
    replaced_keys = ("/Type", "/Pages", "/StructTreeRoot", "/Outlines", "/PageLabels", "/Names")
    return {
        "root": entries(root, replaced_keys),
        "names": entries(root.get("/Names", pikepdf.Dictionary()), ("/Dests",)),
        "info": entries(file.trailer.Info) if "/Info" in file.trailer else b"",
        "structure": entries(root.StructTreeRoot, ("/Type", "/K", "/ParentTree", "/ParentTreeNextKey")),
        "document": entries(root.StructTreeRoot.K[0], ("/K", "/P")),
    }


# --- places, links, outline -----------------------------------------------------------------------


def _resolve_links(pages: Any, name: str) -> tuple[str, ...]:
    """Make the destinations of links unique in the book; turn links to other parts into inner links."""
    import pikepdf

    targets: dict[str, None] = {}
    for page in pages:
        for link in page.obj.get("/Annots", []):
            action = link.get("/A")
            if "/Dest" in link and isinstance(link.Dest, pikepdf.String):
                link.Dest = pikepdf.String(f"{name}#{link.Dest}")
            elif action is not None and str(action.get("/URI", "")).startswith(SCHEME):
                link.Dest = pikepdf.String(str(action.URI).removeprefix(SCHEME))
                del link["/A"]
            if "/Dest" in link:
                targets[str(link.Dest)] = None
    return tuple(targets)


def _named_places(file: Any, name: str, index: Mapping[int, int]) -> dict[str, tuple[int, str]]:
    """The named places of a part, prefixed with the part's name, and one place for the part itself.

    A name with the scheme of links between parts already has the name of a partner.
    """
    found = {name: (0, f"/XYZ 0 {pdf_syntax(file.pages[0].mediabox[3]).decode()} 0")}
    if "/Names" not in file.Root or "/Dests" not in file.Root.Names:
        return found
    names = file.Root.Names.Dests.Names
    for position in range(0, len(names), 2):
        target = names[position + 1]
        own = str(names[position])
        key = own.removeprefix(SCHEME) if own.startswith(SCHEME) else f"{name}#{own}"
        found[key] = (index[target[0].objgen[0]], _view_parameters(target))
    return found


def _view_parameters(target: Any) -> str:
    return b" ".join(pdf_syntax(value) for value in list(target)[1:]).decode()


def _outline_lines(item: Any, index: Mapping[int, int]) -> list[OutlineLine]:
    found = []
    while item is not None:
        target = item.Dest
        below = tuple(_outline_lines(item.get("/First"), index))
        found.append(
            OutlineLine(str(item.Title), index[target[0].objgen[0]], _view_parameters(target), below)
        )
        item = item.get("/Next")
    return found
