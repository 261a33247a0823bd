"""Fixtures of the tests of revision."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_result import Run


@pytest.fixture
def sent(run: Run, fresh: Path) -> Path:
    """The Word file as it was sent."""
    assert run("build", "liaoning", "--format", "docx").code == 0
    return fresh / "output" / "liaoning.docx"


@pytest.fixture
def profile(fresh: Path) -> Path:
    """The profile that the Word file was made from."""
    return fresh / "profiles" / "liaoning.yaml"
