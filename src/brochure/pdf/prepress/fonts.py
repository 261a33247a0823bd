"""Fonts for the press: replace OpenType fonts by their CFF table.

PDF 1.3 does not allow OpenType (ISO 32000-1, table 126). WeasyPrint writes glyph numbers into the text, but
in a CID-keyed CFF font a code is looked up in the font's charset (9.7.4.2): a press that follows the
standard would print other glyphs or none. So the charset is changed to give each glyph its own number as CID.
"""

from __future__ import annotations

import io
from typing import Any

from brochure.pdf.prepress.colour_spaces import remove_keys


def replace_opentype_fonts(pdf: Any) -> None:
    """Replace the OpenType fonts of a file, in place."""
    import pikepdf

    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary) or "/FontDescriptor" not in item:
            continue
        file = item.FontDescriptor.get("/FontFile3")
        if item.get("/Subtype") == "/CIDFontType0":
            remove_keys(item, "/CIDToGIDMap")  # not allowed for this type of font
        if file is not None and file.get("/Subtype") == "/OpenType":
            file.write(_cff(file.read_bytes()))
            file.Subtype = pikepdf.Name.CIDFontType0C
            remove_keys(file, "/Length1")


def _cff(font: bytes) -> bytes:
    """The CFF table of a font; each glyph has its own number as CID."""
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
