"""What no profile can store is told; what a program copies from the line before is no edit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli_result import Run
from word_parts import edited_file, paragraph_of, without_bookmarks

QUESTION, OTHER = "への支援はありますか", "コラボレーションをしていますか"


@pytest.fixture
def unanswered(run: Run, fresh: Path, profile: Path) -> Path:
    """A Word file that lists two questions without an answer, with the sign of a list."""
    text = profile.read_text("utf-8")
    for start, end in (("  # 原稿の質問番号は", "accepted:"),):
        text = text[: text.index(start)] + text[text.index(f"\n{end}") + 1 :]
    profile.write_text(re.sub(r"(?m)^accepted:\n(?: .*\n)+\n", "", text), "utf-8")
    ran = run("build", "liaoning", "--format", "docx")
    assert ran.code == 0, ran.err
    return fresh / "output" / "liaoning.docx"


def with_answer(xml: str, *, behind: str, words: str) -> str:
    """A line typed behind a line of the list, which has its list and the style of running text."""
    line = paragraph_of(xml, behind)
    assert "<w:numPr>" in line
    new = re.sub(r"<w:r>.*</w:r>", f"<w:r><w:t>{words}</w:t></w:r>", without_bookmarks(line))
    return xml.replace(line, line + new)


def test_the_list_of_the_line_before_is_no_edit(run: Run, unanswered: Path, profile: Path) -> None:
    edited = edited_file(
        unanswered, {"document": lambda xml: with_answer(xml, behind=QUESTION, words="支援します。")}
    )
    ran = run("revise", str(edited), "--write")
    assert "D205" not in ran.out, ran.out
    assert (ran.code, "支援します。" in profile.read_text("utf-8")) == (0, True), ran.out


def test_a_list_that_the_line_before_does_not_have_is_told(run: Run, unanswered: Path, profile: Path) -> None:
    def change(xml: str) -> str:
        signs = re.search(r"<w:numPr>.*?</w:numPr>", paragraph_of(xml, QUESTION))
        assert signs
        line = paragraph_of(xml, "相互に友好交流職員も")
        new = re.sub(r"<w:numPr>.*?</w:numPr>", "", without_bookmarks(line))
        new = re.sub(r"<w:r>.*</w:r>", "<w:r><w:t>新しい箇条です。</w:t></w:r>", new)
        return xml.replace(line, line + new.replace("</w:pPr>", f"{signs[0]}</w:pPr>", 1))

    ran = run("revise", str(edited_file(unanswered, {"document": change})), "--write")
    assert "D205" in ran.out
    assert "新しい箇条です。" in profile.read_text("utf-8")
