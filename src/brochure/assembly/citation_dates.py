"""Dates of citations, worded as a CSL style asks: single dates, ranges, seasons, years before Christ.

citeproc-py 0.11 fails on ranges of days, loses the year of a range within a year, and ignores seasons. So
each ``<date>`` of a style is worded here, from its date-parts, and reaches citeproc-py as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brochure.document.partial_date import PartialDate, japanese_era_date

Terms = Callable[[str, str], str]  # name and form (long, short) to the word of the style's language
_NAMES = ("year", "month", "day")
_ERA_OPENER = "{和暦 "  # a prefix that asks for the Japanese calendar
_ERA = re.compile(r"\{和暦 ([\d–-]+)\}?")  # without a day, some styles omit the closing brace
_ERA_REST = re.compile(r"\{和暦 ([^{}]*)\}?")  # words instead of a date


@dataclass(frozen=True, slots=True)
class DatePart:
    """A ``<date-part>`` of a style."""

    name: str
    form: str = ""
    prefix: str = ""
    suffix: str = ""
    range_delimiter: str = "–"
    text_case: str = ""
    strip_periods: bool = False


@dataclass(frozen=True, slots=True)
class DateForm:
    """A ``<date>`` of a style.

    ``whole`` asks for both dates of a range in full. ``circa`` is true if the style itself does not say that
    a date is uncertain.
    """

    variable: str
    parts: tuple[DatePart, ...]
    delimiter: str = ""
    whole: bool = False
    circa: bool = False


def date_text(form: DateForm, value: Mapping[str, Any], terms: Terms) -> str:
    """Return the words of a date; empty if the form asks for nothing that the date has.

    As CSL defines it, a range prints once what both dates share, with the delimiter of the largest part that
    differs: 2024年9月12日–14日, 12–14 September 2024.
    """
    if "literal" in value:
        return str(value["literal"])
    text = _dated(form, value, terms)
    if text and value.get("circa") and form.circa:
        return terms("circa", "around").replace("{date}", text)
    return text


def _dated(form: DateForm, value: Mapping[str, Any], terms: Terms) -> str:
    """Return the words of one date or a range."""
    dates: list[Sequence[int]] = [tuple(date) for date in value.get("date-parts", [])]
    season = int(value.get("season", 0))
    if len(dates) < 2:
        return _joined(form, _worded(form, dates[0] if dates else (), season, terms))
    begin, end = (_worded(form, date, 0, terms) for date in dates[:2])
    if not dates[0] or not dates[1]:  # an open range
        delimiter = form.parts[0].range_delimiter if form.parts else "–"
        return f"{_joined(form, begin).strip()}{delimiter}{_joined(form, end).strip()}"
    differing = [name for name in _NAMES if name in (*begin, *end) and _part(dates, name)]
    if not differing:
        return _joined(form, begin)
    return _range(form, begin, end, differing)


def is_era_prefix(prefix: str) -> bool:
    """Whether the prefix of a date asks for the Japanese calendar."""
    return prefix.endswith(_ERA_OPENER)


def with_eras(text: str) -> str:
    """Replace ``{和暦 2018-5-31}`` by 平成30年5月31日.

    >>> with_eras("（{和暦 2018-5-31}）"), with_eras("{和暦 2018-4–2019-3}")
    ('（平成30年5月31日）', '平成30年4月–平成31年3月')
    """
    text = _ERA.sub(lambda found: "–".join(_era(date.strip("-")) for date in found[1].split("–")), text)
    return _ERA_REST.sub(r"\1", text)


def _era(text: str) -> str:
    return japanese_era_date(PartialDate(*(int(part) for part in text.split("-")))) if text else ""


def _part(dates: Sequence[Sequence[int]], name: str) -> bool:
    """Whether the two dates of a range differ in a part or a larger one."""
    size = _NAMES.index(name) + 1
    return dates[0][:size] != dates[1][:size]


def _range(form: DateForm, begin: Mapping[str, str], end: Mapping[str, str], differing: list[str]) -> str:
    """Return a range; the parts that both dates share stand once, before or after the parts that differ."""
    order = [part.name for part in form.parts if part.name in begin or part.name in end]
    places = [order.index(name) for name in differing]
    first, last = (0, len(order)) if form.whole else (min(places), max(places) + 1)
    delimiter = next(part.range_delimiter for part in form.parts if part.name == differing[0])
    before, block, after = order[:first], order[first:last], order[last:]

    def run(words: Mapping[str, str], names: list[str]) -> list[str]:
        return [words[name] for name in names if name in words]

    left = form.delimiter.join([*run(begin, before), *run(begin, block)]).rstrip(" ,")
    right = form.delimiter.join([*run(end, block), *run(end, after)])
    prefix = next(part.prefix for part in form.parts if part.name == block[0])
    return f"{left}{delimiter}{right.removeprefix(prefix).lstrip() if first else right.lstrip()}".strip()


def _joined(form: DateForm, words: Mapping[str, str]) -> str:
    return form.delimiter.join(words[part.name] for part in form.parts if part.name in words)


def _worded(form: DateForm, date: Sequence[int], season: int, terms: Terms) -> dict[str, str]:
    """Return the words of a date by the name of the part; a season takes the place of the month."""
    found = dict(zip(_NAMES, date, strict=False))
    words: dict[str, str] = {}
    for part in form.parts:
        if part.name == "month" and season and "month" not in found:
            year = words.get("year", "")
            blank = "" if not year or year[-1] in "年 " else " "
            words["month"] = f"{blank}{terms(f'season-{season:02}', 'long')}"
        elif part.name in found:
            text = _cased(part, _number(part, found[part.name], terms))
            words[part.name] = f"{part.prefix}{text}{part.suffix}"
    return words


def _number(part: DatePart, number: int, terms: Terms) -> str:
    """Return a year, month or day in the form of its date-part."""
    if part.name == "year":
        return str(abs(number))[-2:] if part.form == "short" else _year(number, terms)
    if part.form == "numeric-leading-zeros":
        return f"{number:02}"
    if part.name == "month" and part.form in ("", "long", "short"):
        return terms(f"month-{number:02}", part.form or "long") or str(number)
    if part.form == "ordinal":
        names = (f"ordinal-{number:02}", f"ordinal-{number % 10:02}", "ordinal")
        return f"{number}{next(filter(None, (terms(name, 'long') for name in names)), '')}"
    return str(number)


def _year(year: int, terms: Terms) -> str:
    """Return a year; the word for years before Christ stands as the language has it.

    CSL also adds a word to the years before 1000. In Japanese text, 645年 needs none.
    """
    if terms("bc", "position") == "before":
        return f"{terms('bc', 'long')}{-year}" if year < 0 else str(year)
    if year < 0:
        return f"{-year} {terms('bc', 'long').strip()}"
    return f"{year} {terms('ad', 'long').strip()}" if year < 1000 else str(year)


def _cased(part: DatePart, text: str) -> str:
    text = text.replace(".", "") if part.strip_periods else text
    match part.text_case:
        case "lowercase":
            return text.lower()
        case "uppercase":
            return text.upper()
        case "capitalize-first" | "capitalize-all" | "title" | "sentence":
            return text[:1].upper() + text[1:]
    return text
