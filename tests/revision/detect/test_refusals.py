"""Texts of a booklet that are made from values: the message names the file and the key, marks are taken."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from brochure.schema.yaml_reader import parse_yaml
from cli_result import Run
from docx_reader import NAMES, W
from edited_word import typed
from typed_answers import edited_body, paragraphs_with, type_into, type_over, words_of
from workspaces import REPO

BOOK = """title: 架空の冊子
edition: 2026-11
seminar:
  name: 架空の催し
  date: 2026-11-30
  place: 架空の会場
partners:
  - id: liaoning
  - {id: oulu, depth: row}
compare_facts:
  - {title: 国・地域, value: place}
  - {title: 時点, value: as_of}
  - {title: 目的, facts: mou, field: purpose}
  - {title: 覚書の目的, facts: moc, field: purpose}
colophon:
  publisher: 架空の発行者
"""


@pytest.fixture
def book(run: Run, fresh: Path) -> Path:
    """The Word file of a booklet of two partners; one has only its rows in the tables."""
    shutil.copy(REPO / "profiles" / "_sources.yaml", fresh / "profiles")
    text = (REPO / "profiles" / "oulu.yaml").read_text("utf-8")
    added = "  support:\n    - marks: support\n      marked: [grants]\n      none: [other]\n"
    text = text.replace("answers:\n", f"survey: 2019-11\nanswers:\n{added}")
    (fresh / "profiles" / "oulu.yaml").write_text(text, "utf-8")
    (fresh / "booklets").mkdir()
    (fresh / "booklets" / "book.yaml").write_text(BOOK, "utf-8")
    assert run("booklet", "book", "--format", "docx").code == 0
    return fresh / "output" / "book.docx"


def cells_of(root: Any, name: str, count: int) -> list[Any]:
    """The cells after the name in the comparison tables with so many columns, of all bands of a table."""
    rows = (row.findall("w:tc", NAMES) for row in root.iter(f"{W}tr"))
    found = [
        cell for cells in rows if len(cells) == count and words_of(cells[0]) == name for cell in cells[1:]
    ]
    assert found, name
    return found


def write_cell(cell: Any, words: str) -> None:
    if words_of(cell):
        type_over(cell.find("w:p", NAMES), words)
    else:
        type_into(cell, words)


def marks_of(path: Path) -> Any:
    data = parse_yaml(path.read_bytes(), path.name).data
    assert isinstance(data, dict)
    answers: Any = data["answers"]
    return next(block for block in answers["support"] if "marks" in block)


def test_marks_of_the_comparison_come_back_into_their_profiles(run: Run, book: Path, fresh: Path) -> None:
    def change(root: Any) -> None:
        write_cell(cells_of(root, "遼寧省", 6)[0], "○")  # on pages, too: there it stays
        own = cells_of(root, "オウル市", 6)
        write_cell(own[0], "✓")
        write_cell(own[8], "－")
        write_cell(own[9], "")

    edited = edited_body(book, change)
    ran = run("revise", str(edited), "--write")
    assert ran.code == 0, ran.out
    oulu, liaoning = (fresh / "profiles" / f"{name}.yaml" for name in ("oulu", "liaoning"))
    assert marks_of(oulu) == {"marks": "support", "marked": ["one_stop"], "none": ["grants"]}
    assert marks_of(liaoning)["marked"] == ["market_research", "one_stop"]
    assert run("revise", str(edited), "--write").err == "All edits are in the profile already.\n"


def test_a_mark_that_the_page_changes_otherwise_is_told(run: Run, book: Path, fresh: Path) -> None:
    def change(root: Any) -> None:
        write_cell(cells_of(root, "遼寧省", 6)[0], "○")
        (page,) = (
            table.findall("w:tr", NAMES)[1].findall("w:tc", NAMES)[0]
            for table in root.iter(f"{W}tbl")
            if words_of(table.find("w:tr/w:tc", NAMES)).startswith("aワンストップ")
        )
        write_cell(page, "")

    ran = run("revise", str(edited_body(book, change)), "--write")
    assert (ran.code, "D244" in ran.out) == (1, True)
    assert "one_stop" not in marks_of(fresh / "profiles" / "liaoning.yaml")["marked"]


def test_other_cells_name_the_file_and_the_key(run: Run, book: Path, fresh: Path) -> None:
    before = {path: path.read_bytes() for path in (fresh / "profiles").glob("*.yaml")}

    def change(root: Any) -> None:
        facts = cells_of(root, "オウル市", 5)
        for cell, words in zip(facts, ("フィン", "2030年", "目的です", "覚書です"), strict=True):
            write_cell(cell, words)  # the last is of a table that the partner does not have

    ran = run("revise", str(edited_body(book, change)), "--write")
    assert ran.code == 1
    for key in (r"partner\.country", "as_of", r"answers\.relation\.\d\.rows\.\d", "answers（facts: moc）"):
        assert re.search(f"D230: this cell .* is made from {key} in profiles/oulu.yaml", ran.out)
    assert "4 not applied" in ran.out
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize(
    ("words", "now", "line"),
    [
        ("架空の会場", "別の会場 *2", "place: 別の会場 *2"),
        ("架空の催し", "別の催し", "name: 別の催し"),
        ("2026年11月30日", "2026年12月1日", "date: 2026-12-01"),
        ("架空の発行者", "別の発行者", "publisher: 別の発行者"),
    ],
)
def test_lines_of_the_cover_come_back_into_the_booklet(
    words: str, now: str, line: str, run: Run, book: Path, fresh: Path
) -> None:
    edited = edited_body(book, lambda root: type_over(paragraphs_with(root, words)[0], now))
    ran = run("revise", str(edited), "--write")
    assert "booklets/book.yaml" in ran.out
    assert line in (fresh / "booklets" / "book.yaml").read_text("utf-8")


def test_a_cover_date_that_is_none_is_told_with_its_place(run: Run, book: Path, fresh: Path) -> None:
    edited = edited_body(
        book, lambda root: type_over(paragraphs_with(root, "2026年11月30日")[0], "年末の日曜日")
    )
    ran = run("revise", str(edited), "--write")
    assert ran.code == 1
    assert "booklets/book.yaml:5:9" in ran.out
    assert "seminar.date" in ran.out
    assert "D229: “年末の日曜日” is not a date" in ran.out


# --- openers of regions ---------------------------------------------------------------------------


@pytest.fixture
def opened(run: Run, fresh: Path) -> Path:
    """The Word file of a booklet with the opener of a region."""
    for name in ("_sources", "oulu", "cgt-catapult", "baden-wuerttemberg"):
        shutil.copy(REPO / "profiles" / f"{name}.yaml", fresh / "profiles")
    (fresh / "booklets").mkdir()
    partners = "partners: [{id: liaoning}, {id: oulu}, {id: cgt-catapult}, {id: baden-wuerttemberg}]"
    text = f"title: 架空の冊子\nedition: 2026-11\nopeners: true\n{partners}\n"
    (fresh / "booklets" / "book.yaml").write_text(text, "utf-8")
    assert run("booklet", "book", "--format", "docx").code == 0
    return fresh / "output" / "book.docx"


def test_a_booklet_with_an_opener_that_nobody_edited_tells_nothing(run: Run, opened: Path) -> None:
    ran = run("revise", str(opened))
    assert (ran.code, ran.out.startswith("no edits: booklets/book.yaml")) == (0, True), ran.out
    ran = run("revise", str(edited_body(opened, lambda root: None)))  # saved without an edit
    assert (ran.code, ran.out.startswith("no edits: booklets/book.yaml")) == (0, True), ran.out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("欧州", "ヨーロッパ", "D201"),  # the name of the region, in the series
        ("フィンランド　都市", "フィンランド　港町", "D202"),
    ],
)
def test_an_edit_of_an_opener_is_told(
    run: Run, opened: Path, fresh: Path, old: str, new: str, told: str
) -> None:
    before = {path: path.read_bytes() for path in (fresh / "profiles").glob("*.yaml")}
    edited = edited_body(opened, lambda root: type_over(paragraphs_with(root, old)[-1], new))
    ran = run("revise", str(edited), "--write")
    assert (ran.code, f"{told}: " in ran.out, "1 not applied" in ran.out) == (1, True, True), ran.out
    assert {path: path.read_bytes() for path in before} == before


def test_an_edit_of_a_partner_beside_an_opener_comes_back(run: Run, opened: Path, fresh: Path) -> None:
    profile = fresh / "profiles" / "liaoning.yaml"
    edited = typed(opened, fresh / "edited.docx", {"14市から": "15市から"})
    ran = run("revise", str(edited), "--write")
    assert ran.code == 0, ran.out
    assert "など15市から" in profile.read_text("utf-8")
