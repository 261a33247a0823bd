"""Merge fonts: the subsets in all parts become one subset, made from the font file.

The parts' text uses the font's own glyph numbers (Identity-H). So one subset with the glyphs of all parts,
with numbers kept, works for every part. uharfbuzz (Apache-2.0, maintained by the HarfBuzz project) makes it
in milliseconds; WeasyPrint uses the same subsetter.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from brochure.pdf import wide_glyphs
from brochure.pdf.merge.object_streams import Object

_PAIR = re.compile(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>")
OBJECTS_PER_FACE = 5  # objects of each face in the book: font, descendant, descriptor, font file, ToUnicode


@dataclass(frozen=True, slots=True)
class Used:
    """The use of one face by a part.

    Attributes:
        glyphs: Glyph numbers.
        widths: Width of each glyph, in thousandths of an em.
        texts: Text of each glyph, as UTF-16BE in hexadecimal; empty if it stands for no text.
        tag: The six letters before the name of its subset.
        descriptor: Entries of the font descriptor that are the same for the whole face.
        box: Left, bottom and top of the face's characters.
    """

    glyphs: tuple[int, ...]
    widths: tuple[float, ...]
    texts: tuple[str, ...]
    tag: str
    descriptor: bytes
    box: tuple[float, float, float]


def find_used_faces(file: Any, faces: Sequence[str], first: int) -> tuple[dict[str, Used], dict[int, int]]:
    """Find what a part uses of the book's faces.

    Args:
        file: The part, open.
        faces: Names of the faces, in order; any other font stays in the part.
        first: The number of the first object of the first face in the book.

    Returns:
        The uses by face name, and for each font object of the part its object number in the book.
    """
    found: dict[str, Used] = {}
    book_numbers: dict[int, int] = {}
    for _, font in sorted(_fonts([page.obj for page in file.pages], {}).items()):
        tag, _, name = str(font.BaseFont).lstrip("/").rpartition("+")
        if name not in faces:
            continue
        book_numbers[font.objgen[0]] = first + OBJECTS_PER_FACE * list(faces).index(name)
        one = _face_use(font, tag)
        if name in found:  # the same face twice, for example in two sizes
            one = _merge_uses([found[name], one])
        found[name] = one
    return found, book_numbers


def _fonts(holders: Sequence[Any], seen: dict[int, None]) -> dict[int, Any]:
    """The composite fonts of pages and of the forms and patterns on them, by object number."""
    found: dict[int, Any] = {}
    for holder in holders:
        number = holder.objgen[0]
        resources = holder.get("/Resources")
        if number in seen or resources is None:
            continue
        seen[number] = None
        for font in resources.get("/Font", {}).values():
            if font.get("/Subtype") == "/Type0":
                found[font.objgen[0]] = font
        inner = [*resources.get("/XObject", {}).values(), *resources.get("/Pattern", {}).values()]
        found |= _fonts([item for item in inner if "/Resources" in item], seen)
    return found


def _face_use(font: Any, tag: str) -> Used:
    descendant = font.DescendantFonts[0]
    texts = {int(g, 16): text for g, text in _PAIR.findall(font.ToUnicode.read_bytes().decode())}
    widths = _widths(descendant.W)
    descriptor = descendant.FontDescriptor
    subset_keys = ("/FontFile2", "/FontFile3", "/FontBBox", "/FontName", "/CIDSet")
    shared_keys = [key for key in sorted(descriptor.keys()) if key not in subset_keys]
    left, bottom, _, top = (float(side) for side in descriptor.FontBBox)
    words = b" ".join(key.encode() + b" " + pdf_syntax(descriptor[key]) for key in shared_keys)
    own_texts = tuple(texts.get(glyph, "") for glyph in widths)
    return Used(tuple(widths), tuple(widths.values()), own_texts, tag, words, (left, bottom, top))


def _merge_uses(uses: Sequence[Used]) -> Used:
    """Merge the uses of a face: glyphs of all uses in ascending order, the rest as in the first use."""
    widths: dict[int, float] = {}
    texts: dict[int, str] = {}
    for use in reversed(uses):  # reversed, so that the first use wins
        widths.update(zip(use.glyphs, use.widths, strict=True))
        texts.update((glyph, text) for glyph, text in zip(use.glyphs, use.texts, strict=True) if text)
    glyphs = sorted(widths)
    return replace(
        uses[0],
        glyphs=tuple(glyphs),
        widths=tuple(widths[glyph] for glyph in glyphs),
        texts=tuple(texts.get(glyph, "") for glyph in glyphs),
    )


def pdf_syntax(value: Any) -> bytes:
    """A value in PDF syntax; pikepdf returns numbers and booleans as Python values."""
    import pikepdf

    return bytes(pikepdf.Array([value]).unparse()).removeprefix(b"[ ").removesuffix(b" ]")


def merged_font(uses: Sequence[Used], name: str, face: Path, first: int) -> list[Object]:
    """The objects of one font that serves all uses of a face; the first has the number ``first``."""
    all_ = _merge_uses(uses)
    data, cff = _subset(face, frozenset(all_.glyphs))
    left, bottom, top = all_.box
    base = f"/{all_.tag}+{name}".encode()
    box = b"[ %b ]" % " ".join(f"{n:g}" for n in (left, bottom, max(all_.widths), top)).encode()
    kind, key = (b"/CIDFontType0", b"/FontFile3") if cff else (b"/CIDFontType2", b"/FontFile2")
    length = b"/Subtype /OpenType" if cff else b"/Length1 %d" % len(data)
    identity = b"/CIDSystemInfo << /Ordering (Identity) /Registry (Adobe) /Supplement 0 >>"
    identity += b"" if cff else b" /CIDToGIDMap /Identity"
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont %b /Encoding /Identity-H" % base
    descendant = b"<< /Type /Font /Subtype %b /BaseFont %b %b" % (kind, base, identity)
    return [
        Object(first, font + b" /DescendantFonts [ %d 0 R ] /ToUnicode %d 0 R >>" % (first + 1, first + 4)),
        Object(first + 1, descendant + b" /FontDescriptor %d 0 R /W %b >>" % (first + 2, _width_array(all_))),
        Object(
            first + 2,
            b"<< %b /FontBBox %b /FontName %b %b %d 0 R >>" % (all_.descriptor, box, base, key, first + 3),
        ),
        _stream(first + 3, length, data),
        _stream(first + 4, b"", _to_unicode(all_)),
    ]


def _stream(number: int, entries: bytes, data: bytes) -> Object:
    packed = zlib.compress(data, 6)
    return Object(number, b"<< %b /Filter /FlateDecode /Length %d >>" % (entries, len(packed)), packed)


def _widths(entries: Any) -> dict[int, float]:
    """The widths by glyph number, from the W array of a CID font (ISO 32000-2, 9.7.4.3)."""
    import pikepdf

    found: dict[int, float] = {}
    items, position = list(entries), 0
    while position < len(items):
        start = int(items[position])
        if isinstance(items[position + 1], pikepdf.Array):
            found |= {start + step: float(width) for step, width in enumerate(items[position + 1])}
            position += 2
        else:
            last = int(items[position + 1])
            found |= dict.fromkeys(range(start, last + 1), float(items[position + 2]))
            position += 3
    return found


def _width_array(used: Used) -> bytes:
    """The widths as a W array."""
    words: list[str] = []
    following = -1
    for glyph, width in zip(used.glyphs, used.widths, strict=True):
        if glyph != following:
            words += (["]"] if words else []) + [str(glyph), "["]
        words.append(f"{width:g}")
        following = glyph + 1
    return f"[ {' '.join(words)} ] ]".encode()


def _to_unicode(used: Used) -> bytes:
    items = [(glyph, text) for glyph, text in zip(used.glyphs, used.texts, strict=True) if text]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo",
        "<< /Registry (Adobe)",
        "/Ordering (UCS)",
        "/Supplement 0",
        ">> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <ffff>",
        "endcodespacerange",
    ]
    for start in range(0, len(items), 100):
        chunk = items[start : start + 100]
        lines.append(f"{len(chunk)} beginbfchar")
        lines += [f"<{glyph:04x}> <{text}>" for glyph, text in chunk]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()


@cache
def _face(path: Path) -> Any:
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))


def _subset(path: Path, glyphs: frozenset[int]) -> tuple[bytes, bool]:
    """The subset with these glyphs, numbers kept; and whether its outlines are CFF."""
    import uharfbuzz

    face = _face(path)
    first = face.glyph_count + wide_glyphs.EXTRA_IDS
    wide = sorted(glyph for glyph in glyphs if glyph >= first)
    plain = {glyph % first for glyph in glyphs}
    subset_input = uharfbuzz.SubsetInput()
    subset_input.glyph_set.update(plain | {0})
    subset_input.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_HINTING
    dropped = ("BASE", "DSIG", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "VORG", "vhea", "vmtx")
    subset_input.drop_table_tag_set.update(_tag(name) for name in dropped)
    data = bytes(uharfbuzz.subset(face, subset_input).blob.data)
    cff = data[:4] == b"OTTO"
    return (wide_glyphs.with_wide_glyphs(data, wide, first) if wide else data), cff


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")
