"""The estimate of pages: it grows with the text, and knows tables, pictures, boxes and columns."""

from __future__ import annotations

import pytest
from lxml import etree

from brochure.word import ooxml
from brochure.word.extent import ExtentEstimate
from brochure.word.measure import WordPage
from brochure.word.ooxml import with_namespaces
from brochure.word.styles import StyleSheet

STYLES = """
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="text"/>
  <w:pPr><w:spacing w:before="100" w:after="60" w:line="300" w:lineRule="atLeast"/>
  <w:ind w:left="0" w:right="0"/></w:pPr>
  <w:rPr><w:sz w:val="20"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="E"><w:basedOn w:val="T"/><w:name w:val="exact"/>
  <w:pPr><w:spacing w:line="150" w:lineRule="exact"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="T"/><w:name w:val="box"/>
  <w:pPr><w:pBdr><w:top w:val="single" w:sz="4" w:space="5"/></w:pBdr></w:pPr></w:style>
<w:style w:type="table" w:styleId="G"><w:name w:val="grid"/>
  <w:tblPr><w:tblCellMar>
  <w:top w:w="40"/><w:left w:w="50"/><w:bottom w:w="40"/><w:right w:w="50"/>
  </w:tblCellMar></w:tblPr></w:style>
"""
ESTIMATE = ExtentEstimate(
    StyleSheet(
        etree.fromstring(with_namespaces("w:styles", STYLES)),
        etree.fromstring(with_namespaces("w:numbering", "")),
    )
)


def body(text: str) -> list[etree._Element]:
    return list(etree.fromstring(with_namespaces("w:body", text)))


def paragraph(text: str, style: str = "T") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def height(text: str, width: int = 4000) -> float:
    return ESTIMATE.height(body(text), width)


@pytest.mark.parametrize(("letters", "lines"), [(0, 1), (5, 1), (20, 1), (21, 2), (39, 2), (100, 6)])
def test_a_line_has_as_many_full_characters_as_fit(letters: int, lines: int) -> None:
    assert height(paragraph("字" * letters)) == 100 + 300 * lines


def test_spaces_between_paragraphs_overlap_as_in_word() -> None:
    assert height(paragraph("字") * 3) == 3 * (100 + 300)
    assert height(paragraph("字", "E")) == 100 + 150  # other values are inherited


def test_a_reading_takes_no_width_and_a_break_of_phrases_begins_a_line() -> None:
    ruby = ooxml.ruby(ooxml.text_run("字"), ooxml.text_run("よ" * 30), size=8, raised=8, base_size=20)
    assert height(ooxml.paragraph("T", ruby)) == 400
    broken = paragraph("字").replace("<w:t>", '<w:br w:type="textWrapping" w:clear="all"/><w:t>')
    assert height(broken) == 700


def test_a_picture_is_as_high_as_it_is() -> None:
    drawn = '<w:drawing><wp:inline><wp:extent cx="1" cy="635000"/></wp:inline></w:drawing>'
    assert height(paragraph("").replace("<w:t>", f"{drawn}<w:t>")) == 100 + 1000


def test_boxes_that_touch_share_their_edges() -> None:
    one, two = height(paragraph("字", "B")), height(paragraph("字", "B") * 2)
    assert one == 400 + 2 * (5 * 20 + 10)
    assert two == one + 400


def test_a_row_is_as_high_as_its_highest_cell() -> None:
    cell = '<w:tc><w:tcPr><w:tcW w:w="{}"/></w:tcPr>{}</w:tc>'
    cells = cell.format(900, paragraph("字" * 12)) + cell.format(4000, paragraph("字" * 12))
    table = f"<w:tbl><w:tblPr><w:tblStyle w:val='G'/></w:tblPr><w:tr>{cells}</w:tr></w:tbl>"
    lines = -(-12 // 3.5)  # 900 less 100 is 4 ems, of which half a one is lost
    assert height(table) == 100 + lines * 300 + 80 + 10


def test_notes_stand_below_the_text_and_pages_are_counted() -> None:
    page = WordPage(4400, 10000, 200, 200, 500, 500)
    text, note = body(paragraph("字") * 10), body(f"<w:footnote>{paragraph('字')}</w:footnote>")
    assert ESTIMATE.filled_pages(text, (), page, None) == pytest.approx(4000 / 9000)
    assert ESTIMATE.filled_pages(text, note, page, None) == pytest.approx((4000 + 400 + 240) / 9000)
    long = ESTIMATE.filled_pages(body(paragraph("字") * 30), (), page, None)
    assert 12000 / 9000 < long < 12000 / 9000 + 0.1  # what is kept together moves to the next page


def test_the_highest_column_counts() -> None:
    page = WordPage(4400, 10000, 200, 200, 500, 500)
    ends = "<w:p><w:pPr><w:pStyle w:val='E'/><w:sectPr/></w:pPr></w:p>"
    begins = paragraph("字").replace("<w:t>", '<w:br w:type="column"/></w:r><w:r><w:t>')
    column = page.in_columns(2, 200)
    text = body(ends + paragraph("字") * 5 + begins + ends + paragraph("字"))
    found = ESTIMATE.filled_pages(text, (), page, column, 2)
    assert found * 9000 == pytest.approx(250 + 5 * 400 + 400, abs=1)
