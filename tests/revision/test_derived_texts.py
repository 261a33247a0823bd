"""Edits of texts that are made of several values: the line above the name, and dates on the axis of years."""

from __future__ import annotations

import pytest

from brochure.diagnostics.problem import Problem
from brochure.document.printed_words import words_of
from brochure.revision.derived_texts import NewValue, value_mapper_of
from brochure.schema.yaml_reader import YamlPath, parse_yaml

BASE = parse_yaml(
    b"""partner: {name: a, country: \xe4\xb8\xad\xe5\x9b\xbd}
milestones:
  - {label: Friendship, date: 1983}
  - {label: MOU, date: 2018-05-08, event: mou}
""",
    "profiles/a.yaml",
)
WORDS = words_of("ja")


def edited(at: str, before: str, after: str) -> list[tuple[YamlPath, object]] | str:
    """The new values of an edit, or the code of the reason why there are none."""
    mapper = value_mapper_of(at)
    assert mapper
    path = tuple(int(step) if step.isdigit() else step for step in at.split("."))
    found = mapper(path, before, after, BASE, WORDS)
    if isinstance(found, Problem):
        return found.code
    return [(one.path, one.value) if isinstance(one, NewValue) else ((), one.code) for one in found]


@pytest.mark.parametrize(
    ("after", "value"),
    [("2018年5月9日", "2018-05-09"), ("平成30年6月1日", "平成30年6月1日"), ("2019年", "2019")],
)
def test_a_date_on_the_axis_goes_back_to_its_milestone(after: str, value: str) -> None:
    assert edited("milestones.1.date", "2018年5月8日", after) == [(("milestones", 1, "date"), value)]


def test_words_that_are_no_date_are_told() -> None:
    assert edited("milestones.1.date", "2018年5月8日", "いつか") == "D229"
    assert edited("milestones.1.date", "2018年5月8日", "平成35年5月8日") == "D208"


def test_above_the_name_the_country_changes_and_the_kind_is_told() -> None:
    assert edited("partner.country", "中国 ／ 州・省", "中華人民共和国 ／ 州・省") == [
        (("partner", "country"), "中華人民共和国")
    ]
    assert edited("partner.country", "中国 ／ 州・省", "中国 ／ 都市") == "D203"


def test_without_an_axis_the_milestones_above_the_name_change() -> None:
    before = "中国 ／ Friendship 1983年・MOU 2018年"
    assert edited("partner.country", before, before.replace("Friendship", "Partnership")) == [
        (("milestones", 0, "label"), "Partnership")
    ]
