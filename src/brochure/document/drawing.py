"""Drawings as values: maps and the axis of years, decided once for all writers.

Lengths are millimetres, x to the right and y down, from the upper left corner of the page or band that the
drawing stands in. The PDF draws the shapes as SVG with HTML text, Word as DrawingML.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from itertools import pairwise

from brochure.document import palette

MM_PER_POINT = 25.4 / 72
_BASES = {"white": "#ffffff", "ink": "#1c2329", "grey": "#9aa5ae", "land": "#d5dde4", "line": "#7b8792"}


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour by its role: ``accent``, ``white``, ``ink``, ``grey``, ``land``, ``line``, or ``#rrggbb``.

    ``mix`` is the share of white in it; below 0, the share of black.
    """

    base: str
    mix: float = 0.0

    def colour(self, accent: str) -> str:
        """The colour as ``#rrggbb``; ``accent`` is that of the partner or booklet."""
        base = palette.derive_palette(accent).accent if self.base == "accent" else self.base
        own = palette.parse_colour(_BASES.get(base, base))
        other = palette.WHITE if self.mix > 0 else (0, 0, 0)
        return palette.format_colour(palette.mix_colours(own, other, abs(self.mix)))


WHITE, ACCENT, INK = Ink("white"), Ink("accent"), Ink("ink")


def ground_ink(accent: str, share: float, least: float = palette.READABLE) -> Ink:
    """The accent with ``share`` of white, on which white text has at least the contrast ``least``.

    If the accent is too light for that, it is mixed with black.
    """
    lighter = Ink("accent", share)
    ratio = palette.contrast_ratio(palette.parse_colour(lighter.colour(accent)), palette.WHITE)
    return lighter if ratio >= least else Ink("accent", -share)


@dataclass(frozen=True, slots=True)
class Land:
    """Filled polygons, each as x, y, x, y, …; what lies in two of them is not filled (even-odd rule)."""

    polygons: tuple[tuple[float, ...], ...]
    fill: Ink


@dataclass(frozen=True, slots=True)
class Curve:
    """A line, or a quadratic curve through the pull of ``control``."""

    start: tuple[float, float]
    end: tuple[float, float]
    ink: Ink
    width: float
    control: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Disc:
    """A disc or, without a fill, a ring."""

    x: float
    y: float
    radius: float
    fill: Ink | None
    stroke: Ink | None = None
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Square:
    """A square around its middle."""

    x: float
    y: float
    side: float
    fill: Ink | None
    stroke: Ink | None = None
    width: float = 0.0


Shape = Land | Curve | Disc | Square


@dataclass(frozen=True, slots=True)
class Label:
    """A short text on a drawing, in one line.

    Attributes:
        text: The text.
        x, y: Its left edge, middle or right edge by ``align``, and the middle of its height.
        align: ``start``, ``middle`` or ``end``.
        size: The size in points.
        ink: The colour.
        bold: Whether it is bold.
        at: The address of the value that it prints.
        scope: The partner with that value, if the drawing shows several.
    """

    text: str
    x: float
    y: float
    align: str
    size: float
    ink: Ink
    bold: bool = False
    at: str = field(default="", compare=False)
    scope: str = field(default="", compare=False)

    @property
    def width(self) -> float:
        """The estimated width in mm."""
        return text_width(self.text, self.size)

    @property
    def left(self) -> float:
        """The estimated left edge."""
        return self.x - self.width * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.align]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing: its box, its shapes in the order of painting, and its labels in reading order.

    The box may be larger than the page or band, which cuts it off: so there is paint for the bleed.
    ``alt`` is the alternative text; a drawing without it is decoration.
    """

    left: float
    top: float
    width: float
    height: float
    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...]
    alt: str
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Locator:
    """The map in the title band: ``band`` is the band's least height, ``clear`` the room beside its marks."""

    drawing: Drawing
    band: float
    clear: float


@dataclass(frozen=True, slots=True)
class YearEvent:
    """A dated event on an axis of years.

    Attributes:
        label: Its name.
        date: Its date as it is printed.
        x: Its place on the axis, from 0 to 1.
        is_filled: Whether its dot is filled: an event that the series names, such as a memorandum.
        row: The line of its text, 0 beside the axis, 1 above that.
        ends: Whether its text ends at the dot, not begins there.
        at: The address of the event in the profile.
    """

    label: str
    date: str
    x: float
    is_filled: bool
    row: int
    ends: bool
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class YearTick:
    """A year that is written under the axis, and its place from 0 to 1."""

    year: str
    x: float


@dataclass(frozen=True, slots=True)
class Years:
    """Events on an axis (年譜). The axis ends at ``end``; the line is thick from ``start`` on."""

    heading: str
    events: tuple[YearEvent, ...]
    ticks: tuple[YearTick, ...]
    start: float
    end: float

    @property
    def rows(self) -> int:
        """The number of lines of text above the axis."""
        return 1 + max((event.row for event in self.events), default=0)


DRAWING_CLASSES: tuple[type, ...] = (
    *(Ink, Land, Curve, Disc, Square, Label, Drawing, Locator),
    *(YearEvent, YearTick, Years),
)


def text_width(text: str, size: float) -> float:
    """The estimated width of a text in mm; a wide character is as wide as its size (in points).

    There is a quarter of an em between a wide and a narrow character.

    >>> text_width("神奈川", 7.2), text_width("2018年", 10)
    (7.62, 12.88)
    """
    wide = [unicodedata.east_asian_width(one) in "WFA" for one in text]
    ems = sum(1 if one else 0.6 for one in wide) + sum(0.25 for one, other in pairwise(wide) if one != other)
    return round(ems * size * MM_PER_POINT, 2)


def leftmost(drawing: Drawing) -> float:
    """The left edge of the marks and labels of a drawing, without its areas and lines."""
    edges = [shape.x - shape.radius for shape in drawing.shapes if isinstance(shape, Disc)]
    edges += [shape.x - shape.side / 2 for shape in drawing.shapes if isinstance(shape, Square)]
    return min([*edges, *(label.left for label in drawing.labels)])


def scaled(drawing: Drawing, size: float) -> Drawing:
    """A drawing in another size; the widths of its lines stay."""
    shapes: list[Shape] = []
    for shape in drawing.shapes:
        match shape:
            case Land(polygons, fill):
                shapes.append(Land(tuple(tuple(one * size for one in flat) for flat in polygons), fill))
            case Curve(start, end, ink, width, control):
                start, end, control = (
                    _times(start, size),
                    _times(end, size),
                    control and _times(control, size),
                )
                shapes.append(Curve(start, end, ink, width, control))
            case Disc(x, y, radius):
                shapes.append(replace(shape, x=x * size, y=y * size, radius=radius * size))
            case Square(x, y, side):
                shapes.append(replace(shape, x=x * size, y=y * size, side=side * size))
    left, top, width, height = (
        one * size for one in (drawing.left, drawing.top, drawing.width, drawing.height)
    )
    labels = (
        replace(label, x=label.x * size, y=label.y * size, size=label.size * size) for label in drawing.labels
    )
    return Drawing(left, top, width, height, tuple(shapes), tuple(labels), drawing.alt, drawing.at)


def _times(point: tuple[float, float], size: float) -> tuple[float, float]:
    return point[0] * size, point[1] * size
