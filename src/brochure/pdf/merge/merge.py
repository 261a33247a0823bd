"""The binder: the parts' pages in order, and the file's catalogue made anew from those of the parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from brochure.pdf.merge import fonts
from brochure.pdf.merge.forms import Forms, take_forms
from brochure.pdf.merge.object_streams import Chunk, Object, chunk, file, streams_for
from brochure.pdf.merge.part import (
    CATALOGUE,
    DOCUMENT,
    FONTS,
    INFO,
    NUMBERS,
    OPEN,
    OUTLINE,
    PAGES,
    PLACES,
    STRUCTURE,
    Catalogue,
    OutlineLine,
    ParsedPart,
    Template,
    Templates,
    take_apart,
    take_catalogue,
)

# Parts begin at round numbers, so that a part that grows a little moves no other.
OBJECTS_AT, MARKED_AT = 256, 64
NO_SHEETS: Mapping[str, bytes] = MappingProxyType({})


class PageLabel(Enum):
    """How pages are numbered (ISO 32000-2, 12.4.2, table 161)."""

    NONE = ""
    ROMAN = "r"
    DECIMAL = "D"


Over = tuple[str, int]  # a sheet by its name, and the index of a page of it


@dataclass(frozen=True, slots=True)
class BookPart:
    """A part of the book.

    Attributes:
        name: What links from other parts call it; unique.
        data: Its file; none for ``blank`` pages.
        label: How its pages are numbered.
        first: The number of its first page.
        title: Its line in the outline, above the outline it brings along; none if empty.
        blank: So many empty pages instead of a file.
        over: What is laid over each page, the lowest first; as many for one page as for another.
        piece: What its file is taken apart, if that was done already.
    """

    name: str
    data: bytes = b""
    label: PageLabel = PageLabel.NONE
    first: int = 1
    title: str = ""
    blank: int = 0
    over: Sequence[Sequence[Over]] = ()
    piece: ParsedPart | None = None

    @property
    def layers(self) -> int:
        """How many forms lie over each page."""
        return len(self.over[0]) if self.over else 0


class TakeApart(Protocol):
    """:func:`brochure.pdf.merge.part.take_apart`, or what does the same."""

    def __call__(self, data: bytes, name: str, faces: Sequence[str], *, layers: int = 0) -> ParsedPart: ...


Place = Callable[[ParsedPart, int, int, Mapping[int, int]], tuple[Chunk, int]]
TakeCatalogue = Callable[[bytes], Catalogue]
TakeForms = Callable[[bytes, Sequence[str], Sequence[int]], Forms]


class BrokenLinkError(Exception):
    """A link between parts leads nowhere; our mistake, as both ends are made by us."""


@dataclass(slots=True)
class _Book:
    """What is known of the book when all its parts are placed."""

    pages: list[int]  # object numbers
    kids: list[int]  # structure elements
    nodes: list[bytes]  # references to the parts' nodes of the tree of marked content
    places: dict[str, tuple[int, str]]
    links: dict[str, None]
    outline: list[OutlineLine]
    starts: list[int]
    blanks: list[Object]
    uses: dict[str, list[fonts.Used]]
    pictures: dict[tuple[bytes, bytes], int]  # and colour profiles: object numbers by what they are
    forms: dict[Over, int]
    around: dict[int, tuple[int, int]]  # streams round the content of pages, by the number of layers
    marked: int = 0


def bind(
    parts: Sequence[BookPart],
    faces: Mapping[str, Path],
    sheets: Mapping[str, bytes] = NO_SHEETS,
    *,
    record: bytes = b"",
    alone: bool = False,
    makers: Makers | None = None,
) -> bytes:
    """Bind parts.

    Args:
        parts: In order; the first is not blank.
        faces: The font files by the name that the parts call them, such as ``BIZ-UDPGothic-Bold``.
        sheets: The files of what is laid over pages, by name.
        record: The file whose metadata, enclosures and output intent the book takes over; if empty, the first
            part's. None of its pages is shown.
        alone: Whether links may lead to parts that are not there, where only some are looked at.
        makers: What does the work, if it is someone who keeps what became of it.

    Raises:
        BrokenLinkError: Any other link leads to a part or place that is not there.
    """
    book = _Book([], [], [], {}, {}, [], [], [], {}, {}, {}, {})
    makers = makers or Makers()
    chunks: list[Chunk] = []
    base = _round(FONTS + fonts.OBJECTS * len(faces), OBJECTS_AT)
    base = _lay_out(book, parts, sheets, tuple(faces), base, chunks, makers.forms)
    boxes = b""
    for part in parts:
        book.starts.append(len(book.pages))
        if part.blank:
            for _ in range(part.blank):
                page = b"<< /Type /Page /Parent %d 0 R %b /Resources << >> >>" % (PAGES, boxes)
                book.blanks.append(Object(base, page))
                book.pages.append(base)
                base += 1
            base = _round(base, OBJECTS_AT)
            continue
        piece = part.piece or makers.apart(part.data, part.name, tuple(faces), layers=part.layers)
        elsewhere = {**_open(book, part), **_shared(piece.shown, base, book.pictures)}
        placed, after = makers.place(piece, base, book.marked, elsewhere)
        chunks.append(placed)
        _note(book, piece, part, base)
        base, boxes = _round(after, OBJECTS_AT), piece.boxes
    for link in book.links:
        if link not in book.places and not alone:
            raise BrokenLinkError(link)
    kept, base = _take_over(book, makers.catalogue(record or parts[0].data), base, chunks)
    own = [*_own(book, parts, kept), *_fonts(book, faces), *book.blanks]
    outline, base = _outline(book, base)
    chunks.append(chunk([*own, *outline], base))
    last = base + streams_for([*own, *outline])
    trailer = {"Root": b"%d 0 R" % CATALOGUE, "Info": b"%d 0 R" % INFO}
    return file(chunks, last, trailer)


def _round(number: int, to: int) -> int:
    return -(-number // to) * to


def _lay_out(
    book: _Book,
    parts: Sequence[BookPart],
    sheets: Mapping[str, bytes],
    faces: Sequence[str],
    base: int,
    chunks: list[Chunk],
    forms: TakeForms,
) -> int:
    """Place what is laid over pages; gives the number behind it."""
    wanted: dict[str, set[int]] = {}
    for name, page in (over for part in parts for above in part.over for over in above):
        wanted.setdefault(name, set()).add(page)
    objects: list[Object] = []
    for name, indices in wanted.items():
        made = forms(sheets[name], faces, sorted(indices))
        elsewhere = _shared(made.shown, base, book.pictures)
        objects += _numbered(made.objects, base, 0, elsewhere)
        book.forms |= {(name, index): base + number for index, number in made.forms.items()}
        for face, use in made.fonts.items():
            book.uses.setdefault(face, []).append(use)
        base += len(made.objects)
    for layers in sorted({part.layers for part in parts if part.layers}):
        before, behind = b"q", b" ".join([b"Q", *(b"/Over%d Do" % layer for layer in range(layers))])
        objects += [_content(base, before), _content(base + 1, behind)]
        book.around[layers] = (base, base + 1)
        base += 2
    chunks.append(chunk(objects, base))
    return _round(base + streams_for(objects), OBJECTS_AT)


def _take_over(book: _Book, taken: Catalogue, base: int, chunks: list[Chunk]) -> tuple[dict[str, bytes], int]:
    """Place what the book takes over of a record; gives its entries, and the number behind its objects."""
    elsewhere = _shared(taken.shown, base, book.pictures)
    objects = _numbered(taken.objects, base, 0, elsewhere)
    behind = base + len(taken.objects)
    chunks.append(chunk(objects, behind))
    entries = {key: text.at(base, 0, elsewhere) for key, text in taken.entries.items()}
    return entries, _round(behind + streams_for(objects), OBJECTS_AT)


def _content(number: int, data: bytes) -> Object:
    return Object(number, b"<< /Length %d >>" % len(data), data)


def _open(book: _Book, part: BookPart) -> dict[int, int]:
    """The numbers that a part leaves open."""
    if not part.layers:
        return {}
    numbers = [*book.around[part.layers], *(book.forms[over] for above in part.over for over in above)]
    return {OPEN + index: number for index, number in enumerate(numbers)}


def place(piece: ParsedPart, base: int, marked: int, elsewhere: Mapping[int, int]) -> tuple[Chunk, int]:
    """A part's objects with their numbers, and the number behind them.

    Its node of the tree of marked content is the object behind its own.

    Args:
        piece: The part.
        base, marked: The numbers of its first object, and of its first marked content.
        elsewhere: The numbers of objects that are not the part's own.
    """
    objects = _numbered(piece.objects, base, marked, elsewhere)
    node = base + len(piece.objects)
    limits = b"<< /Limits [ %d %d ] /Nums [ " % (marked, marked + max(0, piece.marked - 1))
    numbers = piece.numbers.at(base, marked).replace(b"/StructParent ", b" ")
    objects.append(Object(node, limits + numbers + b" ] >>"))
    return chunk(objects, node + 1), node + 1 + streams_for(objects)


@dataclass(frozen=True, slots=True)
class Makers:
    """What makes the pieces of a book: the functions of this package, or what does the same."""

    apart: TakeApart = take_apart
    catalogue: TakeCatalogue = take_catalogue
    forms: TakeForms = take_forms
    place: Place = place


def _numbered(objects: Templates, base: int, marked: int, elsewhere: Mapping[int, int]) -> list[Object]:
    """Objects with their numbers, but for those that stand elsewhere."""
    return [
        Object(base + index, text.at(base, marked, elsewhere), stream)
        for index, (text, stream) in enumerate(objects)
        if index not in elsewhere
    ]


def _shared(
    shown: Sequence[tuple[int, Template, bytes]], base: int, pictures: dict[tuple[bytes, bytes], int]
) -> dict[int, int]:
    """What a part shows that an earlier one has too, by its place in the part: the number it has there."""
    found: dict[int, int] = {}
    for index, text, stream in shown:
        key = (text.at(base, 0, found), stream)
        if key in pictures:
            found[index] = pictures[key]
        else:
            pictures[key] = base + index
    return found


def _note(book: _Book, piece: ParsedPart, part: BookPart, base: int) -> None:
    """Remember of a part what the book's own objects need."""
    begin = len(book.pages)
    book.pages += [base + number for number in piece.pages]
    book.kids += [base + number for number in piece.kids]
    if piece.marked:
        book.nodes.append(b"%d 0 R" % (base + len(piece.objects)))
    book.marked = _round(book.marked + piece.marked, MARKED_AT)
    book.places |= {name: (begin + page, rest) for name, (page, rest) in piece.places.items()}
    book.links |= dict.fromkeys(piece.links)
    for name, use in piece.fonts.items():
        book.uses.setdefault(name, []).append(use)
    own = [_moved(line, begin) for line in piece.outline]
    if part.title:
        below = own[0].children if len(own) == 1 else tuple(own)  # a partner's own line is its name
        own = [OutlineLine(part.title, begin, piece.places[part.name][1], tuple(below))]
    book.outline += own


def _moved(line: OutlineLine, by: int) -> OutlineLine:
    return OutlineLine(
        line.title, line.page + by, line.rest, tuple(_moved(child, by) for child in line.children)
    )


# --- the book's own objects -----------------------------------------------------------------------


def _own(book: _Book, parts: Sequence[BookPart], kept: Mapping[str, bytes]) -> Iterator[Object]:
    """Catalogue, pages, structure, places: all but fonts and outline."""
    names = b"<< %b /Dests %d 0 R >>" % (kept["names"], PLACES)
    yield Object(
        CATALOGUE,
        b"<< /Type /Catalog /Pages %d 0 R /StructTreeRoot %d 0 R /Outlines %d 0 R "
        % (PAGES, STRUCTURE, OUTLINE)
        + b"/Names %b /PageLabels %b %b >>" % (names, _labels(parts, book.starts), kept["root"]),
    )
    yield Object(PAGES, b"<< /Type /Pages /Count %d /Kids %b >>" % (len(book.pages), _references(book.pages)))
    yield Object(
        STRUCTURE,
        b"<< /Type /StructTreeRoot /K [ %d 0 R ] /ParentTree %d 0 R /ParentTreeNextKey %d %b >>"
        % (DOCUMENT, NUMBERS, book.marked, kept["structure"]),
    )
    yield Object(
        DOCUMENT, b"<< /P %d 0 R /K %b %b >>" % (STRUCTURE, _references(book.kids), kept["document"])
    )
    yield Object(NUMBERS, b"<< /Kids [ %b ] >>" % b" ".join(book.nodes))
    yield Object(INFO, b"<< %b >>" % kept["info"])
    entries = [
        b"%b [ %d 0 R %b ]" % (_string(name), book.pages[page], rest.encode())
        for name, (page, rest) in sorted(book.places.items(), key=lambda place: place[0].encode())
    ]
    yield Object(PLACES, b"<< /Names [ %b ] >>" % b" ".join(entries))


def _references(numbers: Iterable[int]) -> bytes:
    return b"[ %b ]" % b" ".join(b"%d 0 R" % number for number in numbers)


def _fonts(book: _Book, faces: Mapping[str, Path]) -> Iterator[Object]:
    for index, (name, face) in enumerate(faces.items()):
        if name in book.uses:
            yield from fonts.united(book.uses[name], name, face, FONTS + fonts.OBJECTS * index)


def _labels(parts: Sequence[BookPart], starts: Sequence[int]) -> bytes:
    """Page labels, so that a viewer's page field says what is printed on the page."""
    words: list[bytes] = []
    for part, start in zip(parts, starts, strict=True):
        style = f"/S /{part.label.value}" if part.label is not PageLabel.NONE else ""
        first = f" /St {part.first}" if style and part.first != 1 else ""
        words.append(f"{start} << {style}{first} >>".encode())
    return b"<< /Nums [ %b ] >>" % b" ".join(words)


def _outline(book: _Book, base: int) -> tuple[list[Object], int]:
    """The outline's objects, each line closed, and the number behind them."""
    made: list[Object] = []
    following = base

    def write(lines: Sequence[OutlineLine], parent: int) -> tuple[int, int]:
        nonlocal following
        numbers = list(range(following, following + len(lines)))
        following += len(lines)
        for index, (number, line) in enumerate(zip(numbers, lines, strict=True)):
            words = [b"/Title %b /Parent %d 0 R" % (_text(line.title), parent)]
            words.append(b"/Dest [ %d 0 R %b ]" % (book.pages[line.page], line.rest.encode()))
            if index:
                words.append(b"/Prev %d 0 R" % numbers[index - 1])
            if index + 1 < len(numbers):
                words.append(b"/Next %d 0 R" % numbers[index + 1])
            if line.children:
                first, last = write(line.children, number)
                words.append(b"/First %d 0 R /Last %d 0 R /Count %d" % (first, last, -len(line.children)))
            made.append(Object(number, b"<< %b >>" % b" ".join(words)))
        return (numbers[0], numbers[-1]) if numbers else (0, 0)

    first, last = write(book.outline, OUTLINE)
    ends = b"/First %d 0 R /Last %d 0 R " % (first, last) if book.outline else b""
    root = Object(OUTLINE, b"<< /Type /Outlines %b/Count %d >>" % (ends, len(book.outline)))
    return [root, *sorted(made, key=lambda item: item.number)], following


def _string(name: str) -> bytes:
    """A name of a place as a byte string; ours are ASCII."""
    return b"<%b>" % name.encode().hex().encode() if not name.isascii() else _escaped(name)


def _escaped(name: str) -> bytes:
    return b"(%b)" % name.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode()


def _text(text: str) -> bytes:
    """A text string (7.9.2.2)."""
    if text.isascii() and text.isprintable():
        return _escaped(text)
    return b"<feff%b>" % text.encode("utf-16-be").hex().encode()
