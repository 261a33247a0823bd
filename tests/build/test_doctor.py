"""``brochure doctor`` says what is wrong with a machine and what to do, and tells nobody's name."""

from __future__ import annotations

import getpass
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest

from brochure.build import doctor
from brochure.build.doctor import DoctorLine, DoctorState, anonymous_path, examine_machine
from brochure.diagnostics.text_files import Lang, load_texts
from brochure.storage import interpreter, system_requirements
from cli_result import Run

LANGUAGES: tuple[Lang, ...] = ("ja", "en")


def by_name(where: Path) -> dict[str, DoctorLine]:
    """The lines of a workspace."""
    return {one.name: one for one in examine_machine(where)}


def test_a_good_machine_is_all_right_in_one_screen(run: Run) -> None:
    ran = run("doctor")
    assert ran.code == 0, ran.out
    assert ran.out.splitlines()[-1] == "No problems found."
    assert len(ran.out.splitlines()) <= 24
    titles = (
        "brochure",
        "Python",
        "libraries",
        "workspace",
        "layouts",
        "cache",
        "write access",
        "free space",
    )
    for title in titles:
        assert any(line[6:].startswith(title) for line in ran.out.splitlines()), title


def test_it_speaks_japanese_and_json(run: Run) -> None:
    assert run("doctor", lang="ja_JP.UTF-8").out.splitlines()[-1] == "問題はありません。"
    told = json.loads(run("doctor", "--format", "json").out)
    assert told["ok"] is True
    assert {"name", "state", "found", "advice"} == set(told["lines"][0])


def test_outside_of_a_workspace_it_says_where_to_go(run: Run, tmp_path: Path) -> None:
    ran = run("doctor", where=tmp_path.parent)
    assert ran.code == 0
    assert (
        "→ This folder is not in a workspace. Go to your workspace (cd), or create one with brochure init."
        in ran.out
    )


def test_missing_libraries_are_named_with_their_packages(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_requirements, "load_library", lambda _: None)
    ran = run("doctor")
    assert ran.code == 1
    assert "libpango-1.0.so.0" in ran.out
    assert "sudo apt install libglib2.0-0 libpango-1.0-0" in ran.out
    assert ran.out.splitlines()[-1] == "Correct the lines marked FAULT."


def _no_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_requirements, "find_program", lambda _: None)


def _slow_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreter, "how_built", lambda: (False, "neither PGO nor LTO"))


def _no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "requires", lambda _: ["no-such-package>=1.0", "click>=8"])


def _nothing_to_write_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_can_write", lambda _: False)


def _no_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5_000_000))


def _little_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=500_000_000))


def _ascii_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")


def _no_user_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "user_cache", lambda name: Path("/tmp/brochure-fontconfig-x"))


@pytest.mark.parametrize(
    ("break_it", "name", "state"),
    [
        (_no_git, "missing program", DoctorState.NOTE),
        (_slow_python, "python", DoctorState.NOTE),
        (_no_packages, "packages", DoctorState.FAULT),
        (_nothing_to_write_to, "workspace folder", DoctorState.FAULT),
        (_nothing_to_write_to, "output folder", DoctorState.FAULT),
        (_no_space, "space", DoctorState.FAULT),
        (_little_space, "space", DoctorState.NOTE),
        (_ascii_names, "language", DoctorState.FAULT),
        (_no_user_cache, "user cache", DoctorState.NOTE),
    ],
)
def test_each_fault_is_told_with_what_to_do(
    break_it: Callable[[pytest.MonkeyPatch], None],
    name: str,
    state: DoctorState,
    fresh: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert by_name(fresh).get(name, DoctorLine(name, DoctorState.OK, "")).state in (
        DoctorState.OK,
        DoctorState.NOTE,
    )
    break_it(monkeypatch)
    found = by_name(fresh)[name]
    assert found.state is state
    for lang in LANGUAGES:
        assert load_texts("cli/words", lang)[f"doctor {found.advice}"].format(**found.details)


def test_a_layout_whose_font_is_missing_is_a_fault(run: Run, fresh: Path) -> None:
    path = fresh / "layouts" / "onepage" / "layout.yaml"
    path.write_text(path.read_text("utf-8").replace("BIZUDPGothic-Bold.ttf", "None.ttf"), "utf-8")
    ran = run("doctor")
    assert ran.code == 1
    assert "layouts/onepage/layout.yaml:" in ran.out
    assert "None.ttf" in ran.out


def test_every_line_has_its_words(fresh: Path) -> None:
    for one in examine_machine(fresh):
        for lang in LANGUAGES:
            assert load_texts("cli/words", lang)[f"doctor {one.name}"]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/home/yamada", "~"),
        ("/home/yamada/冊子/2026", "~/冊子/2026"),
        ("/mnt/c/Users/yamada.taro/Desktop", "/mnt/c/Users/…/Desktop"),
        ("/home/sato/shared", "/home/…/shared"),
        ("/srv/YAMADA/brochures", "/srv/…/brochures"),
        ("/srv/brochures", "/srv/brochures"),
    ],
)
def test_paths_name_no_user(path: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/yamada")
    monkeypatch.setattr(getpass, "getuser", lambda: "yamada")
    assert anonymous_path(PurePosixPath(path)) == shown


def test_no_line_holds_the_home_folder(
    fresh: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path_factory.getbasetemp().parent
    monkeypatch.setenv("HOME", str(home))
    told = [one.found for one in examine_machine(fresh)]
    assert any("~/" in line for line in told)
    assert not any(str(home) in line for line in told)
