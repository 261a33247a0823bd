"""Lines of a paragraph: where they end, and what they hold."""

from __future__ import annotations

import pytest

from brochure.word.pagination.lines import MeasuredGlyph, Scenario, break_glyphs, may_break


def glyphs(text: str) -> list[MeasuredGlyph]:
    """Characters that are 100 wide each."""
    return [MeasuredGlyph(c, 100, 100, may_break(text[i - 1 : i], c)) for i, c in enumerate(text)]


def lines(text: str, room: float, *, first: float = 0, scenario: Scenario | None = None) -> list[str]:
    broken = break_glyphs(glyphs(text), room, first, scenario or Scenario())
    return ["".join(glyph.text for glyph in line) for line in broken]


def test_japanese_breaks_anywhere_but_not_before_a_stop_or_after_a_bracket() -> None:
    assert lines("遼寧省大連市", 400) == ["遼寧省大", "連市"]
    assert lines("遼寧省」大連", 300) == ["遼寧", "省」大", "連"]
    assert lines("遼寧「省大連", 300) == ["遼寧", "「省大", "連"]


def test_a_stop_may_hang_and_then_libreoffice_adds_an_empty_line() -> None:
    assert lines("遼寧省。", 300) == ["遼寧省。"]
    assert lines("遼寧省。", 300, scenario=Scenario(hanging_line=True)) == ["遼寧省。", ""]
    assert lines("遼寧。省", 300, scenario=Scenario(hanging_line=True)) == ["遼寧。", "省"]


def test_latin_words_stay_whole_and_one_that_is_too_long_is_cut() -> None:
    assert lines("one two", 500) == ["one ", "two"]
    assert lines("abcdefgh", 300) == ["abc", "def", "gh"]
    assert lines("ab-cd", 300) == ["ab-", "cd"]
    assert lines("ab-12", 300) == ["ab-", "12"] or lines("ab-12", 300) == ["ab-1", "2"]


@pytest.mark.parametrize(("first", "found"), [(-100, ["遼寧省大", "連市"]), (200, ["遼", "寧省大", "連市"])])
def test_the_first_line_has_its_own_indent(first: float, found: list[str]) -> None:
    assert lines("遼寧省大連市", 300, first=first) == found


def test_wider_letters_need_more_lines() -> None:
    text = "遼" * 100
    assert len(lines(text, 1000)) == 10
    assert len(lines(text, 1000, scenario=Scenario(stretch=1.02))) == 12
