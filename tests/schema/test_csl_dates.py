"""Dates of sources as people and programs write them."""

from __future__ import annotations

from typing import Any

import pytest

from brochure.schema.csl_dates import csl_date


def date(*parts: int) -> dict[str, Any]:
    """One date in the standard form."""
    return {"date-parts": [list(parts)]}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2019", date(2019)),
        ("2019/11", date(2019, 11)),
        ("2019年11月3日", date(2019, 11, 3)),
        ("2021.4", date(2021, 4)),
        ("令和６年４月", date(2024, 4)),
        ("H30.5.31", date(2018, 5, 31)),
        ("2019-04-20/2019-05-02", {"date-parts": [[2019, 4, 20], [2019, 5, 2]]}),
        ("2019-04-20/22", {"date-parts": [[2019, 4, 20], [2019, 4, 22]]}),
        ("2019-04/06", {"date-parts": [[2019, 4], [2019, 6]]}),
        ("2019年4月〜2020年3月", {"date-parts": [[2019, 4], [2020, 3]]}),
        ("2019/..", {"date-parts": [[2019], []]}),
        ("../2019-05", {"date-parts": [[], [2019, 5]]}),
        ("1920~/1930", {"date-parts": [[1920], [1930]], "circa": True}),
        ("1920?", {**date(1920), "circa": True}),
        ("ca. 1920", {**date(1920), "circa": True}),
        ("昭和10年頃", {**date(1935), "circa": True}),
        ("2019-23", {**date(2019), "season": 3}),
        ("Autumn 2019", {**date(2019), "season": 3}),
        ("2019年秋", {**date(2019), "season": 3}),
        ("-0753", date(-753)),
        ("紀元前753年", date(-753)),
        ("753 BC", date(-753)),
        ("n.d.", {"literal": "n.d."}),
        ("[出版年不明]", {"literal": "[出版年不明]"}),
        ({"date-parts": [["2019", "4", "0"]]}, date(2019, 4)),
        (
            {"date-parts": [[2019]], "season": "Winter", "circa": "true"},
            {**date(2019), "season": 4, "circa": True},
        ),
        ({"date-parts": [[2019]], "circa": "false"}, date(2019)),
        ({"raw": "2019-04/2019-05"}, {"date-parts": [[2019, 4], [2019, 5]]}),
        ({"literal": "平成30年"}, date(2018)),
        ({"literal": "近刊"}, {"literal": "近刊"}),
    ],
)
def test_a_date_is_read(written: Any, expected: dict[str, Any]) -> None:
    assert csl_date(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "昨年",
        "2019-02-30",
        "2019-05/2019-04",
        "2019-04-20/19",
        "../..",
        "/",
        "19",
        "平成31年5月1日",
        "2019-25",
        {"date-parts": [[2019, 13]]},
        {"date-parts": [[2019, 0, 5]]},
        {"date-parts": []},
        {"date-parts": [["", ""]]},
        {"season": "2"},
        {"date-parts": [[2019]], "season": "7"},
        {"date-parts": [[2019]], "saeson": "2"},
        ["2019"],
        2019.5,
    ],
)
def test_what_is_no_date_is_refused(written: Any) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        csl_date(written)
