"""Colours of a partner's identity, derived from one accent so that text stays readable.

Contrast is that of WCAG 2.2, 1.4.3: 4.5 to 1 for text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

WHITE = (255, 255, 255)
AA = 4.5
READABLE = 5.0  # for coloured text: a margin over AA, as colour-blind readers see less of a difference

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """What a layout needs of one accent, each as ``#rrggbb``.

    ``text`` is readable on white and on ``tint``; white is readable on ``accent``.
    """

    accent: str
    text: str
    tint: str
    line: str


def parse(code: str) -> Rgb:
    """Read ``#rrggbb``.

    Raises:
        ValueError: Another form.
    """
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", code):
        raise ValueError(f"not a colour: {code!r}")
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def write(colour: Rgb) -> str:
    """Write a colour as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


@lru_cache(4096)  # a page has few colours, and thousands of characters in them
def mix(colour: Rgb, other: Rgb, share: float) -> Rgb:
    """Mix ``share`` (0 to 1) of ``other`` into ``colour``."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def luminance(colour: Rgb) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, definition)."""
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (value / 255 for value in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@lru_cache(4096)
def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition).

    >>> contrast((0, 0, 0), (255, 255, 255))
    21.0
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _darken_until_readable(colour: Rgb, grounds: tuple[Rgb, ...], wanted: float) -> Rgb:
    for step in range(0, 101, 2):
        candidate = mix(colour, (0, 0, 0), step / 100)
        if all(contrast(candidate, ground) >= wanted for ground in grounds):
            return candidate
    raise AssertionError("black is readable on every tint")


def palette(accent: str) -> Palette:
    """Derive the colours of a partner from its accent; an accent too light for text is darkened.

    Raises:
        ValueError: ``accent`` is not ``#rrggbb``.
    """
    base = _darken_until_readable(parse(accent), (WHITE,), AA)
    tint = mix(base, WHITE, 0.915)
    return Palette(
        accent=write(base),
        text=write(_darken_until_readable(base, (WHITE, tint), READABLE)),
        tint=write(tint),
        line=write(mix(base, WHITE, 0.72)),
    )
