"""The forms in which people write dates, as regular expressions of half-width text; kanji numbers."""

from __future__ import annotations

import re

from brochure.document.partial_date import ERAS

_LETTERS = {letter: name for _, name, letter, _ in ERAS}
ERA_OFFSETS = {name: offset for _, name, _, offset in ERAS}
_SHORT_NAMES = {name[0]: name for name in ERA_OFFSETS}  # 平30・5・8, as in lists of judgements
KANJI = "〇零○◯一二三四五六七八九壱弐参"
_KANJI_DIGITS = {digit: number for number, digit in enumerate("〇一二三四五六七八九")} | {
    **dict.fromkeys("零○◯", 0),
    **{"壱": 1, "弐": 2, "参": 3},
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
WEEKDAYS = "月火水木金土日"

_ERA_NAME = f"(?:{'|'.join(ERA_OFFSETS)})"
COUNT = rf"(?:元|[0-9]{{1,2}}|[{KANJI}十拾]{{1,3}})"
_ERA_YEAR = rf"(?:{_ERA_NAME}|[MTSHRmtshr]\.?|[{''.join(_SHORT_NAMES)}])\s*{COUNT}"
_WESTERN_YEAR = rf"(?:西暦\s*)?(?:[0-9]{{4}}|[{KANJI}十拾百千]{{2,7}})"
_YEAR = rf"(?:{_ERA_YEAR}|{_WESTERN_YEAR})"
_NUMBER = rf"(?:[0-9]{{1,2}}|[{KANJI}十拾]{{1,3}})"
DATE = re.compile(
    rf"(?P<year>{_YEAR})(?:\s*年(?:\s*(?P<month>{_NUMBER})\s*月(?:\s*(?P<day>{_NUMBER})\s*日)?)?"
    rf"|\s*(?P<sign>[-/.・])\s*(?P<month2>{_NUMBER})(?:\s*(?P=sign)\s*(?P<day2>{_NUMBER}))?)?"
)
COMPACT_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
MONTH_NAME = (
    rf"(?P<month>{'|'.join(_MONTH_NAMES)}|sept|{'|'.join(name[:3] for name in _MONTH_NAMES)})(?![A-Za-z])\.?"
)
ENGLISH_DATES = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{MONTH_NAME}\s*(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+)(?P<year>[0-9]{{4}})",
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\.?\s*{MONTH_NAME},?\s*(?P<year>[0-9]{{4}})",
        rf"{MONTH_NAME},?\s*(?P<year>[0-9]{{4}})",
        rf"(?P<year>[0-9]{{4}})[\s,/-]+{MONTH_NAME}(?:[\s/-]+(?P<day>[0-9]{{1,2}}))?",
    )
)
TWO_YEARS = re.compile(rf"(?P<head>{_YEAR}\s*年?)\s*\((?P<other>{_YEAR})\s*年?\)\s*(?P<tail>.*)")
WITH_WEEKDAY = re.compile(
    rf"(?P<date>.*?[0-9日{KANJI}十])\s*"
    rf"(?:\((?P<weekday>[{WEEKDAYS}])(?:曜日?)?(?:[・、,]?祝日?)?\)|(?P<bare>[{WEEKDAYS}])曜日?)"
)
TWO_DATES = re.compile(r"(?P<date>[^()]+?)\s*\((?P<other>[^()]+)\)")
FISCAL_YEAR = re.compile(rf"(?P<year>{_YEAR})\s*年度")
NO_CLEAR_YEAR = re.compile(
    r"'?[0-9]{1,2}(?:\s*年.*|\s*月(?:\s*[0-9]{1,2}\s*日?)?|[-/.][0-9]{1,2}(?:[-/.](?:[0-9]{4}|[0-9]{1,2}))?)"
)
MISTAKABLE = re.compile(
    r"[0-9]{4}|[0-9]{8}|[0-9]{4}\s*[-/.・]\s*[0-9]{1,2}|[A-Za-z]\.?\s*[0-9]+(?:\s*[-/.・]\s*[0-9]+)?"
    rf"|[{KANJI}十拾百千]+|[{''.join(_SHORT_NAMES)}]\s*{COUNT}(?:\s*[-/.・年]\s*(?:{_NUMBER}\s*月?)?)?"
)
PADDED, UNPADDED = re.compile(r"^0\d$"), re.compile(r"^\d$")
_BOTH_YEARS = rf"{_YEAR}\s*年?\s*\({_YEAR}\s*年?\)(?:\s*年)?(?:\s*{_NUMBER}\s*月(?:\s*{_NUMBER}\s*日)?)?"
_FORMS = "|".join(
    re.sub(r"\?P<(?!sign)\w+>", "?:", form.pattern)
    for form in (re.compile(_BOTH_YEARS), *ENGLISH_DATES, DATE)
)
DATE_IN_TEXT = re.compile(
    rf"(?<![0-9A-Za-z{KANJI}十百千])(?:{_FORMS})"
    # not a part of a longer number or word, and no fiscal year, edition or decade
    rf"(?!(?<=[0-9A-Za-z])[0-9A-Za-z]|(?<=[0-9{KANJI}十])\s*[年月日{KANJI}十]|\s*年?(?:度|版|[代間前後])|世紀)",
    re.IGNORECASE,
)
BARE_YEAR = re.compile(r"[12][0-9]{3}")


def _json_pattern() -> str:
    """A pattern of JSON Schema that all dates match, and few other texts; editors check with it."""
    digit, blank, letters = "[0-9０-９]", "[ \u3000]*", "MTSHRmtshrＭＴＳＨＲｍｔｓｈｒ"
    era = rf"(?:{_ERA_NAME}|[{letters}][.．]?|[{''.join(_SHORT_NAMES)}㍾㍽㍼㍻㋿])"
    kanji = f"[{KANJI}十拾百千]"
    western = rf"(?:西暦{blank})?(?:{digit}{{4}}|{kanji}{{2,7}})"
    year = rf"(?:{era}{blank}(?:元|{digit}{{1,2}}|{kanji}{{1,3}})|{western})"
    number = rf"{blank}(?:{digit}{{1,2}}|{kanji}{{1,3}}){blank}"
    months = f"(?:{number}月(?:{number}日)?)?"
    signs = f"(?:[-/.・－／．･]{number}){{0,2}}"
    also = rf"{blank}[（(][^()（）]{{1,30}}[)）]{blank}"
    names = "|".join(form for name in _MONTH_NAMES for form in (name[:3].title(), name[:3], name[:3].upper()))
    english = rf"[0-9]{{0,4}}(?:st|nd|rd|th)?[ .,/-]*(?:{names})[A-Za-z]*[0-9 .,/-]*(?:st|nd|rd|th)?[0-9 ,]*"
    japanese = (
        rf"{year}{blank}(?:{also})?(?:年{blank}(?:{also})?{months}|{signs})(?:{also}|[{WEEKDAYS}]曜日?)?"
    )
    return rf"^{blank}(?:{digit}{{8}}|{japanese}|{english}){blank}$"


DATE_PATTERN = _json_pattern()
"""The pattern of dates in the JSON Schema."""


def era_of(word: str) -> tuple[str, int] | None:
    """Return the name of an era and the year before its first, by name or letter.

    >>> era_of("H"), era_of("昭和")
    (('平成', 1988), ('昭和', 1925))
    """
    sign = word.rstrip(".")
    name = _LETTERS.get(sign.upper()) or _SHORT_NAMES.get(sign) or sign
    return (name, ERA_OFFSETS[name]) if name in ERA_OFFSETS else None


def kanji_number(text: str) -> int | None:
    """Return the number that kanji write, by digits (二〇一八) or with units (三十一); None for other texts.

    >>> kanji_number("二〇一八"), kanji_number("千九百八十三"), kanji_number("十"), kanji_number("十十")
    (2018, 1983, 10, None)
    """
    if all(sign in _KANJI_DIGITS for sign in text):
        return int("".join(str(_KANJI_DIGITS[sign]) for sign in text)) if text else None
    total, digit, last = 0, None, 10_000
    for sign in text:
        if sign in _UNITS:
            if _UNITS[sign] >= last:
                return None
            last = _UNITS[sign]
            total += last * (1 if digit is None else digit)
            digit = None
        elif sign in _KANJI_DIGITS and digit is None:
            digit = _KANJI_DIGITS[sign]
        else:
            return None
    return total + (digit or 0)


def to_number(text: str) -> int | None:
    """Return a number in digits or in kanji; 元 is 1; None for other texts."""
    if text == "元":
        return 1
    return int(text) if text.isascii() else kanji_number(text)


def month_of(name: str) -> int:
    """Return the number of a month from its English name or an abbreviation."""
    return next(number for number, full in enumerate(_MONTH_NAMES, 1) if full.startswith(name[:3].lower()))
