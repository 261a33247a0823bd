"""``brochure doctor``: is this machine all right? One line for each thing that a build depends on.

People paste what it says into a mail when they ask for help. So it names no user and no home folder.
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

LITTLE, TOO_LITTLE = (
    1_000_000_000,
    100_000_000,
)  # bytes of free space: a booklet and its cache take some 100 MB


class DoctorState(Enum):
    """What a line says."""

    OK = "ok"
    NOTE = "note"  # works, but could be better, or is needed for one thing only
    FAULT = "fault"  # builds fail, or may fail


@dataclass(frozen=True, slots=True)
class DoctorLine:
    """One line.

    Attributes:
        name: What was looked at; its words are ``doctor <name>``.
        state: Whether it is all right.
        found: What was found, for people and for whoever helps them.
        advice: The key of what to do (``doctor <advice>``), or nothing where all is well.
        details: What the words of ``advice`` need.
        problem: A problem that says what is wrong in words of its own.
    """

    name: str
    state: DoctorState
    found: str
    advice: str = ""
    details: dict[str, str] = field(default_factory=dict)
    problem: Problem | None = None


def examine(start: Path) -> Iterator[DoctorLine]:
    """Look at this machine and at the workspace that ``start`` is in.

    Args:
        start: The folder in which the command was typed.
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


# --- the program and what it stands on -------------------------------------------------------------


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
    """The Python packages that brochure needs are installed; the renderer is the version that is patched."""
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


# --- what comes from outside of Python -------------------------------------------------------------


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
    """Pango, HarfBuzz and fontconfig, as they name their versions themselves."""
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
    """Programs of the table: only some commands and scripts need them, so none missing is a fault."""
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
        return DoctorLine("workspace", DoctorState.NOTE, anonymous(start.resolve()), "no workspace")
    counts = f"profiles {len(where.names())}, booklets {len(where.booklet_names())}"
    return DoctorLine("workspace", DoctorState.OK, f"{anonymous(where.root)} ({counts})")


def _layouts(where: Workspace) -> Iterator[DoctorLine]:
    """Each layout can be read and its fonts are there."""
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
        return DoctorLine(name, DoctorState.OK, anonymous(folder))
    return DoctorLine(name, DoctorState.FAULT, anonymous(folder), "cannot write", {"path": anonymous(folder)})


def _can_write(folder: Path) -> bool:
    """Whether a file can be made there: asked by making one, as permissions do not tell on shared drives."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".brochure-doctor-"):
            return True
    except OSError:
        return False


def _user_cache() -> DoctorLine:
    """Where fontconfig and compiled templates are kept for later runs."""
    folder = user_cache("fontconfig").parent
    if folder.name == "brochure":
        return DoctorLine("user cache", DoctorState.OK, anonymous(folder))
    return DoctorLine("user cache", DoctorState.NOTE, anonymous(folder), "no user cache")


def _space(folder: Path) -> DoctorLine:
    free = shutil.disk_usage(folder).free
    state = DoctorState.OK if free > LITTLE else DoctorState.NOTE if free > TOO_LITTLE else DoctorState.FAULT
    return DoctorLine(
        "space", state, f"{free / 1e9:.1f} GB", "" if state is DoctorState.OK else "little space"
    )


def _language() -> DoctorLine:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    said = next((f"{name}={os.environ[name]}" for name in names if os.environ.get(name)), "–")
    files, screen = sys.getfilesystemencoding(), sys.stdout.encoding or "–"
    found = f"{said}, {locale.getpreferredencoding(False)}; {files}; {screen}"
    if files.lower().replace("-", "") != "utf8":  # names of files in Japanese cannot be told
        return DoctorLine("language", DoctorState.FAULT, found, "not utf-8")
    return DoctorLine("language", DoctorState.OK, found)


# --- what may be shown ------------------------------------------------------------------------------


def anonymous(path: PurePath) -> str:
    """A path without the name of a user: ``~/brochures``, ``/mnt/c/Users/…/Desktop``."""
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
    """The name of the user, or nothing where the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
