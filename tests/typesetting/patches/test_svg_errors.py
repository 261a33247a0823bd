"""Text in a drawing (SVG) is printed, and a drawing that fails stops the build."""

from __future__ import annotations

from pathlib import Path

import pytest
from weasyprint import images

from brochure.diagnostics.problem import BrochureError
from brochure.pdf.reader import read_pages
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from brochure.typesetting.patches import svg_errors
from upstream_source import source
from workspaces import REPO

FONT = REPO / "fonts" / "BIZUDPGothic-Regular.ttf"
DRAWING = """<svg width="200" height="80" viewBox="0 0 200 80">
<text x="5" y="20" font-size="12" {style}>図の中の文</text>
<rect x="100" y="30" width="50" height="20" fill="#c00"/>
<text x="5" y="60" font-size="12" {style}>次の文<tspan x="60">三つめ</tspan></text></svg>"""


def rendered(drawing: str, folder: Path) -> pdf.RenderedPdf:
    body = f"<html lang=ja><title>図</title><p>前の段落</p>{drawing}<p>後の段落</p><p>終わり</p>"
    return pdf.render_pdf(html.HtmlPage(body, (), folder), [FONT])


@pytest.mark.parametrize(
    "style",
    [
        "",
        'font-family="BIZ UDPGothic"',
        "font-family=\"'BIZ UDPGothic', sans-serif\"",
        'font-weight="bold" font-style="italic" direction="rtl"',
    ],
)
def test_text_of_a_drawing_and_all_that_follows_it_are_printed(style: str, tmp_path: Path) -> None:
    (page,) = read_pages(rendered(DRAWING.format(style=style), tmp_path).data)
    text = "".join(glyph.text for glyph in page.glyphs)
    for words in ("前の段落", "図の中の文", "次の文", "三つめ", "後の段落", "終わり"):
        assert text.count(words) == 1, words


@pytest.mark.parametrize(
    "content",
    [
        '<path d="M 0 0 A 1 2 3"/>',
        '<rect width="5" height="5" transform="rotate(a)"/>',
        '<g id="a"><use href="#a"/></g>',
    ],
)
def test_a_drawing_that_fails_stops_the_build(content: str, tmp_path: Path) -> None:
    with pytest.raises(BrochureError) as error:
        rendered(f'<svg width="9" height="9">{content}</svg>', tmp_path)
    assert [one.code for one in error.value.problems] == ["R106"]


def test_upstream_still_goes_on_after_an_error_in_a_drawing() -> None:
    assert svg_errors.ORIGINAL in source(images)
