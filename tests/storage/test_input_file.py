"""Reading files that people name: what is no ordinary file is told, and nothing is waited for."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path
from typing import NoReturn

import pytest

from brochure.diagnostics.problem import BrochureError, Location
from brochure.storage.input_file import is_within, path_fault, read_input, read_ordinary


def odd_paths(folder: Path) -> dict[str, Path]:
    """One path of each kind that is no ordinary file, by its kind."""
    (folder / "d").mkdir()
    os.mkfifo(folder / "p")
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(folder)  # a socket's path may have no more than 108 bytes
        try:
            made.bind("s")
        finally:
            os.chdir(here)
    for name, target in (("z", "/dev/zero"), ("l", "l"), ("n", "nothing"), ("dl", "d"), ("pl", "p")):
        (folder / name).symlink_to(target)
    kinds = {"folder": "d", "pipe": "p", "socket": "s", "device": "z", "loop": "l", "dangling": "n"}
    return {kind: folder / name for kind, name in kinds.items()}


def codes(path: Path, *within: Path, most: int = 100) -> list[tuple[str, dict[str, str]]]:
    """The problems of reading a file."""
    with pytest.raises(BrochureError) as told:
        read_input(path, "profiles/a.yaml", *within, most=most)
    return [(found.code, dict(found.details)) for found in told.value.problems]


def test_each_kind_of_path_is_told_and_not_opened(tmp_path: Path) -> None:
    for kind, path in odd_paths(tmp_path).items():
        assert path_fault(path) == kind
        assert codes(path) == [("F119", {"path": "a.yaml", "kind": kind})]
        with pytest.raises(OSError, match=r".") as told:
            read_ordinary(path)
        assert told.value.filename == str(path)
    assert path_fault(tmp_path / "dl") == "folder"
    assert path_fault(tmp_path / "pl") == "pipe"


def test_a_problem_stands_at_the_place_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    where = Location("x.yaml", 3, 4)
    with pytest.raises(BrochureError) as told:
        read_input(tmp_path / "d", "d", where=where)
    assert told.value.problems[0].location == where


@pytest.mark.parametrize("name", ["no", "no/no", "a\0b", "x" * 5000, "a/" * 3000, "file/below", "\udcff"])
def test_a_path_that_cannot_exist_is_missing(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert path_fault(tmp_path / name) == "missing"
    assert [code for code, _ in codes(tmp_path / name)] == ["F104"]
    assert not is_within(tmp_path / name, tmp_path) or "\0" not in name


def test_a_link_out_of_its_folders_is_told(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "real").write_bytes(b"text")
    (inside / "near").symlink_to("real")
    (inside / "far").symlink_to(outside / "real")
    (tmp_path / "linked").symlink_to(inside)
    assert read_input(inside / "near", "a", inside) == b"text"
    assert read_input(tmp_path / "linked" / "near", "a", tmp_path / "linked") == b"text"
    assert codes(inside / "far", inside) == [("F119", {"path": "a.yaml", "kind": "outside"})]
    assert read_input(inside / "far", "a") == b"text"  # where links may lead anywhere
    assert read_input(inside / "far", "a", inside, outside) == b"text"


def test_a_file_of_ten_gigabytes_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.truncate(10_000_000_000)  # takes no space on the disk
    monkeypatch.setattr(os, "fdopen", _no_reading(os.fdopen))
    assert codes(tmp_path / "a", most=20_000_000) == [("F115", {"path": "a.yaml", "most": "20"})]


def _no_reading(really: object) -> object:
    def opened(*arguments: object, **named: object) -> object:
        file = really(*arguments, **named)  # type: ignore[operator]

        class Unread:
            def __enter__(self) -> object:
                return self

            def __exit__(self, *_: object) -> None:
                file.close()

            def fileno(self) -> int:
                return int(file.fileno())

            def read(self, _: int) -> NoReturn:
                raise AssertionError("it was read")

        return Unread()

    return opened


def test_the_limit_is_a_number_of_bytes_that_may_be_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert read_input(tmp_path / "a", "a", most=100) == b"x" * 100
    assert [code for code, _ in codes(tmp_path / "a", most=99)] == ["F115"]


def test_a_pipe_that_has_taken_the_file_s_place_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"text")
    really = os.open

    def swapped(opened: Path, flags: int) -> int:
        path.unlink()
        os.mkfifo(path)
        return really(opened, flags)

    monkeypatch.setattr(os, "open", swapped)
    with pytest.raises(OSError, match="not an ordinary file"):
        read_ordinary(path)


def test_an_error_of_the_disk_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"text")

    def broken(handle: int, _: str) -> NoReturn:
        os.close(handle)
        raise OSError(errno.EIO, os.strerror(errno.EIO))  # as a read tells it: without a name

    monkeypatch.setattr(os, "fdopen", broken)
    with pytest.raises(OSError, match="Input/output") as told:
        read_ordinary(path)
    assert told.value.filename == str(path)
    assert codes(path) == [("F104", {"path": "profiles/a.yaml", "reason": "Input/output error"})]
