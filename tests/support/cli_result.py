"""Commands that are run in tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]

PATIENCE = 180  # seconds until what hangs is given up; it decides nothing, a busy machine only takes longer


def run_brochure(root: Path, *arguments: str) -> Ran:
    """Run ``brochure …`` in a process of its own, in Japanese."""
    done = subprocess.run(
        [sys.executable, "-m", "brochure", *arguments],
        cwd=root,
        env={**os.environ, "LC_ALL": "ja_JP.UTF-8", "LANG": "ja_JP.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C end the processes that are begun here, also where a script runs the tests in the background.

    There it is ignored, and processes inherit that; they do not inherit a handler.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def until(true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.05)
