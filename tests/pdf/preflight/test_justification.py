"""Justified lines: ragged ones, holes, and last lines of one character."""

from __future__ import annotations

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
