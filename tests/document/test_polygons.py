"""Polygons that are cut keep what is inside, and nothing else."""

from __future__ import annotations

import math
import random

import pytest

from brochure.document.polygons import clip_polygon, has_inside, polygon_area, thin_out

STAR = [
    (math.cos(turn) * (3 if index % 2 else 1), math.sin(turn) * (3 if index % 2 else 1))
    for index, turn in enumerate(math.radians(36 * step) for step in range(10))
]


@pytest.mark.parametrize("box", [(-1, -1, 1, 1), (0, -9, 9, 9), (-0.5, 0.2, 2.2, 2.9)])
def test_a_clipped_polygon_holds_the_points_that_are_in_both(box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    kept = clip_polygon(STAR, *box)
    lots = random.Random(5)
    for _ in range(500):
        x, y = lots.uniform(-3, 3), lots.uniform(-3, 3)
        if min(abs(x - left), abs(x - right), abs(y - top), abs(y - bottom)) < 1e-3:
            continue
        inside = has_inside(STAR, (x, y)) and left < x < right and top < y < bottom
        assert has_inside(kept, (x, y)) == inside


def test_a_polygon_beside_the_box_is_gone_and_one_inside_is_unchanged() -> None:
    assert clip_polygon(STAR, 5, 5, 9, 9) == []
    assert clip_polygon(STAR, -9, -9, 9, 9) == STAR
    assert clip_polygon([], 0, 0, 1, 1) == []


def test_thinning_takes_points_but_hardly_area() -> None:
    circle = [(math.cos(turn / 300), math.sin(turn / 300)) for turn in range(int(math.tau * 300))]
    thin = thin_out(circle, 0.05)
    assert len(thin) < len(circle) / 10
    assert polygon_area(thin) == pytest.approx(math.pi, rel=2e-3)
