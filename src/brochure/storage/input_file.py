"""Read files that people name or put into a folder: only ordinary files, up to a size.

Opening a pipe waits for a writer, a device may never end, and a file of 10 GB does not fit into memory. So a
path is looked at before it is opened, and the open file again before it is read.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem

MAX_TEXT = 20_000_000  # bytes of a YAML file, a template, a style sheet; a long profile has 60,000
MAX_FILE = 1_000_000_000  # bytes of any other file, such as a PDF for the preflight

MISSING = "missing"
_KINDS = (
    (stat.S_ISDIR, "folder"),
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
)


def path_fault(path: Path, *within: Path) -> str:
    """Return why a path is no ordinary file; an empty string if it is one, or if only reading tells.

    Args:
        path: The path.
        within: Folders in which a link must end. Without folders, links may lead anywhere.

    Returns:
        ``missing``, or a key of ``terms.yaml``: ``folder``, ``pipe``, ``socket``, ``device``, ``loop`` (a
        link that leads back to itself), ``dangling`` (a link to nothing), ``outside`` (a link out of them).
    """
    try:
        is_link = stat.S_ISLNK(path.lstat().st_mode)
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return "dangling" if path.is_symlink() else MISSING
    except ValueError:  # a zero byte
        return MISSING
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "loop"
        return MISSING if error.errno == errno.ENAMETOOLONG else ""
    if kind := _kind(mode):
        return kind
    return "outside" if is_link and within and not is_within(path, *within) else ""


def _kind(mode: int) -> str:
    return next((kind for is_kind, kind in _KINDS if is_kind(mode)), "")


def is_within(path: Path, *folders: Path) -> bool:
    """Whether a path, with all links followed, is in one of the folders; false for an impossible name."""
    try:
        # Path.resolve raises an error for a link that leads back to itself
        real = Path(os.path.realpath(path))
        return any(real.is_relative_to(os.path.realpath(folder)) for folder in folders)
    except (OSError, ValueError):
        return False


def unusual_file(path: Path, name: str, where: Location, *within: Path) -> Problem | None:
    """Return the problem of a path that is there but is no ordinary file (F119); see :func:`path_fault`.

    Args:
        path: The path.
        name: Its name in the message.
        where: The place of the problem.
        within: Folders in which a link must end.
    """
    kind = path_fault(path, *within)
    return problem("F119", where, path=name, kind=kind) if kind not in ("", MISSING) else None


def read_input(
    path: Path, shown: str, *within: Path, most: int = MAX_TEXT, where: Location | None = None
) -> bytes:
    """Read a file.

    Args:
        path: The file.
        shown: Its name in messages.
        within: Folders in which a link must end.
        most: Most bytes that are read.
        where: The place that names the file, for the problem; by default the file itself.

    Raises:
        BrochureError: It cannot be read (F104), is no ordinary file (F119), or is too large (F115).
    """
    place = where or Location(shown)
    name = shown if where else Path(shown).name
    if found := unusual_file(path, name, place, *within):
        raise BrochureError([found])
    try:
        data = read_ordinary(path, most)
    except OSError as error:
        reason = error.strerror or error
        raise BrochureError([problem("F104", where, path=shown, reason=reason)]) from None
    except ValueError:  # a zero byte in the name
        raise BrochureError([problem("F104", where, path=shown, reason="NUL")]) from None
    if data is None:
        raise BrochureError([problem("F115", place, path=name, most=most // 1_000_000)])
    return data


def read_ordinary(path: Path, most: int = MAX_FILE) -> bytes | None:
    """Read a file that is an ordinary one, also if it was replaced a moment ago.

    Returns:
        Its bytes, or None if there are more than ``most``.

    Raises:
        OSError: It cannot be read, or is no ordinary file; the error names the file.
    """
    if not stat.S_ISREG(path.stat().st_mode):  # to open a device may do something
        raise _no_file(path)
    try:
        # a pipe that has taken the file's place meanwhile does not block
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise _no_file(path)
            if found.st_size > most:
                return None
            data = file.read(most + 1)  # the file may grow while it is read
            return data if len(data) <= most else None
    except OSError as error:
        error.filename = error.filename or str(path)  # an error of a read names no file
        raise


def _no_file(path: Path) -> OSError:
    return OSError(errno.EINVAL, "not an ordinary file", str(path))
