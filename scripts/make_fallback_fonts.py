"""Make the fallback fonts: fallback_fonts/*.ttf and *.otf, and fonts/BrochureHanSC-*.otf.

They are faces of Noto Sans and Noto Sans CJK, cut down by script and renamed, as the Open Font License
requires for changed fonts. The same sources give the same bytes. Users and tests need no sources: the
fonts are committed. Run it by hand:

    apt-get download fonts-noto-core fonts-noto-cjk unicode-data   (of Debian 12)
    dpkg-deb -x EACH FOLDER
    python scripts/make_fallback_fonts.py FOLDER [--check] [FAMILY ...]

With --check nothing is written; a font that differs is named, and the exit code is 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from fallback_characters import han_sets
from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

REPO = Path(__file__).parent.parent
STYLES = ("Regular", "Bold")
BIZ_UNITS, BIZ_ASCENT, BIZ_DESCENT = 2048, 1802, 246
_SYMBOLS = (
    *((0x2070, 0x20C0), (0x2100, 0x218C), (0x2190, 0x2300), (0x2460, 0x2500), (0x25A0, 0x27C0)),
    *((0x2900, 0x2980), (0x2B00, 0x2B60)),
)
_LETTERS = (  # Latin with Vietnamese and Romanian, Greek, Cyrillic, phonetic letters, punctuation
    *((0x20, 0x7F), (0xA0, 0x250), (0x2B0, 0x530), (0x1D00, 0x1DC0), (0x1E00, 0x1F00), (0x2000, 0x20C0)),
    (0x2100, 0x2190),
)
_ARABIC = ((0x600, 0x700), (0x750, 0x780), (0x200B, 0x2010), (0x25CC, 0x25CD))
_BLANKS = {0x20, 0xA0}  # a blank between two words is taken from the face of the words
# family: (face of Noto Sans, ranges of code points; None for all that the face has)
SCRIPTS: dict[str, tuple[str, tuple[tuple[int, int], ...] | None]] = {
    "Brochure Latin": ("NotoSans", _LETTERS),
    "Brochure Thai": ("NotoSansThai", None),
    "Brochure Devanagari": ("NotoSansDevanagari", None),
    "Brochure Arabic": ("NotoSansArabic", _ARABIC),
    "Brochure Hebrew": ("NotoSansHebrew", None),
    "Brochure Georgian": ("NotoSansGeorgian", None),
    "Brochure Armenian": ("NotoSansArmenian", None),
    "Brochure Bengali": ("NotoSansBengali", None),
    "Brochure Tamil": ("NotoSansTamil", None),
    "Brochure Khmer": ("NotoSansKhmer", None),
    "Brochure Lao": ("NotoSansLao", None),
    "Brochure Myanmar": ("NotoSansMyanmar", None),
    "Brochure Symbols": ("NotoSansSymbols", _SYMBOLS),
    "Brochure Symbols Two": ("NotoSansSymbols2", _SYMBOLS),
    "Brochure Math": ("NotoSansMath", _SYMBOLS),
}
HAN = {  # family: face of Noto Sans CJK
    "Brochure Hangul": "Noto Sans CJK KR",
    "Brochure Han TC": "Noto Sans CJK TC",
    "Brochure Han SC": "Noto Sans CJK SC",
    "Brochure JIS": "Noto Sans CJK JP",
}
# The forms of other regions (locl) would double a face; Arabic and Indian letters need all features.
_HAN_FEATURES = ["kern", "halt", "palt", "ccmp", "ljmo", "vjmo", "tjmo"]
# Pango moves a word by the ideographic baseline of BASE, so that the line grows. The others are for vertical
# lines.
_UNUSED = ["BASE", "vhea", "vmtx", "VORG"]


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


def match_lines(font: TTFont) -> None:
    """Set ascent and descent of BIZ UDPGothic: the line of a taller face would grow."""
    em, header, windows = font["head"].unitsPerEm, font["hhea"], font["OS/2"]
    up, down = round(em * BIZ_ASCENT / BIZ_UNITS), round(em * BIZ_DESCENT / BIZ_UNITS)
    header.ascent, header.descent, header.lineGap = up, -down, 0
    windows.sTypoAscender, windows.sTypoDescender, windows.sTypoLineGap = up, -down, 0
    windows.usWinAscent, windows.usWinDescent = up, down


def rename(font: TTFont, family: str, style: str) -> None:
    """Set the names of a font; the copyright and the licence stay."""
    post = f"{family.replace(' ', '')}-{style}"
    names = {1: family, 2: style, 3: f"{family} {style}", 4: f"{family} {style}", 6: post}
    names |= {16: family, 17: style}
    for record in list(font["name"].names):
        if record.nameID in (7, 21, 22, 25, *names):
            font["name"].removeNames(nameID=record.nameID)
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        top = font["CFF "].cff.topDictIndex[0]
        font["CFF "].cff.fontNames[0] = post
        top.FullName, top.FamilyName = names[4], family


def cut_font(font: TTFont, points: Iterable[int], family: str, style: str) -> bytes:
    """Return a font with some of the characters, and the family's name."""
    options = subset.Options(name_IDs=["*"], notdef_outline=True, glyph_names=False, hinting=False)
    options.drop_tables += _UNUSED
    options.layout_features = _HAN_FEATURES if "CFF " in font else ["*"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes={*points, *_BLANKS})
    subsetter.subset(font)
    rename(font, family, style)
    if "CFF " in font:
        font = TTFont(BytesIO(_saved(font)))  # read again: the widths are kept by the old names
        number_by_glyph(font)
    match_lines(font)
    return _saved(font)


def _saved(font: TTFont) -> bytes:
    font["head"].modified = font["head"].created  # the same bytes on every day
    font.recalcTimestamp = False
    written = BytesIO()
    font.save(written)
    return written.getvalue()


def font_path(family: str, style: str) -> Path:
    """Return the file of a face: Brochure Han SC is in fonts/, because layouts name it there."""
    folder = "fonts" if family == "Brochure Han SC" else "fallback_fonts"
    return REPO / folder / f"{family.replace(' ', '')}-{style}.{'otf' if family in HAN else 'ttf'}"


def make_fonts(sources: Path, families: Iterable[str]) -> Iterable[tuple[Path, bytes]]:
    """Yield the file and the content of each face.

    Args:
        sources: The folder of the three packages.
        families: The families to make.
    """
    share = sources / "usr" / "share"
    japanese = set(TTFont(REPO / "fonts" / "BIZUDPGothic-Regular.ttf").getBestCmap())
    han = han_sets(share / "unicode", japanese) if set(families) & set(HAN) else {}
    for style in STYLES:
        collection = TTCollection(share / f"fonts/opentype/noto/NotoSansCJK-{style}.ttc") if han else None
        for family in families:
            if collection and family in HAN:
                faces = {face["name"].getDebugName(1): face for face in collection.fonts}
                font, points = faces[HAN[family]], han[family]
            else:
                name, ranges = SCRIPTS[family]
                path = share / f"fonts/truetype/noto/{name}-{style}.ttf"
                if not path.exists():  # the symbols of Noto Sans Symbols 2 and Math have no bold face
                    continue
                font = TTFont(path)
                points = (
                    {point for first, end in ranges for point in range(first, end)}
                    if ranges
                    else set(font.getBestCmap())
                )
            yield font_path(family, style), cut_font(font, points, family, style)


def main() -> None:
    """Write the fonts, or compare them."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--check"]
    if not arguments:
        sys.exit(__doc__)
    different = False
    for path, data in make_fonts(Path(arguments[0]), arguments[1:] or [*SCRIPTS, *HAN]):
        if "--check" in sys.argv:
            same = path.is_file() and path.read_bytes() == data
            different |= not same
            print(path.relative_to(REPO), "same" if same else "DIFFERENT", flush=True)
            continue
        path.write_bytes(data)
        font = TTFont(BytesIO(data))
        counts = f"{len(font.getBestCmap())} characters, {font['maxp'].numGlyphs} glyphs"
        print(path.relative_to(REPO), f"{counts}, {len(data) // 1000} kB", flush=True)
    sys.exit(different)


if __name__ == "__main__":
    main()
