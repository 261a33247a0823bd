"""A whole year: ask ten partners, receive ten ways of filling in, compare, approve, print.

The forms are filled in as people do and saved by LibreOffice Writer and Calc, five each.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from brochure.pdf import reader
from brochure.storage.workspace import Workspace
from brochure.survey.answers import Meaning
from brochure.survey.form import ItemKind, SurveyForm
from brochure.survey.store import read_sent
from cli_result import Run
from survey_excel import WORDS, ExcelFilling, ids_deleted, renamed, row_moved
from survey_forms import BLANK, Said, tables
from survey_saved import EXCEL, WORD, saved_as
from survey_word import WordFilling, beside, instead, moved, tracked
from workspaces import REPO

pytestmark = pytest.mark.tools

ROUND = "2027-05"
SIGNED = ("--by", "架空花子", "--role", "課長")
NEW = "この文は2027年の調査で確かめました。"


@pytest.fixture
def place(fresh: Path) -> Path:
    """The ten sample partners and their booklet; the series asks for approvals."""
    for folder in ("profiles", "booklets", "pictures"):
        shutil.copytree(REPO / folder, fresh / folder, dirs_exist_ok=True)
    with (fresh / "profiles" / "_series.yaml").open("a", encoding="utf-8") as series:
        series.write("approval: required\n")
    return fresh


def meant(form: SurveyForm) -> dict[str, Said]:
    """What a partner says: everything is still right, but for one sentence and the marks."""
    made = {}
    has_new = False
    for number, (_, item) in enumerate(tables(form)):
        if item.kind is ItemKind.MARK:
            made[item.code] = Said(Meaning.YES) if number % 2 else BLANK
        elif item.kind is ItemKind.TEXT and ".bullets." in item.at and item.held and not has_new:
            made[item.code] = Said(Meaning.TEXT, NEW)
            has_new = True
        elif item.kind in (ItemKind.TEXT, ItemKind.DATE) and item.held and not item.at.startswith("form."):
            made[item.code] = Said(Meaning.STILL)
        else:
            made[item.code] = BLANK
    return made


def word_fillings() -> list[Callable[[SurveyForm], bytes]]:
    """Five ways to fill in a Word form."""

    def after(change: Callable[[WordFilling], None]) -> Callable[[SurveyForm], bytes]:
        def fill(form: SurveyForm) -> bytes:
            filling = WordFilling(form).fill(meant(form))
            change(filling)
            return filling.data()

        return fill

    return [
        lambda form: WordFilling(form).fill(meant(form)).data(),
        lambda form: WordFilling(form).fill(meant(form), beside).data(),
        lambda form: WordFilling(form).fill(meant(form), instead).data(),
        after(moved),
        after(tracked),
    ]


def excel_fillings() -> list[Callable[[SurveyForm], bytes]]:
    """Five ways to fill in an Excel form."""

    def after(change: Callable[[ExcelFilling], None]) -> Callable[[SurveyForm], bytes]:
        def fill(form: SurveyForm) -> bytes:
            filling = ExcelFilling(form).fill(meant(form))
            change(filling)
            return filling.data()

        return fill

    return [
        lambda form: ExcelFilling(form).fill(meant(form)).data(),
        lambda form: ExcelFilling(form).fill(meant(form), WORDS).data(),
        after(renamed),
        after(row_moved),
        after(ids_deleted),
    ]


def returned_files(place: Path, folder: Path) -> list[Path]:
    """The forms of all partners as they come back, each filled in in another way."""
    where = Workspace(place)
    words: list[Path] = []
    sheets: list[Path] = []
    folder.mkdir()
    for number, (name, fill) in enumerate(
        zip(where.names(), [*word_fillings(), *excel_fillings()], strict=True)
    ):
        form = read_sent(where, ROUND, name)[0][-1].form
        path = folder / f"{name}.{'docx' if number < 5 else 'xlsx'}"
        path.write_bytes(fill(form))
        (words if number < 5 else sheets).append(path)
    back = folder / "back"
    return [
        *saved_as(WORD, words, back, folder / "writer"),
        *saved_as(EXCEL, sheets, back, folder / "calc"),
    ]


def told(run: Run, place: Path, *command: str) -> list[dict[str, Any]]:
    """The rows that a command prints as JSON."""
    ran = run(*command, "--format", "json", where=place)
    assert ran.code == 0, ran.err
    rows: list[dict[str, Any]] = json.loads(ran.out)
    return rows


def test_a_year_with_ten_partners(place: Path, run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    def do(*command: str) -> str:
        ran = run(*command, where=place)
        assert ran.code == 0, (command, ran.out[-2000:], ran.err[-2000:])
        return ran.out

    names = Workspace(place).names()
    assert len(names) == 10
    before = {name: (place / "profiles" / f"{name}.yaml").read_text("utf-8") for name in names}
    # The printed edition is kept, and the next begins: nothing of it was looked at.
    do("edition", "open", "2027-11")
    assert {row["changed"] for row in told(run, place, "edition", "status")} == {0}
    # Ask.
    do("survey", "open", ROUND, "--title", "締結先機関アンケート調査")
    do("survey", "send", "--round", ROUND)
    assert {row["state"] for row in told(run, place, "survey", "status", "--round", ROUND)} == {"waiting"}
    # Receive.
    files = returned_files(place, tmp_path_factory.mktemp("round") / "forms")
    do("survey", "receive", *map(str, files), "--accept", "all", "--by", "架空花子")
    for row in told(run, place, "survey", "status", "--round", ROUND):
        assert row["received"], row  # what the partners left blank is told as open
        assert (row["questions"], row["taken"]) == (0, row["answered"]), row
    for name in names:
        now = (place / "profiles" / f"{name}.yaml").read_text("utf-8")
        assert now.count(NEW) == 1, name
        assert now != before[name]
    do("check")
    states = told(run, place, "edition", "status")
    assert all(row["changed"] and row["confirmed"] for row in states)
    # Compare, approve, print.
    do("redline", "seminar-2026", "--since", "2026-11")
    table = (place / "output" / "seminar-2026-comparison.pdf").read_bytes()
    text = "".join("".join(page.text for page in reader.read_pages(table)).split())
    assert text.count(NEW) == 10
    asked = ("booklet", "seminar-2026", "--for", "print", "--shop", "booklet")
    assert "A110" in run(*asked, where=place).err
    do("approve", "seminar-2026", *SIGNED)
    rows = told(run, place, "status", "seminar-2026")
    assert [row["status"] for row in rows] == ["approved"]
    printed = run(*asked, where=place)
    assert printed.code == 0, printed.err[-2000:]
    assert (place / "output" / "seminar-2026-print-booklet.pdf").read_bytes().startswith(b"%PDF")
