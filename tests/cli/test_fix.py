"""``check --fix``: shows, asks, writes, and checks again."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from cli_result import Run
from workspaces import REPO, Edit

PROFILE = Path("profiles/liaoning.yaml")


@pytest.fixture
def mistyped(fresh: Path, edit: Edit) -> bytes:
    """The content of a profile with typing mistakes."""
    edit("  name: 遼寧省", "\u3000name：遼寧省")
    return (fresh / PROFILE).read_bytes()


SHOWN = "-⟨U+3000⟩name：遼寧省\n+  name: 遼寧省\n"


def test_without_a_terminal_the_fixes_are_shown_and_nothing_is_written(
    run: Run, fresh: Path, mistyped: bytes
) -> None:
    ran = run("check", "liaoning", "--fix", lang="ja_JP.UTF-8")
    assert ran.code == 1
    assert SHOWN in ran.out
    assert ran.err.startswith("まだ何も書いていません。書き込むには --fix --yes を付けてください。\n")
    assert "profiles/liaoning.yaml:7:1: エラー Y121" in ran.err
    assert (fresh / PROFILE).read_bytes() == mistyped
    assert not list(fresh.glob("profiles/*.bak"))


def test_yes_writes_and_the_check_then_says_what_remains(
    run: Run, fresh: Path, edit: Edit, mistyped: bytes
) -> None:
    edit("kind: state", "kind: steta")
    ran = run("check", "liaoning", "--fix", "--yes", lang="ja_JP.UTF-8")
    assert ran.code == 1
    assert SHOWN in ran.out
    first, second, *_ = ran.err.splitlines()
    assert first == "書きました：profiles/liaoning.yaml（前のファイルは profiles/liaoning.yaml.bak）"
    assert second.startswith("profiles/liaoning.yaml:13:9: エラー P")
    assert (fresh / "profiles/liaoning.yaml.bak").read_bytes() == mistyped.replace(b"state", b"steta")
    edit("kind: steta", "kind: state")
    assert (fresh / PROFILE).read_bytes() == (REPO / PROFILE).read_bytes()
    again = run("check", "liaoning", "--fix", "--yes")
    assert again.code == 0
    assert "There is nothing that can be fixed automatically." in again.err


@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_at_a_terminal_the_user_is_asked(
    run: Run, fresh: Path, mistyped: bytes, monkeypatch: pytest.MonkeyPatch, answer: str, written: bool
) -> None:
    monkeypatch.setattr("brochure.cli.fix.sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    ran = run("check", "liaoning", "--fix", typed=answer)
    assert "Write these changes? (the old files are kept as .bak) [y/N]" in ran.err
    assert ((fresh / PROFILE).read_bytes() != mistyped) is written
    assert ran.code == (0 if written else 1)
    assert ("wrote profiles/liaoning.yaml" in ran.err) is written
    assert ("Nothing was written." in ran.err) is not written


def test_a_check_without_fix_changes_nothing_and_yes_alone_is_refused(
    run: Run, fresh: Path, mistyped: bytes
) -> None:
    assert run("check", "liaoning").code == 1
    refused = run("check", "liaoning", "--yes")
    assert refused.code == 2
    assert "--yes needs --fix" in refused.err
    assert (fresh / PROFILE).read_bytes() == mistyped


def test_a_name_without_a_profile_is_told_by_the_check(run: Run) -> None:
    ran = run("check", "nosuch", "--fix")
    assert ran.code == 3
    assert "F102" in ran.err
