"""One table of all that changed since an edition, and a slip of corrections with the printed pages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from brochure.pdf import reader
from cli_result import Run
from docx_reader import WordFile

DATE = ("--date", "2027-01-15")
BOOKLET = """\
title: 架空の冊子
foreword: {title: はじめに, text: はじめの文です。}
partners:
  - id: liaoning
  - id: second
"""


def _second(text: str) -> str:
    return text.replace("name: 遼寧省", "name: 架空省").replace("14市から", "九つの市から")


@pytest.fixture
def place(fresh: Path) -> Path:
    """A workspace with two partners and a booklet, whose edition of 2026-11 is kept."""
    profiles = fresh / "profiles"
    text = (profiles / "liaoning.yaml").read_text("utf-8")
    (profiles / "second.yaml").write_text(_second(text), "utf-8")
    (fresh / "booklets").mkdir()
    (fresh / "booklets" / "both.yaml").write_text("edition: 2026-11\n" + BOOKLET, "utf-8")
    kept = fresh / "editions" / "2026-11" / "printed" / "inputs"
    for folder in ("profiles", "booklets"):
        shutil.copytree(fresh / folder, kept / folder)
    return fresh


def change(place: Path, file: str, old: str, new: str) -> None:
    path = place / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def texts(place: Path, stem: str) -> tuple[str, str]:
    """The words of the PDF and of the Word file, without blanks."""
    pages = reader.read_pages((place / "output" / f"{stem}.pdf").read_bytes())
    word = WordFile((place / "output" / f"{stem}.docx").read_bytes())
    both = "".join(page.text for page in pages), "".join(word.body.itertext())
    return "".join(both[0].split()), "".join(both[1].split())


def test_all_partners_are_one_table_and_those_without_a_change_a_line(place: Path, run: Run) -> None:
    change(place, "profiles/second.yaml", "九つの市から", "15市から")
    shutil.copy(place / "profiles" / "second.yaml", place / "profiles" / "third.yaml")
    change(place, "profiles/third.yaml", "name: 架空省", "name: 新しい省")
    ran = run("redline", "--all", "--since", "2026-11", *DATE, where=place)
    assert (ran.code, ran.out.split()) == (0, ["output/all-comparison.docx", "output/all-comparison.pdf"])
    for text in texts(place, "all-comparison"):
        assert "変わりのない機関（1）：遼寧省" in text
        assert "新しく加わった機関：新しい省" in text
        assert "九つの市から" in text
        assert "15市から" in text
        assert text.index("架空省") < text.index("九つの市から")
    (place / "profiles" / "third.yaml").unlink()
    (place / "profiles" / "liaoning.yaml").rename(place / "left.yaml")
    assert run("redline", "--all", "--since", "editions/2026-11", *DATE, where=place).code == 0
    assert "載らなくなった機関：liaoning" in texts(place, "all-comparison")[0]


def test_a_booklet_is_compared_with_its_own_texts(place: Path, run: Run) -> None:
    change(place, "booklets/both.yaml", "はじめの文", "はじめのことば")
    change(place, "profiles/second.yaml", "九つの市から", "15市から")
    assert run("redline", "both", "--since", "2026-11", *DATE, where=place).code == 0
    for text in texts(place, "both-comparison"):
        assert text.index("冊子の文") < text.index("ことば") < text.index("架空省") < text.index("15市から")


def test_a_slip_of_corrections_names_the_printed_page(place: Path, run: Run) -> None:
    printed = place / "editions" / "2026-11" / "printed" / "files"
    assert run("booklet", "both", "--format", "pdf", "--output", str(printed), where=place).code == 0
    change(place, "profiles/second.yaml", "九つの市から", "15市から")
    for file in ("booklets/both.yaml", "profiles/liaoning.yaml", "profiles/second.yaml"):
        change(place, file, "edition: 2026-11", "edition: 2027-11")
    change(place, "profiles/liaoning.yaml", "毎年3,000人", "毎年3,100人")
    assert run("redline", "both", "--since", "2026-11", "--errata", *DATE, where=place).code == 0
    pdf, word = texts(place, "both-errata")
    for text in (pdf, word):
        assert "正誤表" in text
        assert "毎年3,000人" in text
        assert "2027年11月版内容は" not in text  # a new edition is no mistake
    assert (
        "3頁箇条書き1" in pdf
    )  # of the other partner; the other words are on two pages, so on none for certain
    assert "1頁" not in pdf
    ran = run("redline", "both", "liaoning", "--since", "2026-11", where=place)
    assert (ran.code, "U112" in ran.err) == (2, True)


def test_nothing_changed_writes_nothing(place: Path, run: Run) -> None:
    for asked in (("--all",), ("--all", "--errata"), ("both",)):
        ran = run("redline", *asked, "--since", "2026-11", *DATE, where=place)
        assert (ran.code, ran.err) == (0, "")
        assert not [*(place / "output").glob("*comparison*"), *(place / "output").glob("*errata*")]


def test_mistakes_of_several_files_are_told_together(place: Path, run: Run) -> None:
    for name in ("liaoning", "second"):
        change(place, f"profiles/{name}.yaml", "answers:\n", "anwsers:\n")
    ran = run("redline", "--all", "--since", "2026-11", where=place)
    assert ran.code == 1
    assert {"profiles/liaoning.yaml", "profiles/second.yaml"} <= {
        line.split(":")[0] for line in ran.err.splitlines()
    }
