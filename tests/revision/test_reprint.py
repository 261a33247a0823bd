"""Lines of the series that an editor moved, or left behind when their block was deleted, are reported."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from cli_result import Run
from docx_reader import W

CAPTION = "ここがすごい！"
Lines = list[etree._Element]


@pytest.fixture
def sent(run: Run, fresh: Path) -> Path:
    assert run("build", "liaoning", "--format", "docx").code == 0
    return fresh / "output" / "liaoning.docx"


def changed(sent: Path, target: Path, change: Callable[[Lines], None]) -> Path:
    """The sent file with its paragraphs changed."""
    with zipfile.ZipFile(sent) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = etree.fromstring(parts["word/document.xml"])
    change(list(document.iter(f"{W}p")))
    parts["word/document.xml"] = etree.tostring(document)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target


def with_words(lines: Lines, words: str) -> etree._Element:
    (found,) = (line for line in lines if words in words_of(line))
    return found


def words_of(line: etree._Element) -> str:
    """The words of a line up to its first note."""
    return "".join(t.text or "" for t in line.iter(f"{W}t")).partition("*")[0]


def remove(line: etree._Element) -> None:
    parent = line.getparent()
    assert parent is not None
    parent.remove(line)


def not_printed(ran: str) -> list[str]:
    """The words of each warning that a shared line is not printed where it is in the Word file."""
    return re.findall(r"D220: .*\((.*)\)", ran)


def test_a_file_without_edits_of_shared_lines_has_no_warning(run: Run, sent: Path, tmp_path: Path) -> None:
    def change(lines: Lines) -> None:
        remove(with_words(lines, "相互に友好交流職員"))

    ran = run("revise", str(changed(sent, tmp_path / "edited.docx", change)), "--write")
    assert (ran.code, not_printed(ran.out)) == (0, [])


def test_a_shared_line_that_was_moved_is_reported(run: Run, sent: Path, tmp_path: Path) -> None:
    def change(lines: Lines) -> None:
        with_words(lines, "お問い合わせ先").addprevious(with_words(lines, CAPTION))

    ran = run("revise", str(changed(sent, tmp_path / "edited.docx", change)), "--write")
    assert ran.code == 1
    assert f"D235: moved lines (1) cannot be printed at their new place ({CAPTION})" in ran.out
    assert not_printed(ran.out) == []  # it is told once


def test_a_shared_line_whose_block_was_deleted_is_reported(run: Run, sent: Path, tmp_path: Path) -> None:
    def change(lines: Lines) -> None:
        for words in ("日系企業の進出数と日本語人材の豊富さ", "同省の貿易額"):
            remove(with_words(lines, words))
        numbers = {"27大学", "日本語専攻のある大学", "3,000人近く", "その卒業生（毎年）"}
        found = [line for line in lines if words_of(line) in numbers]
        assert len(found) == len(numbers)
        for line in found:
            remove(line)

    ran = run("revise", str(changed(sent, tmp_path / "edited.docx", change)), "--write")
    assert "日系企業の進出数" in ran.out
    assert (ran.code, not_printed(ran.out)) == (1, [CAPTION])


def test_a_layout_with_another_order_of_shared_lines_gives_no_warning(
    run: Run, fresh: Path, tmp_path: Path
) -> None:
    layout = fresh / "layouts" / "onepage" / "layout.yaml"
    text = layout.read_text("utf-8")
    assert "topics_per_band: 8" in text
    layout.write_text(text.replace("topics_per_band: 8", "topics_per_band: 3"), "utf-8")
    assert run("build", "liaoning", "--format", "docx", "--layout", "onepage").code == 0

    def change(lines: Lines) -> None:
        remove(with_words(lines, "相互に友好交流職員"))

    edited = changed(fresh / "output" / "liaoning.docx", tmp_path / "edited.docx", change)
    assert not_printed(run("revise", str(edited), "--write").out) == []


@pytest.mark.parametrize(("made", "revised"), [("standard", "onepage"), ("onepage", "standard")])
def test_maps_and_years_are_compared_as_the_layout_of_the_file_printed_them(
    made: str, revised: str, run: Run, fresh: Path, tmp_path: Path
) -> None:
    """One layout has the milestones on an axis of years, the other above the name."""
    assert run("build", "liaoning", "--format", "docx", "--layout", made).code == 0

    def change(lines: Lines) -> None:
        remove(with_words(lines, "相互に友好交流職員"))

    edited = changed(fresh / "output" / "liaoning.docx", tmp_path / "edited.docx", change)
    ran = run("revise", str(edited), "--write", "--layout", revised)
    assert (ran.code, ran.out.splitlines()[0]) == (
        0,
        "profiles/liaoning.yaml: 1 changes, 0 not applied, 0 comments",
    )


def test_a_file_of_a_layout_without_maps_and_years_is_revised(run: Run, fresh: Path, tmp_path: Path) -> None:
    """As files that were sent before layouts had them."""
    layout = fresh / "layouts" / "standard" / "layout.yaml"
    text = layout.read_text("utf-8")
    without = re.sub(r"\ndrawings:.*?\n(?=\S)", "\n", text, flags=re.DOTALL)
    assert without != text
    layout.write_text(without, "utf-8")
    assert run("build", "liaoning", "--format", "docx").code == 0
    layout.write_text(text, "utf-8")

    def change(lines: Lines) -> None:
        next(with_words(lines, "友好提携 1983年").iter(f"{W}t")).text = "中国 ／ 友好都市 1983年・MOU 2018年"

    edited = changed(fresh / "output" / "liaoning.docx", tmp_path / "edited.docx", change)
    ran = run("revise", str(edited), "--write")
    assert (ran.code, "1 changes, 0 not applied" in ran.out) == (0, True), ran.out
    assert "label: 友好都市\n" in (fresh / "profiles" / "liaoning.yaml").read_text("utf-8")


def test_a_file_in_columns_is_revised_with_the_standard_layout(run: Run, fresh: Path, tmp_path: Path) -> None:
    assert run("build", "liaoning", "--format", "docx", "--layout", "onepage").code == 0
    sent = fresh / "output" / "liaoning.docx"
    unedited = run("revise", str(sent), lang="en_GB.UTF-8")
    assert (unedited.code, unedited.out.splitlines()[0]) == (
        0,
        "profiles/liaoning.yaml: 0 changes, 0 not applied, 0 comments",
    )

    def change(lines: Lines) -> None:
        remove(with_words(lines, "相互に友好交流職員"))
        first = next(line for line in lines if "".join(t.text or "" for t in line.iter(f"{W}t")) == "–")
        next(first.iter(f"{W}t")).text = "○"

    edited = changed(sent, tmp_path / "edited.docx", change)
    ran = run("revise", str(edited), "--write", lang="en_GB.UTF-8")
    assert (ran.code, ran.out.splitlines()[0]) == (
        0,
        "profiles/liaoning.yaml: 2 changes, 0 not applied, 0 comments",
    )
    assert "one_stop" in (fresh / "profiles" / "liaoning.yaml").read_text("utf-8")
