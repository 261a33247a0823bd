"""Partial dates: a year, a month of a year, or a day (ISO 8601-1, 5.2.2)."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass

_WRITTEN = re.compile(r"(\d{4})(?:年|[-/.](?=\d)|$)(?:(\d{1,2})(?:月|[-/.](?=\d)|$)(?:(\d{1,2})日?)?)?")
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

    @classmethod
    def read(cls, text: str) -> PartialDate | None:
        """Read a date as people write it in Japanese text; return None if the text is not a date.

        >>> PartialDate.read("２０１８年７月５日"), PartialDate.read("2018/7"), PartialDate.read("昨年")
        (PartialDate(year=2018, month=7, day=5), PartialDate(year=2018, month=7, day=0), None)
        """
        plain = unicodedata.normalize("NFKC", text).strip()
        match = _WRITTEN.fullmatch(plain)
        if match is None:
            return None
        year, month, day = (int(part) if part else 0 for part in match.groups())
        made = cls(year, month, day)
        try:
            return cls.parse(made.iso())
        except ValueError:
            return None

    def japanese(self) -> str:
        """Return the date in Japanese, without the parts that are unknown: 2018年7月5日."""
        parts = [f"{self.year}年"]
        if self.month:
            parts.append(f"{self.month}月")
        if self.day:
            parts.append(f"{self.day}日")
        return "".join(parts)

    def iso(self) -> str:
        """Return the date as it is typed in a profile: 2018-07-05."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    def first_day(self) -> datetime.date:
        """Return the first day of the period; the time stamp of output files is set to it."""
        return datetime.date(self.year, self.month or 1, self.day or 1)
