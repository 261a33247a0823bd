"""Two pages of half height on one page: content, tags, links, places and outline of both."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from brochure.pdf import reader
from brochure.pdf.merge.halves import HalfPage, stack_halves
from brochure.pdf.merge.part import parse_part
from brochure.typesetting import weasyprint
from brochure.typesetting.html import BASE_CSS, HtmlPage, Stylesheet
from pdf_validator import failures
from tag_outline import tag_outline
from workspaces import REPO, SAMPLES

WIDTH, HEIGHT = 300, 200  # pt, of half a page
FONT = REPO / "fonts" / "BIZUDPGothic-Regular.ttf"
BODY = """\
<h1 id="top">{name}</h1>
<p><a href="#end">{name}の終わりへ</a>、<a href="brochure:{other}">{other}へ</a></p>
<table><tr><th scope="row">{name}の項目</th><td>値</td></tr>
<tr><th scope="row">次</th><td>次の値</td></tr></table>
<div class="tint"><p>{name}の薄い文</p></div>
<h2 id="end">{name}の終わり</h2>
"""
CSS = """\
@page {{ size: {width}pt {height}pt; margin: 20pt; bleed: {bleed}pt }}
html {{ font: 10pt "BIZ UDPGothic" }} body {{ margin: 0 }} h1, h2 {{ font-size: 12pt; margin: 0 }}
.tint {{ opacity: .8; background: {colour} }}
.band {{ position: absolute; left: -20pt; right: -20pt; top: {top}pt; height: 30pt; background: {colour} }}
"""


def half(name: str, other: str, colour: str = "#ddeeff", *, top: float = 90, bleed: float = 0) -> bytes:
    """A page of half height with a heading, links, a table and a band of colour."""
    body = BODY.format(name=name, other=other) + '<div class="band"></div>'
    html = f'<!DOCTYPE html><html lang="ja"><head><title>{name}</title></head><body>{body}</body></html>'
    css = CSS.format(width=WIDTH, height=HEIGHT, colour=colour, top=top, bleed=bleed)
    sheets = (Stylesheet(BASE_CSS.read_text("utf-8"), "base.css"), Stylesheet(css, "x.css"))
    return weasyprint.render_pdf(HtmlPage(html, sheets, REPO, other_parts="brochure:"), [FONT]).data


@pytest.fixture(scope="module")
def upper() -> HalfPage:
    return HalfPage("upper", "上の名", half("上", "lower", "#ff0000"))


@pytest.fixture(scope="module")
def lower() -> HalfPage:
    return HalfPage("lower", "下の名", half("下", "upper", "#0000ff"))


@pytest.fixture(scope="module")
def stacked(upper: HalfPage, lower: HalfPage) -> bytes:
    return stack_halves([upper, lower])


def glyphs(data: bytes) -> list[tuple[str, float, float]]:
    """Each character of the page with its place, rounded."""
    (page,) = reader.read_pages(data)
    return [(one.text, round(one.left, 1), round(one.bottom, 1)) for one in page.glyphs if one.text.strip()]


def pixels(data: bytes) -> Any:
    """The page as a picture, one pixel a point."""
    opened = pypdfium2.PdfDocument(data)
    picture = opened[0].render(scale=1).to_pil().convert("RGB")
    opened.close()
    return picture


def test_each_half_is_where_it_was_on_its_own_page(stacked: bytes, upper: HalfPage, lower: HalfPage) -> None:
    above = [(text, left, round(bottom + HEIGHT, 1)) for text, left, bottom in glyphs(upper.data)]
    assert glyphs(stacked) == [*above, *glyphs(lower.data)]


def test_the_page_has_the_height_of_both_and_the_boxes_of_the_bleed() -> None:
    both = [HalfPage(name, name, half(name, name, bleed=9)) for name in ("a", "b")]
    with pikepdf.open(io.BytesIO(stack_halves(both))) as file:
        (page,) = file.pages
        boxes = {
            name: [float(side) for side in page[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")
        }
    assert boxes["/TrimBox"] == [0, 0, WIDTH, 2 * HEIGHT]
    assert boxes["/MediaBox"] == boxes["/BleedBox"] == [-9, -9, WIDTH + 9, 2 * HEIGHT + 9]


def test_the_pictures_are_those_of_the_halves(stacked: bytes, upper: HalfPage, lower: HalfPage) -> None:
    picture = pixels(stacked)
    assert picture.size == (WIDTH, 2 * HEIGHT)
    for one, top in ((upper, 0), (lower, HEIGHT)):
        assert picture.crop((0, top, WIDTH, top + HEIGHT)).tobytes() == pixels(one.data).tobytes()


def test_colour_that_bleeds_over_the_middle_is_clipped() -> None:
    above = HalfPage("a", "a", half("a", "b", "#ff0000", top=HEIGHT - 40, bleed=9))
    below = HalfPage("b", "b", half("b", "a", "#0000ff", top=-30, bleed=9))
    picture = pixels(stack_halves([above, below]))
    assert picture.size == (WIDTH + 18, 2 * HEIGHT + 18)
    middle = 9 + HEIGHT
    assert picture.getpixel((100, middle - 3)) == (255, 0, 0), "the upper half reaches the middle"
    assert picture.getpixel((100, middle + 3)) == (0, 0, 255), "and so does the lower one"


def test_tags_of_both_are_in_reading_order_and_their_text_is_theirs(stacked: bytes) -> None:
    lines = [line.strip() for line in tag_outline(stacked)]
    heads = [line for line in lines if line[:2] in ("H1", "H2")]
    assert heads == ["H1 上", "H2 上の終わり", "H1 下", "H2 下の終わり"]
    assert [line for line in lines if line.startswith("TH")] == [
        "TH 上の項目",
        "TH 次",
        "TH 下の項目",
        "TH 次",
    ]
    assert [line for line in lines if "薄い文" in line] == ["P 上の薄い文", "P 下の薄い文"]


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_page_of_two_passes_all_rules(stacked: bytes, tmp_path: Path, profile: str) -> None:
    path = tmp_path / "stacked.pdf"
    path.write_bytes(stacked)
    assert failures(path, profile) == []


def test_header_cells_of_both_are_told_apart(stacked: bytes) -> None:
    with pikepdf.open(io.BytesIO(stacked)) as file:
        ids = [str(one.ID) for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/ID" in one]
    assert ids
    assert len(set(ids)) == len(ids)


def test_links_lead_to_the_places_of_their_own_half_and_to_other_parts(stacked: bytes) -> None:
    part = parse_part(stacked, "upper", ["BIZ-UDPGothic"])
    assert set(part.links) == {"upper#end", "lower", "lower#end", "upper"}
    heights = {name: float(view.split()[2]) for name, (_, view) in part.places.items()}
    assert set(part.links) <= set(heights)
    assert heights["upper"] == 2 * HEIGHT
    assert heights["lower"] == HEIGHT
    assert HEIGHT < heights["upper#end"] < 2 * HEIGHT
    assert 0 < heights["lower#end"] < HEIGHT
    assert heights["upper#end"] - HEIGHT == pytest.approx(heights["lower#end"])


def test_the_areas_of_links_move_with_their_words(stacked: bytes, upper: HalfPage, lower: HalfPage) -> None:
    def areas(data: bytes, up: float) -> list[list[float]]:
        with pikepdf.open(io.BytesIO(data)) as file:
            rects = [[float(side) for side in link.Rect] for link in file.pages[0].Annots]
        return [[left, round(b + up, 2), right, round(t + up, 2)] for left, b, right, t in rects]

    assert areas(stacked, 0) == [*areas(upper.data, HEIGHT), *areas(lower.data, 0)]


def test_the_outline_has_the_names_of_both_and_their_headings(stacked: bytes) -> None:
    lines = parse_part(stacked, "upper", ["BIZ-UDPGothic"]).outline
    assert [(line.title, [child.title for child in line.children]) for line in lines] == [
        ("上の名", ["上の終わり"]),
        ("下の名", ["下の終わり"]),
    ]
    assert [float(line.rest.split()[2]) for line in lines] == [2 * HEIGHT, HEIGHT]


def test_a_single_half_stands_above_and_nothing_below(upper: HalfPage) -> None:
    alone = stack_halves([upper])
    picture = pixels(alone)
    assert picture.size == (WIDTH, 2 * HEIGHT)
    assert picture.crop((0, 0, WIDTH, HEIGHT)).tobytes() == pixels(upper.data).tobytes()
    assert picture.crop((0, HEIGHT, WIDTH, 2 * HEIGHT)).getextrema() == ((255, 255),) * 3
    assert [line.title for line in parse_part(alone, "upper", ["BIZ-UDPGothic"]).outline] == ["上の名"]


def test_patterns_and_pictures_move_too() -> None:
    tiles = "background: url(pictures/map.png); background-size: 40pt 30pt"
    pages = []
    for name in ("a", "b"):
        body = f'<h1>{name}</h1><div style="height: 60pt; {tiles}"></div>'
        html = f'<!DOCTYPE html><html lang="ja"><head><title>x</title></head><body>{body}</body></html>'
        css = CSS.format(width=WIDTH, height=HEIGHT, colour="#fff", top=0, bleed=0)
        sheets = (Stylesheet(BASE_CSS.read_text("utf-8"), "base.css"), Stylesheet(css, "x.css"))
        pages.append(
            HalfPage(name, name, weasyprint.render_pdf(HtmlPage(html, sheets, SAMPLES), [FONT]).data)
        )
    with pikepdf.open(io.BytesIO(pages[0].data)) as file:
        assert len(file.pages[0].Resources.Pattern.keys()) == 1
    picture = pixels(stack_halves(pages))
    for one, top in zip(pages, (0, HEIGHT), strict=True):
        own = pixels(one.data)
        assert own.getcolors(1000) != [(WIDTH * HEIGHT, (255, 255, 255))]
        assert picture.crop((0, top, WIDTH, top + HEIGHT)).tobytes() == own.tobytes()


def test_the_same_halves_give_the_same_bytes(stacked: bytes, upper: HalfPage, lower: HalfPage) -> None:
    assert stack_halves([upper, lower]) == stacked


@pytest.mark.parametrize("count", [0, 3])
def test_a_page_has_one_half_or_two(upper: HalfPage, count: int) -> None:
    with pytest.raises(ValueError, match=f"{count} halves of a page"):
        stack_halves([upper] * count)
