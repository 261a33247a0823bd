"""The land of the world, projected and cut to the box of a drawing. Its data is ``land.json``, made by
``scripts/make_land.py``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from brochure.diagnostics.package import package_root
from brochure.document.map_projection import Azimuthal, EqualEarth, Point, turned
from brochure.document.polygons import (
    Polygon,
    clip_polygon,
    cut_polygon,
    has_inside,
    polygon_area,
    thin_out,
)

REACH = 150.0  # of the world seen from home, in 100 km: land beyond it is drawn in to the rim
_SMALLEST = 0.12  # mm²; a smaller island is left out
_NEAR = 0.12  # mm; a nearer point is left out

Flat = tuple[float, ...]


@cache
def land_rings() -> tuple[tuple[Point, ...], ...]:
    """The rings of the land as (longitude, latitude) in degrees, not closed."""
    data = json.loads((package_root() / "assembly" / "land.json").read_text("utf-8"))
    return tuple(tuple(_unpacked(steps, data["units"])) for steps in data["rings"])


def _unpacked(steps: Sequence[int], units: int) -> Iterator[Point]:
    x = y = 0
    for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + step_x, y + step_y
        yield x / units, y / units


def world_land(
    centre: float, scale: float, left: float, top: float, box: tuple[Point, Point]
) -> tuple[Flat, ...]:
    """The land in Equal Earth.

    Args:
        centre: The longitude in the middle.
        scale: Millimetres for a unit of the projection.
        left, top: Where the left upper corner of the world is.
        box: The corners of the drawing.

    Returns:
        Polygons in mm, as x, y, x, y, ….
    """
    return tuple(_drawn(_world_pieces(centre), scale, left, top, box))


def land_from(home: Azimuthal, scale: float, middle: Point, box: tuple[Point, Point]) -> tuple[Flat, ...]:
    """The land seen from home; see :func:`world_land`. ``middle`` is the place of home."""
    return tuple(_drawn(_pieces_from(home), scale, *middle, box))


def _drawn(
    pieces: Sequence[Polygon], scale: float, left: float, top: float, box: tuple[Point, Point]
) -> Iterator[Flat]:
    (x0, y0), (x1, y1) = box
    for piece in pieces:
        moved = [(left + x * scale, top + y * scale) for x, y in piece]
        kept = thin_out(clip_polygon(moved, x0, y0, x1, y1), _NEAR)
        if len(kept) > 2 and polygon_area(kept) >= _SMALLEST:
            yield tuple(round(number, 2) for point in kept for number in point)


@lru_cache(4)
def _world_pieces(centre: float) -> tuple[Polygon, ...]:
    """The land in units of Equal Earth, cut opposite the centre."""
    project = EqualEarth(centre).from_turned
    return tuple(
        [project(lon, lat) for lon, lat in piece] for ring in land_rings() for piece in _cut(ring, centre)
    )


def _cut(ring: Sequence[Point], centre: float) -> Iterator[Polygon]:
    """The pieces of a ring between the edges of the map, with longitudes counted from the centre."""
    unrolled = _unrolled(ring, centre)
    low, high = min(x for x, _ in unrolled), max(x for x, _ in unrolled)
    for turn in range(math.floor((low + 180) / 360), math.floor((high + 180) / 360) + 1):
        left = -180 + 360 * turn
        piece = unrolled
        if low < left:
            piece = cut_polygon(piece, 0, left, 1)
        if high > left + 360:
            piece = cut_polygon(piece, 0, left + 360, -1)
        if len(piece) > 2:
            yield [(x - 360 * turn, y) for x, y in piece]


def _unrolled(ring: Sequence[Point], centre: float) -> Polygon:
    """The ring with longitudes that never jump from one edge of the map to the other."""
    points: Polygon = []
    off, last = 0.0, None
    for lon, lat in ring:
        x = turned(lon, centre) + off
        while last is not None and abs(x - last) > 180:
            step = -360.0 if x > last else 360.0
            x, off = x + step, off + step
        points.append((x, lat))
        last = x
    return points


@lru_cache(4)
def _pieces_from(home: Azimuthal) -> tuple[Polygon, ...]:
    """The land in units of 100 km around home."""
    pieces: list[Polygon] = []
    antipode = turned(home.lon + 180, 0)
    for ring in land_rings():
        points = [home.place(lat, lon) for lon, lat in ring]
        near = [(x, y) for x, y in points if math.hypot(x, y) < REACH - 1]
        unrolled = _unrolled(ring, antipode)
        around = any(has_inside(unrolled, (360.0 * turn, -home.lat)) for turn in (-1, 0, 1))
        if near or around:
            pieces.append([_drawn_in(point) for point in points])
        if around:  # the ring goes round the far side: the land lies between it and the rim
            pieces.append(_rim())
    return tuple(pieces)


def _drawn_in(point: Point) -> Point:
    far = math.hypot(*point)
    return (point[0] * REACH / far, point[1] * REACH / far) if far > REACH else point


def _rim() -> Polygon:
    turns = [math.radians(degrees) for degrees in range(0, 360, 3)]
    return [(REACH * math.cos(turn), REACH * math.sin(turn)) for turn in turns]
