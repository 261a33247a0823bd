"""The size of a callout's numbers, measured so that they fit its width side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brochure.assembly.font_widths import FontWidths
from brochure.document.tree import KeyNumber, Paragraph, plain_text
from brochure.schema.layout import Layout

POINTS_PER_MM = 72 / 25.4
LARGEST = 24.0  # pt, if the layout has no token for it
TOKEN = "key-number"  # the token with the layout's own size
LEAST = 10.0  # pt; numbers that would be smaller stand one below the other
UNIT = 0.4  # size of the unit: a share of the largest size of numbers
BETWEEN = 8.5 * POINTS_PER_MM  # between two numbers, with the hairline
_PADDING = 8.5 * POINTS_PER_MM  # of the callout, left and right together


@dataclass(frozen=True, slots=True)
class NumberSizes:
    """Size of the numbers in points, and the share of each in the callout's width, in per cent."""

    size: float
    shares: tuple[float, ...]


def number_sizes(numbers: Sequence[KeyNumber], layout: Layout) -> NumberSizes:
    """Measure the numbers of an item in the layout's bold font.

    A callout is as wide as a full figure (``pictures: figures: full`` of the layout) or a line.
    """
    largest = _largest(layout)
    fonts = FontWidths(layout)
    values = [_ems(fonts, number.value) for number in numbers]
    units = [_ems(fonts, number.unit) * largest * UNIT + 2 if number.unit else 0.0 for number in numbers]
    wide = min(layout.data.pictures.figures["full"].width, layout.area.line)
    room = wide * POINTS_PER_MM - _PADDING
    inner = room - BETWEEN * (len(numbers) - 1)
    size = min(largest, (inner - sum(units)) / max(0.1, sum(values)))
    if size < LEAST and len(numbers) > 1:
        fitting = [(room - unit) / max(0.1, value) for value, unit in zip(values, units, strict=True)]
        return NumberSizes(_rounded(max(LEAST, min(largest, *fitting))), (100,) * len(numbers))
    size = _rounded(max(LEAST, size))
    needs = [value * size + unit for value, unit in zip(values, units, strict=True)]
    equal = inner / len(numbers)
    if max(needs) <= equal:
        rooms = [equal] * len(numbers)
    else:  # each has its own width, and an equal part of what is left
        rooms = [one + (inner - sum(needs)) / len(numbers) for one in needs]
    last = len(numbers) - 1
    parts = [one + BETWEEN / 2 * ((index > 0) + (index < last)) for index, one in enumerate(rooms)]
    return NumberSizes(size, tuple(int(10000 * part / room) / 100 for part in parts))


def _rounded(size: float) -> float:
    return int(size * 4) / 4


def _largest(layout: Layout) -> float:
    found = layout.data.tokens.get(TOKEN, "")
    try:
        return float(found.removesuffix("pt"))
    except ValueError:
        return LARGEST


def _ems(fonts: FontWidths, text: Paragraph | None) -> float:
    shown = plain_text(text.content) if text else ""
    return sum(fonts.measure(character, bold=True).width for character in shown)
