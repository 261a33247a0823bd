"""Dates as people write them: 平成30年5月8日, H30.5.8, 2018/5/8, ２０１８年５月, 二〇一八年五月, 8 May 2018.

A file keeps a date as it was typed; everything else works with the :class:`PartialDate` that it means.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from brochure.document.date_forms import (
    BARE_YEAR,
    COMPACT_DATE,
    COUNT,
    DATE,
    DATE_IN_TEXT,
    ENGLISH_DATES,
    ERA_OFFSETS,
    FISCAL_YEAR,
    KANJI,
    MISTAKABLE,
    MONTH_NAME,
    NO_CLEAR_YEAR,
    PADDED,
    TWO_DATES,
    TWO_YEARS,
    UNPADDED,
    WEEKDAYS,
    WITH_WEEKDAY,
    era_of,
    month_of,
    to_number,
)
from brochure.document.partial_date import PartialDate, japanese_era_date


class DateFaultKind(Enum):
    """Why a text is not a date."""

    UNREADABLE = "unreadable"
    MONTH = "month"  # a month that does not exist
    DAY = "day"  # a day that its month does not have
    ERA = "era"  # a day outside its era
    LUNAR = "lunar"  # a month or day before 1873, when Japan had a lunar calendar
    CONFLICT = "conflict"  # a weekday or a second year that does not agree with the date
    YEAR = "year"  # which number is the year is not clear
    FISCAL = "fiscal"  # 平成30年度


class DateError(ValueError):
    """A text that is not a date, with the reason.

    Attributes:
        kind: The reason.
        part: The part of the text that is wrong: the month, the weekday …
        meant: What it would be: the date in its right era, the right weekday, the last day of the month.
    """

    def __init__(self, text: str, kind: DateFaultKind, part: str = "", meant: str = "") -> None:
        super().__init__(f"not a date: {text!r} ({kind.value})")
        self.kind = kind
        self.part = part
        self.meant = meant


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date with the text that it was typed as.

    ``says_more`` is true if the text says more than the date: a weekday, or the year in both calendars.
    """

    date: PartialDate
    typed: str
    says_more: bool = False

    @property
    def is_unmistakable(self) -> bool:
        """Whether the text can be nothing but a date; 2018.5, 20180508 or R2 may be something else."""
        return not MISTAKABLE.fullmatch(_plain(self.typed))

    def has_form_of(self, other: str) -> bool:
        """Whether another date is written in the same form, with other numbers.

        >>> read_date("2018年5月8日").has_form_of("2019年10月1日")
        True
        >>> read_date("2018/5/8").has_form_of("2018/05/08")
        False
        """
        one, two = _numbers(self.typed), _numbers(other)
        padded, short = (any(map(form.search, [*one, *two])) for form in (PADDED, UNPADDED))
        forms, others = _skeletons(self.typed), _skeletons(other)
        return not forms.isdisjoint(others) and not (padded and short)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a running text, from ``start`` to ``end``."""

    start: int
    end: int
    date: PartialDate
    typed: str


_BRACKET = re.compile(r"\s*\([^()]{1,24}\)")
_LONGEST = 60  # no date is longer


def read_date(text: str) -> WrittenDate:
    """Read a date as people write it: a year, a month or a day.

    Raises:
        DateError: It is not a date, or there is no such day.

    >>> read_date("平成三十年五月八日").date, read_date("Ｈ３０．５").date.iso()
    (PartialDate(year=2018, month=5, day=8), '2018-05')
    >>> read_date("2018（平成30）年5月8日（火）").date.iso()
    '2018-05-08'
    >>> try: read_date("平成35年4月")
    ... except DateError as fault: print(fault.meant)
    令和5年4月
    """
    typed, plain = text.strip(), _plain(text)
    if len(plain) > _LONGEST:
        raise DateError(plain[:_LONGEST], DateFaultKind.UNREADABLE)
    for read in (_with_two_years, _with_weekday, _with_two_dates):
        if (date := read(plain)) is not None:
            return WrittenDate(date, typed, says_more=True)
    if (date := _single(plain)) is None:
        raise _fault_of(plain)
    return WrittenDate(date, typed)


def find_dates(text: str, *, bare_years: bool = False) -> Iterator[FoundDate]:
    """Yield the dates in a running text; only texts that can be nothing but dates.

    Args:
        text: The text.
        bare_years: Whether a number of four digits is a year.

    >>> [(one.typed, one.date.iso()) for one in find_dates("外務省「白書」（平成30年5月、2019/4/1閲覧）12頁")]
    [('平成30年5月', '2018-05'), ('2019/4/1', '2019-04-01')]
    """
    plain, places = _plain_with_places(text)
    at = 0
    while match := DATE_IN_TEXT.search(plain, at):
        start, at = match.start(), match.start() + len(match[0].rstrip())
        ends = [at]
        if bracket := _BRACKET.match(plain, at):  # a weekday, or the date in the other calendar
            ends.insert(0, bracket.end())
        for end in ends:
            date = _date_in_text(plain[start:end].strip(), bare_years=bare_years)
            if date is not None:
                at = end
                yield FoundDate(places[start], places[end], date, text[places[start] : places[end]])
                break


def with_iso_dates(text: str) -> str:
    """Return a text with its dates in one form; texts that differ only in the form of dates become the same.

    >>> with_iso_dates("（平成30年5月8日）") == with_iso_dates("（２０１８．５．８）")
    True
    """
    made, at = [], 0
    for one in find_dates(text):
        made += [text[at : one.start], one.date.iso()]
        at = one.end
    return "".join((*made, text[at:]))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _plain_with_places(text: str) -> tuple[str, list[int]]:
    """The text with half-width signs, and the place in the text of each of its characters and of its end."""
    signs, places = [], []
    for index, sign in enumerate(text):
        for one in unicodedata.normalize("NFKC", sign):
            signs.append(one)
            places.append(index)
    return "".join(signs), [*places, len(text)]


def _date_in_text(plain: str, *, bare_years: bool) -> PartialDate | None:
    """The date that a piece of a running text is; None if it may be something else."""
    try:
        date = read_date(plain)
    except DateError:
        return None
    return date.date if date.is_unmistakable or (bare_years and BARE_YEAR.fullmatch(plain)) else None


def _single(plain: str) -> PartialDate | None:
    """Read a text that is one date and nothing else."""
    if found := COMPACT_DATE.fullmatch(plain):
        return _existing(plain, *map(int, found.groups()))
    for form in ENGLISH_DATES:
        if found := form.fullmatch(plain):
            typed_day = found.groupdict().get("day")
            day = int(typed_day) if typed_day else None
            return _existing(plain, int(found["year"]), month_of(found["month"]), day)
    found = DATE.fullmatch(plain)
    if found is None:
        return None
    parts = [found[name] or found[f"{name}2"] for name in ("month", "day")]
    numbers = [to_number(part) if part else None for part in parts]
    if any(part and number is None for part, number in zip(parts, numbers, strict=True)):
        return None
    return _with_year(plain, found["year"], *numbers)


def _with_year(plain: str, typed: str, month: int | None, day: int | None) -> PartialDate | None:
    """A date with a year of an era or of the western calendar; None if the year is no number."""
    found = re.fullmatch(rf"(?P<era>\D*?)\s*(?P<count>{COUNT})", typed)
    era = era_of(found["era"]) if found else None
    if found is None or era is None:
        digits = re.sub(r"西暦\s*", "", typed)
        western = to_number(digits)
        if western is None or not (digits.isascii() or western >= 1000):  # 十五 is no year
            return None
        return _existing(plain, western, month, day)
    count = to_number(found["count"])
    if count is None:
        return None
    name, offset = era
    year = offset + count
    if name == "明治" and 1 <= count <= 5:
        if month is not None:
            raise DateError(plain, DateFaultKind.LUNAR)
        return PartialDate(year)
    date = _existing(plain, year, month, day)
    first = japanese_era_date(PartialDate(date.year, date.month or 1, date.day or 1))
    if name not in (japanese_era_date(date)[:2], first[:2]):
        raise DateError(plain, DateFaultKind.ERA, part=name, meant=japanese_era_date(date))
    return date


def _existing(plain: str, year: int, month: int | None, day: int | None) -> PartialDate:
    """Return a date.

    Raises:
        DateError: There is no such month or day.
    """
    if year < 1:
        raise DateError(plain, DateFaultKind.UNREADABLE)
    if month is not None and not 1 <= month <= 12:
        raise DateError(plain, DateFaultKind.MONTH, part=str(month))
    if month is not None and day is not None:
        last = calendar.monthrange(year, month)[1]
        if not 1 <= day <= last:
            raise DateError(plain, DateFaultKind.DAY, part=str(day), meant=f"{year}-{month:02}-{last:02}")
    return PartialDate(year, month or 0, day or 0)


def _with_two_years(plain: str) -> PartialDate | None:
    """Read a date with its year in both calendars: 平成30年（2018年）5月8日, 2018（平成30）年5月."""
    found = TWO_YEARS.fullmatch(plain)
    if found is None:
        return None
    whole = found["head"] + found["tail"]
    one = _with_weekday(whole) or _single(whole)
    if one is None:
        return None
    other = "".join(f"{found['other']}年".split())
    rest = one.japanese().removeprefix(f"{one.year}年")
    return _agreeing(plain, one, other, f"{other}{rest}")


def _with_two_dates(plain: str) -> PartialDate | None:
    """Read a date that is written in both calendars: 2018-05-08（平成30年5月8日）."""
    found = TWO_DATES.fullmatch(plain)
    if found is None or (one := _single(found["date"])) is None:
        return None
    return _agreeing(plain, one, found["other"], found["other"])


def _agreeing(plain: str, one: PartialDate, part: str, other: str) -> PartialDate | None:
    """Return a date if the other date in the text is the same; ``part`` is what the text has of the other.

    Raises:
        DateError: It is another date.
    """
    try:
        two = _single(other)
    except DateError:
        two = PartialDate(1)  # no date that somebody writes
    if two is None or two == one:
        return two
    meant = one.japanese() if re.match(r"西暦|[0-9]{4}", part) else japanese_era_date(one)
    if part.endswith("年"):
        meant = meant[: meant.index("年") + 1]
    raise DateError(plain, DateFaultKind.CONFLICT, part=part, meant=meant)


def _with_weekday(plain: str) -> PartialDate | None:
    """Read a day with its weekday: 2018年5月8日（火）.

    Raises:
        DateError: The day has another weekday.
    """
    found = WITH_WEEKDAY.fullmatch(plain)
    date = _single(found["date"]) if found else None
    if found is None or date is None or not date.day:
        return None
    weekday = WEEKDAYS[date.first_day().weekday()]
    if (found["weekday"] or found["bare"]) != weekday:
        raise DateError(plain, DateFaultKind.CONFLICT, part=found["weekday"] or found["bare"], meant=weekday)
    return date


def _fault_of(plain: str) -> DateError:
    """The reason why a text is not a date."""
    if found := FISCAL_YEAR.fullmatch(plain):
        try:
            year = _with_year(plain, found["year"], None, None)
        except DateError as fault:
            return fault
        if year is not None:
            return DateError(plain, DateFaultKind.FISCAL, meant=str(year.year))
    if NO_CLEAR_YEAR.fullmatch(plain):
        return DateError(plain, DateFaultKind.YEAR)
    return DateError(plain, DateFaultKind.UNREADABLE)


def _numbers(typed: str) -> list[str]:
    return re.findall(r"\d+", typed)


def _skeletons(typed: str) -> set[str]:
    """The forms that a date may have: its text with a sign for each number, era and name of a month.

    May is a name in full, or a short one.
    """
    made = re.sub("|".join(ERA_OFFSETS), "和", typed.strip())
    made = re.sub(r"^[MTSHR](?=\W*\d)", "R", made)
    made = re.sub(r"[0-9]+|(?<=和)元", "0", made)
    made = re.sub(r"[０-９]+", "０", re.sub(rf"[{KANJI}十百千]+(?=[年月日])", "一", made))
    month = re.search(MONTH_NAME, made, re.IGNORECASE)
    if month is None:
        return {made}
    name = month["month"]
    signs = ["Jan", "January"] if name.lower() == "may" else ["Jan" if len(name) == 3 else "January"]
    return {made.replace(name, sign) for sign in signs}
