"""A long word stays on the page, wherever in its line it begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from brochure.typesetting.patches.apply import apply_all

WIDTH = 200  # CSS pixels
WORD = "abcdefghij" * 8
STYLE = f"@page {{ size: {WIDTH}px 400px; margin: 0 }} body {{ overflow-wrap: anywhere; margin: 0 }} "
STYLE += ".end { white-space: nowrap } p { font: 12px/18px BIZ UDPGothic; margin: 0 }"


def lines(html: str) -> list[tuple[str, float]]:
    """The lines of a page: their text and where they end, in CSS pixels."""
    apply_all()
    from weasyprint import CSS, HTML
    from weasyprint.formatting_structure import boxes

    page = HTML(string=f'<html lang="ja"><p>{html}</p>').render(stylesheets=[CSS(string=STYLE)]).pages[0]

    def texts(box: Any) -> Iterator[Any]:
        return (one for one in box.descendants() if isinstance(one, boxes.TextBox))

    found = [one for one in page._page_box.descendants() if isinstance(one, boxes.LineBox)]
    return [
        ("".join(one.text for one in texts(line)), max(one.position_x + one.width for one in texts(line)))
        for line in found
    ]


@pytest.mark.parametrize(
    "html",
    [
        f'x<a href="https://example.jp/">{WORD}</a>',
        f"<strong>ab</strong>{WORD}",
        f'<span lang="my">မြန်မာ</span>{WORD}',
        f'{WORD[:36]}<span class="end">1\u2060<sup>2</sup>県</span>',
        f'省<span lang="my">မြန်မာနိုင်ငံ</span>{WORD[:16]}<span class="end">1\u2060<sup>2</sup>県</span>',
        f"<strong>{WORD}</strong><em>{WORD}</em>{WORD}",
        f"（<strong>（</strong><em>{WORD}</em>",
    ],
)
def test_a_line_that_has_no_break_of_its_own_breaks_at_the_edge(html: str) -> None:
    found = lines(html)
    assert len(found) > 1
    assert [text for text, end in found if end > WIDTH + 0.01] == []


def test_a_break_between_two_boxes_obeys_kinsoku() -> None:
    found = lines(f'{WORD[:28]}<span class="end">、県の州</span>')
    assert all(end <= WIDTH + 0.01 for _, end in found)
    assert not any(text.startswith("、") for text, _ in found)


@pytest.mark.parametrize("start", range(24, 36))
@pytest.mark.parametrize(
    "html", ["{0}.、県の州", "{0}.A.B。", "<em>{0}</em>.、州", "<em>{0}（</em><b>（</b>県"]
)
def test_a_break_between_two_characters_obeys_kinsoku(html: str, start: int) -> None:
    found = lines(f'<span style="display: inline-block">{html.format(WORD[:start])}</span>')
    assert all(end <= WIDTH + 0.01 for _, end in found)
    assert not any(text.startswith((".", "、", "。")) for text, _ in found)
    assert not any(text.endswith("（") for text, _ in found)


def test_a_word_of_stops_is_cut_at_the_edge() -> None:
    found = lines("、" * 60)
    assert len(found) > 1
    assert all(end <= WIDTH + 13 for _, end in found)  # one may hang behind the edge


def test_a_text_that_nowhere_may_be_cut_is_not_laid_out_for_each_of_its_characters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from weasyprint.text import line_break

    apply_all()
    first_line, layouts = line_break.Layout.get_first_line, []

    def counted(self: Any) -> Any:
        layouts.append(self)
        return first_line(self)

    monkeypatch.setattr(line_break.Layout, "get_first_line", counted)
    found = lines("）、" * 300)
    assert len(found) > 15
    assert len(layouts) <= 8 * len(found)


def test_a_line_that_may_break_keeps_its_breaks() -> None:
    found = lines(f"州の <strong>{WORD[:15]}</strong> {WORD[:20]}")
    assert [text for text, _ in found] == [f"州の {WORD[:15]}", WORD[:20]]


def test_a_line_that_may_not_break_stays_whole() -> None:
    assert len(lines(f'<span class="end">{WORD}</span>')) == 1


def test_weasyprint_alone_lets_a_word_behind_a_box_run_off_the_page() -> None:
    """The day this fails, the patch is no longer needed."""
    from weasyprint.layout import inline

    from brochure.typesetting.patches import address_lines, emergency_breaks

    patched = original = inline.split_inline_box
    for module in (address_lines, emergency_breaks):
        assert original.__module__ == module.__name__
        inner = {cell.cell_contents for cell in original.__closure__ if callable(cell.cell_contents)}
        (original,) = [one for one in inner if one.__name__ == original.__name__]
    assert original.__module__ == inline.__name__
    inline.split_inline_box = original
    try:
        assert max(end for _, end in lines(f"<strong>ab</strong>{WORD}")) > WIDTH
    finally:
        inline.split_inline_box = patched
