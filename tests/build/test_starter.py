"""The workspace that ``brochure init`` makes: complete, without faults, and what is invented says so."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path

import jsonschema
import pytest

from brochure.build import starter
from brochure.build.load import load_common, load_partner
from brochure.diagnostics.problem import BrochureError
from brochure.diagnostics.text_files import load_texts
from brochure.document.accents import ACCENTS
from brochure.document.tree import plain_text
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.workspace import Workspace
from cli_result import Run
from programs import program


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
        told = [line for line in built.err.splitlines() if not line.startswith("  →")]
        assert built.code == 0
        assert [line for line in told if " warning Q803: " not in line] == []  # the sample is tightened
    pages = {"fictional": 2, "liaoning": 2, "seminar": 12}
    for name, count in pages.items():
        assert (begun / "output" / f"{name}.docx").is_file()
        looked = run("preflight", f"output/{name}.pdf", where=begun)
        assert looked.out == f"output/{name}.pdf: {count} pages, 0 errors, 0 warnings.\n"


def test_each_new_partner_gets_an_accent_that_no_other_has(run: Run, begun: Path) -> None:
    before = {path: path.read_bytes() for path in (begun / "profiles").glob("*.yaml")}
    broken = begun / "profiles" / "broken.yaml"
    broken.write_text(f'answers: [\naccent: "{ACCENTS[1].code}"\n', encoding="utf-8")
    for name in ("one", "two", "three"):
        assert run("new", name, where=begun).code == 0
    accents = [
        parse_yaml((begun / "profiles" / f"{name}.yaml").read_bytes(), name).value(("accent",))
        for name in ("one", "two", "three")
    ]
    used = "".join(text.decode() for text in [*before.values(), broken.read_bytes()])
    unused = [accent.code for accent in ACCENTS if accent.code not in used]
    assert accents == unused[:3]
    assert ACCENTS[1].code not in accents
    assert {path: path.read_bytes() for path in before} == before


def test_what_is_invented_is_called_so_wherever_it_is_printed(begun: Path) -> None:
    where = Workspace(begun)
    document = load_partner(where, "fictional", load_common(where, "standard")).document
    assert document.title == "架空州（見本）（架空国）"  # also in the running head
    assert plain_text(document.heading.kicker.content).startswith("架空国")
    assert document.years
    assert all("架空" in event.label for event in document.years.events)
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


def test_a_double_click_opens_the_desk_of_the_folder_of_the_launcher(begun: Path, tmp_path: Path) -> None:
    text = (begun / "desk.desktop").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("Exec="))
    value = line.removeprefix("Exec=").replace("\\\\", "\\")  # a string of the Desktop Entry Specification
    words = [word.replace("\\$", "$") for word in shlex.split(value)]  # within "…" quoted as in a shell
    assert (words[:2], words[3:]) == (["sh", "-c"], ["sh", "%k"])
    programs = tmp_path / "home" / ".local" / "bin"
    programs.mkdir(parents=True)
    told = tmp_path / "told"
    (programs / "brochure").write_text(f'#!/bin/sh\necho "$PWD $*" > {told}\n')
    (programs / "brochure").chmod(0o755)
    folder = begun.rename(tmp_path / "紹介 冊子 $HOME")
    environment = {"HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}
    command = [program("bash"), "-c", words[2], "sh", str(folder / "desk.desktop")]
    subprocess.run(command, env=environment, check=True)
    assert told.read_text("utf-8") == f"{folder} desk\n"


@pytest.mark.parametrize("name", ["desk.bat", "desk-container.bat"])
def test_a_launcher_of_windows_can_be_read_by_windows(begun: Path, name: str) -> None:
    data = (begun / name).read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    head, _, rest = data.partition(b"chcp 65001")  # from there on the file is read as UTF-8
    assert rest
    assert head.isascii()
    assert data.decode("utf-8").count("%~dp0.") == 1  # a backslash before the quotation mark would hide it


def test_the_launcher_of_a_container_publishes_the_port_of_the_desk_to_its_machine_only(begun: Path) -> None:
    from brochure.desk.ports import CONTAINER_PORT

    text = (begun / "desk-container.bat").read_text("utf-8")
    assert re.findall(r"-p (\S+)", text) == [f"127.0.0.1:{CONTAINER_PORT}:{CONTAINER_PORT}"]
    prefix = load_texts("cli/words", "en")["desk address"].format(address="http://127.0.0.1:")
    assert f'findstr /c:"{prefix}"' in text
    assert prefix.split().index("http://127.0.0.1:") + 1 == int(re.findall(r"tokens=(\d)", text)[0])


SERIES = ["mou", "sister-cities", "companies", "labs", "events"]


def test_the_series_of_the_command_are_those_that_there_are() -> None:
    from brochure.cli.lists import STARTERS

    folder = Path(starter.__file__).parent / "starter_files" / "series"
    assert sorted(STARTERS) == sorted(path.name for path in folder.iterdir())
    assert sorted(SERIES) == sorted(STARTERS)


@pytest.mark.parametrize("series", SERIES)
def test_a_starter_series_builds_without_a_word_and_passes_the_preflight(
    run: Run, tmp_path: Path, series: str
) -> None:
    begun = run("init", "new", "--series", series, where=tmp_path)
    assert (begun.code, begun.err) == (0, "")
    place = tmp_path / "new"
    names = Workspace(place).names()
    assert len(names) == 2
    assert f"brochure build {names[0]} " in begun.out
    assert "brochure booklet guide " in begun.out
    checked = run("check", where=place)
    assert (checked.out, checked.err) == ("2 checked, no problems.\n", "")
    for command in (["build", "--all"], ["booklet", "guide"]):
        built = run(*command, where=place)
        assert (built.code, built.err) == (0, "")
    for name in (*names, "guide"):
        looked = run("preflight", f"output/{name}.pdf", where=place)
        assert looked.out.endswith(" pages, 0 errors, 0 warnings.\n")


@pytest.mark.parametrize("series", SERIES)
def test_all_partners_of_a_starter_series_are_called_fictional(tmp_path: Path, series: str) -> None:
    starter.create_workspace(tmp_path, series)
    where = Workspace(tmp_path)
    common = load_common(where, "standard")
    assert common.series.data.contact.tel == "000-0000-0000"
    assert "架空" in common.series.data.contact.organisation
    for name in where.names():
        document = load_partner(where, name, common).document
        assert "架空" in document.title  # also in the running head
        assert [note for note in document.notes if "架空" not in plain_text(note.body)] == []
    schema = json.loads((tmp_path / "profiles" / "_schema.json").read_text("utf-8"))
    for name in where.names():
        path = tmp_path / "profiles" / f"{name}.yaml"
        jsonschema.validate(parse_yaml(path.read_bytes(), path.name).data, schema)


@pytest.mark.parametrize("series", SERIES)
def test_a_new_partner_and_a_form_of_a_starter_series_are_made(run: Run, tmp_path: Path, series: str) -> None:
    place = tmp_path / "new"
    starter.create_workspace(place, series)
    assert run("new", "third", where=place).code == 0
    built = run("build", "third", where=place)
    assert built.code == 0, built.err
    assert run("build", "third", "--blank-form", where=place).code == 0
    assert run("booklet", "--new", "other", where=place).code == 0
    assert run("booklet", "other", where=place).code == 0


def test_a_starter_series_has_accents_that_differ_and_are_of_the_palette() -> None:
    folder = Path(starter.__file__).parent / "starter_files" / "series"
    for series in SERIES:
        used = [
            str(parse_yaml(path.read_bytes(), path.name).value(("accent",)))
            for path in sorted((folder / series / "profiles").glob("[a-z]*.yaml"))
        ]
        assert len(used) == len({*used}) == 2
        assert {*used} <= {accent.code for accent in ACCENTS}


def test_a_series_without_regions_prints_nothing_for_them(tmp_path: Path) -> None:
    starter.create_workspace(tmp_path, "events")
    where = Workspace(tmp_path)
    common = load_common(where, "standard")
    kicker = load_partner(where, "kitchen", common).document.heading.kicker
    assert plain_text(kicker.content) == "講座"  # the kind; the years stand on their axis


def test_a_series_that_is_unknown_is_refused_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    ran = run("init", "new", "--series", "schools", where=tmp_path)
    assert ran.code == 2
    assert "sister-cities" in ran.err
    assert not (tmp_path / "new").exists()
