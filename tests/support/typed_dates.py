"""Dates in the forms in which people type them, written without the code that reads them."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator

from brochure.document.partial_date import PartialDate

_FULL = str.maketrans("0123456789/.-H", "０１２３４５６７８９／．－Ｈ")
_ERAS = (  # first day, last day, name, letter
    ((1873, 1, 1), (1912, 7, 29), "明治", "M", 1868),
    ((1912, 7, 30), (1926, 12, 24), "大正", "T", 1912),
    ((1926, 12, 25), (1989, 1, 7), "昭和", "S", 1926),
    ((1989, 1, 8), (2019, 4, 30), "平成", "H", 1989),
    ((2019, 5, 1), (2060, 12, 31), "令和", "R", 2019),
)
_ENGLISH = [
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
]
_DIGITS = "〇一二三四五六七八九"


def random_date(dice: random.Random) -> PartialDate:
    """A year, a month or a day from 1873 to 2060, often near a change of the era."""
    day = datetime.date(1873, 1, 1) + datetime.timedelta(days=dice.randrange(68_000))
    if dice.random() < 0.3:
        edge = datetime.date(*dice.choice(_ERAS[1:])[0])
        day = edge + datetime.timedelta(days=dice.randrange(-40, 40))
    known = dice.choice((1, 2, 3, 3))
    return PartialDate(*(day.year, day.month, day.day)[:known])


def forms_of(date: PartialDate, dice: random.Random) -> Iterator[str]:
    """Yield a date in all forms that say nothing but the date."""
    year, month, day = date.year, date.month, date.day
    parts = [part for part in (month, day) if part]
    yield from _numbers(f"{year}", parts)
    yield from (text.translate(_FULL) for text in _numbers(f"{year}", parts))
    yield from _units(f"{year}", [str(part) for part in parts])
    yield "西暦" + next(_units(f"{year}", [str(part) for part in parts]))
    yield from _units("".join(_DIGITS[int(one)] for one in str(year)), [kanji(part) for part in parts])
    if day:
        yield f"{year}{month:02}{day:02}"
        yield f"{_ENGLISH[month - 1]} {day}, {year}"
        yield f"{day} {_ENGLISH[month - 1][:3]} {year}"
    elif month:
        yield f"{_ENGLISH[month - 1]} {year}"
    for name, letter, count in era_years(date):
        typed = "元" if count == 1 else str(count)
        yield from _units(f"{name}{typed}", [str(part) for part in parts])
        yield from _units(f"{name} {typed} ", [f" {part} " for part in parts])
        yield from _units(f"{name}{typed}".translate(_FULL), [str(part).translate(_FULL) for part in parts])
        yield from _units(f"{name}{'元' if count == 1 else kanji(count)}", [kanji(part) for part in parts])
        yield from _numbers(f"{dice.choice((letter, letter.lower(), f'{letter}.'))}{count}", parts)
        yield from (text.translate(_FULL) for text in _numbers(f"{letter}{count}", parts))
        yield from _numbers(f"{name}{count}", parts)
        if parts:
            yield "・".join(map(str, (f"{name[0]}{count}", *parts)))


def fuller_forms_of(date: PartialDate) -> Iterator[str]:
    """Yield a date in forms that say more than the date: with the weekday, or the year in both calendars."""
    rest = "".join(f"{part}{unit}" for part, unit in ((date.month, "月"), (date.day, "日")) if part)
    for name, _, count in era_years(date):
        typed = "元" if count == 1 else str(count)
        yield f"{name}{typed}年（{date.year}年）{rest}"
        yield f"{date.year}年({name}{typed}年){rest}"
        yield f"{date.year}（{name}{typed}）年{rest}"
        yield f"{date.iso()}（{name}{typed}年{rest}）"
    if date.day:
        weekday = "月火水木金土日"[datetime.date(date.year, date.month, date.day).weekday()]
        yield f"{date.year}年{rest}（{weekday}）"
        yield f"{date.year}/{date.month}/{date.day}({weekday}曜日)"


def era_years(date: PartialDate) -> Iterator[tuple[str, str, int]]:
    """Yield the eras of a date (two if the era changes within it), with their letter and the year in them."""
    first = (date.year, date.month or 1, date.day or 1)
    last = (date.year, date.month or 12, date.day or 31)
    for begin, end, name, letter, one in _ERAS:
        if begin <= last and first <= end:
            yield name, letter, date.year - one + 1


def kanji(number: int) -> str:
    """A number up to 99 in kanji: 三十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + "十" * bool(tens) + (_DIGITS[ones] if ones else "")


def _numbers(year: str, parts: list[int]) -> Iterator[str]:
    for sign in "-/.":
        yield sign.join((year, *map(str, parts)))
        yield sign.join((year, *(f"{part:02}" for part in parts)))
        yield f"{sign} ".join((year, *map(str, parts)))


def _units(year: str, parts: list[str]) -> Iterator[str]:
    yield "".join(f"{part}{unit}" for part, unit in zip((year, *parts), "年月日", strict=False))
