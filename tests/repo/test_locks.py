"""requirements-run.lock and requirements-build.lock are parts of requirements.lock; see ``make lock``."""

from __future__ import annotations

import re
import tomllib

import pytest

from workspaces import REPO

PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))


def locked(name: str) -> dict[str, str]:
    """The entries of a lock by their project: version, marker and hashes as one text."""
    text = (REPO / name).read_text("utf-8")
    entries = re.findall(r"^([a-z0-9-]+)(==.*(?:\n {4}--hash.*)+)", text, flags=re.MULTILINE)
    assert len(entries) == len(re.findall(r"^\S", text, flags=re.MULTILINE)), "an entry without a hash"
    return dict(entries)


def names(requirements: list[str]) -> set[str]:
    """What projects requirements are for, as locks spell them."""
    return {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in requirements}


RUN = locked("requirements-run.lock")
BUILD = locked("requirements-build.lock")


@pytest.mark.parametrize(
    "part", [RUN, {name: BUILD[name] for name in BUILD if name != "pip"}], ids=["run", "build"]
)
def test_a_part_of_the_lock_has_the_same_versions_and_hashes(part: dict[str, str]) -> None:
    whole = locked("requirements.lock")
    assert part == {name: whole.get(name) for name in part}, "run make lock"


def test_what_runs_brochure_is_locked_and_tools_of_developers_are_not() -> None:
    needed = names(PROJECT["project"]["dependencies"])
    assert needed <= set(RUN), "run make lock"
    assert not (names(PROJECT["dependency-groups"]["dev"]) - needed) & set(RUN)


def test_what_makes_the_wheel_is_locked() -> None:
    assert names(PROJECT["build-system"]["requires"]) | {"pip"} <= set(BUILD)


def test_the_same_packages_run_brochure_on_every_python() -> None:
    # pip download --python-version, of make_offline_folder.sh, reads markers for the Python it runs in
    assert not [name for name, entry in RUN.items() if re.search(r"; .*python(_full)?_version", entry)]
