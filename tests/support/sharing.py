"""Which tests share a process where there are several (``pytest -n 2``): those that share what is made once.

A fixture of a module or a session is made in each process that has a test which needs it. So the tests of a
file that declares one go to one process, file by file, and so do the tests of a folder that use one of the
folder's ``conftest.py``. All others go one by one to whichever process is free.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from law import asked
from workspaces import TESTS

_SHARED = re.compile(r'^@pytest\.fixture\([^@]*?scope="(?:module|session)"[^@]*?\ndef (\w+)', re.MULTILINE)


@cache
def shared_fixtures(file: Path) -> frozenset[str]:
    """The names of the fixtures of a file that are made once for many tests."""
    return frozenset(_SHARED.findall(file.read_text("utf-8"))) if file.is_file() else frozenset()


@cache
def scope_of(file: Path) -> Path | None:
    """The file or folder whose tests share a process with those of a file; nothing where none do."""
    text = file.read_text("utf-8")
    for folder in file.parents[: len(file.relative_to(TESTS).parts) - 1]:
        if any(re.search(rf"\b{name}\b", text) for name in shared_fixtures(folder / "conftest.py")):
            return folder
    return file if shared_fixtures(file) else None


class ByFixtures(LoadScopeScheduling):  # type: ignore[misc]
    """Gives each process tests that share something, or a single other test; the largest groups first."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, _ = nodeid.partition("::")
        return str(scope_of(Path(self.config.rootpath, file)) or nodeid)


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFixtures | None:
    """Share the tests out; of laws in full the cases are many, and cheap beside what they share."""
    if config.getoption("dist") != "load" or asked().full:
        return None
    return ByFixtures(config, log)
