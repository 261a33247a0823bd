"""House words in a workspace: what check tells, accepts and mends, and where it looks."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from brochure.build.check import check_partner
from brochure.build.house_check import load_house_words
from brochure.build.load import load_common
from brochure.diagnostics.problem import BrochureError
from brochure.storage.workspace import Workspace
from cli_result import Run
from workspaces import REPO, Edit

PROFILE = "profiles/liaoning.yaml"
TYPED = "このMOUを活かして、**神奈川県からも、"


@pytest.fixture
def house(fresh: Path) -> Path:
    """A workspace with the house words that we ship."""
    shutil.copy(REPO / "words.yaml", fresh / "words.yaml")
    return fresh


def heads(err: str) -> list[str]:
    """The first lines of messages: place, kind and code."""
    lines = [line for line in err.splitlines() if not line.startswith("  →")]
    return [": ".join(line.split(": ")[:2]) for line in lines]


def test_each_place_is_told_with_the_better_word_and_the_reason(run: Run, house: Path, edit: Edit) -> None:
    edit(TYPED, "サーバで出来ます。２回、**神奈川県からも、")
    ran = run("check", lang="ja_JP.UTF-8")
    assert ran.code == 0
    assert heads(ran.err) == [
        f"{PROFILE}:61:{at}: 注意 H20{kind}" for at, kind in ((28, 1), (32, 1), (37, 4))
    ]
    assert "「サーバ」は「サーバー」と書きます（外来語の表記：" in ran.err
    assert "words.yaml:" in ran.err


def test_a_reason_accepts_it_and_an_entry_that_matches_nothing_is_told(
    run: Run, house: Path, edit: Edit
) -> None:
    edit(TYPED, "サーバのMOU、**神奈川県からも、")
    edit("accepted:\n", "accepted:\n  - {code: H201, text: サーバのMOU, reason: 正式な名称}\n")
    assert heads(run("check", lang="ja_JP.UTF-8").err) == []
    edit("サーバのMOU、", "サーバーのMOU、")
    (told,) = heads(run("check", lang="ja_JP.UTF-8").err)
    assert told.endswith("注意 S209")


def test_fix_shows_what_is_safe_and_writes_nothing_else(run: Run, house: Path, edit: Edit) -> None:
    edit(TYPED, "サーバおよび２回、**神奈川県からも、")
    before = (house / PROFILE).read_bytes()
    shown = run("check", "--fix", lang="ja_JP.UTF-8")
    assert "+" in shown.out
    assert "サーバーおよび2回" in shown.out
    assert (house / PROFILE).read_bytes() == before
    written = run("check", "--fix", "--yes", lang="ja_JP.UTF-8")
    assert (house / PROFILE).read_bytes() == before.replace(
        "サーバおよび２回".encode(), "サーバーおよび2回".encode()
    )
    assert (house / f"{PROFILE}.bak").read_bytes() == before
    assert [line.rsplit(" ", 1)[1] for line in heads(written.err)[1:]] == ["H201"]


def test_series_and_booklets_are_house_text_and_told_once(run: Run, house: Path) -> None:
    shutil.copytree(REPO / "booklets", house / "booklets")
    shutil.copy(house / PROFILE, house / "profiles" / "again.yaml")
    series, booklet = house / "profiles" / "_series.yaml", house / "booklets" / "seminar-2026.yaml"
    series.write_text(series.read_text("utf-8").replace("どのような機関", "お問合せの機関", 1), "utf-8")
    lines = booklet.read_text("utf-8").splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("title:"))
    lines[at] = "title: サーバの冊子"
    booklet.write_text("\n".join(lines) + "\n", "utf-8")
    told = heads(run("check", lang="ja_JP.UTF-8").err)
    assert [line for line in told if "H201" in line] == [
        "profiles/_series.yaml:9:10: 注意 H201",
        f"booklets/seminar-2026.yaml:{at + 1}:8: 注意 H201",
    ]


def test_names_are_compared_without_a_list_and_accepted_with_a_reason(
    run: Run, fresh: Path, edit: Edit
) -> None:
    edit("神奈川県と遼寧省は、1983年", "神奈川県と遼甯省は、1983年")
    ran = run("check", lang="en_US.UTF-8")
    assert heads(ran.err) == [f"{PROFILE}:60:16: warning H205"]
    edit("accepted:\n", "accepted:\n  - {code: H205, text: 遼甯省, reason: 原文のまま}\n")
    assert run("check", lang="en_US.UTF-8").err == ""
    assert run("check", "liaoning", lang="en_US.UTF-8").err == ""
    edit("神奈川県と遼甯省は、1983年", "神奈川県と遼寧省は、1983年")
    assert [line.rsplit(" ", 1)[1] for line in heads(run("check", lang="en_US.UTF-8").err)] == ["S209"]


def test_mistakes_of_the_file_are_told_once_and_fail_the_check(run: Run, house: Path) -> None:
    shutil.copy(house / PROFILE, house / "profiles" / "again.yaml")
    (house / "words.yaml").write_text("digits: wide\nspelling: []\n", "utf-8")
    ran = run("check", lang="ja_JP.UTF-8")
    assert ran.code == 1
    assert heads(ran.err) == ["words.yaml:1:9: エラー P109", "words.yaml:2:1: エラー P101"]


def test_a_file_with_a_wrong_name_is_told(run: Run, house: Path) -> None:
    (house / "words.yaml").rename(house / "Words.yml")
    assert heads(run("check", lang="ja_JP.UTF-8").err) == ["Words.yml: 注意 N204"]


def test_a_build_needs_no_house_words(house: Path) -> None:
    (house / "words.yaml").write_text("spelling: []\n", "utf-8")
    where = Workspace(house)
    common = load_common(where, "standard")
    with pytest.raises(BrochureError):
        check_partner(where, "liaoning", common)


def test_a_file_that_was_changed_is_read_again(house: Path) -> None:
    where, path = Workspace(house), house / "words.yaml"
    first = load_house_words(where)
    assert first is load_house_words(where)
    stat = path.stat()
    path.write_text("digits: half\n", "utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    changed = load_house_words(where)
    assert changed is not None
    assert changed.words == ()
    path.unlink()
    assert load_house_words(where) is None
