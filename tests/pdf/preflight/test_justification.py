"""Justified lines: ragged ones, holes, and last lines of one character."""

from __future__ import annotations

from itertools import pairwise

import pytest

from brochure.pdf.preflight.preflight import read_for_preflight
from preflight_pages import LINES, TEXT, codes, make


def test_a_ragged_line_in_justified_text() -> None:
    justified = f"<p>{TEXT}</p><p>{TEXT}</p>"
    assert codes(make(justified, "p { text-align: justify; width: 201.3pt }")) == set()
    css = "p { text-align: justify; width: 201.3pt } p + p { text-align: left }"
    assert codes(make(justified, css)) == {"Q105"}


def test_a_line_that_was_ended_on_purpose_is_not_ragged() -> None:
    css = "p { text-align: justify; width: 201.3pt }"
    assert codes(make(f"<p>{TEXT}</p><p>短い行で改める<br>{TEXT}</p>", css)) == set()


def test_a_line_with_holes() -> None:
    css = "p { text-align: justify; width: 201.3pt } span { padding-left: 7pt }"
    assert codes(make(f"<p>{TEXT}</p><p>穴の<span>ある</span>行。{TEXT}</p>", css)) == {"Q106"}


def test_a_last_line_of_one_character() -> None:
    assert "Q107" in codes(make(f"{LINES}<p>あいうえおかきくけこさしすせ<br>そ。</p>"))
    assert codes(make(f"{LINES}<p>あいうえおかきくけこさしす<br>せそ。</p>")) == set()


def _found(data: bytes) -> set[str]:
    """What the rules of this file found; a page of two lines breaks others."""
    return codes(data) & {"Q105", "Q106"}


def _torn(gap: float, behind: str = "<br>https://www.example.jp/docs/p1105776.html") -> bytes:
    """One note of two lines; its first line has gaps of so many em between the characters."""
    words = "神奈川県のウェブサイトの写し"
    first = "".join(f'<span style="padding-right: {gap}em">{one}</span>' for one in words)
    return make(f"<p>{first}{behind}</p>")


@pytest.mark.parametrize("gap", [0.3, 0.6, 1.6])
def test_one_note_whose_line_before_an_address_is_torn_apart(gap: float) -> None:
    assert _found(_torn(gap)) == {"Q106"}
    assert "Q106" in _found(_torn(gap, "<br>（https://www.example.jp/）"))


def test_a_line_before_an_address_with_its_own_spaces() -> None:
    assert _found(_torn(0)) == set() and _found(_torn(0.2)) == set()


def test_a_torn_line_without_an_address() -> None:
    assert _found(_torn(0.7, "<br>のつづきの文です。")) == {"Q106"}
    assert _found(_torn(0.3, "<br>のつづきの文です。")) == set()


def test_spaced_letters_are_not_torn() -> None:
    text = "マサチューセッツ州の概要<br>とあゆみについて"
    assert _found(make(f"<p style='letter-spacing: .7em; width: 250pt'>{text}</p>")) == set()


def test_wide_cells_do_not_hide_the_gaps() -> None:
    """brochure draws a character before a gap with a wider glyph, so that no program reads a blank there."""
    from brochure.typesetting.patches import justify

    body = "<p>図書館の<span style='white-space: nowrap'>窓口のとなり</span>の棚にあります。</p>"
    limit, justify.MAX_GAP = justify.MAX_GAP, 3.0
    try:
        data = make(body, "p { text-align: justify; width: 62pt }")
    finally:
        justify.MAX_GAP = limit
    cells = [one.cell for one in read_for_preflight(data).body[0].lines[0].ink]
    assert max(other.left - one.right for one, other in pairwise(cells)) < 0  # the cells overlap
    assert _found(data) == {"Q106"}


def test_a_line_that_ends_at_an_address_may_be_short() -> None:
    css = "p { text-align: justify; width: 201.3pt }"
    lines = f"<p>{TEXT}</p><p>{TEXT}</p>"
    note = '<p>この県の資料（<a href="https://www.example.jp/docs/mv4/p1105776.html">https://www.example.jp/docs/mv4/p1105776.html</a>）</p>'
    assert _found(make(lines + note, css)) == set()


def test_a_gap_at_a_blank_that_only_the_edge_of_other_lines_shows() -> None:
    note = "<p style='word-spacing: 20pt'>*1 県のサイトを見る<br>ところ</p>"
    css = "p { text-align: justify; width: 201.3pt } p + p { text-align: right }"
    assert _found(make(f"<p>{TEXT}</p>{note}", css)) == {"Q106"}
    assert _found(make(f"<p>{TEXT}</p>{note}", css.replace("right", "left"))) == set()
