"""Fonts for the press: OpenType fonts become the bare CFF in them.

PDF 1.3 knows no OpenType (ISO 32000-1, table 126). And WeasyPrint writes glyph numbers into the text, but
in a CID-keyed CFF font a code is looked up in the font's charset (9.7.4.2): a press that follows the
standard would print other glyphs, or none. So the charset is made to say that each glyph is its own CID.
"""

from __future__ import annotations

import io
from typing import Any

from brochure.pdf.prepress.colour_spaces import drop


def plain(pdf: Any) -> None:
    """Replace the OpenType fonts of a file, in place."""
    import pikepdf

    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary) or "/FontDescriptor" not in item:
            continue
        file = item.FontDescriptor.get("/FontFile3")
        if item.get("/Subtype") == "/CIDFontType0":
            drop(item, "/CIDToGIDMap")  # not a word of this type of font
        if file is not None and file.get("/Subtype") == "/OpenType":
            file.write(_cff(file.read_bytes()))
            file.Subtype = pikepdf.Name.CIDFontType0C
            drop(file, "/Length1")


def _cff(font: bytes) -> bytes:
    """The CFF table of a font, each glyph under its own number."""
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(font), lazy=False) as opened:
        cff = opened["CFF "].cff
        top = cff.topDictIndex[0]
        if hasattr(top, "ROS"):
            glyphs = top.CharStrings
            names = [".notdef", *(f"cid{number:05d}" for number in range(1, len(top.charset)))]
            glyphs.charStrings = {
                new: glyphs.charStrings[old] for new, old in zip(names, top.charset, strict=True)
            }
            top.charset = names
        target = io.BytesIO()
        cff.compile(target, opened)
    return target.getvalue()
