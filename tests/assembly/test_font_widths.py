"""Widths and heights of characters from the fonts of a layout."""

from __future__ import annotations

import pytest

from brochure.assembly.font_widths import Extent, FontWidths
from brochure.build.load import load_common
from brochure.storage.workspace import Workspace
from workspaces import REPO


@pytest.fixture(scope="module")
def widths() -> FontWidths:
    return FontWidths(load_common(Workspace(REPO), "standard").layout)


def test_a_kanji_is_an_em_wide_and_a_letter_as_the_font_says(widths: FontWidths) -> None:
    assert widths.measure("遼", bold=False).width == pytest.approx(1)
    narrow, wide = (widths.measure(letter, bold=False).width for letter in "iW")
    assert 0.1 < narrow < 0.4 < wide <= 1.1
    bold, regular = (sum(widths.measure(c, bold=heavy).width for c in "MOU n") for heavy in (True, False))
    assert bold > regular


def test_a_character_of_a_fallback_font_is_measured_and_one_of_none_is_guessed(widths: FontWidths) -> None:
    assert 0 < widths.measure("한", bold=False).width <= 1
    assert widths.measure("\U00012000", bold=False) == Extent(0.6, 1.2)  # cuneiform: in none of them
    assert widths.measure("\u200b", bold=False).width == 0
