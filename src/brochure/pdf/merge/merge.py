"""Merge parts into a book: their pages in order, and a new catalogue made from theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from brochure.pdf.merge import fonts
from brochure.pdf.merge.forms import Forms, make_forms
from brochure.pdf.merge.halves import HalfPage, stack_halves
from brochure.pdf.merge.object_streams import Chunk, Object, count_object_streams, write_chunk, write_pdf_file
from brochure.pdf.merge.part import (
    CATALOGUE,
    DOCUMENT,
    FONTS,
    INFO,
    NUMBERS,
    OPEN_NUMBERS,
    OUTLINE,
    PAGES,
    PLACES,
    STRUCTURE,
    Catalogue,
    OutlineLine,
    ParsedPart,
    Template,
    Templates,
    parse_catalogue,
    parse_part,
)

# Numbers of parts start at multiples of these, so that a part that grows a little does not move the others.
OBJECT_STEP, MARKED_STEP = 256, 64
NO_SHEETS: Mapping[str, bytes] = MappingProxyType({})


class PageLabel(Enum):
    """Styles of page labels (ISO 32000-2, 12.4.2, table 161)."""

    NONE = ""
    ROMAN = "r"
    DECIMAL = "D"


OverlayPage = tuple[str, int]  # name of a sheet file, index of a page in it


@dataclass(frozen=True, slots=True)
class BookPart:
    """A part of the book.

    Attributes:
        name: The target name for links from other parts; unique.
        data: Its file; empty for ``blank`` pages.
        label: The style of its page labels.
        first: The number of its first page.
        title: Its line in the outline, above the part's own outline; no line if empty.
        blank: Number of empty pages to insert instead of a file.
        over: The sheets drawn over each page, the lowest first; the same number for every page.
        piece: The parsed file, if it was parsed before.
    """

    name: str
    data: bytes = b""
    label: PageLabel = PageLabel.NONE
    first: int = 1
    title: str = ""
    blank: int = 0
    over: Sequence[Sequence[OverlayPage]] = ()
    piece: ParsedPart | None = None

    @property
    def layers(self) -> int:
        """Number of forms over each page."""
        return len(self.over[0]) if self.over else 0


class ParsePart(Protocol):
    """The signature of :func:`brochure.pdf.merge.part.parse_part`."""

    def __call__(self, data: bytes, name: str, faces: Sequence[str], *, layers: int = 0) -> ParsedPart: ...


PlacePart = Callable[[ParsedPart, int, int, Mapping[int, int]], tuple[Chunk, int]]
ParseCatalogue = Callable[[bytes], Catalogue]
MakeForms = Callable[[bytes, Sequence[str], Sequence[int]], Forms]
StackHalves = Callable[[Sequence[HalfPage]], bytes]


class BrokenLinkError(Exception):
    """A link between parts has no target. This is a bug, as brochure makes both ends."""


@dataclass(slots=True)
class _MergeState:
    """The state of a book while its parts are placed."""

    pages: list[int]  # object numbers
    kids: list[int]  # object numbers of structure elements
    nodes: list[bytes]  # references to the parts' nodes in the parent tree
    places: dict[str, tuple[int, str]]
    links: dict[str, None]
    outline: list[OutlineLine]
    starts: list[int]
    blanks: list[Object]
    uses: dict[str, list[fonts.Used]]
    pictures: dict[tuple[bytes, bytes], int]  # object numbers of images and colour profiles, by content
    forms: dict[OverlayPage, int]
    around: dict[int, tuple[int, int]]  # streams before and after page contents, by number of layers
    marked: int = 0


def merge_parts(
    parts: Sequence[BookPart],
    faces: Mapping[str, Path],
    sheets: Mapping[str, bytes] = NO_SHEETS,
    *,
    record: bytes = b"",
    alone: bool = False,
    steps: MergeSteps | None = None,
) -> bytes:
    """Merge parts into one PDF.

    Args:
        parts: In order; the first is not blank.
        faces: The font files by the name that the parts use, such as ``BIZ-UDPGothic-Bold``.
        sheets: The files whose pages are drawn over the parts' pages, by name.
        record: The file whose metadata, enclosures and output intent the book gets; the first part if empty.
            None of its pages is shown.
        alone: Allow links to parts that are missing, for a preview of some parts.
        steps: The functions for each step, for example with a cache.

    Raises:
        BrokenLinkError: A link has no target, and ``alone`` is off.
    """
    state = _MergeState([], [], [], {}, {}, [], [], [], {}, {}, {}, {})
    steps = steps or MergeSteps()
    chunks: list[Chunk] = []
    base = _round_up(FONTS + fonts.OBJECTS_PER_FACE * len(faces), OBJECT_STEP)
    base = _place_overlays(state, parts, sheets, tuple(faces), base, chunks, steps.make_forms)
    boxes = b""
    for part in parts:
        state.starts.append(len(state.pages))
        if part.blank:
            for _ in range(part.blank):
                page = b"<< /Type /Page /Parent %d 0 R %b /Resources << >> >>" % (PAGES, boxes)
                state.blanks.append(Object(base, page))
                state.pages.append(base)
                base += 1
            base = _round_up(base, OBJECT_STEP)
            continue
        piece = part.piece or steps.parse_part(part.data, part.name, tuple(faces), layers=part.layers)
        elsewhere = {**_open_references(state, part), **_shared_numbers(piece.shown, base, state.pictures)}
        placed, after = steps.place_part(piece, base, state.marked, elsewhere)
        chunks.append(placed)
        _record_part(state, piece, part, base)
        base, boxes = _round_up(after, OBJECT_STEP), piece.boxes
    for link in state.links:
        if link not in state.places and not alone:
            raise BrokenLinkError(link)
    catalogue_entries, base = _place_catalogue(
        state, steps.parse_catalogue(record or parts[0].data), base, chunks
    )
    own_objects = [*_book_objects(state, parts, catalogue_entries), *_fonts(state, faces), *state.blanks]
    outline, base = _outline(state, base)
    chunks.append(write_chunk([*own_objects, *outline], base))
    last = base + count_object_streams([*own_objects, *outline])
    trailer = {"Root": b"%d 0 R" % CATALOGUE, "Info": b"%d 0 R" % INFO}
    return write_pdf_file(chunks, last, trailer)


def _round_up(number: int, to: int) -> int:
    return -(-number // to) * to


def _place_overlays(
    state: _MergeState,
    parts: Sequence[BookPart],
    sheets: Mapping[str, bytes],
    faces: Sequence[str],
    base: int,
    chunks: list[Chunk],
    forms: MakeForms,
) -> int:
    """Place the forms that are drawn over pages; returns the next free object number."""
    wanted: dict[str, set[int]] = {}
    for name, page in (over for part in parts for above in part.over for over in above):
        wanted.setdefault(name, set()).add(page)
    objects: list[Object] = []
    for name, indices in wanted.items():
        sheet_forms = forms(sheets[name], faces, sorted(indices))
        elsewhere = _shared_numbers(sheet_forms.shown, base, state.pictures)
        objects += _numbered_objects(sheet_forms.objects, base, 0, elsewhere)
        state.forms |= {(name, index): base + number for index, number in sheet_forms.forms.items()}
        for face, use in sheet_forms.fonts.items():
            state.uses.setdefault(face, []).append(use)
        base += len(sheet_forms.objects)
    for layers in sorted({part.layers for part in parts if part.layers}):
        before, behind = b"q", b" ".join([b"Q", *(b"/Over%d Do" % layer for layer in range(layers))])
        objects += [_content_object(base, before), _content_object(base + 1, behind)]
        state.around[layers] = (base, base + 1)
        base += 2
    chunks.append(write_chunk(objects, base))
    return _round_up(base + count_object_streams(objects), OBJECT_STEP)


def _place_catalogue(
    state: _MergeState, taken: Catalogue, base: int, chunks: list[Chunk]
) -> tuple[dict[str, bytes], int]:
    """Place the objects that the book takes from ``record``; returns its entries and the next free number."""
    elsewhere = _shared_numbers(taken.shown, base, state.pictures)
    objects = _numbered_objects(taken.objects, base, 0, elsewhere)
    behind = base + len(taken.objects)
    chunks.append(write_chunk(objects, behind))
    entries = {key: text.fill(base, 0, elsewhere) for key, text in taken.entries.items()}
    return entries, _round_up(behind + count_object_streams(objects), OBJECT_STEP)


def _content_object(number: int, data: bytes) -> Object:
    return Object(number, b"<< /Length %d >>" % len(data), data)


def _open_references(state: _MergeState, part: BookPart) -> dict[int, int]:
    """The object numbers for the open references of a part (``OPEN_NUMBERS`` and up)."""
    if not part.layers:
        return {}
    numbers = [*state.around[part.layers], *(state.forms[over] for above in part.over for over in above)]
    return {OPEN_NUMBERS + index: number for index, number in enumerate(numbers)}


def place_part(piece: ParsedPart, base: int, marked: int, elsewhere: Mapping[int, int]) -> tuple[Chunk, int]:
    """Number the objects of a part; returns them with the next free object number.

    The part's node of the parent tree follows its own objects.

    Args:
        piece: The part.
        base, marked: The numbers of its first object, and of its first entry in the parent tree.
        elsewhere: The numbers of objects that stand outside the part.
    """
    objects = _numbered_objects(piece.objects, base, marked, elsewhere)
    node = base + len(piece.objects)
    limits = b"<< /Limits [ %d %d ] /Nums [ " % (marked, marked + max(0, piece.marked - 1))
    numbers = piece.numbers.fill(base, marked).replace(b"/StructParent ", b" ")
    objects.append(Object(node, limits + numbers + b" ] >>"))
    return write_chunk(objects, node + 1), node + 1 + count_object_streams(objects)


@dataclass(frozen=True, slots=True)
class MergeSteps:
    """The functions that parse and place parts: those of this package, or replacements with a cache."""

    parse_part: ParsePart = parse_part
    parse_catalogue: ParseCatalogue = parse_catalogue
    make_forms: MakeForms = make_forms
    place_part: PlacePart = place_part
    stack_halves: StackHalves = stack_halves


def _numbered_objects(
    objects: Templates, base: int, marked: int, elsewhere: Mapping[int, int]
) -> list[Object]:
    """Objects with their numbers, without those that stand elsewhere."""
    return [
        Object(base + index, text.fill(base, marked, elsewhere), stream)
        for index, (text, stream) in enumerate(objects)
        if index not in elsewhere
    ]


def _shared_numbers(
    shown: Sequence[tuple[int, Template, bytes]], base: int, pictures: dict[tuple[bytes, bytes], int]
) -> dict[int, int]:
    """Images and colour profiles that an earlier part has too: index in the part -> object number there."""
    found: dict[int, int] = {}
    for index, text, stream in shown:
        key = (text.fill(base, 0, found), stream)
        if key in pictures:
            found[index] = pictures[key]
        else:
            pictures[key] = base + index
    return found


def _record_part(state: _MergeState, piece: ParsedPart, part: BookPart, base: int) -> None:
    """Record what the book's own objects need of a part."""
    begin = len(state.pages)
    state.pages += [base + number for number in piece.pages]
    state.kids += [base + number for number in piece.kids]
    if piece.marked:
        state.nodes.append(b"%d 0 R" % (base + len(piece.objects)))
    state.marked = _round_up(state.marked + piece.marked, MARKED_STEP)
    state.places |= {name: (begin + page, rest) for name, (page, rest) in piece.places.items()}
    state.links |= dict.fromkeys(piece.links)
    for name, use in piece.fonts.items():
        state.uses.setdefault(name, []).append(use)
    own = [_line_on_page(line, begin) for line in piece.outline]
    if part.title:
        below = own[0].children if len(own) == 1 else tuple(own)  # the single line of a partner is its name
        own = [OutlineLine(part.title, begin, piece.places[part.name][1], tuple(below))]
    state.outline += own


def _line_on_page(line: OutlineLine, by: int) -> OutlineLine:
    return OutlineLine(
        line.title, line.page + by, line.rest, tuple(_line_on_page(child, by) for child in line.children)
    )


# --- the book's own objects -----------------------------------------------------------------------


def _book_objects(
    state: _MergeState, parts: Sequence[BookPart], catalogue_entries: Mapping[str, bytes]
) -> Iterator[Object]:
    """All objects of the book except fonts and outline: catalogue, pages, structure, named places."""
    names = b"<< %b /Dests %d 0 R >>" % (catalogue_entries["names"], PLACES)
    yield Object(
        CATALOGUE,
        b"<< /Type /Catalog /Pages %d 0 R /StructTreeRoot %d 0 R /Outlines %d 0 R "
        % (PAGES, STRUCTURE, OUTLINE)
        + b"/Names %b /PageLabels %b %b >>"
        % (names, _page_labels(parts, state.starts), catalogue_entries["root"]),
    )
    yield Object(
        PAGES, b"<< /Type /Pages /Count %d /Kids %b >>" % (len(state.pages), _references(state.pages))
    )
    yield Object(
        STRUCTURE,
        b"<< /Type /StructTreeRoot /K [ %d 0 R ] /ParentTree %d 0 R /ParentTreeNextKey %d %b >>"
        % (DOCUMENT, NUMBERS, state.marked, catalogue_entries["structure"]),
    )
    yield Object(
        DOCUMENT,
        b"<< /P %d 0 R /K %b %b >>" % (STRUCTURE, _references(state.kids), catalogue_entries["document"]),
    )
    yield Object(NUMBERS, b"<< /Kids [ %b ] >>" % b" ".join(state.nodes))
    yield Object(INFO, b"<< %b >>" % catalogue_entries["info"])
    entries = [
        b"%b [ %d 0 R %b ]" % (_byte_string(name), state.pages[page], rest.encode())
        for name, (page, rest) in sorted(state.places.items(), key=lambda place: place[0].encode())
    ]
    yield Object(PLACES, b"<< /Names [ %b ] >>" % b" ".join(entries))


def _references(numbers: Iterable[int]) -> bytes:
    return b"[ %b ]" % b" ".join(b"%d 0 R" % number for number in numbers)


def _fonts(state: _MergeState, faces: Mapping[str, Path]) -> Iterator[Object]:
    for index, (name, face) in enumerate(faces.items()):
        if name in state.uses:
            yield from fonts.merged_font(state.uses[name], name, face, FONTS + fonts.OBJECTS_PER_FACE * index)


def _page_labels(parts: Sequence[BookPart], starts: Sequence[int]) -> bytes:
    """Page labels, so that a viewer shows the printed page numbers."""
    words: list[bytes] = []
    for part, start in zip(parts, starts, strict=True):
        style = f"/S /{part.label.value}" if part.label is not PageLabel.NONE else ""
        first = f" /St {part.first}" if style and part.first != 1 else ""
        words.append(f"{start} << {style}{first} >>".encode())
    return b"<< /Nums [ %b ] >>" % b" ".join(words)


def _outline(state: _MergeState, base: int) -> tuple[list[Object], int]:
    """The objects of the outline, all items closed, and the next free object number."""
    objects: list[Object] = []
    following = base

    def write(lines: Sequence[OutlineLine], parent: int) -> tuple[int, int]:
        nonlocal following
        numbers = list(range(following, following + len(lines)))
        following += len(lines)
        for index, (number, line) in enumerate(zip(numbers, lines, strict=True)):
            words = [b"/Title %b /Parent %d 0 R" % (_text_string(line.title), parent)]
            words.append(b"/Dest [ %d 0 R %b ]" % (state.pages[line.page], line.rest.encode()))
            if index:
                words.append(b"/Prev %d 0 R" % numbers[index - 1])
            if index + 1 < len(numbers):
                words.append(b"/Next %d 0 R" % numbers[index + 1])
            if line.children:
                first, last = write(line.children, number)
                words.append(b"/First %d 0 R /Last %d 0 R /Count %d" % (first, last, -len(line.children)))
            objects.append(Object(number, b"<< %b >>" % b" ".join(words)))
        return (numbers[0], numbers[-1]) if numbers else (0, 0)

    first, last = write(state.outline, OUTLINE)
    ends = b"/First %d 0 R /Last %d 0 R " % (first, last) if state.outline else b""
    root = Object(OUTLINE, b"<< /Type /Outlines %b/Count %d >>" % (ends, len(state.outline)))
    return [root, *sorted(objects, key=lambda item: item.number)], following


def _byte_string(name: str) -> bytes:
    """The name of a place as a byte string; brochure's own names are ASCII."""
    return b"<%b>" % name.encode().hex().encode() if not name.isascii() else _escaped(name)


def _escaped(name: str) -> bytes:
    return b"(%b)" % name.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode()


def _text_string(text: str) -> bytes:
    """A text string (7.9.2.2)."""
    if text.isascii() and text.isprintable():
        return _escaped(text)
    return b"<feff%b>" % text.encode("utf-16-be").hex().encode()
