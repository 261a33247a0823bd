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


def test_years_before_christ() -> None:
    assert PartialDate(-44, 3).japanese() == "紀元前44年3月"
    assert PartialDate(-44).iso() == "-0044"
