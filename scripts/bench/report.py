"""The figures as docs/performance.md: the targets, the tables, and a plot."""

from __future__ import annotations

import json
import platform
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from content import REPO
from peers import HERE, JOBS, PEERS, browser
from stages import DRAW, LAYOUT, LOAD, START, WORD

from brochure.storage import interpreter
from brochure.storage.system_requirements import find_program

PAGE = REPO / "docs" / "performance.md"
PLOT = REPO / "docs" / "images" / "performance.svg"


@dataclass(frozen=True, slots=True)
class Row:
    """A job at a size: CPU and wall seconds, peak memory in MiB, bytes, pages."""

    cpu: float
    wall: float
    peak: float
    size: int
    pages: int


@dataclass(frozen=True, slots=True)
class Watch:
    """Wall seconds of ``brochure watch``, and of Typst from cold in turns with it."""

    wall: float
    typst: float


Results = dict[tuple[str, int], Row]
Watches = dict[int, Watch]
Stages = dict[str, dict[str, float]]  # CPU seconds by what was done and by stage


@dataclass(frozen=True, slots=True)
class Target:
    """A ratio that is wanted; ``ratio`` fails with a KeyError where a part was not measured."""

    work: str
    against: str
    most: float
    ratio: Callable[[Results, Watches], float]
    bound: str  # what bounds it where it is not met
    floor: Callable[[Results, Stages], float] = lambda _, __: 0.0  # how small it can be with that alone


def _cpu(
    name: str, other: str, size: int, other_size: int | None = None
) -> Callable[[Results, Watches], float]:
    return lambda found, _: found[name, size].cpu / found[other, other_size or size].cpu


TYPST, PLAIN, FILES, PEER = "Typst", "WeasyPrint (one HTML)", "brochure Word", "docxtpl"
ONE, ALL, CHANGED = "1 partner, cold", "50 partners, cold", "1 of 50 changed"
ONE_WORD, ALL_WORD = "Word, 1 partner", "Word, 50 partners"
STAGED = (  # what is run with clocks on its stages: title, job, partners
    (ONE, "brochure", 1),
    (ALL, "brochure", 50),
    (CHANGED, "brochure 1 changed", 50),
    (ONE_WORD, FILES, 1),
    (ALL_WORD, FILES, 50),
)


def _floor(title: str, stages: tuple[str, ...], peer: str, size: int) -> Callable[[Results, Stages], float]:
    """What some stages alone take, against a peer's CPU."""
    return lambda results, found: sum(found[title][stage] for stage in stages) / results[peer, size].cpu


TARGETS = (
    Target(
        "nothing changed, 50 partners, PDF and Word, CPU",
        "Typst from cold, PDF only",
        0.1,
        _cpu("brochure unchanged", TYPST, 50),
        "starting Python, reading the profiles and looking up what was made of them",
    ),
    Target(
        "1 of 50 partners changed, PDF, cold process, CPU",
        "Typst from cold",
        0.6,
        _cpu("brochure 1 changed", TYPST, 50),
        "starting Python and the renderer, setting and checking one partner, binding all",
    ),
    Target(
        "the same, where the change makes a page more",
        "Typst from cold",
        0.6,
        _cpu("brochure 1 a page more", TYPST, 50),
        "the contents are set again too, and the pages behind are written with their new folios",
    ),
    Target(
        "1 of 50 changed, `watch`, save to file replaced, wall",
        "Typst from cold",
        0.4,
        lambda _, watches: watches[50].wall / watches[50].typst,
        "setting and checking one partner takes half of it, binding and checking the whole file the rest",
    ),
    Target(
        "cold, 50 partners, PDF, wall",
        PLAIN,
        0.5,
        lambda found, _: found["brochure", 50].wall / found[PLAIN, 50].wall,
        "the same engine on both cores, but lines are justified, every page is read back and measured; "
        "layout and drawing alone, shared without any loss, would be {floor:.2f}",
        lambda found, stages: sum(stages[ALL][s] for s in (LAYOUT, DRAW)) / 2 / found[PLAIN, 50].wall,
    ),
    Target(
        "cold, 1 partner, PDF, CPU",
        PLAIN,
        0.6,
        _cpu("brochure", PLAIN, 1),
        "the checks of profile and finished pages, which the peer does not do; starting, loading the "
        "renderer, layout and drawing alone would be {floor:.2f}",
        _floor(ONE, (START, LOAD, LAYOUT, DRAW), PLAIN, 1),
    ),
    Target(
        "Word, 1 partner, CPU",
        PEER,
        0.6,
        _cpu(FILES, PEER, 1),
        "importing Pydantic, citeproc-py and python-docx, which check the profile, word its sources and "
        "write the file; starting Python and most of these alone would be {floor:.2f}",
        _floor(ONE_WORD, (START,), PEER, 1),
    ),
    Target(
        "Word, 50 partners, CPU",
        PEER,
        0.45,
        _cpu(FILES, PEER, 50),
        "50 profiles are checked and 50 files written, each in its own colours; docxtpl fills one; to write "
        "the files alone would be {floor:.2f}",
        _floor(ALL_WORD, (WORD,), PEER, 50),
    ),
    Target(
        "peak memory, 200 partners, cold, all processes",
        PLAIN,
        0.5,
        lambda found, _: found["brochure", 200].peak / found[PLAIN, 200].peak,
        "each process has WeasyPrint in it, and binding has all parts",
    ),
    Target(
        "size, 50 partners, same tags",
        PLAIN,
        1.1,
        lambda found, _: found["brochure", 50].size / found[PLAIN, 50].size,
        "the attached profiles, links both ways between notes and calls, heads and tabs of each partner",
    ),
    Target(
        "CPU for each partner, 200 against 50",
        "linear",
        1.1,
        lambda found, _: (found["brochure", 200].cpu / 200) / (found["brochure", 50].cpu / 50),
        "binding and the checks of the whole file",
    ),
)


def page(results: Results, watches: Watches, lacking: dict[str, str], stages: Stages) -> str:
    """The page: what was measured, how, and what follows."""
    text = (HERE / "performance_page.md").read_text("utf-8")
    values = {
        "machine": _machine(),
        "interpreters": interpreters(),
        "versions": _versions(),
        "targets": targets(results, watches, stages),
        "tables": tables(results, watches),
        "stages": stage_table(stages),
        "lacking": "".join(f"- Left out: {name}: {reason}.\n" for name, reason in lacking.items()),
        "notes": "\n".join(f"- {job.name}: {job.note}." for job in JOBS),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], text)


def targets(results: Results, watches: Watches, stages: Stages) -> str:
    """The table of targets, with what bounds those that are not met."""
    lines = ["| work | against, in the same run | target | measured | met |", "|---|---|---:|---:|---|"]
    bounds = []
    for target in TARGETS:
        try:
            ratio = target.ratio(results, watches)
        except KeyError:
            lines.append(f"| {target.work} | {target.against} | ≤ {target.most:g} | – | not measured |")
            continue
        met = ratio <= target.most
        told = "yes" if met else "**no**"
        lines.append(f"| {target.work} | {target.against} | ≤ {target.most:g} | {ratio:.2f} | {told} |")
        if not met:
            bounds.append(f"- {target.work} ({ratio:.2f}): {_bound(target, results, stages)}.")
    if bounds:
        lines += ["", "What bounds those that are not met:", "", *bounds]
    return "\n".join(lines)


def _bound(target: Target, results: Results, stages: Stages) -> str:
    """What bounds a target; without a figure where its stages were not measured."""
    if "{floor" not in target.bound:
        return target.bound
    try:
        return target.bound.format(floor=target.floor(results, stages))
    except KeyError:
        return target.bound.rpartition("; ")[0]


def stage_table(stages: Stages) -> str:
    """Where the CPU time goes, in seconds and per cent."""
    if not stages:
        return "Not measured in this run."
    names = list(dict.fromkeys(name for found in stages.values() for name in found))
    lines = [f"| CPU s | {' | '.join(stages)} |", "|---|" + "---:|" * len(stages)]
    for name in sorted(names, key=lambda name: -max(found.get(name, 0) for found in stages.values())):
        cells = []
        for found in stages.values():
            spent = found.get(name)
            share = 100 * spent / sum(found.values()) if spent is not None else 0
            cells.append(f"{spent:.2f} ({share:.0f} %)" if spent is not None else "–")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def tables(results: Results, watches: Watches) -> str:
    """A table for PDF, for Word, and for second builds; ratios to the first peer stand first."""
    made = []
    for kind, title, base in (
        ("pdf", "PDF, from cold", TYPST),
        ("word", "Word, from cold", "docxtpl"),
        ("again", "Built again", TYPST),
    ):
        names = [
            job.name for job in JOBS if job.kind == kind and any(name == job.name for name, _ in results)
        ]
        if not names:
            continue
        sizes = sorted({size for name, size in results if name in names})
        lines = [
            f"### {title}",
            "",
            f"| | N | CPU against {base} | CPU s | wall s | peak MiB | KiB | pages |",
        ]
        lines.append("|---|---:|---:|---:|---:|---:|---:|---:|")
        for size in sizes:
            for name in names:
                if row := results.get((name, size)):
                    other = results.get((base, size))
                    ratio = f"**{row.cpu / other.cpu:.2f}**" if other else "–"
                    cells = [name, str(size), ratio, f"{row.cpu:.2f}", f"{row.wall:.2f}", f"{row.peak:.0f}"]
                    cells += [f"{row.size / 1024:.0f}", str(row.pages or "–")]
                    lines.append(f"| {' | '.join(cells)} |")
        made.append("\n".join(lines))
    if watches:
        told = ", ".join(f"{size}: {one.wall:.2f} s ({one.typst:.2f} s)" for size, one in watches.items())
        made.append(
            "`brochure watch`, wall seconds from a save of one partner to the new PDF, by partners (in "
            f"brackets Typst from cold, run in turns with the saves): {told}."
        )
    return "\n\n".join(made)


def _machine() -> str:
    names = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    model = names[0].strip() if names else platform.machine()
    return f"{len(names)} cores of {model}, Linux"


def interpreters() -> str:
    """Which Python each figure comes from, and how it was built: one that lacks PGO is slower by a half."""
    asked = [str(PEERS), "-I", interpreter.__file__]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    peers = said.split(maxsplit=2)[2].strip()
    rows = [
        ("brochure", interpreter.describe_interpreter()),
        ("WeasyPrint (one HTML), docxtpl", peers),
        ("Typst", f"compiled Rust, started by {peers}"),
        ("Chromium, pandoc", "none"),
    ]
    lines = ["| figures of | Python |", "|---|---|", *(f"| {name} | {told} |" for name, told in rows)]
    return "\n".join(lines)


def _versions() -> str:
    command = [str(PEERS), "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    wanted = ("typst", "docxtpl", "weasyprint")
    told = [f"{one['name']} {one['version']}" for one in found if one["name"].lower() in wanted]
    for program in (browser(), find_program("pandoc")):
        try:
            said = subprocess.run(
                [str(program), "--version"], capture_output=True, text=True, check=False
            ).stdout
            told.append(" ".join(said.splitlines()[0].split()[:2]))
        except (OSError, IndexError):
            continue
    return ", ".join([f"brochure {version('brochure')}", *sorted(told)])


def write(text: str, results: Results) -> None:
    """Write the page and its plot."""
    PAGE.write_text(text, "utf-8")
    rows = [[name, size, row.cpu, row.peak] for (name, size), row in results.items()]
    kinds = {job.name: job.kind for job in JOBS}
    given = json.dumps({"rows": rows, "kinds": kinds, "target": str(PLOT)})
    subprocess.run([str(PEERS), str(HERE / "plot.py")], input=given, text=True, check=True)
    print(PAGE, PLOT, sep="\n")
