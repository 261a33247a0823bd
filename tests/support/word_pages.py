"""The pages of Word files as LibreOffice prints them, with the fonts of one folder only."""

from __future__ import annotations

import os
import subprocess
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from fontTools.ttLib import TTFont

from brochure.pdf.reader import read_pages
from programs import program

CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
# MS Gothic has 256 units in an em, ascent 220 and descent 36 (its tables hhea and OS/2, as Microsoft
# publishes the font); its kana and kanji are an em wide, also the small signs.
ASCENT, DESCENT = 220 / 256, 36 / 256


def printed_files(files: Mapping[str, bytes], folder: Path, fonts: Path) -> dict[str, Path]:
    """Word files by name as PDF; LibreOffice runs once for all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    config = folder / "fonts.conf"
    config.write_text(CONFIG.format(fonts=fonts, cache=folder / "cache"), "utf-8")
    command = [program("soffice"), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(folder)]
        + [str(folder / f"{name}.docx") for name in files],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )
    made = {name: folder / f"{name}.pdf" for name in files}
    assert all(path.exists() for path in made.values()), "LibreOffice could not load a file"
    return made


def page_texts(path: Path) -> list[str]:
    """The text of each page of a PDF, without blanks."""
    return ["".join(page.text.split()) for page in read_pages(path.read_bytes())]


def write_full_em_fonts(folder: Path, faces: list[Path]) -> Path:
    """Copies of faces with the vertical measures of MS Gothic, whose wide characters are all an em wide."""
    folder.mkdir(parents=True, exist_ok=True)
    for face in faces:
        font = TTFont(face)
        em, widths = font["head"].unitsPerEm, font["hmtx"]
        for code, glyph in font.getBestCmap().items():
            width, side = widths[glyph]
            if width and unicodedata.east_asian_width(chr(code)) in "WFA":
                widths[glyph] = (em, side + (em - width) // 2)
        ascent, descent = round(em * ASCENT), round(em * DESCENT)
        head, metrics = font["hhea"], font["OS/2"]
        head.ascent, head.descent, head.lineGap = ascent, -descent, 0
        metrics.sTypoAscender, metrics.sTypoDescender, metrics.sTypoLineGap = ascent, -descent, 0
        metrics.usWinAscent, metrics.usWinDescent = ascent, descent
        for table in {"GSUB", "GPOS", "vhea", "vmtx", "hdmx", "VDMX", "LTSH"} & set(font.keys()):
            del font[table]
        font.save(folder / face.name)
    return folder
