"""Polygons in a plane: cut at lines, thinned out, measured. A polygon is a list of points, not closed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
Polygon = list[Point]


def cut_polygon(points: Sequence[Point], axis: int, edge: float, sign: int) -> Polygon:
    """The part of a polygon on one side of a line (Sutherland and Hodgman 1974).

    Args:
        points: The polygon.
        axis: 0 for a vertical line, 1 for a horizontal one.
        edge: Where the line is.
        sign: 1 keeps what is right of the line or below it, -1 the other side.

    >>> cut_polygon([(0, 0), (2, 0), (2, 2), (0, 2)], 0, 1, -1)
    [(0, 0), (1, 0.0), (1, 2.0), (0, 2)]
    """
    kept: Polygon = []
    other = 1 - axis
    before = points[-1] if points else (0.0, 0.0)
    for point in points:
        was_in, is_in = sign * (before[axis] - edge) >= 0, sign * (point[axis] - edge) >= 0
        if was_in != is_in:
            share = (edge - before[axis]) / (point[axis] - before[axis])
            crossing = before[other] + share * (point[other] - before[other])
            kept.append((edge, crossing) if axis == 0 else (crossing, edge))
        if is_in:
            kept.append(point)
        before = point
    return kept


def clip_polygon(points: Sequence[Point], left: float, top: float, right: float, bottom: float) -> Polygon:
    """The part of a polygon in a rectangle; empty if there is none."""
    across, down = [x for x, _ in points], [y for _, y in points]
    if not points or max(across) < left or min(across) > right or max(down) < top or min(down) > bottom:
        return []
    kept = list(points)
    for axis, edge, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        kept = cut_polygon(kept, axis, edge, sign)
    return kept


def thin_out(points: Sequence[Point], near: float) -> Polygon:
    """The polygon without points that are nearer than ``near`` to the one before them.

    >>> thin_out([(0, 0), (0.01, 0), (5, 0), (5, 5)], 0.1)
    [(0, 0), (5, 0), (5, 5)]
    """
    kept: Polygon = []
    for point in points:
        if not kept or math.dist(point, kept[-1]) >= near:
            kept.append(point)
    return kept


def polygon_area(points: Sequence[Point]) -> float:
    """The area of a polygon.

    >>> polygon_area([(0, 0), (2, 0), (2, 3), (0, 3)])
    6.0
    """
    closed = [*points, *points[:1]]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(closed))) / 2


def has_inside(points: Sequence[Point], place: Point) -> bool:
    """Whether a point is inside a polygon (even-odd rule)."""
    inside = False
    x, y = place
    for (x0, y0), (x1, y1) in pairwise([*points, *points[:1]]):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            inside = not inside
    return inside
