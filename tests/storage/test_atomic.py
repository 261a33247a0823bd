"""Where caches are kept when there is no home to keep them in."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from brochure.storage import atomic as files


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
