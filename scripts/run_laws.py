"""Run laws over their full number of cases and write docs/laws.md: ``make laws``.

A law is a test over random cases (``tests/support/law.py``). This script runs all laws, or those in the files
that are named: ``scripts/run_laws.py tests/laws``. It prints the results and writes the page. A run of all
takes hours on a small machine, so the results of each law are kept with their seed and commit
(``docs/laws.json``), and the page shows the last full run of each. Anybody can run the same cases again:
``LAWS_SEED=… scripts/run_laws.py FILE``. The run fails with exit status 1, and the page says so, if a law is
broken, skipped or not run, or if the tested files differ from the commit.
"""

from __future__ import annotations

import argparse
import ast
import datetime
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import pytest

from brochure.storage.system_requirements import find_program

ROOT = Path(__file__).resolve().parent.parent
PAGE = "docs/laws.md"
RECORD = "docs/laws.json"
DECORATORS = ("law", "listed_law")  # of tests/support/law.py
SHOWN = 20  # failed cases that the page lists


@dataclass(frozen=True, slots=True)
class Law:
    """A law, read from its source."""

    file: str
    name: str
    sentence: str
    sample: int
    full: int

    @property
    def id(self) -> str:
        """The id of the test in pytest."""
        return f"{self.file}::{self.name}"


@dataclass(slots=True)
class Found:
    """The result of a law in its last full run. ``when`` is a date; ``cpu`` is in seconds."""

    cases: int = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    cpu: float = 0
    again: list[str] = field(default_factory=list)
    seed: str = ""
    commit: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The commit, seed and time of a run. ``unsaved`` are files that differ from the commit."""

    seed: str
    commit: str
    unsaved: tuple[str, ...]
    date: datetime.date
    processes: int
    began: float = 0
    minutes: float = 0


# --- which laws there are ---------------------------------------------------------------------


def laws(folder: Path) -> tuple[Law, ...]:
    """Return all laws of a folder of tests, in the order of files and lines."""
    return tuple(law for path in sorted(folder.rglob("test_*.py")) for law in _laws_of(path, folder))


def _laws_of(path: Path, folder: Path) -> Iterator[Law]:
    for node in ast.parse(path.read_text("utf-8")).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for one in node.decorator_list:
            if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in DECORATORS:
                numbers = {str(given.arg): ast.literal_eval(given.value) for given in one.keywords}
                file = f"{folder.name}/{path.relative_to(folder).as_posix()}"
                yield Law(file, node.name, _sentence(node), numbers["sample"], numbers["full"])


def _sentence(test: ast.FunctionDef) -> str:
    """The first line of the docstring, or the name if there is none."""
    told = ast.get_docstring(test)
    name = test.name.removeprefix("test_").replace("_", " ")
    return told.splitlines()[0].rstrip(".") if told else name[:1].upper() + name[1:]


# --- running them -----------------------------------------------------------------------------


class Tally:
    """A pytest plugin that counts the results of laws."""

    def __init__(self) -> None:
        self.found: dict[str, Found] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the report of a test's setup, call or teardown."""
        import law

        found = self.found.setdefault(report.nodeid.partition("[")[0], Found())
        told = dict(report.user_properties)
        cases, cpu = told.get(law.CASES, 0), told.get(law.CPU, 0.0)
        assert isinstance(cases, int)
        assert isinstance(cpu, float)
        found.cases += cases
        found.cpu += cpu
        found.passed += report.when == "call" and report.passed
        found.skipped += report.skipped
        found.failed += report.failed
        found.again += [words for title, words in report.sections if title == law.AGAIN]


def circumstances(root: Path, processes: int) -> Circumstances:
    """Return the seed, which is random if none is given, and the state of the repository."""

    def git(*arguments: str) -> str:
        return subprocess.run(
            [str(find_program("git")), *arguments], cwd=root, check=True, capture_output=True, text=True
        ).stdout

    listed = git("status", "--porcelain", "--", ".", f":!{PAGE}", f":!{RECORD}").splitlines()
    return Circumstances(
        seed=os.environ.get("LAWS_SEED") or str(time.time_ns() % 10**9),
        commit=git("rev-parse", "--short=12", "HEAD").strip(),
        unsaved=tuple(line[3:] for line in listed),
        date=datetime.datetime.now(datetime.UTC).date(),
        processes=processes,
        began=time.monotonic(),
    )


def finished(before: Circumstances, after: Circumstances) -> Circumstances:
    """Return the circumstances after a run; files changed during the run count as unsaved."""
    other = () if after.commit == before.commit else (f"all that is in {after.commit}",)
    unsaved = tuple(dict.fromkeys([*before.unsaved, *after.unsaved, *other]))
    return replace(before, unsaved=unsaved, minutes=(after.began - before.began) / 60)


# --- the record -------------------------------------------------------------------------------


def read_record(path: Path) -> dict[str, Found]:
    """Return the results of the last full run of each law, by id."""
    return {name: Found(**told) for name, told in json.loads(path.read_text("utf-8")).items()}


def write_record(path: Path, told: Sequence[Law], found: Mapping[str, Found]) -> None:
    """Write the results of the laws that there are."""
    kept = {law.id: asdict(found[law.id]) for law in told if law.id in found}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


# --- telling ----------------------------------------------------------------------------------


def result(found: Found) -> tuple[bool, str]:
    """Return whether a law held in all cases, and the words for it."""
    if found.failed:
        return False, "**broken**" if found.passed == 0 else f"**broken** in {found.failed:,} cases"
    if found.skipped:
        return False, "**skipped**"
    if not found.passed:
        return False, "**not run**"
    return True, f"held in {found.cases:,}"


def faults(told: Sequence[Law], found: Mapping[str, Found], around: Circumstances, status: int) -> list[str]:
    """Return the reasons why the run failed, as sentences; empty if it did not fail."""
    said = [
        f"{law.sentence}: {words.replace('*', '')}."
        for law in told
        for held, words in [result(found.get(law.id, Found()))]
        if not held
    ]
    if around.unsaved:
        said.append(f"Files were not as in the commit: {', '.join(around.unsaved)}.")
    if status and not said:
        said.append(f"pytest ended with status {status}.")
    return said


HEAD = """\
# Laws

A law is a test over random cases. `make test` runs a sample of each, the same each time. `make laws` runs
the full number of all laws, with new cases each time; `scripts/run_laws.py FILE` runs the laws of a file.
Both write this page. The cases of a run are run again with its seed:
`LAWS_SEED=4711 .venv/bin/python scripts/run_laws.py FILE`. A broken law prints the command that runs its case
again (`tests/support/law.py`). Bounds of time are seconds of CPU; a case that takes too long is run again,
and the quickest of three runs counts, as other programs on a machine make a run slow, but never quick.

Last full run of each law: **{outcome}**. {cases:,} cases, {cpu:,.0f} seconds of CPU.
The last command ran {number:,} of {all:,} laws at commit {commit}, {date}; {minutes:,.0f} minutes, \
{processes} processes.
{faults}
| law | where | cases in `make test` | cases in full | last full run | CPU s | commit | seed |
|---|---|---:|---:|---|---:|---|---|
"""


def page(
    told: Sequence[Law], found: Mapping[str, Found], around: Circumstances, why: Sequence[str], number: int
) -> str:
    """Return docs/laws.md; ``number`` is how many laws the last command ran."""
    rows = []
    for law in told:
        what = found.get(law.id, Found())
        where = f"[{law.file.removeprefix('tests/')}](../{law.file})"
        _, words = result(what)
        rows.append(
            f"| {law.sentence} | {where} | {law.sample:,} | {law.full:,} | {words} | {what.cpu:,.0f} "
            f"| {what.commit} | {what.seed} |\n"
        )
    kept = [found[law.id] for law in told if law.id in found]
    again = [f"    {command}\n" for one in kept for command in one.again]
    more = "".join(f"- {reason}\n" for reason in why)
    if again:
        more += f"\n{''.join(again[:SHOWN])}"
    head = HEAD.format(
        commit=around.commit,
        date=around.date,
        processes=around.processes,
        minutes=around.minutes,
        outcome="failed" if why else "all held",
        cases=sum(one.cases for one in kept),
        cpu=sum(one.cpu for one in kept),
        number=number,
        all=len(told),
        faults=f"\n{more}" if more else "",
    )
    return head + "".join(rows)


def table(told: Sequence[Law], found: Mapping[str, Found]) -> Iterator[str]:
    """Return the result of each law, for a terminal."""
    for law in told:
        what = found.get(law.id, Found())
        _, words = result(what)
        yield f"{words.replace('*', ''):20} {what.cpu:7.1f} s  {law.sentence}"


def run(root: Path, processes: int, files: Sequence[str] = ()) -> int:
    """Run the laws of all files, or of some; print and write the results, and return the exit status."""
    told, around, tally = laws(root / "tests"), circumstances(root, processes), Tally()
    chosen = [law for law in told if not files or any(_is_within(law, one) for one in files)]
    print(f"{len(chosen)} of {len(told)} laws, seed {around.seed}, commit {around.commit}", flush=True)
    if around.unsaved:
        print("The tree has changes that are not in the commit, so the result will be: failed.", flush=True)
    os.environ |= {"LAWS": "full", "LAWS_SEED": around.seed}
    os.environ.pop("LAWS_CASE", None)
    os.chdir(root)
    status = pytest.main(["-q", "-m", "law", "-n", str(processes), *(files or ["tests"])], plugins=[tally])
    around = finished(around, circumstances(root, processes))
    found = read_record(root / RECORD) if (root / RECORD).exists() else {}
    for law in chosen:
        new = tally.found.get(law.id, Found())
        found[law.id] = replace(new, seed=around.seed, commit=around.commit, when=str(around.date))
    why = faults(told, found, around, int(status))
    write_record(root / RECORD, told, found)
    (root / PAGE).write_text(page(told, found, around, why, len(chosen)), "utf-8")
    print(*table(chosen, found), sep="\n")
    print(*why, sep="\n")
    print(f"{'failed' if why else 'all held'}: seed {around.seed}, commit {around.commit}; see {PAGE}")
    return 1 if why else 0


def _is_within(law: Law, named: str) -> bool:
    """Whether a law is the one that is named as ``file::test``, or is in the file or folder that is named."""
    return named in (law.file, law.id) or law.file.startswith(f"{named.rstrip('/')}/")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many run at a time")
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="files, folders or tests (file::test); all by default"
    )
    given = parser.parse_args()
    sys.exit(run(ROOT, given.processes, given.files))
