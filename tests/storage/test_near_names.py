"""A name that somebody types leads to the file, and a name for a new file is suggested."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.storage.file_names import is_id
from brochure.storage.near_names import nearest_file, suggested_name
from cli_result import Run
from workspaces import REPO

KNOWN = sorted(path.stem for path in (REPO / "profiles").glob("[!_]*.yaml"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("liaonign", "liaoning"),
        ("LIAONING", "liaoning"),
        ("ｌｉａｏｎｉｎｇ", "liaoning"),
        ("liaoning.yaml", "liaoning"),
        ("profiles/liaoning.yml", "liaoning"),
        ("profiles\\liaoning.yaml", "liaoning"),
        ("遼寧省", "liaoning = 遼寧省"),
        ("遼寧", "liaoning = 遼寧省"),
        ("りょうねい", "liaoning = りょうねいしょう"),
        ("リョウネイショウ", "liaoning = りょうねいしょう"),
        ("オウル", "oulu = オウル市"),
        ("スタンフォード", "stanford = スタンフォード大学医学部"),
        ("Baden Württemberg", "baden-wuerttemberg = Baden-Württemberg"),
        ("zzz", ""),
        ("", ""),
        (".yaml", ""),
        ("火星", ""),
    ],
)
def test_a_profile_is_found_by_any_of_its_names(typed: str, found: str) -> None:
    assert nearest_file(typed, REPO / "profiles", KNOWN).split(" = ")[:1] == found.split(" = ")[:1]
    if " = " in found and "Baden" not in found:
        assert nearest_file(typed, REPO / "profiles", KNOWN) == found


def test_broken_and_missing_files_have_no_names(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe name: [")
    assert nearest_file("架空", tmp_path, ["a", "b"]) == ""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Gyeonggi2", "gyeonggi2"),
        ("ＧＹＥＯＮＧＧＩ", "gyeonggi"),
        ("My Partner.yaml", "my-partner"),
        ("São Paulo", "sao-paulo"),
        ("ミュンヘン", "myunhen"),
        ("まっちゃ", "maccha"),
        ("しゃちょう", "shachou"),
        ("フィジー", "fiji"),
        ("nul", "nul-1"),
        ("京畿道", ""),
        ("경기도", ""),
        ("", ""),
        ("--", ""),
        ("a" * 80, ""),
    ],
)
def test_a_name_for_a_new_file_is_allowed_or_not_suggested(typed: str, name: str) -> None:
    assert suggested_name(typed) == name
    assert not name or is_id(name)


def test_new_and_build_speak_of_their_own_matter(run: Run) -> None:
    made = run("new", "Gyeonggi2", lang="ja_JP.UTF-8")
    assert made.code == 3
    assert "F103: 「Gyeonggi2」は新しいファイルの名前にできません" in made.err
    assert "「gyeonggi2」ではありませんか" in made.err
    built = run("build", "りょうねい", lang="ja_JP.UTF-8")
    assert built.code == 3
    assert "F102: 「りょうねい」という機関ファイルはありません" in built.err
    assert "「liaoning = りょうねいしょう」ではありませんか" in built.err
