"""What was made before, kept by what it was made from: ``.brochure/`` in the workspace, safe to delete.

An entry is one file: a line of JSON that says what it is and which inputs made it, then its content. It is
written beside its place and renamed, so that runs at the same time never see half of one, and nobody waits
for a lock. A broken entry is none; a folder that cannot be written to is told once and stops nothing.
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

FOLDER = ".brochure"
REMEMBERED = 4000  # things in memory: some dozen kB each; nine of each partner
MOST = 500_000_000  # bytes that are kept; what was not used for longest goes first
EVERY = 600  # seconds after which builds look again whether it is more; a build adds some megabytes
_TRIMMED = "trimmed"  # a file that is as old as the last look
_KIND = "brochure cache 1"
_ABOUT = """Signature: 8a477f597d28d172789f06886806bc55
# What brochure made before, so that it need not be made again. Safe to delete; no need to back up or share.
# brochure が前に作ったもののキャッシュです。消しても差し支えありません。バックアップも共有も要りません。
# Each file begins with a line of JSON that says what it is and what it was made from.
"""
# Libraries whose version decides what is on a page, or what is said of it.
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
    """Something that was kept: what it is, and its contents by name."""

    about: Mapping[str, Any]
    contents: Mapping[str, bytes]


@dataclass(slots=True)
class Cache:
    """The cache of a workspace.

    Attributes:
        folder: Where it is.
        most: How many bytes it may hold.
        trouble: Why nothing could be written, if so.
        memory: What entries became, by stage and key, for a process that builds again and again.
    """

    folder: Path
    most: int = MOST
    trouble: list[Problem] = field(default_factory=list)
    memory: dict[tuple[str, str], Any] | None = None

    def get(self, stage: str, key: str) -> CacheEntry | None:
        """What was kept, or nothing."""
        path = self._path(stage, key)
        try:
            data = path.read_bytes()
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
        except (ValueError, LookupError, TypeError, AttributeError):  # half an entry, or none of ours
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used now: see trim
        return CacheEntry(about, contents)

    def once(
        self, stage: str, key: str, make: Callable[[], Made], holds: Callable[[Made], bool] | None = None
    ) -> Made:
        """What an entry becomes, made but once where there is a memory; nothing (``None``) is forgotten.

        Args:
            stage, key: The entry.
            make: What makes something of it.
            holds: Whether what is remembered still holds; always, if nothing is given.
        """
        if self.memory is None:
            return make()
        made: Made | None = self.memory.get((stage, key))
        if made is None or (holds and not holds(made)):
            made = make()
        if made is not None:
            if len(self.memory) >= REMEMBERED:
                self.memory.clear()
            self.memory[stage, key] = made
        return made

    def put(self, stage: str, key: str, about: Mapping[str, object], contents: Mapping[str, bytes]) -> None:
        """Keep something; where that fails, the reason is in ``trouble`` once."""
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
            if not self.trouble:
                reason = error.strerror or type(error).__name__
                self.trouble.append(problem("F201", None, path=FOLDER, reason=reason))

    def _path(self, stage: str, key: str) -> Path:
        return self.folder / stage / key

    def entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        """The files of all entries, with what the system knows of them."""
        for stage in _listed(self.folder):
            if stage.is_dir():
                for found in _listed(Path(stage.path)):
                    with contextlib.suppress(OSError):  # another run cleared it just now
                        yield Path(found.path), found.stat()

    def trim(self, every: float = 0) -> None:
        """Forget what was not used for longest until no more than ``most`` bytes are left.

        Args:
            every: Seconds for which it is left alone after that, as it looks at every entry.
        """
        stamp = self.folder / _TRIMMED
        with contextlib.suppress(OSError):  # never trimmed
            if 0 <= time.time() - stamp.stat().st_mtime < every:
                return
        found = sorted(self.entries(), key=lambda entry: entry[1].st_mtime_ns, reverse=True)
        total = 0
        for path, known in found:
            total += known.st_size
            if total > self.most:
                with contextlib.suppress(OSError):
                    path.unlink()
        with contextlib.suppress(OSError):  # it was cleared just now, or cannot be written to
            stamp.touch()

    def clear(self) -> None:
        """Forget everything."""
        import shutil

        shutil.rmtree(self.folder, ignore_errors=True)


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    """What is in a folder; nothing if it is not there. Much faster than the paths of pathlib."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def _write(path: Path, data: bytes) -> None:
    """Write a file that appears whole or not at all."""
    import tempfile

    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def key_of(inputs: Mapping[str, str]) -> str:
    """The name of an entry: a digest of all that it depends on, by name."""
    return digest(json.dumps(sorted(inputs.items()), ensure_ascii=False).encode())


def digest(data: bytes) -> str:
    """A name for a content (SHA-256)."""
    return sha256(data).hexdigest()


@cache
def tool() -> str:
    """A name for the program itself: brochure, Python, and the libraries that decide what is on a page.

    They are told by their versions, and by the times of brochure's own files, which change while it is
    developed. Libraries of the system (Pango, HarfBuzz) are told by the list of the dynamic linker, which
    is renewed with them; systems without such a list do not notice (``--no-cache`` helps).
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
    return digest("\n".join(known).encode())


def _is_library(name: str) -> bool:
    own, dash, _ = name.partition("-")
    return bool(dash) and name.endswith(".dist-info") and own.lower() in LIBRARIES
