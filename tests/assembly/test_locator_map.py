"""The map of a title band, for any two places, pages and accents."""

from __future__ import annotations

import random

import pytest

from brochure.assembly.locator_map import locator
from brochure.document import palette
from brochure.document.drawing import WHITE, Disc, Land, Locator, Square
from brochure.document.house_style import DrawingRoom

A4 = DrawingRoom(210, 297, 16, 42, 136)
B5 = DrawingRoom(182, 257, 14, 40, 110)
CARD = DrawingRoom(210, 297, 12, 30, 168, middle=142)
HALF = DrawingRoom(210, 148.5, 12, 23, 186, middle=160)
HOME = ("神奈川", 35.45, 139.64)
PAIRS = [
    (HOME, ("中国", 41.8, 123.4)),
    (HOME, ("シンガポール", 1.3, 103.8)),
    (HOME, ("ブラジリア", -15.8, -47.9)),
    (("London", 51.5, -0.1), ("Honolulu", 21.3, -157.9)),
    (("Ushuaia", -54.8, -68.3), ("Tromsø", 69.6, 18.9)),
    (HOME, HOME),
]


def drawn(
    home: tuple[str, float, float], partner: tuple[str, float, float], room: DrawingRoom, accent: str
) -> Locator:
    return locator(
        home, partner, room, accent, alt="地図", label_at="place.label", home_at="_series:home.name"
    )


@pytest.mark.parametrize("room", [A4, B5, CARD, HALF], ids=["A4", "B5", "onepage", "half"])
@pytest.mark.parametrize(("home", "partner"), PAIRS)
def test_marks_and_names_stand_in_the_band(
    home: tuple[str, float, float], partner: tuple[str, float, float], room: DrawingRoom
) -> None:
    made = drawn(home, partner, room, "#0b4f8a")
    marks = [one for one in made.drawing.shapes if isinstance(one, Disc | Square)]
    assert [type(one) for one in marks] == [Square, Disc]  # home is a square, a partner a disc
    assert made.band <= room.band
    for mark in marks:
        assert made.clear < mark.x <= room.page_width - room.right
        assert 2 <= mark.y <= made.band - 2
    for label in made.drawing.labels:
        assert made.clear < label.left
        assert label.left + label.width <= room.page_width - room.right + 0.1
    assert [label.at for label in made.drawing.labels] == ["place.label", "_series:home.name"]


@pytest.mark.parametrize("partner", [partner for home, partner in PAIRS if home == HOME != partner])
def test_in_a_low_band_no_name_is_nearer_to_the_trim_than_3_mm(partner: tuple[str, float, float]) -> None:
    made = drawn(HOME, partner, HALF, "#0b4f8a")
    assert all(label.y - 1.1 >= 3 for label in made.drawing.labels)


def test_near_places_need_a_lower_band() -> None:
    assert drawn(*PAIRS[0], A4, "#0b4f8a").band == 35
    assert drawn(*PAIRS[1], A4, "#0b4f8a").band == 42


def test_land_runs_over_the_edges_for_the_bleed() -> None:
    made = drawn(*PAIRS[1], A4, "#0b4f8a")
    (land,) = [one for one in made.drawing.shapes if isinstance(one, Land)]
    ys = [y for flat in land.polygons for y in flat[1::2]]
    assert min(ys) == -10
    assert max(ys) > made.band


def test_white_text_is_readable_on_the_land_of_every_accent() -> None:
    lots = random.Random(3)
    for _ in range(60):
        accent = f"#{lots.randrange(16**6):06x}"
        made = drawn(*PAIRS[1], A4, accent)
        (land,) = [one for one in made.drawing.shapes if isinstance(one, Land)]
        colours = [palette.parse_colour(ink.colour(accent)) for ink in (WHITE, land.fill)]
        assert palette.contrast_ratio(*colours) >= 4.5, accent
