"""Text over text, text across the edge of a box or a picture, and boxes that overlap."""

from __future__ import annotations

import pytest

from brochure.pdf.preflight import preflight
from brochure.typesetting import html
from drawn_pages import TEXT, draw, lines, words
from preflight_pages import LINES, codes, make

PLACES = {"Q204", "Q205", "Q206"}


def found(body: str, css: str = "") -> set[str]:
    """The codes of overlaps on a page."""
    return codes(make(body, css)) & PLACES


def drawn(*streams: str) -> set[str]:
    """The codes of overlaps on pages that were written by hand."""
    return codes(draw(*streams)) & PLACES


# --- text over text


def test_text_over_other_text() -> None:
    assert codes(make(f'{LINES}<p style="margin-top: -11pt">重なります</p>')) == {"Q204"}


def test_two_paragraphs_overlap_from_half_a_point_on() -> None:
    page = f'{LINES}<p style="margin-top: {{}}pt">触れています</p>'
    assert found(page.format(-7)) == {"Q204"}
    assert found(page.format(-5)) == set()


def test_the_finding_says_the_words_of_both_lines() -> None:
    data = make(f'{LINES}<p style="margin-top: -11pt">重なります</p>')
    (finding,) = preflight.run_preflight(data).findings
    assert dict(finding.details) == {"one": "四行めです。", "other": "重なります"}
    assert finding.page == 0 and finding.box and 9 < finding.x < 12 and 25 < finding.y < 32


def test_characters_of_one_line_overlap() -> None:
    line = '{}<p>本文<span style="letter-spacing: {}em">窓口案内</span></p>'
    assert found(line.format(LINES, -0.6)) == {"Q204"}
    assert found(line.format(LINES, -0.2)) == set()


def test_text_of_any_program_over_other_text() -> None:
    assert drawn(lines(TEXT) + words("over the text", 60, 172)) == {"Q204"}
    assert drawn(lines(TEXT) + words("below the text", 60, 130)) == set()


def test_ruby_is_no_overlap() -> None:
    ruby = "<ruby>瀋陽<rt>しんよう</rt></ruby>"
    css = html.BASE_CSS.read_text("utf-8")
    assert codes(make(f"{LINES}<p>ルビのある行{ruby}です。</p><p>{ruby}は次の行</p>", css)) == set()


@pytest.mark.parametrize(
    "line",
    [
        '水 H<sub style="font-size: 6pt">2</sub>O と 10<sup style="font-size: 6pt">25</sup>',
        '<span style="text-emphasis: sesame">傍点の文字</span>です',
        'これは<span style="position: relative">○<span style="position: absolute; left: 0">1</span></span>番',
        "が゚とか゚と、à̂とŵ",
        '<em style="font-style: italic">Tallinn fjord</em>へ',
        '影<span style="text-shadow: .3pt .3pt #888">付きの文字</span>',
    ],
)
def test_marks_rings_and_raised_characters_are_no_overlap(line: str) -> None:
    assert found(f"{LINES}<p>{line}</p>{LINES}") == set()


# --- text over the edge of a box

SIDE = """
section { padding-left: 34mm }
section h2 { height: 0; width: 30mm; margin-left: -34mm; font-size: 11.5pt; line-height: 16.5pt }
aside { background: #f7e4e8; padding: 6pt; clear: both }
"""


def test_a_heading_in_the_side_column_runs_into_the_box_below() -> None:
    page = f"{LINES}<section><h2>{{}}</h2><p>回答なし</p></section><aside>お問い合わせ先</aside>"
    long = "国外企業等とどのようなコラボレーションをしていますか"
    assert "Q205" in found(page.format(long), SIDE)
    assert found(page.format("何を"), SIDE) == set()


BOX = '<div style="height: {}; border: 1pt solid #333">一行めの文<br>二行めの文<br>三行めの文</div>'


def test_text_runs_out_of_a_frame_below() -> None:
    assert found(LINES + BOX.format("40pt")) == {"Q205"}
    assert found(LINES + BOX.format("auto")) == set()


@pytest.mark.parametrize("look", ["background: #ddeeff", "border: .5pt solid #000; border-radius: 3pt"])
def test_a_word_runs_out_of_a_box_at_the_side(look: str) -> None:
    box = f'<div style="width: 30mm; height: 32pt; white-space: nowrap; {look}">ながい名前{{}}</div>'
    assert found(LINES + box.format("はみ出します")) == {"Q205"}
    assert found(LINES + box.format("")) == set()


def test_a_title_across_the_edge_of_a_photo() -> None:
    photo = '<img src="tests/samples/photos/mountains.png" alt="山" style="width: 40mm; height: 20mm">'
    title = '<p style="position: absolute; top: {}; left: 2mm; font-size: 16pt; color: #000">写真の題</p>'
    assert "Q205" in found(photo + title.format("18mm") + LINES)
    assert found(photo + title.format("5mm") + LINES) == set()


@pytest.mark.parametrize(
    "line",
    [
        '<p><span style="background: #fd6">札の文字</span>と本文</p>',
        '<p><span style="background: linear-gradient(transparent 60%, #fd6 60%)">蛍光ペン</span>の線</p>',
        '<p style="background: #024; color: #fff">地の上の白い文字</p>',
        "<p>本文の<u>下線</u>と<s>取り消し</s>の線</p>",
        '<table><tr><td style="background: #eee; border: 1pt solid #fff">項目</td><td>本文</td></tr></table>',
        '<fieldset style="border: 1pt solid #333"><p style="margin-top: -8pt">'
        '<span style="background: #fff">枠の上の題</span></p><p>本文</p></fieldset>',
    ],
)
def test_labels_bands_lines_and_cells_are_no_edges(line: str) -> None:
    assert found(f"{LINES}{line}<p>次の行</p>") == set()


FRAME = "1 w 40 80 100 60 re S\n"
FOUR_RULES = "1 w 40 80 m 140 80 l S 40 140 m 140 140 l S 40 80 m 40 140 l S 140 80 m 140 140 l S\n"
TINT = ".9 .95 1 rg 40 80 100 60 re f 0 g\n"


@pytest.mark.parametrize("box", [FRAME, FOUR_RULES, TINT])
def test_the_box_of_any_program_is_found_with_its_text(box: str) -> None:
    assert drawn(box + words("inside the box", 46, 100) + words("over the lower edge", 46, 77)) == {"Q205"}
    assert drawn(box + words("this line runs out of it", 80, 100)) == {"Q205"}
    assert drawn(box + words("inside the box", 46, 100) + words("below it", 46, 65)) == set()


def test_a_box_inside_a_form_is_where_the_form_is_placed() -> None:
    def placed(x: float) -> set[str]:
        text = words("across the lower edge", x, 77, size=8)
        return codes(draw("q .5 0 0 .5 100 40 cm /X Do Q\n" + text, form=TINT)) & PLACES

    assert placed(122) == {"Q205"}  # the box is placed from 120 to 170, and from 80 up
    assert placed(40) == set()  # where it would be without the form's matrix


def test_a_rule_that_is_hidden_by_a_patch_is_no_edge() -> None:
    patch = "1 g 60 132 62 16 re f 0 g\n"
    assert drawn(FRAME + words("on the rule", 64, 136)) == {"Q205"}
    assert drawn(FRAME + patch + words("on the rule", 64, 136)) == set()


# --- box over box

TWO = (
    '<div style="background: #fde; height: 30pt">一つめの箱</div>'
    '<div style="background: #def; height: 30pt; margin: {} 0 0 5mm">二つめの箱</div>'
)


def test_two_boxes_with_text_overlap() -> None:
    assert found(LINES + TWO.format("-6pt")) == {"Q206"}
    assert found(LINES + TWO.format("0")) == set()


def test_boxes_inside_boxes_and_shapes_without_text_may_lie_over_each_other() -> None:
    nested = '<div style="background: #fde; padding: 4pt">外<div style="background: #def">内</div></div>'
    shape = TWO.replace("二つめの箱", "").format("-6pt")
    assert found(LINES + nested) == set()
    assert found(LINES + shape) == set()


def test_a_label_on_the_upper_edge_of_a_frame_is_no_overlap() -> None:
    label = '<p style="background: #036; color: #fff; width: 20mm; margin: {} 0 0 5mm">見出し</p>'
    frame = f'<div style="border: 1pt solid #036; margin-top: 12pt">{label}<p>本文</p></div>'
    assert found(LINES + frame.format("-8pt")) == set()


def test_boxes_of_any_program_overlap() -> None:
    other = "1 .9 .8 rg 120 40 100 60 re f 0 g\n"
    beside = "1 .9 .8 rg 140 40 100 60 re f 0 g\n"
    texts = words("one", 50, 120) + words("other", 180, 50)
    assert drawn(TINT + other + texts) == {"Q206"}
    assert drawn(TINT + beside + texts) == set()


def turned(text: str, x: float, y: float) -> str:
    """The operators for a line of text that reads upwards."""
    return f"BT /F1 10 Tf 0 1 -1 0 {x} {y} Tm ({text}) Tj ET\n"


def test_turned_text_is_measured_too() -> None:
    spine = ".1 .2 .5 rg 130 0 24 227 re f 1 g\n"
    assert drawn(spine + turned("The title", 146, 40)) == set()
    assert drawn(spine + "0 g\n" + turned("The title", 157, 40)) == {"Q205"}  # half of it beside the spine
    assert drawn(words("Text of the page", 100, 60) + turned("The title", 140, 40)) == {"Q204"}
    assert drawn(words("Text of the page", 100, 30) + turned("The title", 140, 50)) == set()


CIRCLE = """
140 100 m 140 133 113 160 80 160 c 47 160 20 133 20 100 c 20 67 47 40 80 40 c 113 40 140 67 140 100 c {}
"""
ROUND = (
    "30 40 m 130 40 l 136 40 140 44 140 50 c 140 150 l 140 156 136 160 130 160 c "
    "30 160 l 24 160 20 156 20 150 c 20 50 l 20 44 24 40 30 40 c {}\n"
)


@pytest.mark.parametrize("paint", ["f", "S"])
def test_a_box_may_have_round_corners_but_a_circle_is_no_box(paint: str) -> None:
    text = "0 g\n" + words("over it", 128, 146)  # across the edge of the box, outside the circle
    assert drawn(".8 .9 1 rg " + ROUND.format(paint) + text) == {"Q205"}
    assert drawn(".8 .9 1 rg " + CIRCLE.format(paint) + text) == set()


def test_a_tab_at_the_edge_of_the_page_may_lie_on_a_band() -> None:
    band = ".1 .2 .5 rg 0 180 283 47 re f\n"
    tab = ".8 .2 .1 rg 270 150 13 60 re f 1 g\n"
    assert drawn(band + tab + words("Title", 40, 200) + words("1", 273, 160)) == set()
