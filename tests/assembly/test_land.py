"""The land that maps show: where it is and where not, from every home."""

from __future__ import annotations

import math

import pytest

from brochure.assembly.land import Flat, land_from, land_rings, world_land
from brochure.diagnostics.package import package_root
from brochure.document.map_projection import WORLD, Azimuthal, EqualEarth
from brochure.document.polygons import has_inside

LAND = {"松本": (36.2, 138.0), "カンザス": (38.5, -98.0), "コンゴ": (-2.0, 23.0), "パース": (-31.0, 118.0)}
SEA = {"太平洋": (10.0, -150.0), "大西洋": (30.0, -45.0), "インド洋": (-30.0, 80.0), "カスピ海": (42.0, 51.0)}
BOX = ((-500.0, -500.0), (900.0, 900.0))


def is_land(polygons: tuple[Flat, ...], point: tuple[float, float]) -> bool:
    """By the even-odd rule over all polygons, as drawn."""
    pairs = (list(zip(flat[::2], flat[1::2], strict=True)) for flat in polygons)
    return sum(has_inside(points, point) for points in pairs) % 2 == 1


@pytest.mark.parametrize("centre", [150.0, 11.0])
def test_a_world_map_has_land_where_land_is(centre: float) -> None:
    projection = EqualEarth(centre)
    polygons = world_land(centre, 1.0, 0, 0, BOX)
    assert {
        name for name, place in (LAND | SEA).items() if is_land(polygons, projection.place(*place))
    } == set(LAND)
    assert all(-1e-6 <= x <= WORLD + 1e-6 for flat in polygons for x in flat[::2])


# the antipode of the third and the fourth is on land: their far side is all around the rim
@pytest.mark.parametrize(
    "home", [(35.45, 139.64), (51.5, -0.1), (-40.0, 176.0), (22.3, -60.0), (38.0, -98.0)]
)
def test_the_world_seen_from_home_has_land_where_land_is(home: tuple[float, float]) -> None:
    projection = Azimuthal(*home)
    polygons = land_from(projection, 1.0, (0, 0), BOX)
    near = {
        name: place for name, place in (LAND | SEA).items() if math.hypot(*projection.place(*place)) < 148
    }
    assert {name for name, place in near.items() if is_land(polygons, projection.place(*place))} == set(
        LAND
    ) & set(near)
    assert (
        max(math.hypot(*point) for flat in polygons for point in zip(flat[::2], flat[1::2], strict=True))
        < 151
    )


def test_nothing_is_outside_the_box() -> None:
    box = ((20.0, 10.0), (90.0, 40.0))
    for flat in world_land(150.0, 0.5, 0, 0, box):
        assert all(20 <= x <= 90 for x in flat[::2])
        assert all(10 <= y <= 40 for y in flat[1::2])


def test_the_data_is_small_and_has_no_antarctica() -> None:
    assert (package_root() / "assembly" / "land.json").stat().st_size <= 60_000
    assert all(max(lat for _, lat in ring) >= -60 for ring in land_rings())
    assert len(land_rings()) > 100
