"""Marks in texts that take none are reported where they are typed, in all three kinds of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.diagnostics.problem import Problem
from brochure.schema.booklet import BookletData
from brochure.schema.markup_checks import check_markup
from brochure.schema.profile import ProfileData
from brochure.schema.series import PLACEHOLDERS, SeriesData
from brochure.schema.yaml_reader import parse_yaml
from cli_result import Run
from workspaces import Edit

MARKS = [
    "**強調**",
    "{瀋陽|しんよう}",
    "[表示](https://example.jp/)",
    "<https://example.jp/>",
    "[辽宁]{lang=zh}",
    "[^a]",
    "[@jetro]",
    r"\*",
    r"\<",
]


def reported(problems: list[Problem]) -> list[tuple[str, int, int]]:
    return [(p.code, p.location.line, p.location.column) for p in problems if p.location]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_in_plain_text_is_refused_at_its_place(mark: str) -> None:
    source = parse_yaml(f"partner:\n  latin: 'Kaku {mark} State'\n".encode(), "x.yaml")
    assert reported(check_markup(source, ProfileData)[0]) == [("P220", 2, 16)]
    source = parse_yaml(f"title: 'Kaku {mark} State'\n".encode(), "x.yaml")
    assert reported(check_markup(source, SeriesData, PLACEHOLDERS)[0]) == [("P220", 1, 14)]
    source = parse_yaml(f"cover:\n  above: 'Kaku {mark} State'\n".encode(), "x.yaml")
    assert reported(check_markup(source, BookletData)[0]) == [("P220", 2, 16)]


@pytest.mark.parametrize(
    "text",
    [
        "R&D <Centre>",
        "2**10",
        "a*b*c",
        "[書評] 架空州",
        "{架空}",
        "https://example.jp/",
        "C:\\temp",
        "x<y>z",
        "※1",
        "a@b.jp",
        "**",
    ],
)
def test_other_characters_in_plain_text_are_no_marks(text: str) -> None:
    source = parse_yaml(f"partner:\n  latin: '{text}'\n".encode(), "x.yaml")
    assert check_markup(source, ProfileData) == ([], [])


def test_placeholders_are_refused_where_they_are_not_replaced() -> None:
    source = parse_yaml("title: '{survey}の冊子'\nno_answer: '{survey}に**回答なし'\n".encode(), "x.yaml")
    assert reported(check_markup(source, SeriesData, PLACEHOLDERS)[0]) == [("P220", 1, 9), ("P210", 2, 22)]


def test_doubtful_stars_are_warnings() -> None:
    source = parse_yaml("answers:\n  about:\n    - paragraph: 2**10 と 3**4、a ** b\n".encode(), "x.yaml")
    problems, doubts = check_markup(source, ProfileData)
    assert reported(doubts) == [("P223", 3, 19), ("P223", 3, 27), ("P223", 3, 33)]
    assert [p.code for p in problems] == ["P210"]


def test_calls_are_refused_by_the_kind_of_the_field() -> None:
    source = parse_yaml("contact: {organisation: '局[^a]と[@b]', heading: 問}\n".encode(), "x.yaml")
    assert reported(check_markup(source, SeriesData, call_code="P206")[0]) == [
        ("P206", 1, 27),
        ("P206", 1, 33),
    ]


def test_a_profile_with_marks_in_its_name_or_its_sources_is_refused(run: Run, edit: Edit) -> None:
    edit("遼寧省\n", "'**遼寧省**'\n")
    result = run("check", "liaoning")
    assert result.code == 1
    assert "P220" in result.err


@pytest.mark.parametrize("null", ["null", "~", "", "Null"])
def test_a_row_without_content_is_an_error_however_it_is_written(run: Run, fresh: Path, null: str) -> None:
    path = fresh / "profiles" / "new.yaml"
    path.write_text(
        "partner: {name: 架空州, country: 架空国}\nedition: 2026-11\nanswers:\n  about:\n"
        f"    - facts: organisation\n      rows:\n        - label: 甲\n          text: {null}\n"
        f"        - label: {null}\n          text: 乙\n",
        "utf-8",
    )
    result = run("check", "new")
    assert result.code == 1
    assert "new.yaml:7:11: error P131" in result.err
    assert "new.yaml:9:11: error P130" in result.err
    assert result.err.count("Y203") == 2
