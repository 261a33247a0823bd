"""Edits of citations in Word: they stay citations where the words of their source stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_result import Run
from word_parts import edited_file, paragraph_of, replaced, without_bookmarks


@pytest.mark.parametrize(
    ("old", "new", "cite"),
    [
        ("2018年7月）より", "2018年7月）から作成", "[@jetro-dalian から作成]"),
        ("2018年7月）より", "2018年7月）より（一部改変）", "[@jetro-dalian より（一部改変）]"),
        ("2018年7月）より", "2018年7月）", "[@jetro-dalian]"),
        ("2018年5月31日）", "2018年5月31日）を加工", "[@jetro-seminar を加工]"),
        ("外務省「海外", "参考：外務省「海外", "[参考： @mofa-survey より]"),
    ],
)
def test_other_words_around_a_source_are_words_of_the_citation(
    old: str, new: str, cite: str, run: Run, sent: Path, profile: Path
) -> None:
    edited = edited_file(sent, {"footnotes": replaced((old, new))})
    sources = profile.read_text("utf-8").split("\nsources:")[1]
    assert run("revise", str(edited), "--write").code == 0
    now = profile.read_text("utf-8")
    assert cite in now
    assert "\nnotes:" not in now
    assert now.split("\nsources:")[1] == sources


def test_a_date_that_was_deleted_leaves_the_source(run: Run, sent: Path, profile: Path) -> None:
    edited = edited_file(sent, {"footnotes": replaced(("（2018年7月）より", "から作成"))})
    before = profile.read_text("utf-8")
    assert run("revise", str(edited), "--write").code == 0
    after = before.replace("[@jetro-dalian より]", "[@jetro-dalian から作成]")
    assert profile.read_text("utf-8") == after.replace("    issued: 2018-07\n", "")


def test_another_date_and_other_words_are_both_taken(run: Run, sent: Path, profile: Path) -> None:
    edited = edited_file(sent, {"footnotes": replaced(("（2018年7月）より", "（2019年8月）から作成"))})
    assert run("revise", str(edited), "--write").code == 0
    now = profile.read_text("utf-8")
    assert "[@jetro-dalian から作成]" in now
    assert "issued: 2019-08\n" in now


def test_a_rewritten_citation_becomes_a_note_only_if_a_person_agrees(
    run: Run, sent: Path, profile: Path
) -> None:
    words = ("外務省「海外在留邦人数調査統計（平成30年版）」より", "外国に住む人の数を、役所に尋ねた")
    edited = edited_file(sent, {"footnotes": replaced(words)})
    before = profile.read_bytes()
    asked = run("revise", str(edited), "--write")
    assert asked.code == 1
    assert "D113" in asked.err
    assert "D211" in asked.out
    assert "D232" in asked.out  # its source is not cited any more
    assert profile.read_bytes() == before
    assert run("revise", str(edited), "--write", "--confirm").code == 0
    now = profile.read_text("utf-8")
    assert "[^mofa-survey-1]" in now
    assert "id: mofa-survey" not in now


def test_words_that_were_copied_with_their_call_cite_the_same_source(
    run: Run, sent: Path, profile: Path
) -> None:
    """Word copies the note, and leaves the bookmarks with the original."""

    def copied(xml: str) -> str:
        line = paragraph_of(xml, "知財保護などの領域で改革を行い")
        copy = without_bookmarks(line).replace('footnoteReference w:id="1"', 'footnoteReference w:id="77"')
        assert copy != without_bookmarks(line)
        return xml.replace(line, line + copy.replace("知財保護", "人材育成"))

    def noted(xml: str) -> str:
        start = xml.index('<w:footnote w:id="1"')
        end = xml.index("</w:footnote>", start) + len("</w:footnote>")
        return xml.replace(xml[start:end], xml[start:end] + xml[start:end].replace('w:id="1"', 'w:id="77"'))

    edited = edited_file(sent, {"document": copied, "footnotes": noted})
    before = profile.read_text("utf-8")
    assert run("revise", str(edited), "--write").code == 0
    now = profile.read_text("utf-8")
    assert now.count("[@jetro-seminar]") == before.count("[@jetro-seminar]") + 1
    assert "\nnotes:" not in now


def test_a_date_in_other_words_is_no_deleted_date(run: Run, sent: Path, profile: Path) -> None:
    edited = edited_file(sent, {"footnotes": replaced(("（2018年7月）より", "（平成30年7月）より"))})
    before = profile.read_bytes()
    asked = run("revise", str(edited), "--write")
    assert asked.code == 1
    assert "D241" in asked.out
    assert profile.read_bytes() == before


def test_an_emptied_note_is_told(run: Run, sent: Path) -> None:
    def emptied(xml: str) -> str:
        return xml.replace(paragraph_of(xml, "2018年5月31日"), "")

    assert "D209" in run("revise", str(edited_file(sent, {"footnotes": emptied}))).out
