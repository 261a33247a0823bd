"""Files of the desk outside the workspace that only their owner may read, and the folder they are in."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, problem


def state_folder() -> Path:
    """The folder for what a program keeps between runs (XDG Base Directory Specification).

    It is no cache: a port that was chosen and the people of an office must outlive ``brochure cache
    --clear``. Nor is it in the workspace, which may be shared by several machines and kept in git.
    """
    given = os.environ.get("XDG_STATE_HOME", "")
    base = Path(given) if given.startswith("/") else Path(os.path.expanduser("~")) / ".local" / "state"  # noqa: PTH111  # never fails
    return base / "brochure" / "desk"


def workspace_folder(root: Path) -> Path:
    """The folder in :func:`state_folder` for a workspace; a workspace that was moved is another one."""
    return state_folder() / hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:16]


def write_private(path: Path, data: bytes) -> None:
    """Write a file with mode 600, at once or not at all, in a folder with mode 700.

    Raises:
        BrochureError: It cannot be written (F106).
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 600
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise BrochureError([problem("F106", path=path, reason=error.strerror or error)]) from None
