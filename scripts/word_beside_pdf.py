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
from typing import TYPE_CHECKING

from brochure.build.brochure import build_brochure
from brochure.build.load import load_common
from brochure.pdf.reader import read_pages, render_page_png
from brochure.storage.system_requirements import find_program
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
LAYOUTS = ("standard", "onepage")
DPI = 46
ACROSS = 4  # pairs of pages in a row
GAP = 14  # pixels between pairs; half of it between the pages of a pair
GROUND = "#d9dde1"
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def pictures(folder: Path) -> dict[str, bytes]:
    """Return the sheets by file name; none, with a printed reason, if LibreOffice is missing."""
    if find_program("soffice") is None:
        print("docs/images/word-beside-pdf-*.png: not renewed, there is no soffice here")
        return {}
    return {
        f"word-beside-pdf-{layout}.png": _sheet(page_pairs(folder / layout, layout)) for layout in LAYOUTS
    }


def page_pairs(folder: Path, layout: str) -> list[tuple[bytes | None, bytes | None]]:
    """The pages of all partners as PNG: in PDF, and in Word; ``None`` where one has fewer pages."""
    where = Workspace(ROOT)
    common = load_common(where, layout)
    for name in where.names():
        build_brochure(where, name, common, output=folder)
    _print_word_files([folder / f"{name}.docx" for name in where.names()], folder / "word")
    pairs: list[tuple[bytes | None, bytes | None]] = []
    for name in where.names():
        pages = (_rendered(folder / f"{name}.pdf"), _rendered(folder / "word" / f"{name}.pdf"))
        pairs += zip_longest(*pages)
    return pairs


def _print_word_files(files: list[Path], folder: Path) -> None:
    folder.mkdir()
    config = folder / "fonts.conf"
    config.write_text(FONTS.format(fonts=ROOT / "fonts", cache=folder / "cache"), "utf-8")
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [str(find_program("soffice")), "--headless", profile, "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, files)],
        check=True,
        capture_output=True,
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )


def _rendered(path: Path) -> list[bytes]:
    """All pages of a PDF as PNG."""
    data = path.read_bytes()
    return [render_page_png(data, index, dpi=DPI) for index in range(len(read_pages(data)))]


def _sheet(pairs: list[tuple[bytes | None, bytes | None]]) -> bytes:
    """Put pairs of pages on a grey ground, row by row."""
    from PIL import Image

    opened = [[None if page is None else _opened(page) for page in pair] for pair in pairs]
    first = next(page for pair in opened for page in pair if page)
    wide, high = 2 * first.width + GAP // 2 + GAP, first.height + GAP
    rows = -(-len(pairs) // ACROSS)
    sheet = Image.new("RGB", (wide * ACROSS + GAP, high * rows + GAP), GROUND)
    for index, pair in enumerate(opened):
        down, across = divmod(index, ACROSS)
        for side, page in enumerate(pair):
            if page is not None:
                place = GAP + across * wide + side * (first.width + GAP // 2)
                sheet.paste(page, (place, GAP + down * high))
    target = io.BytesIO()
    sheet.quantize(224, Image.Quantize.MAXCOVERAGE).save(target, "PNG", optimize=True)
    return target.getvalue()


def _opened(page: bytes) -> Image.Image:
    from PIL import Image

    return Image.open(io.BytesIO(page)).convert("RGB")
