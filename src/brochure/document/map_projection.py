"""Projections of maps: places on the earth to points of a plane, x to the right and y down.

Two are used: Equal Earth for maps of the world and of the way from home to a partner, and the azimuthal
equidistant projection for the world seen from home.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

WORLD = 400.0  # the width of the world in units of Equal Earth
RADIUS = 63.71  # of the earth in units of the azimuthal projection: 100 km

# A map is cut on the side opposite its centre. These two cuts cross the least land: 30° W is in the Atlantic,
# 169° W in the Bering Strait and the Pacific.
CENTRES = (150.0, 11.0)

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2

Point = tuple[float, float]


class Projection(Protocol):
    """A projection of latitude and longitude, in degrees."""

    def place(self, lat: float, lon: float) -> Point:
        """The point of a place."""
        ...


def map_centre(home: float) -> float:
    """The longitude in the middle of a map with the least cut, the one of two that is nearer to home.

    >>> map_centre(139.64), map_centre(-0.1), map_centre(-74), map_centre(-122.4)
    (150.0, 11.0, 11.0, 150.0)
    """
    return min(CENTRES, key=lambda centre: abs(turned(home, centre)))


def turned(lon: float, centre: float) -> float:
    """Degrees east of a meridian, from -180 to 180."""
    return (lon - centre + 180) % 360 - 180


@dataclass(frozen=True, slots=True)
class EqualEarth:
    """Areas are true. The world is :data:`WORLD` wide, and its left upper corner is at 0, 0.

    Source: Šavrič, Patterson, Jenny: The Equal Earth map projection (2018).
    """

    centre: float

    def place(self, lat: float, lon: float) -> Point:
        """The point of a place."""
        return self.from_turned(turned(lon, self.centre), lat)

    def from_turned(self, lon: float, lat: float) -> Point:
        """The point of a place whose longitude is counted from the centre, from -180 to 180."""
        x, y = _equal_earth(lon, lat)
        return WORLD / 2 + x * _SCALE, (_TOP - y) * _SCALE


def _equal_earth(lon: float, lat: float) -> Point:
    t = math.asin(_M * math.sin(math.radians(lat)))
    t2 = t * t
    t6 = t2**3
    x = math.radians(lon) * math.cos(t) / (_M * (_A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)))
    return x, t * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))


_SCALE = WORLD / (2 * _equal_earth(180, 0)[0])
_TOP = _equal_earth(0, 90)[1]


@dataclass(frozen=True, slots=True)
class Azimuthal:
    """Distance and direction from the middle are true; the middle is at 0, 0, and a unit is 100 km."""

    lat: float
    lon: float

    def place(self, lat: float, lon: float) -> Point:
        """The point of a place."""
        a, b, d = math.radians(self.lat), math.radians(lat), math.radians(lon - self.lon)
        up = math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(d)
        right = math.cos(b) * math.sin(d)
        # The arc by its sine and cosine: exact for near places, too.
        arc = math.atan2(
            math.hypot(right, up), math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(d)
        )
        length = math.hypot(right, up)
        stretch = RADIUS * (arc / length if length > 1e-12 else 1)
        return right * stretch, -up * stretch
