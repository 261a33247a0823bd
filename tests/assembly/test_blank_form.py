"""The places of a blank form, and the answers that were typed into them, as pure values."""

from __future__ import annotations

import pytest

from brochure.assembly.blank_form import (
    form_answers,
    form_places,
    known_places,
    typed_answers,
)
from brochure.build.load import SharedInput
from brochure.document.printed_words import words_of
from brochure.schema.series import SeriesData
from brochure.schema.yaml_reader import Data

WORDS = words_of("ja")
HERE, TITLE, TEXT = (WORDS[f"form.{key}"] for key in ("here", "title", "text"))
FORM: dict[str, Data] = {"about": [{"bullets": [HERE]}, {"cases": [{"title": TITLE, "text": TEXT}]}]}


@pytest.fixture
def series(common: SharedInput) -> SeriesData:
    """The repository's series."""
    return common.series.data


def without_form(series: SeriesData) -> SeriesData:
    return series.model_copy(update={"form": {}})


def test_every_mark_table_is_in_the_form_whatever_the_profiles_have(series: SeriesData) -> None:
    found = form_places(without_form(series), {}, [])
    assert [*found] == [*series.questions]
    listed = [place for places in found.values() for place in places]
    assert {f"marks.{key}" for key in series.marks} <= {*listed}
    assert all(places[0] == "bullets" for places in found.values())
    assert len(listed) == len({*listed}) + len(found) - 1  # bullets only are in every question


def test_places_that_the_series_does_not_know_are_left_out(series: SeriesData) -> None:
    found = form_places(without_form(series), {}, [{"about": ["facts.unknown", "callout.strength", "cases"]}])
    assert found["about"] == ["bullets", "callout.strength", "cases"]


def test_the_partners_own_fact_table_stands_where_that_of_the_series_does(series: SeriesData) -> None:
    found = form_places(series, {"relation": ["facts.moc"]}, [])
    assert found["relation"] == ["bullets", "facts.moc"]
    assert found["about"] == series.form["about"]


def test_each_place_has_its_rows_and_topics(series: SeriesData) -> None:
    answers = form_answers(series, {"about": known_places(series)}, WORDS)["about"]
    assert isinstance(answers, list)
    rows = {
        str(block["facts"]): block["rows"]
        for block in answers
        if isinstance(block, dict) and "facts" in block
    }
    for key, table in series.facts.items():
        assert rows[key] == [{"field": row, "text": HERE} for row in table.rows]
    assert {"cases": [{"title": TITLE, "text": TEXT}]} in answers
    assert {"marks": "focus"} in answers


@pytest.mark.parametrize(
    "places", [["bullets"], ["cases"], ["callout.strength"], ["facts.mou"], ["marks.focus"]]
)
def test_what_nobody_filled_in_is_no_answer(places: list[str], series: SeriesData) -> None:
    form = form_answers(series, {"about": places}, WORDS)
    assert typed_answers(form, form, series, "回答なし") == {}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"bullets": [HERE, " ", "甲"]}, {"bullets": ["甲"]}),
        ({"paragraph": f"{HERE}\n\n乙"}, {"paragraph": "乙"}),
        (
            {"facts": "mou", "rows": [{"field": "url", "text": HERE}, {"label": "ほか", "text": "丙"}]},
            {"facts": "mou", "rows": [{"label": "ほか", "text": "丙"}]},
        ),
        (
            {"facts": "mou", "rows": [{"field": "purpose", "text": HERE, "items": ["一", "二"]}]},
            {"facts": "mou", "rows": [{"field": "purpose", "items": ["一", "二"]}]},
        ),
        ({"facts": "mou", "rows": [{"label": "ほか", "text": HERE}]}, None),
        ({"marks": "support", "marked": []}, None),
        (
            {"marks": "support", "marked": ["grants"], "none": []},
            {"marks": "support", "marked": ["grants"]},
        ),
    ],
)
def test_only_what_was_typed_is_kept(typed: Data, kept: Data, series: SeriesData) -> None:
    found = typed_answers(FORM, {"about": [typed]}, series, "回答なし")
    assert found == ({"about": [kept]} if kept else {})
