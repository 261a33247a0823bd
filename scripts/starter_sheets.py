"""Make a picture of each starter series for the README: its cover, pages, and comparison tables."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image

from brochure.build.booklet import build_booklet, compile_booklet
from brochure.build.load import load_series
from brochure.build.starter import create_workspace
from brochure.cli.lists import STARTERS
from brochure.document.printed_words import words_of
from brochure.pdf.reader import read_pages, render_page_png
from brochure.storage.workspace import Workspace

DPI, GAP, GROUND = 45, 12, "#d9dde1"


def series_pictures(images: Path) -> dict[Path, bytes]:
    """The pictures of all series, by their paths in the folder of images."""
    return {images / f"series-{name}.png": _sheet(name) for name in STARTERS}


def _sheet(name: str) -> bytes:
    """The cover, the first partner and the comparison tables of the booklet of a series, side by side."""
    with tempfile.TemporaryDirectory() as folder:
        create_workspace(Path(folder), name)
        where = Workspace(Path(folder))
        build_booklet(where, compile_booklet(where, "guide"), output=where.output)
        data = (where.output / "guide.pdf").read_bytes()
        series = load_series(where).data
    texts = ["".join(page.text.split()) for page in read_pages(data)]
    question = "".join(next(iter(series.questions.values())).split())
    first = next(index for index, text in enumerate(texts) if question in text)
    heading = words_of(series.language)["book.facts"]
    tables = next(index for index, text in enumerate(texts) if index > first and heading in text)
    pages = [
        Image.open(io.BytesIO(render_page_png(data, index, dpi=DPI))).convert("RGB")
        for index in (0, first, first + 1, tables)
    ]
    width, height = pages[0].size
    sheet = Image.new("RGB", ((width + GAP) * len(pages) + GAP, height + 2 * GAP), GROUND)
    for index, page in enumerate(pages):
        sheet.paste(page, (GAP + index * (width + GAP), GAP))
    target = io.BytesIO()
    sheet.quantize(128, Image.Quantize.MAXCOVERAGE).save(target, "PNG", optimize=True)
    return target.getvalue()
