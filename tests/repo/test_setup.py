"""What scripts/setup.sh decides before it installs anything: which Python it takes, and what it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from brochure.storage import interpreter
from programs import program
from workspaces import REPO

FIND = REPO / "scripts" / "find_python.sh"


def fake(folder: Path, answer: str) -> Path:
    """A Python that answers so to interpreter.py; nothing is an interpreter that is too old."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "python3"
    path.write_text(f"#!/bin/sh\n{f'echo {answer!r}' if answer else 'exit 1'}\n")
    path.chmod(0o755)
    return path


def find(*folders: Path, wished: str = "", can_install: bool = False) -> subprocess.CompletedProcess[str]:
    """Run the script with these folders first on the PATH; the machine's own Pythons come behind them."""
    environment = {
        "PATH": os.pathsep.join([*map(str, folders), "/usr/bin", "/bin"]),
        **({"PYTHON": wished} if wished else {}),
        **({"CAN_INSTALL": "1"} if can_install else {}),
    }
    command = [program("bash"), str(FIND)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


PLAIN = "plain venv CPython 3.12.1 (neither PGO nor LTO)"
QUICK = "optimised venv CPython 3.13.5 (PGO+LTO)"


def test_the_first_python_is_taken_if_it_was_built_with_optimisation(tmp_path: Path) -> None:
    first, second = fake(tmp_path / "a", QUICK), fake(tmp_path / "b", QUICK)
    done = find(first.parent, second.parent)
    assert done.stdout == f"{first}\n"
    assert done.stderr == f"Python: {first}, CPython 3.13.5 (PGO+LTO): the first on the PATH\n"


def test_a_quicker_python_is_preferred_and_the_reason_is_said(tmp_path: Path) -> None:
    first, second = fake(tmp_path / "a", PLAIN), fake(tmp_path / "b", QUICK)
    done = find(first.parent, second.parent)
    assert done.stdout == f"{second}\n"
    assert done.stderr == (
        f"Python: {second}, CPython 3.13.5 (PGO+LTO): quicker than {first} "
        "(CPython 3.12.1 (neither PGO nor LTO))\n"
    )


def test_the_environment_variable_overrides(tmp_path: Path) -> None:
    first, second = fake(tmp_path / "a", QUICK), fake(tmp_path / "b", PLAIN)
    done = find(first.parent, wished=str(second))
    assert done.stdout == f"{second}\n"
    assert "as asked for" in done.stderr


def test_a_python_that_is_too_old_is_passed_over_or_refused_by_name(tmp_path: Path) -> None:
    old, good = fake(tmp_path / "a", ""), fake(tmp_path / "b", QUICK)
    assert find(old.parent, good.parent).stdout == f"{good}\n"
    done = find(good.parent, wished=str(old))
    assert done.returncode == 1
    assert done.stderr.startswith(f"{old} is no Python of version 3.11 or newer.")


def test_a_python_without_venv_is_taken_only_where_it_can_be_installed(tmp_path: Path) -> None:
    bare, good = fake(tmp_path / "a", "optimised - CPython 3.11.2 (PGO+LTO)"), fake(tmp_path / "b", QUICK)
    assert find(bare.parent, good.parent).stdout == f"{good}\n"
    assert find(bare.parent, good.parent, can_install=True).stdout == f"{bare}\n"


@pytest.mark.parametrize(
    ("words", "flags", "expected"),
    [
        ("'--enable-optimizations' '--with-lto'", "", (True, "PGO+LTO")),
        ("'--enable-optimizations'", "", (True, "PGO")),
        ("", "-O3 -flto=thin", (True, "LTO")),
        ("'--prefix=/opt/python'", "-O3 -Wall", (False, "neither PGO nor LTO")),
    ],
)
def test_how_a_python_was_built_is_read_from_its_configuration(
    words: str, flags: str, expected: tuple[bool, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"CONFIG_ARGS": words, "PY_CORE_CFLAGS": flags}
    monkeypatch.setattr(sysconfig, "get_config_var", told.get)
    monkeypatch.setattr(sys, "base_prefix", "/opt/python")
    assert interpreter.how_built() == expected


def test_debian_s_own_python_is_known_to_be_optimised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sysconfig, "get_config_var", lambda _: None)
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    monkeypatch.setattr(Path, "exists", lambda self: str(self) == "/etc/debian_version")
    assert interpreter.how_built()[0]


def test_this_python_says_what_it_is() -> None:
    command = [sys.executable, "-I", str(REPO / "src" / "brochure" / "storage" / "interpreter.py")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.split()[2:4] == ["CPython", sys.version.split()[0]]


def test_an_unknown_option_of_setup_is_refused() -> None:
    command = [program("bash"), str(REPO / "scripts" / "setup.sh"), "--tset"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("unknown: --tset\n")
