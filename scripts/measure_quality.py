"""Measure the print quality and write docs/quality.md with its pictures: ``make quality``.

Every number of the document is measured in this run. brochure, plain WeasyPrint and, if it is installed,
Chromium typeset the same partners (:mod:`quality_cases`); the same functions measure all files
(:mod:`quality_figures`).
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import multiprocessing
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from string import Template

from brochure.storage.system_requirements import find_program, find_requirement

sys.path.insert(0, str(Path(__file__).resolve().parent))

import contact_sheet
import measure_booklet
import quality_booklet
import quality_cases as setting
import quality_figures as figures
import quality_pages
import quality_pictures
import sample_pages
import word_beside_pdf
import word_booklet_sheet
from quality_cases import Case, Ours
from quality_figures import Figures

import pdf_validator

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "scripts" / "quality_page.md"
Pictures = dict[str, tuple[str, str, bytes]]
STANDARDS = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}
RANDOM = 30


@dataclass(frozen=True, slots=True)
class Measured:
    """A case, its figures, and the results of the validator; ``digest`` is that of the file.

    ``rules`` are (passed, all) for UA-1 and A-3a; empty if they were not checked.
    """

    case: Case
    figures: Figures
    digest: str
    rules: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """All measurements of one way to typeset; ``repeated`` counts files made twice, and equal ones."""

    name: str
    measured: tuple[Measured, ...]
    repeated: tuple[int, int]

    def part(self, random: bool) -> Way:
        """Only profiles, or only random partners."""
        return Way(self.name, tuple(m for m in self.measured if m.case.random == random), self.repeated)

    def sum(self, of: Callable[[Figures], int]) -> int:
        """Return the sum of a number over all files."""
        return sum(of(m.figures) for m in self.measured)

    def deviations(self) -> list[tuple[float, figures.Row]]:
        """Return the deviations of full lines from their measure, which all files of a layout share."""
        found = []
        for layout in setting.LAYOUTS:
            rows = [row for m in self.measured if m.case.layout == layout for row in m.figures.rows]
            found += figures.deviations(rows)
        return found


def rules(files: Iterable[bytes]) -> tuple[tuple[int, int], ...]:
    """Return the passed rules and all rules, of UA-1 for the first file and of A-3a for the second."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        for profile, data in zip(STANDARDS, files, strict=True):
            path.write_bytes(data)
            found.append(pdf_validator.passed(path, profile))
    return tuple(found)


def _measured(case: Case, data: bytes, files: Iterable[bytes], *, linked: bool) -> Measured:
    judged = () if case.random else rules(files)
    measured = figures.measure(data, setting.document(case), setting.margins(case), linked=linked)
    return Measured(case, measured, sha256(data).hexdigest(), judged)


def measure_ours(case: Case) -> tuple[Ours, Measured]:
    """Build and measure a case."""
    made = setting.ours(case)
    return made, _measured(case, made.data, [made.data] * 2, linked=True)


def measure_plain(made: Ours) -> Measured:
    """Typeset a case with plain WeasyPrint, and measure it."""
    files = setting.plain(made)
    first = next(iter(files.values()))
    return _measured(made.case, first, files.values(), linked=False)


def measure_chromium(made: Ours) -> Measured:
    """Typeset a case with Chromium, and measure it."""
    data = setting.chromium(made)
    return _measured(made.case, data, [data] * 2, linked=False)


def digest_ours(case: Case) -> str:
    """Build a case again, and return its digest."""
    return sha256(setting.ours(case).data).hexdigest()


def digest_plain(made: Ours) -> str:
    """Typeset a case again with plain WeasyPrint, and return its digest."""
    return sha256(next(iter(setting.plain(made).values()))).hexdigest()


def digest_chromium(made: Ours) -> str:
    """Typeset a case again with Chromium, and return its digest."""
    return sha256(setting.chromium(made)).hexdigest()


def workers() -> ProcessPoolExecutor:
    """A pool of new processes, so that patches made in one pool do not affect another."""
    return ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn"))


def measure(count: int) -> tuple[list[Way], list[Ours]]:
    """Typeset and measure all cases.

    Args:
        count: Number of random partners.

    Returns:
        The measurements of brochure, plain WeasyPrint and, if it is installed, Chromium; and brochure's
        files, for the pictures.
    """
    cases = setting.cases(count)
    own = {layout: setting.places(layout)[0 if layout == "standard" else -1] for layout in setting.LAYOUTS}
    again = [case for case in cases if not case.random and case.placement == own[case.layout]]

    def repeated(found: Iterable[Measured], digests: Iterable[str], asked: list[Case]) -> tuple[int, int]:
        first = {m.case: m.digest for m in found}
        return sum(first[c] == d for c, d in zip(asked, digests, strict=True)), len(asked)

    with workers() as pool:
        pairs = list(pool.map(measure_ours, cases))
    made, ours = [one for one, _ in pairs], [other for _, other in pairs]
    by_case = {one.case: one for one in made}
    with workers() as pool:
        plain = list(pool.map(measure_plain, made))
    with workers() as pool:
        second = pool.map(digest_ours, again)
        ways = [Way("brochure", tuple(ours), repeated(ours, second, again))]
    with workers() as pool:
        second = pool.map(digest_plain, [by_case[case] for case in again])
        ways.append(Way("plain WeasyPrint", tuple(plain), repeated(plain, second, again)))
    if setting.browser():
        asked = [one for one in made if one.case.placement != "page"]
        again = [case for case in again if case.placement != "page"]
        with workers() as pool:
            found = list(pool.map(measure_chromium, asked))
            second = pool.map(digest_chromium, [by_case[case] for case in again])
            ways.append(Way("Chromium", tuple(found), repeated(found, second, again)))
    return ways, made


# --- the document ----------------------------------------------------------------------------------------


def _rate(count: int, of: int) -> str:
    return f"{1000 * count / of:.1f} ({count})" if of else "–"


def _codes(*codes: str) -> Callable[[Way], str]:
    return lambda way: _rate(way.sum(lambda f: f.count(*codes)), way.sum(lambda f: f.lines))


def _count(*codes: str) -> Callable[[Way], str]:
    return lambda way: str(way.sum(lambda f: f.count(*codes)))


def _ragged(*, address: bool) -> Callable[[Way], str]:
    def said(way: Way) -> str:
        rows = [row for row in figures.ragged(way.deviations()) if row.address == address]
        return _rate(len(rows), way.sum(lambda f: f.lines))

    return said


def _torn_per_page(way: Way) -> str:
    torn, pages = way.sum(lambda f: sum(f.torn)), way.sum(lambda f: f.pages)
    return f"{torn / pages:.2f}" if pages else "–"


def _off(of: Callable[[list[float]], float]) -> Callable[[Way], str]:
    return lambda way: f"{of([off for off, row in way.deviations() if not row.address]):.2f} pt"


def _text(of: Callable[[Figures], int]) -> Callable[[Way], str]:
    def said(way: Way) -> str:
        return (
            _rate(way.sum(of), way.sum(lambda f: f.characters))
            if find_program("pdftotext")
            else "not measured"
        )

    return said


def _rules(index: int) -> Callable[[Way], str]:
    def said(way: Way) -> str:
        found = [m.rules[index] for m in way.measured if m.rules]
        if not found:
            return "–"
        worst = min(found)
        clean = sum(passed == every for passed, every in found)
        return f"{worst[0]}/{worst[1]}; {clean} of {len(found)} files pass all"

    return said


def _notecheck(way: Way) -> str:
    return str(way.sum(lambda f: len(f.notecheck))) if way.name == "brochure" else "–"


def _late(way: Way) -> str:
    at_foot = [m for m in way.measured if m.case.placement == "page"]
    return str(sum(len(m.figures.late) for m in at_foot)) if at_foot else "–"


ROWS: tuple[tuple[str, Callable[[Way], str]], ...] = (
    ("files", lambda way: str(len(way.measured))),
    ("pages", lambda way: str(way.sum(lambda f: f.pages))),
    ("lines", lambda way: f"{way.sum(lambda f: f.lines):,}"),
    ("Q101 a line begins with a sign that must not, per 1,000 lines", _codes("Q101")),
    ("Q102 a line ends with a sign that must not", _codes("Q102")),
    ("Q103 a note call begins a line", _codes("Q103")),
    ("Q104 a number is cut, or parted from its counter", _codes("Q104")),
    ("Q105 a full line ends more than 0.5 pt off its measure", _ragged(address=False)),
    ("– the same in or before a web address", _ragged(address=True)),
    (
        "Q106 a full line has a hole of more than half an em, or is torn apart",
        lambda way: _rate(
            way.sum(lambda f: len(figures.holed(f.rows))),
            way.sum(lambda f: f.lines),
        ),
    ),
    ("– torn lines per page", _torn_per_page),
    ("– on the worst page", lambda way: str(max((max(m.figures.torn) for m in way.measured), default=0))),
    ("Q107 a last line is one character", _codes("Q107")),
    ("edge of full lines, deviation: median", _off(lambda offs: figures.share(offs, 0.5))),
    ("– 95th percentile", _off(lambda offs: figures.share(offs, 0.95))),
    ("– largest", _off(lambda offs: max(offs, default=0.0))),
    ("notes", lambda way: str(way.sum(lambda f: f.notes))),
    ("– lost, or not whole", lambda way: str(way.sum(lambda f: len(f.lost)))),
    ("– late: on another page than the first call", _late),
    ("– doubled", lambda way: str(way.sum(lambda f: len(f.doubled)))),
    ("– faults found by footnotes_complete", _notecheck),
    ("extracted characters that differ, per 1,000", _text(lambda f: len(f.differing))),
    ("stray blanks in extracted text, per 1,000", _text(lambda f: len(f.blanks))),
    ("Q301 headings left at the end of a page", _count("Q301")),
    ("Q302 mark tables cut", _count("Q302")),
    ("Q303 pages of three lines or fewer", _count("Q303")),
    ("Q602, Q603 too little contrast", _count("Q602", "Q603")),
)
PROFILE_ROWS: tuple[tuple[str, Callable[[Way], str]], ...] = (
    *((f"{name} rules passed, worst file", _rules(i)) for i, name in enumerate(STANDARDS.values())),
    ("same bytes when made again", lambda way: f"{way.repeated[0]} of {way.repeated[1]} files"),
)


def table(ways: list[Way], rows: Iterable[tuple[str, Callable[[Way], str]]]) -> list[str]:
    """Return a table with a column for each way of typesetting."""
    return [
        "| | " + " | ".join(way.name for way in ways) + " |",
        "|---|" + "---:|" * len(ways),
        *(f"| {name} | " + " | ".join(said(way) for way in ways) + " |" for name, said in rows),
    ]


# Why, where it is known.
CAUSES = {
    "blank": (
        "pdftotext takes a gap of more than a tenth of an em for a blank. A quarter of an em between scripts"
        " is hidden from it (`pdf/wide_glyphs`); the gaps of a line that is spread more widely than that"
        " are not. Plain WeasyPrint spreads only lines with blanks in them, so it hardly has any."
    ),
    "Q105 in an address": (
        "nothing may be put between the letters of an address, and it breaks only where its words part."
    ),
    "Q203": (
        "preflight guesses the type area from the lines of a page; where the second column is nearly empty it"
        " takes the first for the whole."
    ),
}


def own_faults(way: Way) -> list[str]:
    """Return the faults in brochure's own files: how often, in how many files, and one of the places."""
    places: dict[str, list[tuple[Case, str]]] = {}
    for m in way.measured:
        for fault in m.figures.faults:
            if fault.code != "Q105":
                places.setdefault(fault.code, []).append((m.case, f"page {fault.page + 1}: {fault.words}"))
        if m.figures.differing:
            places.setdefault("other text", []).append((m.case, f"“{m.figures.differing}”"))
        for words in m.figures.blanks:
            places.setdefault("blank", []).append((m.case, f"“{words}”"))
        for kind in ("lost", "late", "doubled", "notecheck"):
            for marker in getattr(m.figures, kind):
                places.setdefault(f"note {kind}", []).append((m.case, marker))
    rows = figures.ragged(way.deviations())
    owners = {id(row): m.case for m in way.measured for row in m.figures.rows}
    for row in rows:
        kind = "Q105 in an address" if row.address else "Q105"
        places.setdefault(kind, []).append((owners[id(row)], f"page {row.page + 1}: {row.text[-24:]}"))
    if not places:
        return ["None."]
    lines = ["| what | times | files | for example |", "|---|---:|---:|---|"]
    for kind, found in sorted(places.items()):
        case, words = found[0]
        files = len({case for case, _ in found})
        lines.append(f"| {kind} | {len(found)} | {files} | {case.name}, {words} |".replace("*", r"\*"))
    return [*lines, "", *(f"- *{kind}*: {said}" for kind, said in CAUSES.items() if kind in places)]


def versions() -> list[str]:
    """Return the versions of the programs used, without anything that identifies the machine."""
    found = [
        ("Python", platform.python_version()),
        ("WeasyPrint", version("weasyprint")),
        ("Pango", _library("pango-1.0")),
        ("HarfBuzz", _library("harfbuzz")),
        ("pypdfium2", version("pypdfium2")),
        ("page-validation", version("page-validation")),
        ("Chromium", _program(setting.browser(), "--version")),
        ("pdftotext (Poppler)", _program(find_program("pdftotext"), "-v")),
    ]
    return [f"| {name} | {said} |" for name, said in found]


_VERSION_OF = {"pango-1.0": "pango_version_string", "harfbuzz": "hb_version_string"}


def _library(name: str) -> str:
    path = ctypes.util.find_library(name)
    if not path:
        return "unknown"
    function = getattr(ctypes.CDLL(path), _VERSION_OF[name])
    function.restype = ctypes.c_char_p
    return str(function().decode())


def _program(name: str | None, option: str) -> str:
    if not name:
        return "not installed"
    done = subprocess.run([name, option], capture_output=True, text=True, check=False)
    found = re.search(r"\d+(?:\.\d+)+", done.stdout + done.stderr)
    return found[0] if found else "unknown"


CHROMIUM = """\
**Chromium** prints what plain is made from (`--headless --print-to-pdf`); Vivliostyle uses the same engine.
  It knows no footnotes, so it is measured only where notes stand behind the question or at the end; its rates
  are over its own lines. It sets these pages smaller than asked, and leaves out running heads (named
  strings). Newer CSS that the style sheets do not ask for (`text-autospace`, `text-wrap`) is not tried."""
NO_CHROMIUM = "**Chromium** is not installed: not measured on this machine."


def write(ways: list[Way], count: int, pictures: Pictures, sheets: str) -> str:
    """Return docs/quality.md, made from ``quality_page.md``.

    Args:
        ways: The measurements.
        count: Number of random partners.
        pictures: Caption, explanation and content of each, by file name.
        sheets: The tables of the contact sheets.
    """
    changes = [
        f"  - `{rule.strip()}`" + (f" (instead: `{instead}`)" if instead else "")
        for rule, instead in setting.COMPOSITION
    ]
    shown = [
        f"### {caption}\n\n{words}\n\n![{caption}: plain WeasyPrint left, brochure right](images/{name})\n"
        for name, (caption, words, _) in pictures.items()
    ]
    return Template(PAGE.read_text("utf-8")).substitute(
        profiles=len(setting.profiles()),
        random=count,
        changes="\n".join(changes),
        chromium=CHROMIUM if setting.browser() else NO_CHROMIUM,
        partners="\n".join(table([way.part(random=False) for way in ways], (*ROWS, *PROFILE_ROWS))),
        randoms="\n".join(table([way.part(random=True) for way in ways], ROWS)),
        faults="\n".join(own_faults(ways[0])),
        pages="\n".join(quality_pages.table((m.case, m.figures) for m in ways[0].measured)),
        pictures="\n".join(shown),
        sheets=sheets,
        booklets=booklets(),
        versions="\n".join(versions()),
    )


def write_samples() -> None:
    """Write the pictures of the sample pages, and of partners and a booklet in Word beside those in PDF."""
    with tempfile.TemporaryDirectory() as folder:
        made = sample_pages.pictures(Path(folder) / "samples")
        made |= word_beside_pdf.pictures(Path(folder) / "word")
        made |= word_booklet_sheet.pictures(Path(folder) / "booklet")
        for name, data in made.items():
            (ROOT / "docs" / "images" / name).write_bytes(data)
            print(f"docs/images/{name}: {len(data) / 1000:.0f} kB")


def write_sheets() -> tuple[str, list[str]]:
    """Write the contact sheets; return their tables, and a line for each page that is outside its limits."""
    with tempfile.TemporaryDirectory() as folder, workers() as pool:
        again = [Path(folder)] * len(contact_sheet.SERIES)
        series = [
            one for made in pool.map(contact_sheet.build_series, again, contact_sheet.SERIES) for one in made
        ]
        compiled, data = quality_booklet.build(ROOT, word_booklet_sheet.BOOKLET)
    booklet = quality_booklet.measure(compiled, data)
    pages = [page for one in series for page in one.pages]
    images = {
        contact_sheet.SHEET: contact_sheet.sheet_of_formats(series),
        contact_sheet.BOOKLET_SHEET: contact_sheet.sheet_of_booklet(data),
    }
    for name, image in images.items():
        (ROOT / "docs" / "images" / name).write_bytes(image)
        print(f"docs/images/{name}: {len(image) / 1000:.0f} kB")
    tables = "\n".join([*quality_booklet.table(booklet), "", *contact_sheet.table(series)])
    print(tables)
    return tables, quality_booklet.outside([*booklet, *pages])


def stop_if_outside(found: Iterable[str]) -> None:
    """Print the pages that are outside their limits, and fail if there are any."""
    if lines := [*found]:
        sys.exit("\n".join(["Pages outside their limits:", *(f"  {line}" for line in lines)]))


BEGIN, END = "<!-- booklets -->", "<!-- end -->"
PAGES_BEGIN, PAGES_END = "<!-- pages -->", "<!-- end of pages -->"
SHEETS_BEGIN, SHEETS_END = "<!-- sheets -->", "<!-- end of sheets -->"


def booklets() -> str:
    """The table of booklets."""
    return "\n".join([*measure_booklet.HEAD, *map(measure_booklet.row, measure_booklet.COUNTS)])


def renew(begin: str, text: str, end: str) -> None:
    """Write a part of docs/quality.md anew, between its two marks."""
    page = ROOT / "docs" / "quality.md"
    before, _, rest = page.read_text("utf-8").partition(begin)
    page.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}", "utf-8")
    print("docs/quality.md")


def write_pages(count: int) -> list[str]:
    """Measure brochure's files alone, and renew the table of single pages; return the pages outside."""
    with workers() as pool:
        measured = [(m.case, m.figures) for _, m in pool.map(measure_ours, setting.cases(count))]
    renew(PAGES_BEGIN, "\n".join(quality_pages.table(measured)), PAGES_END)
    print(quality_pages.summary(measured))
    return [*quality_pages.outside(measured)]


def main() -> None:
    """Measure, and write the document and its pictures; fail if a page is outside its limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=RANDOM, help="how many random partners")
    parser.add_argument("--only-booklets", action="store_true", help="renew the table of booklets alone")
    parser.add_argument("--only-pages", action="store_true", help="renew the table of single pages alone")
    parser.add_argument("--only-samples", action="store_true", help="renew the sample pages alone")
    parser.add_argument("--only-sheets", action="store_true", help="renew the contact sheets alone")
    asked = parser.parse_args()
    if asked.only_samples:
        write_samples()
        return
    if asked.only_booklets:
        renew(BEGIN, booklets(), END)
        return
    if asked.only_sheets:
        sheets, found = write_sheets()
        renew(SHEETS_BEGIN, sheets, SHEETS_END)
        stop_if_outside(found)
        return
    count = asked.random
    if asked.only_pages:
        stop_if_outside(write_pages(count))
        return
    for name in ("chromium", "pdftotext"):
        if not find_program(name):
            print(f"{name} is not installed, so it is not measured: {find_requirement(name).install}")
    ways, made = measure(count)
    with workers() as pool:
        pictures = pool.submit(quality_pictures.make, [one for one in made if not one.case.random]).result()
    for name, (_, _, data) in pictures.items():
        (ROOT / "docs" / "images" / name).write_bytes(data)
        print(f"docs/images/{name}: {len(data) / 1000:.0f} kB")
    print(quality_pages.summary([(m.case, m.figures) for m in ways[0].measured]))
    write_samples()
    sheets, found = write_sheets()
    (ROOT / "docs" / "quality.md").write_text(write(ways, count, pictures, sheets), "utf-8")
    print("docs/quality.md")
    stop_if_outside([*quality_pages.outside((m.case, m.figures) for m in ways[0].measured), *found])


if __name__ == "__main__":
    main()
