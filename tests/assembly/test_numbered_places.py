"""Discs of partners never touch, wherever the partners are."""

from __future__ import annotations

import math
import random

import pytest

from brochure.assembly.numbered_places import MappedPartner, numbered_discs, spread
from brochure.document.drawing import Curve, Disc


@pytest.mark.parametrize("count", [2, 10, 30])
def test_discs_stand_apart_and_beside_home(count: int) -> None:
    lots = random.Random(count)
    for _ in range(6):
        places = [(lots.gauss(50, 9), lots.gauss(40, 9)) for _ in range(count)]
        middles = spread(places, (50, 40), 2.9)
        for index, one in enumerate(middles):
            assert math.dist(one, (50, 40)) > 4
            assert all(math.dist(one, other) > 5.7 for other in middles[:index])


def test_a_disc_with_room_stays_at_its_place() -> None:
    places = [(10.0, 10.0), (30.0, 10.0), (31.0, 10.0)]
    middles = spread(places, (80, 80), 2.9)
    assert middles[0] == places[0]
    assert middles[1][0] < 30
    assert middles[2][0] > 31


def test_partners_at_one_place_part() -> None:
    middles = spread([(5.0, 5.0)] * 4, (80, 80), 2.9)
    assert min(math.dist(a, b) for i, a in enumerate(middles) for b in middles[:i]) > 5.7


def test_a_line_leads_from_a_disc_that_stepped_aside_to_its_place() -> None:
    partners = [MappedPartner(str(number), "#0b4f8a", 0, 0, f"p{number}") for number in (1, 2, 3)]
    places = [(10.0, 10.0), (12.0, 10.0), (60.0, 60.0)]
    shapes, labels = numbered_discs(partners, places, (90, 90), radius=2.7, size=7.5, outline=0.4)
    lines = [one for one in shapes if isinstance(one, Curve)]
    assert [one.end for one in lines] == places[:2]
    assert [label.text for label in labels] == ["1", "2", "3"]
    assert sum(isinstance(one, Disc) and one.radius == 2.7 for one in shapes) == 3
