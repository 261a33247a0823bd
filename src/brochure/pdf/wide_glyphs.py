"""Glyphs with a wider advance (steps of a quarter em), added to a font that is embedded in a PDF.

Each is a TrueType composite glyph (OpenType 1.9, glyf): the outline of a plain glyph with a wider advance.
Its id is the plain glyph's id plus a multiple of a number that depends on the font alone. So parts that are
rendered separately use the same ids, and a merge can make one subset of a font for all of them. Fonts with
CFF outlines get no such glyphs.
"""

from __future__ import annotations

import io
import struct
import sys
from array import array

STEP = 0.25  # em: one step
EXTRA_IDS = 64  # ids after the font's own that WeasyPrint gives to missing characters
_WORDS_ARE_POSITIONS = 0x0002  # ARGS_ARE_XY_VALUES


def with_wide_glyphs(data: bytes, wide: list[int], first: int) -> bytes:
    """Add composite glyphs to a TrueType font, after its own glyphs.

    Args:
        data: The font, which contains the plain glyphs.
        wide: Ids of the glyphs to add, ascending.
        first: The number whose multiples are added to plain ids: id = steps × first + plain id.
    """
    from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

    reader = SFNTReader(io.BytesIO(data))
    tables = {tag: reader[tag] for tag in reader.keys()}  # noqa: SIM118  # no mapping
    count = struct.unpack(">H", tables["maxp"][4:6])[0]
    upem = struct.unpack(">H", tables["head"][18:20])[0]
    long_offsets = struct.unpack(">h", tables["head"][50:52])[0]
    metrics_count = struct.unpack(">H", tables["hhea"][34:36])[0]
    offsets = list(
        struct.unpack(f">{count + 1}L", tables["loca"])
        if long_offsets
        else (2 * o for o in struct.unpack(f">{count + 1}H", tables["loca"]))
    )
    metrics = _metrics(tables["hmtx"], count, metrics_count)
    glyphs = bytearray(tables["glyf"][: offsets[count]])
    for glyph in wide:
        steps, plain = divmod(glyph, first)
        gap = glyph - (len(offsets) - 1)
        offsets += [len(glyphs)] * gap
        metrics.extend((0, 0) * gap)
        outline = tables["glyf"][offsets[plain] : offsets[plain + 1]]
        if outline:
            glyphs += struct.pack(">h", -1) + outline[2:10]
            glyphs += struct.pack(">HHbb", _WORDS_ARE_POSITIONS, plain, 0, 0)
        offsets.append(len(glyphs))
        advance, bearing = metrics[2 * plain : 2 * plain + 2]
        metrics.extend((advance + round(steps * STEP * upem), bearing))
    total = len(metrics) // 2
    tables["glyf"] = bytes(glyphs)
    tables["loca"] = struct.pack(f">{total + 1}L", *offsets)
    tables["hmtx"] = _packed(metrics)
    tables["hhea"] = tables["hhea"][:34] + struct.pack(">H", total)
    tables["head"] = tables["head"][:50] + struct.pack(">h", 1) + tables["head"][52:]
    maxp = bytearray(tables["maxp"])
    maxp[4:6] = struct.pack(">H", total)
    maxp[28:30] = struct.pack(">H", max(1, struct.unpack(">H", maxp[28:30])[0]))  # maxComponentElements
    maxp[30:32] = struct.pack(">H", struct.unpack(">H", maxp[30:32])[0] + 1)  # maxComponentDepth
    tables["maxp"] = bytes(maxp)
    made = io.BytesIO()
    writer = SFNTWriter(made, len(tables), reader.sfntVersion)
    for tag, table in tables.items():
        writer[tag] = table
    writer.close()
    return made.getvalue()


def _metrics(table: bytes, count: int, long_count: int) -> array[int]:
    """Advance and left side bearing of each glyph, alternating (hmtx)."""
    pairs = _words(table[: 4 * long_count])
    for bearing in _words(table[4 * long_count : 2 * (long_count + count)]):
        pairs.extend((pairs[2 * long_count - 2], bearing))
    return pairs


def _words(data: bytes) -> array[int]:
    """The unsigned 16-bit numbers of a table."""
    words = array("H", data)
    if sys.byteorder == "little":  # OpenType is big-endian
        words.byteswap()
    return words


def _packed(words: array[int]) -> bytes:
    if sys.byteorder == "little":
        words.byteswap()
    return words.tobytes()
