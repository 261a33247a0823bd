"""Measure brochure beside the peers that a person can install, and write docs/performance.md.

Run as: make bench, or: .venv/bin/python scripts/bench/run.py [--only NAME,…] [--sizes 1,10] [--rounds 1]

Jobs run in turns (round-robin), so that a slow minute of the machine hits all; figures are medians. A part
of the jobs, sizes or rounds is printed and not written. Needs Linux, and .bench (``make bench`` makes it).
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import report
import watched
from content import Case, prepare
from outputs import Output, look
from peers import HERE, JOBS, OUT, PEERS, Job, environment

SIZES = (1, 10, 50, 200)
ROUNDS = {1: 3, 10: 2, 50: 2, 200: 1}
SAVES = 5


@dataclass
class Figures:
    """What was measured of a job at a size, run by run."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)
    output: Output = field(default_factory=lambda: Output(0, 0))


def timed(job: Job, case: Case, number: int, figures: Figures) -> None:
    """Run a job once."""
    job.before(case, number)
    (case.folder / OUT).mkdir(exist_ok=True)
    command = [sys.executable, str(HERE / "process.py"), *job.command(case)]
    ran = subprocess.run(
        command, cwd=case.folder, env=environment(), capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise RuntimeError(f"{job.name}, {case.count} partners: {ran.stderr[-3000:]}")
    found = json.loads(ran.stdout.splitlines()[-1])
    figures.cpu.append(found["cpu"])
    figures.wall.append(found["wall"])
    figures.peak.append(found["peak"])
    figures.output = look(job.made(case), case)
    print(f"{case.count:4} {job.name:28} cpu {found['cpu']:7.2f}  wall {found['wall']:7.2f}", flush=True)


def all_figures(jobs: list[Job], sizes: list[int], rounds: dict[int, int]) -> report.Results:
    """Measure all jobs at all sizes; each round does every job once."""
    results: report.Results = {}
    with tempfile.TemporaryDirectory(prefix="brochure-bench-") as made:
        for size in sizes:
            case = prepare(Path(made) / str(size), size)
            found = {job.name: Figures() for job in jobs if size <= job.most}
            for number in range(rounds[size]):
                for job in jobs:
                    if size <= job.most:
                        timed(job, case, number, found[job.name])
            for name, figures in found.items():
                results[name, size] = report.Row(
                    statistics.median(figures.cpu),
                    statistics.median(figures.wall),
                    max(figures.peak),
                    figures.output.size,
                    figures.output.pages,
                )
    return results


def watch_figures(sizes: list[int]) -> report.Watches:
    """Wall seconds from a save to the new PDF with ``brochure watch``, and of Typst in turns with it."""
    found = {}
    peer = next(job for job in JOBS if job.name == report.TYPST)
    with tempfile.TemporaryDirectory(prefix="brochure-bench-") as made:
        for size in sizes:
            case = prepare(Path(made) / str(size), size)
            walls, others = [], Figures()
            for number, wall in enumerate(watched.measure(case, SAVES)):
                walls.append(wall)
                print(f"{size:4} watch, save to file replaced    wall {wall:7.2f}", flush=True)
                timed(peer, case, number, others)
            found[size] = report.Watch(statistics.median(walls), statistics.median(others.wall))
    return found


def stage_figures() -> report.Stages:
    """CPU seconds by stage, in one process."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="brochure-bench-") as made:
        for title, name, size in report.STAGED:
            job = next(job for job in JOBS if job.name == name)
            case = prepare(Path(made) / title, size)
            job.before(case, 0)
            words = [*job.command(case)[3:], "--jobs", "1"]  # without python -m brochure
            command = [sys.executable, str(HERE / "stages.py"), *words]
            ran = subprocess.run(
                command, cwd=case.folder, env=environment(), capture_output=True, text=True, check=True
            )
            found[title] = json.loads(ran.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--only", help="jobs, by the beginning of their names, with commas between; also watch"
    )
    parser.add_argument("--sizes", help="numbers of partners, with commas between")
    parser.add_argument("--rounds", type=int, help="runs of each job, for every size")
    parser.add_argument("--write", action="store_true", help="write the page also of a part")
    asked = parser.parse_args()
    if not PEERS.exists():
        sys.exit("the peers are not installed: make bench installs them into .bench")
    sizes = [int(word) for word in asked.sizes.split(",")] if asked.sizes else list(SIZES)
    rounds = {size: asked.rounds or ROUNDS.get(size, 1) for size in sizes}
    wanted = tuple(asked.only.split(",")) if asked.only else ("",)
    jobs = []
    lacking: dict[str, str] = {}
    for job in (job for job in JOBS if job.name.startswith(wanted)):
        if reason := job.lacking():
            lacking[job.name] = reason
            print(f"left out: {job.name}: {reason}")
        else:
            jobs.append(job)
    results = all_figures(jobs, sizes, rounds)
    watches = watch_figures([size for size in sizes if size <= 50]) if "watch".startswith(wanted) else {}
    stages = stage_figures() if not asked.only else {}
    text = report.page(results, watches, lacking, stages)
    if (asked.only or asked.sizes or asked.rounds) and not asked.write:
        print(report.tables(results, watches))
        return
    report.write(text, results)


if __name__ == "__main__":
    main()
