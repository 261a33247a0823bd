"""The world seen from home: distance and direction from home are true. It fills the cover of a booklet."""

from __future__ import annotations

import math
from collections.abc import Sequence

from brochure.assembly.land import land_from
from brochure.assembly.locator_map import BEYOND
from brochure.assembly.numbered_places import MappedPartner, numbered_discs
from brochure.document.drawing import WHITE, Curve, Disc, Drawing, Ink, Label, Land, Square, ground_ink
from brochure.document.map_projection import Azimuthal
from brochure.document.printed_words import PrintedWords

_SCALE = 0.8636  # mm for 100 km on A4
_MIDDLE = (122 / 210, 138 / 297)  # of the page: the place of home
_RING, _LAST = 25, 200  # a ring each 2,500 km, up to the other side of the earth
_NAMED = (50, 100)  # the rings with their distance, in 100 km
_LAND_SHARE, _RING_SHARE = 0.13, 0.2  # of white in the land and in the rings
_RING_CONTRAST = 4.6  # of white text that a ring crosses: a little more than AA
_PALE_MIDDLE = (150 / 210, 178 / 297)  # of a page of text
_NEARER = 1.45  # than on the cover
_PALE_LAND, _PALE_RING = Ink("accent", 0.87), Ink("accent", 0.82)  # on a tint of the accent
_ANGLE = math.radians(43)  # below the horizontal, where the distances stand


def seen_from_home(
    home: tuple[str, float, float],
    partners: Sequence[MappedPartner],
    page: tuple[float, float],
    colour: str,
    words: PrintedWords,
    *,
    home_at: str,
) -> Drawing:
    """The world as rings of distance around home, as large as the page and its bleed.

    Args:
        home: The name, the latitude and the longitude of home.
        partners: The partners.
        page: Width and height of the page in mm.
        colour: The colour of the cover, on which the map is drawn.
        words: The words of the series.
        home_at: The address of the name.
    """
    width, height = page
    size = min(width / 210, height / 297)
    scale, projection = _SCALE * size, Azimuthal(*home[1:])
    here = round(_MIDDLE[0] * width, 2), round(_MIDDLE[1] * height, 2)
    box = ((-BEYOND, -BEYOND), (width + BEYOND, height + BEYOND))
    land = land_from(projection, scale, here, box)
    places = [
        (here[0] + x * scale, here[1] + y * scale)
        for x, y in (projection.place(one.lat, one.lon) for one in partners)
    ]
    ring = ground_ink(colour, _RING_SHARE, _RING_CONTRAST)
    discs, numbers = numbered_discs(partners, places, here, radius=2.9 * size, size=7.9 * size, outline=0.5)
    name = Label(home[0], round(here[0] + 3.2, 2), here[1], "start", 8.5, WHITE, bold=True, at=home_at)
    return Drawing(
        left=-BEYOND,
        top=-BEYOND,
        width=width + 2 * BEYOND,
        height=height + 2 * BEYOND,
        shapes=(
            Land(land, ground_ink(colour, _LAND_SHARE)),
            *(Disc(*here, round(far * scale, 2), None, ring, 0.2) for far in range(_RING, _LAST + 1, _RING)),
            *(Curve(here, (round(x, 2), round(y, 2)), WHITE, 0.25) for x, y in places),
            *discs,
            Square(*here, 3.2, WHITE),
        ),
        labels=(name, *numbers, *(_distance(far, here, scale) for far in _NAMED)),
        alt=words.fill("drawing.from_home", home=home[0], count=len(partners)),
    )


def pale_world(home: tuple[float, float], page: tuple[float, float]) -> Drawing:
    """The same world without partners and words, as the ground of a page of text.

    Args:
        home: The latitude and the longitude of home.
        page: Width and height of the page in mm.
    """
    width, height = page
    scale, projection = _SCALE * _NEARER * min(width / 210, height / 297), Azimuthal(*home)
    here = round(_PALE_MIDDLE[0] * width, 2), round(_PALE_MIDDLE[1] * height, 2)
    land = land_from(projection, scale, here, ((-BEYOND, -BEYOND), (width + BEYOND, height + BEYOND)))
    rings = range(_RING, _LAST + 1, _RING)
    return Drawing(
        left=-BEYOND,
        top=-BEYOND,
        width=width + 2 * BEYOND,
        height=height + 2 * BEYOND,
        shapes=(
            Land(land, _PALE_LAND),
            *(Disc(*here, round(far * scale, 2), None, _PALE_RING, 0.2) for far in rings),
        ),
        labels=(),
        alt="",
    )


def _distance(far: int, here: tuple[float, float], scale: float) -> Label:
    x = here[0] + far * scale * math.cos(_ANGLE)
    y = here[1] + far * scale * math.sin(_ANGLE) - 1.2
    return Label(f"{far * 100:,} km", round(x, 2), round(y, 2), "end", 6.8, WHITE)
