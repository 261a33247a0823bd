"""Partial dates: a year, a month of a year, or a day (ISO 8601-1, 5.2.2), also in Japanese eras (和暦).

``written_date`` reads the forms in which people write them.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date whose month or day may be unknown (0)."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``2018``, ``2018-07`` or ``2018-07-05``.

        Raises:
            ValueError: The text has another form, or the day does not exist.

        >>> PartialDate.parse("2018-07").japanese()
        '2018年7月'
        """
        match = _ISO.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not a date: {text!r}")
        year, month, day = (int(part) if part else 0 for part in match.groups())
        if match[2]:
            datetime.date(year, month, day if match[3] else 1)
        return cls(year, month, day)

    def japanese(self) -> str:
        """Return the date in Japanese, without the parts that are unknown: 2018年7月5日."""
        parts = [f"{self.year}年" if self.year > 0 else f"紀元前{-self.year}年"]
        if self.month:
            parts.append(f"{self.month}月")
        if self.day:
            parts.append(f"{self.day}日")
        return "".join(parts)

    def iso(self) -> str:
        """Return the date as it is typed in a profile: 2018-07-05."""
        year = f"{self.year:04}" if self.year >= 0 else f"-{-self.year:04}"
        parts = [year, *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    def first_day(self) -> datetime.date:
        """Return the first day of the period; the time stamp of output files is set to it."""
        return datetime.date(self.year, self.month or 1, self.day or 1)


# First days of the eras (元号法 and its cabinet orders; Meiji from 1873, when the new calendar begins).
ERAS = [
    (PartialDate(2019, 5, 1), "令和", "R", 2018),
    (PartialDate(1989, 1, 8), "平成", "H", 1988),
    (PartialDate(1926, 12, 25), "昭和", "S", 1925),
    (PartialDate(1912, 7, 30), "大正", "T", 1911),
    (PartialDate(1873, 1, 1), "明治", "M", 1867),
]


def era_years(date: PartialDate) -> list[str]:
    """Return the years of the Japanese calendar in which a date may lie; two if its era is not certain.

    >>> dates = PartialDate(2018, 5), PartialDate(2019), PartialDate(2019, 4), PartialDate(1989, 1)
    >>> [era_years(date) for date in dates]
    [['平成30'], ['平成31', '令和元'], ['平成31'], ['昭和64', '平成元']]
    >>> era_years(PartialDate(1850))
    []
    """
    begin = PartialDate(date.year, date.month or 1, date.day or 1)
    end = PartialDate(date.year, date.month or 12, date.day or 31)
    found: list[str] = []
    for first, name, _, offset in reversed(ERAS):
        following = next((later for later, *_ in reversed(ERAS) if later > first), PartialDate(9999))
        if first <= end and begin < following:
            year = date.year - offset
            found.append(f"{name}{'元' if year == 1 else year}")
    return found if begin >= ERAS[-1][0] else []


def japanese_era_date(date: PartialDate) -> str:
    """Return a date in the Japanese calendar, without the parts that are unknown.

    A year or month in which the era changed gets the era of its end.

    >>> dates = PartialDate(2018, 5, 31), PartialDate(2019, 4), PartialDate(2019)
    >>> [japanese_era_date(date) for date in dates]
    ['平成30年5月31日', '平成31年4月', '令和元年']
    """
    last = PartialDate(date.year, date.month or 12, date.day or 31)
    for first, name, _, offset in ERAS:
        if last >= first:
            year = date.year - offset
            rest = PartialDate(date.year, date.month, date.day).japanese().removeprefix(f"{date.year}年")
            return f"{name}{'元' if year == 1 else year}年{rest}"
    return date.japanese()
