"""Projections: true areas, true distances, and a cut that misses the land."""

from __future__ import annotations

import math

import pytest

from brochure.document.map_projection import RADIUS, WORLD, Azimuthal, EqualEarth, map_centre, turned

PLACES = [(35.45, 139.64), (51.5, -0.1), (-33.9, 18.4), (64.1, -21.9), (-54.8, -68.3), (1.3, 103.8)]


@pytest.mark.parametrize("centre", [150.0, 11.0, -73.5])
def test_areas_of_equal_earth_are_true(centre: float) -> None:
    # two cells of a degree cover areas in the ratio of their areas on the globe
    projection = EqualEarth(centre)

    def area(lat: float, lon: float) -> float:
        corners = [(lat, lon), (lat, lon + 1), (lat + 1, lon + 1), (lat + 1, lon)]
        points = [projection.from_turned(x, y) for y, x in corners]
        pairs = zip(points, [*points[1:], points[0]], strict=True)
        return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2

    for lat, lon in [(0, 0), (40, 100), (-60, -170), (70, 30)]:
        on_globe = math.sin(math.radians(lat + 1)) - math.sin(math.radians(lat))
        equator = math.sin(math.radians(1))
        assert area(lat, lon) / area(0, 0) == pytest.approx(on_globe / equator, rel=2e-3)


def test_the_world_is_as_wide_as_it_says() -> None:
    projection = EqualEarth(150)
    assert projection.from_turned(-180, 0)[0] == pytest.approx(0)
    assert projection.from_turned(180, 0)[0] == pytest.approx(WORLD)
    assert projection.place(0, 150)[0] == pytest.approx(WORLD / 2)


@pytest.mark.parametrize("home", PLACES)
@pytest.mark.parametrize("place", PLACES)
def test_distances_and_directions_from_home_are_true(
    home: tuple[float, float], place: tuple[float, float]
) -> None:
    x, y = Azimuthal(*home).place(*place)
    a, b = (tuple(map(math.radians, one)) for one in (home, place))
    arc = math.sin((b[0] - a[0]) / 2) ** 2
    arc += math.cos(a[0]) * math.cos(b[0]) * math.sin((b[1] - a[1]) / 2) ** 2  # haversine
    assert math.hypot(x, y) == pytest.approx(RADIUS * 2 * math.asin(math.sqrt(arc)), abs=1e-6)
    if place[0] > home[0] and abs(turned(place[1], home[1])) < 1:
        assert y < 0  # north is up


def test_a_map_is_cut_far_from_home() -> None:
    for lon in range(-180, 180, 7):
        assert abs(turned(lon, map_centre(lon))) <= 110
