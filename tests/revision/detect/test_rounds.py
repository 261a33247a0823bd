"""Marks of topics that the round of the survey did not ask come back unchanged, or are told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli_result import Run
from word_parts import edited_file, replaced

TOPIC = "      grants: 補助金プログラム\n"
NOT_ASKED = ">／</w:t>"


@pytest.fixture
def sent(run: Run, fresh: Path) -> Path:
    """A Word file whose partner was asked before the series got one topic more."""
    path = fresh / "profiles" / "_series.yaml"
    text = path.read_text("utf-8").replace(TOPIC, TOPIC + "      visas: 在留資格の支援\n", 1)
    path.write_text(text, "utf-8")
    assert run("build", "liaoning", "--format", "docx").code == 0
    return fresh / "output" / "liaoning.docx"


def test_a_file_that_nobody_edited_has_no_edit(run: Run, sent: Path) -> None:
    copy = Path(shutil.copy(sent, sent.with_name("back.docx")))
    ran = run("revise", str(copy))
    assert ran.code == 0, ran.out
    assert "0 changes, 0 not applied" in ran.out


@pytest.mark.parametrize("typed", ["○", "–", "", "回答なし"])
def test_an_answer_to_what_was_not_asked_is_told_and_not_taken(typed: str, run: Run, sent: Path) -> None:
    profile = sent.parent.parent / "profiles" / "liaoning.yaml"
    before = profile.read_bytes()
    change = replaced((NOT_ASKED, f">{typed}</w:t>"))
    ran = run("revise", str(edited_file(sent, {"document": change})), "--write")
    assert "D254" in ran.out + ran.err, ran.out + ran.err
    assert ran.code == 1
    assert profile.read_bytes() == before


def test_the_other_marks_of_the_table_come_back(run: Run, sent: Path) -> None:
    profile = sent.parent.parent / "profiles" / "liaoning.yaml"
    before = profile.read_text("utf-8")
    change = replaced((">–</w:t>", ">○</w:t>"))
    ran = run("revise", str(edited_file(sent, {"document": change})), "--write")
    assert ran.code == 0, ran.out + ran.err
    wanted = before.replace("marked: [market_research]", "marked: [market_research, one_stop]")
    assert profile.read_text("utf-8") == wanted


def test_a_sign_for_not_asked_over_an_answer_is_told(run: Run, sent: Path) -> None:
    profile = sent.parent.parent / "profiles" / "liaoning.yaml"
    before = profile.read_bytes()
    ran = run("revise", str(edited_file(sent, {"document": replaced((">–</w:t>", NOT_ASKED))})), "--write")
    assert "D254" in ran.out + ran.err, ran.out + ran.err
    assert profile.read_bytes() == before
