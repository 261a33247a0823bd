"""Which tests share a process where there are several (``pytest -n 2``): those that share what is made once.

A fixture of a module or a session is made in each process that has a test which needs it. So the tests of a
file that declares one go to one process, file by file; all others go one by one to whichever is free.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from law import asked

_SHARED = ('scope="module"', 'scope="session"')


@cache
def shares(file: Path) -> bool:
    """Whether a file declares a fixture that is made once for many tests."""
    text = file.read_text("utf-8")
    return any(scope in text for scope in _SHARED)


class ByFixtures(LoadScopeScheduling):  # type: ignore[misc]
    """Gives each process a file that shares something, or a test of another; the largest files first."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, _ = nodeid.partition("::")
        return file if shares(Path(self.config.rootpath, file)) else nodeid


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFixtures | None:
    """Share the tests out; of laws in full the cases are many, and cheap beside what they share."""
    if config.getoption("dist") != "load" or asked().full:
        return None
    return ByFixtures(config, log)
