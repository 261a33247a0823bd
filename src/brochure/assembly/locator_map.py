"""The map in the title band: home and the partner on the land of the world, and the way between them.

Three scales, by the distance; the middle of the way is at a fixed place of the band, and the land runs off
all edges, so the edge of a box is never seen.
"""

from __future__ import annotations

import math

from brochure.assembly.land import world_land
from brochure.document.drawing import (
    MM_PER_POINT,
    WHITE,
    Curve,
    Disc,
    Drawing,
    Ink,
    Label,
    Land,
    Locator,
    Square,
    ground_ink,
    leftmost,
)
from brochure.document.house_style import DrawingRoom
from brochure.document.map_projection import EqualEarth, Point, map_centre

BEYOND = 10.0  # mm of the drawing outside the page, for the bleed
LAND_SHARE = 0.11  # of white in the land of a band
_PAGE = 210.0  # mm: the width of the page that the sizes below are for
_SCALES = ((2.0, 30.0, 160.0), (0.56, 80.0, 160.0), (0.34, math.inf, 168.0))  # mm a unit, up to, middle
_LOW = 35 / 42  # of the band's height, where the way between two near places fits
_EDGE = 7.0  # mm between a mark and the edge of the band
_LEAST_EDGE = 4.4  # mm in the lowest bands: a name beside its mark stays 3 mm from the trim
_LOW_BAND = 30.0  # mm: below this, a name above a mark may come too near to the edge of the page
_LEAST_LABEL = 4.1  # mm from the edge of the page to the middle of a name above its mark
_BULGE = 0.22  # of the way: how far its curve is from the straight line, half of it
_LABEL = 7.0  # pt


def locator(
    home: tuple[str, float, float],
    partner: tuple[str, float, float],
    room: DrawingRoom,
    accent: str,
    *,
    alt: str,
    label_at: str,
    home_at: str,
) -> Locator:
    """The map of a partner.

    Args:
        home, partner: The name, the latitude and the longitude of each.
        room: The page and the height of the band.
        accent: The partner's colour, on which the map is drawn.
        alt: The alternative text.
        label_at, home_at: The addresses of the two names.
    """
    # The sizes are for the width of A4 and a band of 42 mm; a smaller band has a smaller map.
    size = min(room.page_width / _PAGE, room.band / 42)
    projection = EqualEarth(map_centre(home[2]))
    one, other = projection.place(*home[1:]), projection.place(*partner[1:])
    across, down = abs(one[0] - other[0]), abs(one[1] - other[1])
    scale, middle, band = _scale(across, down, room, size)
    left = middle - (one[0] + other[0]) / 2 * scale
    top = band / 2 - (one[1] + other[1]) / 2 * scale
    box = ((-BEYOND, -BEYOND), (room.page_width + BEYOND, room.band * 2 + BEYOND))
    here, there = ((left + x * scale, top + y * scale) for x, y in (one, other))
    land = world_land(projection.centre, scale, left, top, box)
    above = scale <= _SCALES[-1][0] * size
    line = way(here, there, WHITE, 0.3)
    drawing = Drawing(
        left=box[0][0],
        top=box[0][1],
        width=box[1][0] - box[0][0],
        height=box[1][1] - box[0][1],
        shapes=(
            Land(land, ground_ink(accent, LAND_SHARE)),
            line,
            Square(*here, 2.0, Ink("accent"), WHITE, 0.45),
            Disc(*there, 1.35, WHITE),
        ),
        labels=(
            _label(partner[0], there, line, above=above, at=label_at, room=room),
            _label(home[0], here, line, above=above, at=home_at, room=room),
        ),
        alt=alt,
        at="place",
    )
    return Locator(drawing, round(band, 2), round(leftmost(drawing) - 3, 2))


def way(start: Point, end: Point, ink: Ink, width: float) -> Curve:
    """A curve between two places, bent upwards."""
    across, down = end[0] - start[0], end[1] - start[1]
    side = -1 if across > 0 else 1
    control = (
        (start[0] + end[0]) / 2 - down * _BULGE * side,
        (start[1] + end[1]) / 2 + across * _BULGE * side,
    )
    return Curve(_rounded(start), _rounded(end), ink, width, _rounded(control))


def _rounded(point: Point) -> Point:
    return round(point[0], 2), round(point[1], 2)


def _scale(across: float, down: float, room: DrawingRoom, size: float) -> tuple[float, float, float]:
    """Millimetres a unit, the middle of the way, and the height of the band."""
    far = math.hypot(across, down)
    edge = max(_EDGE * size, _LEAST_EDGE)
    heights = [down * scale * size + 2 * edge for scale, _, _ in _SCALES]
    fitting = (n for n, (_, most, _) in enumerate(_SCALES) if far <= most and heights[n] <= room.band)
    chosen = next(fitting, len(_SCALES) - 1)
    scale, _, middle = _SCALES[chosen]
    place = room.middle or middle * room.page_width / _PAGE
    # the longest ways are drawn smaller, so that both ends stay beside the name and in the type area
    fits = 2 * (room.page_width - room.right - 3 * size - place) / across if across else scale * size
    if down:
        fits = min(fits, (room.band - 2 * edge) / down)
    is_low = chosen == 0 and heights[0] <= room.band * _LOW
    return min(scale * size, fits), place, room.band * (_LOW if is_low else 1)


def _label(text: str, here: Point, line: Curve, *, above: bool, at: str, room: DrawingRoom) -> Label:
    """The name of a place: beside its mark, away from the other place, or above or below it.

    The first place that is in the type area and that the line does not cross is taken.
    """
    x, y = here
    is_left = x < (line.start[0] + line.end[0]) / 2
    beside = Label(
        text,
        *_rounded((x - 2.6 if is_left else x + 2.6, y)),
        "end" if is_left else "start",
        _LABEL,
        WHITE,
        at=at,
    )
    right = room.page_width - room.right
    over, under = (_near_edge(text, x, y + down, right, at) for down in (-3.4, 3.4))
    wanted = [over, under, beside] if above else [beside, over, under]
    if room.band < _LOW_BAND and over.y < _LEAST_LABEL:
        wanted.remove(over)
    free = (one for one in wanted if one.left + one.width <= right and not _is_crossed(one, line))
    return next(free, wanted[0])


def _near_edge(text: str, x: float, y: float, right: float, at: str) -> Label:
    """A label above or below a mark; near the right edge of the type area it ends there."""
    label = Label(text, *_rounded((x, y)), "middle", _LABEL, WHITE, at=at)
    if label.left + label.width <= right:
        return label
    return Label(text, *_rounded((right, y)), "end", _LABEL, WHITE, at=at)


def _is_crossed(label: Label, line: Curve) -> bool:
    """Whether a curve runs through a label."""
    height = label.size * MM_PER_POINT / 2
    control = line.control or line.start
    for step in range(1, 40):
        t = step / 40
        x, y = (
            (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c
            for a, b, c in zip(line.start, control, line.end, strict=True)
        )
        if label.left - 0.4 <= x <= label.left + label.width + 0.4 and abs(y - label.y) <= height:
            return True
    return False
