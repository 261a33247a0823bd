"""No test starts a program that the table of system requirements does not list.

Python tells its audit hooks of every program that it is about to start, whoever starts it: brochure, a
script, a test or a library. The hook is set in the process of the tests and, by
``children/sitecustomize.py``, in every Python that a test starts.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from brochure.storage import system_requirements

REPO = Path(__file__).parents[2]


class UnlistedProgramError(RuntimeError):
    """A program was started that the table does not list, or by its bare name."""


def refuse_unlisted(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: raise if a program is about to be started that the table does not list."""
    if event == "subprocess.Popen":
        executable, command, _, _ = arguments
        first = command if isinstance(command, str | bytes | os.PathLike) else next(iter(command), "")
        check_program(os.fsdecode(executable or first), [os.fsdecode(word) for word in _words(command)])
    elif event in ("os.posix_spawn", "os.exec"):
        check_program(os.fsdecode(arguments[0]), [])
    elif event == "os.system":
        raise UnlistedProgramError("os.system starts a shell; use subprocess with a list")


def _words(command: Any) -> Sequence[Any]:
    return [command] if isinstance(command, str | bytes | os.PathLike) else list(command)


def check_program(executable: str, command: Sequence[str]) -> None:
    """Whether a program may be started: one of the table by its path, this Python, or a file of our own.

    Raises:
        UnlistedProgramError: It may not.
    """
    path = Path(executable)
    if path.name.startswith("python"):
        needed = ["python3", *(["ensurepip"] if list(command[1:3]) == ["-m", "venv"] else [])]
    elif any(path.is_relative_to(folder) for folder in (REPO, sys.prefix, tempfile.gettempdir())):
        return  # made by a test, or installed with the packages of Python
    elif _asked_by_a_probe():
        return
    elif not path.is_absolute():
        raise UnlistedProgramError(f"{executable} is started by its name: use program({executable!r})")
    else:
        needed = [_listed_name(path.name)]
    for name in needed:
        try:
            system_requirements.find_requirement(name)
        except LookupError as error:
            raise UnlistedProgramError(str(error)) from None


def _listed_name(name: str) -> str:
    return next(
        (listed for listed, others in system_requirements.OTHER_NAMES.items() if name in others), name
    )


def _asked_by_a_probe() -> bool:
    """Whether somebody asks who does without: Python looks for compilers, pip for the name of the system."""
    frame = sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment]
        if frame.f_globals.get("__name__") in ("ctypes.util", "platform", "pip._vendor.distro.distro"):
            return True
    return False
