"""Dates as people write them: every form of a date is that date; other texts are refused with a reason."""

from __future__ import annotations

import random
import re

import pytest

from brochure.document.date_forms import DATE_PATTERN
from brochure.document.partial_date import PartialDate, japanese_era_date
from brochure.document.written_date import (
    DateError,
    DateFaultKind,
    find_dates,
    read_date,
    with_iso_dates,
)
from law import law
from typed_dates import era_years, forms_of, fuller_forms_of, random_date


@law(sample=60, full=4000)
def test_a_date_in_any_form_is_that_date(seed: int) -> None:
    dice = random.Random(seed)
    date = random_date(dice)
    for form in forms_of(date, dice):
        typed = f"{dice.choice(('', ' ', '　'))}{form}"
        found = read_date(typed)
        assert (found.date, found.typed, found.says_more) == (date, form.strip(), False), form
        assert re.search(DATE_PATTERN, typed), form
    for form in fuller_forms_of(date):
        found = read_date(form)
        assert (found.date, found.typed, found.says_more) == (date, form, True), form
        assert re.search(DATE_PATTERN, form), form


@law(sample=60, full=4000)
def test_a_date_in_a_text_is_found_and_texts_with_other_forms_of_it_become_the_same(seed: int) -> None:
    dice = random.Random(seed)
    date = random_date(dice)
    before, after = dice.choice(
        [("（", "）"), ("発行日：", "。"), ("公表（", "、12頁）より"), ("「白書」", "に公表")]
    )
    found = set()
    for form in (*forms_of(date, dice), *fuller_forms_of(date)):
        typed = form.strip()
        if not read_date(typed).is_unmistakable:
            continue
        text = f"{before}{typed}{after}"
        (one,) = find_dates(text)
        assert (text[one.start : one.end].strip(), one.date) == (typed, date), text
        found.add(with_iso_dates(text))
    assert len(found) == 1


@law(sample=60, full=4000)
def test_a_day_outside_its_era_is_refused_with_its_right_form(seed: int) -> None:
    dice = random.Random(seed)
    date = random_date(dice)
    own = {name for name, _, _ in era_years(date)}
    for name, letter, first in (
        ("明治", "M", 1868),
        ("大正", "T", 1912),
        ("昭和", "S", 1926),
        ("平成", "H", 1989),
    ):
        count = date.year - first + 1
        if name in own or not 1 <= count <= 99:
            continue
        rest = "".join(f"{part}{unit}" for part, unit in ((date.month, "月"), (date.day, "日")) if part)
        for form in (
            f"{name}{count}年{rest}",
            f"{letter}{date.iso().replace(str(date.year), str(count), 1)}",
        ):
            with pytest.raises(DateError) as refused:
                read_date(form)
            assert refused.value.kind is DateFaultKind.ERA, form
            assert refused.value.part == name
            assert refused.value.meant == japanese_era_date(date)
            assert read_date(refused.value.meant).date == date


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("平成35年", DateFaultKind.ERA, "令和5年"),
        ("平成31年5月1日", DateFaultKind.ERA, "令和元年5月1日"),
        ("令和元年4月", DateFaultKind.ERA, "平成31年4月"),
        ("昭和64年1月8日", DateFaultKind.ERA, "平成元年1月8日"),
        ("Ｓ６５．４", DateFaultKind.ERA, "平成2年4月"),
        ("大正〇年", DateFaultKind.ERA, "明治44年"),
        ("明治5年12月3日", DateFaultKind.LUNAR, ""),
        ("平成30年2月29日", DateFaultKind.DAY, "2018-02-28"),
        ("2020.2.30", DateFaultKind.DAY, "2020-02-29"),
        ("二〇一八年四月三十一日", DateFaultKind.DAY, "2018-04-30"),
        ("31 June 2018", DateFaultKind.DAY, "2018-06-30"),
        ("20180400", DateFaultKind.DAY, "2018-04-30"),
        ("2018/13/1", DateFaultKind.MONTH, ""),
        ("H30年0月", DateFaultKind.MONTH, ""),
        ("2018年5月8日（水）", DateFaultKind.CONFLICT, "火"),
        ("2018年（平成29年）5月8日", DateFaultKind.CONFLICT, "平成30年"),
        ("平成30年（2019年）", DateFaultKind.CONFLICT, "2018年"),
        ("平成31年5月（2019年5月）", DateFaultKind.ERA, "令和元年5月"),
        ("2018-05-08（平成30年5月9日）", DateFaultKind.CONFLICT, "平成30年5月8日"),
        ("5/8/2018", DateFaultKind.YEAR, ""),
        ("18.5.8", DateFaultKind.YEAR, ""),
        ("30年5月8日", DateFaultKind.YEAR, ""),
        ("五月八日", DateFaultKind.UNREADABLE, ""),
        ("5月8日", DateFaultKind.YEAR, ""),
        ("平成30年度", DateFaultKind.FISCAL, "2018"),
        ("2018年度", DateFaultKind.FISCAL, "2018"),
        ("十五年度", DateFaultKind.UNREADABLE, ""),
        ("平成", DateFaultKind.UNREADABLE, ""),
        ("元年", DateFaultKind.UNREADABLE, ""),
        ("昨年", DateFaultKind.UNREADABLE, ""),
        ("2018年5月8日（予定）", DateFaultKind.UNREADABLE, ""),
        ("2018-05/08", DateFaultKind.UNREADABLE, ""),
        ("2018年5月8", DateFaultKind.UNREADABLE, ""),
        ("平成30年5", DateFaultKind.UNREADABLE, ""),
        ("0000", DateFaultKind.UNREADABLE, ""),
        ("", DateFaultKind.UNREADABLE, ""),
        ("2018" * 5000, DateFaultKind.UNREADABLE, ""),
        ("〇" * 61, DateFaultKind.UNREADABLE, ""),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text: str, kind: DateFaultKind, meant: str) -> None:
    with pytest.raises(DateError) as refused:
        read_date(text)
    assert (refused.value.kind, refused.value.meant) == (kind, meant)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("㍻30年5月", PartialDate(2018, 5)),
        ("二千十八年五月", PartialDate(2018, 5)),
        ("昭和五十八年", PartialDate(1983)),
        ("明治元年", PartialDate(1868)),
        ("0712", PartialDate(712)),
    ],
)
def test_rare_forms(text: str, expected: PartialDate) -> None:
    assert read_date(text).date == expected


@pytest.mark.parametrize(
    "text",
    [
        *("1,772社", "第3.4.5節", "2018年度", "平成30年版", "1990年代", "東大4年生", "2018人", "〒100-0001"),
        *("Mayor 2018", "R2", "H30", "20180508", "12018年5月", "2.5.1", "03-1234-5678", "192.0.2.10", "五年"),
    ],
)
def test_what_may_be_something_else_is_no_date_of_a_text(text: str) -> None:
    assert list(find_dates(f"これは{text}。")) == []
    assert with_iso_dates(text) == text


def test_two_dates_of_one_form_differ_only_in_numbers() -> None:
    same = [
        ("2018年5月8日", "2019年12月1日"),
        ("平成30年5月", "令和元年5月"),
        ("H30.5", "R2.4"),
        ("8 May 2018", "12 Jun 2019"),
    ]
    for one, other in same:
        assert read_date(one).has_form_of(other) and read_date(other).has_form_of(one)
    other_forms = [
        "2018年5月8日",
        "２０１８年５月８日",
        "2018/5/8",
        "2018-05-08",
        "平成30年5月8日",
        "二〇一八年五月八日",
        "H30.5.8",
    ]
    for one in other_forms:
        assert [text for text in other_forms if read_date(one).has_form_of(text)] == [one]


def test_a_long_text_is_searched_in_linear_time() -> None:
    assert sum(1 for _ in find_dates("99年99月、" * 20_000 + "2018年5月")) == 1
    assert sum(1 for _ in find_dates("2018年5月、" * 2_000)) == 2_000
