"""The series file decides what a partner needs: events, a survey, places."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.assembly.booklet_members import choose_partners, summarise_partner
from brochure.build.load import load_common, load_partner
from brochure.diagnostics.problem import BrochureError
from brochure.document.tree import CaseList, plain_text
from brochure.schema.booklet import Choice
from brochure.schema.series import validate_series
from brochure.storage.workspace import Workspace
from cli_result import Run

LEAST = """\
title: 講座の案内
no_answer: 準備中
questions: {what: どんな講座ですか？}
contact: {organisation: 架空の公民館}
"""
PARTNER = "partner: {name: 料理の講座}\nedition: 2026-11\nanswers: {what: [{bullets: [作って食べます。]}]}\n"


@pytest.fixture
def place(fresh: Path) -> Path:
    """A workspace with the least series and one partner."""
    for path in (fresh / "profiles").glob("*.yaml"):
        path.unlink()
    (fresh / "profiles" / "_series.yaml").write_text(LEAST, "utf-8")
    (fresh / "profiles" / "cooking.yaml").write_text(PARTNER, "utf-8")
    return fresh


def codes(text: str) -> list[tuple[str, int]]:
    with pytest.raises(BrochureError) as raised:
        validate_series(text.encode(), "_series.yaml")
    return [(one.code, one.location.line) for one in raised.value.problems if one.location]


def test_the_least_series_needs_neither_survey_nor_regions_nor_cases(place: Path, run: Run) -> None:
    ran = run("build", "cooking", where=place)
    assert (ran.code, ran.err) == (0, "")
    document = load_partner(Workspace(place), "cooking", load_common(Workspace(place), "standard")).document
    assert plain_text(document.heading.kicker.content) == ""
    assert document.title == "料理の講座"
    assert plain_text(document.contact.heading.content) == "お問い合わせ先"


def test_a_title_without_country_and_events_has_no_line_above_the_name(place: Path, run: Run) -> None:
    assert run("build", "cooking", "--debug", where=place).code == 0
    html = (place / "output" / "debug" / "cooking" / "3-page.html").read_text("utf-8")
    assert 'class="kicker"' not in html


def test_the_date_of_a_survey_is_needed_where_a_text_prints_it() -> None:
    assert codes(LEAST + 'remarks: {a: "{survey}の調査"}\n') == [("P102", 5)]
    text = LEAST + 'surveys: {x: {asked: 2026-08}}\nremarks: {a: "{survey}の調査"}\n'
    assert validate_series(text.encode(), "_series.yaml").data.surveys


def test_a_series_with_regions_needs_the_place_of_a_partner(place: Path, run: Run) -> None:
    series = place / "profiles" / "_series.yaml"
    series.write_text(LEAST + "regions: {asia: アジア}\n", "utf-8")
    ran = run("check", where=place)
    assert ran.code == 1
    assert "P102" in ran.out + ran.err


@pytest.mark.parametrize(
    ("events", "event", "is_known"),
    [
        ("", "mou", True),  # a series that names none has memoranda, as before
        ("", "opened", False),
        ("events: {opened: 開設}\n", "opened", True),
        ("events: {opened: 開設}\n", "mou", False),
    ],
)
def test_the_kinds_of_events_are_those_of_the_series(
    place: Path, run: Run, events: str, event: str, is_known: bool
) -> None:
    (place / "profiles" / "_series.yaml").write_text(LEAST + events, "utf-8")
    profile = place / "profiles" / "cooking.yaml"
    profile.write_text(PARTNER + f"milestones: [{{label: 始まり, date: 2020, event: {event}}}]\n", "utf-8")
    (place / "booklets").mkdir()
    booklet = place / "booklets" / "all.yaml"
    columns = f"compare_facts: [{{title: 年, value: {event}}}]\n"
    booklet.write_text(f"title: 案内\nedition: 2026-11\npartners: {{sort: {event}}}\n{columns}", "utf-8")
    checked, made = run("check", where=place), run("booklet", "all", where=place)
    assert (checked.code, made.code) == ((0, 0) if is_known else (1, 1)), checked.err + made.err
    if not is_known:
        assert "P121" in checked.out + checked.err
        found = made.out + made.err
        assert found.count("K101") == 2 or "P121" in found


def test_partners_are_sorted_by_the_first_event_of_a_kind(place: Path) -> None:
    series = place / "profiles" / "_series.yaml"
    series.write_text(LEAST + "events: {opened: 開設, moved: 移転}\n", "utf-8")
    dates = {"a": ("2020", "1990"), "b": ("2001-05", "2001"), "c": ("2001-04", "")}
    for name, (opened, moved) in dates.items():
        rows = [f"{{label: 開設, date: {opened}, event: opened}}"]
        rows += [f"{{label: 移転, date: {moved}, event: moved}}"] if moved else []
        text = f"{PARTNER}milestones: [{', '.join(rows)}]\n"
        (place / "profiles" / f"{name}.yaml").write_text(text, "utf-8")
    where = Workspace(place)
    common = load_common(where, "standard")
    partners = [summarise_partner(load_partner(where, name, common).profile) for name in dates]
    for kind, order in (("opened", "cba"), ("moved", "abc")):
        found = choose_partners(Choice(sort=kind), partners, common.series)
        assert "".join(partner.id for partner in found) == order


def test_an_english_heading_of_cases_and_contact_is_of_the_words(place: Path) -> None:
    (place / "profiles" / "_series.yaml").write_text("language: en\n" + LEAST, "utf-8")
    profile = place / "profiles" / "cooking.yaml"
    profile.write_text(PARTNER.replace("[{bullets:", "[{cases: [{title: a, text: b}]}, {bullets:"), "utf-8")
    where = Workspace(place)
    document = load_partner(where, "cooking", load_common(where, "standard")).document
    cases = document.questions[0].blocks[0]
    assert isinstance(cases, CaseList)
    assert plain_text(cases.heading.content) == "For example"
    assert plain_text(document.contact.heading.content) == "Contact"


# --- the edition of the series ----------------------------------------------------------------


def test_the_series_gives_the_edition_to_what_names_none(place: Path, run: Run) -> None:
    profile, series = place / "profiles" / "cooking.yaml", place / "profiles" / "_series.yaml"
    profile.write_text(PARTNER.replace("edition: 2026-11\n", ""), "utf-8")
    ran = run("check", "cooking", where=place)
    assert "profiles/cooking.yaml:1:1: error P102" in ran.err
    series.write_text(LEAST + "edition: 2027-02\n", "utf-8")
    where = Workspace(place)
    loaded = load_partner(where, "cooking", load_common(where, "standard"))
    assert loaded.document.edition.iso() == "2027-02"
    assert loaded.document.imprint.parts[0].at == "_series:edition"
    profile.write_text(PARTNER, "utf-8")
    loaded = load_partner(where, "cooking", load_common(where, "standard"))
    assert loaded.document.edition.iso() == "2026-11"
    assert loaded.document.imprint.parts[0].at == "edition"


def test_a_new_partner_and_a_new_booklet_leave_the_edition_to_the_series(place: Path, run: Run) -> None:
    series = place / "profiles" / "_series.yaml"
    series.write_text(LEAST + "edition: 2027-02\n", "utf-8")
    assert run("new", "sewing", where=place).code == 0
    assert run("booklet", "--new", "courses", where=place).code == 0
    for file in ("profiles/sewing.yaml", "booklets/courses.yaml"):
        assert "\nedition:" not in (place / file).read_text("utf-8")
    where = Workspace(place)
    made = load_partner(where, "sewing", load_common(where, "standard"))
    assert made.document.edition.iso() == "2027-02"
