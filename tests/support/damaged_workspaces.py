"""A small workspace in which one file is damaged, and a command that is run in it in a process of its own."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from brochure.cli.main import main
from brochure.storage.atomic import user_cache
from cli_result import PATIENCE
from workspaces import REPO

PROFILE = """partner: {name: 架空機関, country: 架空国, region: asia, kind: institute}
edition: 2026
photo: {file: pictures/photo, alt: 写真（架空）, credit: none}
answers:
  about:
    - paragraph: 架空の機関です。
    - figure: pictures/figure
      alt: 図（架空）
      credit: none
  relation:
    - paragraph: 架空の関係です[^1]。
  support: []
  collaboration: []
notes:
  1: 架空の注です。
"""
SECONDS = 3  # of CPU; a build of this workspace takes 0.4
PAGE_SECONDS = 1  # of CPU for a page, which is laid out with and without tightening, and again for Word
MEGABYTES = 400  # more than the tests had before
PAGE_MEGABYTES = 5  # for a page that is laid out
RUNS = 3  # of a case that takes too much CPU: other programs on the machine make a run slow, but never quick
SECRET = "0fd1c2c5 is written nowhere else"  # in a file secret.txt outside a workspace, which nobody may open
STARTS = {"os.system", "os.exec", "os.posix_spawn", "subprocess.Popen", "socket.connect", "pty.spawn"}
REMOVES = {"os.remove", "os.rmdir", "os.truncate", "shutil.rmtree"}


class TooSlowError(AssertionError):
    """A command took more CPU than it may."""


def patient(make: Callable[[Path], Path]) -> Callable[[Callable[[Path, int], None]], Callable[..., None]]:
    """Run a case again, up to :data:`RUNS` times, if it was too slow; the quickest run counts.

    Args:
        make: Makes the workspace of the case in a folder. The test gets it instead of ``tmp_path``.
    """

    def decorated(test: Callable[[Path, int], None]) -> Callable[..., None]:
        def repeated(tmp_path: Path, seed: int) -> None:
            for number in range(1, RUNS + 1):
                base = tmp_path.with_name(f"{tmp_path.name}-run{number}")
                base.mkdir()
                try:
                    return test(make(base), seed)
                except TooSlowError:
                    if number == RUNS:
                        raise
            raise AssertionError

        # not functools.wraps: pytest would ask for the arguments of the test
        repeated.__name__, repeated.__doc__, repeated.__module__ = (
            test.__name__,
            test.__doc__,
            test.__module__,
        )
        return repeated

    return decorated


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended. ``seconds`` are of CPU, ``strange`` is a file that it must not write."""

    code: int
    said: str
    seconds: float
    megabytes: float
    strange: str


def small_workspace(root: Path) -> Path:
    """Make a workspace with one profile, two pictures and the standard layout."""
    shutil.copytree(REPO / "layouts" / "standard", root / "layouts" / "standard")
    (root / "fonts").symlink_to(REPO / "fonts")
    for folder in ("profiles", "pictures", "output"):
        (root / folder).mkdir()
    shutil.copy(REPO / "profiles" / "_series.yaml", root / "profiles")
    (root / "profiles" / "small.yaml").write_text(PROFILE, "utf-8")
    for name in ("photo", "figure"):
        (root / "pictures" / name).write_bytes(picture("JPEG", "RGB"))
    return root


def picture(form: str, mode: str, **options: Any) -> bytes:
    """A picture of 640 × 480 pixels as a file."""
    made = BytesIO()
    drawn = Image.linear_gradient("L").resize((640, 480)).convert("RGB")
    drawn.convert(mode).save(made, form, **options)
    return made.getvalue()


def run_apart(root: Path, *arguments: str, run: Callable[[], object] = main) -> Ended:
    """Run ``brochure …`` in a workspace, in a forked process; one that hangs is ended.

    Args:
        root: The workspace.
        arguments: What follows ``brochure``.
        run: What is run instead of the command; it prints its result.
    """
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as strange:
        child = os.fork()
        if not child:
            _run(root, said.fileno(), strange.fileno(), arguments, run)
        ended = _wait(child)
        said.seek(0)
        strange.seek(0)
        code, used = ended
        return Ended(
            code,
            said.read().decode(errors="replace"),
            used.ru_utime + used.ru_stime,
            used.ru_maxrss / 1000 - resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
            strange.read().decode(errors="replace"),
        )


def sound(ended: Ended, *codes: int, pages: int = 0) -> None:
    """Assert that a command has ended as a command may end, with one of these codes.

    ``pages`` were laid out: a long text takes long, but no page takes more than its time and memory.
    """
    assert ended.code in codes, ended.said
    for word in ("Traceback", "B101", "F116", "F106", SECRET):
        assert word not in ended.said, ended.said
    assert ended.strange == ""
    named = [int(number) for number in re.findall(r"(?<=page )\d+|\d+(?= pages)", ended.said)]
    laid_out = max(named, default=pages)
    if ended.seconds >= SECONDS + PAGE_SECONDS * laid_out:
        raise TooSlowError(ended.seconds, ended.said)
    assert ended.megabytes < MEGABYTES + PAGE_MEGABYTES * laid_out, (ended.megabytes, ended.said)


def _wait(child: int) -> tuple[int, resource.struct_rusage]:
    begun = time.monotonic()
    while True:
        found, status, used = os.wait4(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status), used
        if time.monotonic() - begun > PATIENCE:
            os.kill(child, signal.SIGKILL)
            begun = float("inf")
        time.sleep(0.01)


def _run(root: Path, said: int, strange: int, arguments: tuple[str, ...], run: Callable[[], object]) -> None:
    code = 99
    sys.dont_write_bytecode = True  # modules that are imported late
    resource.setrlimit(resource.RLIMIT_CPU, (10 * SECONDS, 10 * SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (10 * MEGABYTES * 1_000_000,) * 2)  # protects the machine
    try:
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.stdout = sys.stderr = os.fdopen(1, "w", encoding="utf-8", errors="replace")
        os.chdir(root)
        sys.argv = ["brochure", *arguments]
        cache = root.parent / "cache"  # shared by all cases, for the list of fonts
        os.environ["XDG_CACHE_HOME"] = str(cache)
        user_cache.cache_clear()
        own = (root / "output", root / "history", root / ".brochure", cache, Path(os.devnull))

        def watch(event: str, given: tuple[object, ...]) -> None:
            if event in STARTS:
                os.write(strange, f"{event}\n".encode())
            if event == "open" and "secret" in str(given[0]):
                os.write(strange, b"the secret was opened\n")
            if event in REMOVES and isinstance(given[0], str | os.PathLike):
                path = root / given[0]
                if not any(path.is_relative_to(folder) for folder in own) and not _is_temporary(path, root):
                    os.write(strange, f"{event}: {path}\n".encode(errors="replace"))
            if event != "open" or not isinstance(given[2], int) or not given[2] & (os.O_WRONLY | os.O_RDWR):
                return
            if isinstance(given[0], str | bytes):
                path = root / os.fsdecode(given[0])
                if not any(path.is_relative_to(folder) for folder in own) and not _is_temporary(path, root):
                    os.write(strange, f"{path}\n".encode(errors="replace"))

        sys.addaudithook(watch)
        run()
        code = 0
    except SystemExit as stopped:
        code = stopped.code if isinstance(stopped.code, int) else 98
    finally:
        sys.stdout.flush()
        os._exit(code)


def _is_temporary(path: Path, root: Path) -> bool:
    """Whether a file is in the folder for temporary files, but not in the workspace or beside it."""
    return path.is_relative_to(tempfile.gettempdir()) and not path.is_relative_to(root.parent)
