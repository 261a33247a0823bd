"""Measure how a booklet grows: time and memory for 10, 50, … generated partners, all different.

Run as: .venv/bin/python scripts/measure_booklet.py [COUNT …]   (10 50 200 if none is given)

Each count runs in a process of its own, in a workspace of its own. What is printed: partners, pages, CPU
seconds, seconds a partner, greatest memory in MB, bytes of the file, and how many inner links it has.
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
sys.path.insert(0, str(REPO / "tests"))


def workspace(folder: Path, count: int) -> None:
    """A workspace with so many generated partners and a booklet of all."""
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
    """Build one booklet in this process and print its figures as JSON."""
    from brochure import pages, publish
    from brochure.workspace import Workspace

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        workspace(folder, count)
        start = time.process_time()
        where = Workspace(folder)
        bound = publish.typeset_book(where, publish.compiled(where, "all"))
        seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    links = sum(len(page.links) for page in pages.read(bound.data))
    figures = [count, bound.pages, round(seconds, 1), round(seconds / count, 3), round(memory)]
    figures += [len(bound.data), links]
    print(json.dumps(figures))


def main() -> None:
    """Measure each count, or one if this is a child."""
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]))
        return
    print("partners  pages  cpu s  s/partner  MB  bytes  links")
    for count in [int(word) for word in sys.argv[1:]] or [10, 50, 200]:
        child = subprocess.run(
            [sys.executable, __file__, "--one", str(count)], capture_output=True, text=True, check=False
        )
        if child.returncode:
            sys.exit(child.stderr)
        print("  ".join(map(str, json.loads(child.stdout.splitlines()[-1]))), flush=True)


if __name__ == "__main__":
    main()
