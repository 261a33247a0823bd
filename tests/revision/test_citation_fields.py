"""An edit of a printed citation becomes an edit of the source's fields, or is left to a person."""

from __future__ import annotations

import pytest

from brochure.revision.citation_fields import CitationWords, edited_citation, edited_citation_fields

PAPER = {
    "id": "a",
    "type": "article-journal",
    "author": "架空太郎",
    "title": "第3回調査",
    "container-title": "架空誌",
    "volume": "12",
    "issue": "3",
    "issued": "平成30年5月",
}
PRINTED = "架空太郎「第3回調査」『架空誌』12巻3号（2018年5月）"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (PRINTED.replace("12巻", "13巻"), {"volume": "13"}),
        (PRINTED.replace("3号", "4号"), {"issue": "4"}),
        (PRINTED.replace("第3回", "第4回"), {"title": "第4回調査"}),
        (PRINTED.replace("2018年5月", "2019年6月"), {"issued": "2019-06"}),
        (PRINTED.replace("架空誌", "見本誌"), {"container-title": "見本誌"}),
        (PRINTED.replace("12巻", "12集"), None),
    ],
)
def test_an_edit_is_one_of_the_field_it_is_in(after: str, expected: dict[str, str] | None) -> None:
    assert edited_citation_fields(PAPER, PRINTED, after) == expected


def test_a_number_that_may_be_two_fields_is_left_to_a_person() -> None:
    item = {**PAPER, "volume": "3"}
    printed = PRINTED.replace("12巻", "3巻")
    assert edited_citation_fields(item, printed, printed.replace("3巻", "5巻")) is None
    assert edited_citation_fields(item, printed, printed.replace("架空誌", "見本誌")) == {
        "container-title": "見本誌"
    }


def test_words_that_no_field_prints_are_left_to_a_person() -> None:
    item = {**PAPER, "title": "CO<sub>2</sub>", "issued": "2018-05/2018-07"}
    printed = "架空太郎「CO₂」『架空誌』12巻3号（2018年5月〜7月）"
    assert edited_citation_fields(item, printed, printed.replace("CO₂", "CO")) is None
    assert edited_citation_fields(item, printed, printed.replace("7月", "8月")) is None


@pytest.mark.parametrize(
    ("issued", "printed", "typed", "expected"),
    [
        ("2018-05-31", "2018年5月31日", "2018年6月1日", "2018-06-01"),
        ("2018-05-31", "2018年5月31日", "平成30年6月1日", "平成30年6月1日"),
        ("H30.5.31", "2018年5月31日", "2018/6/1", "2018/6/1"),
        ("2018-05-31", "31 May 2018", "1 June 2018", "2018-06-01"),
        ("2018-05-31", "平成30年5月31日", "令和元年6月1日", "2019-06-01"),
        ("2018-05-31", "2018-05-31", "2018-06-01", "2018-06-01"),
        ("2018", "2018", "2019", "2019"),
        ("2018", "2018年", "平成31年", "平成31年"),
        ("2018-05-31", "2018年5月31日", "平成35年6月1日", None),
        ("2018-05-31", "2018年5月31日", "近刊", None),
        ("2024-04/2025-03", "2024年4月–2025年3月", "2024年4月–2026年3月", None),
    ],
)
def test_another_date_has_the_printed_form_or_stays_as_it_was_typed(
    issued: str, printed: str, typed: str, expected: str | None
) -> None:
    item = {**PAPER, "issued": issued}
    before, after = (f"架空太郎「第3回調査」『架空誌』12巻3号（{date}）" for date in (printed, typed))
    assert edited_citation_fields(item, before, after) == (expected and {"issued": expected})


def test_a_year_before_1000_is_found_and_can_be_removed() -> None:
    for year, printed in (("-0044", "紀元前44年"), ("0645", "645年")):
        item = {**PAPER, "issued": year}
        before = f"架空太郎「第3回調査」『架空誌』12巻3号（{printed}）"
        words = CitationWords("@a", "", "page", "", "")
        edited = edited_citation(item, words, before, before.replace(f"（{printed}）", ""))
        assert edited is not None
        assert edited.fields == {"issued": None}
