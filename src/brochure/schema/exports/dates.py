"""Dates of exports as CSL dates: ISO 8601, EDTF, Japanese eras, names of months, habits of services."""

from __future__ import annotations

import re
import unicodedata

from brochure.document.date_forms import era_of, kanji_number
from brochure.document.partial_date import PartialDate
from brochure.document.written_date import DateError, DateFaultKind, read_date
from brochure.schema.yaml_reader import Data

_ERA = re.compile(r"(明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHR](?=\d{1,2}[.年/-]))(元|\d{1,2})年?(?!度)")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTH_NAMES)})[a-z]*\.?"
_SEASONS = {"spring": "1", "summer": "2", "autumn": "3", "fall": "3", "winter": "4",
            "春": "1", "夏": "2", "秋": "3", "冬": "4"}  # fmt: skip
_PARTS = re.compile(r"(\d{4})(?:[-/.年](?:(\d{1,2})(?:[-/.月](?:(\d{1,2})日?)?)?)?)?(?:/{0,2}|[-.]?)")
_WORDED = (
    re.compile(r"(?P<month>\d{1,2})月 ?(?P<day>\d{1,2})日?, ?(?P<year>\d{4})"),  # 7月 1, 2024 of Zotero
    re.compile(rf"{_MONTH} +(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? +(?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(rf"(?P<day>\d{{1,2}})\.? +{_MONTH},? +(?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(rf"{_MONTH},? +(?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(rf"(?P<year>\d{{4}})[ ,/-]+{_MONTH}(?:[ /-]+(?P<day>\d{{1,2}}))?", re.IGNORECASE),
)
_SEASON = "|".join(_SEASONS)
_IN_SEASON = re.compile(rf"(\d{{4}})[年/ ,-]*(?:({_SEASON})号?)/?|({_SEASON}),? +(\d{{4}})", re.IGNORECASE)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$")
_RANGE = re.compile(
    r"(?P<first>\d{4}[\d./年月日-]*?)\s*(?:[/~〜–—]|(?<=\d{4})-(?=\d{4}))\s*(?P<last>\d{4}[\d./年月日-]*)"
)
_DOTTED_RANGE = re.compile(
    r"(?P<first>\d{4}[./]\d{1,2}(?:[./]\d{1,2})?)-(?P<last>\d{4}[./]\d{1,2}(?:[./]\d{1,2})?)"
)


def export_date(text: str, month: str = "", day: str = "") -> tuple[dict[str, Data] | None, bool]:
    """Return a date in the form of CSL, and whether it was understood; other words stay as a literal.

    ``month`` and ``day`` are fields of their own, as BibTeX has them.

    >>> export_date("令和６年", "６月")
    ({'date-parts': [['2024', '6']]}, True)
    >>> export_date("2020~"), export_date("2024-21")
    (({'date-parts': [['2020']], 'circa': 'true'}, True), ({'date-parts': [['2024']], 'season': '1'}, True))
    >>> export_date("刊行年不明")
    ({'literal': '刊行年不明'}, False)
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("\u301c", "~")
    if not plain:
        return None, True
    made = _date(plain)
    if made is None:
        return {"literal": " ".join(text.split())}, False
    parts = made.get("date-parts")
    if month.strip() and isinstance(parts, list) and len(parts) == 1:
        (first,) = parts
        if isinstance(first, list) and len(first) == 1:
            return _with_month(made, str(first[0]), month, day)
    return made, True


def _with_month(made: dict[str, Data], year: str, month: str, day: str) -> tuple[dict[str, Data], bool]:
    """Add the month, the range of months or the season of a field of its own."""
    word = unicodedata.normalize("NFKC", month).strip()
    if season := next((number for name, number in _SEASONS.items() if name in word.lower()), ""):
        return {**made, "season": season}, True
    numbers = _month_numbers(word)
    if not numbers or len(numbers) > 2 or not all(1 <= number <= 12 for number in numbers):
        return made, False
    if len(numbers) == 2:
        return {**made, "date-parts": [[year, str(number)] for number in numbers]}, True
    inside = re.search(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|日)?(?![\d月])", word) if not word.isdigit() else None
    of_day = re.sub(r"\D", "", unicodedata.normalize("NFKC", day)) or (inside[1] if inside else "")
    parts = [year, str(numbers[0]), *([str(int(of_day))] if of_day else [])]
    understood = _exists(parts)
    date: list[Data] = [*(parts if understood else parts[:2])]
    return {**made, "date-parts": [date]}, understood


def _month_numbers(word: str) -> list[int]:
    """Return the months named in a field: ``apr``, ``6月``, ``Jul/Aug``, ``7-8``."""
    named = re.findall(rf"\b({'|'.join(_MONTH_NAMES)})", word.lower())
    if named:
        return [_MONTH_NAMES.index(name) + 1 for name in named]
    if found := re.match(r"(?:(\d{1,2})月?[・~/-])?(\d{1,2})月", word):
        return [int(number) for number in found.groups() if number]
    return [int(number) for number in re.findall(r"\d{1,2}", word)]


def _date(text: str) -> dict[str, Data] | None:
    """Return a date; None if the text is not understood."""
    text = re.sub(r"(?<=[年月]) (?=\d)|(?<=\d) (?=[年月日])", "", _TIME.sub("", text))
    if _is_outside_its_era(text):
        return None
    text = _ERA.sub(_western_year, _kanji_years(text))
    text = re.sub(r"^[cｃ©Ⓒ]\.? ?(?=\d{4})", "", text)  # a copyright year, c2021
    bare = re.fullmatch(r"\[(.+?)\]", text)  # a year that the library supplies, [2021]
    text = bare[1] if bare else text
    circa = bool(re.search(r"[~?%]$|頃$|ごろ$", text)) or bool(re.match(r"(?:ca?\.|circa|約)\s*", text))
    text = re.sub(r"^(?:ca?\.|circa|約)\s*|(?:[~?%]+|頃|ごろ)$", "", text).strip()
    made = _season(text) or _range(text) or _single(text)
    return {**made, "circa": "true"} if made and circa else made


def _is_outside_its_era(text: str) -> bool:
    """Whether a text is a date of an era that has no such date, such as 平成35年."""
    try:
        read_date(text)
    except DateError as fault:
        return fault.kind in (DateFaultKind.ERA, DateFaultKind.LUNAR)
    return False


def _western_year(found: re.Match[str]) -> str:
    era = era_of(found[1])
    assert era is not None  # _ERA has no others
    year = f"{era[1] + (1 if found[2] == '元' else int(found[2]))}"
    return year if found.string[found.end() : found.end() + 1] in tuple("./-") else f"{year}年"


def _kanji_years(text: str) -> str:
    """Return the text with kanji years and months as digits: 令和六年十一月."""

    def digits(found: re.Match[str]) -> str:
        number = kanji_number(found[1])
        return found[0] if number is None else f"{number}{found[2]}"

    return re.sub(
        r"([〇一二三四五六七八九]{1,4}|[二三四五六七八九]?十[一二三四五六七八九]?)([年月日])", digits, text
    )


def _season(text: str) -> dict[str, Data] | None:
    if found := re.fullmatch(r"(\d{4})-2([1-4])", text):  # EDTF
        return {"date-parts": [[found[1]]], "season": found[2]}
    if found := _IN_SEASON.fullmatch(re.sub(r"/{2,}", "/", text)):
        return {"date-parts": [[found[1] or found[4]]], "season": _SEASONS[(found[2] or found[3]).lower()]}
    return None


def _range(text: str) -> dict[str, Data] | None:
    found = _DOTTED_RANGE.fullmatch(text) or _RANGE.fullmatch(text)
    first, last = (_single(found["first"]), _single(found["last"])) if found else (None, None)
    if not first or not last:
        return None
    begin, end = first["date-parts"], last["date-parts"]
    assert isinstance(begin, list) and isinstance(end, list)
    return {"date-parts": [*begin, *end]}


def _single(text: str) -> dict[str, Data] | None:
    parts: list[str] = []
    if found := _PARTS.fullmatch(text):
        parts = [part for part in found.groups() if part and int(part)]
    elif found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text):
        parts = list(found.groups())
    else:
        for form in _WORDED:
            if found := form.fullmatch(text):
                named = found.groupdict()
                month = named["month"].lower()[:3]
                number = month if month.isdigit() else str(_MONTH_NAMES.index(month) + 1)
                parts = [named["year"], number, *([named["day"]] if named.get("day") else [])]
                break
    return {"date-parts": [[str(int(part)) for part in parts]]} if parts and _exists(parts) else None


def _exists(parts: list[str]) -> bool:
    """Whether this year, month or day exists."""
    try:
        PartialDate.parse("-".join(f"{int(part):0{2 if index else 4}}" for index, part in enumerate(parts)))
    except ValueError:
        return False
    return True
