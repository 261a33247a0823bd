"""Make the contact sheets of docs/quality.md: every partner's pages in PDF, and beside them those in Word.

``make quality`` writes them, one for each layout; the Word files are printed by LibreOffice with the fonts of
``fonts/``. ``tests/tools/test_word_pages.py`` counts the pages.
"""

from __future__ import annotations

import io
import os
import subprocess
from itertools import zip_longest
from pathlib import Path

from PIL import Image

from brochure.build.brochure import build_brochure
from brochure.build.load import load_common
from brochure.pdf.reader import read_pages, render_page_png
from brochure.storage.system_requirements import find_program
from brochure.storage.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
LAYOUTS = ("standard", "onepage")
DPI = 46
ACROSS = 4  # pairs of pages in a row
GAP = 14  # pixels between pairs; half of it between the pages of a pair
GROUND = "#d9dde1"
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><dir>{more}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
PagePair = tuple[Image.Image | None, Image.Image | None]


def pictures(folder: Path) -> dict[str, bytes]:
    """Return the sheets by file name; none, with a printed reason, if LibreOffice is missing."""
    if find_program("soffice") is None:
        print("docs/images/word-beside-pdf-*.png: not renewed, there is no soffice here")
        return {}
    pairs = {layout: page_pairs(folder / layout, layout) for layout in LAYOUTS}
    return {f"word-beside-pdf-{layout}.png": sheet_of_pairs(found) for layout, found in pairs.items()}


def page_pairs(folder: Path, layout: str) -> list[PagePair]:
    """The pages of all partners: in PDF, and in Word; ``None`` where one has fewer pages."""
    where = Workspace(ROOT)
    common = load_common(where, layout)
    for name in where.names():
        build_brochure(where, name, common, output=folder)
    print_word_files([folder / f"{name}.docx" for name in where.names()], folder / "word")
    pairs: list[PagePair] = []
    for name in where.names():
        pages = (page_images(folder / f"{name}.pdf"), page_images(folder / "word" / f"{name}.pdf"))
        pairs += zip_longest(*pages)
    return pairs


def print_word_files(files: list[Path], folder: Path) -> None:
    """Print Word or Excel files as PDF into a new folder, with the fonts of the project."""
    folder.mkdir()
    config = folder / "fonts.conf"
    own = {"fonts": ROOT / "fonts", "more": ROOT / "fallback_fonts", "cache": folder / "cache"}
    config.write_text(FONTS.format(**own), "utf-8")
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [str(find_program("soffice")), "--headless", profile, "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, files)],
        check=True,
        capture_output=True,
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )


def page_images(path: Path) -> list[Image.Image]:
    """All pages of a PDF."""
    data = path.read_bytes()
    pages = (render_page_png(data, index, dpi=DPI) for index in range(len(read_pages(data))))
    return [Image.open(io.BytesIO(page)).convert("RGB") for page in pages]


def sheet_of_pairs(pairs: list[PagePair]) -> bytes:
    """Put pairs of pages on a grey ground, row by row; a page in landscape is as wide as the others."""
    first = next(page for pair in pairs for page in pair if page)
    wide, high = 2 * first.width + GAP // 2 + GAP, first.height + GAP
    rows = -(-len(pairs) // ACROSS)
    sheet = Image.new("RGB", (wide * ACROSS + GAP, high * rows + GAP), GROUND)
    for index, pair in enumerate(pairs):
        down, across = divmod(index, ACROSS)
        for side, page in enumerate(pair):
            if page is None:
                continue
            shown = page
            if page.width > first.width:
                shown = page.resize((first.width, round(page.height * first.width / page.width)))
            sheet.paste(shown, (GAP + across * wide + side * (first.width + GAP // 2), GAP + down * high))
    target = io.BytesIO()
    sheet.quantize(224, Image.Quantize.MAXCOVERAGE).save(target, "PNG", optimize=True)
    return target.getvalue()
