"""Measure the time and memory of a booklet of 10, 50 and 200 generated partners, all different.

Run as: .venv/bin/python scripts/measure_booklet.py [COUNT …]

Each count runs in its own process and workspace. The script prints a row of the table in docs/quality.md for
each. ``make quality`` runs it too.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).parent.parent
sys.path.insert(0, str(REPO / "tests" / "support"))


def workspace(folder: Path, count: int) -> None:
    """Make a workspace with ``count`` generated partners and a booklet of all of them."""
    from generated import profile

    for name in ("layouts", "fonts"):
        (folder / name).symlink_to(REPO / name)
    shutil.copytree(REPO / "tests" / "samples" / "pictures", folder / "tests" / "samples" / "pictures")
    (folder / "profiles").mkdir()
    (folder / "booklets").mkdir()
    shutil.copy(REPO / "profiles" / "_series.yaml", folder / "profiles")
    for seed in range(count):
        (folder / "profiles" / f"p{seed:03}.yaml").write_text(profile(1000 + seed), "utf-8")
    booklet = "title: 架空の冊子\nedition: 2026-11\npartners: {sort: reading}\n"
    (folder / "booklets" / "all.yaml").write_text(booklet, "utf-8")


def measure(count: int) -> None:
    """Build one booklet in this process, and print its figures as JSON."""
    from brochure.build import booklet as publish
    from brochure.build.booklet_pages import typeset_book
    from brochure.pdf import reader as pages
    from brochure.storage.workspace import Workspace

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        workspace(folder, count)
        start = time.process_time()
        where = Workspace(folder)
        bound = typeset_book(where, publish.compile_booklet(where, "all"))
        seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    links = sum(len(page.links) for page in pages.read_pages(bound.data))
    figures = [count, bound.pages, round(seconds, 1), round(seconds / count, 3), round(memory)]
    figures += [len(bound.data), links]
    print(json.dumps(figures))


HEAD = (
    "| partners | pages | CPU s | CPU s a partner | memory, MB | file, MB | inner links |",
    "|---:|---:|---:|---:|---:|---:|---:|",
)
COUNTS = (10, 50, 200)


def row(count: int) -> str:
    """Measure one count in its own process.

    Raises:
        RuntimeError: The process failed.
    """
    child = subprocess.run(
        [sys.executable, __file__, "--one", str(count)], capture_output=True, text=True, check=False
    )
    if child.returncode:
        raise RuntimeError(child.stderr)
    partners, pages, seconds, each, memory, size, links = json.loads(child.stdout.splitlines()[-1])
    figures = (partners, pages, seconds, f"{each:.2f}", memory, f"{size / 1e6:.1f}", links)
    return f"| {' | '.join(map(str, figures))} |"


def main() -> None:
    """Measure each count; in a child process, only one."""
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]))
        return
    print("\n".join(HEAD))
    for count in [int(word) for word in sys.argv[1:]] or COUNTS:
        print(row(count), flush=True)


if __name__ == "__main__":
    main()
