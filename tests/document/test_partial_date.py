"""Dates in Japanese eras and before Christ."""

from __future__ import annotations

import pytest

from brochure.document.partial_date import PartialDate, japanese_era_date


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ((2019, 4, 30), "平成31年4月30日"),
        ((2019, 5, 1), "令和元年5月1日"),
        ((1989, 1, 7), "昭和64年1月7日"),
        ((1989, 1, 8), "平成元年1月8日"),
        ((1926, 12, 25), "昭和元年12月25日"),
        ((1912, 7, 29), "明治45年7月29日"),
        ((1868, 1, 1), "1868年1月1日"),
    ],
)
def test_eras_begin_on_their_first_day(date: tuple[int, int, int], expected: str) -> None:
    assert japanese_era_date(PartialDate(*date)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平成30年5月31日", (2018, 5, 31)),
        ("令和元年", (2019, 0, 0)),
        ("平成31年", (2019, 0, 0)),
        ("平成31年4月", (2019, 4, 0)),
        ("昭和６４年１月７日", (1989, 1, 7)),
        ("S64.1.7", (1989, 1, 7)),
        ("R6-10", (2024, 10, 0)),
        ("明治45年7月29日", (1912, 7, 29)),
    ],
)
def test_a_date_of_an_era_is_read(text: str, expected: tuple[int, int, int]) -> None:
    assert PartialDate.read_era(text) == PartialDate(*expected)


@pytest.mark.parametrize(
    "text",
    ["平成31年5月1日", "昭和64年1月8日", "平成32年", "大正0年", "令和6年13月", "平成", "H30年度", "2018年"],
)
def test_a_day_outside_its_era_is_no_date(text: str) -> None:
    assert PartialDate.read_era(text) is None


def test_every_day_of_the_eras_is_read_back() -> None:
    for ordinal in range(PartialDate(1873, 1, 1).first_day().toordinal(), 739_500, 17):
        day = PartialDate(1, 1, 1).first_day().fromordinal(ordinal)
        date = PartialDate(day.year, day.month, day.day)
        assert PartialDate.read_era(japanese_era_date(date)) == date


def test_years_before_christ() -> None:
    assert PartialDate(-44, 3).japanese() == "紀元前44年3月"
    assert PartialDate(-44).iso() == "-0044"
