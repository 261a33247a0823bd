"""The palette of a partner: colours derived from its accent, with enough contrast for text.

Text needs a contrast ratio of 4.5 to 1 (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

WHITE = (255, 255, 255)
AA = 4.5
READABLE = 5.0  # for coloured text: more than AA, because colour-blind readers see less contrast

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours derived from one accent, each as ``#rrggbb``.

    ``text`` is readable on white and on ``tint``; white is readable on ``accent``.
    """

    accent: str
    text: str
    tint: str
    line: str


def parse_colour(code: str) -> Rgb:
    """Read ``#rrggbb``.

    Raises:
        ValueError: The code has another form.
    """
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", code):
        raise ValueError(f"not a colour: {code!r}")
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def format_colour(colour: Rgb) -> str:
    """Write a colour as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


@lru_cache(4096)  # a page has thousands of characters, but only a few colours
def mix_colours(colour: Rgb, other: Rgb, share: float) -> Rgb:
    """Mix ``share`` (0 to 1) of ``other`` into ``colour``."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def luminance(colour: Rgb) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, definition)."""
    red, green, blue = linear_channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear_channels(colour: Rgb) -> tuple[float, float, float]:
    """The light of red, green and blue of an sRGB colour, 0 to 1 (IEC 61966-2-1)."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (value / 255 for value in colour)
    )
    return red, green, blue


@lru_cache(4096)
def contrast_ratio(one: Rgb, other: Rgb) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition).

    >>> contrast_ratio((0, 0, 0), (255, 255, 255))
    21.0
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _darken_until_readable(colour: Rgb, grounds: tuple[Rgb, ...], wanted: float) -> Rgb:
    for step in range(0, 101, 2):
        candidate = mix_colours(colour, (0, 0, 0), step / 100)
        if all(contrast_ratio(candidate, ground) >= wanted for ground in grounds):
            return candidate
    raise AssertionError("black is readable on every tint")


def derive_palette(accent: str) -> Palette:
    """Derive the palette of a partner from its accent; an accent too light for white text is darkened.

    Raises:
        ValueError: ``accent`` is not ``#rrggbb``.
    """
    base = _darken_until_readable(parse_colour(accent), (WHITE,), AA)
    tint = mix_colours(base, WHITE, 0.915)
    return Palette(
        accent=format_colour(base),
        text=format_colour(_darken_until_readable(base, (WHITE, tint), READABLE)),
        tint=format_colour(tint),
        line=format_colour(mix_colours(base, WHITE, 0.72)),
    )
