"""Text that a box cuts off."""

from __future__ import annotations

from brochure.pdf.preflight import preflight
from drawn_pages import TEXT, draw, lines, words
from preflight_pages import LINES, codes, make

BOX = '<div style="overflow: hidden; height: {}; width: 40mm; background: #eef">{}</div>'
THREE = "<p>一行めの文です</p><p>二行めの文です</p><p>三行めの文です</p>"


def test_a_box_cuts_the_lines_at_its_foot() -> None:
    assert codes(make(LINES + BOX.format("20pt", THREE))) == {"Q210"}
    assert codes(make(LINES + BOX.format("45pt", THREE))) == set()


def test_a_box_cuts_whole_lines_and_says_which() -> None:
    found = preflight.run_preflight(make(LINES + BOX.format("30pt", THREE))).findings
    assert [(one.code, dict(one.details)["words"]) for one in found] == [("Q210", "三行めの文です")]


def test_a_box_cuts_a_line_at_the_side() -> None:
    wide = '<p style="white-space: nowrap">折り返せない長い名前の機関の名前です</p>'
    assert "Q210" in codes(make(LINES + BOX.format("20pt", wide)))
    assert codes(make(LINES + BOX.format("20pt", '<p style="white-space: nowrap">短い名前</p>'))) == set()


def test_text_for_screen_readers_is_not_cut() -> None:
    hidden = '<p style="position: absolute; width: 0; height: 0; overflow: hidden">読み上げ</p>'
    assert "Q210" not in codes(make(LINES + hidden))


def clipped(bottom: float) -> str:
    """Lines in a box that hides what is below ``bottom``."""
    return f"q 30 {bottom} 220 100 re W n\n" + lines(TEXT) + "Q\n" + words("after the box", 40, 60)


def test_a_box_of_any_program_cuts_its_text() -> None:
    assert "Q210" in codes(draw(clipped(165)))
    assert not {"Q210", "Q604"} & codes(draw(clipped(130)))


def test_a_box_inside_a_form_cuts_its_text_where_the_form_is_placed() -> None:
    for bottom, cut in ((165, True), (130, False)):
        data = draw("q .9 0 0 .9 10 20 cm /X Do Q\n", form=clipped(bottom))
        assert ("Q210" in codes(data)) is cut
