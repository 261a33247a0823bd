"""Laws get the cases that are asked for, a broken one can be repeated, and the page tells what was broken."""

from __future__ import annotations

import ast
import dataclasses
import datetime
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law import law, listed_law
from programs import program
from workspaces import REPO

sys.path.insert(0, str(REPO / "scripts"))

import run_laws
from run_laws import Circumstances, Found, Law

TESTS = """\
from hypothesis import given, strategies as st
from law import law

@law(sample=5, full=80)
def test_seeds_are_small(seed):
    assert seed < LIMIT

@law(sample=50, full=400)
@given(st.integers(0, 10**6))
def test_numbers_are_small(number):
    "Numbers are small. They are."
    assert number < LIMIT
"""
OTHER = """\
from law import law, listed_law

@law(sample=5, full=9)
def test_others_are_small(seed):
    assert seed < 10**6

@listed_law("number", [3, 1, 2], sample=1, full=3)
def test_listed_numbers_are_small(number):
    assert number < 10**6
"""
CONFIGURATION = """\
[pytest]
addopts = --strict-markers --import-mode=importlib -p no:cacheprovider
pythonpath = tests/support
"""
NEVER, OFTEN = 10**6 + 1, 800_000  # limits that no case breaks, and that many do


@pytest.fixture(autouse=True)
def ordinary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked for from outside, here it is nothing."""
    for name in ("LAWS", "LAWS_SEED", "LAWS_CASE"):
        monkeypatch.delenv(name, raising=False)


def seeds(sample: int, full: int) -> list[int]:
    """The seeds that a law gets."""

    @law(sample=sample, full=full)
    def test_something(seed: int) -> None: ...

    (found,) = [mark.args[1] for mark in test_something.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]
    return list(found)


def drawn(sample: int, full: int) -> list[int]:
    """The cases that Hypothesis gives to a law."""
    found: list[int] = []

    @law(sample=sample, full=full)
    @given(st.integers(0, 10**9))
    def test_something(number: int) -> None:
        found.append(number)

    test_something()
    return found


@pytest.mark.parametrize("cases", [seeds, drawn])
def test_a_sample_is_the_same_each_time_and_a_full_run_follows_from_its_seed(
    cases: Callable[[int, int], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = cases(20, 60)
    assert len(sample) == 20
    assert cases(20, 60) == sample
    monkeypatch.setenv("LAWS", "full")
    monkeypatch.setenv("LAWS_SEED", "1")
    one = cases(20, 60)
    assert len(one) == 60
    assert cases(20, 60) == one
    monkeypatch.setenv("LAWS_SEED", "2")
    assert cases(20, 60) != one


def listed(sample: int, full: int) -> list[str]:
    """The cases of a law over a list."""

    @listed_law("case", "abcde", sample=sample, full=full)
    def test_something(case: str) -> None: ...

    (found,) = [mark.args[1] for mark in test_something.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]
    return list(found)


def test_a_law_over_a_list_takes_the_first_cases_and_in_full_all(monkeypatch: pytest.MonkeyPatch) -> None:
    assert listed(2, 5) == ["a", "b"]
    with pytest.raises(pytest.UsageError, match="full=4, but the law has 5 cases"):
        listed(2, 4)
    monkeypatch.setenv("LAWS", "full")
    assert listed(2, 5) == [*"abcde"]


def test_every_law_is_known_to_the_script_that_runs_them() -> None:
    known = {law.id for law in run_laws.laws(REPO / "tests")}
    for path in (REPO / "tests").rglob("test_*.py"):
        assert "mark.law" not in path.read_text("utf-8") or path == Path(__file__), path
    assert "tests/laws/test_page_clicks.py::test_a_click_on_a_character_leads_to_it" in known


def test_another_extent_than_full_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAWS", "all")
    with pytest.raises(pytest.UsageError, match="LAWS=all is unknown: LAWS=full runs the full number"):
        seeds(1, 2)


def test_every_test_over_random_cases_is_a_law() -> None:
    for path in (REPO / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                around = [ast.unparse(one) for one in node.decorator_list]
                random = [one for one in around if re.match(r"given\(|pytest.mark.parametrize\('seed'", one)]
                if random or "seed" in [argument.arg for argument in node.args.args]:
                    assert around[0].startswith("law("), f"{path.name}: {node.name}"


# --- a repository with two laws -------------------------------------------------------------------


def write(root: Path, limit: int) -> None:
    """Write the tests, which a limit makes true or false."""
    (root / "tests/test_small.py").write_text(f"LIMIT = {limit}\n{TESTS}", "utf-8")


def commit(root: Path) -> None:
    """Commit everything."""
    author = ["-c", "user.name=a", "-c", "user.email=a@example.jp", "-c", "commit.gpgsign=false"]
    subprocess.run([program("git"), "add", "."], cwd=root, check=True)
    subprocess.run([program("git"), *author, "commit", "-qm", "x"], cwd=root, check=True)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A repository of two laws that hold."""
    for name in ("tests/support/law.py", "scripts/run_laws.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copy(REPO / name, tmp_path / name)
    (tmp_path / "docs").mkdir()
    (tmp_path / "tests/conftest.py").write_text('pytest_plugins = ["law"]\n', "utf-8")
    (tmp_path / "pytest.ini").write_text(CONFIGURATION, "utf-8")
    (tmp_path / ".gitignore").write_text("__pycache__/\n.hypothesis/\n", "utf-8")
    write(tmp_path, NEVER)
    subprocess.run([program("git"), "init", "-q"], cwd=tmp_path, check=True)
    commit(tmp_path)
    return tmp_path


def run(where: Path, *command: str, **asked: str) -> tuple[int, str]:
    """The exit status of a command, and what it printed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LAWS", "PYTEST"))}
    done = subprocess.run(
        [sys.executable, *command], cwd=where, env=clean | asked, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_the_page_says_what_was_run_and_that_it_held(small: Path) -> None:
    (small / run_laws.PAGE).write_text("the page of the last run is none of what is tested", "utf-8")
    code, out = run(small, "scripts/run_laws.py", "--processes", "0", LAWS_SEED="7")
    page = (small / run_laws.PAGE).read_text("utf-8")
    assert code == 0, out
    assert "81 passed in" in out
    assert "Last full run of each law: **all held**. 480 cases, " in page
    assert "The last command ran 2 of 2 laws at commit " in page
    assert "| Seeds are small | [test_small.py](../tests/test_small.py) | 5 | 80 | held in 80 | " in page
    assert "| Numbers are small. They are | " in page
    assert "| 50 | 400 | held in 400 | " in page
    assert page.count("| 7 |\n") == 2


def test_laws_of_one_file_are_run_alone_and_the_others_keep_their_results(small: Path) -> None:
    (small / "tests/test_other.py").write_text(OTHER, "utf-8")
    commit(small)
    code, out = run(small, "scripts/run_laws.py", "--processes", "0", "tests/test_other.py", LAWS_SEED="7")
    assert code == 1, "the laws of the other file were never run"
    assert "Seeds are small: not run." in out
    code, out = run(small, "scripts/run_laws.py", "--processes", "0", "tests/test_small.py", LAWS_SEED="8")
    page = (small / run_laws.PAGE).read_text("utf-8")
    assert code == 0, out
    assert "2 of 4 laws, seed 8, commit " in out
    assert "The last command ran 2 of 4 laws at commit " in page
    assert re.search(r"^\| Others are small .* held in 9 .*\| 7 \|$", page, re.MULTILINE)
    assert re.search(r"^\| Listed numbers are small .* \| 1 \| 3 \| held in 3 .*\| 7 \|$", page, re.MULTILINE)
    assert re.search(r"^\| Seeds are small .* held in 80 .*\| 8 \|$", page, re.MULTILINE)
    one = "tests/test_small.py::test_seeds_are_small"
    code, out = run(small, "scripts/run_laws.py", "--processes", "0", one, LAWS_SEED="9")
    page = (small / run_laws.PAGE).read_text("utf-8")
    assert code == 0, out
    assert "1 of 4 laws, seed 9, commit " in out
    assert re.search(r"^\| Seeds are small .* held in 80 .*\| 9 \|$", page, re.MULTILINE)


def test_a_broken_law_is_told_with_the_command_that_runs_its_case_again(small: Path) -> None:
    write(small, OFTEN)
    code, out = run(small, "scripts/run_laws.py", "--processes", "2", LAWS_SEED="7")
    page = (small / run_laws.PAGE).read_text("utf-8")
    assert code == 1, out
    assert "Last full run of each law: **failed**." in page
    assert "- Numbers are small. They are: broken.\n" in page
    assert "- Files were not as in the commit: tests/test_small.py.\n" in page
    cases = dict(re.findall(r"^    LAWS_CASE=(\S+) .venv/bin/pytest '(.+)'$", page, re.MULTILINE))
    by_test = {test.partition("[")[0]: (case, test) for case, test in cases.items()}
    assert len(by_test) == 2
    for case, test in by_test.values():
        assert f"LAWS_CASE={case} .venv/bin/pytest '{test}'" in out
        code, again = run(small, "-m", "pytest", "-q", test, LAWS_CASE=case)
        assert code == 1
        assert "1 failed in" in again
        assert f"LAWS_CASE={case} .venv/bin/pytest '{test}'" in again


AROUND = Circumstances("7", "abc", (), datetime.date(2026, 11, 1), 2)
ONE = Law("tests/test_x.py", "test_x", "X holds", 1, 10)


def test_files_that_are_not_as_in_the_commit_make_a_run_fail() -> None:
    found = {ONE.id: Found(cases=10, passed=10)}
    around = dataclasses.replace(AROUND, unsaved=("a.py", "b.py"))
    why = run_laws.faults([ONE], found, around, 0)
    assert why == ["Files were not as in the commit: a.py, b.py."]
    assert "**failed**" in run_laws.page([ONE], found, around, why, 1)


@pytest.mark.parametrize(
    ("found", "status", "why"),
    [
        ({ONE.id: Found(cases=10, passed=10)}, 0, []),
        ({ONE.id: Found(cases=10, passed=9, failed=1)}, 1, ["X holds: broken in 1 cases."]),
        ({ONE.id: Found(skipped=10)}, 0, ["X holds: skipped."]),
        ({}, 0, ["X holds: not run."]),
        ({ONE.id: Found(cases=10, passed=10)}, 3, ["pytest ended with status 3."]),
    ],
)
def test_a_run_has_failed_unless_every_law_held(found: dict[str, Found], status: int, why: list[str]) -> None:
    assert run_laws.faults([ONE], found, AROUND, status) == why
    assert ("**all held**" in run_laws.page([ONE], found, AROUND, why, 1)) == (not why)


def test_a_commit_made_meanwhile_is_told() -> None:
    after = Circumstances("7", "def", ("a.py",), datetime.date(2026, 11, 1), 2)
    assert run_laws.finished(AROUND, after).unsaved == ("a.py", "all that is in def")
