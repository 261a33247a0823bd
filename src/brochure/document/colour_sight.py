"""How different two colours look, also to readers who are colour-blind.

The difference is CIEDE2000 (ISO/CIE 11664-6:2022): 1 is just seen side by side. What the colour-blind see is
simulated in linear RGB by Machado, Oliveira and Fernandes, “A Physiologically-based Model
for Simulation of Color Vision Deficiency” (2009), with severity 1.
"""

from __future__ import annotations

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

from brochure.document.palette import Rgb, linear_channels

Matrix = tuple[tuple[float, float, float], ...]

NORMAL: Matrix = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
DEUTERANOPIA: Matrix = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
PROTANOPIA: Matrix = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
SIGHTS = (NORMAL, DEUTERANOPIA, PROTANOPIA)
"""The sights of readers: all three cones, without M cones, without L cones."""

_XYZ: Matrix = (  # linear sRGB to CIE XYZ, relative to the white point D65 (IEC 61966-2-1)
    (0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883),
)


def least_difference(one: Rgb, other: Rgb) -> float:
    """The difference of two colours for the reader who sees the least of it."""
    return min(colour_difference(one, other, sight) for sight in SIGHTS)


def colour_difference(one: Rgb, other: Rgb, sight: Matrix = NORMAL) -> float:
    """The CIEDE2000 difference of two colours, 0 to about 100.

    Args:
        one: A colour.
        other: Another colour.
        sight: What the reader sees of linear RGB.
    """
    return _ciede2000(_lab(one, sight), _lab(other, sight))


def _times(matrix: Matrix, vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def _lab(colour: Rgb, sight: Matrix) -> tuple[float, float, float]:
    seen = tuple(min(1.0, max(0.0, channel)) for channel in _times(sight, linear_channels(colour)))
    x, y, z = (
        value ** (1 / 3) if value > 216 / 24389 else (value * 24389 / 27 + 16) / 116
        for value in _times(_XYZ, seen)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _ciede2000(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The formula, in the notation of G. Sharma, W. Wu and E. N. Dalal (2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    c7 = ((hypot(a1, b1) + hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - sqrt(c7 / (c7 + 25**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    dh, middle = h2 - h1, (h1 + h2) / 2
    if c1 * c2 == 0:
        dh, middle = 0.0, h1 + h2
    elif abs(dh) > 180:
        dh += -360 if dh > 0 else 360
        middle += 180 if h1 + h2 < 360 else -180
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    delta_h = 2 * sqrt(c1 * c2) * sin(radians(dh / 2))
    t = (
        1
        - 0.17 * cos(radians(middle - 30))
        + 0.24 * cos(radians(2 * middle))
        + 0.32 * cos(radians(3 * middle + 6))
        - 0.20 * cos(radians(4 * middle - 63))
    )
    sl = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    turn = 60 * exp(-(((middle - 275) / 25) ** 2))
    rotation = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(turn))
    parts = (l2 - l1) / sl, (c2 - c1) / sc, delta_h / sh
    return sqrt(sum(part**2 for part in parts) + rotation * parts[1] * parts[2])
