"""Maps of regions: their partners in the upper half of the page, on land that reaches over its edges."""

from __future__ import annotations

import pytest

from brochure.assembly.numbered_places import MappedPartner
from brochure.assembly.region_map import region_map
from brochure.document.drawing import Disc, Land

ASIA = [(41.8, 123.4), (28.6, 77.2), (1.3, 103.8)]
PAGES = [(210.0, 297.0), (182.0, 257.0), (148.0, 210.0), (297.0, 210.0)]


def partners(places: list[tuple[float, float]]) -> list[MappedPartner]:
    return [MappedPartner(str(i), "#2151a1", *place, f"p{i}") for i, place in enumerate(places, start=1)]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("places", [ASIA, ASIA[:1], [(42.4, -71.1), (42.4, -71.1), (42.5, -71.0)]])
def test_the_partners_stand_in_the_upper_half(
    page: tuple[float, float], places: list[tuple[float, float]]
) -> None:
    made = region_map(partners(places), page, "架空の地図")
    assert made
    discs = [shape for shape in made.shapes if isinstance(shape, Disc)]
    assert len(discs) >= len(places) == len(made.labels)
    assert all(0.1 * page[0] < disc.x < 0.9 * page[0] and 0 < disc.y < page[1] / 2 for disc in discs)


def test_the_map_is_as_large_as_the_page_and_its_bleed() -> None:
    made = region_map(partners(ASIA), PAGES[0], "架空の地図")
    assert made
    assert (made.left, made.top, made.width, made.height) == (-10, -10, 230, 317)
    (land,) = (shape for shape in made.shapes if isinstance(shape, Land))
    numbers = [number for flat in land.polygons for number in flat]
    assert min(numbers) == -10  # there is land at the edges
    assert max(numbers[::2]) == 220


def test_north_is_up_and_east_is_right() -> None:
    made = region_map(partners([(60.0, 0.0), (40.0, 0.0), (50.0, 30.0)]), PAGES[0], "架空の地図")
    assert made
    north, south, east = made.labels
    assert north.y < east.y < south.y
    assert east.x > max(north.x, south.x)


def test_partners_all_over_the_world_are_no_region() -> None:
    assert region_map(partners([(60.0, 25.0), (-34.6, -58.4), (35.7, 139.7)]), PAGES[0], "") is None
