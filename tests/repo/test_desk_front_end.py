"""The tests of the desk's front end in ``desk/test``, which node runs."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from desk_front_end import SOURCES, need_packages
from programs import program

TESTS = sorted(path.name for path in (SOURCES / "test").glob("*.test.ts*"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tests as node runs them."""
    node = program("node")
    need_packages()
    out = tmp_path_factory.mktemp("front-end")
    command = [node, "build.mjs", "--tests", "--out", str(out)]
    ran = subprocess.run(command, cwd=SOURCES, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return out


def test_npm_runs_all_tests_and_no_others(built: Path) -> None:
    assert TESTS
    made = sorted(path.name.removesuffix(".mjs") for path in built.glob("*.test.mjs"))
    assert made == [name.rpartition(".")[0] for name in TESTS]


@pytest.mark.parametrize("name", TESTS)
def test_a_file_of_tests_passes_in_node(name: str, built: Path) -> None:
    file = built / f"{name.rpartition('.')[0]}.mjs"
    command = [program("node"), "--test", "--test-reporter=tap", str(file)]
    environ = {key: value for key, value in os.environ.items() if key != "NODE_OPTIONS"}
    ran = subprocess.run(
        command, cwd=SOURCES, env=environ, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    counted = dict(re.findall(r"^# (pass|fail|skipped|cancelled) (\d+)$", ran.stdout, re.MULTILINE))
    written = len(re.findall(r"^test\(", (SOURCES / "test" / name).read_text("utf-8"), re.MULTILINE))
    assert int(counted["pass"]) >= written > 0, ran.stdout
    assert counted["fail"] == counted["skipped"] == counted["cancelled"] == "0", ran.stdout
