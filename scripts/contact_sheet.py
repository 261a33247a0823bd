"""Make the contact sheets of docs/quality.md: every starter series in every format, and the sample booklet.

``make quality`` writes them. Each series of ``brochure init --series`` is begun in a folder of its own, its
layouts are made by ``brochure new-layout`` from ``standard``, and all its partners are built in each.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import quality_booklet
import quality_figures as figures
from PIL import Image, ImageDraw, ImageFont
from quality_bands import largest_bare_band
from quality_booklet import MeasuredPage, accent_differences

from brochure.build.brochure import build_brochure
from brochure.build.load import SharedInput, load_common
from brochure.build.new_layout import create_layout
from brochure.build.starter import create_workspace, starter_names
from brochure.cli.lists import STARTERS
from brochure.diagnostics.problem import BrochureError
from brochure.document.palette import derive_palette
from brochure.pdf.preflight import preflight
from brochure.pdf.reader import read_pages, render_page_png
from brochure.storage.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
FORMATS = {
    "A4": "standard",
    "B5": "B5",
    "A5": "A5",
    "Letter": "Letter",
    "A4 landscape": "A4-landscape",
    "slim 100×210": "slim",
    "leaflet": "leaflet",
}
"""The formats by the name of a shipped layout, or of the size of a layout that is made from ``standard``."""
SERIES = STARTERS
SHIPPED = ("standard", "leaflet")
SHEET = "contact-sheet-formats.png"
BOOKLET_SHEET = "contact-sheet-booklet.png"
MOST = 600_000  # bytes of a sheet
DPI = 20
BOOKLET_DPI = 34
ACROSS = 5  # pages of the booklet in a row
GAP = 8  # pixels
LABELS = 12  # pixels of a line of labels
GROUND = "#d9dde1"
INK = "#1c2329"
FONT = ROOT / "fonts" / "BIZUDPGothic-Regular.ttf"


@dataclass(frozen=True, slots=True)
class SeriesFormat:
    """All partners of a series in a format.

    Attributes:
        series: The name of the starter series.
        form: The name of the format.
        questions: How many questions the partners have, if the format does not hold all; otherwise 0.
        pages: What was measured on each page.
        images: The pages, small.
    """

    series: str
    form: str
    questions: int
    pages: tuple[MeasuredPage, ...]
    images: tuple[bytes, ...]


def build_series(folder: Path, series: str) -> list[SeriesFormat]:
    """Begin a series in a new folder, and build its partners in all formats."""
    root = folder / series
    create_workspace(root, series)
    where = Workspace(root)
    partners = starter_names(series)[0]
    return [build_format(where, series, form, partners) for form in FORMATS]


def build_format(where: Workspace, series: str, form: str, partners: Sequence[str]) -> SeriesFormat:
    """Build the partners of a series in a format."""
    layout = FORMATS[form]
    if layout not in SHIPPED:
        name = layout.lower()
        create_layout(where, name, source="standard", size=layout, columns=None)
        layout = name
    files, questions = _files(where, layout, partners)
    common = load_common(where, layout)
    near = accent_differences({name: accent for name, (accent, _) in files.items()})
    pages: list[MeasuredPage] = []
    images: list[bytes] = []
    for name, (_, data) in files.items():
        place = f"{series}, {form}, {name}"
        pages += measure(data, place, common, near.get(name))
        images += [render_page_png(data, index, dpi=DPI) for index in range(len(read_pages(data)))]
    return SeriesFormat(series, form, questions, tuple(pages), tuple(images))


def measure(data: bytes, place: str, common: SharedInput, difference: float | None) -> Iterator[MeasuredPage]:
    """Measure the pages of a single brochure, whose bare bands are not judged."""
    view = preflight.read_for_preflight(data)
    count = len(read_pages(data))
    faults = figures.faults_of(preflight.apply_rules(view))
    overlaps = figures.count_by_page(faults, figures.OVERLAPS, count)
    torn = figures.count_by_page(faults, figures.TORN, count)
    margins = common.layout.data.page.margins
    for index in range(count):
        bare = largest_bare_band(data, index, margins)
        yield MeasuredPage(
            index + 1, place, "single brochure", bare, overlaps[index], torn[index], difference
        )


def _files(
    where: Workspace, layout: str, partners: Sequence[str]
) -> tuple[dict[str, tuple[str, bytes]], int]:
    """The accents and files of the partners, and how many questions each prints if it cannot hold all.

    Raises:
        BrochureError: A partner cannot be built, or the leaflet holds not even one question.
    """
    manifest = where.layout(layout) / "layout.yaml"
    whole, fewer = manifest.read_text("utf-8"), 0
    while True:
        try:
            return {name: _build(where, name, layout) for name in partners}, fewer
        except BrochureError as error:
            known = len(load_common(where, layout).series.data.questions)
            fewer = (fewer or known) - 1
            if layout not in SHIPPED[1:] or not fewer:
                raise
            print(f"{where.root.name}, {layout}: {error.problems[0].code}, so {fewer} questions")
        manifest.write_text(re.sub(r"(?m)^# questions: \d+", f"questions: {fewer}", whole), "utf-8")


def _build(where: Workspace, name: str, layout: str) -> tuple[str, bytes]:
    built = build_brochure(where, name, load_common(where, layout), formats=["pdf"], output=where.output)
    for fault in built.faults:  # the tables count those of pages
        print(f"{where.root.name}, {layout}, {name}: {fault.code} at {fault.location}")
    found = re.search(
        r'^accent: *"(#[0-9A-Fa-f]{6})"', (where.profiles / f"{name}.yaml").read_text("utf-8"), re.M
    )
    return derive_palette(found[1]).accent if found else "", built.paths[0].read_bytes()


def table(made: Sequence[SeriesFormat]) -> list[str]:
    """The table of all pages."""
    return quality_booklet.table([page for one in made for page in one.pages])


# --- the sheets ------------------------------------------------------------------------------------------


def sheet_of_formats(made: Sequence[SeriesFormat]) -> bytes:
    """All pages: a row for each series and format, with its name; the series beside each other."""
    cells = {(one.series, one.form): one for one in made}
    font = ImageFont.truetype(FONT, 9)
    images = {key: [_opened(image) for image in one.images] for key, one in cells.items()}
    wide = max(sum(image.width + GAP // 2 for image in row) for row in images.values()) + GAP
    high = {
        form: max(image.height for s, f in images if f == form for image in images[s, f]) for form in FORMATS
    }
    height = GAP + sum(value + LABELS + GAP for value in high.values())
    sheet = Image.new("RGB", (GAP + wide * len(SERIES), height), GROUND)
    draw = ImageDraw.Draw(sheet)
    for across, series in enumerate(SERIES):
        down = GAP
        for form in FORMATS:
            one, x = cells[series, form], GAP + across * wide
            extract = f" ({one.questions} questions)" if one.questions else ""
            draw.text((x, down - 2), f"{series}, {form}{extract}", INK, font)
            for image in images[series, form]:
                sheet.paste(image, (x, down + LABELS))
                x += image.width + GAP // 2
            down += high[form] + LABELS + GAP
    return small_png(sheet)


def sheet_of_booklet(data: bytes) -> bytes:
    """All pages of a booklet, in their order."""
    images = [_opened(render_page_png(data, i, dpi=BOOKLET_DPI)) for i in range(len(read_pages(data)))]
    wide, high = images[0].width + GAP, images[0].height + GAP
    rows = -(-len(images) // ACROSS)
    sheet = Image.new("RGB", (wide * ACROSS + GAP, high * rows + GAP), GROUND)
    for index, image in enumerate(images):
        down, across = divmod(index, ACROSS)
        sheet.paste(image, (GAP + across * wide, GAP + down * high))
    return small_png(sheet)


def small_png(sheet: Image.Image) -> bytes:
    """A picture as PNG with few colours; the rarest, such as an accent of one page, are kept.

    Raises:
        ValueError: It is too large for the documents.
    """
    target = io.BytesIO()
    # cells of the octree: a common colour does not pull a rare one to it, and none goes far from itself
    few = sheet.quantize(160, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(target, "PNG", optimize=True)
    if target.tell() > MOST:
        raise ValueError(f"{target.tell()} bytes are more than {MOST}")
    return target.getvalue()


def _opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")
