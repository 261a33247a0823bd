"""Tags of ruby, of boxes that only the layout needs, and of signs that are spoken as words."""

from __future__ import annotations

from pathlib import Path

import pytest
from weasyprint.pdf import tags

from pdf_validator import failures
from preflight_pages import make
from tag_outline import spoken, tag_outline
from upstream_source import source

RUBY = "ruby { display: inline-block } rt { display: block; font-size: 50% }"


def outline(body: str, css: str = "") -> list[str]:
    return [line.strip() for line in tag_outline(make(body, css))]


def test_upstream_still_knows_no_ruby_and_no_labels() -> None:
    assert "ruby" not in source(tags).lower()
    assert "aria-label" not in source(tags)
    assert "'/Lbl'" not in source(tags)


def test_a_reading_does_not_run_into_its_word() -> None:
    said = outline("<p>省都の<ruby>瀋陽<rt>しんよう</rt></ruby>市</p>", RUBY)
    assert said == ["Document", "P 省都の市", "Ruby", "RB 瀋陽", "RT しんよう"]


@pytest.mark.parametrize("css", ["", "rt { font-size: 50% }", "rt { display: inline-block }", RUBY])
def test_ruby_has_base_and_reading_however_it_is_laid_out(css: str, tmp_path: Path) -> None:
    data = make("<p><ruby>大連<rt>だいれん</rt></ruby></p><p><ruby>撫<rt>ぶ</rt></ruby>順</p>", css)
    said = [line.strip() for line in tag_outline(data)]
    assert [one for one in said if one[:2] in ("RB", "RT")] == ["RB 大連", "RT だいれん", "RB 撫", "RT ぶ"]
    (tmp_path / "made.pdf").write_bytes(data)
    assert failures(tmp_path / "made.pdf", "ua1") == []


def test_ruby_without_its_reading_is_text() -> None:
    said = outline("<p><ruby>大連<rt>だいれん</rt></ruby>市</p>", "rt { display: none }")
    assert said == ["Document", "P 大連市"]


@pytest.mark.parametrize("display", ["flex", "grid", "block"])
@pytest.mark.parametrize("tag", ["h1", "h2", "p"])
def test_no_heading_and_no_paragraph_stands_in_itself(tag: str, display: str) -> None:
    said = outline(
        f"<h1>題</h1><{tag}><span>一</span>続く文<b>強く</b>終わり</{tag}>",
        f"{tag} {{ display: {display} }} span {{ display: block }}",
    )
    assert sum(one.split()[0] == tag.upper() for one in said) == 1 + (tag == "h1")


def test_the_number_of_a_heading_is_its_label(tmp_path: Path) -> None:
    for css in ("", "h1 { display: flex }", "span { display: block }", "span { display: inline-block }"):
        data = make('<h1><span class="number">1</span>題</h1>', css)
        assert [line.strip() for line in tag_outline(data)] == ["Document", "H1 題", "Lbl 1"]
        (tmp_path / "made.pdf").write_bytes(data)
        assert failures(tmp_path / "made.pdf", "ua1") == []


def test_a_list_in_columns_is_one_list() -> None:
    said = outline("<ul><li>一</li><li>二</li><li>三</li></ul>", "ul { column-count: 3; list-style: none }")
    assert [one.split()[0] for one in said] == ["Document", "L", *["LI", "LBody"] * 3]


def test_columns_have_no_tag_of_their_own() -> None:
    said = outline(f"<div>{'<section><p>節です。</p></section>' * 12}</div>", "div { column-count: 2 }")
    assert [one.split()[0] for one in said] == ["Document", "Div", *["Sect", "P"] * 12]


def test_an_item_with_a_bullet_and_paragraphs_has_one_body(tmp_path: Path) -> None:
    data = make("<ul><li><p>一</p><p>二</p></li><li>三</li></ul>")
    said = [line.strip().split()[0] for line in tag_outline(data)]
    assert said == ["Document", "L", "LI", "Lbl", "LBody", "P", "P", "LI", "Lbl", "LBody"]
    (tmp_path / "made.pdf").write_bytes(data)
    assert failures(tmp_path / "made.pdf", "ua1") == []


def test_a_sign_is_spoken_as_its_meaning() -> None:
    cell = '<td><span aria-label="{}">{}</span></td>'
    table = f"<table><tr>{cell.format('提供あり', '○')}{cell.format('提供なし', '–')}<td>文</td></tr></table>"
    data = make(table)
    assert spoken(data) == ["提供あり", "提供なし"]
    assert [line.strip() for line in tag_outline(data)][-5:] == ["TD", "Span ○", "TD", "Span –", "TD 文"]


def test_a_drawing_that_is_decoration_is_no_figure(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" {} width="9" height="9"><rect width="9" height="9"/></svg>'
    hidden = "<p>文です。</p><div>" + svg.format('aria-hidden="true"') + "</div>"
    assert "Figure" not in " ".join(outline(hidden))
    assert "Figure" in " ".join(outline(svg.format('role="img"')))
    path = tmp_path / "a.pdf"
    path.write_bytes(make(hidden))
    assert failures(path, "pdfua-1") == []


def test_a_picture_stands_alone_on_its_page() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>図</title></svg>'
    assert "Figure" in " ".join(outline(svg))
