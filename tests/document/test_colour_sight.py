"""How different colours look, checked with published data."""

from __future__ import annotations

import pytest

from brochure.document.colour_sight import (
    DEUTERANOPIA,
    NORMAL,
    PROTANOPIA,
    _ciede2000,
    colour_difference,
    least_difference,
)

Lab = tuple[float, float, float]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [  # pairs of table 1 of Sharma, Wu and Dalal (2005): blue, grey, far apart, hue at 0°, nearly black
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_formula_gives_the_published_values(one: Lab, other: Lab, expected: float) -> None:
    assert _ciede2000(one, other) == pytest.approx(expected, abs=1e-4)
    assert _ciede2000(other, one) == pytest.approx(expected, abs=1e-4)


def test_red_and_green_are_near_for_those_who_lack_a_cone() -> None:
    red, green = (160, 70, 40), (95, 105, 30)
    assert colour_difference(red, green, NORMAL) > 30
    assert colour_difference(red, green, DEUTERANOPIA) < 15
    assert least_difference(red, green) == min(
        colour_difference(red, green, sight) for sight in (NORMAL, DEUTERANOPIA, PROTANOPIA)
    )


def test_the_same_colour_is_no_difference() -> None:
    assert least_difference((33, 81, 161), (33, 81, 161)) == 0
