"""Dates as a style words them, against forms written out from the specification of CSL 1.0.2."""

from __future__ import annotations

from typing import Any

import pytest

from brochure.assembly.citation_dates import DateForm, DatePart, date_text, with_eras
from brochure.schema.csl_dates import csl_date

JAPANESE = DateForm(
    "issued",
    (
        DatePart("year", suffix="年", range_delimiter="〜"),
        DatePart("month", "numeric", suffix="月", range_delimiter="〜"),
        DatePart("day", suffix="日", range_delimiter="〜"),
    ),
    circa=True,
)
ISO = DateForm(
    "issued",
    (
        DatePart("year", range_delimiter="/"),
        DatePart("month", "numeric-leading-zeros", prefix="-", range_delimiter="/"),
        DatePart("day", "numeric-leading-zeros", prefix="-", range_delimiter="/"),
    ),
)
BRITISH = DateForm("issued", (DatePart("day"), DatePart("month"), DatePart("year")), " ")
AMERICAN = DateForm(
    "issued", (DatePart("month", suffix=" "), DatePart("day", suffix=", "), DatePart("year")), circa=True
)
YEAR = DateForm("issued", (DatePart("year"),))
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def english(name: str, form: str) -> str:
    """A few English terms."""
    if form in ("position", "around"):
        return {"position": "after", "around": "ca. {date}"}[form]
    kind, _, number = name.partition("-")
    if kind == "month":
        return _MONTHS[int(number) - 1][: 3 if form == "short" else None]
    return {
        "bc": "BC",
        "ad": "AD",
        "season-02": "Summer",
        "ordinal": "th",
        "ordinal-01": "st",
        "ordinal-11": "th",
    }.get(name, "")


def japanese(name: str, form: str) -> str:
    """A few Japanese terms."""
    if form in ("position", "around"):
        return {"position": "before", "around": "{date}頃"}[form]
    return {"bc": "紀元前", "season-02": "夏"}.get(name, "")


@pytest.mark.parametrize(
    ("form", "written", "expected"),
    [
        (JAPANESE, "2019-04-20", "2019年4月20日"),
        (JAPANESE, "2019-04-20/22", "2019年4月20日〜22日"),
        (JAPANESE, "2019-04-20/2019-05-02", "2019年4月20日〜5月2日"),
        (JAPANESE, "2019-12-30/2020-01-03", "2019年12月30日〜2020年1月3日"),
        (JAPANESE, "2019-04/09", "2019年4月〜9月"),
        (JAPANESE, "2019/2021", "2019年〜2021年"),
        (JAPANESE, "2019/2020-03", "2019年〜2020年3月"),
        (JAPANESE, "2019-04/..", "2019年4月〜"),
        (JAPANESE, "../2019-04", "〜2019年4月"),
        (JAPANESE, "2019年夏", "2019年夏"),
        (JAPANESE, "1935~", "1935年頃"),
        (JAPANESE, "紀元前44年", "紀元前44年"),
        (JAPANESE, "0645", "645年"),
        (JAPANESE, "刊年不明", "刊年不明"),
        (ISO, "2019-04-20/22", "2019-04-20/22"),
        (ISO, "2019-04-20/2019-05-02", "2019-04-20/05-02"),
        (ISO, "2019-04/2020-03", "2019-04/2020-03"),
        (ISO, "2019-22", "2019 夏"),
    ],
)
def test_dates_in_japanese_and_iso_order(form: DateForm, written: str, expected: str) -> None:
    assert date_text(form, csl_date(written), japanese) == expected


@pytest.mark.parametrize(
    ("form", "written", "expected"),
    [
        (BRITISH, "2019-04-20", "20 April 2019"),
        (BRITISH, "2019-04-20/22", "20–22 April 2019"),
        (BRITISH, "2019-04-20/2019-05-02", "20 April–2 May 2019"),
        (BRITISH, "2019-04/2020-03", "April 2019–March 2020"),
        (BRITISH, "2019-22", "Summer 2019"),
        (AMERICAN, "2019-04-20/22", "April 20–22, 2019"),
        (AMERICAN, "2019-09-30/2019-10-01", "September 30–October 1, 2019"),
        (AMERICAN, "1935~", "ca. 1935"),
        (AMERICAN, "-0044", "44 BC"),
        (AMERICAN, "0645", "645 AD"),
        (YEAR, "2019-04/09", "2019"),
        (YEAR, "2019-04/2020-03", "2019–2020"),
    ],
)
def test_dates_in_english_order(form: DateForm, written: str, expected: str) -> None:
    assert date_text(form, csl_date(written), english).replace("  ", " ") == expected


@pytest.mark.parametrize(
    ("part", "number", "expected"),
    [
        (DatePart("year", "short"), (2019,), "19"),
        (DatePart("month", "short", strip_periods=True), (2019, 4), "Apr"),
        (DatePart("month", text_case="uppercase"), (2019, 4), "APRIL"),
        (DatePart("month", text_case="lowercase"), (2019, 4), "april"),
        (DatePart("day", "numeric-leading-zeros"), (2019, 4, 5), "05"),
        (DatePart("day", "ordinal"), (2019, 4, 5), "5th"),
        (DatePart("day", "ordinal"), (2019, 4, 21), "21st"),
        (DatePart("day", "ordinal"), (2019, 4, 11), "11th"),
        (DatePart("day"), (2019, 4), ""),
    ],
)
def test_forms_of_a_date_part(part: DatePart, number: tuple[int, ...], expected: str) -> None:
    value: dict[str, Any] = {"date-parts": [list(number)]}
    assert date_text(DateForm("issued", (part,)), value, english) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（{和暦 2018-5-31}）", "（平成30年5月31日）"),
        ("{和暦 2018-5-", "平成30年5月"),
        ("{和暦 2018-4–2019-5}", "平成30年4月–令和元年5月"),
        ("{和暦 2018–}", "平成30年–"),
        ("（{和暦 刊年不明}）", "（刊年不明）"),
    ],
)
def test_a_style_may_ask_for_the_japanese_calendar(text: str, expected: str) -> None:
    assert with_eras(text) == expected


def test_no_date_fails_and_none_loses_its_year() -> None:
    dates = ["2019", "2019-04", "2019-04-20", "2019-22", "-0044", "1935~", "n.d."]
    ends = ["2021", "2021-04", "2019-04-25", "2019-11", ".."]
    written = [*dates, *(f"{one}/{other}" for one in dates[:3] for other in ends)]
    for text in written:
        for form in (JAPANESE, ISO, BRITISH, AMERICAN, YEAR):
            for terms in (japanese, english):
                found = date_text(form, csl_date(text), terms)
                assert any(year in found for year in ("2019", "44", "1935", "n.d.")), (text, form)
