"""Exports are the files of the command line, offered once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli_result import Run
from git_trials import committed
from running_desk import CalledDesk, desk_workspace


@pytest.fixture
def desk(tmp_path: Path) -> CalledDesk:
    (tmp_path / "desk").mkdir()
    return CalledDesk(desk_workspace(tmp_path / "desk", "liaoning"))


def exported(desk: CalledDesk, kind: str, **wishes: str) -> dict[str, bytes]:
    """The files that the desk offers, by name."""
    answer = desk.ask("POST", "/api/exports", {"doc": "profiles/liaoning", "kind": kind, **wishes})
    assert answer.status == 200, answer.data
    offered = [
        desk.desk.downloads.take(one["url"].removeprefix("/download/")) for one in answer.data["files"]
    ]
    assert [one.name for one in offered if one] == [one["name"] for one in answer.data["files"]]
    return {one.name: one.content for one in offered if one}


def made(folder: Path) -> dict[str, bytes]:
    """The files that a command wrote, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("pdf", "liaoning.pdf"),
        ("docx", "liaoning.docx"),
        ("onepage", "onepage/liaoning.pdf"),
        ("form", "liaoning-form.docx"),
    ],
)
def test_a_file_is_made_and_offered_once(desk: CalledDesk, kind: str, file: str) -> None:
    answer = desk.ask("POST", "/api/exports", {"doc": "profiles/liaoning", "kind": kind})
    assert answer.status == 200, answer.data
    once = answer.data["url"].removeprefix("/download/")
    offered = desk.desk.downloads.take(once)
    assert offered is not None
    assert offered.content == (desk.root / "output" / file).read_bytes()
    assert offered.name == Path(file).name == answer.data["name"]
    assert desk.desk.downloads.take(once) is None


def test_a_profile_with_mistakes_makes_no_file(desk: CalledDesk) -> None:
    path = desk.file("liaoning")
    path.write_text(path.read_text("utf-8").replace("[@jetro-seminar]", "[@nowhere]"), "utf-8")
    answer = desk.ask("POST", "/api/exports", {"doc": "profiles/liaoning", "kind": "pdf"})
    assert answer.status == 422
    assert "nowhere" in answer.data["problems"][0]["message"]
    assert list((desk.root / "output").iterdir()) == []


@pytest.mark.parametrize(
    "sent", [None, {}, {"doc": "series"}, {"doc": "profiles/nobody"}, {"doc": "profiles/../x"}]
)
def test_what_cannot_be_exported_is_not_found(desk: CalledDesk, sent: object) -> None:
    assert desk.ask("POST", "/api/exports", sent).status == 404


def test_the_file_for_a_print_shop_is_the_command_s(desk: CalledDesk, run: Run, tmp_path: Path) -> None:
    # the command writes it to another folder, and gets nothing from the cache
    told = run(
        *("build", "liaoning", "--for", "print", "--shop", "leaflet", "--no-cache"),
        *("--output", str(tmp_path / "command")),
        where=desk.root,
    )
    assert told.code == 0, told.err
    found = exported(desk, "print-leaflet")
    assert list(found) == ["liaoning-print-leaflet.pdf"]
    assert found == made(tmp_path / "command")


def test_a_shop_that_refuses_says_why_and_gets_no_file(desk: CalledDesk) -> None:
    shops = desk.root / "shops"
    shipped = shops.resolve()
    shops.unlink()
    shops.mkdir()
    text = (shipped / "leaflet.yaml").read_text("utf-8")
    (shops / "strict.yaml").write_text(text.replace("multiple: 1", "multiple: 16"), "utf-8")
    answer = desk.ask("POST", "/api/exports", {"doc": "profiles/liaoning", "kind": "print-strict"})
    assert answer.status == 422
    errors = [one for one in answer.data["problems"] if one["severity"] == "error"]
    assert [one["file"] for one in errors] == ["shops/strict.yaml"]
    assert errors[0]["line"]
    assert errors[0]["hint"]
    assert list((desk.root / "output").iterdir()) == []


@pytest.mark.parametrize(
    ("wishes", "options"),
    [
        ({}, ()),
        ({"scheme": "2up", "paper": "a4"}, ("--scheme", "2up")),
        (
            {"scheme": "4up", "paper": "b4", "blanks": "last"},
            ("--scheme", "4up", "--paper", "b4", "--blanks-last"),
        ),
        (
            {"scheme": "saddle", "paper": "a3", "stock": "コート180kg", "duplex": "manual"},
            ("--stock", "コート180kg", "--duplex", "manual"),
        ),
    ],
)
def test_an_imposed_file_is_the_command_s(
    desk: CalledDesk, run: Run, tmp_path: Path, wishes: dict[str, str], options: tuple[str, ...]
) -> None:
    asked = {"scheme": "saddle", "paper": "a3", **wishes}
    found = exported(desk, "impose", **asked)
    other = tmp_path / "command" / "liaoning.pdf"
    other.parent.mkdir()
    other.write_bytes((desk.root / "output" / "liaoning.pdf").read_bytes())
    told = run("impose", str(other), *options, where=desk.root, lang="ja_JP.UTF-8")
    assert told.code == 0, told.err
    other.unlink()
    assert found == made(other.parent)
    assert len(found) == (2 if wishes.get("duplex") == "manual" else 1)


def test_an_imposition_says_how_to_print_it(desk: CalledDesk, run: Run) -> None:
    answer = desk.ask("POST", "/api/exports", {"doc": "profiles/liaoning", "kind": "impose"})
    told = run("impose", "output/liaoning.pdf", where=desk.root, lang="ja_JP.UTF-8")
    assert answer.data["lines"]
    assert all(line in told.out for line in answer.data["lines"])
    assert [one["code"] for one in answer.data["problems"]] == [
        "Q803",
        "I201",
    ]  # tightened; two of four are blank


@pytest.mark.parametrize(
    "wrong", [{"scheme": "8up"}, {"paper": "a0"}, {"stock": "x"}, {"duplex": "left"}, {"paper": ["a4"]}]
)
def test_an_imposition_that_no_command_takes_is_refused(desk: CalledDesk, wrong: dict[str, Any]) -> None:
    answer = desk.ask("POST", "/api/exports", {"doc": "profiles/liaoning", "kind": "impose", **wrong})
    assert answer.status == 422
    assert list((desk.root / "output").iterdir()) == []


def editions(desk: CalledDesk) -> dict[str, str]:
    """The kinds of the earlier states that the desk lists, by key."""
    return {one["key"]: one["kind"] for one in desk.get("/api/profiles/liaoning/editions")["editions"]}


def test_a_redline_since_a_save_is_the_command_s(desk: CalledDesk, run: Run, tmp_path: Path) -> None:
    told = desk.get("/api/profiles/liaoning")
    at = ["answers", "relation", 0, "bullets", 1]
    was = told["data"]["answers"]["relation"][0]["bullets"][1]
    for words in ("一つめの文。", "二つめの文。"):
        saved = desk.change("profiles/liaoning", told["rev"], {"at": at, "was": was, "use": was + words})
        assert saved.status == 200
        told, was = saved.data, was + words
    keys = editions(desk)
    assert set(keys.values()) == {"saved"}
    key = list(keys)[-1]
    found = exported(desk, "redline", since=key, author="佐藤")
    (since,) = (desk.root / "history" / "texts" / "profiles.liaoning").glob(f"*{key.removeprefix('saved-')}*")
    command = ("redline", "liaoning", "--since", str(since), "--author", "佐藤")
    told = run(*command, "--output", str(tmp_path / "command"), where=desk.root)
    assert told.code == 0, told.err
    assert found == made(tmp_path / "command")
    assert sorted(found) == ["liaoning-comparison.docx", "liaoning-comparison.pdf", "liaoning-redline.docx"]


def test_a_redline_since_a_state_of_git_is_the_command_s(desk: CalledDesk, run: Run, tmp_path: Path) -> None:
    committed(desk.root, "最初の版", tag="v1")
    path = desk.file("liaoning")
    path.write_text(path.read_text("utf-8").replace("14市から構成され", "15市から構成され"), "utf-8")
    keys = editions(desk)
    assert list(keys.values()) == ["tag", "commit"]
    for key in keys:
        found = exported(desk, "redline", since=key)
        folder = tmp_path / key
        told = run(
            *("redline", "liaoning", "--since", key.removeprefix("git-"), "--output", str(folder)),
            where=desk.root,
        )
        assert told.code == 0, told.err
        assert found == made(folder)


def test_a_redline_since_the_same_text_has_no_files(desk: CalledDesk) -> None:
    committed(desk.root, "最初の版", tag="v1")
    assert exported(desk, "redline", since="git-v1") == {}


def test_a_state_that_is_not_listed_is_not_opened_and_an_author_must_be_a_name(desk: CalledDesk) -> None:
    committed(desk.root, "最初の版", tag="v1")
    asked = {"doc": "profiles/liaoning", "kind": "redline"}
    for since in (
        "",
        "git-HEAD",
        "profiles/liaoning.yaml",
        "saved-../../x",
        "git---output=x",
        "word",
        None,
        3,
    ):
        answer = desk.ask("POST", "/api/exports", {**asked, "since": since})
        assert answer.status == 422
        assert [one["code"] for one in answer.data["problems"]] == ["W413"], since
    for author in ("a\n", "x" * 101, ["a"], "\x00"):
        answer = desk.ask("POST", "/api/exports", {**asked, "since": "git-v1", "author": author})
        assert (answer.status, answer.data["problems"][0]["code"]) == (422, "W410"), author
    assert list((desk.root / "output").iterdir()) == []


@pytest.mark.parametrize("kind", ["", "exe", "print", "PDF", "redline ", "saddle"])
def test_a_kind_that_does_not_exist_makes_no_other_file(desk: CalledDesk, kind: str) -> None:
    answer = desk.ask("POST", "/api/exports", {"doc": "profiles/liaoning", "kind": kind})
    assert answer.status == 400
    assert list((desk.root / "output").iterdir()) == []


def test_an_unknown_shop_is_told(desk: CalledDesk) -> None:
    answer = desk.ask("POST", "/api/exports", {"doc": "profiles/liaoning", "kind": "print-nobody"})
    assert answer.status == 422
