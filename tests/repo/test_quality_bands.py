"""Bare bands, accents of neighbours, contact sheets: what is outside its limit is told, nothing else."""

from __future__ import annotations

import io
import sys

import pytest

from brochure.pdf.reader import read_pages
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from workspaces import REPO

sys.path.insert(0, str(REPO / "scripts"))

import contact_sheet
import quality_bands
import quality_booklet
import quality_cases
from quality_booklet import MeasuredPage

from brochure.document.accents import ACCENTS
from brochure.schema.layout import Margins

pytestmark = pytest.mark.tools

MARGINS = Margins(top=20, right=10, bottom=30, left=10)
HIGH = 200.0  # mm: the type area of a page of 250 mm


def band_of(*boxes: str, page: str = "") -> float:
    """The largest bare band of a page of 100 × 250 mm with boxes at places."""
    found = "".join(f'<p style="position: absolute; margin: 0; {box}">架空</p>' for box in boxes)
    style = f"@page {{ size: 100mm 250mm; margin: 0; {page} }} html {{ font: 10pt/10pt BIZ UDPGothic }}"
    sheet = html.Stylesheet(style, "sheet.css", REPO)
    written = html.HtmlPage(f"<html lang=ja><title>架空</title>{found}", (sheet,), REPO)
    fonts = quality_cases.common("standard").layout.font_paths
    return quality_bands.largest_bare_band(pdf.render_pdf(written, fonts).data, 0, MARGINS)


def filled(top: float, bottom: float) -> str:
    """A box with a pale fill between two heights of the type area, in shares of it."""
    place = f"left: 10mm; width: 50mm; top: {20 + top * HIGH}mm; height: {(bottom - top) * HIGH}mm"
    return f"{place}; background: #f3f6f8"


@pytest.mark.parametrize("bare", [0.5, 0.4])
@pytest.mark.parametrize("begins", [0.0, 0.3, 1.0])
def test_a_bare_band_of_a_half_is_outside_and_a_smaller_one_is_not(bare: float, begins: float) -> None:
    start = begins * (1 - bare)  # at the head, between two boxes, at the foot
    boxes = [filled(a, b) for a, b in ((0, start), (start + bare, 1)) if b > a]
    band = band_of(*boxes)
    assert band == pytest.approx(bare, abs=0.01)
    judged = MeasuredPage(1, "架空", "body", band, 0, 0)
    assert bool(quality_booklet.outside([judged])) == (bare > quality_bands.LIMIT)
    assert not quality_booklet.outside([MeasuredPage(1, "架空", "last page of its part", band, 0, 0)])


def test_a_note_at_the_foot_and_a_hairline_are_ink_but_the_margins_are_not() -> None:
    head = filled(0, 0.1)
    assert band_of(head) == pytest.approx(0.9, abs=0.01)
    folio, tab = (
        "left: 40mm; top: 240mm",
        "left: 92mm; width: 8mm; top: 100mm; height: 50mm; background: #2151a1",
    )
    assert band_of(head, folio, tab, "left: 10mm; top: 8mm") == band_of(head)
    assert band_of(head, "left: 10mm; top: 216mm") < 0.9
    line = "left: 10mm; width: 80mm; top: 120mm; height: 0; overflow: hidden; border-top: .5pt solid #cfd6dc"
    assert band_of(head, line) == pytest.approx(0.5, abs=0.01)


def test_a_colour_of_the_whole_page_is_its_ground() -> None:
    assert band_of(filled(0, 0.1), page="background: #e9eff9") == pytest.approx(0.9, abs=0.01)


def test_only_body_pages_are_judged() -> None:
    places = {"cover": 0, "front": 1, "front#foreword": 1, "front#contents": 2, "a": 3, "a#call-x": 4}
    places |= {"b": 5, "back": 7, "back#glossary": 7, "back#index": 7, "colophon": 8}
    parts = quality_booklet.parts_of_pages(places, 9)
    assert parts == ["cover", "foreword", "contents", "a", "a", "b", "b", "glossary", "colophon"]
    blanks = [index == 6 for index in range(9)]
    last = "last page of its part"
    kinds = ["cover", "body", "body", "body", last, "body", "blank", "body", "cover"]
    assert quality_booklet.kinds_of_pages(parts, blanks) == kinds


def test_neighbours_with_like_accents_overlaps_and_torn_lines_are_outside() -> None:
    near = quality_booklet.accent_differences({"a": "#2151a1", "b": "#2a55a0", "c": "#932a33"})
    pages = [MeasuredPage(1, name, "body", 0.1, 0, 0, difference) for name, difference in near.items()]
    assert [line[0] for line in quality_booklet.outside(pages)] == ["a", "b"]
    shipped = quality_booklet.accent_differences({accent.ja: accent.code for accent in ACCENTS})
    assert min(shipped.values()) >= quality_booklet.LEAST_DIFFERENCE
    assert quality_booklet.outside(
        [MeasuredPage(1, "架空", "cover", 0, 1, 0), MeasuredPage(2, "b", "blank", 1, 0, 1)]
    ) == [
        "架空, page 1: 1 overlaps",
        "b, page 2: 1 torn lines",
    ]


def test_a_sheet_keeps_a_rare_accent_and_is_small() -> None:
    from PIL import Image, ImageChops

    made = quality_cases.ours(quality_cases.Case("liaoning", "onepage", "section"))
    data = contact_sheet.sheet_of_booklet(made.data)
    image = Image.open(io.BytesIO(data)).convert("RGB")
    assert image.width > 100 * len(read_pages(made.data))
    assert len(data) <= contact_sheet.MOST
    accent = Image.new("RGB", image.size, "#2151a1")
    channels = [
        band.point(lambda value: 255 * (value > 8)) for band in ImageChops.difference(image, accent).split()
    ]
    far = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    assert far.histogram()[0] > 1000  # pixels of the accent


def test_the_document_has_a_row_for_each_format_of_each_series() -> None:
    text = (REPO / "docs" / "quality.md").read_text("utf-8")
    for series in contact_sheet.SERIES:
        for form in contact_sheet.FORMATS:
            assert f"| {series}, {form}, " in text, f"{series} in {form} is missing: run make quality"
    for name in (contact_sheet.SHEET, contact_sheet.BOOKLET_SHEET):
        assert f"images/{name}" in text
        assert (REPO / "docs" / "images" / name).stat().st_size <= contact_sheet.MOST
