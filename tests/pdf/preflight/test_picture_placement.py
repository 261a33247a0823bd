"""Pictures over the edge of the page, and pictures that end too near to it."""

from __future__ import annotations

import pytest

from drawn_pages import MM, TEXT, draw, lines, picture
from preflight_pages import LINES, codes, make

PLACES = {"Q207", "Q208"}
PHOTO = '<img src="tests/samples/photos/mountains.png" alt="山" style="position: absolute; width: 30mm; {}">'


def found(body: str, css: str = "") -> set[str]:
    """The codes of misplaced pictures; the page is 100 × 80 mm with margins of 10 mm."""
    return codes(make(LINES + body, css)) & PLACES


def test_a_picture_reaches_over_the_edge_of_the_page() -> None:
    assert found(PHOTO.format("left: 72mm; top: 40mm")) == {"Q207"}
    assert found(PHOTO.format("left: 63mm; top: 40mm")) == set()  # 3 mm beyond the trim are bleed
    assert found(PHOTO.format("left: 45mm; top: 40mm")) == set()


def test_a_picture_that_lies_wholly_off_the_page_is_lost() -> None:
    assert found(PHOTO.format("left: 95mm; top: 40mm")) == {"Q207"}


def test_a_picture_that_a_frame_crops_is_measured_as_it_is_seen() -> None:
    frame = (
        '<div style="position: absolute; left: 60mm; top: 40mm; width: {}; height: 20mm; overflow: hidden">'
    )
    inside = PHOTO.replace("30mm", "60mm").format("left: 0; top: 0") + "</div>"
    assert found(frame.format("20mm") + inside) == set()
    assert found(frame.format("45mm") + inside) == {"Q207"}


def test_a_picture_ends_just_before_the_trim() -> None:
    assert found(PHOTO.format("left: 58.5mm; top: 40mm")) == {"Q208"}
    assert found(PHOTO.format("left: 60mm; top: 40mm")) == set()  # at the edge, in a file without bleed
    assert found(PHOTO.format("left: 56.5mm; top: 40mm")) == set()


def test_a_background_of_the_whole_page_may_be_larger() -> None:
    css = "@page { margin: 0 } body { background: none }"
    photo = '<img src="tests/samples/photos/mountains.png" alt="山" style="{}; position: absolute">'
    assert found(photo.format("left: -20mm; top: -20mm; width: 160mm; height: 130mm"), css) == set()


CHART = """
<svg role="img" style="position: absolute; left: {}; top: 40mm"
  width="30mm" height="15mm" viewBox="0 0 60 30">
<rect x="0" y="10" width="15" height="20" fill="#036"/>
<rect x="20" y="2" width="15" height="28" fill="#369"/>
<circle cx="50" cy="15" r="10" fill="#69c"/></svg>
"""


def test_a_drawing_is_a_picture() -> None:
    assert found(CHART.format("75mm")) == {"Q207"}
    assert found(CHART.format("50mm")) == set()


SHAPES = "10 10 m 30 40 l 50 10 l f 60 10 30 30 re f 100 10 20 20 re f 70 50 m 90 70 l S\n"


@pytest.mark.parametrize("drawn", [picture(0, 0, 120, 60), "/X Do\n"])
def test_pictures_and_drawings_of_any_program(drawn: str) -> None:
    def at(x: float, y: float = 60) -> set[str]:
        return codes(draw(lines(TEXT) + f"q 1 0 0 1 {x} {y} cm {drawn} Q\n", form=SHAPES)) & PLACES

    assert at(80) == set()
    assert at(220) == {"Q207"}
    assert at(283 - 120 - 4) == {"Q208"}


def test_a_picture_at_the_trim_needs_bleed_where_the_file_has_bleed() -> None:
    def at(gap: float, bleed: float = 3 * MM) -> set[str]:
        return codes(draw(lines(TEXT) + picture(283 - 80 - gap, 40, 80, 60), bleed=bleed)) & PLACES

    assert at(0) == {"Q208"}
    assert at(0, bleed=0) == set()
    assert at(-3 * MM) == set()
    assert at(4 * MM) == set()


def test_colour_bars_outside_the_page_are_no_lost_pictures() -> None:
    bar = picture(60, -40, 80, 8)
    assert codes(draw(lines(TEXT) + bar, bleed=3 * MM, slug=50)) & PLACES == set()
    assert codes(draw(lines(TEXT) + bar)) & PLACES == {"Q207"}
