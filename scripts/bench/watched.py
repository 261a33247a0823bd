"""How long it takes from a save to the new file, with ``brochure watch`` at work."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from content import Case, change
from peers import environment

PATIENCE = 600.0  # seconds for the first build


def measure(case: Case, saves: int) -> Iterator[float]:
    """Wall seconds of each save of one partner until the PDF is replaced; between saves it waits idly.

    Raises:
        RuntimeError: Nothing was built in time.
    """
    name = "p000" if case.count == 1 else "all"
    command = [sys.executable, "-m", "brochure", "watch", name, "--format", "pdf", "--output", "watched"]
    made = case.folder / "watched" / f"{name}.pdf"
    process = subprocess.Popen(
        command,
        cwd=case.folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout
        _until_it_waits(process)
        for number in range(saves):
            before = made.stat().st_ino
            start = time.perf_counter()
            change(case, 1000 + number)
            seconds = _replaced(made, before, start)
            _until_it_waits(process)
            yield seconds
    finally:
        process.kill()
        process.wait()


def _until_it_waits(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    for line in process.stdout:
        if line.startswith("waiting"):
            return
    raise RuntimeError("brochure watch ended")


def _replaced(path: Path, before: int, start: float) -> float:
    while path.stat().st_ino == before:
        if time.perf_counter() - start > PATIENCE:
            raise RuntimeError(f"{path.name} was not replaced")
        time.sleep(0.002)
    return time.perf_counter() - start
