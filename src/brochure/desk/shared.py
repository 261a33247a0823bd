"""The series, the layouts and the shared sources of a workspace, read again only when a file changed."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
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
        return tuple(sorted(_stamps(self.where.profiles, self.where.layout(layout), self.where.fonts())))


def _stamps(profiles: Path, layout: Path, fonts: Path) -> Iterator[tuple[str, int, int]]:
    files = [path for path in profiles.glob("_*") if path.is_file()]
    for folder in (layout, fonts):
        for at, _, names in os.walk(folder):
            files += [Path(at, name) for name in names]
    for path in files:
        try:
            found = path.stat()
        except OSError:
            continue
        yield str(path), found.st_mtime_ns, found.st_size
