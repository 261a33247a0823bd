"""Text outside the trim or the type area, or at its edge."""

from __future__ import annotations

from drawn_pages import TEXT as TEXT_OF_OTHERS
from drawn_pages import draw, lines
from preflight_pages import LINES, TEXT, codes, make


def test_text_outside_the_trim() -> None:
    assert "Q201" in codes(make(f'{LINES}<p style="margin-left: 75mm; white-space: nowrap">はみ出します</p>'))


def test_text_at_the_trim() -> None:
    assert codes(make(f'{LINES}<p style="margin-left: -8mm">端に近い</p>')) == {"Q202", "Q203"}
    assert codes(make(f'{LINES}<p style="margin-left: 1mm">端に近くない</p>')) == set()


def test_text_outside_the_type_area() -> None:
    css = "p { text-align: justify } .out { white-space: nowrap; margin-left: 70mm }"
    assert codes(make(f'<p>{TEXT * 2}</p><p class="out">はみ出し</p>', css)) == {"Q203"}
    assert codes(make(f'<p>{TEXT * 2}</p><p class="out">中</p>', css)) == set()


def test_text_on_a_thumb_tab_is_in_its_place() -> None:
    css = (
        "p { text-align: justify } .tab { position: absolute; right: -10mm; width: 18mm; text-align: center }"
    )
    for ground, found in (("background: #369; color: #fff", set()), ("", {"Q203"})):
        tab = f'<div class="tab" style="{ground}"><p style="text-align: center">1</p></div>'
        assert codes(make(f"<p>{TEXT * 2}</p>{tab}", css)) & {"Q203"} == found


def test_a_second_column_of_short_lines_is_no_text_outside_the_type_area() -> None:
    css = "p { text-align: justify } .one { width: 38mm } .two { margin-left: 42mm }"
    short = '<p class="two">短い</p>' * 3
    assert "Q203" not in codes(make(f'<p class="one">{TEXT * 2}</p>{short}', css))
    assert "Q203" in codes(make(f'<p class="one">{TEXT * 2}</p><p class="two">短い</p>', css))


def test_turned_text_at_the_trim() -> None:
    def found(x: float) -> set[str]:
        return codes(draw(lines(TEXT_OF_OTHERS) + f"BT /F1 10 Tf 0 1 -1 0 {x} 60 Tm (Turned) Tj ET\n")) & {
            "Q201",
            "Q202",
        }

    assert found(4) == {"Q201"}
    assert found(12) == {"Q202"}
    assert found(24) == set()
