"""Composition of lines (JLREQ), measured on finished pages: spaces, URLs, punctuation, ruby."""

from __future__ import annotations

import io
import random
import subprocess
from itertools import pairwise

import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from brochure.assembly.citation import load_citation_style
from brochure.assembly.document import assemble_document
from brochure.build.load import LoadedPartner
from brochure.document.house_style import HouseStyle
from brochure.document.line_breaking import QUARTER, needs_autospace
from brochure.document.tree import Block, Paragraph, Strong, Text, plain_text
from brochure.document.walk import block_paragraphs
from brochure.pdf.preflight.model import Char
from brochure.pdf.preflight.preflight import read_for_preflight
from brochure.typesetting import weasyprint as pdf
from brochure.typesetting.html import BASE_CSS, HtmlPage, Stylesheet
from brochure.typesetting.inline_html import NO_NOTES, inline_html
from law import law
from programs import program
from workspaces import REPO

FACES = [REPO / "fonts" / name for name in ("BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf")]
SIZE = 10.0


def made(body: str, css: str = "") -> bytes:
    """A finished file in 10 pt BIZ UDPGothic, 120 mm wide."""
    own = (
        "@page { size: 160mm 297mm; margin: 20mm } "
        f'html {{ font: {SIZE}pt/18pt "BIZ UDPGothic" }} p {{ margin: 0; text-align: justify }} {css}'
    )
    html = f'<!DOCTYPE html><html lang="ja"><head><title>x</title></head><body>{body}</body></html>'
    sheets = (Stylesheet(BASE_CSS.read_text("utf-8"), "base.css"), Stylesheet(own, "x.css"))
    return pdf.render_pdf(HtmlPage(html, sheets, REPO), FACES).data


def chars(data: bytes) -> list[list[Char]]:
    """The characters of each line, from left to right."""
    return [list(line.chars) for p in read_for_preflight(data).paragraphs for line in p.lines]


def test_a_quarter_of_an_em_stands_between_japanese_and_latin() -> None:
    (line,) = chars(made("<p>約1,772社がMOUを、A（B）と</p>"))
    assert "".join(char.text for char in line) == "約1,772社がMOUを、A（B）と"
    plain_widths = {c.text: c.cell.width for c in chars(made("<p>約、1、社、が、M、U、を、2、A、と</p>"))[0]}
    wider = {
        one.text: (other.cell.left - one.cell.left - plain_widths[one.text]) / SIZE
        for one, other in pairwise(line)
        if one.text in plain_widths
    }
    for character in "約が" + "U":
        assert wider[character] == pytest.approx(0.25, abs=0.02), character
    for character in "社を、A":
        assert wider[character] == pytest.approx(0, abs=0.02), character


@pytest.mark.tools
@pytest.mark.parametrize(
    "body",
    [
        "約1,772社がMOUを締結",
        "撫順市など<span style='white-space:nowrap'>14市</span>から<strong>MOU</strong>を",
        "友好提携<a href='https://example.jp/'>https://example.jp/</a>は第3位",
        "AのBのCのDのEの1の2の3",
    ],
)
def test_no_program_takes_the_space_for_a_blank(body: str, tmp_path: object) -> None:
    data = made(f"<p>{body}</p>")
    words = "".join(piece.split(">")[-1] for piece in body.split("<"))
    by_pdfium = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()
    poppler = subprocess.run(
        [program("pdftotext"), "-", "-"], input=data, capture_output=True, check=True
    ).stdout
    assert by_pdfium.strip() == words
    assert poppler.decode().strip() == words


@law(sample=4, full=300)
def test_lines_of_mixed_script_begin_and_end_without_a_space(seed: int) -> None:
    source = random.Random(seed)
    japanese, latin = ["遼寧省", "の", "協力", "、", "（AI）", "年", "は"], ["MOU", "2018", "ABC"]
    text = "".join(source.choice(japanese) + source.choice([*latin, "", ""]) for _ in range(90))
    lines = chars(made(f"<p>{text}</p>"))
    assert "".join(char.text for line in lines for char in line) == text
    edges = [(line[0].cell.left, line[-1].cell.right) for line in lines]
    full = edges[:-1]
    assert max(left for left, _ in full) - min(left for left, _ in full) < 0.5
    assert max(right for _, right in full) - min(right for _, right in full) < 0.5


def test_the_embedded_font_tells_the_width_that_is_used() -> None:
    """PDF/A asks for it (ISO 19005-3, 6.2.11.5); the wide glyph is the plain one with more room behind it."""
    document = pypdfium2.PdfDocument(made("<p>年2018年</p>"))
    assert document[0].get_textpage().get_text_bounded() == "年2018年"
    import pikepdf

    with pikepdf.open(io.BytesIO(made("<p>年2018年</p>"))) as file:
        fonts = [o for o in file.objects if isinstance(o, pikepdf.Dictionary) and "/W" in o]
        (font,) = fonts
        embedded = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
        upem, order = embedded["head"].unitsPerEm, embedded.getGlyphOrder()
        widths: dict[int, int] = {}
        entries = list(font.W)
        for first, row in zip(entries[::2], entries[1::2], strict=True):
            widths |= {int(first) + i: int(width) for i, width in enumerate(row)}
        for glyph, width in widths.items():
            assert embedded["hmtx"][order[glyph]][0] * 1000 / upem == pytest.approx(width, abs=1)
        wide = [glyph for glyph in widths if embedded["glyf"][order[glyph]].isComposite()]
        assert len(wide) == 2  # 年 before 2, 8 before 年
        for glyph in wide:
            (part,) = embedded["glyf"][order[glyph]].components
            assert widths[glyph] - embedded["hmtx"][part.glyphName][0] * 1000 / upem == pytest.approx(
                250, abs=1
            )


def test_brackets_and_stops_in_a_row_are_set_tight() -> None:
    """No pair leaves more than an em and a quarter for two signs (JLREQ 3.1.4: three halves at most)."""
    (line,) = chars(made("<p>国」「国）、「国」。（国』、『国</p>"))
    for one, other in pairwise(line):
        if one.text != "国" and other.text != "国":
            assert (other.cell.right - one.cell.left) / SIZE <= 1.25, one.text + other.text


def test_an_opening_bracket_begins_a_line_at_the_edge() -> None:
    lines = chars(made("<p>「国国<br>国国</p>"))
    assert lines[0][0].ink.left - lines[1][0].cell.left < 0.4 * SIZE


def test_a_long_url_breaks_where_its_words_part_and_copies_whole() -> None:
    url = (
        "https://www.example.jp/search?query=kanagawa&lang=ja&page_number=12345678901234567890&sort=asc.html"
    )
    data = made(
        f'<p>次を参照：<a href="https://example.jp/x">{url}</a>です。</p>'.replace("&", "&amp;"),
        "body { width: 60mm }",
    )
    lines = ["".join(char.text for char in line) for line in chars(data)]
    assert "".join(lines) == f"次を参照：{url}です。"
    for line in lines[1:]:
        assert line[0] in "?&=._%#~" or lines[lines.index(line) - 1][-1] in "/", lines


def test_scripts_meet_in_either_order_but_not_at_punctuation() -> None:
    assert needs_autospace("年", "2") and needs_autospace("2", "年") and needs_autospace("㎡", "A")
    assert not any(
        needs_autospace(*pair)
        for pair in ("、2", "2、", "「A", "A」", "・A", " A", "年は", "AB", f"年{QUARTER}")
    )


def test_readings_stand_in_parentheses_where_the_layout_says_so(loaded: LoadedPartner) -> None:
    style, layout = HouseStyle(ruby="parentheses"), loaded.common.layout
    document = assemble_document(
        loaded.profile,
        loaded.common.series,
        style,
        load_citation_style(layout),
        code_policy=layout.data.codes,
    )
    before = loaded.document.questions[0].blocks[0]
    after = document.questions[0].blocks[0]
    assert [plain_text(p.content) for p in _texts(before)] == [plain_text(p.content) for p in _texts(after)]
    assert not any("Ruby" in repr(p) for p in _texts(after))


def _texts(block: Block) -> list[Paragraph]:
    return list(block_paragraphs(block))


@pytest.mark.parametrize("name", ["BrochureHanSC-Regular.otf", "BrochureHanSC-Bold.otf"])
def test_glyph_numbers_of_the_fallback_font_are_its_cids(name: str) -> None:
    """WeasyPrint writes glyph numbers where a CID-keyed font wants CIDs (ISO 32000-1, 9.7.4.2)."""
    charset = TTFont(REPO / "fonts" / name)["CFF "].cff.topDictIndex[0].charset
    assert charset[1:] == [f"cid{number:05d}" for number in range(1, len(charset))]


LATIN = ("Kanagawa", "A*STAR", "Medical Innovation School", "international", "MOU", "R&D", "Life-Science")
JAPANESE = ("県は", "、", "の研究を", "（", "）", "「", "」", "と連携し", "。", "・")


@pytest.mark.parametrize("width", [23, 31, 47, 68])
def test_latin_words_before_bold_stay_in_the_measure(width: int) -> None:
    chance = random.Random(width)

    def words() -> Text:
        kinds = (chance.choice([LATIN, JAPANESE]) for _ in range(3))
        return Text("".join(chance.choice(kind) + chance.choice(["", " "]) for kind in kinds))

    def paragraph() -> str:
        content = (words(), Text(chance.choice(LATIN)), Strong((words(),)), words())
        return f"<p>{inline_html(content, NO_NOTES)}</p>"

    css = f"body {{ margin: 0 }} p {{ width: {width}mm }}"
    found = chars(made("".join(paragraph() for _ in range(60)), css))
    assert len(found) > 120
    edge = (20 + width) / 25.4 * 72
    assert ["".join(c.text for c in line) for line in found if line[-1].cell.right > edge + 0.5] == []
