"""The command line as people use it: what it prints, what it writes, and its exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import jsonschema
import pytest

from brochure.cli.main import choose_language, cli, named_commands
from brochure.diagnostics.text_files import load_texts
from brochure.schema.yaml_reader import parse_yaml
from cli_result import Ran, Run
from workspaces import REPO, Edit, workspace


def test_build_prints_what_it_wrote(run: Run, fresh: Path) -> None:
    ran = run("build", "liaoning")
    assert (ran.code, ran.out) == (0, "output/liaoning.pdf\noutput/liaoning.docx\n")
    assert re.fullmatch(r"profiles/liaoning\.yaml:\d+:1: warning Q803: .*\n  → .*\n", ran.err)
    assert sorted(path.name for path in (fresh / "output").iterdir()) == ["liaoning.docx", "liaoning.pdf"]


def test_build_works_from_a_folder_inside_the_workspace(run: Run, fresh: Path) -> None:
    assert run("build", "liaoning", "--format", "docx", where=fresh / "profiles").code == 0
    assert (fresh / "output" / "liaoning.docx").exists()


def test_build_all_goes_on_after_a_broken_partner(run: Run, fresh: Path) -> None:
    (fresh / "profiles" / "broken.yaml").write_text("partner: [\n", "utf-8")
    ran = run("build", "--all", "--format", "docx")
    assert ran.code == 1
    assert ran.out == "output/liaoning.docx\n"
    assert ran.err.startswith("profiles/broken.yaml:2:1: error Y101: this is not YAML")


def test_debug_leaves_every_stage(run: Run, fresh: Path) -> None:
    assert run("build", "liaoning", "--debug").code == 0
    stages = sorted(path.name for path in (fresh / "output" / "debug" / "liaoning").iterdir())
    assert stages == ["1-profile.json", "2-document.txt", "3-page.html", "4-page.pdf", "5-word.docx"]
    data = json.loads((fresh / "output/debug/liaoning/1-profile.json").read_text("utf-8"))
    assert data["edition"] == "2026-11"


def test_a_mistake_stops_the_build_and_leaves_the_old_files(run: Run, fresh: Path, edit: Edit) -> None:
    run("build", "liaoning")
    before = {path.name: path.read_bytes() for path in (fresh / "output").iterdir()}
    edit("- id: jetro-dalian", "- id: jetro-darian")
    ran = run("build", "liaoning", lang="ja_JP.UTF-8")
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err.splitlines() == [
        "profiles/liaoning.yaml:49:40: エラー P217: 出典「jetro-dalian」がありません",
        "  → 「jetro-darian」ではありませんか。sources: か profiles/_sources.yaml に加えるか、"
        "[@jetro-dalian] を直してください。",
    ]
    assert {path.name: path.read_bytes() for path in (fresh / "output").iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["build", "liaonin"], 3, "error F102: there is no profile “liaonin”\n  → did you mean “liaoning”? "),
        (
            ["build", "../liaoning"],
            3,
            "error F102: there is no profile “../liaoning”\n  → did you mean “liaoning”?",
        ),
        (["build", "/etc/passwd"], 3, "error F102"),
        (["build", "_series"], 3, "error F102"),
        (["build", ""], 3, "error F102"),
        (
            ["build", "liaoning", "--layout", "standart"],
            3,
            "error F105: there is no layout “standart”\n  → did you mean “standard”? ",
        ),
        (["build", "liaoning", "--layout", "../.."], 3, "error F105"),
        (["build"], 2, "error U102: the name of a profile, or --all, is missing"),
        (["build", "liaoning", "--format", "odt"], 2, "error U101: "),
        (["bild"], 2, "error U101: "),
        (["build", "--al"], 2, "error U101: "),
        (["new", "liaoning"], 3, "error F107: profiles/liaoning.yaml already exists"),
        (["new", "Liaoning"], 3, "error F103"),
        (
            ["build", "liaoning", "--output", "profiles/liaoning.yaml/x", "--format", "docx"],
            3,
            "error F106: cannot write ",
        ),
    ],
)
def test_a_wrong_command_is_answered(run: Run, arguments: list[str], code: int, said: str) -> None:
    ran = run(*arguments)
    assert ran.code == code
    assert ran.err.startswith(said), ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


def test_usage_mistakes_are_told_in_japanese_too(run: Run) -> None:
    ran = run("build", "--al", "--lang", "ja")
    assert ran.err.startswith(
        "エラー U101: コマンドの書き方が違います（「--al」というオプションはありません）"
    )


def test_an_unwritable_output_folder_is_told_and_nothing_is_left(run: Run, fresh: Path) -> None:
    (fresh / "output").rmdir()
    (fresh / "output").write_text("not a folder", "utf-8")
    ran = run("build", "liaoning")
    assert ran.code == 3
    assert ran.err.startswith("error F106: cannot write ")
    assert {path.name for path in fresh.glob(".*")} <= {".brochure"}  # the pages are kept for the next try


def test_a_missing_library_is_told_once_with_the_way_to_install_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        sys.stdout.write("WeasyPrint could not import some external libraries. …")
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr("brochure.typesetting.patches.fast_import.import_weasyprint", fail)
    ran = run("build", "liaoning", "--format", "pdf")
    assert (ran.code, ran.out) == (4, "")
    first, hint = ran.err.splitlines()
    assert first == (
        "error E101: a library needed to make PDFs is missing (cannot load library 'libpango-1.0-0')"
    )
    assert "sudo apt install libglib2.0-0 libpango-1.0-0 libpangoft2-1.0-0" in hint


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            OSError(5, "Input/output error", "a/b.yaml"),
            "error F104: cannot read a/b.yaml (Input/output error)",
        ),
        (OSError(5, "No", "a", None, "b"), "error F104: cannot read a → b (No)"),
        (OSError(24, "Too many open files", b"a\xff"), "error F104: cannot read a? (Too many open files)"),
        (
            OSError(28, "No space left"),
            "error F116: the operating system refused an operation (No space left)",
        ),
        (OSError("odd"), "error F116: the operating system refused an operation (odd)"),
        (BlockingIOError(11, "Again"), "error F116: the operating system refused an operation (Again)"),
    ],
)
def test_an_error_of_the_system_names_its_file_or_keeps_a_report(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: OSError, line: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("brochure.build.load.load_common", fail)
    ran = run("show", "liaoning")
    first, hint = ran.err.splitlines()
    assert (ran.code, first.replace("\udcff", "?")) == (3, line)
    if "F116" in line:
        report = Path(hint.split("; ")[1].split(" says")[0])
        assert "Traceback" in report.read_text("utf-8")
        report.unlink()


def test_outside_a_workspace_the_way_in_is_told(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    ran = run("build", "liaoning", where=tmp_path_factory.mktemp("elsewhere"), lang="ja_JP.UTF-8")
    assert ran.code == 3
    assert "`brochure init フォルダー` で作ってください" in ran.err


def test_an_unexpected_fault_is_no_traceback_but_a_report(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("made for the test")

    monkeypatch.setattr("brochure.document.dump.dump_document", fail)
    ran = run("show", "liaoning")
    assert ran.code == 70
    report = Path(ran.err.split("please send us ")[1].split(" and your input")[0])
    assert "ZeroDivisionError: made for the test" in report.read_text("utf-8")
    report.unlink()
    assert "Traceback" not in ran.err


def test_check_finds_nothing_wrong_with_what_we_ship(run: Run) -> None:
    count = len(workspace("repo").names())
    assert run("check", where=REPO) == Ran(0, f"{count} checked, no problems.\n", "")
    assert run("check", "liaoning", "--lang", "ja").out == "1件を調べました。問題はありません。\n"


def test_check_does_not_write(run: Run, fresh: Path) -> None:
    run("check")
    assert list((fresh / "output").iterdir()) == []


def test_show_prints_the_document(run: Run) -> None:
    assert run("show", "liaoning").out == (REPO / "tests/golden/liaoning.txt").read_text("utf-8")


def test_a_new_profile_builds_as_it_is_and_fits_the_schema(run: Run, fresh: Path) -> None:
    assert run("new", "sample").out == "profiles/sample.yaml\n"
    built = run("build", "sample")
    assert (built.code, built.err) == (0, "")
    schema = json.loads(run("schema").out)
    path = fresh / "profiles" / "sample.yaml"
    jsonschema.validate(parse_yaml(path.read_bytes(), "sample.yaml").data, schema)
    assert "架空" in path.read_text("utf-8")


def test_init_makes_a_workspace_that_builds(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("new") / "work"
    ran = run("init", str(folder), "--lang", "ja")
    assert ran.code == 0
    assert f"次の手順：\n  cd {folder}\n  brochure build liaoning " in ran.out
    assert run("build", "liaoning", "--format", "docx", where=folder).code == 0
    again = run("init", str(folder))
    assert again.code == 3
    assert "F107" in again.err


def test_the_language_is_that_of_the_option_or_of_the_locale() -> None:
    assert choose_language(["--lang", "ja"], {"LANG": "en_GB.UTF-8"}) == "ja"
    assert choose_language(["build", "--lang=en"], {"LANG": "ja_JP.UTF-8"}) == "en"
    assert choose_language([], {"LANG": "ja_JP.UTF-8"}) == "ja"
    assert choose_language([], {"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}) == "en"
    assert choose_language([], {}) == "en"


def test_help_speaks_both_languages(run: Run) -> None:
    assert "冊子を作ります" in run("--help", lang="ja_JP.UTF-8").out
    assert "Make brochures" in run("--help").out
    assert run("--version").out == "brochure, version 0.1.0\n"


def test_help_is_said_of_what_there_is_and_of_nothing_else() -> None:
    wanted = {"brochure", *(name for name, _ in named_commands(cli))}
    for name, command in [("brochure", cli), *named_commands(cli)]:
        for parameter in command.params:
            key = parameter.opts[0] if isinstance(parameter, click.Option) else str(parameter.name)
            wanted |= {key, f"{name} {key}"}
    assert load_texts("cli/help", "en").keys() <= wanted


def test_the_shell_completes_profile_names(fresh: Path) -> None:
    environment = {
        **os.environ,
        "_BROCHURE_COMPLETE": "bash_complete",
        "COMP_WORDS": "brochure build li",
        "COMP_CWORD": "2",
    }
    done = subprocess.run(
        [sys.executable, "-m", "brochure"],
        cwd=fresh,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "plain,liaoning\n"


def test_help_and_check_do_not_wait_for_the_renderers() -> None:
    heavy = ("weasyprint", "docx", "rich", "pydantic", "yaml")
    code = (
        "import sys, brochure.cli.main as c; c.localise_commands('en'); "
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
