"""Commands load what they need and no more: each runs in a process of its own, which lists its modules."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from brochure.assembly.font_coverage import font_characters
from workspaces import REPO

RENDERER = {"weasyprint", "pydyf", "cffi", "pikepdf", "pypdfium2", "fontTools"}
WORD = {"docx"}
READERS = {"pydantic", "yaml", "jinja2", "lxml", "citeproc", "budoux", "uharfbuzz"}
OTHERS = {"rich", "PIL", "asyncio", "http", "multiprocessing"}
EXPORTS = {"bibtexparser", "pylatexenc"}  # only for profiles that include a BibTeX file
SERVER = {"starlette", "uvicorn", "h11", "anyio", "cryptography"}
HEAVY = RENDERER | READERS | OTHERS | WORD | EXPORTS | SERVER

LIST = """
import json, sys
sys.argv = ["brochure", *sys.argv[1:]]
from brochure.cli.main import main
code = 0
try:
    main()
except SystemExit as stop:
    code = stop.code
print()
print(json.dumps([code, sorted({name.split(".")[0] for name in sys.modules})]))
"""


def loaded(*arguments: str, where: Path = REPO) -> set[str]:
    """The libraries that a command loads."""
    ran = subprocess.run(
        [sys.executable, "-c", LIST, *arguments], cwd=where, capture_output=True, text=True, check=True
    )
    code, modules = json.loads(ran.stdout.splitlines()[-1])
    assert code == 0, ran.stderr
    return set(modules)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["build", "--help"], ["build", "--lang", "ja", "-h"]]
)
def test_help_loads_no_library_but_click(arguments: list[str]) -> None:
    assert not loaded(*arguments) & HEAVY


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "liaoning"],
        ["check"],
        ["show", "liaoning"],
        ["sources", "liaoning", "--format", "csv"],
        ["layouts"],
        ["shops"],
        ["booklet", "--list"],
        ["schema"],
    ],
    ids=" ".join,
)
def test_what_does_not_render_loads_no_renderer(arguments: list[str]) -> None:
    assert not loaded(*arguments) & (RENDERER | WORD | EXPORTS | SERVER)


def test_check_loads_only_what_it_checks_with() -> None:
    assert not loaded("check", "liaoning") & (RENDERER | OTHERS | WORD | EXPORTS)


def test_a_word_file_is_written_without_a_renderer(tmp_path: Path) -> None:
    found = loaded("build", "liaoning", "--format", "docx", "--output", str(tmp_path))
    assert (tmp_path / "liaoning.docx").exists()
    assert not found & (RENDERER | {"rich", "asyncio"})


def test_the_quick_way_to_a_font_s_characters_finds_what_the_slow_one_finds() -> None:
    faces = sorted((REPO / "fonts").glob("*.[ot]tf"))
    assert faces
    for face in faces:
        with TTFont(face, lazy=True) as opened:
            assert font_characters(face, 0) == frozenset(opened.getBestCmap())


def test_as_a_program_it_ends_with_its_code_and_all_it_had_to_say(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "brochure", *arguments, "--lang", "en"]
        return subprocess.run(command, cwd=REPO, capture_output=True, text=True, check=False)

    assert run("show", "liaoning").stdout == (REPO / "tests/golden/liaoning.txt").read_text("utf-8")
    wrong = run("build", "nobody")
    assert wrong.returncode == 3
    assert wrong.stderr.startswith("error F102: there is no profile")
    assert run("check", "liaoning").returncode == 0
