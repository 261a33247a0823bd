"""Who is measured, and with which command. A job makes one file of all partners, unless it says otherwise."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from content import REPO, Case, change, grow, restore

from brochure.storage.system_requirements import find_program

HERE = Path(__file__).parent
PEERS = REPO / ".bench" / "bin" / "python"
OUT = "out"  # the folder in a case's workspace


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is timed.

    ``command`` is run in the case's workspace and writes ``made``; ``before`` prepares it and is not timed,
    it gets the number of the round. ``lacking`` says why it cannot be run here, or nothing.
    """

    name: str
    kind: str  # pdf, word, or again: a second build
    note: str
    command: Callable[[Case], list[str]]
    made: Callable[[Case], list[Path]]
    before: Callable[[Case, int], None] = lambda *_: None
    most: int = 200  # partners
    lacking: Callable[[], str] = lambda: ""


def environment() -> dict[str, str]:
    """The same for all: compiled Python is kept, and messages are English."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "LC_ALL": "C.UTF-8"}


@cache
def options(command: str) -> str:
    """What a command of brochure says of itself."""
    ran = [sys.executable, "-m", "brochure", command, "--help"]
    return subprocess.run(ran, capture_output=True, text=True, check=False, env=environment()).stdout


def brochure(case: Case, *formats: str, cold: bool, folder: str) -> list[str]:
    """One partner as a brochure, several as a booklet."""
    what = ["build", "p000"] if case.count == 1 else ["booklet", "all"]
    asked = [word for form in formats for word in ("--format", form)]
    fresh = ["--no-cache"] if cold and "--no-cache" in options(what[0]) else []
    return [sys.executable, "-m", "brochure", *what, *asked, *fresh, "--output", folder]


def _at(file: str) -> Callable[[Case], list[Path]]:
    return lambda case: [case.folder / OUT / file]


def _ours(suffix: str, folder: str) -> Callable[[Case], list[Path]]:
    return lambda case: [case.folder / folder / f"{'p000' if case.count == 1 else 'all'}.{suffix}"]


def _no_cache_yet() -> str:
    return "" if "--no-cache" in options("booklet") else "this brochure keeps nothing between runs"


def _restore(case: Case, _: int) -> None:
    restore(case)


def _prime(case: Case, _: int) -> None:
    """Build what is to be built again, from the profiles as they were at first."""
    restore(case)
    command = brochure(case, "pdf", "docx", cold=False, folder="again")
    ran = subprocess.run(command, cwd=case.folder, env=environment(), check=False, capture_output=True)
    if ran.returncode:
        raise RuntimeError(ran.stderr.decode()[-2000:])


def _prime_and_change(case: Case, number: int) -> None:
    _prime(case, number)
    change(case, number)


def _prime_and_grow(case: Case, number: int) -> None:
    shutil.rmtree(
        case.folder / ".brochure", ignore_errors=True
    )  # other rounds moved the same partners as far
    _prime(case, number)
    grow(case, number)


def _typst(case: Case) -> list[str]:
    target = case.folder / OUT / "typst.pdf"
    return [str(PEERS), str(HERE / "peer_typst.py"), str(case.folder), str(target), str(REPO / "fonts")]


def _python(script: str, target: str) -> Callable[[Case], list[str]]:
    return lambda case: [str(PEERS), str(HERE / script), str(case.folder), str(case.folder / target)]


def _make_page(case: Case, _: int) -> None:
    subprocess.run(_python("peer_html.py", "page.html")(case), check=True, env=environment())


def _chromium(case: Case) -> list[str]:
    program = browser()
    assert program
    quiet = ["--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync", "--disable-quic", "--no-pdf-header-footer"]
    if os.geteuid() == 0:
        quiet.append("--no-sandbox")  # Chromium refuses to run for root otherwise
    target = f"--print-to-pdf={case.folder / OUT / 'chromium.pdf'}"
    user = f"--user-data-dir={case.folder / 'chromium'}"
    return [program, *quiet, target, user, (case.folder / "page.html").as_uri()]


def browser() -> str | None:
    """Chromium, if it is installed."""
    return find_program("chromium")


def _make_template(case: Case, _: int) -> None:
    command = [str(PEERS), str(HERE / "peer_docxtpl.py"), "--template", str(case.folder), "-"]
    subprocess.run(command, check=True, env=environment())


def _make_markdown(case: Case, _: int) -> None:
    data = json.loads((case.folder / "data.json").read_text("utf-8"))
    text = "\n\n".join(line for partner in data["partners"] for line in _markdown(partner))
    (case.folder / "all.md").write_text(text, "utf-8")


def _markdown(partner: dict[str, Any]) -> list[str]:
    def words(runs: list[dict[str, Any]]) -> str:
        return "".join(part["text"] for part in runs)

    found = [f"# {partner['title']}"]
    for question in partner["questions"]:
        found.append(f"## {question['label']} {question['title']}")
        for block in question["blocks"]:
            found += [words(block["text"])] if "text" in block else []
            found += [f"### {words(block['heading'])}"] if block["kind"] in ("titled", "facts") else []
            for item in block.get("items", []):
                if block["kind"] == "bullets":
                    found.append("- " + "\n\n  ".join(map(words, item)))
                else:
                    found += [f"#### {words(item['title'])}", *map(words, item["body"])]
            found += [
                f"**{words(row['label'])}** {' '.join(map(words, row['body']))}"
                for row in block.get("rows", [])
            ]
            marks = [topic for band in block.get("bands", []) for topic in band]
            found += [f"- {topic['code']} {topic['title']} {topic['mark']}" for topic in marks]
            found += [f"![]({block['file']}){{width=12cm}}"] if block["kind"] == "figure" else []
            found += map(words, block.get("lines", []))
    found += [f"{note['marker']} {words(note['text'])}".replace("*", r"\*", 1) for note in partner["notes"]]
    return [
        *found,
        partner["contact"]["heading"],
        *map(words, partner["contact"]["lines"]),
        partner["imprint"],
    ]


def _pandoc(case: Case) -> list[str]:
    target = case.folder / OUT / "pandoc.docx"
    return [
        find_program("pandoc") or "pandoc",
        str(case.folder / "all.md"),
        "-o",
        str(target),
        "--resource-path",
        str(case.folder),
    ]


def _lacks(program: str) -> Callable[[], str]:
    return lambda: "" if find_program(program) else f"{program} is not installed"


def _ours_cold(case: Case) -> list[str]:
    return brochure(case, "pdf", cold=True, folder=OUT)


def _ours_in_word(_: Case) -> list[str]:
    command = [sys.executable, "-m", "brochure", "build", "--all", "--format", "docx", "--output", OUT]
    return command + (["--no-cache"] if "--no-cache" in options("build") else [])


def _ours_in_word_made(case: Case) -> list[Path]:
    return sorted((case.folder / OUT).glob("p*.docx"))


def _ours_unchanged(case: Case) -> list[str]:
    return brochure(case, "pdf", "docx", cold=False, folder="again")


def _ours_changed(case: Case) -> list[str]:
    return brochure(case, "pdf", cold=False, folder="again")


JOBS = (
    Job("brochure", "pdf", "all checks on", _ours_cold, _ours("pdf", OUT), _restore),
    Job("Typst", "pdf", "no checks", _typst, _at("typst.pdf")),
    Job(
        "WeasyPrint (one HTML)",
        "pdf",
        "no checks, tagged (PDF/UA-1), Japanese lines not justified",
        _python("peer_html.py", f"{OUT}/weasyprint.pdf"),
        _at("weasyprint.pdf"),
    ),
    Job(
        "Chromium",
        "pdf",
        "no checks; notes behind each partner, contents without page numbers",
        _chromium,
        _at("chromium.pdf"),
        _make_page,
        lacking=lambda: "" if browser() else "Chromium is not installed",
    ),
    Job(
        "brochure Word",
        "word",
        "a file for each partner, with footnotes, in the designer's styles; all checks of profiles on",
        _ours_in_word,
        _ours_in_word_made,
        _restore,
    ),
    Job(
        "docxtpl",
        "word",
        "one file of all; notes as plain text behind each partner, no links",
        _python("peer_docxtpl.py", f"{OUT}/docxtpl.docx"),
        _at("docxtpl.docx"),
        _make_template,
    ),
    Job(
        "pandoc",
        "word",
        "one file of all; a plain design",
        _pandoc,
        _at("pandoc.docx"),
        _make_markdown,
        lacking=_lacks("pandoc"),
    ),
    Job(
        "brochure unchanged",
        "again",
        "PDF and Word",
        _ours_unchanged,
        _ours("pdf", "again"),
        _prime,
        50,
        _no_cache_yet,
    ),
    Job(
        "brochure 1 changed",
        "again",
        "PDF; a word is another one",
        _ours_changed,
        _ours("pdf", "again"),
        _prime_and_change,
        50,
        _no_cache_yet,
    ),
    Job(
        "brochure 1 a page more",
        "again",
        "PDF; a partner takes a page more, so that all behind it have other folios",
        _ours_changed,
        _ours("pdf", "again"),
        _prime_and_grow,
        50,
        _no_cache_yet,
    ),
)
