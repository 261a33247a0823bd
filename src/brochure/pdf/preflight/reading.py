"""Read a finished file once: characters with their places, tags, pictures, fonts, links, boxes.

Text and pictures come from PDFium, the rest from pikepdf; neither knows how the file was made. All
lengths are points in the page's own coordinates, from the lower left.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from brochure.document.palette import Rgb
from brochure.pdf.geometry import Box
from brochure.pdf.preflight.structure_tree import Element, Structure, read_structure
from brochure.pdf.reader import Opened, PageText, opened, text_of


@dataclass(frozen=True, slots=True)
class Style:
    """What the characters of one text object share; ``element`` is a place in the structure, or -1."""

    font: str
    size: float
    colour: Rgb | None  # None where it is a pattern
    alpha: float  # 0 to 1
    element: int
    upright: bool
    painted: bool


class Char(NamedTuple):
    """A character: its cell (the advance by the em), its ink, and its baseline."""

    text: str
    cell: Box
    ink: Box
    baseline: float
    style: Style


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels, three bytes each (red, green, blue); ``scale`` is pixels a point.

    Rows come from the top, each of ``stride`` bytes of which those behind its last pixel mean nothing.
    """

    width: int
    height: int
    scale: float
    area: Box
    pixels: memoryview
    stride: int

    def at(self, x: float, y: float) -> Rgb:
        """The colour at a point of the page."""
        red, green, blue = self.pixels[(start := self.place(x, y)) : start + 3]
        return red, green, blue

    def place(self, x: float, y: float) -> int:
        """Where in ``pixels`` the colour at a point begins; beyond the edge it is that of the edge."""
        column = int((x - self.area.left) * self.scale)
        row = int((self.area.top - y) * self.scale)
        if not (0 <= column < self.width and 0 <= row < self.height):
            column = min(max(column, 0), self.width - 1)
            row = min(max(row, 0), self.height - 1)
        return row * self.stride + 3 * column


@dataclass(frozen=True, slots=True)
class Image:
    """A picture on a page and how finely it is printed, in dots an inch."""

    box: Box
    dpi: float


@dataclass(frozen=True, slots=True)
class DrawnCode:
    """A two-dimensional code that is drawn as one path: its dark cells, and the side of one in points."""

    box: Box
    cell: float


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the file, its name without the mark of a subset."""

    name: str
    embedded: bool
    subset: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A link: to a named place of the file, to a page (both ``inside``), or outwards."""

    box: Box
    target: str
    inside: bool
    resolves: bool
    page: int  # where an inner link leads, -1 elsewhere
    height: float  # and how high on that page


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with all that the rules ask of it."""

    index: int
    media: Box
    crop: Box
    trim: Box
    bleed: Box
    chars: tuple[Char, ...]
    images: tuple[Image, ...]
    codes: tuple[DrawnCode, ...]
    links: tuple[Link, ...]
    undefined: int  # glyphs drawn as .notdef
    shown: Picture
    ground: Picture  # the page without its text


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself; empty where it says nothing."""

    title: str
    language: str
    tagged: bool
    ua: str
    archive: str  # part and conformance of PDF/A, or the version of PDF/X
    created: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished file."""

    sheets: tuple[Sheet, ...]
    elements: tuple[Element, ...]
    adrift: tuple[int, ...]  # indices of the pages whose content does not lead to its elements
    fonts: tuple[Font, ...]
    metadata: Metadata


MOST_PIXELS = 4000  # along the longer side of a page: a poster is drawn coarser
_DEPTH = 15  # of forms in forms
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")  # they only rule line breaks
_GUESSED = frozenset(" \r\n")  # what PDFium adds where it sees a gap or a line's end
_LINE_END_HYPHENS = frozenset("\ufffe\x02")  # how PDFium tells a hyphen at the end of a line


# How a damaged file shows itself: a number where a dictionary should be, an operator without operands, …
_DAMAGE = (ValueError, TypeError, LookupError, AttributeError, RuntimeError, ArithmeticError)


class UnreadableError(Exception):
    """The bytes are no PDF that can be opened."""


class LockedError(UnreadableError):
    """The file asks for a password."""


def read(
    source: bytes | Opened,
    *,
    dpi: float = 100,
    drawn: bool = True,
    pictured: bool = True,
    spared: bool = False,
) -> Finished:
    """Read a PDF.

    Args:
        source: The file, or the file as others read it too.
        dpi: The resolution of the pages' pictures.
        drawn: Whether text and pictures of the pages are read, or only boxes, links and fonts.
        pictured: Whether the pages are also drawn, so that colours can be judged.
        spared: Whether images on which nothing stands are left out where pages are drawn: to decode and
            scale them takes longer than all else on a page.

    Raises:
        LockedError: It asks for a password.
        UnreadableError: It is not a PDF, or is broken.
    """
    with told():
        if isinstance(source, bytes):
            with opened(source) as file:
                return _read(file, dpi if pictured else 0, drawn=drawn, spared=spared)
        return _read(source, dpi if pictured else 0, drawn=drawn, spared=spared)


@contextmanager
def told() -> Iterator[None]:
    """What the libraries say of a file that they cannot read, as our errors.

    Raises:
        LockedError: It asks for a password.
        UnreadableError: It is not a PDF, or is broken.
    """
    import pikepdf

    try:
        yield
    except UnreadableError:
        raise
    except pikepdf.PasswordError as error:
        raise LockedError(str(error)) from error
    except pikepdf.PdfError as error:
        raise UnreadableError(_first(error)) from error
    except _DAMAGE as error:
        raise UnreadableError(_first(error)) from error


def _read(file: Opened, dpi: float, *, drawn: bool, spared: bool) -> Finished:
    pdf = file.objects
    if len(file.drawn) == 0 or len(file.drawn) != len(pdf.pages):
        raise UnreadableError("no pages")
    structure = read_structure(pdf) if drawn else Structure()
    adrift = tuple(structure.pages_adrift(pdf))
    named = named_places(pdf)
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    sheets = tuple(
        _sheet(file, index, structure.marked, named, pages, dpi, spared=spared)
        if drawn
        else _bare_sheet(pdf, index, named, pages)
        for index in range(len(pdf.pages))
    )
    fonts = distinct_fonts(pdf.objects if drawn else page_fonts(pdf))
    return Finished(sheets, tuple(structure.elements), adrift, tuple(fonts), file_metadata(pdf))


def _first(error: Exception) -> str:
    """What an error says, without the name of the stream in memory."""
    return re.sub(r"^.*?stream <[^>]*>: ", "", str(error)) or type(error).__name__


def pictures(data: bytes, *, dpi: float) -> tuple[Picture, ...]:
    """A picture of each page, for a report."""
    with _opened(data) as drawn:
        pages = [drawn[index] for index in range(len(drawn))]
        for page in pages:
            page.set_rotation(0)
        return tuple(rendered_page(page, dpi) for page in pages)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2

    try:
        drawn = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(str(error)) from error
    try:
        yield drawn
    finally:
        drawn.close()


def _sheet(
    file: Opened,
    index: int,
    places: dict[tuple[int, int], int],
    named: dict[str, tuple[int, float]],
    pages: dict[tuple[int, int], int],
    dpi: float,
    *,
    spared: bool,
) -> Sheet:
    source = file.objects.pages[index]
    text = file.text(index)
    if text.page.get_rotation():
        page = file.drawn[index]
        page.set_rotation(0)  # places are measured, and the page is drawn, as it is before /Rotate
        text = text_of(page)
    page = text.page
    media, crop = box_of(source.mediabox), box_of(source.cropbox)
    chars = page_chars(text, index, places)
    items = list(page.get_objects(max_depth=_DEPTH))
    images = tuple(page_images(page, items))
    codes = tuple(drawn_codes(items))
    shown = ground = NO_PICTURE
    if dpi:
        spare = list(spare_images(page, items, chars, codes)) if spared else []
        with hidden_items(spare):
            shown = rendered_page(page, dpi)
            with hidden_text(items):
                ground = rendered_page(page, dpi)
    return Sheet(
        index,
        media,
        crop,
        box_of(source.trimbox),
        box_of(source.bleedbox),
        chars,
        images,
        codes,
        tuple(page_links(source, named, pages)),
        undefined_glyphs(source),
        shown,
        ground,
    )


_EDGE = 2.0  # pt: pixels this near to an image may have something of it (one is 0.72 pt wide at 100 dpi)
NO_PICTURE = Picture(1, 1, 1, Box(0, 0, 1, 1), memoryview(bytes(3)), 3)


def _bare_sheet(
    pdf: Any, index: int, named: dict[str, tuple[int, float]], pages: dict[tuple[int, int], int]
) -> Sheet:
    source = pdf.pages[index]
    media, crop = box_of(source.mediabox), box_of(source.cropbox)
    trim, bleed = box_of(source.trimbox), box_of(source.bleedbox)
    links = tuple(page_links(source, named, pages))
    return Sheet(index, media, crop, trim, bleed, (), (), (), links, 0, NO_PICTURE, NO_PICTURE)


def box_of(numbers: Any) -> Box:
    x1, y1, x2, y2 = map(float, numbers)
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


# --- text -------------------------------------------------------------------------------------


def page_chars(text: PageText, index: int, places: dict[tuple[int, int], int]) -> tuple[Char, ...]:
    """Every drawn character in the order of the file."""
    from pypdfium2 import raw

    handle, object_at = text.handle.raw, _object_at()
    page = ctypes.cast(handle, ctypes.c_void_p).value
    x, y, cell = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    cell_of, origin_of = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin
    read_style = _styles(handle, index, places)
    styles: dict[int | None, Style] = {}
    chars = []
    for position, (character, ink) in enumerate(zip(text.characters, text.boxes, strict=True)):
        if character in _INVISIBLE:
            continue
        if character in _GUESSED and raw.FPDFText_IsGenerated(handle, position):
            continue
        drawn = object_at(page, position)
        if drawn not in styles:
            styles[drawn] = read_style(position)
        cell_of(handle, position, cell)
        origin_of(handle, position, x, y)
        chars.append(
            Char(
                "-" if character in _LINE_END_HYPHENS else character,
                Box(cell.left, cell.bottom, cell.right, cell.top),
                ink,
                y.value,
                styles[drawn],
            )
        )
    return tuple(chars)


@cache
def _object_at() -> Callable[[int | None, int], int | None]:
    """FPDFText_GetTextObject with addresses as numbers: a pointer made for each character takes longer."""
    from pypdfium2 import raw

    made = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    found: Callable[[int | None, int], int | None] = made(
        ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
    )
    return found


def _styles(handle: Any, index: int, places: dict[tuple[int, int], int]) -> Callable[[int], Style]:
    """What reads the style of the character at a position of a page."""
    from pypdfium2 import raw

    matrix, name = raw.FS_MATRIX(), ctypes.create_string_buffer(256)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    unpainted = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)

    def read_style(position: int) -> Style:
        drawn = raw.FPDFText_GetTextObject(handle, position)
        raw.FPDFText_GetMatrix(handle, position, matrix)
        raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(drawn), name, 256)
        known = raw.FPDFText_GetFillColor(handle, position, red, green, blue, alpha)
        size = raw.FPDFText_GetFontSize(handle, position) * (matrix.c**2 + matrix.d**2) ** 0.5
        mode = raw.FPDFTextObj_GetTextRenderMode(drawn)
        return Style(
            font=name.value.decode("utf-8", "replace"),
            size=size,
            colour=(red.value, green.value, blue.value) if known else None,
            alpha=alpha.value / 255,
            element=places.get((index, raw.FPDFPageObj_GetMarkedContentID(drawn)), -1),
            upright=abs(matrix.b) < 1e-3 and matrix.a > 0,
            painted=mode not in unpainted and alpha.value > 0,
        )

    return read_style


# What may draw glyph 0: a string in parentheses, or digits of which four that stand for a code are zeros.
# Content in which text is shown in another way than ours, or fonts are chosen so, is read in full as well.
_ZEROS = re.compile(rb"[(\0]|(?<!<)<(?!<)(?:[0-9A-Fa-f]{4})*(?:0000|000>|[0-9A-Fa-f]{0,3}[^0-9A-Fa-f<>])")
_CHOSEN = re.compile(rb"/[^\s/<>()\[\]{}%]+ [-+.0-9]+ Tf\b")


def undefined_glyphs(source: Any) -> int:
    """How many glyphs are drawn as .notdef (glyph 0 of a composite font, ISO 32000-2, 9.7.6.3)."""
    import pikepdf

    fonts = source.obj.get("/Resources", {}).get("/Font", {})
    composite = {str(name) for name, font in fonts.items() if str(font.get("/Encoding", "")) == "/Identity-H"}
    if _without_zeros(source.obj.get("/Contents")):
        return 0
    count, current = 0, ""
    for instruction in pikepdf.parse_content_stream(source, "Tf Tj TJ"):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) == "Tf":
            current = str(operands[0])
        elif current in composite:
            shown = operands[0] if str(operator) == "TJ" else [operands[0]]
            for piece in shown:
                if isinstance(piece, pikepdf.String):
                    codes = bytes(piece)
                    count += sum(codes[i : i + 2] == b"\0\0" for i in range(0, len(codes), 2))
    return count


def _without_zeros(contents: Any) -> bool:
    """Whether a look at a page's content is enough to know that glyph 0 is not drawn."""
    import pikepdf

    if not isinstance(contents, pikepdf.Stream):
        return False
    try:
        content = contents.read_bytes()
    except pikepdf.PdfError:
        return False
    return (
        not _ZEROS.search(content)
        and content.count(b"Tf") == len(_CHOSEN.findall(content))
        and content.count(b"TJ") == content.count(b"] TJ")
        and content.count(b"Tj") == content.count(b"> Tj")
    )


# --- pictures ---------------------------------------------------------------------------------


def rendered_page(page: Any, dpi: float) -> Picture:
    area = Box(*page.get_cropbox())
    scale = min(dpi / 72, MOST_PIXELS / max(area.width, area.height, 1))
    bitmap = page.render(scale=scale, rev_byteorder=True, draw_annots=False)
    pixels = memoryview(bitmap.buffer).cast("B")  # Python's own memory, which outlives the bitmap
    picture = Picture(bitmap.width, bitmap.height, scale, area, pixels, bitmap.stride)
    bitmap.close()
    return picture


@contextmanager
def hidden_text(items: list[Any]) -> Iterator[None]:
    """Make the text of an opened page invisible for a while; the file itself is not touched."""
    from pypdfium2 import raw

    texts = [item.raw for item in items if item.type == raw.FPDF_PAGEOBJ_TEXT]
    modes = [raw.FPDFTextObj_GetTextRenderMode(text) for text in texts]
    for text in texts:
        raw.FPDFTextObj_SetTextRenderMode(text, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    try:
        yield
    finally:
        for text, mode in zip(texts, modes, strict=True):
            raw.FPDFTextObj_SetTextRenderMode(text, mode)


@contextmanager
def hidden_items(items: list[Any]) -> Iterator[None]:
    """Leave things out of the pictures of an opened page for a while."""
    from pypdfium2 import raw

    for item in items:
        raw.FPDFPageObj_SetIsActive(item.raw, False)
    try:
        yield
    finally:
        for item in items:
            raw.FPDFPageObj_SetIsActive(item.raw, True)


def spare_images(
    page: Any, items: list[Any], chars: tuple[Char, ...], codes: tuple[DrawnCode, ...]
) -> Iterator[Any]:
    """Images of the page itself on which no character stands, and which no code is near."""
    from pypdfium2 import raw

    found = [item for item in items if item.type == raw.FPDF_PAGEOBJ_IMAGE and item.level == 0]
    if not found:
        return
    area = Box(*page.get_cropbox())
    near = [char.ink if area.holds(char.ink) else _on_page(char.ink, area) for char in chars]
    near += [_on_page(code.box.inset(-QUIET * code.cell), area) for code in codes]
    for item in found:
        left, bottom, right, top = Box(*item.get_bounds()).inset(-_EDGE)
        if not any(b.left < right and left < b.right and b.bottom < top and bottom < b.top for b in near):
            yield item


def _on_page(box: Box, area: Box) -> Box:
    """Where the colours of a box are taken from: those outside of the page at its edge."""
    left, right = (min(max(x, area.left), area.right) for x in (box.left, box.right))
    bottom, top = (min(max(y, area.bottom), area.top) for y in (box.bottom, box.top))
    return Box(left, bottom, right, top)


def page_images(page: Any, items: list[Any]) -> Iterator[Image]:
    from pypdfium2 import raw

    for item in items:
        known = raw.FPDF_IMAGEOBJ_METADATA()
        if (
            item.type == raw.FPDF_PAGEOBJ_IMAGE
            and raw.FPDFImageObj_GetImageMetadata(item.raw, page.raw, known)
            and known.horizontal_dpi > 0
        ):
            yield Image(Box(*item.get_bounds()), min(known.horizontal_dpi, known.vertical_dpi))


QUIET = 4  # cells: the light edge that a code needs (ISO/IEC 18004:2015, 6.3.8)
MANY_LINES = 21 * 5  # a code of version 1 has 21 rows; five lines and more make each


def drawn_codes(items: list[Any]) -> Iterator[DrawnCode]:
    """Paths that can only be codes: square, of many lines, all of them level or upright.

    A code that is a picture, or drawn cell by cell, is not found.
    """
    from pypdfium2 import raw

    for item in items:
        if item.type != raw.FPDF_PAGEOBJ_PATH or raw.FPDFPath_CountSegments(item.raw) < MANY_LINES:
            continue
        box = Box(*item.get_bounds())
        points = list(_points(item.raw))
        steps = [(abs(x - u), abs(y - v)) for (x, y), (u, v) in pairwise(points)]
        wide = max(x for x, _ in points) - min(x for x, _ in points)
        # what goes along in both directions is the way from one cell to the next, which is not drawn
        sides = [max(step) for step in steps if min(step) < wide / 10_000 < max(step)]
        if abs(box.width - box.height) < box.width / 100 and len(sides) > len(points) / 2:
            yield DrawnCode(box, min(sides) / wide * box.width)


def _points(path: Any) -> Iterator[tuple[float, float]]:
    from pypdfium2 import raw

    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(path)):
        raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(path, index), x, y)
        yield x.value, y.value


# --- links, fonts, metadata -------------------------------------------------------------------


def named_places(pdf: Any) -> dict[str, tuple[int, float]]:
    """Page and height of every named place (ISO 32000-2, 12.3.2.4)."""
    import pikepdf

    found: dict[str, tuple[int, float]] = {}
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
        for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items():
            found[str(name)] = _place(place, pages)
    for name, place in pdf.Root.get("/Dests", {}).items():
        found[str(name)] = _place(place, pages)
    return found


def _place(place: Any, pages: dict[tuple[int, int], int]) -> tuple[int, float]:
    """The page of a destination, or -1, and how high on it."""
    import pikepdf

    if isinstance(place, pikepdf.Dictionary):
        place = place.get("/D", pikepdf.Array())
    if not isinstance(place, pikepdf.Array) or len(place) == 0:
        return -1, 0
    page = pages.get(getattr(place[0], "objgen", (0, 0)), -1)
    exact = len(place) > 3 and str(place[1]) == "/XYZ" and place[3] is not None
    return page, float(place[3]) if exact else 0


def page_links(
    source: Any, named: dict[str, tuple[int, float]], pages: dict[tuple[int, int], int]
) -> Iterator[Link]:
    import pikepdf

    for annotation in source.obj.get("/Annots", []):
        if annotation.get("/Subtype") != "/Link":
            continue
        box = box_of(annotation.get("/Rect", [0, 0, 0, 0]))
        kind, place = "", annotation.get("/Dest")
        if place is None:
            action = annotation.get("/A", {})
            kind = str(action.get("/S", ""))
            place = action.get("/D") if kind == "/GoTo" else None
        if kind == "/URI":
            yield Link(box, str(action.get("/URI", "")), False, True, -1, 0)
        elif isinstance(place, (pikepdf.String, pikepdf.Name)):
            page, height = named.get(str(place), (-1, 0.0))
            yield Link(box, str(place), True, page >= 0, page, height)
        elif place is not None:
            page, height = _place(place, pages)
            yield Link(box, f"#{page + 1}", True, page >= 0, page, height)
        else:
            yield Link(box, kind.removeprefix("/") or "—", False, False, -1, 0)


def page_fonts(pdf: Any) -> Iterator[Any]:
    """The fonts of all pages and of what is drawn on them, without unpacking the rest of the file."""
    seen = set()
    waiting = [page.obj for page in pdf.pages]
    while waiting:
        resources = waiting.pop().get("/Resources", {})
        for item in resources.get("/Font", {}).values():
            if item.objgen not in seen or item.objgen == (0, 0):
                seen.add(item.objgen)
                yield item
        for item in (*resources.get("/XObject", {}).values(), *resources.get("/Pattern", {}).values()):
            if item.objgen not in seen:
                seen.add(item.objgen)
                waiting.append(item)


def distinct_fonts(items: Iterable[Any]) -> Iterator[Font]:
    """Every font among objects once."""
    seen = set()
    for item in items:
        if getattr(item, "get", None) is None or item.get("/Type") != "/Font" or "/BaseFont" not in item:
            continue
        if str(item.get("/Subtype", "")).startswith("/CIDFont"):
            continue  # told by its parent
        inner = item.DescendantFonts[0] if "/DescendantFonts" in item else item
        descriptor = inner.get("/FontDescriptor", {})
        embedded = any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))
        name = str(item.BaseFont).removeprefix("/")
        subset = len(name) > 7 and name[6] == "+" and name[:6].isalpha() and name[:6].isupper()
        font = Font(name[7:] if subset else name, embedded, subset)
        if font not in seen:
            seen.add(font)
            yield font


_XMP = {
    "ua": "{http://www.aiim.org/pdfua/ns/id/}part",
    "part": "{http://www.aiim.org/pdfa/ns/id/}part",
    "level": "{http://www.aiim.org/pdfa/ns/id/}conformance",
    "x": "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion",
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "created": "{http://ns.adobe.com/xap/1.0/}CreateDate",
}


def file_metadata(pdf: Any) -> Metadata:
    import pikepdf

    xmp = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)  # leaving it would read all
    said = {key: str(xmp.get(name, "") or "") for key, name in _XMP.items()}
    info = pdf.docinfo if "/Info" in pdf.trailer else pikepdf.Dictionary()
    marked = bool(pdf.Root.get("/MarkInfo", {}).get("/Marked", False))
    return Metadata(
        title=(said["title"] or str(info.get("/Title", ""))).strip(),
        language=str(pdf.Root.get("/Lang", "")).strip(),
        tagged=marked and "/StructTreeRoot" in pdf.Root,
        ua=said["ua"],
        archive=said["x"] or str(info.get("/GTS_PDFXVersion", "")) or said["part"] + said["level"].lower(),
        created=said["created"] or str(info.get("/CreationDate", "")),
    )
