"""Type 30 characters a second for a minute in the desk, in Chromium: what is lost, what memory grows.

Run as: .venv/bin/python scripts/bench/desk_typing.py [--seconds 60] [--rate 30] [--bytes 0]. Linux.

--bytes lets the profile of 遼寧省 grow to a size first. Exits with 1 if something typed is not in the file,
if the handler of a key reads the layout, or if the memory of the page or of the desk grows by more than a
fifth in the second half.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(REPO / "tests" / "support"))
sys.path.insert(0, str(Path(__file__).parent))

from process import memory  # noqa: E402

from desk_browser import chromium  # noqa: E402
from desk_in_browser import eventually, open_page, saved  # noqa: E402
from running_desk import desk_workspace  # noqa: E402
from started_desk import started_desk  # noqa: E402
from steady_typing import WATCH, heap, make_large, type_steadily  # noqa: E402

AT = "answers.relation.0.bullets.1"
GROWTH = 1.2  # of memory in the second half, at most


def children(process: int) -> list[int]:
    """A process and those that it started."""
    found = [process]
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(place.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):  # it has ended meanwhile
            continue
        if parent == process:
            found += children(int(place.parent.name))
    return found


def measure(seconds: float, rate: float, size: int) -> bool:
    """Type, print the figures, and return whether all is well."""
    with tempfile.TemporaryDirectory(prefix="brochure-bench-") as made:
        root = Path(made) / "workspace"
        root.mkdir()
        path = desk_workspace(root, "liaoning") / "profiles" / "liaoning.yaml"
        if size:
            make_large(path, size)
        with (
            chromium() as browser,
            started_desk(root, Path(made)) as desk,
            open_page(browser, desk) as opened,
        ):
            opened.page.add_init_script(WATCH)
            opened.go("#/p/liaoning")
            opened.text_field(AT).click()
            opened.page.keyboard.press("Control+End")
            held, text, reads, longest = [], "", 0, 0.0
            for part in range(4):
                typed = type_steadily(opened.page, seconds / 4, rate, start=part * 100_000)
                text += typed.text
                reads += len(typed.reads)
                longest = max(longest, typed.longest)
                held.append((heap(opened.page), memory(children(desk.process.pid))))
                print(
                    f"{len(text)} characters; page {held[-1][0]:.1f} MiB, desk and its page process "
                    f"{held[-1][1]:.0f} MiB"
                )
            begun = time.monotonic()
            eventually(saved(path, text), "what was typed is in the file")
            print(f"all in the file {time.monotonic() - begun:.1f} s after the last key")
    grown = [last / half for half, last in zip(held[1], held[3], strict=True)]
    print(f"typed {len(text) / seconds:.0f} a second; longest handler {longest:.0f} ms, with waiting")
    print(f"reads of the layout in handlers of keys: {reads}; memory in the second half: ×{max(grown):.2f}")
    return not reads and max(grown) <= GROWTH


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=30)
    parser.add_argument("--bytes", type=int, default=0)
    given = parser.parse_args()
    sys.exit(0 if measure(given.seconds, given.rate, given.bytes) else 1)
