"""Make fonts/BrochureHanSC-*.otf, the fallback fonts for Chinese names.

They are the Simplified Chinese face of Noto Sans CJK, reduced to the hanzi of GB 2312, and renamed, which the
Open Font License requires for changed fonts.

Run it by hand to update the fonts: python scripts/make_fallback_fonts.py FOLDER_WITH_NOTO_TTC
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FONTS = Path(__file__).parent.parent / "fonts"
FAMILY = "Brochure Han SC"


def gb2312() -> set[int]:
    """Return the code points of GB 2312: 6,763 hanzi, punctuation, pinyin."""
    found = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def simplified_chinese(collection: TTCollection) -> TTFont:
    """Return the face for Simplified Chinese of a Noto CJK collection."""
    return next(font for font in collection.fonts if font["name"].getDebugName(1) == "Noto Sans CJK SC")


def number_by_glyph(font: TTFont) -> None:
    """Set the CID of each glyph to its glyph number.

    WeasyPrint writes glyph numbers into the text of a PDF, but viewers look a code up among the CIDs of a
    CID-keyed font (ISO 32000-1, 9.7.4.2). If they differ, Ghostscript prints boxes; PDFium and Poppler print
    the glyphs.
    """
    top = font["CFF "].cff.topDictIndex[0]
    names = [".notdef", *(f"cid{number:05d}" for number in range(1, len(top.charset)))]
    outlines = top.CharStrings
    outlines.charStrings = {
        new: outlines.charStrings[old] for new, old in zip(names, top.charset, strict=True)
    }
    top.charset = names
    font.setGlyphOrder(names)


def make(source: Path, style: str) -> Path:
    """Write the font of one weight."""
    font = simplified_chinese(TTCollection(source))
    options = subset.Options(name_IDs=["*"], notdef_outline=True, glyph_names=False, hinting=False)
    options.layout_features = ["kern", "halt", "palt", "ccmp", "locl"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=gb2312() | set(range(0x20, 0x7F)))
    subsetter.subset(font)
    names = {1: FAMILY, 2: style, 3: f"{FAMILY} {style}", 4: f"{FAMILY} {style}"}
    names |= {6: f"BrochureHanSC-{style}", 16: FAMILY, 17: style}
    for record in list(font["name"].names):
        if record.nameID in (7, *names):
            font["name"].removeNames(nameID=record.nameID)
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    top = font["CFF "].cff.topDictIndex[0]
    font["CFF "].cff.fontNames[0] = names[6]
    top.FullName, top.FamilyName = names[4], FAMILY
    number_by_glyph(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    target = FONTS / f"BrochureHanSC-{style}.otf"
    font.save(target)
    return target


def main() -> None:
    """Write the fonts of both weights."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for style in ("Regular", "Bold"):
        print(make(Path(sys.argv[1]) / f"NotoSansCJK-{style}.ttc", style))


if __name__ == "__main__":
    main()
