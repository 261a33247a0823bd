"""The HTML of a difference shows bold text as bold, and says where text becomes bold."""

from __future__ import annotations

import re

import pytest

from brochure.diagnostics.text_files import load_texts
from brochure.revision.draw_html import html_difference
from brochure.revision.place_names import WORDS

JA = load_texts(WORDS, "ja")


@pytest.mark.parametrize(
    ("old", "new", "html"),
    [
        ("港がある", "**港**がある", "<ins><strong>港</strong><small>［太字に］</small></ins>がある"),
        ("**港**がある", "港がある", "<ins>港<small>［太字をやめる］</small></ins>がある"),
        ("**港**がある", "**港**もある", "<strong>港</strong><del>がある</del><ins>もある</ins>"),
        ("", "**新しい**港", "<ins><strong>新しい</strong></ins><ins>港</ins>"),
        ("**古い**港", "", "<del><strong>古い</strong></del><del>港</del>"),
    ],
)
def test_bold_is_drawn(old: str, new: str, html: str) -> None:
    assert html_difference(old, new, JA, in_markup=True) == html


def test_stars_of_a_printed_text_stay() -> None:
    assert html_difference("2**10", "2**11", JA, in_markup=False) == "2**<del>10</del><ins>11</ins>"


def test_long_unchanged_text_is_shortened_beside_a_change_and_loses_no_bold() -> None:
    before, after = (f"{name}の機関と企業が協力し、研究を進め、成果を発表した。" * 2 for name in ("州", "県"))
    html = html_difference(f"{before}**都**{after}", f"{before}**都**{after}港", JA, in_markup=True)
    assert re.sub("<[^>]+>", "", html) == f"…都…{after[-24:]}港"
    assert "<strong>都</strong>" in html


def test_angle_brackets_are_text() -> None:
    assert html_difference("<b>", "<i>", JA, in_markup=True).count("<b>") == 0
