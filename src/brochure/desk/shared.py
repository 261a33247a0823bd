"""The series, the layouts and the shared sources of a workspace, read again only when a file changed."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from brochure.build.load import SharedInput, load_common
from brochure.storage.workspace import Workspace

LAYOUT = "standard"
"""The layout with which texts are checked and shown, unless another one is asked for."""

Stamp = tuple[tuple[str, int, int], ...]


class SharedInputs:
    """What :func:`brochure.build.load.load_common` returns, by layout, as long as its files are the same."""

    def __init__(self, where: Workspace) -> None:
        self.where = where
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[Stamp, SharedInput]] = {}

    def load(self, layout: str) -> SharedInput:
        """Return the files that all partners share, with a layout.

        Raises:
            BrochureError: All mistakes in them.
        """
        with self._lock:
            stamp = self.stamp(layout)
            kept = self._kept.get(layout)
            if kept is None or kept[0] != stamp:
                kept = self._kept[layout] = stamp, load_common(self.where, layout)
            return kept[1]

    def stamp(self, layout: str) -> Stamp:
        """Return the time and size of each file: it is another one after a file was saved."""
        common = [path for path in self.where.profiles.glob("_*") if path.is_file()]
        return file_stamps([*common, self.where.layout(layout), self.where.fonts()])


def file_stamps(paths: Iterable[Path]) -> Stamp:
    """The time and size of each file, and of each file in folders; a file that is gone has none."""
    return tuple(sorted(_stamps(paths)))


def _stamps(paths: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
    for path in paths:
        files = [Path(at, name) for at, _, names in os.walk(path) for name in names] or [path]
        for file in files:
            try:
                found = file.stat()
            except OSError:
                continue
            yield str(file), found.st_mtime_ns, found.st_size
