"""``brochure survey status``: who was sent, who answered, what is open or late; and the reminder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brochure.storage.workspace import Workspace
from brochure.survey.form import Role
from brochure.survey.status import round_rows
from brochure.survey.store import read_sent
from cli_result import Run
from survey_forms import WORDINGS
from survey_word import WordFilling

ROUND = "2019-11"


def state(fresh: Path, today: str = "2026-11-30") -> tuple[str, int, int, int, int]:
    (row,) = round_rows(Workspace(fresh), ROUND, today)[1]
    return row.state, row.answered, row.questions, row.missing, row.overdue


def answer(fresh: Path, run: Run, text: str) -> None:
    (sent,), _ = read_sent(Workspace(fresh), ROUND, "liaoning")
    filling = WordFilling(sent.form)
    filling.type("Q1-h", Role.NEW, text)
    (fresh / "reply.docx").write_bytes(filling.data())
    run("survey", "receive", "reply.docx", "--accept", "all", "--by", "山田")


def test_a_round_goes_from_not_sent_to_open_questions(run: Run, fresh: Path) -> None:
    assert state(fresh) == ("not sent", 0, 0, 0, 0)
    run("survey", "send", "liaoning")
    assert state(fresh) == ("waiting", 0, 0, 0, 0)
    answer(fresh, run, "なし")
    found = state(fresh)
    assert (found[0], found[1], found[2]) == ("open", 0, 1)
    assert found[3] > 20
    text = run("survey", "status", "--reminder", "liaoning").out
    assert "Q1-h：組織名　「なし」" in text
    assert "Q1-a：本文 1-1" in text


@pytest.mark.parametrize(
    ("due", "today", "late"),
    [
        ("2026-11-20", "2026-11-30", 10),
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11", "2026-11-30", 0),
        ("2026-11", "2026-12-01", 1),
        ("2026", "2027-01-01", 1),
    ],
)
def test_what_is_late_is_counted_from_the_due_date(
    due: str, today: str, late: int, run: Run, fresh: Path
) -> None:
    series = fresh / "profiles" / "_series.yaml"
    text = series.read_text("utf-8").replace("    asked: 2019-11\n", f"    asked: 2019-11\n    due: {due}\n")
    series.write_text(text, "utf-8")
    assert state(fresh, today)[4] == 0  # nothing was sent
    run("survey", "send", "liaoning")
    assert state(fresh, today)[4] == late


def test_the_reminder_is_in_the_language_of_the_partner(run: Run, fresh: Path) -> None:
    series = fresh / "profiles" / "_series.yaml"
    series.write_text(series.read_text("utf-8") + WORDINGS, "utf-8")
    assert "J114" in run("survey", "status", "--reminder", "liaoning").err
    run("survey", "send", "liaoning", "--language", "en")
    assert "We are looking forward to your answers" in run("survey", "status", "--reminder", "liaoning").out


def test_the_table_is_printed_in_three_forms(run: Run, fresh: Path) -> None:
    run("survey", "send", "liaoning")
    assert "遼寧省" in run("survey", "status").out
    assert "liaoning,遼寧省,waiting," in run("survey", "status", "--format", "csv").out
    (row,) = json.loads(run("survey", "status", "--format", "json").out)
    assert row["state"] == "waiting"


def test_a_damaged_record_is_told(run: Run, fresh: Path) -> None:
    run("survey", "send", "liaoning")
    path = fresh / "surveys" / ROUND / "sent" / "liaoning.json"
    for text in ("[", "[{}]", '[{"date": 1, "files": {}, "form": {"sections": 3}}]'):
        path.write_text(text, "utf-8")
        assert "J111" in run("survey", "status").err
