"""The newest round of the survey in the list: sent, answered, open, late; read again only after a change."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from brochure.desk.desk import Desk
from brochure.desk.endpoint import DeskRequest
from brochure.desk.partner_checks import PartnerChecks
from brochure.desk.partner_list import list_partners
from brochure.storage.workspace import Workspace
from brochure.survey.form import Role
from brochure.survey.store import read_sent
from cli_result import Run
from survey_word import WordFilling

ROUND = "2019-11"
TODAY = datetime.date.today()


class NoChecks(PartnerChecks):
    """A list without the thread that counts problems."""

    def begin(self, *_: object) -> None:
        """Check nothing."""


@pytest.fixture
def desk(fresh: Path) -> Desk:
    """A desk on the partner of the workspace in which commands run."""
    return Desk(Workspace(fresh), checks=NoChecks())


def told(desk: Desk) -> tuple[Any, Any]:
    """The round, and the state of the partner."""
    answer = list_partners(desk, DeskRequest()).data
    (row,) = [row for row in answer["partners"] if row["id"] == "liaoning"]
    return answer["round"], row["round"]


def ask_until(desk: Desk, day: datetime.date) -> None:
    """Give the round a date until when answers are due."""
    path = desk.where.profiles / "_series.yaml"
    text = path.read_text("utf-8")
    new = text.replace("    asked: 2019-11\n", f"    asked: 2019-11\n    due: {day.isoformat()}\n", 1)
    assert new != text
    path.write_text(new, "utf-8")


def answer(desk: Desk, run: Run, text: str) -> None:
    """Have the partner's file come back with one answer."""
    (sent,), _ = read_sent(desk.where, ROUND, "liaoning")
    filling = WordFilling(sent.form)
    filling.type("Q1-h", Role.NEW, text)
    (desk.where.root / "reply.docx").write_bytes(filling.data())
    run("survey", "receive", "reply.docx", "--accept", "all", "--by", "山田")


def test_a_round_is_shown_from_its_first_form_to_the_answers(desk: Desk, run: Run) -> None:
    assert told(desk) == (None, None)
    run("survey", "send", "liaoning")
    found, state = told(desk)
    assert found == {"id": ROUND, "title": ""}
    assert (state["state"], state["received"], state["overdue"]) == ("waiting", "", 0)
    assert state["sent"] == TODAY.isoformat()
    answer(desk, run, "なし")
    _, state = told(desk)
    assert (state["state"], state["questions"], state["received"]) == ("open", 1, TODAY.isoformat())
    assert state["missing"] > 20


def test_what_is_late_is_counted_without_reading_the_answers_again(desk: Desk, run: Run) -> None:
    run("survey", "send", "liaoning")
    told(desk)
    reads = desk.rounds.reads
    ask_until(desk, TODAY - datetime.timedelta(days=3))
    assert told(desk)[1]["overdue"] == 3
    assert desk.rounds.reads == reads
    answer(desk, run, "架空省")
    assert told(desk)[1]["overdue"] == 3  # answers are missing still
    assert desk.rounds.reads == reads + 1


def test_damaged_answers_are_told_with_their_file(desk: Desk, run: Run) -> None:
    run("survey", "send", "liaoning")
    path = desk.where.root / "surveys" / ROUND / "sent" / "liaoning.json"
    path.write_text("[{", "utf-8")
    state = told(desk)[1]
    assert (state["state"], state["problem"]["code"]) == ("unreadable", "J111")
    assert state["problem"]["file"] == f"surveys/{ROUND}/sent/liaoning.json"


def test_without_a_series_no_round_is_told(desk: Desk, run: Run) -> None:
    run("survey", "send", "liaoning")
    (desk.where.profiles / "_series.yaml").unlink()
    assert told(desk) == (None, None)
