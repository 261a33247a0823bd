"""Fixtures of the tests of revision."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_result import Run
from edited_word import saved_by, typed


@pytest.fixture
def sent(run: Run, fresh: Path) -> Path:
    """The Word file as it was sent."""
    assert run("build", "liaoning", "--format", "docx").code == 0
    return fresh / "output" / "liaoning.docx"


@pytest.fixture
def profile(fresh: Path) -> Path:
    """The profile that the Word file was made from."""
    return fresh / "profiles" / "liaoning.yaml"


@pytest.fixture
def three(sent: Path, tmp_path: Path) -> list[str]:
    """Word files of three people: all change the same two values."""
    made = []
    for name, number, words in (
        ("hana", "15", "英語あり"),
        ("taro", "16", "日本語あり"),
        ("jiro", "17", "中国語のみ"),
    ):
        edited = typed(sent, tmp_path / f"{name}.docx", {"14市から": f"{number}市から", "中国語のみ": words})
        made.append(str(saved_by(edited, f"編集 {name}")))
    return made
