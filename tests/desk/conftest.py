"""The fixtures of tests in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_browser import chromium
from desk_text_field import address, browser, page, tab
from edit_desk import EditDesk
from running_desk import desk_workspace
from shared_desk import SharedDesk
from started_desk import StartedDesk, started_desk

__all__ = ["address", "browser", "page", "tab"]


@pytest.fixture(scope="session")
def edit_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditDesk]:
    """A started desk with its pages warm, and a browser; tests make partners of their own in it."""
    home = tmp_path_factory.mktemp("desk")
    (home / "workspace").mkdir()
    root = desk_workspace(home / "workspace", "liaoning")
    with started_desk(root, home, obeys=True) as desk, chromium() as started:
        yield EditDesk(root, desk, started)


@pytest.fixture
def shared_root(shared: SharedDesk) -> Path:
    """The workspace of the desk that the tests of a file share, as it was at the start."""
    shared.restore()
    return shared.root


@pytest.fixture
def desk(shared: SharedDesk, shared_root: Path) -> StartedDesk:  # put back before each test
    """The desk that the tests of a file share; the file says which partners it has (``shared``)."""
    return shared.desk
