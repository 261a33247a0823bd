"""Content-addressed build cache in ``.brochure/`` of the workspace; safe to delete.

An entry is one file: a line of JSON that describes it and its inputs, then its content. The file is written
under a temporary name and renamed, so that runs at the same time never see a partly written entry and need no
lock. A broken entry counts as missing. A folder that cannot be written to is reported once and stops nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from brochure import __version__
from brochure.diagnostics.package import package_root
from brochure.diagnostics.problem import Problem, problem
from brochure.storage.input_file import read_ordinary

FOLDER = ".brochure"
MEMORY_LIMIT = 4000  # values in memory, some dozen kB each; a partner has nine
MAX_BYTES = 500_000_000  # bytes on disk; the least recently used entries are removed first
TRIM_INTERVAL = 600  # seconds between two trims of the cache; a build adds some megabytes
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError)  # errors of a broken entry
_LAST_TRIM_STAMP = "trimmed"  # a file whose modification time is the time of the last trim
_KIND = "brochure cache 1"
_ABOUT = """Signature: 8a477f597d28d172789f06886806bc55
# What brochure made before, so that it need not be made again. Safe to delete; no need to back up or share.
# brochure が前に作ったもののキャッシュです。消しても差し支えありません。バックアップも共有も要りません。
# Each file begins with a line of JSON that says what it is and what it was made from.
"""
# Libraries whose version can change the pages or the problems that are reported.
LIBRARIES = frozenset(
    [
        "budoux",
        "cffi",
        "citeproc_py",
        "cssselect2",
        "fonttools",
        "html5lib",
        "jinja2",
        "lxml",
        "markupsafe",
        "pikepdf",
        "pillow",
        "pydantic",
        "pydantic_core",
        "pydyf",
        "pypdfium2",
        "pyphen",
        "python_docx",
        "pyyaml",
        "segno",
        "tinycss2",
        "tinyhtml5",
        "uharfbuzz",
        "weasyprint",
    ]
)


Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """An entry of the cache: its description (the JSON line) and its contents by name."""

    about: Mapping[str, Any]
    contents: Mapping[str, bytes]


@dataclass(slots=True)
class Cache:
    """The cache of a workspace.

    Attributes:
        folder: The folder of the cache.
        max_bytes: The greatest total size of the entries, in bytes.
        write_problems: The first problem of writing; empty if there was none.
        memory: Values made from entries, by stage and key; None where a process builds only once.
    """

    folder: Path
    max_bytes: int = MAX_BYTES
    write_problems: list[Problem] = field(default_factory=list)
    memory: dict[tuple[str, str], Any] | None = None

    def get(self, stage: str, key: str) -> CacheEntry | None:
        """Return an entry, or None if it is missing or broken."""
        path = self._path(stage, key)
        try:
            data = read_ordinary(path) or b""
            line, _, body = data.partition(b"\n")
            about = json.loads(line)
            if about["kind"] != _KIND or about["sha256"] != sha256(body).hexdigest():
                raise ValueError
            contents, start = {}, 0
            for name, length in about["contents"].items():
                contents[name] = body[start : start + length]
                start += length
        except OSError:
            return None
        except _BROKEN:  # or not written by brochure
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # trim removes the entries with the oldest time of use
        return CacheEntry(about, contents)

    def memoize(
        self, stage: str, key: str, make: Callable[[], Made], is_valid: Callable[[Made], bool] | None = None
    ) -> Made:
        """Return the result of ``make``, memoised if the cache has a memory; None is not stored.

        Args:
            stage, key: The name of the value.
            make: Makes the value.
            is_valid: Whether a value from the memory is still valid; without it, it always is.
        """
        if self.memory is None:
            return make()
        made: Made | None = self.memory.get((stage, key))
        if made is None or (is_valid and not is_valid(made)):
            made = make()
        if made is not None:
            if len(self.memory) >= MEMORY_LIMIT:
                self.memory.clear()
            self.memory[stage, key] = made
        return made

    def put(self, stage: str, key: str, about: Mapping[str, object], contents: Mapping[str, bytes]) -> None:
        """Write an entry; if that fails, add the reason to ``write_problems``, but only the first one."""
        body = b"".join(contents.values())
        head = {
            "kind": _KIND,
            "stage": stage,
            **about,
            "contents": {name: len(data) for name, data in contents.items()},
            "sha256": sha256(body).hexdigest(),
        }
        line = json.dumps(head, ensure_ascii=False).encode()
        path = self._path(stage, key)
        try:
            if not path.parent.is_dir():
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(self.folder / "CACHEDIR.TAG", _ABOUT.encode())
            _write(path, line + b"\n" + body)
        except OSError as error:
            if not self.write_problems:
                reason = error.strerror or type(error).__name__
                self.write_problems.append(problem("F201", None, path=FOLDER, reason=reason))

    def _path(self, stage: str, key: str) -> Path:
        return self.folder / stage / key

    def entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Yield the file of each entry with its size and times."""
        for stage in _scan_folder(self.folder):
            if stage.is_dir():
                for found in _scan_folder(Path(stage.path)):
                    with contextlib.suppress(OSError):  # another run has just removed it
                        yield Path(found.path), found.stat()

    def trim(self, every: float = 0) -> None:
        """Remove the least recently used entries until at most ``max_bytes`` bytes are left.

        Args:
            every: Do nothing if the last trim was less than this many seconds ago (a trim reads every entry).
        """
        stamp = self.folder / _LAST_TRIM_STAMP
        with contextlib.suppress(OSError):  # never trimmed before
            if 0 <= time.time() - stamp.stat().st_mtime < every:
                return
        found = sorted(self.entries(), key=lambda entry: entry[1].st_mtime_ns, reverse=True)
        total = 0
        for path, known in found:
            total += known.st_size
            if total > self.max_bytes:
                with contextlib.suppress(OSError):
                    path.unlink()
        with contextlib.suppress(OSError):  # the cache was just removed, or cannot be written to
            stamp.touch()

    def clear(self) -> None:
        """Remove the whole cache."""
        import shutil

        shutil.rmtree(self.folder, ignore_errors=True)


def _scan_folder(folder: Path) -> list[os.DirEntry[str]]:
    """Return the entries of a folder, none if it is missing; much faster than ``Path.iterdir``."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def _write(path: Path, data: bytes) -> None:
    """Write a file atomically."""
    import tempfile

    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def cache_key(inputs: Mapping[str, str]) -> str:
    """Return the key of an entry: a digest of all its inputs, given by name."""
    return bytes_digest(json.dumps(sorted(inputs.items()), ensure_ascii=False).encode())


def bytes_digest(data: bytes) -> str:
    """Return the SHA-256 digest of bytes, in hexadecimal."""
    return sha256(data).hexdigest()


@cache
def program_digest() -> str:
    """Return a digest of the program: brochure, Python, and the libraries that can change a page.

    It is made of their versions, and of the sizes and times of brochure's own files, which change during
    development. For the libraries of the system (Pango, HarfBuzz) it uses size and time of the dynamic
    linker's file ``ld.so.cache``, which changes when they are updated. Systems without that file do not
    notice such an update; ``--no-cache`` helps there.
    """
    known = [__version__, sys.version, sys.platform]
    for path in sorted(package_root().rglob("*")):
        if path.suffix not in (".pyc", "") and "shipped" not in path.parts:
            stat = path.stat()
            known.append(f"{path.name} {stat.st_size} {stat.st_mtime_ns}")
    for folder in sys.path:
        if folder.endswith("-packages"):
            with contextlib.suppress(OSError):
                known += sorted(n for n in os.listdir(folder) if _is_library(n))  # noqa: PTH208  # names only
    with contextlib.suppress(OSError):
        stat = Path("/etc/ld.so.cache").stat()
        known.append(f"{stat.st_size} {stat.st_mtime_ns}")
    return bytes_digest("\n".join(known).encode())


def _is_library(name: str) -> bool:
    own, dash, _ = name.partition("-")
    return bool(dash) and name.endswith(".dist-info") and own.lower() in LIBRARIES
