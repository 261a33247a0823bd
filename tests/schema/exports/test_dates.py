"""Dates of exports: what services and people write, against CSL dates written by hand."""

from __future__ import annotations

import pytest

from brochure.schema.exports.dates import export_date


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2019", [["2019"]]),
        ("2019年", [["2019"]]),
        ("２０１９年１１月", [["2019", "11"]]),
        ("2019.11", [["2019", "11"]]),
        ("2019-11-03", [["2019", "11", "3"]]),
        ("2019/11/03/", [["2019", "11", "3"]]),
        ("2019/11//", [["2019", "11"]]),
        ("2019///", [["2019"]]),
        ("20191103", [["2019", "11", "3"]]),
        ("c2019", [["2019"]]),
        ("[2019]", [["2019"]]),
        ("2019-11-03T09:30:00Z", [["2019", "11", "3"]]),
        ("2019-11-03 09:30:00", [["2019", "11", "3"]]),
        ("11月 3, 2019", [["2019", "11", "3"]]),
        ("November 3, 2019", [["2019", "11", "3"]]),
        ("3 Nov 2019", [["2019", "11", "3"]]),
        ("Nov. 2019", [["2019", "11"]]),
        ("2019 Nov 3", [["2019", "11", "3"]]),
        ("2019 年 11 月", [["2019", "11"]]),
        ("平成31年4月", [["2019", "4"]]),
        ("令和元年11月3日", [["2019", "11", "3"]]),
        ("令和１年", [["2019"]]),
        ("R1.11.3", [["2019", "11", "3"]]),
        ("S63/12", [["1988", "12"]]),
        ("昭和六十三年十二月", [["1988", "12"]]),
        ("二〇一九年十一月三日", [["2019", "11", "3"]]),
        ("2018/2019", [["2018"], ["2019"]]),
        ("2018-2019", [["2018"], ["2019"]]),
        ("2018年4月〜2019年3月", [["2018", "4"], ["2019", "3"]]),
        ("2018-04/2019-03", [["2018", "4"], ["2019", "3"]]),
        ("2018.4-2019.3", [["2018", "4"], ["2019", "3"]]),
    ],
)
def test_a_date_is_read(text: str, parts: list[list[str]]) -> None:
    assert export_date(text) == ({"date-parts": parts}, True)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("2019~", {"circa": "true"}),
        ("2019?", {"circa": "true"}),
        ("約2019年", {"circa": "true"}),
        ("ca. 2019", {"circa": "true"}),
        ("2019頃", {"circa": "true"}),
        ("2019-22", {"season": "2"}),
        ("Summer 2019", {"season": "2"}),
        ("2019年夏号", {"season": "2"}),
        ("2019///夏", {"season": "2"}),
    ],
)
def test_what_a_date_says_besides_its_year_is_kept(text: str, more: dict[str, str]) -> None:
    assert export_date(text) == ({"date-parts": [["2019"]], **more}, True)


@pytest.mark.parametrize(
    ("month", "day", "parts"),
    [
        ("nov", "", [["2019", "11"]]),
        ("11月", "3", [["2019", "11", "3"]]),
        ("{November}".strip("{}"), "", [["2019", "11"]]),
        ("jul/aug", "", [["2019", "7"], ["2019", "8"]]),
        ("7・8月", "", [["2019", "7"], ["2019", "8"]]),
        ("3 nov", "", [["2019", "11", "3"]]),
        ("11月3日", "", [["2019", "11", "3"]]),
    ],
)
def test_a_month_in_a_field_of_its_own_is_added(month: str, day: str, parts: list[list[str]]) -> None:
    assert export_date("2019", month, day) == ({"date-parts": parts}, True)


@pytest.mark.parametrize(
    "text",
    ["刊行年不明", "n.d.", "2019-13", "2019-02-30", "令和2年度", "近刊", "2019/..", "19uu", "第3四半期"],
)
def test_words_that_are_no_date_stay_as_they_are_and_are_reported(text: str) -> None:
    assert export_date(text) == ({"literal": text}, False)


def test_a_month_that_does_not_exist_is_reported_and_the_year_stays() -> None:
    assert export_date("2019", "13") == ({"date-parts": [["2019"]]}, False)
    assert export_date("2019", "2月30日") == ({"date-parts": [["2019", "2"]]}, False)
