"""An edit of a printed citation becomes an edit of the source's fields, or is left to a person."""

from __future__ import annotations

import pytest

from brochure.revision.citation_fields import edited_citation_fields

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
