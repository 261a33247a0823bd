"""Atomic writing of files: a reader never sees a partly written file, and a failure changes nothing."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import count
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.storage.input_file import path_fault, read_ordinary


def replace_files(
    files: Mapping[Path, bytes], read: Mapping[Path, bytes | None] | None = None, *, durable: bool = False
) -> None:
    """Write several files, all or none.

    Args:
        files: The new content of each file.
        read: What the command read of a file before: its content, or None if there was no such file. It is
            compared with the disk directly before the file is replaced.
        durable: Whether the content must be on the disk before a file gets its name: a machine that loses
            power has the old or the new file then.

    Raises:
        BrochureError: Another program saved a file after it was read (F121) or made it (F107), or a file
            cannot be written (F106); all files keep their old content.
    """
    tidy_folders({target.parent for target in files})
    prepared: dict[Path, Path] = {}
    replaced: dict[Path, bytes | None] = {}
    target = Path()
    try:
        for target, data in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            prepared[target] = _prepare(target, data, durable=durable)
        last = next(reversed(prepared), None)
        for target, temporary in prepared.items():
            known = read is not None and target in read
            # After the last file nothing can fail, so its old content is read only to compare it.
            before = None if target == last and not known else _content(target)
            if read is not None and known and before != read[target]:
                raise _SavedMeanwhileError(target)
            if known and before is None:
                _place_new(temporary, target)
            else:
                temporary.replace(target)
            replaced[target] = before
    except _SavedMeanwhileError:
        _restore(replaced, files)
        if read and read[target] is None:
            raise BrochureError([problem("F107", path=target)]) from None
        raise BrochureError([problem("F121", Location(str(target)))]) from None
    except OSError as error:
        _restore(replaced, files)
        raise BrochureError([problem("F106", path=target, reason=error.strerror or error)]) from None
    finally:
        for temporary in prepared.values():
            temporary.unlink(missing_ok=True)


class _SavedMeanwhileError(Exception):
    """A file on disk is not as the command read it."""


def _place_new(temporary: Path, target: Path) -> None:
    """Give a temporary file its name; unlike ``replace``, a link never takes the place of another file."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise _SavedMeanwhileError(target) from None
    except (OSError, AttributeError, NotImplementedError):  # a file system without links
        if os.path.lexists(target):
            raise _SavedMeanwhileError(target) from None
        temporary.replace(target)


def _content(target: Path) -> bytes | None:
    """The content of a file that will be replaced; None if there is none.

    Raises:
        OSError: It is no ordinary file, or too large to be kept in memory.
    """
    if not target.exists():
        return None
    data = read_ordinary(target)
    if data is None:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(target))
    return data


def replace_with_backups(files: Mapping[Path, tuple[bytes, bytes]]) -> dict[Path, Path]:
    """Write several files, all or none; the old content of each is saved beside it as ``NAME.bak``.

    Args:
        files: The old and the new content of each file.

    Returns:
        The backup of each file.

    Raises:
        BrochureError: Another program saved a file after it was read (F121), or a file cannot be written
            (F106); all files keep their old content.
    """
    made: dict[Path, bytes] = {}
    read: dict[Path, bytes | None] = {}
    backups: dict[Path, Path] = {}
    for path, (before, after) in files.items():
        backups[path] = backup_path(path, before)
        made[backups[path]] = before
        made[path] = after
        read[path] = before
    replace_files(made, read)
    return backups


def backup_path(path: Path, before: bytes) -> Path:
    """The first free name for a backup (``a.yaml.bak``, ``a.yaml.bak2``, …), or one with the same content."""
    for number in count(1):
        backup = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        if not os.path.lexists(backup) or (not path_fault(backup) and read_ordinary(backup) == before):
            return backup
    raise AssertionError("there is always a free name")


def _prepare(target: Path, data: bytes, *, durable: bool = False) -> Path:
    """Write ``data`` to a temporary file in the folder of the target, with the permissions of the target."""
    import tempfile

    owner = f"{_machine()}-{os.getpid()}"
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:60]}.brochure-{owner}-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.chmod(_permissions(target))
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _permissions(target: Path) -> int:
    """The permissions of a file; those of a new one if there is none. A group that may write may go on."""
    with contextlib.suppress(OSError):
        found = target.lstat()
        if stat.S_ISREG(found.st_mode):
            return stat.S_IMODE(found.st_mode) & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


_TEMPORARY = re.compile(r"\..+\.brochure-(?P<machine>[0-9a-f]{8})-(?P<process>\d+)-\w{8}")
_ABANDONED_AFTER = 24 * 3600  # seconds; for a process of another machine, which cannot be asked


def tidy_folders(folders: Iterable[Path]) -> None:
    """Remove the temporary files that a killed process left in the folders."""
    for folder in folders:
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                found = _TEMPORARY.fullmatch(entry.name)
                if found and _is_abandoned(found["machine"], int(found["process"]), entry):
                    with contextlib.suppress(OSError):
                        Path(entry.path).unlink()


def _is_abandoned(machine: str, process: int, entry: os.DirEntry[str]) -> bool:
    if os.name == "posix" and machine == _machine():
        try:
            os.kill(process, 0)  # signal 0 only asks whether the process exists
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False
    return entry.stat(follow_symlinks=False).st_mtime < time.time() - _ABANDONED_AFTER


@cache
def _machine() -> str:
    """Return eight characters for this machine: a shared folder has the files of several machines."""
    from hashlib import sha256

    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return sha256(name.encode()).hexdigest()[:8]


def _restore(replaced: Mapping[Path, bytes | None], written: Mapping[Path, bytes]) -> None:
    """Give replaced files their old content, unless another program has saved them since."""
    for path, before in replaced.items():
        with contextlib.suppress(OSError):  # the first failure is the one to report
            if _content(path) != written[path]:
                continue
            if before is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(before)


@cache
def user_cache(name: str) -> Path:
    """Return a cache folder that is safe to delete: the user's, else a temporary one of this process."""
    for base in (_home_cache, _temporary_cache):
        with contextlib.suppress(OSError):
            folder = base() / name
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
    return Path(tempfile.mkdtemp(prefix=f"brochure-{name}-"))


def _home_cache() -> Path:
    """Return the cache folder of the XDG Base Directory Specification."""
    given = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(given) if given else Path.home() / ".cache") / "brochure"
    except RuntimeError as error:  # a user that the system does not know, for instance in a container
        raise FileNotFoundError(str(error)) from error


def _temporary_cache() -> Path:
    """Return the user's folder for temporary files, the same in every run; used if the home is read-only.

    Compiled templates are loaded from it, so a folder that other users can write to is refused.
    """
    user = os.getuid() if hasattr(os, "getuid") else 0  # Windows: each user has a temporary folder
    folder = Path(tempfile.gettempdir()) / f"brochure-cache-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if (
        not stat.S_ISDIR(found.st_mode)
        or found.st_uid != user
        or (os.name == "posix" and found.st_mode & 0o077)
    ):
        raise PermissionError(f"{folder} is not only ours")
    return folder
