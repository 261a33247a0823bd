"""Output that cannot be written: the work is done, and the exit code is a documented one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from brochure.diagnostics.problem import Exit

FULL = Path("/dev/full")


def shell(fresh: Path, rest: str) -> subprocess.CompletedProcess[str]:
    """Run ``brochure`` in the fresh workspace with redirections of the shell."""
    return subprocess.run(
        ["/bin/bash", "-c", f'"$0" -m brochure --lang en {rest}', sys.executable],
        cwd=fresh,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        (">&-", 0),
        ("2>&-", 0),
        ("<&- >&- 2>&-", 0),
        ("| head -0; exit ${PIPESTATUS[0]}", 0),
        pytest.param(
            ">/dev/full", 3, marks=pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
        ),
    ],
)
def test_a_build_is_complete_wherever_its_messages_go(fresh: Path, rest: str, code: int) -> None:
    ran = shell(fresh, f"build --all --format docx {rest}")
    assert ran.returncode == code
    assert "Traceback" not in ran.stderr
    assert (fresh / "output" / "liaoning.docx").read_bytes().startswith(b"PK")
    if code:
        assert ran.stderr.startswith("error F117: cannot write to standard output (No space left on device)")


def test_the_exit_code_of_a_mistake_stays(fresh: Path) -> None:
    (fresh / "profiles" / "liaoning.yaml").write_text("a: 1\n", "utf-8")
    for rest in (">&-", "2>&-", "| cat; exit ${PIPESTATUS[0]}"):
        assert shell(fresh, f"check {rest}").returncode == Exit.INPUT


def test_a_file_never_gets_the_number_of_a_closed_output(fresh: Path) -> None:
    """Otherwise the first file that is opened is number 1, and what is printed goes into it."""
    shell(fresh, "new neu >&- 2>&-")
    assert "neu.yaml" not in (fresh / "profiles" / "neu.yaml").read_text("utf-8").splitlines()
