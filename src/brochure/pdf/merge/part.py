"""A part taken apart: its objects as bytes that need only numbers to stand in the book.

Whatever depends on the part alone is done here: names of places and IDs become unique, links to other parts
become links, fonts give way to those of the book. What depends on where the part comes to stand is left open:
object numbers, and numbers in the tree of marked content (ISO 32000-2, 14.7.5.4).
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from brochure.pdf.merge import fonts
from brochure.pdf.merge import structure_tree as structure
from brochure.pdf.merge.fonts import Used, written

SCHEME = "brochure:"  # a link to a place in another part: brochure:liaoning#answers-about

# Objects of the book that parts refer to, by number; the fonts' follow.
CATALOGUE, PAGES, STRUCTURE, DOCUMENT, NUMBERS, INFO, PLACES, OUTLINE, FONTS = range(1, 10)

_TOKEN = re.compile(
    rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>|(/StructParents? )(\d+)\b|\b(\d+) \d+ R\b|/Open(\d+)\b|%"
    rb"|( (?=[\[\]<>(/])|(?<=[\[\]<>)]) )",  # a blank beside what ends a word anyway (7.2.3)
    re.DOTALL,
)
OPEN = 1 << 40  # from here on, numbers of objects that the book has for a part: see take_apart


NOWHERE: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Template:
    """Bytes with ``%d`` for numbers, and the numbers: of objects from 0, of marked content as ``~n``."""

    text: bytes
    slots: tuple[int, ...]

    def at(self, objects: int, marked: int, elsewhere: Mapping[int, int] = NOWHERE) -> bytes:
        """The bytes, where the first object and the first number of marked content have these numbers.

        ``elsewhere`` are the numbers of objects that are not the part's own: another has them too, or
        they are left open.
        """
        return self.text % tuple(
            [elsewhere.get(n, objects + n) if n >= 0 else marked + ~n for n in self.slots]
        )

    def renumbered(self, place: Mapping[int, int]) -> Template:
        """The same with other numbers of objects."""
        return Template(self.text, tuple(place.get(n, n) for n in self.slots))


Templates = Sequence[tuple[Template, bytes | None]]


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line of the outline: the page's index in the part, and the rest of the destination."""

    title: str
    page: int
    rest: str
    children: tuple[OutlineLine, ...]


@dataclass(frozen=True, slots=True)
class ParsedPart:
    """A part taken apart.

    Attributes:
        name: The part's.
        objects: Each with its stream, or none.
        pages: The numbers of the pages among the objects.
        kids: Those of the elements that stand right below the document's.
        numbers: The part's node of the tree of marked content, without its limits; ``marked`` is how many
            numbers it needs.
        boxes: Those of the last page, for blank pages behind it.
        places: Page index and rest of the destination by name.
        links: Names of places that links lead to.
        outline: Its lines.
        fonts: What it uses of each of the book's faces.
        shown: Of the objects, pictures and colour profiles, which other parts may have too: number, text, and
            digest of the stream.
        identity: A name for all this, for who keeps what becomes of it.
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
    """What belongs to a file and to no page of it: metadata, enclosures, output intent, language, roles.

    Attributes:
        objects: Each with its stream, or none.
        entries: Those of the file's catalogue (``root``), names, information, tree of structure and its
            document.
        shown, identity: As those of a piece.
    """

    objects: Templates
    entries: Mapping[str, Template]
    shown: tuple[tuple[int, Template, bytes], ...] = ()
    identity: str = ""


def take_catalogue(data: bytes) -> Catalogue:
    """Take what belongs to a file as a whole.

    Args:
        data: A PDF as :mod:`brochure.typesetting.weasyprint` writes it.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as file:
        root = file.Root
        known = {root.objgen[0]: CATALOGUE}
        drafts = {key: _draft(text, known) for key, text in _catalogue(file).items()}
        begin = [number for draft in drafts.values() for number in draft.slots]
        objects, place = renumbered(reached(file, begin, known, ""))
        entries = {key: draft.renumbered(place) for key, draft in drafts.items()}
        return Catalogue(objects, entries, shown_by_many(objects))


def take_apart(data: bytes, name: str, faces: Sequence[str], *, layers: int = 0) -> ParsedPart:
    """Take a part's file apart.

    Args:
        data: A PDF as :mod:`brochure.typesetting.weasyprint` writes it.
        name: What links from other parts call it.
        faces: The names of the book's faces, in order.
        layers: How many forms are laid over each page. They are left open: the objects ``OPEN`` and the next
            are streams before and behind the page's own content, those that follow the pages' forms.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as file:
        root, tree = file.Root, file.Root.StructTreeRoot
        links = _settle_links(file.pages, name)
        used, shared = fonts.used(file, faces, FONTS)
        if layers:
            _make_room(file.pages, layers)
        known = {**shared, **{page.obj.Parent.objgen[0]: PAGES for page in file.pages}}
        known |= {tree.objgen[0]: STRUCTURE, tree.K[0].objgen[0]: DOCUMENT, root.objgen[0]: CATALOGUE}
        numbers, marked = _numbers(tree.ParentTree.Nums)
        draft = _draft(numbers, known)
        kids = [kid.objgen[0] for kid in _array(tree.K[0].get("/K", []))]
        pages = [page.obj.objgen[0] for page in file.pages]
        begin = [*pages, *kids, *(n for n in draft.slots if 0 <= n < OPEN)]
        objects, place = renumbered(reached(file, begin, known, name))
        index = {number: position for position, number in enumerate(pages)}
        last = file.pages[-1].obj
        return ParsedPart(
            name,
            objects,
            tuple(place[number] for number in pages),
            tuple(place[number] for number in kids),
            draft.renumbered(place),
            marked,
            b" ".join(
                key.encode() + b" " + last[key].unparse()
                for key in ("/MediaBox", "/TrimBox", "/BleedBox")
                if key in last
            ),
            _places(file, name, index),
            links,
            tuple(_lines(root.Outlines.get("/First"), index)) if "/Outlines" in root else (),
            used,
            shown_by_many(objects),
        )


def shown_by_many(objects: Templates) -> tuple[tuple[int, Template, bytes], ...]:
    """Pictures and colour profiles, of which the book needs one; those that refer to no others come first.

    A colour profile has its number of components alone (8.6.5.5). A picture with a mask is the same if its
    mask is.
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


# --- bytes with open numbers ----------------------------------------------------------------------


def _draft(text: bytes, known: Mapping[int, int]) -> Template:
    """Open the numbers of an object as qpdf writes it; those in ``known`` have their place in the book.

    Blanks that part nothing go.
    """
    slots: list[int] = []

    def opened(found: re.Match[bytes]) -> bytes:
        if found[3]:
            number = int(found[3])
            if number in known:
                return b"%d 0 R" % known[number]
            slots.append(number)
            return b"%d 0 R"
        if found[1]:
            slots.append(~int(found[2]))
            return found[1] + b"%d"
        if found[4]:  # a name no more, so that it needs a blank before it
            slots.append(OPEN + int(found[4]))
            return b" %d 0 R"
        if found[5]:
            return b""
        return found[0].replace(b"%", b"%%")

    return Template(_TOKEN.sub(opened, text), tuple(slots))


def reached(
    file: Any, begin: Sequence[int], known: Mapping[int, int], name: str
) -> dict[int, tuple[Template, bytes | None]]:
    """All objects that the given ones lead to, by their numbers in the part."""
    import pikepdf

    found: dict[int, tuple[Template, bytes | None]] = {}
    waiting = list(begin)
    while waiting:
        number = waiting.pop()
        if number in found:
            continue
        item = file.get_object(number, 0)
        stream: bytes | None = None
        if isinstance(item, pikepdf.Stream):
            text, stream = item.stream_dict.unparse(resolved=True), bytes(item.read_raw_bytes())
        else:
            text = item.unparse(resolved=True) if isinstance(item, pikepdf.Object) else written(item)
        if b"/ID " in text or b"/Headers " in text:
            structure.rename(item, name)
            text = item.unparse(resolved=True)
        draft = _draft(text, known)
        found[number] = draft, stream
        waiting += [n for n in draft.slots if 0 <= n < OPEN and n not in found]
    return found


def renumbered(
    objects: Mapping[int, tuple[Template, bytes | None]],
) -> tuple[tuple[tuple[Template, bytes | None], ...], dict[int, int]]:
    """Objects numbered from 0 in the order of their numbers, and the new numbers by the old."""
    place = {number: index for index, number in enumerate(sorted(objects))}
    made = ((objects[number][0].renumbered(place), objects[number][1]) for number in place)
    return tuple(made), place


def _make_room(pages: Any, layers: int) -> None:
    """Let forms be drawn over the pages."""
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


def _numbers(entries: Any) -> tuple[bytes, int]:
    """The array of a tree of marked content, and how many numbers it needs."""
    items = list(entries)
    pairs = [b"/StructParent %d " % int(items[i]) + items[i + 1].unparse() for i in range(0, len(items), 2)]
    highest = max((int(number) for number in items[::2]), default=-1)
    return b" ".join(pairs), highest + 1


def _catalogue(file: Any) -> dict[str, bytes]:
    """What a book takes over of a file, by where it belongs."""
    import pikepdf

    def entries(holder: Any, without: Sequence[str] = ()) -> bytes:
        kept = [key for key in sorted(holder.keys()) if key not in without]
        return b" ".join(key.encode() + b" " + written(holder[key]) for key in kept)

    root = file.Root
    made = ("/Type", "/Pages", "/StructTreeRoot", "/Outlines", "/PageLabels", "/Names")
    return {
        "root": entries(root, made),
        "names": entries(root.get("/Names", pikepdf.Dictionary()), ("/Dests",)),
        "info": entries(file.trailer.Info) if "/Info" in file.trailer else b"",
        "structure": entries(root.StructTreeRoot, ("/Type", "/K", "/ParentTree", "/ParentTreeNextKey")),
        "document": entries(root.StructTreeRoot.K[0], ("/K", "/P")),
    }


# --- places, links, outline -----------------------------------------------------------------------


def _settle_links(pages: Any, name: str) -> tuple[str, ...]:
    """Make the places that links name unique in the book, and links to other parts inner ones."""
    import pikepdf

    wanted: dict[str, None] = {}
    for page in pages:
        for link in page.obj.get("/Annots", []):
            action = link.get("/A")
            if "/Dest" in link and isinstance(link.Dest, pikepdf.String):
                link.Dest = pikepdf.String(f"{name}#{link.Dest}")
            elif action is not None and str(action.get("/URI", "")).startswith(SCHEME):
                link.Dest = pikepdf.String(str(action.URI).removeprefix(SCHEME))
                del link["/A"]
            if "/Dest" in link:
                wanted[str(link.Dest)] = None
    return tuple(wanted)


def _places(file: Any, name: str, index: Mapping[int, int]) -> dict[str, tuple[int, str]]:
    """The named places of a part, with the part's name before theirs, and the part itself."""
    found = {name: (0, f"/XYZ 0 {written(file.pages[0].mediabox[3]).decode()} 0")}
    if "/Names" not in file.Root or "/Dests" not in file.Root.Names:
        return found
    names = file.Root.Names.Dests.Names
    for position in range(0, len(names), 2):
        target = names[position + 1]
        found[f"{name}#{names[position]}"] = (index[target[0].objgen[0]], _rest(target))
    return found


def _rest(target: Any) -> str:
    return b" ".join(written(value) for value in list(target)[1:]).decode()


def _lines(item: Any, index: Mapping[int, int]) -> list[OutlineLine]:
    found = []
    while item is not None:
        target = item.Dest
        below = tuple(_lines(item.get("/First"), index))
        found.append(OutlineLine(str(item.Title), index[target[0].objgen[0]], _rest(target), below))
        item = item.get("/Next")
    return found
