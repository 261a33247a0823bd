"""Glyphs with quarters of an em behind them, made for the fonts that are embedded.

Programs that take text from a PDF read a gap between two glyphs as a blank: pdftotext from a tenth of an em,
PDFium from a fifth. So a character before such a gap gets a glyph of its own: the same outline with a wider
advance, a composite glyph of TrueType (OpenType 1.9, glyf), in steps of a quarter; what the steps leave is a
kern too small to be read as a blank. Its id is that of the plain glyph plus a multiple of a number that
depends on the font alone, so that parts made apart agree. Fonts with CFF outlines keep the gap.
"""

from __future__ import annotations

import io
import math
import struct
import sys
from array import array
from typing import Any

SPACE = 0.25  # em: a step
MOST = 3  # steps: a quarter between scripts and the widest gap of a justified line
UNSEEN = 0.09  # em: a gap that no program takes for a blank
ROOM = 64  # ids behind the font's own, which WeasyPrint gives to missing characters
_WORDS_ARE_POSITIONS = 0x0002  # ARGS_ARE_XY_VALUES


def wide_glyph(font: Any, glyph: int, gap: float) -> int:
    """The glyph to draw before a gap.

    Args:
        font: A Pango font.
        glyph: Its plain glyph.
        gap: In em.

    Returns:
        The id of a wide twin; the glyph itself where the gap is small, or where no twin can be made.
    """
    steps = min(MOST, math.ceil((gap - UNSEEN) / SPACE))
    first = _first(font) if steps > 0 else 0
    return glyph + steps * first if first and glyph < first - ROOM else glyph


def apply() -> None:
    """Wrap ``pdf.fonts``: widths of wide glyphs, and their outlines in the embedded file.

    Raises:
        RuntimeError: It is not as expected.
    """
    from weasyprint import pdf
    from weasyprint.pdf import fonts

    if pdf.build_fonts_dictionary is not fonts.build_fonts_dictionary or not all(
        hasattr(fonts.Font, name) for name in ("subset", "clean", "get_unused_glyph_id")
    ):
        raise RuntimeError("wide_glyphs: weasyprint.pdf.fonts has changed")
    build = fonts.build_fonts_dictionary
    initialise, subset, clean = fonts.Font.__init__, fonts.Font.subset, fonts.Font.clean

    def __init__(self: Any, pango_font: Any, description: Any, font_size: float) -> None:  # noqa: N807
        initialise(self, pango_font, description, font_size)
        self.widths = _Widths(pango_font, font_size)

    def subset_(self: Any, to_unicode: dict[int, str], hinting: bool) -> None:
        first = self.glyph_count + ROOM
        subset(self, {glyph % first: text for glyph, text in to_unicode.items()}, hinting)

    def clean_(self: Any, to_unicode: dict[int, str], hinting: bool) -> None:
        clean(self, to_unicode, hinting)
        first = self.glyph_count + ROOM
        if wide := sorted(glyph for glyph in to_unicode if glyph >= first):
            self.file_content = with_wide_glyphs(self.file_content, wide, first)

    def build_fonts_dictionary(pdf: Any, used: dict[Any, Any], *rest: Any) -> Any:
        for font in used.values():
            font.widths = dict(font.widths)  # all is drawn: nothing is added any more
        return build(pdf, used, *rest)

    pdf.build_fonts_dictionary = fonts.build_fonts_dictionary = build_fonts_dictionary
    fonts.Font.__init__, fonts.Font.subset, fonts.Font.clean = __init__, subset_, clean_


class _Widths(dict[int, int]):
    """Advances in thousandths of an em; one of a wide glyph is there as soon as it is asked for."""

    def __init__(self, pango_font: Any, font_size: float) -> None:
        super().__init__()
        self.pango_font, self.font_size, self.first = pango_font, font_size, _first(pango_font)

    def __contains__(self, glyph: object) -> bool:
        if super().__contains__(glyph):
            return True
        if not self.first or not isinstance(glyph, int) or glyph < self.first:
            return False
        steps, plain = divmod(glyph, self.first)
        self[glyph] = self._plain(plain) + round(steps * SPACE * 1000)
        return True

    def _plain(self, glyph: int) -> int:
        from weasyprint.text.ffi import FROM_UNITS, ffi, pango

        ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(self.pango_font, glyph, ink, logical)
        return round(1000 * float(logical.width * FROM_UNITS) / self.font_size)


def _first(pango_font: Any) -> int:
    """What is added to a glyph's id for its wide twin; 0 for a font that can have none."""
    from weasyprint.text.ffi import harfbuzz
    from weasyprint.text.fonts import get_pango_font_hb_face

    face = get_pango_font_hb_face(pango_font)
    first = int(harfbuzz.hb_face_get_glyph_count(face)) + ROOM
    blob: Any = harfbuzz.hb_face_reference_table(face, harfbuzz.hb_tag_from_string(b"glyf", -1))
    outlines = int(harfbuzz.hb_blob_get_length(blob))
    harfbuzz.hb_blob_destroy(blob)
    possible = outlines > 0 and (MOST + 1) * first < 2**16
    return first if possible else 0


def with_wide_glyphs(data: bytes, wide: list[int], first: int) -> bytes:
    """A TrueType font with composite glyphs added behind its own.

    Args:
        data: The font, with the plain glyphs in it.
        wide: Ids of the glyphs to add, ascending.
        first: What parts them from the plain glyphs' ids.
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
        metrics.extend((advance + round(steps * SPACE * upem), bearing))
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
    """Advances and left side bearings of all glyphs, by turns (hmtx)."""
    pairs = _words(table[: 4 * long_count])
    for bearing in _words(table[4 * long_count : 2 * (long_count + count)]):
        pairs.extend((pairs[2 * long_count - 2], bearing))
    return pairs


def _words(data: bytes) -> array[int]:
    """The 16-bit numbers of a table, without signs."""
    words = array("H", data)
    if sys.byteorder == "little":  # OpenType is big-endian
        words.byteswap()
    return words


def _packed(words: array[int]) -> bytes:
    if sys.byteorder == "little":
        words.byteswap()
    return words.tobytes()
