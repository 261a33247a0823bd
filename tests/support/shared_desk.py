"""One started desk for the tests of a file, each of which finds the workspace as it was at the start."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from brochure.desk.documents import revision_of
from cli_result import until
from running_desk import desk_workspace
from started_desk import StartedDesk, started_desk

FOLDERS = ("profiles", "pictures", "output", "history")  # that a desk or a test writes to


@dataclass
class SharedDesk:
    """A running desk and its workspace; ``files`` is what the workspace held at the start.

    With ``shows_pages`` the tests look at pages, which then are those of what was put back.
    """

    root: Path
    desk: StartedDesk
    shows_pages: bool
    files: dict[Path, bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.files = {path: path.read_bytes() for path in self._found()}

    def _found(self) -> list[Path]:
        return [one for name in FOLDERS for one in (self.root / name).rglob("*") if one.is_file()]

    def restore(self) -> None:
        """Put back each file, and wait until the desk has made the pages of what was put back."""
        for path in self._found():
            if path not in self.files:
                path.unlink()
        changed = [
            path for path, data in self.files.items() if not path.exists() or path.read_bytes() != data
        ]
        for path in changed:
            path.write_bytes(self.files[path])
        for path in changed:
            if self.shows_pages and not path.name.startswith("_"):
                until(lambda path=path: self._shows(path))  # type: ignore[misc]

    def _shows(self, path: Path) -> bool:
        told = json.loads(self.desk.ask("GET", f"/api/profiles/{path.stem}/pages").body)
        return bool(told["current"] and told["rev"] == revision_of(self.files[path]))


@contextmanager
def shared_desk(home: Path, *partners: str, shows_pages: bool = True) -> Iterator[SharedDesk]:
    """Start the desk of a new workspace with partners of the repository."""
    (home / "workspace").mkdir()
    root = desk_workspace(home / "workspace", *partners)
    with started_desk(root, home) as desk:
        yield SharedDesk(root, desk, shows_pages)
