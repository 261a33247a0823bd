"""Measure an edit in the desk against a cold build, and the memory of many edits; fill docs/performance.md.

Run as: make bench, or: .venv/bin/python scripts/bench/desk.py [--edits 30] [--print]. Linux.

CPU is user and system time. An edit is saved through the API of the desk; what counts is the time of the
desk's process and of its page process with its children, until the new page is there as a picture with the
places of its values. A cold build is a process of the command line without a cache.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(REPO / "tests" / "support"))
sys.path.insert(0, str(Path(__file__).parent))

from process import memory  # noqa: E402
from section import write_section  # noqa: E402

from brochure.desk.page_job import Showing  # noqa: E402
from running_desk import CalledDesk, desk_workspace  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")
AT = ["answers", "about", 0, "bullets", 1]


def cold_build(root: Path) -> float:
    """The CPU seconds of a cold build of the PDF."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "brochure", "build", "liaoning", "--format", "pdf", "--no-cache"]
    pid = os.posix_spawn(sys.executable, command, {**os.environ, "PWD": str(root)})
    os.waitpid(pid, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def process_seconds(process: int) -> float:
    """The CPU seconds of a process and of its children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


class EditedDesk:
    """A desk in this process, whose profile is edited again and again."""

    def __init__(self, root: Path) -> None:
        self.called = CalledDesk(root)
        self.told: dict[str, Any] = self.called.get("/api/profiles/liaoning")
        self.wait()

    @property
    def page_process(self) -> int:
        """The page process."""
        running = self.called.desk.pages.builder._running
        assert running
        return running.process.pid

    def edit(self, number: int) -> None:
        """Type a number behind a sentence, and have the new page; no text comes twice, as from the cache."""
        was = self.told["data"]["answers"]["about"][0]["bullets"][1]
        use = f"{was.rstrip('0123456789')}{number}"
        saved = self.called.change("profiles/liaoning", self.told["rev"], {"at": AT, "was": was, "use": use})
        assert saved.status == 200, saved.data
        self.told = saved.data
        self.wait()

    def wait(self) -> None:
        """Wait for pages that show the text as it is, as a browser does that hears of them."""
        pages = self.called.desk.pages
        view = pages.view(Showing("liaoning"))
        with pages.changed:
            pages.changed.wait_for(lambda: view.shown == view.wanted, 60)
        told = self.called.get("/api/profiles/liaoning/pages")
        assert told["current"]
        assert self.called.ask("GET", told["pages"][0]["url"]).content


def measure(edits: int) -> list[str]:
    """Return the lines of the page."""
    with tempfile.TemporaryDirectory(prefix="brochure-bench-") as made:
        root = desk_workspace(Path(made), "liaoning")
        os.chdir(root)
        cold = statistics.median(cold_build(root) for _ in range(5))
        shutil.rmtree(root / ".brochure", ignore_errors=True)
        desk = EditedDesk(root)
        time.sleep(3)  # the page process warms itself
        seconds, held, walls = [], [], []
        for number in range(1, edits + 1):
            begun = time.process_time() + process_seconds(desk.page_process)
            wall = time.perf_counter()
            desk.edit(number)
            walls.append(time.perf_counter() - wall)
            seconds.append(time.process_time() + process_seconds(desk.page_process) - begun)
            held.append(memory([os.getpid(), desk.page_process]))
        desk.called.desk.close()
    edit, wait = statistics.median(seconds), statistics.median(walls)
    third, met = edits // 3, "met" if edit <= 0.6 * cold else "**not met**"
    return [
        "An edit of 遼寧省 in the desk, until its page is a picture with the places of its values, takes",
        f"{edit:.2f} s of CPU (median of {edits} edits; {wait:.2f} s to wait), a cold build of the PDF",
        f"{cold:.2f} s: a ratio of {edit / cold:.2f} (target ≤ 0.6: {met}).",
        f"Memory of the desk and its page process after {third} edits {held[third - 1]:.0f} MiB,",
        f"after {edits} edits {held[-1]:.0f} MiB.",
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--edits", type=int, default=30)
    parser.add_argument("--print", action="store_true", help="print the figures and leave the page")
    given = parser.parse_args()
    lines = measure(given.edits)
    print(*lines, sep="\n")
    if not given.print:
        write_section("the desk", lines)
