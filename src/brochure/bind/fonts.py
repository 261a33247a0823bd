"""One of each font: the subsets of all parts become one, made from the font itself.

The parts' text is written in the font's own glyph numbers (Identity-H), so a subset of the union of their
glyphs, with numbers kept, serves them all. uharfbuzz (Apache-2.0, kept by the HarfBuzz project) makes it in
milliseconds; it is the same subsetter that WeasyPrint uses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from brochure.engine import wide_glyphs

_PAIR = re.compile(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>")


def unite(book: Any, faces: Mapping[str, Path]) -> None:
    """Replace the subsets of each font by one, in place.

    Args:
        book: The file.
        faces: Font files by name; a font that is not among them stays as it is.
    """
    import pikepdf

    groups: dict[str, list[Any]] = {}
    for item in book.objects:
        if (
            isinstance(item, pikepdf.Dictionary)
            and item.get("/Type") == "/Font"
            and item.get("/Subtype") == "/Type0"
        ):
            groups.setdefault(str(item.BaseFont).split("+")[-1].lstrip("/"), []).append(item)
    kept: dict[tuple[int, int], Any] = {}
    for name, found in groups.items():
        if name in faces and len(found) > 1:
            _unite(book, found, faces[name])
            kept |= {other.objgen: found[0] for other in found[1:]}
    _repoint(book, kept)


def _unite(book: Any, found: list[Any], face: Path) -> None:
    import pikepdf

    texts: dict[int, str] = {}
    widths: dict[int, float] = {}
    for font in found:
        for glyph, text in _PAIR.findall(font.ToUnicode.read_bytes().decode()):
            texts.setdefault(int(glyph, 16), text)
        widths |= _widths(font.DescendantFonts[0].W)
    first = found[0]
    descendant = first.DescendantFonts[0]
    data, cff = _subset(face, frozenset(widths))
    descriptor = descendant.FontDescriptor
    key = "/FontFile3" if cff else "/FontFile2"
    stream = pikepdf.Stream(book, data)
    if cff:
        stream.Subtype = pikepdf.Name.OpenType
    else:
        stream.Length1 = len(data)
    descriptor[key] = book.make_indirect(stream)
    left, bottom, _, top = descriptor.FontBBox
    descriptor.FontBBox = pikepdf.Array([left, bottom, max(widths.values()), top])
    descendant.W = _runs(widths)
    first.ToUnicode = book.make_indirect(pikepdf.Stream(book, _to_unicode(texts)))


def _widths(entries: Any) -> dict[int, float]:
    """The W array of a CID font (ISO 32000-2, 9.7.4.3)."""
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


def _runs(widths: Mapping[int, float]) -> Any:
    import pikepdf

    made = pikepdf.Array()
    run: Any = None
    for glyph in sorted(widths):
        if glyph - 1 not in widths:
            run = pikepdf.Array()
            made.append(glyph)
            made.append(run)
        made[-1].append(widths[glyph])
    return made


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    items = sorted(texts.items())
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
    """The font with these glyphs, under their own numbers; and whether its outlines are CFF."""
    import uharfbuzz

    face = _face(path)
    first = face.glyph_count + wide_glyphs.ROOM
    wide = sorted(glyph for glyph in glyphs if glyph >= first)
    plain = {glyph % first for glyph in glyphs}
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(plain | {0})
    wanted.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_HINTING
    dropped = ("BASE", "DSIG", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "VORG", "vhea", "vmtx")
    wanted.drop_table_tag_set.update(_tag(name) for name in dropped)
    data = bytes(uharfbuzz.subset(face, wanted).blob.data)
    cff = data[:4] == b"OTTO"
    return (wide_glyphs.with_wide_glyphs(data, wide, first) if wide else data), cff


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")


def _repoint(book: Any, kept: Mapping[tuple[int, int], Any]) -> None:
    """Let the resources of all pages and forms name the one font that is left."""
    import pikepdf

    for item in book.objects:
        if not isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        own: Any = item if isinstance(item, pikepdf.Dictionary) else item.stream_dict
        resources = own.get("/Resources")
        inner = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
        for holder in (own.get("/Font"), inner, own):
            if not isinstance(holder, pikepdf.Dictionary):
                continue
            for name in list(holder.keys()):
                value = holder[name]
                if isinstance(value, pikepdf.Dictionary) and value.is_indirect and value.objgen in kept:
                    holder[name] = kept[value.objgen]
