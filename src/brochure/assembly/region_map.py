"""The map of a region on its opener: its partners in the upper half of a page, land on all of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from brochure.assembly.land import REACH, land_from
from brochure.assembly.locator_map import BEYOND
from brochure.assembly.numbered_places import MappedPartner, numbered_discs
from brochure.document.drawing import Drawing, Ink, Land
from brochure.document.map_projection import Azimuthal

_SHARE = 0.5  # of the height of the page: the partners stand above
_EDGE = (30 / 210, 20 / 297)  # of the page: the least distance between a place and the edges of the map
_LARGEST = 2.3  # mm for 100 km on A4; the land has too few points for more
_LAND = Ink("accent", 0.83)  # on a tint of the accent
_NOWHERE = (-1000.0, -1000.0)  # there is no home on this map


def region_map(partners: Sequence[MappedPartner], page: tuple[float, float], alt: str) -> Drawing | None:
    """The map, as large as the page and its bleed; None if the partners stand too far apart for one region.

    Args:
        partners: The partners, at least one.
        page: Width and height of the page in mm.
        alt: The alternative text.
    """
    width, height = page
    size = min(width / 210, height / 297)
    projection = _around(partners)
    points = [projection.place(one.lat, one.lon) for one in partners]
    (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*points, strict=True))
    room_x, room_y = width * (1 - 2 * _EDGE[0]), height * (_SHARE - 2 * _EDGE[1])
    scale = min(_LARGEST * size, room_x / max(right - left, 1e-6), room_y / max(bottom - top, 1e-6))
    middle = (
        round(width / 2 - (left + right) / 2 * scale, 2),
        round(height * _SHARE / 2 - (top + bottom) / 2 * scale, 2),
    )
    corners = [(x, y) for x in (-BEYOND, width + BEYOND) for y in (-BEYOND, height + BEYOND)]
    if max(math.dist(corner, middle) for corner in corners) > REACH * scale:
        return None  # the page would show the edge of the world
    places = [(middle[0] + x * scale, middle[1] + y * scale) for x, y in points]
    discs, numbers = numbered_discs(
        partners, places, _NOWHERE, radius=2.9 * size, size=7.9 * size, outline=0.5
    )
    return Drawing(
        left=-BEYOND,
        top=-BEYOND,
        width=width + 2 * BEYOND,
        height=height + 2 * BEYOND,
        shapes=(Land(land_from(projection, scale, middle, (corners[0], corners[3])), _LAND), *discs),
        labels=numbers,
        alt=alt,
    )


def _around(partners: Sequence[MappedPartner]) -> Azimuthal:
    """The projection around the middle of the partners on the sphere."""
    vectors = [_vector(math.radians(one.lat), math.radians(one.lon)) for one in partners]
    x, y, z = (sum(axis) for axis in zip(*vectors, strict=True))
    lat, lon = math.atan2(z, math.hypot(x, y)), math.atan2(y, x)
    return Azimuthal(round(math.degrees(lat), 2), round(math.degrees(lon), 2))


def _vector(lat: float, lon: float) -> tuple[float, float, float]:
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)
