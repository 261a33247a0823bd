"""Milestones on an axis of years (年譜): one scale for all pages of a series, dots by date.

Dates that would touch stand in rows: the latest is beside the axis, an earlier one is above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from brochure.document.drawing import YearEvent, Years, YearTick, text_width
from brochure.document.partial_date import PartialDate

_SIZE = 8.0  # pt of the text of a date, for its estimated width
_GAP = 2.5  # mm between two dates in a row
_LEAD = 1.4  # mm that a text begins before the middle of its dot
_TURN = 0.62  # of the axis: a text beyond it ends at its dot, so that it does not leave the page


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event: name, date, its words, whether the series names such events, address."""

    label: str
    date: PartialDate
    words: str
    is_named: bool
    at: str


@dataclass(frozen=True, slots=True)
class YearScale:
    """The first and the last year of an axis."""

    first: int
    last: int

    @classmethod
    def around(cls, dates: Iterable[PartialDate], declared: tuple[int, int] | None = None) -> YearScale:
        """The scale that the series declares, or round decades; in both cases around all dates."""
        years = [year_fraction(date) for date in dates]
        first, last = declared or (10**9, -(10**9))
        low, high = int(min(years) // 10 * 10), int(-(-max(years) // 10) * 10)
        return cls(min(first, low), max((last, high, low + 10)))

    def share(self, date: PartialDate) -> float:
        """The place of a date, from 0 to 1."""
        return round((year_fraction(date) - self.first) / (self.last - self.first), 4)

    def ticks(self, end: float) -> tuple[YearTick, ...]:
        """The decades up to ``end``; if there are many, every second, fifth or tenth of them."""
        decades = (self.last - self.first) / 10
        step = next((10 * each for each in (1, 2, 5, 10) if decades / each <= 8), 10 * int(decades / 8))
        years = range(self.first, self.last + 1, step)
        places = ((year, round((year - self.first) / (self.last - self.first), 4)) for year in years)
        return tuple(YearTick(str(year), place) for year, place in places if place <= end)


def year_fraction(date: PartialDate) -> float:
    """A date as a number of years; a part that is unknown is its beginning.

    >>> year_fraction(PartialDate(1983)), round(year_fraction(PartialDate(2018, 5, 8)), 2)
    (1983.0, 2018.35)
    """
    return date.year + (max(date.month, 1) - 1) / 12 + (max(date.day, 1) - 1) / 365


def year_axis(
    heading: str, events: Sequence[DatedEvent], edition: PartialDate, scale: YearScale, length: float
) -> Years | None:
    """Events on an axis; None if there are none.

    Args:
        heading: The heading of the axis.
        events: The events.
        edition: The date at which the axis ends.
        scale: The years of the axis.
        length: The length of the axis in mm.
    """
    if not events:
        return None
    last = max([edition, *(event.date for event in events)])
    end = scale.share(last)
    placed = _placed(sorted(events, key=lambda event: event.date), scale, length)
    return Years(heading, placed, scale.ticks(end), min(event.x for event in placed), end)


def _placed(events: Sequence[DatedEvent], scale: YearScale, length: float) -> tuple[YearEvent, ...]:
    rows: list[list[tuple[float, float]]] = []  # left and right edges of the texts of each row
    made: list[YearEvent] = []
    for event in reversed(events):
        x = scale.share(event.date)
        width = text_width(f"{event.label} {event.words}", _SIZE)
        left, ends = _left_edge(x * length, width, is_late=x > _TURN)
        row = next((row for row, taken in enumerate(rows) if _is_free(taken, left, width)), len(rows))
        rows[row:] = rows[row:] or [[]]
        rows[row].append((left, left + width))
        made.append(YearEvent(event.label, event.words, x, event.is_named, row, ends, event.at))
    return tuple(reversed(made))


def _left_edge(middle: float, width: float, *, is_late: bool) -> tuple[float, bool]:
    """The left edge of a text, and whether it ends at its dot."""
    ends = is_late and middle + _LEAD >= width
    return (middle + _LEAD - width, True) if ends else (middle - _LEAD, False)


def _is_free(taken: Sequence[tuple[float, float]], left: float, width: float) -> bool:
    return all(left + width + _GAP <= begin or left >= end + _GAP for begin, end in taken)
