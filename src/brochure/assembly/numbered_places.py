"""Numbered discs of partners on a map; where two would touch, they step aside from their places."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brochure.document import palette
from brochure.document.drawing import WHITE, Curve, Disc, Ink, Label, Shape
from brochure.document.map_projection import Point

_GAP = 0.5  # mm between two discs
_STEPS = 800  # of moving apart; a few dozen are enough where there is room
_POLITE = 200  # steps in which a disc leaves the places of other discs free, too
_MOVED = 0.6  # mm from which a line leads from the disc to its place
_DOT = 0.7  # mm: the radius of the dot at a place whose disc stands aside


@dataclass(frozen=True, slots=True)
class MappedPartner:
    """A partner on a map: its number, colour, place, id and the address of its name."""

    tab: str
    accent: str
    lat: float
    lon: float
    partner: str

    @property
    def ink(self) -> Ink:
        """The colour of its disc, on which white is readable."""
        return Ink(palette.derive_palette(self.accent).accent)


def numbered_discs(
    partners: Sequence[MappedPartner],
    places: Sequence[Point],
    home: Point,
    *,
    radius: float,
    size: float,
    outline: float,
) -> tuple[tuple[Shape, ...], tuple[Label, ...]]:
    """The shapes and the numbers of partners.

    Args:
        partners: The partners.
        places: Their places on the drawing.
        home: The place of home, which no disc covers.
        radius: The radius of a disc in mm.
        size: The size of the numbers in points.
        outline: The width of the white line around a disc in mm.
    """
    middles = spread(places, home, radius + outline / 2)
    lines: list[Shape] = []
    discs: list[Shape] = []
    labels: list[Label] = []
    for one, place, middle in zip(partners, places, middles, strict=True):
        x, y = round(middle[0], 2), round(middle[1], 2)
        if math.dist(place, middle) > _MOVED:
            there = round(place[0], 2), round(place[1], 2)
            lines += [Curve((x, y), there, one.ink, 0.35), Disc(*there, _DOT, one.ink)]
        discs.append(Disc(x, y, radius, one.ink, WHITE, outline))
        labels.append(Label(one.tab, x, y, "middle", size, WHITE, bold=True))
    return (*lines, *discs), tuple(labels)


def spread(places: Sequence[Point], home: Point, radius: float) -> list[Point]:
    """The middles of discs at places, moved apart so that none touches another or covers home.

    A disc that has room stays at its place.
    """
    middles = list(places)
    for step in range(_STEPS):
        pushes = [(0.0, 0.0)] * len(middles)
        for index, middle in enumerate(middles):
            for other, least in _obstacles(
                index, middles, places if step < _POLITE else middles, home, radius
            ):
                push = _push(middle, other, least, index)
                pushes[index] = pushes[index][0] + push[0], pushes[index][1] + push[1]
        if not any(any(push) for push in pushes):
            break
        middles = [(x + dx, y + dy) for (x, y), (dx, dy) in zip(middles, pushes, strict=True)]
    return middles


def _obstacles(
    index: int, middles: Sequence[Point], places: Sequence[Point], home: Point, radius: float
) -> Iterator[tuple[Point, float]]:
    """What a disc must not touch, and the least distance."""
    yield home, radius + 1.6
    for number, (middle, place) in enumerate(zip(middles, places, strict=True)):
        if number != index:
            yield middle, 2 * radius + _GAP
            if math.dist(middle, place) > _MOVED:
                yield place, radius + _DOT + 0.3


def _push(middle: Point, other: Point, least: float, index: int) -> Point:
    """Half of the way that parts a disc from something; two at the same place part by their numbers."""
    far = math.dist(middle, other)
    if far >= least - 1e-6:
        return 0.0, 0.0
    if far < 1e-6:
        turn = index * 2.4  # radians: the golden angle, so that many at one place part in all directions
        return math.cos(turn) * least / 2, math.sin(turn) * least / 2
    share = (least - far) * 0.52 / far
    return (middle[0] - other[0]) * share, (middle[1] - other[1]) * share
