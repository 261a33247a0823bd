"""Headings alone at the foot, tables cut in two, and pages with hardly a line."""

from __future__ import annotations

from preflight_pages import LINES, codes, make


def test_a_heading_alone_at_the_foot() -> None:
    page = '{}<h2>見出し</h2><div style="break-before: page">{}</div>'
    assert codes(make("<h1>題</h1>" + page.format(LINES, LINES))) == {"Q301"}
    assert (
        codes(make(f'<h1>題</h1>{LINES}<div style="break-before: page"><h2>見出し</h2>{LINES}</div>'))
        == set()
    )


def test_a_heading_with_a_picture_below_it_is_not_alone() -> None:
    picture = '<p><img src="tests/samples/photos/mountains.png" alt="山" style="width: 20mm"></p>'
    behind = f'<div style="break-before: page">{LINES}</div>'
    assert "Q301" not in codes(make(f"<h1>題</h1><p>文</p><h2>見出し</h2>{picture}{behind}"))
    assert "Q301" in codes(make(f"<h1>題</h1><p>文</p>{picture}<h2>見出し</h2>{behind}"))


MARKS = (
    "<table><thead><tr><th>項目a</th><th>項目b</th></tr></thead>"
    "<tbody><tr><td>○</td><td>–</td></tr></tbody></table>"
)


def test_a_mark_table_cut_between_heads_and_marks() -> None:
    plain = MARKS.replace("thead", "tbody")
    cut = make(LINES + plain + LINES, "tbody + tbody { break-before: page }")
    assert codes(cut) == {"Q302"}
    assert codes(make(LINES + MARKS + LINES)) == set()


def test_heads_that_are_printed_again_belong_to_the_marks_of_their_page() -> None:
    row = "<tr><td>○</td><td>–</td></tr>"
    long = MARKS.replace(row, row * 18)
    assert codes(make(long)) == set()
    assert codes(make(long, "thead { display: table-row-group }")) == {"Q302"}


def test_bands_on_two_pages_are_not_cut() -> None:
    assert codes(make(LINES + MARKS + MARKS + LINES, "table + table { break-before: page }")) == set()


def test_a_page_with_hardly_a_line() -> None:
    assert codes(make(f'{LINES}<p style="break-before: page">おわり。</p>')) == {"Q303"}
