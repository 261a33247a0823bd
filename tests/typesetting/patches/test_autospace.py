"""The space at the end of a line goes, also when nothing is left of its text."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from brochure.document.line_breaking import QUARTER
from brochure.typesetting.patches.autospace import _remove_last_space


def line_of(text: str) -> Any:
    """A line of one text that is 10 px wide."""
    box, line = object.__new__(boxes.TextBox), object.__new__(boxes.LineBox)
    box.text, box.width, box.pango_layout = text, 10, "old"
    line.children, line.width = [box], 10
    return line


@pytest.mark.parametrize(
    ("made", "width", "layout"), [(None, 0, "old"), (SimpleNamespace(width=7, pango_layout="new"), 7, "new")]
)
def test_the_line_is_as_wide_as_what_is_left(
    made: Any, width: int, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint makes no box for a text without size, as of ``font-size: 0``."""
    monkeypatch.setattr(inline, "split_text_box", lambda *_: (made, None, False))
    line = line_of(f"日{QUARTER}")
    _remove_last_space(None, line)
    (box,) = line.children
    assert (box.text, box.width, box.pango_layout, line.width) == ("日", width, layout, width)
