"""Run one command and measure it with all its descendants, also those that outlive their parents.

Run as: python process.py COMMAND …; prints CPU seconds (user and system), wall seconds, and the peak memory
in MiB (the sum of proportional set sizes, sampled) as JSON. Linux.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: orphans become our children, so that their time is counted
INTERVAL = 0.05  # seconds between samples of memory
PATIENCE = 10.0  # seconds that orphans are given to end


def descendants(root: int) -> list[int]:
    """The processes below one."""
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        for tasks in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                below = [int(word) for word in tasks.read_text().split()]
            except OSError:  # ended meanwhile
                continue
            found += below
            waiting += below
    return found


def memory(processes: list[int]) -> float:
    """Their memory in MiB; pages that are shared count once."""
    total = 0
    for process in processes:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def measure(command: list[str]) -> dict[str, float]:
    """Run a command.

    Raises:
        RuntimeError: It failed.
    """
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    peak, done = 0.0, threading.Event()

    def sample() -> None:
        nonlocal peak
        while not done.wait(INTERVAL):
            peak = max(peak, memory(descendants(os.getpid())))

    sampler = threading.Thread(target=sample)
    sampler.start()
    start = time.perf_counter()
    ran = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    wall = time.perf_counter() - start
    done.set()
    sampler.join()
    _wait_for_orphans()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode:
        raise RuntimeError(f"{' '.join(command)}: {ran.returncode}\n{ran.stderr[-2000:]}")
    return {"cpu": used.ru_utime + used.ru_stime, "wall": wall, "peak": peak}


def _wait_for_orphans() -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            process, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not process:
            if time.monotonic() > end:  # a browser's helper that does not notice
                for orphan in descendants(os.getpid()):
                    os.kill(orphan, signal.SIGKILL)
            time.sleep(0.01)


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1:])))
