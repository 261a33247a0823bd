"""Temporary files after a kill, and where caches are without a home."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from brochure.diagnostics.problem import BrochureError
from brochure.storage import atomic as files
from cli_result import Run
from workspaces import Edit


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, in a process whose home cannot be written to (not even by root)."""
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", os.devnull + "/home")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    files.user_cache.cache_clear()
    yield tmp_path
    files.user_cache.cache_clear()


def again(name: str = "templates") -> Path:
    """The cache folder, as a new process finds it."""
    files.user_cache.cache_clear()
    return files.user_cache(name)


def test_without_a_home_caches_are_in_one_private_folder_for_all_runs(temporary: Path) -> None:
    assert again() == again() == temporary / f"brochure-cache-{os.getuid()}" / "templates"
    assert [path.stat().st_mode & 0o777 for path in temporary.iterdir()] == [0o700]


def test_a_user_whom_the_system_does_not_know_has_caches(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(path: str) -> str:
        return path  # what os.path.expanduser does without HOME, for a user without an entry in passwd

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(os.path, "expanduser", unknown)
    assert temporary in again().parents


@pytest.mark.parametrize("trap", ["open", "link", "file"])
def test_a_cache_folder_that_others_could_write_to_is_not_used(temporary: Path, trap: str) -> None:
    squatted = temporary / f"brochure-cache-{os.getuid()}"
    elsewhere = temporary / "elsewhere"
    elsewhere.mkdir()
    match trap:
        case "open":
            squatted.mkdir()
            squatted.chmod(0o777)
        case "link":
            squatted.symlink_to(elsewhere)
        case "file":
            squatted.touch()
    assert again().name.startswith("brochure-templates-")
    assert list(elsewhere.iterdir()) == []


KILLED = """
import os, pathlib, signal, sys
from brochure.cli.main import main

rename, count = pathlib.Path.replace, int(sys.argv.pop(1))


def rename_or_die(self, target):
    global count
    if "liaoning" in str(target) and pathlib.Path(target).parent.name in ("output", "profiles"):
        count -= 1
        if count < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return rename(self, target)


pathlib.Path.replace = rename_or_die
main()
"""


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if ".brochure-" in path.name]


@pytest.mark.parametrize("renames", [0, 1])
def test_after_a_kill_between_renames_the_next_run_completes_and_tidies(
    run: Run, fresh: Path, edit: Edit, renames: int
) -> None:
    assert run("build", "liaoning").code == 0
    edit("遼寧省", "遼寧省庁")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(renames), "build", "liaoning"],
        cwd=fresh,
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert left_over(fresh / "output")
    assert run("build", "liaoning").code == 0
    assert left_over(fresh / "output") == []
    made = {path.name: path.read_bytes() for path in (fresh / "output").iterdir()}
    assert run("build", "liaoning", "--no-cache").code == 0
    assert made == {path.name: path.read_bytes() for path in (fresh / "output").iterdir()}


def test_temporary_files_are_removed_only_when_their_process_has_ended(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    machine = files._machine()
    names = {
        f".a.yaml.brochure-{machine}-{ended.pid}-abcdefgh": False,
        f".a.yaml.brochure-{machine}-{os.getpid()}-abcdefgh": True,
        f".a.yaml.brochure-{machine}-1-abcdefgh": True,
        f".a.yaml.brochure-00000000-{ended.pid}-abcdefgh": True,  # of another machine, new
        f".b.yaml.brochure-00000000-{ended.pid}-abcdefgh": False,  # of another machine, two days old
        "a.yaml": True,
        ".a.yaml.swp": True,
        f"brochure-{machine}-{ended.pid}-abcdefgh": True,
    }
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    old = time.time() - 2 * 24 * 3600
    os.utime(tmp_path / f".b.yaml.brochure-00000000-{ended.pid}-abcdefgh", (old, old))
    files.tidy_folders([tmp_path, tmp_path / "missing"])
    assert {path.name for path in tmp_path.iterdir()} == {name for name, kept in names.items() if kept}


def test_a_new_run_tidies_the_folder_of_the_profiles(run: Run, fresh: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = fresh / "profiles" / f".liaoning.yaml.brochure-{files._machine()}-{ended.pid}-abcdefgh"
    left.write_bytes(b"half")
    assert run("check", "liaoning").code == 0
    assert not left.exists()


def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")
    (tmp_path / "b").write_bytes(b"old")
    with pytest.raises(BrochureError) as told:
        files.replace_files({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert [(found.code, dict(found.details)["path"]) for found in told.value.problems] == [
        ("F106", str(tmp_path / "a"))
    ]
    assert (tmp_path / "b").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.parametrize("saved", [b"saved by another program", None])
def test_what_another_program_saved_or_removed_after_it_was_read_stays(
    tmp_path: Path, saved: bytes | None
) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_bytes(b"a")
    if saved is not None:
        second.write_bytes(saved)
    with pytest.raises(BrochureError) as caught:
        files.replace_with_backups({first: (b"a", b"A"), second: (b"b", b"B")})
    assert [found.code for found in caught.value.problems] == ["F121"]
    assert first.read_bytes() == b"a"
    assert (second.read_bytes() if second.exists() else None) == saved
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", *(["b.yaml"] if saved else [])]


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_never_takes_the_place_of_one_that_was_made_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    target = tmp_path / "new.yaml"
    if not links:
        monkeypatch.delattr(os, "link")
    files.replace_files({target: b"1"}, {target: None})
    assert target.read_bytes() == b"1"
    with pytest.raises(BrochureError) as caught:
        files.replace_files({target: b"2"}, {target: None})
    assert [found.code for found in caught.value.problems] == ["F107"]
    assert target.read_bytes() == b"1"
    assert [path.name for path in tmp_path.iterdir()] == ["new.yaml"]


def test_a_failure_does_not_undo_what_another_program_saved_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_bytes(b"a")
    place = Path.replace

    def replace_then_save(self: Path, target: Path) -> Path:
        if target == second:
            first.write_bytes(b"saved since")
            raise OSError(28, "no space")
        return place(self, target)

    monkeypatch.setattr(Path, "replace", replace_then_save)
    with pytest.raises(BrochureError):
        files.replace_files({first: b"A", second: b"B"})
    assert first.read_bytes() == b"saved since"
