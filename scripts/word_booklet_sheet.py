"""Make the contact sheet of docs/word.md: the sample booklet, in PDF and in Word side by side.

``make quality`` writes it; LibreOffice prints the Word file with the fonts of ``fonts/``. Blank pages of the
PDF are left out, because LibreOffice does not print those of a Word file.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from PIL import Image

from brochure.build.booklet import build_booklet, compile_booklet
from brochure.pdf.reader import read_pages, render_page_png
from brochure.storage.system_requirements import find_program
from brochure.storage.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
NAME = "word-beside-pdf-booklet.png"
BOOKLET = "seminar-2026"
DPI = 44
ACROSS = 4  # pairs of pages in a row
GAP = 14  # pixels between pairs; half of it between the pages of a pair
GROUND = "#d9dde1"
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
Pages = list[tuple[str, Image.Image]]


def pictures(folder: Path) -> dict[str, bytes]:
    """Return the sheet by its file name; nothing, with a printed reason, if LibreOffice is missing."""
    if find_program("soffice") is None:
        print(f"docs/images/{NAME}: not renewed, there is no soffice here")
        return {}
    where = Workspace(ROOT)
    compiled = compile_booklet(where, BOOKLET)
    build_booklet(where, compiled, output=folder)
    printed = _printed(folder / f"{BOOKLET}.docx", folder / "word")
    titles = [compiled.book.titles[part] for part in ("tables", "glossary", "index", "colophon")]
    starts = [
        *(chapter.name for chapter in compiled.book.chapters),
        *titles[:2],
        compiled.book.colophon.title,
    ]
    return {NAME: _sheet(list(_pairs(_pages(folder / f"{BOOKLET}.pdf"), _pages(printed), starts)))}


def _printed(docx: Path, folder: Path) -> Path:
    folder.mkdir()
    config = folder / "fonts.conf"
    config.write_text(FONTS.format(fonts=ROOT / "fonts", cache=folder / "cache"), "utf-8")
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [str(find_program("soffice")), "--headless", profile, "--convert-to", "pdf"]
    environment = {**os.environ, "FONTCONFIG_FILE": str(config)}
    subprocess.run(
        [*command, "--outdir", str(folder), str(docx)], check=True, capture_output=True, env=environment
    )
    return folder / f"{docx.stem}.pdf"


def _pages(path: Path) -> Pages:
    """The words and the picture of each page that has words."""
    data = path.read_bytes()
    texts = ["".join(page.text.split()) for page in read_pages(data)]
    return [
        (text, Image.open(io.BytesIO(render_page_png(data, index, dpi=DPI))).convert("RGB"))
        for index, text in enumerate(texts)
        if text
    ]


def _pairs(
    pdf: Pages, word: Pages, starts: list[str]
) -> Iterator[tuple[Image.Image | None, Image.Image | None]]:
    """Pages beside each other; parts of the booklet begin in the same row on both sides."""
    for ours, theirs in zip(_parted(pdf, starts), _parted(word, starts), strict=True):
        yield from zip_longest(ours, theirs)


def _parted(pages: Pages, starts: list[str]) -> Iterator[list[Image.Image]]:
    """The pages before the first part, and those of each part."""
    place, ends = 3, []
    for start in ("".join(start.split()) for start in starts):
        place = next(i for i in range(place, len(pages)) if start in pages[i][0])
        ends.append(place)
        place += 1
    for begin, end in zip([0, *ends], [*ends, len(pages)], strict=True):
        yield [picture for _, picture in pages[begin:end]]


def _sheet(pairs: list[tuple[Image.Image | None, Image.Image | None]]) -> bytes:
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
            shown = (
                page
                if page.width <= first.width
                else page.resize((first.width, round(page.height * first.width / page.width)))
            )
            sheet.paste(shown, (GAP + across * wide + side * (first.width + GAP // 2), GAP + down * high))
    target = io.BytesIO()
    sheet.quantize(224, Image.Quantize.MAXCOVERAGE).save(target, "PNG", optimize=True)
    return target.getvalue()
