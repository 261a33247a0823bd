"""``brochure survey open``: the questions and topics of a round are kept as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.schema.series import validate_series
from cli_result import Run
from workspaces import Edit


def series_of(fresh: Path) -> Path:
    return fresh / "profiles" / "_series.yaml"


def test_a_round_keeps_what_is_asked_and_changes_nothing_else(run: Run, fresh: Path) -> None:
    before = series_of(fresh).read_text("utf-8")
    ran = run("survey", "open", "2026-09", "--title", "次の調査")
    assert (ran.code, ran.err) == (0, "")
    after = series_of(fresh).read_text("utf-8")
    data = validate_series(after.encode(), "_series.yaml").data
    made = data.surveys["2026-09"]
    assert (made.title, made.asked.iso(), made.questions) == ("次の調査", "2026-09", data.questions)
    assert made.marks == {key: table.topics for key, table in data.marks.items()}
    assert [*data.surveys] == ["2019-11", "2026-09"]
    lines = after.splitlines()
    start = lines.index("  2026-09:")
    end = next((i for i in range(start, len(lines)) if not lines[i]), len(lines))
    assert lines[:start] + lines[end:] == before.splitlines()


def test_a_series_without_rounds_gets_its_first(run: Run, fresh: Path) -> None:
    text = series_of(fresh).read_text("utf-8")
    bare = text.partition("\nsurveys:")[0].replace("{survey}", "ある月")
    series_of(fresh).write_text(bare, "utf-8")
    assert run("survey", "open", "spring", "--asked", "令和8年4月").code == 0
    data = validate_series(series_of(fresh).read_bytes(), "_series.yaml").data
    assert {name: one.asked.iso() for name, one in data.surveys.items()} == {"spring": "2026-04"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["2019-11"], "D255"),
        (["二回目"], "D256"),
        (["Second"], "D256"),
        (["next", "--asked", "来年"], "P106"),
        (["next", "--asked", "2026-13"], "P116"),
        (["2026-13"], "P116"),  # and not a round of this month
    ],
)
def test_what_cannot_be_opened_is_told_and_nothing_is_written(
    arguments: list[str], code: str, run: Run, fresh: Path
) -> None:
    before = series_of(fresh).read_bytes()
    ran = run("survey", "open", *arguments)
    assert ran.code != 0
    assert code in ran.err
    assert series_of(fresh).read_bytes() == before


def test_the_page_of_a_partner_that_was_asked_before_stays_true(run: Run, fresh: Path, edit: Edit) -> None:
    topic = "      grants: 補助金プログラム\n"
    text = series_of(fresh).read_text("utf-8")
    series_of(fresh).write_text(text.replace(topic, topic + "      visas: 在留資格の支援\n", 1), "utf-8")
    assert run("survey", "open", "2026-09").code == 0
    shown = run("show", "liaoning").out
    assert "／ この調査の対象外" in shown
    assert "2019年11月に神奈川県が" in shown
    assert "2026年9月" not in shown
    edit("survey: 2019-11", "survey: 2026-09")
    shown = run("show", "liaoning").out
    assert "この調査の対象外" not in shown
    assert "2026年9月に神奈川県が" in shown


def test_the_date_of_an_older_series_becomes_a_round(run: Run, fresh: Path) -> None:
    text = series_of(fresh).read_text("utf-8")
    old = text.partition("\nsurveys:")[0].replace(
        "no_answer:", "survey: 2019-11   # 調査の年月\nno_answer:", 1
    )
    series_of(fresh).write_text(old, "utf-8")
    assert "P165" in run("check", "liaoning").err
    assert run("survey", "open", "2019-11").code == 0
    data = validate_series(series_of(fresh).read_bytes(), "_series.yaml").data
    assert data.surveys["2019-11"].marks == {key: table.topics for key, table in data.marks.items()}
    assert run("check", "liaoning").code == 0


def test_a_series_with_other_mistakes_gets_no_round(run: Run, fresh: Path) -> None:
    text = series_of(fresh).read_text("utf-8").replace("no_answer:", "no_anser:", 1)
    series_of(fresh).write_text(text, "utf-8")
    ran = run("survey", "open", "2026-09")
    assert ran.code == 1
    assert "_series.yaml:6:1: error P101" in ran.err
    assert series_of(fresh).read_text("utf-8") == text
