"""What is read back from a page is compared with the document by what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.pdf.preflight.visible_text import (
    is_read_in_other_order,
    letters_and_digits,
    visible_text,
    without_marks,
)
from cli_result import Run
from law import law

PROFILE = """\
partner: {{name: 架空州, reading: かくうしゅう, country: 架空国}}
edition: 2026-11
answers:
  about:
    - bullets:
        - '本文の{0}と**{0}**と{{{0}|るび}}[^a]です。'
        - '典拠[@s]です。'
    - facts: organisation
      rows: [{{label: 欄, text: '{0}', remark: '{0}'}}]
notes:
  a: '注の{0}、{{{0}|るび}}、括弧（{0}）。'
sources:
  - {{id: s, type: report, author: 架空局, title: '{0}の年報', issued: 2025-03}}
"""
FORMS = [
    "𠮟る",
    "𩸽",
    "ﾃﾞｰﾀ",
    "ﾊﾟｸﾞ",
    "ｶﾅ",
    "①",
    "㍻",
    "Ｗｏｒｄ",
    "ﬁ",
    "½",
    "…",
    "～",
    "é",
    "が",
    "ạ",
    "≠",
    "ភ្នំពេញ",
]


@pytest.mark.parametrize("word", FORMS)
def test_a_right_page_is_not_refused_in_whatever_form_its_characters_are(
    run: Run, fresh: Path, word: str
) -> None:
    (fresh / "profiles" / "kaku.yaml").write_text(PROFILE.format(word), "utf-8")
    checked, built = run("check", "kaku"), run("build", "kaku", "--format", "pdf")
    assert checked.code == 0, checked.err
    assert built.code == 0, built.err


@law(sample=200, full=5000)
@given(st.text())
def test_the_visible_part_of_a_text_is_that_of_its_characters(text: str) -> None:
    one_by_one = "".join(visible_text(character) for character in text)
    assert sorted(visible_text(text)) == sorted(one_by_one)


def test_forms_of_one_character_are_equal_and_other_characters_are_not() -> None:
    assert visible_text("ﾃﾞ") == visible_text("デ") == visible_text("テ\u3099")
    assert visible_text("（") == visible_text("(") == visible_text("）")
    assert visible_text("か") != visible_text("が")
    assert visible_text("a\u2060 b\u3000\u00adc\u200b") == "abc"


def test_marks_are_left_out_and_strokes_are_read_as_pdfium_reads_them() -> None:
    assert without_marks(visible_text("がạé")) == "かae"
    assert visible_text("≠⅔") == "=/2/3"
    assert letters_and_digits("“R®”2≤") == "R2"
    assert visible_text("〖≤") == visible_text("〗≥")


def test_words_that_are_read_in_another_order_are_known() -> None:
    assert is_read_in_other_order("注 وزارة 2026")
    assert is_read_in_other_order("הממשלה")
    assert is_read_in_other_order("ភ្នំពេញ")
    assert not is_read_in_other_order("注 2026 (a) 경기도")


def test_the_form_of_a_character_is_not_compared() -> None:
    assert visible_text("葛\U000e0107飾と神\ufe00") == visible_text("葛飾と神")
