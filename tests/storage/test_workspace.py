"""The workspace: odd files in its folders are listed, and told when they are read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from brochure.diagnostics.problem import BrochureError
from brochure.storage.workspace import Workspace
from cli_result import Run

ODD = {"loop": "a-loop.yaml", "dangling": "b-link.yaml", "folder": "c-folder.yaml", "pipe": "d-pipe.yaml"}


def put_odd(folder: Path) -> None:
    """Put one file of each odd kind into a folder; none must be opened."""
    (folder / ODD["loop"]).symlink_to(ODD["loop"])
    (folder / ODD["dangling"]).symlink_to("nothing")
    (folder / ODD["folder"]).mkdir()
    os.mkfifo(folder / ODD["pipe"])
    (folder / "e-out.yaml").symlink_to("/etc/hostname")


def kinds(told: str, folder: str) -> list[str]:
    """The odd files that a command has told, each once."""
    start = f"{folder}/"
    return sorted(
        line.split(":")[0].removeprefix(start)
        for line in told.splitlines()
        if "F119" in line and start in line
    )


EXPECTED = sorted([*ODD.values(), "e-out.yaml"])


@pytest.mark.parametrize("arguments", [["check"], ["build", "--all", "--format", "docx"], ["sources"]])
def test_an_odd_profile_is_told_by_each_command_for_all(run: Run, fresh: Path, arguments: list[str]) -> None:
    put_odd(fresh / "profiles")
    ran = run(*arguments)
    assert ran.code == 3
    assert kinds(ran.err, "profiles") == EXPECTED
    if arguments[0] == "build":
        assert (fresh / "output" / "liaoning.docx").exists()


def test_an_odd_profile_is_told_by_its_name(run: Run, fresh: Path) -> None:
    put_odd(fresh / "profiles")
    for name in EXPECTED:
        ran = run("show", name.removesuffix(".yaml"))
        assert ran.code == 3
        assert kinds(ran.err, "profiles") == [name]
    unknown = run("show", "liaonin")  # the names in the files are read for the suggestion
    assert (unknown.code, "“liaoning”" in unknown.err) == (3, True)
    assert "自分自身に戻るリンク" in run("show", "a-loop", lang="ja_JP.UTF-8").err


def test_odd_booklets_and_shops_are_told(run: Run, fresh: Path) -> None:
    (fresh / "booklets").mkdir()
    put_odd(fresh / "booklets")
    put_odd(fresh / "shops")
    assert kinds(run("booklet", "--list").err, "booklets") == EXPECTED
    listed = run("shops")
    assert kinds(listed.err, "shops") == EXPECTED
    assert "PDF/X-4" in listed.out
    checked = run("check")
    assert kinds(checked.err, "booklets") == kinds(checked.err, "shops") == EXPECTED


def test_an_own_shop_that_cannot_be_read_does_not_become_the_shipped_one(run: Run, fresh: Path) -> None:
    own = fresh / "shops" / "booklet.yaml"
    own.unlink()
    own.symlink_to(own.name)
    ran = run("build", "liaoning", "--for", "print", "--shop", "booklet", "--format", "pdf")
    assert (ran.code, kinds(ran.err, "shops")) == (3, ["booklet.yaml"])


def test_an_own_layout_that_cannot_be_read_does_not_become_the_shipped_one(run: Run, fresh: Path) -> None:
    own = fresh / "layouts" / "standard"
    own.rename(fresh / "layouts" / "moved")
    own.symlink_to("standard")
    ran = run("show", "liaoning")
    assert ran.code == 3
    assert "layouts/standard/layout.yaml: error F119" in ran.err
    assert "F119" in run("layouts").err
    assert "layouts/standard: error F119" in run("check").err


@pytest.mark.parametrize("name", ["_series.yaml", "_sources.yaml", "_ledger.yaml"])
def test_an_odd_shared_file_is_told(run: Run, fresh: Path, name: str) -> None:
    path = fresh / "profiles" / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    ran = run("check")
    assert ran.code == 3
    assert f"profiles/{name}: error F119" in ran.err


def test_a_folder_that_cannot_be_read_is_told(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(BrochureError) as told:
        Workspace(fresh).names()
    assert [found.code for found in told.value.problems] == ["F104"]


def test_a_path_that_is_not_utf_8_is_told(run: Run, fresh: Path) -> None:
    bad = fresh.parent / os.fsdecode(b"w\xe3\xff")
    fresh.rename(bad)
    bad.joinpath("sub").mkdir()
    ran = run("check", where=bad / "sub")
    bad.rename(fresh)
    assert (ran.code, "F118" in ran.err) == (3, True)


def test_a_folder_of_profiles_may_be_a_link(run: Run, fresh: Path) -> None:
    (fresh / "profiles").rename(fresh.parent / "shared")
    (fresh / "profiles").symlink_to(fresh.parent / "shared")
    assert run("show", "liaoning").code == 0
