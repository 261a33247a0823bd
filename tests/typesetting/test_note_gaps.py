"""A page that a note leaves white is told; white of other reasons is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.build.brochure import build_brochure
from brochure.build.load import load_common
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import Problem
from brochure.storage.workspace import Workspace
from small_partners import HEAD

LINE = "この文は頁を埋めるための文で、内容に意味はありません（架空）。"


def partner(before: int, called: str, note: str) -> str:
    """A partner with paragraphs, then a bullet with a note, then more."""
    bullets = "".join(f"        - {LINE * 2}\n" for _ in range(before))
    return (
        f"{HEAD}answers:\n  about:\n    - bullets:\n{bullets}        - {called}\n"
        f"  relation:\n    - bullets:\n        - {LINE * 12}\n"
        f"notes:\n  long: {note}\n"
    )


def told(where: Path, text: str) -> list[Problem]:
    """The warnings about white pages."""
    (where / "profiles" / "p.yaml").write_text(text, "utf-8")
    space = Workspace(where)
    made = build_brochure(space, "p", load_common(space, "standard"), formats=["pdf"], output=where / "out")
    return [found for found in made.warnings if found.code == "Q805"]


@pytest.mark.parametrize("called", ["呼ぶ文です[^long]。", f"{LINE}[^long]{LINE * 6}"])
def test_a_page_that_a_note_leaves_white_is_told(fresh: Path, called: str) -> None:
    text = partner(12, called, LINE * 60)
    (found,) = told(fresh, text)
    details = dict(found.details)
    assert (details["page"], details["markers"], details["next"]) == ("1", "*1", "2")
    assert 25 <= int(details["percent"]) < 75
    assert found.location
    assert "long:" in text.splitlines()[found.location.line - 1]
    assert "この注を短くする" in str(format_problem(found, "ja"))
    assert "page 1" in str(format_problem(found, "en"))


def test_a_short_note_leaves_nothing_white(fresh: Path) -> None:
    assert told(fresh, partner(12, "呼ぶ文です[^long]。", LINE)) == []


def test_white_that_has_another_reason_is_not_a_note_s_fault(fresh: Path) -> None:
    style = fresh / "layouts" / "standard" / "style.css"
    kept = style.read_text("utf-8") + ".bullets li:last-child { break-before: page }\n"
    style.write_text(kept, "utf-8")
    assert told(fresh, partner(12, "呼ぶ文です[^long]。", LINE * 60)) == []
