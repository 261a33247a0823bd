"""Rounds of a survey: what has answers keeps its meaning, and every answer names its round."""

from __future__ import annotations

import dataclasses

import pytest

from brochure.build.load import SharedInput
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.schema.series import validate_series
from small_partners import HEAD, read_profile
from workspaces import REPO

SERIES = (REPO / "profiles" / "_series.yaml").read_text("utf-8")
TABLE = "answers:\n  support:\n    - marks: support\n      marked: [grants]\n      none: rest\n"
TOPIC = "      grants: 補助金プログラム\n"  # in the table; the rounds have it two steps deeper
LATER = (
    "  2026-09: {asked: 2026-09, questions: {support: 支援は？}, marks: {support: {visas: 在留資格の支援}}}\n"
)


def told(profile: str, common: SharedInput, series: str = SERIES) -> list[Problem]:
    """The problems of a profile in a series."""
    checked = validate_series(series.encode(), "profiles/_series.yaml")
    with pytest.raises(BrochureError) as raised:
        read_profile(profile, dataclasses.replace(common, series=checked))
    return [*raised.value.problems]


def test_an_answer_of_a_survey_names_its_round(common: SharedInput) -> None:
    assert [(one.code, str(one.location)) for one in told(HEAD + TABLE, common)] == [("P159", "p.yaml:7:13")]
    listed = HEAD + TABLE.replace("rest", "[]")
    assert [(one.code, str(one.location)) for one in told(listed, common)] == [("P161", "p.yaml:5:7")]
    read_profile(HEAD + "survey: 2019-11\n" + TABLE, common)


def test_an_unknown_round_is_told_with_those_that_there_are(common: SharedInput) -> None:
    found = told(HEAD + "survey: 2019-12\n" + TABLE, common)
    assert [one.code for one in found] == ["P158"]
    assert "2019-11" in str(format_problem(found[0], "ja"))


def test_a_topic_that_the_round_did_not_ask_cannot_be_its_answer(common: SharedInput) -> None:
    series = SERIES.replace(TOPIC, TOPIC + "      visas: 在留資格の支援\n", 1)
    profile = HEAD + "survey: 2019-11\n" + TABLE.replace("[grants]", "[grants, visas]")
    assert [(one.code, str(one.location)) for one in told(profile, common, series)] == [
        ("P162", "p.yaml:7:24")
    ]


def test_what_has_answers_cannot_go(common: SharedInput) -> None:
    series = SERIES.replace(TOPIC, "", 1)
    found = told(HEAD + "survey: 2019-11\n" + TABLE.replace("[grants]", "[one_stop]"), common, series)
    assert [one.code for one in found] == ["P163"]
    assert found[0].location
    assert series.splitlines()[found[0].location.line - 1].strip() == TOPIC.strip()
    assert "架空機関" in str(format_problem(found[0], "ja"))


def test_other_words_for_what_has_answers_must_be_said_to_mean_the_same(common: SharedInput) -> None:
    series = SERIES.replace(TOPIC, "      grants: 補助金の制度\n", 1)
    profile = HEAD + "survey: 2019-11\n" + TABLE
    assert [one.code for one in told(profile, common, series)] == ["P164"]
    said = series.replace(
        "    asked: 2019-11\n", "    asked: 2019-11\n    reworded: [marks.support.grants]\n"
    )
    checked = validate_series(said.encode(), "_series.yaml")
    read_profile(profile, dataclasses.replace(common, series=checked))


def test_a_partner_without_answers_is_not_concerned(common: SharedInput) -> None:
    series = validate_series(SERIES.replace(TOPIC, "", 1).encode(), "_series.yaml")
    read_profile(HEAD + "answers: {}\n", dataclasses.replace(common, series=series))


def test_a_table_may_belong_to_another_round_than_its_file(common: SharedInput) -> None:
    series = SERIES.replace(TOPIC, TOPIC + "      visas: 在留資格の支援\n", 1)
    series = series.replace("\nsurveys:", "\nsurveys:").replace("  2019-11:\n", LATER + "  2019-11:\n", 1)
    series = series.replace("支援は？}", "国外企業（日本企業）への支援はありますか？}")
    table = TABLE.replace("[grants]", "[visas]\n      survey: 2026-09")
    checked = validate_series(series.encode(), "_series.yaml")
    read_profile(HEAD + "survey: 2019-11\n" + table, dataclasses.replace(common, series=checked))


def test_the_date_of_an_older_series_says_what_to_do() -> None:
    with pytest.raises(BrochureError) as raised:
        validate_series(("survey: 2019-11\n" + SERIES).encode(), "_series.yaml")
    assert [(one.code, str(one.location)) for one in raised.value.problems] == [("P165", "_series.yaml:1:1")]
