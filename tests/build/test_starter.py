"""The workspace that ``brochure init`` makes: complete, without faults, and what is invented says so."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import jsonschema
import pytest

from brochure.build import starter
from brochure.build.load import load_common, load_partner
from brochure.diagnostics.problem import BrochureError
from brochure.document.tree import plain_text
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.workspace import Workspace
from cli_result import Run


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A new workspace."""
    starter.create_workspace(tmp_path / "new")
    return tmp_path / "new"


def test_all_that_comes_builds_without_a_word_and_passes_the_preflight(run: Run, begun: Path) -> None:
    assert Workspace(begun).names() == ["fictional", "liaoning"]
    assert Workspace(begun).booklet_names() == ["seminar"]
    checked = run("check", where=begun)
    assert (checked.out, checked.err) == ("2 checked, no problems.\n", "")
    for command in (["build", "--all"], ["booklet", "seminar"]):
        built = run(*command, where=begun)
        assert (built.code, built.err) == (0, "")
    pages = {"fictional": 2, "liaoning": 2, "seminar": 12}
    for name, count in pages.items():
        assert (begun / "output" / f"{name}.docx").is_file()
        looked = run("preflight", f"output/{name}.pdf", where=begun)
        assert looked.out == f"output/{name}.pdf: {count} pages, 0 errors, 0 warnings.\n"


def test_what_is_invented_is_called_so_wherever_it_is_printed(begun: Path) -> None:
    where = Workspace(begun)
    document = load_partner(where, "fictional", load_common(where, "standard")).document
    assert document.title == "架空州（見本）（架空国）"  # also in the running head
    heading = plain_text(document.heading.kicker.content)
    assert all("架空" in part for part in re.split("[／・]", heading))
    notes = [plain_text(note.body) for note in document.notes]
    assert len(notes) == 9
    assert [note for note in notes if "架空" not in note] == []


def test_the_fictional_partner_fits_the_schema(begun: Path) -> None:
    data = parse_yaml((begun / "profiles" / "fictional.yaml").read_bytes(), "fictional.yaml").data
    jsonschema.validate(data, json.loads((begun / "profiles" / "_schema.json").read_text("utf-8")))


def test_the_guides_lead_nowhere_outside(begun: Path) -> None:
    guides = sorted(begun.rglob("*.md"))
    assert begun / "docs" / "editor.md" in guides
    for guide in guides:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", guide.read_text("utf-8")):
            if not target.startswith(("http://", "https://", "mailto:")):
                found = (guide.parent / target).resolve()
                assert found.exists(), f"{guide.name}: {target}"
                assert begun in found.parents


def test_messages_name_guides_that_are_there(begun: Path) -> None:
    from brochure.diagnostics.catalogue import catalogue

    texts = " ".join(
        words
        for entry in catalogue().values()
        for each in (entry.ja, entry.en)
        for words in (each.message, each.hint)
    )
    named = set(re.findall(r"docs/[a-z-]+\.md", texts))
    assert named
    assert [name for name in sorted(named) if not (begun / name).is_file()] == []


def test_the_command_that_comes_next_can_be_typed_as_it_is_printed(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "冊子 🌸 $HOME"
    (command,) = (line for line in run("init", str(folder)).out.splitlines() if line.startswith("  cd "))
    assert shlex.split(command) == ["cd", str(folder)]


@pytest.mark.parametrize("kind", ["profile", "booklet"])
def test_a_file_that_another_program_makes_at_the_same_time_stays(
    begun: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    where = Workspace(begun)
    series = load_common(where, "standard").series
    target = begun / f"{kind}s" / "port.yaml"
    make_text = getattr(starter, f"{kind}_text")

    def made_meanwhile(*arguments: object) -> str:
        target.write_text("made meanwhile\n", "utf-8")
        return str(make_text(*arguments))

    monkeypatch.setattr(starter, f"{kind}_text", made_meanwhile)
    with pytest.raises(BrochureError) as caught:
        getattr(starter, f"create_{kind}")(where, "port", series)
    assert [found.code for found in caught.value.problems] == ["F107"]
    assert target.read_text("utf-8") == "made meanwhile\n"
