"""Dates of sources: what people and programs write, as dates of CSL-JSON.

The standard form has ``date-parts`` (one date, or the two ends of a range; an open end is an empty list),
``season`` (1 to 4), ``circa``, or ``literal`` for words that say that the date is unknown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from brochure.document.partial_date import PartialDate
from brochure.document.written_date import DateError, read_date
from brochure.schema.yaml_reader import Data

DATE_PARTS = ("date-parts", "season", "circa", "literal", "raw")
_SEASONS = {"春": 1, "夏": 2, "秋": 3, "冬": 4, "spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_SEASON = re.compile(r"(\d{4})(?:-2([1-4])|年?\s*([春夏秋冬]))")  # EDTF: 2024-21 is spring
_ENGLISH_SEASON = re.compile(r"(spring|summer|autumn|fall|winter)\s+(\d{4})", re.IGNORECASE)
_CIRCA = re.compile(
    r"(?:c\.|ca\.?|circa|約)\s*(?P<after>.+)|(?P<before>.+?)\s*(?:頃|ごろ|[~?%])", re.IGNORECASE
)
_BEFORE_CHRIST = re.compile(r"(?:紀元前|BC\s*)(\d{1,4})年?|(\d{1,4})\s*BC|-(\d{4})", re.IGNORECASE)
_UNKNOWN = re.compile(
    r"[\[(]?(?:n\.\s?d\.?|s\.\s?a\.?|no date|undated"
    r"|(?:刊行?|出版|発行|作成)?(?:年|年月日|日付)(?:不明|なし))[\])]?",
    re.IGNORECASE,
)
_RANGE_SIGN = re.compile(r"\s*(?:/|〜|~(?=[^/])|–)\s*")
_OPEN = ("", "..")  # an end of a range that is open or unknown (EDTF)


def csl_date(value: Data) -> dict[str, Any]:
    """Return a date in the standard form.

    Raises:
        ValueError, TypeError, KeyError: It is not a date.

    >>> csl_date("2018-05"), csl_date({"date-parts": [["2018", "5", "31"]]})
    ({'date-parts': [[2018, 5]]}, {'date-parts': [[2018, 5, 31]]})
    >>> csl_date("2024-09-12/14") == csl_date("2024-09-12/2024-09-14")
    True
    >>> csl_date("2024-21"), csl_date("1935~")
    ({'date-parts': [[2024]], 'season': 1}, {'date-parts': [[1935]], 'circa': True})
    >>> csl_date("令和6年4月"), csl_date("n.d.")
    ({'date-parts': [[2024, 4]]}, {'literal': 'n.d.'})
    """
    if isinstance(value, dict):
        return _from_mapping(value)
    if not isinstance(value, str):
        raise TypeError(value)
    return _from_text(value)


def typed_dates(text: str) -> list[str]:
    """Return the texts that must be dates: the whole text, and the two ends if it is a range."""
    ends = _RANGE_SIGN.split(text.strip())
    return [text, *ends] if len(ends) == 2 else [text]


def _from_mapping(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a date of CSL-JSON; words that can be read as a date become one."""
    if unknown_parts := set(value) - set(DATE_PARTS):
        raise ValueError(unknown_parts)
    made: dict[str, Any]
    if value.get("date-parts") is None:
        words = str(value.get("literal") or value["raw"])
        try:
            made = _from_text(words)
        except ValueError:
            made = {"literal": words}
    else:
        made = {"date-parts": [_checked_parts(date) for date in value["date-parts"]]}
        if not made["date-parts"] or not any(made["date-parts"]):
            raise ValueError(value)
    if (season := value.get("season")) not in (None, ""):
        made["season"] = _season_number(str(season))
    if str(value.get("circa") or "").lower() not in ("", "false", "0", "no"):
        made["circa"] = True
    return made


def _season_number(text: str) -> int:
    """Return the number of a season: ``2``, ``22`` (EDTF), ``夏`` or ``summer``."""
    known = _SEASONS.get(text.strip().lower())
    number = known or int(text) % 20
    if not 1 <= number <= 4:
        raise ValueError(text)
    return number


def _from_text(text: str) -> dict[str, Any]:
    plain = unicodedata.normalize("NFKC", text).strip()
    if _UNKNOWN.fullmatch(plain):
        return {"literal": text.strip()}
    made = _single(plain)
    if made is None and len(ends := _RANGE_SIGN.split(plain)) == 2:
        made = _range(*ends)
    if made is None:
        raise ValueError(f"not a date: {text!r}")
    return made


def _range(begin: str, end: str) -> dict[str, Any] | None:
    """Return a range; the end may leave out what it shares with the begin (2024-09-12/14)."""
    if begin in _OPEN and end in _OPEN:
        return None
    first = {} if begin in _OPEN else _single(begin)
    if first is None or "season" in first:
        return None
    if end in _OPEN:
        last: dict[str, Any] | None = {}
    else:
        last = _single(end) or _shortened(first, end)
    if last is None or "season" in last:
        return None
    made: dict[str, Any] = {"date-parts": [*first.get("date-parts", [[]]), *last.get("date-parts", [[]])]}
    one, other = made["date-parts"]
    if one and other and other < one[: len(other)]:
        return None  # the end is before the begin
    if first.get("circa") or last.get("circa"):
        made["circa"] = True
    return made


def _shortened(first: Mapping[str, Any], end: str) -> dict[str, Any] | None:
    """Read an end such as ``14`` or ``10-02`` after the day, or ``09`` after the month, of the begin."""
    if not re.fullmatch(r"\d{2}(?:-\d{2})?", end) or not first.get("date-parts"):
        return None
    known = [f"{part:02}" for part in first["date-parts"][0]]
    given = end.split("-")
    if len(known) <= len(given):
        return None
    return _single("-".join([*known[: len(known) - len(given)], *given]))


def _single(text: str) -> dict[str, Any] | None:
    """Read one date, or return None."""
    if found := _SEASON.fullmatch(text):
        number = int(found[2]) if found[2] else _SEASONS[found[3]]
        return {"date-parts": [[int(found[1])]], "season": number}
    if found := _ENGLISH_SEASON.fullmatch(text):
        return {"date-parts": [[int(found[2])]], "season": _SEASONS[found[1].lower()]}
    if found := _BEFORE_CHRIST.fullmatch(text):
        year = next(part for part in found.groups() if part)
        return {"date-parts": [[-int(year)]]} if int(year) else None
    try:
        date = read_date(text).date
    except DateError:
        pass
    else:
        return {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]}
    if (found := _CIRCA.fullmatch(text)) and (inner := _single(found["after"] or found["before"])):
        return {**inner, "circa": True}
    return None


def _checked_parts(parts: Any) -> list[int]:
    """Return the parts of a date as numbers, without the trailing zeros and blanks that programs write.

    Raises:
        ValueError: There is no such day.
    """
    numbers = [int(part) for part in parts if str(part).strip()]
    while numbers and not numbers[-1]:
        numbers.pop()
    if not numbers:
        return []
    if 0 in numbers:
        raise ValueError(parts)
    year, *rest = numbers
    PartialDate.parse("-".join([f"{abs(year):04}", *(f"{part:02}" for part in rest)]))
    return numbers
