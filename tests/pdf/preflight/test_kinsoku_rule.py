"""Q1: characters that must not begin or end a line, and what may not be parted."""

from __future__ import annotations

import pytest

from brochure.pdf.preflight import preflight
from brochure.pdf.preflight.report import Report
from preflight_pages import LINES, codes, make


def test_a_page_with_nothing_wrong_has_no_findings(plain: bytes) -> None:
    assert preflight.run_preflight(plain, file="p.pdf") == Report("p.pdf", 1, ())


@pytest.mark.parametrize("character", list("、。」）・：？ーっ々％℃㎡"))
def test_a_character_that_must_not_begin_a_line(character: str) -> None:
    assert "Q101" in codes(make(f"{LINES}<p>あいうえお<br>{character}かきくけこ</p>"))


def test_other_characters_may_begin_a_line() -> None:
    assert codes(make(f"{LINES}<p>あいうえお<br>「かきくけこ」と<br>（さしすせそ）</p>")) == set()


@pytest.mark.parametrize("character", list("「（『【￥"))
def test_a_character_that_must_not_end_a_line(character: str) -> None:
    assert "Q102" in codes(make(f"{LINES}<p>あいうえお{character}<br>かきくけこ</p>"))


def test_a_break_inside_an_address_is_not_judged() -> None:
    text = "{}<p>https://example.jp/a<br>.b-c/2018<br>年</p>"
    assert "Q101" not in codes(make(text.format(LINES)))


def test_a_call_must_not_begin_a_line() -> None:
    call = '<sup style="font-size: 6.6pt; line-height: 1; vertical-align: super">*1</sup>'
    assert "Q103" in codes(make(f"{LINES}<p>あいうえお<br>{call}かきくけこ</p>"))
    assert codes(make(f"{LINES}<p>あいうえお{call}<br>かきくけこ</p>")) == set()


def test_a_call_counts_nothing() -> None:
    call = '<sup style="font-size: 6.6pt; line-height: 1; vertical-align: super">*23</sup>'
    assert codes(make(f"{LINES}<p>締結した{call}大<br>学と企業</p>")) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("それは2018", "年のこと"),
        ("約1,772", "社が進出"),
        ("世界第3", "位である"),
        ("(045)", "210-2725 まで"),
    ],
)
def test_a_number_must_not_be_parted_from_its_counter(one: str, other: str) -> None:
    assert "Q104" in codes(make(f"{LINES}<p>{one}<br>{other}</p>"))
    assert codes(make(f"{LINES}<p>{one}{other}</p>")) == set()


@pytest.mark.parametrize("line", ["支援（שָׁלוֹם）（共同）", "“(הממשלה)", "(2026) שלום"])
def test_brackets_on_a_line_with_right_to_left_words_are_not_judged(line: str) -> None:
    """PDFium mirrors them, so which of a pair stands at the edge cannot be told."""
    assert codes(make(f"{LINES}<p>あいうえお<br>{line}<br>かきくけこ</p>")).isdisjoint({"Q101", "Q102"})


def test_raised_letters_of_a_word_are_no_call() -> None:
    letter = '<span style="font-size: 6.6pt; line-height: 1; vertical-align: super">{}</span>'
    assert "Q103" not in codes(make(f"{LINES}<p>あいうえお<br>{letter.format('ម្ព')}かきくけこ</p>"))
    assert "Q103" in codes(make(f"{LINES}<p>あいうえお<br>{letter.format('*2')}かきくけこ</p>"))
