"""The documents say what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from brochure.cli.main import cli
from brochure.diagnostics.catalogue import catalogue, code_groups
from brochure.storage.system_requirements import requirements
from programs import program
from workspaces import REPO

sys.path.insert(0, str(REPO / "scripts"))

DOCUMENTS = sorted([REPO / "README.md", REPO / "CHANGELOG.md", *(REPO / "docs").glob("*.md")])


def test_the_list_of_problems_is_up_to_date() -> None:
    import make_docs

    assert (REPO / "docs" / "problems.md").read_text("utf-8") == make_docs.problems(), "run make docs"
    assert {code[0] for code in catalogue()} <= set(code_groups())


def test_what_to_install_is_what_the_table_says() -> None:
    import make_docs

    page = (REPO / "docs" / "install.md").read_text("utf-8")
    assert page == make_docs.install(), "run make docs"
    told = [line for line in page.splitlines() if "apt install" in line]
    assert len(told) >= 3
    for line in told:
        for row in requirements():
            if row.kind == "library" and "build" in row.purposes:
                assert row.debian in line.split(), line


def test_the_templates_that_a_designer_may_replace_are_in_the_guide() -> None:
    import make_docs

    assert (REPO / "docs" / "designer.md").read_text("utf-8") == make_docs.designer(), "run make docs"


def test_the_words_of_both_languages_are_listed() -> None:
    import make_docs

    assert (REPO / "docs" / "words.md").read_text("utf-8") == make_docs.words(), "run make docs"


def test_the_words_of_partners_are_listed() -> None:
    import make_docs

    assert (REPO / "docs" / "year.md").read_text("utf-8") == make_docs.year(), "run make docs"


def test_the_reference_of_commands_is_that_of_the_command_line() -> None:
    import make_docs

    assert (REPO / "docs" / "commands.md").read_text("utf-8") == make_docs.command_reference(), (
        "run make docs"
    )


def test_the_glossary_is_sorted_and_its_code_names_exist() -> None:
    text = (REPO / "docs" / "glossary.md").read_text("utf-8")
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("| ")][1:]
    terms = [row[0].strip() for row in rows]
    assert terms == sorted(terms, key=str.casefold)
    source = REPO / "src" / "brochure"
    modules = {path.relative_to(source).with_suffix("").as_posix() for path in source.rglob("*.py")}
    code = "\n".join(path.read_text("utf-8") for path in source.rglob("*.py"))
    defined = set(re.findall(r"^(?:class|def) (\w+)", code, re.MULTILINE))
    for row in rows:
        names = re.findall(r"`([^`]+)`", row[3])
        assert names or row[3].strip() == "—", row[0]
        assert set(names) <= modules | defined, row[0]


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_in_the_editors_guide(name: str) -> None:
    assert f"brochure {name}" in (REPO / "docs" / "editor.md").read_text("utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_codes_that_documents_name_exist(path: Path) -> None:
    for code in re.findall(r"\b[YPGLRSFUEB]\d{3}\b", path.read_text("utf-8")):
        assert code in catalogue(), f"{path.name}: {code}"


def test_doctests_hold() -> None:
    modules = [
        ".".join(path.relative_to(REPO / "src").with_suffix("").parts)
        for path in sorted((REPO / "src" / "brochure").rglob("*.py"))
        if ">>>" in path.read_text("utf-8")
    ]
    assert modules
    code = (
        "import doctest, importlib, sys\n"
        "failed = [doctest.testmod(importlib.import_module(name)).failed for name in sys.argv[1:]]\n"
        "sys.exit(sum(failed))"
    )
    done = subprocess.run([sys.executable, "-c", code, *modules], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_commit_names_a_registry_or_a_machine() -> None:
    listed = subprocess.run(
        [program("git"), "ls-files", "-z"], cwd=REPO, capture_output=True, text=True, check=True
    )
    suspicious = re.compile(
        "|".join([r"files\.python" + "hosted", r"pypi\.org/sim" + "ple", r"/ro" + r"ot/", r"/wo" + "rk/"])
    )
    for name in listed.stdout.split("\0"):
        path = REPO / name
        if (
            path.suffix in {".py", ".md", ".toml", ".lock", ".yaml", ".sh", ".jinja", ".css", ".txt", ""}
            and path.is_file()
        ):
            assert not suspicious.search(path.read_text("utf-8", errors="ignore")), name
