"""System requirements: programs, libraries and files outside Python, and the packages that contain them.

The table is ``system_requirements.txt`` beside this file; ``scripts/setup.sh`` and ``brochure doctor`` read
it too. Every program that brochure, its scripts or its tests start is looked up here, so that a program
missing from the table is noticed at once.
"""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes

TABLE = Path(__file__).parent / "system_requirements.txt"
# Names of a program on other systems.
OTHER_NAMES = {"chromium": ("chromium-browser",)}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row of the table.

    Attributes:
        kind: ``program``, ``library``, ``module`` (of Python) or ``file``.
        name: Name of the program, library or module, or path of the file.
        purposes: The uses of brochure that need it; ``build`` means everybody (see the head of the table).
        debian, fedora, macos: The package that contains it, ``–`` if there is none.
        needed_by: What needs it, in words.
        since: The version of brochure that first needed it.
    """

    kind: str
    name: str
    purposes: tuple[str, ...]
    debian: str
    fedora: str
    macos: str
    needed_by: str
    since: str

    @property
    def install(self) -> str:
        """The command that installs it on this system; the one for Debian if the system is unknown."""
        if sys.platform == "darwin":
            return f"brew install {self.macos}"
        if Path("/etc/fedora-release").exists():
            return f"sudo dnf install {self.fedora}"
        return f"sudo apt install {self.debian}"


@cache
def requirements() -> tuple[Requirement, ...]:
    """Return all rows, in the order of the table."""
    rows = []
    for line in TABLE.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, name, purposes, *rest = (cell.strip() for cell in line.split("|"))
            rows.append(Requirement(kind, name, tuple(p.strip() for p in purposes.split(",")), *rest))
    return tuple(rows)


def find_requirement(name: str) -> Requirement:
    """Return the row of a program, library, module or file.

    Raises:
        LookupError: The table has no such row. Add one.
    """
    for row in requirements():
        if row.name == name:
            return row
    raise LookupError(f"“{name}” is not in {TABLE.name}: add a row that says which package has it")


def find_program(name: str) -> str | None:
    """Return the path of a program of the table, or None if it is not installed.

    Raises:
        LookupError: The table has no such program.
    """
    row = find_requirement(name)
    found = (shutil.which(one) for one in (row.name, *OTHER_NAMES.get(name, ())))
    return next((path for path in found if path), None)


def library_packages() -> dict[str, str]:
    """Return the packages of the libraries that every build needs, by system, separated by spaces."""
    rows = [row for row in requirements() if row.kind == "library" and "build" in row.purposes]
    return {
        system: " ".join(dict.fromkeys(getattr(row, system) for row in rows))
        for system in ("debian", "fedora", "macos")
    }


def is_installed(row: Requirement) -> bool:
    """Whether this machine has the program, library, module or file of a row."""
    match row.kind:
        case "program":
            return find_program(row.name) is not None
        case "library":
            return load_library(row.name) is not None
        case "module":
            return importlib.util.find_spec(row.name) is not None
        case _:
            return Path(row.name).exists()


def load_library(name: str) -> ctypes.CDLL | None:
    """Load a library of the table, by its plain name on systems other than Linux; None if it is missing."""
    import ctypes
    import ctypes.util

    plain = name.removeprefix("lib").partition(".so")[0]
    for candidate in (name, ctypes.util.find_library(plain) if sys.platform != "linux" else None):
        if candidate:
            with contextlib.suppress(OSError):
                return ctypes.CDLL(candidate)
    return None
