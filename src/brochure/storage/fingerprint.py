"""Files as inputs: told apart by content, or by size and time where that is sure and quicker."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

Known = tuple[int, int, str]  # size, time of the last change in ns, digest of the content
_read: dict[Path, tuple[tuple[int, int, int], str]] = {}  # by this process: what it was, and its digest
SURE = 2_000_000_000  # ns: file systems and clocks do not tell shorter times apart everywhere


def known(path: Path) -> Known | None:
    """What is known of a file, or of a folder by the names in it; nothing if neither is there."""
    try:
        stat = path.stat()
        return stat.st_size, stat.st_mtime_ns, content(path)
    except OSError:
        return None


def content(path: Path) -> str:
    """A digest of a file's content, or of the names in a folder and in those below it.

    Raises:
        OSError: It is not there, or cannot be read.
    """
    if path.is_dir():
        return sha256("\n".join(sorted(_names(path, ""))).encode()).hexdigest()
    stat = path.stat()
    named = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
    if path in _read and _read[path][0] == named and stat.st_mtime_ns + SURE < time.time_ns():
        return _read[path][1]
    with path.open("rb") as file:
        sum_ = sha256()
        while block := file.read(1 << 20):
            sum_.update(block)
    _read[path] = named, sum_.hexdigest()
    return _read[path][1]


def _names(folder: Path, before: str) -> Iterable[str]:
    for entry in os.scandir(folder):
        yield before + entry.name
        if entry.is_dir():
            yield from _names(Path(entry.path), f"{before}{entry.name}/")


def same(path: Path, before: Known | None, at: int) -> bool:
    """Whether a file still has the content it had.

    Args:
        path: The file.
        before: What was known of it.
        at: When that was, in ns; a file that had just been changed then is read.
    """
    try:
        stat = path.stat()
    except OSError:
        return before is None
    if before is None:
        return False
    size, changed, digest = before
    if path.is_dir():
        return content(path) == digest
    if stat.st_size != size:
        return False
    if stat.st_mtime_ns == changed and changed + SURE < at:
        return True
    try:
        return content(path) == digest
    except OSError:
        return False
