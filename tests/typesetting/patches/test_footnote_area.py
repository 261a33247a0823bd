"""Notes at the foot of pages whose layout uses other boxes than the shipped layouts."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.pdf.reader import read_pages
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from brochure.typesetting.stylesheets import Stylesheet
from workspaces import REPO

FONT = REPO / "fonts" / "BIZUDPGothic-Regular.ttf"


@pytest.mark.parametrize("display", ["grid", "flex", "flow-root", "table", "inline-block"])
def test_notes_of_any_box_stand_at_the_foot(display: str, tmp_path: Path) -> None:
    sheet = Stylesheet(
        f"""html {{ font-family: "BIZ UDPGothic" }} @page {{ size: A6 }}
        .box {{ display: {display}; grid-template-columns: min-content 1fr; }}
        .note {{ float: footnote; }}""",
        "a.css",
    )
    text = "".join(f'<p>文{n}。<span class="note">注{n}</span></p>' for n in range(3))
    body = f'<html lang=ja><title>注</title><p>前の段落</p><div class="box">{text}</div>'
    (page,) = read_pages(pdf.render_pdf(html.HtmlPage(body, (sheet,), tmp_path), [FONT]).data)
    printed = "".join(glyph.text for glyph in page.glyphs)
    assert [printed.count(f"注{n}") for n in range(3)] == [1, 1, 1]
