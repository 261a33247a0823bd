"""Draw a character before a gap with a wider glyph (:mod:`brochure.pdf.wide_glyphs`).

Programs that extract text from a PDF read a gap between two glyphs as a blank: pdftotext from a tenth of an
em, PDFium from a fifth. So a character before such a gap gets its own glyph: the same outline with a wider
advance, in steps of a quarter em; the rest is a kern too small to be read as a blank. Fonts with CFF outlines
keep the gap.
"""

from __future__ import annotations

import math
from typing import Any

from brochure.pdf.wide_glyphs import EXTRA_IDS, STEP, with_wide_glyphs

MAX_STEPS = 3  # steps: a quarter em between scripts and the widest gap of a justified line
UNSEEN_GAP = 0.09  # em: a gap that no program reads as a blank


def wide_glyph(font: Any, glyph: int, gap: float) -> int:
    """The glyph to draw before a gap.

    Args:
        font: A Pango font.
        glyph: Its plain glyph.
        gap: In em.

    Returns:
        The id of a wide glyph; the plain glyph if the gap is small, or if the font can have no wide glyphs.
    """
    steps = min(MAX_STEPS, math.ceil((gap - UNSEEN_GAP) / STEP))
    first = _first(font) if steps > 0 else 0
    return glyph + steps * first if first and glyph < first - EXTRA_IDS else glyph


def apply() -> None:
    """Wrap ``pdf.fonts``: widths of wide glyphs, and their outlines in the embedded file.

    Raises:
        RuntimeError: Its code differs from the expected one.
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
        first = self.glyph_count + EXTRA_IDS
        subset(self, {glyph % first: text for glyph, text in to_unicode.items()}, hinting)

    def clean_(self: Any, to_unicode: dict[int, str], hinting: bool) -> None:
        clean(self, to_unicode, hinting)
        first = self.glyph_count + EXTRA_IDS
        if wide := sorted(glyph for glyph in to_unicode if glyph >= first):
            self.file_content = with_wide_glyphs(self.file_content, wide, first)

    def build_fonts_dictionary(pdf: Any, used: dict[Any, Any], *rest: Any) -> Any:
        for font in used.values():
            font.widths = dict(font.widths)  # everything is drawn: no glyph is added any more
        return build(pdf, used, *rest)

    pdf.build_fonts_dictionary = fonts.build_fonts_dictionary = build_fonts_dictionary
    fonts.Font.__init__, fonts.Font.subset, fonts.Font.clean = __init__, subset_, clean_


class _Widths(dict[int, int]):
    """Advances in thousandths of an em; the advance of a wide glyph is added when it is looked up."""

    def __init__(self, pango_font: Any, font_size: float) -> None:
        super().__init__()
        self.pango_font, self.font_size, self.first = pango_font, font_size, _first(pango_font)

    def __contains__(self, glyph: object) -> bool:
        if super().__contains__(glyph):
            return True
        if not self.first or not isinstance(glyph, int) or glyph < self.first:
            return False
        steps, plain = divmod(glyph, self.first)
        self[glyph] = self._plain(plain) + round(steps * STEP * 1000)
        return True

    def _plain(self, glyph: int) -> int:
        from weasyprint.text.ffi import FROM_UNITS, ffi, pango

        ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(self.pango_font, glyph, ink, logical)
        return round(1000 * float(logical.width * FROM_UNITS) / self.font_size)


def _first(pango_font: Any) -> int:
    """The number added to a glyph's id for one step; 0 for a font that can have no wide glyphs."""
    from weasyprint.text.ffi import harfbuzz
    from weasyprint.text.fonts import get_pango_font_hb_face

    face = get_pango_font_hb_face(pango_font)
    first = int(harfbuzz.hb_face_get_glyph_count(face)) + EXTRA_IDS
    blob: Any = harfbuzz.hb_face_reference_table(face, harfbuzz.hb_tag_from_string(b"glyf", -1))
    outlines = int(harfbuzz.hb_blob_get_length(blob))
    harfbuzz.hb_blob_destroy(blob)
    possible = outlines > 0 and (MAX_STEPS + 1) * first < 2**16
    return first if possible else 0
