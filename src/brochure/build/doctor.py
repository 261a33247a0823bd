"""``brochure doctor``: check everything that a build depends on; one line for each.

People paste the output into a mail when they ask for help. So it names no user and no home folder.
"""

from __future__ import annotations

import contextlib
import ctypes
import getpass
import locale
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path, PurePath
from typing import Any

from brochure import __version__
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.storage import interpreter, system_requirements
from brochure.storage.atomic import user_cache
from brochure.storage.cache import FOLDER, Cache
from brochure.storage.shipped import shipped_folder
from brochure.storage.workspace import Workspace

# Bytes of free space; a booklet and its cache take about 100 MB.
LOW_SPACE = 1_000_000_000
TOO_LOW_SPACE = 100_000_000


class DoctorState(Enum):
    """The state that a line reports."""

    OK = "ok"
    NOTE = "note"  # builds work, but slowly, or one command does not work
    FAULT = "fault"  # builds fail, or may fail


@dataclass(frozen=True, slots=True)
class DoctorLine:
    """One line of the output.

    Attributes:
        name: What was checked; its title in ``words.*.yaml`` is ``doctor <name>``.
        state: The result.
        found: What was found, for the user and for people who help.
        advice: What to do: the key ``doctor <advice>`` of ``words.*.yaml``; empty if there is nothing to do.
        details: The values of the placeholders in the advice.
        problem: A problem, shown instead of an advice.
    """

    name: str
    state: DoctorState
    found: str
    advice: str = ""
    details: dict[str, str] = field(default_factory=dict)
    problem: Problem | None = None


def examine_machine(start: Path) -> Iterator[DoctorLine]:
    """Check this machine and the workspace that contains ``start``.

    Args:
        start: The current folder of the command.
    """
    yield _program()
    yield _system()
    yield _python()
    yield _packages()
    yield from _libraries()
    yield from _other_programs()
    where = _workspace(start)
    yield _workspace_line(where, start)
    if where:
        yield from _layouts(where)
        yield _cache(where)
        yield _writable("workspace folder", where.root)
        yield _writable("output folder", where.output if where.output.is_dir() else where.root)
    yield _user_cache()
    yield _space(where.root if where else start)
    yield _language()


# --- brochure, the system and Python ---------------------------------------------------------------


def _program() -> DoctorLine:
    installed = shipped_folder().name == "shipped"
    return DoctorLine(
        "brochure", DoctorState.OK, f"{__version__} ({'installed' if installed else 'checkout'})"
    )


def _system() -> DoctorLine:
    name = f"{platform.system()} {platform.release()} {platform.machine()}"
    with contextlib.suppress(OSError):
        name = f"{platform.freedesktop_os_release()['PRETTY_NAME']}, {name}"
    return DoctorLine("system", DoctorState.OK, name)


def _python() -> DoctorLine:
    optimised, _ = interpreter.how_built()
    if optimised:
        return DoctorLine("python", DoctorState.OK, interpreter.describe_interpreter())
    return DoctorLine("python", DoctorState.NOTE, interpreter.describe_interpreter(), "slow python")


def _packages() -> DoctorLine:
    """Whether the Python packages that brochure needs are installed."""
    needed = [re.split(r"[^\w.-]", one)[0] for one in requires("brochure") or () if "extra ==" not in one]
    missing = [name for name in needed if _version(name) is None]
    if missing:
        return DoctorLine("packages", DoctorState.FAULT, ", ".join(missing), "no packages")
    shown = ("weasyprint", "pikepdf", "pypdfium2", "python-docx")
    found = ", ".join(f"{name} {_version(name)}" for name in shown)
    return DoctorLine("packages", DoctorState.OK, f"{found}, … ({len(needed)})")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


# --- libraries and programs outside of Python ------------------------------------------------------


def _libraries() -> Iterator[DoctorLine]:
    rows = [row for row in system_requirements.requirements() if row.kind == "library"]
    missing = [row for row in rows if not system_requirements.is_installed(row)]
    if missing:
        packages = system_requirements.library_packages()
        found = ", ".join(row.name for row in missing)
        yield DoctorLine("libraries", DoctorState.FAULT, found, "no libraries", packages)
    else:
        yield DoctorLine("libraries", DoctorState.OK, ", ".join(_library_versions()))


def _library_versions() -> Iterator[str]:
    """The versions that Pango, HarfBuzz and fontconfig report."""
    for title, name, function in (
        ("Pango", "libpango-1.0.so.0", "pango_version_string"),
        ("HarfBuzz", "libharfbuzz.so.0", "hb_version_string"),
    ):
        asked = _function(name, function)
        asked.restype = ctypes.c_char_p
        yield f"{title} {asked().decode()}"
    number = _function("libfontconfig.so.1", "FcGetVersion")()
    yield f"fontconfig {number // 10000}.{number // 100 % 100}.{number % 100}"


def _function(library: str, name: str) -> Any:
    return getattr(system_requirements.load_library(library), name)


def _other_programs() -> Iterator[DoctorLine]:
    """The programs of the requirements table. Only some commands need them, so a missing one is no fault."""
    rows = [
        row for row in system_requirements.requirements() if row.kind == "program" and row.name != "python3"
    ]
    there = [row for row in rows if system_requirements.is_installed(row)]
    if there:
        yield DoctorLine("programs", DoctorState.OK, ", ".join(row.name for row in there))
    for row in rows:
        if row not in there and "redline" in row.purposes:
            yield DoctorLine(
                "missing program", DoctorState.NOTE, row.name, "no git", {"install": row.install}
            )
    others = [row.name for row in rows if row not in there and "redline" not in row.purposes]
    if others:
        yield DoctorLine("missing programs", DoctorState.OK, ", ".join(others), "developers only")


# --- the workspace ----------------------------------------------------------------------------------


def _workspace(start: Path) -> Workspace | None:
    try:
        return Workspace.find(start)
    except BrochureError:
        return None


def _workspace_line(where: Workspace | None, start: Path) -> DoctorLine:
    if where is None:
        return DoctorLine("workspace", DoctorState.NOTE, anonymous_path(start.resolve()), "no workspace")
    counts = f"profiles {len(where.names())}, booklets {len(where.booklet_names())}"
    return DoctorLine("workspace", DoctorState.OK, f"{anonymous_path(where.root)} ({counts})")


def _layouts(where: Workspace) -> Iterator[DoctorLine]:
    """Whether each layout can be read and has its fonts."""
    from brochure.build.load import load_layout

    good: list[str] = []
    fonts: set[str] = set()
    for name in where.layouts():
        try:
            read, _ = load_layout(where, name)
        except BrochureError as error:
            yield DoctorLine("layout", DoctorState.FAULT, name, problem=error.problems[0])
        else:
            good.append(name)
            fonts |= {path.name for _, _, path in read.font_files()}
    if good:
        yield DoctorLine("layouts", DoctorState.OK, f"{', '.join(good)} (fonts {len(fonts)})")


def _cache(where: Workspace) -> DoctorLine:
    cache = Cache(where.root / FOLDER)
    sizes = [known.st_size for _, known in cache.entries()]
    size = f"{FOLDER}: {sum(sizes) / 1e6:.1f} MB / {cache.max_bytes / 1e6:g} MB ({len(sizes)})"
    if cache.folder.exists() and not _can_write(cache.folder):
        return DoctorLine("cache", DoctorState.NOTE, size, "cannot write cache", {"path": FOLDER})
    return DoctorLine("cache", DoctorState.OK, size)


def _writable(name: str, folder: Path) -> DoctorLine:
    if _can_write(folder):
        return DoctorLine(name, DoctorState.OK, anonymous_path(folder))
    return DoctorLine(
        name, DoctorState.FAULT, anonymous_path(folder), "cannot write", {"path": anonymous_path(folder)}
    )


def _can_write(folder: Path) -> bool:
    """Whether a file can be created in a folder; tried, as permissions are unreliable on shared drives."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".brochure-doctor-"):
            return True
    except OSError:
        return False


def _user_cache() -> DoctorLine:
    """The folder with the caches of fontconfig and of compiled templates."""
    folder = user_cache("fontconfig").parent
    if folder.name == "brochure":
        return DoctorLine("user cache", DoctorState.OK, anonymous_path(folder))
    return DoctorLine("user cache", DoctorState.NOTE, anonymous_path(folder), "no user cache")


def _space(folder: Path) -> DoctorLine:
    free = shutil.disk_usage(folder).free
    state = (
        DoctorState.OK
        if free > LOW_SPACE
        else DoctorState.NOTE
        if free > TOO_LOW_SPACE
        else DoctorState.FAULT
    )
    return DoctorLine(
        "space", state, f"{free / 1e9:.1f} GB", "" if state is DoctorState.OK else "little space"
    )


def _language() -> DoctorLine:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    said = next((f"{name}={os.environ[name]}" for name in names if os.environ.get(name)), "–")
    files, screen = sys.getfilesystemencoding(), sys.stdout.encoding or "–"
    found = f"{said}, {locale.getpreferredencoding(False)}; {files}; {screen}"
    if files.lower().replace("-", "") != "utf8":  # Japanese file names cannot be read
        return DoctorLine("language", DoctorState.FAULT, found, "not utf-8")
    return DoctorLine("language", DoctorState.OK, found)


# --- privacy ----------------------------------------------------------------------------------------


def anonymous_path(path: PurePath) -> str:
    """A path without the user's name: ``~/brochures``, ``/mnt/c/Users/…/Desktop``."""
    with contextlib.suppress(ValueError, RuntimeError):  # not below the home folder, or there is none
        rest = path.relative_to(Path.home())
        return "~" if rest == PurePath() else f"~/{rest.as_posix()}"
    parts = list(path.parts)
    user = _user()
    for index, part in enumerate(parts):
        below_users = index and parts[index - 1].lower() in ("users", "home")
        if below_users or (user and part.casefold() == user.casefold()):
            parts[index] = "…"
    return PurePath(*parts).as_posix() if parts else "."


def _user() -> str:
    """The name of the user; empty if the system does not know it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
