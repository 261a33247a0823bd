"""Where a line may break between two boxes, such as a bracket and a word in another language."""

from __future__ import annotations

import pytest

from brochure.typesetting.patches.apply import apply_all


@pytest.mark.parametrize("pair", ["「ต", "『ก", "“ไ", "\u2060ต", "文、", "ต㎏"])
def test_no_break_where_japanese_allows_none(pair: str) -> None:
    apply_all()
    from weasyprint.layout import inline

    assert not inline.can_break_text(pair, "ja")


@pytest.mark.parametrize("text", ["文ต", "」ต", "文字", "Aの", "「ตัวอย่าง」の文"])
def test_breaks_elsewhere_are_kept(text: str) -> None:
    apply_all()
    from weasyprint.layout import inline

    assert inline.can_break_text(text, "ja")


def test_pango_still_breaks_after_an_opening_bracket() -> None:
    from weasyprint.text import line_break

    assert line_break.can_break_text("「ต", "ja"), "the patch is no longer needed"
