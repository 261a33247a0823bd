"""Type 30 characters a second for a minute in the desk, in Chromium: what is lost, what memory grows.

Run as: make bench, or: .venv/bin/python scripts/bench/desk_typing.py [--seconds 60] [--rate 30] [--bytes 0]
[--print]. Linux. It fills docs/performance.md.

--bytes lets the profile of 遼寧省 grow to a size first. Exits with 1 if something typed is not in the file,
if the handler of a key reads the layout, or if the memory of the page or of the desk grows by more than a
fifth in the second half. A busy machine types slower: then it says so and leaves docs/performance.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(REPO / "tests" / "support"))
sys.path.insert(0, str(Path(__file__).parent))

from process import memory  # noqa: E402
from section import write_section  # noqa: E402

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


@dataclass
class TypedMinute:
    """What was typed, and what it cost.

    Attributes:
        text: All that was typed.
        seconds: How long it took.
        reads: How often the handler of a key read the layout.
        longest: The longest handler of a key in ms; 0 if none took 16 ms.
        held: MiB of the page, and of the desk and its page process, after each quarter.
        last: Seconds from the last key until all was in the file.
    """

    text: str = ""
    seconds: float = 0.0
    reads: int = 0
    longest: float = 0.0
    held: list[tuple[float, float]] = field(default_factory=list)
    last: float = 0.0

    @property
    def rate(self) -> float:
        """Characters a second."""
        return len(self.text) / self.seconds

    @property
    def growth(self) -> float:
        """How many times the memory of the half is held at the end: of the page or of the desk."""
        return max(last / half for half, last in zip(self.held[1], self.held[3], strict=True))

    def lines(self) -> list[str]:
        """The lines of the page."""
        (_, _), (page_half, desk_half), (_, _), (page_last, desk_last) = self.held
        longest = f"took {self.longest:.0f} ms" if self.longest else "took less than 16 ms"
        met = "met" if self.growth <= GROWTH else "**not met**"
        return [
            f"Typed in Chromium at {self.rate:.0f} characters a second, {len(self.text)} characters in"
            f" {self.seconds:.0f} s: all of them were in the file",
            f"{self.last:.1f} s after the last key. The longest handler of a key {longest};"
            f" the layout was read {self.reads} times in them.",
            f"Memory of the page after half of the time {page_half:.1f} MiB, at the end {page_last:.1f} MiB;"
            f" of the desk and its page process",
            f"{desk_half:.0f} MiB and {desk_last:.0f} MiB: a growth of ×{self.growth:.2f}"
            f" in the second half (target ≤ {GROWTH}: {met}).",
        ]


def measure(seconds: float, rate: float, size: int) -> TypedMinute:
    """Type, and return the figures."""
    made = TypedMinute()
    with tempfile.TemporaryDirectory(prefix="brochure-bench-") as folder:
        root = Path(folder) / "workspace"
        root.mkdir()
        path = desk_workspace(root, "liaoning") / "profiles" / "liaoning.yaml"
        if size:
            make_large(path, size)
        with (
            chromium() as browser,
            started_desk(root, Path(folder)) as desk,
            open_page(browser, desk) as opened,
        ):
            opened.page.add_init_script(WATCH)
            opened.go("#/p/liaoning")
            opened.text_field(AT).click()
            opened.page.keyboard.press("Control+End")
            for part in range(4):
                typed = type_steadily(opened.page, seconds / 4, rate, start=part * 100_000)
                begun = time.monotonic()
                made.text += typed.text
                made.seconds += typed.seconds
                made.reads += len(typed.reads)
                made.longest = max(made.longest, typed.longest)
                eventually(saved(path, made.text), "what was typed is in the file")
                made.last = time.monotonic() - begun
                opened.page.locator(".ptools .ready svg").wait_for(timeout=60_000)  # no page is made now
                made.held.append((heap(opened.page), memory(children(desk.process.pid))))
                print(
                    "{} characters; page {:.1f} MiB, desk {:.0f} MiB".format(len(made.text), *made.held[-1])
                )
    return made


def main() -> int:
    """Measure, print, write the page, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=30)
    parser.add_argument("--bytes", type=int, default=0)
    parser.add_argument("--print", action="store_true", help="print the figures and leave the page")
    given = parser.parse_args()
    made = measure(given.seconds, given.rate, given.bytes)
    print(*made.lines(), sep="\n")
    if made.rate < 0.9 * given.rate:
        print(f"the machine is too busy to type {given.rate:.0f} characters a second; try again later")
    elif not given.print:
        write_section("typing in the desk", made.lines())
    return 0 if not made.reads and made.growth <= GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
