"""File fingerprints: a digest of the content; size and time alone if the file is older than two seconds."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

Fingerprint = tuple[int, int, str]  # size, time of the last change in ns, digest of the content
# Digests that this process has computed, by path, with (inode, size, time) of the file then.
_digests: dict[Path, tuple[tuple[int, int, int], str]] = {}
TRUSTED_AGE = 2_000_000_000  # ns; some file systems and clocks cannot distinguish shorter intervals


def file_fingerprint(path: Path) -> Fingerprint | None:
    """Return the fingerprint of a file, or of the names in a folder; None if the path does not exist."""
    try:
        stat = path.stat()
        return stat.st_size, stat.st_mtime_ns, content_digest(path)
    except OSError:
        return None


def content_digest(path: Path) -> str:
    """Return a digest of a file's content, or of the names in a folder and its subfolders.

    Raises:
        OSError: The path does not exist, or cannot be read.
    """
    if path.is_dir():
        return sha256("\n".join(sorted(_names(path, ""))).encode()).hexdigest()
    stat = path.stat()
    if not S_ISREG(stat.st_mode):  # to open a pipe would wait for a writer
        raise OSError(errno.EINVAL, "not an ordinary file", str(path))
    named = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
    if path in _digests and _digests[path][0] == named and stat.st_mtime_ns + TRUSTED_AGE < time.time_ns():
        return _digests[path][1]
    with path.open("rb") as file:
        sum_ = sha256()
        while block := file.read(1 << 20):
            sum_.update(block)
    _digests[path] = named, sum_.hexdigest()
    return _digests[path][1]


def _names(folder: Path, before: str) -> Iterable[str]:
    for entry in os.scandir(folder):
        yield before + entry.name
        if entry.is_dir():
            yield from _names(Path(entry.path), f"{before}{entry.name}/")


def has_same_content(path: Path, before: Fingerprint | None, at: int) -> bool:
    """Whether a file still has the content of an earlier fingerprint.

    Args:
        path: The file.
        before: The earlier fingerprint; None if the file did not exist.
        at: The time of that fingerprint, in ns; a file changed less than 2 s before it is read again.
    """
    try:
        stat = path.stat()
    except OSError:
        return before is None
    if before is None:
        return False
    size, changed, digest = before
    if path.is_dir():
        return content_digest(path) == digest
    if stat.st_size != size:
        return False
    if stat.st_mtime_ns == changed and changed + TRUSTED_AGE < at:
        return True
    try:
        return content_digest(path) == digest
    except OSError:
        return False
