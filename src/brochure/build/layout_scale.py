"""The values of a layout for another page: grid, type scale, sizes of pictures, notes, page budget.

A smaller page has smaller margins and display type, but its text is nearly as large, as it is read at the
same distance. Lengths of the grid and large type follow the square root of the page's short side, text its
fourth root; so A5 has 8.5 pt where A4 has 9.25 pt.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from brochure.schema.layout import LayoutData, Page, Size
from brochure.schema.type_area import LONGEST, SHORTEST, TypeArea, length_in_mm, type_area

_LENGTH = re.compile(r"(\d*\.?\d+)(mm|pt)")
DISPLAY = 14  # pt: type from this size on follows the grid, smaller type is text
SMALLEST_TYPE = 6.8  # pt; below it a line of notes is hard to read
_SMALLEST_TEXT = 8.0  # pt
_SMALLEST_MARGIN = 8.0  # mm: what printers and a thumb need
_TOPIC = 15.5  # mm: a topic of a mark table, four characters of 6.8 pt and its padding
_MOST_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class PageScale:
    """What follows the page: ``grid`` for margins and display type, ``text`` for text and its spaces."""

    grid: float
    text: float


@dataclass(frozen=True, slots=True)
class LayoutValues:
    """The computed values of a layout, in mm; ``tokens`` as in the manifest."""

    width: float
    height: float
    margins: Mapping[str, float]
    columns: int
    tokens: Mapping[str, str]
    steps: tuple[Mapping[str, str], ...]
    photo: tuple[float, float]
    strip: tuple[float, float] | None
    figures: Mapping[str, tuple[float, float]]
    topics: int
    most: int | None
    placement: str
    area: TypeArea
    scale: PageScale


def scale_layout(source: LayoutData, width: float, height: float, columns: int | None) -> LayoutValues:
    """Compute the values of a layout for another page.

    Args:
        source: The layout to start from.
        width, height: The page in mm.
        columns: The columns of the questions, or ``None`` for the fewest that keep lines under 45 characters.
    """
    ratio = min(width, height) / min(source.page.width, source.page.height)
    scale = PageScale(ratio**0.5, ratio**0.25)
    margins = {
        side: max(_SMALLEST_MARGIN, _round(length * scale.grid, 0.5))
        for side, length in source.page.margins.model_dump().items()
    }
    tokens = scale_tokens(source.tokens, scale)
    page = Page.model_validate({"width": width, "height": height, "margins": margins})

    def area_of(count: int) -> TypeArea:
        return type_area(width, page.margins, tokens, source.heads, count)

    chosen = columns or next(
        (count for count in range(1, _MOST_COLUMNS) if (area_of(count).characters or 0) <= LONGEST),
        _MOST_COLUMNS,
    )
    before = type_area(source.page.width, source.page.margins, source.tokens, source.heads, source.columns)
    area = area_of(chosen)
    wider = area.line / before.line
    return LayoutValues(
        width,
        height,
        margins,
        chosen,
        tokens,
        tuple(scale_tokens(step.tokens, scale) for step in (source.budget.tighten if source.budget else ())),
        _scaled(source.pictures.photo, min(1, width / source.page.width, scale.grid)),
        None if source.pictures.strip is None else _scaled(source.pictures.strip, wider),
        _figure_sizes(source, page, before, area, chosen),
        max(3, min(12, source.topics_per_band, int(area.line / _TOPIC))),
        _page_budget(source, page, area, chosen, before, scale),
        "partner" if chosen > 1 and source.notes.placement == "page" else source.notes.placement,
        area,
        scale,
    )


def _figure_sizes(
    source: LayoutData, page: Page, before: TypeArea, area: TypeArea, columns: int
) -> dict[str, tuple[float, float]]:
    """The sizes of figures; those that are wider than a line follow the type area, in columns a line."""
    whole = area.line if columns > 1 else _type_width(page)
    made = {}
    for name, size in source.pictures.figures.items():
        share = whole / _type_width(source.page) if size.width > before.line + 1 else area.line / before.line
        made[name] = _half_millimetres(size.width * share, min(size.height * share, page.height / 2.5))
    return made


def _type_width(page: Page) -> float:
    return page.width - page.margins.left - page.margins.right


def _scaled(size: Size, share: float) -> tuple[float, float]:
    """A size in its ratio; the height in whole half millimetres."""
    height = math.floor(size.height * share * 2) / 2
    return _round(height * size.width / size.height, 0.05), height


def fits(values: LayoutValues) -> bool:
    """Whether lines have at least the fewest characters that read well."""
    return values.area.characters is None or values.area.characters >= SHORTEST


def scale_tokens(tokens: Mapping[str, str], scale: PageScale) -> dict[str, str]:
    """Scale the lengths of tokens; a leading follows the type that it belongs to."""
    return {name: _scale_token(name, value, tokens, scale) for name, value in tokens.items()}


def _scale_token(name: str, value: str, tokens: Mapping[str, str], scale: PageScale) -> str:
    found = _LENGTH.fullmatch(value.strip())
    if not found:
        return value
    length, unit = float(found[1]), found[2]
    if unit == "mm":
        return f"{_round(length * (scale.text if name.startswith('label') else scale.grid), 0.5):g}mm"
    of_type = tokens.get(name.replace("leading", "size"), value)
    size = (length_in_mm(of_type) or 0) * 72 / 25.4
    factor = scale.grid if size >= DISPLAY else scale.text
    smallest = _SMALLEST_TEXT if name == "size" else SMALLEST_TYPE if name.endswith("size") else 0
    factor = max(factor, smallest / size if size and name.endswith(("size", "leading")) else 0)
    return f"{max(_round(length * factor, 0.25 if name.endswith('size') else 0.05), smallest):g}pt"


def _page_budget(
    source: LayoutData, page: Page, area: TypeArea, columns: int, before: TypeArea, scale: PageScale
) -> int | None:
    """The most pages of a partner: as much text as on the pages of the source."""
    if source.budget is None:
        return None

    def room(of: Page, line: float, count: int) -> float:
        return line * count * (of.height - of.margins.top - of.margins.bottom)

    here = room(page, area.line, columns) / scale.text**2
    return max(1, math.ceil(source.budget.most * room(source.page, before.line, source.columns) / here))


def _half_millimetres(width: float, height: float) -> tuple[float, float]:
    """A size in whole half millimetres, not above the given one."""
    return math.floor(width * 2) / 2, math.floor(height * 2) / 2


def _round(value: float, step: float) -> float:
    return round(round(value / step) * step, 4)
