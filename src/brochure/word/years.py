"""The axis of years as WordprocessingML: dates in the cells of tables, the axis between them as a drawing.

A table of one row is a box for its readers, so each line of dates is one; its cells place the dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from brochure.document.drawing import ACCENT, WHITE, Curve, Disc, Drawing, Ink, YearEvent, Years
from brochure.document.tree import Paragraph, Text
from brochure.word import ooxml
from brochure.word.composition import Composition
from brochure.word.drawing_xml import ShownPart, in_line
from brochure.word.name_lines import width_in_ems
from brochure.word.ooxml import TWIPS_PER_MM

_TEXT, _HEADING, _TICK, _AXIS = "fact_text", "fact_label", "topic", "code"  # roles
_GAP = 4.0  # mm between the heading and the axis
_LEAD = 1.4  # mm that a text begins before the middle of its dot
_HEIGHT = 3.6  # mm of the axis
_MIDDLE = 1.8  # mm from its upper edge to the line
_GREY = Ink("grey")


def compose_years(own: Composition, years: Years, accent: str) -> list[str]:
    """The heading and the dates in rows, the axis, and its years."""
    first = _GAP + width_in_ems(years.heading) * _em(own, _HEADING)
    length = own.page.type_width() / TWIPS_PER_MM - first
    top = max(event.row for event in years.events)
    rows = [_row(own, years, row, first, length) for row in range(top, -1, -1)]
    dates = [element for row in rows for element in (row, own.gap_paragraph())][:-1]
    ticks = [(first + tick.x * length, _fixed(own, _TICK, tick.year)) for tick in years.ticks]
    made = [*dates, _axis(own, years, accent, first, length), _in_cells(own, _TICK, "", ticks)]
    return [ooxml.keep_with_next(element) for element in made]


def _fixed(own: Composition, role: str, words: str) -> str:
    """Words of the axis that are no value of the profile, with a bookmark: in a booklet they belong to it."""
    return own.anchored_text(role, Paragraph((Text(words),), "_words:drawing.years"))


def _em(own: Composition, role: str) -> float:
    """The size of a role in mm."""
    return own.ids.sheet.half_points(own.ids[role]) / 2 * 25.4 / 72


def _row(own: Composition, years: Years, row: int, first: float, length: float) -> str:
    """A line of dates; the lowest one has the heading at its left."""
    heading = "" if row else ooxml.paragraph(own.ids[_HEADING], _fixed(own, _HEADING, years.heading))
    texts = [
        (_left_edge(own, event, first, length), _event(own, event))
        for event in years.events
        if event.row == row
    ]
    return _in_cells(own, _TEXT, heading, texts)


def _left_edge(own: Composition, event: YearEvent, first: float, length: float) -> float:
    middle = first + event.x * length
    width = width_in_ems(f"{event.label} {event.date}") * _em(own, _TEXT) + 1
    edge = first + length
    return max(first, min(middle + _LEAD - width if event.ends else middle - _LEAD, edge - width))


def _event(own: Composition, event: YearEvent) -> str:
    """The name of an event and its date; the name is plain, so that an edit of it comes back."""
    label = Paragraph((Text(event.label),), f"{event.at}.label")
    date = Paragraph((Text(event.date),), f"{event.at}.date")
    return own.anchored_text(_TEXT, label) + own.text_runs(" ") + own.anchored_text(_TEXT, date)


def _in_cells(own: Composition, role: str, heading: str, texts: Sequence[tuple[float, str]]) -> str:
    """A row of texts (left edge in mm, runs), each in a cell that begins at its edge."""
    edges = [0, *(round(left * TWIPS_PER_MM) for left, _ in texts), own.page.type_width()]
    widths = [after - before for before, after in pairwise(edges)]
    cells = [heading or own.gap_paragraph(), *(ooxml.paragraph(own.ids[role], runs) for _, runs in texts)]
    made = [ooxml.cell(width, [words]) for width, words in zip(widths, cells, strict=True)]
    return ooxml.table(own.ids["fact_table"], widths, [ooxml.row(made)], indent=0, padding=0)


def _axis(own: Composition, years: Years, accent: str, first: float, length: float) -> str:
    """The line with its dots, as wide as the type area."""

    def across(x: float) -> float:
        return first + x * length

    low = _MIDDLE + 1.3
    marks = [Curve((across(tick.x), _MIDDLE), (across(tick.x), low), _GREY, 0.18) for tick in years.ticks]
    lines = [
        Curve((across(0), _MIDDLE), (across(years.end), _MIDDLE), _GREY, 0.18),
        Curve((across(years.start), _MIDDLE), (across(years.end), _MIDDLE), ACCENT, 0.5),
    ]
    dots = [
        Disc(across(event.x), _MIDDLE, 1.2, ACCENT if event.is_filled else WHITE, ACCENT, 0.5)
        for event in years.events
    ]
    drawing = Drawing(0, 0, first + length, _HEIGHT, (*marks, *lines, *dots), (), "")
    box = ShownPart(0, 0, first + length, _HEIGHT)
    return ooxml.paragraph(own.ids[_AXIS], in_line(drawing, accent, box, next(own.drawings)))
