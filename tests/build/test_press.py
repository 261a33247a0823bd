"""``brochure build --shop``: the command, its messages and the list of shops."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from brochure.cli.main import main


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> int:
    """The exit code of ``brochure …``."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    monkeypatch.setattr(sys, "argv", ["brochure", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def test_the_command(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, fresh, "build", "liaoning", "--for", "print", "--shop", "leaflet", "--debug") == 0
    assert capsys.readouterr().out == "output/liaoning-print-leaflet.pdf\n"
    made_file = fresh / "output" / "liaoning-print-leaflet.pdf"
    assert (fresh / "output" / "debug" / "liaoning" / "6-press.pdf").read_bytes() == made_file.read_bytes()
    assert not (fresh / "output" / "liaoning.pdf").exists()

    assert run(monkeypatch, fresh, "preflight", str(made_file), "--shop", "leaflet") == 0
    assert "直すところ0件" in capsys.readouterr().out
    assert run(monkeypatch, fresh, "preflight", str(made_file), "--shop", "booklet") == 5
    assert "X209" in capsys.readouterr().err

    for arguments, code, exit_code in (
        (("--for", "print"), "U103", 2),
        (("--shop", "leaflet"), "U104", 2),
        (("--for", "print", "--shop", "leaflet", "--format", "docx"), "U105", 2),
        (("--for", "print", "--shop", "leaflt"), "F109", 3),
    ):
        assert run(monkeypatch, fresh, "build", "liaoning", *arguments) == exit_code
        said = capsys.readouterr().err
        assert f"エラー {code}" in said
    assert "leaflet" in said


def test_the_first_folio_is_the_shops(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fresh / "shops" / "booklet.yaml"
    path.write_text(path.read_text("utf-8").replace("first: 1", "first: 3", 1), "utf-8")
    assert run(monkeypatch, fresh, "build", "liaoning", "--for", "print", "--shop", "booklet") == 0


def test_a_shops_rule_that_is_broken_keeps_the_old_file(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = fresh / "shops" / "leaflet.yaml"
    path.write_text(path.read_text("utf-8").replace("multiple: 1", "multiple: 4", 1), "utf-8")
    old = fresh / "output" / "liaoning-print-leaflet.pdf"
    old.write_bytes(b"old")
    assert run(monkeypatch, fresh, "build", "liaoning", "--for", "print", "--shop", "leaflet") == 5
    said = capsys.readouterr().err
    line = (
        path.read_text("utf-8")
        .splitlines()
        .index(next(line for line in path.read_text("utf-8").splitlines() if line.startswith("multiple:")))
    )
    assert f"shops/leaflet.yaml:{line + 1}:1: エラー Q304" in said
    assert old.read_bytes() == b"old"


def test_the_list_of_shops(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, fresh, "shops") == 0
    said = capsys.readouterr().out
    assert "leaflet  リーフレット（PDF/X-1a、見本）\n  PDF/X-1a:2001、JC200103" in said
    assert "ノンブルは全頁、仕上りから5mm以上、1から" in said
    (fresh / "shops" / "broken.yaml").write_text("title: x\n", "utf-8")
    assert run(monkeypatch, fresh, "shops") == 1
    printed = capsys.readouterr()
    assert "booklet" in printed.out
    assert "shops/broken.yaml" in printed.err
