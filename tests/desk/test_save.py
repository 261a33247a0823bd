"""Files that are broken, read-only, gone or changed meanwhile: a save loses nothing and says what is so."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from brochure.desk.documents import revision_of
from desk_edits import RELATION, at, put
from running_desk import CalledDesk, desk_workspace


@pytest.fixture
def desk(tmp_path: Path) -> CalledDesk:
    return CalledDesk(desk_workspace(tmp_path, "liaoning", "oulu"))


def test_a_broken_file_is_told_with_its_last_good_text(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    saved = desk.change("profiles/liaoning", told["rev"], put(told["data"], ["as_of"], "2020-01"))
    desk.file("liaoning").write_text("partner: [\n", "utf-8")
    broken = desk.get("/api/profiles/liaoning")
    assert broken["broken"]["severity"] == "error"
    assert broken["data"]["as_of"] == "2020-01"
    assert broken["raw"] == "partner: [\n"
    again = desk.change("profiles/liaoning", saved.data["rev"], put(told["data"], ["edition"], "2026-12"))
    assert again.status == 423
    assert desk.file("liaoning").read_text("utf-8") == "partner: [\n"


def test_a_file_broken_before_the_first_save_is_told_with_what_was_read(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    desk.file("liaoning").write_text("partner: [\n", "utf-8")
    broken = desk.get("/api/profiles/liaoning")
    assert (broken["data"], broken["rev"]) == (told["data"], told["rev"])
    assert broken["broken"]["file"] == "profiles/liaoning.yaml"


def test_a_former_text_takes_the_place_of_a_file_that_cannot_be_read(desk: CalledDesk) -> None:
    path = desk.file("liaoning")
    told = desk.get("/api/profiles/liaoning")
    saved = desk.change("profiles/liaoning", told["rev"], put(told["data"], ["as_of"], "2020-01"))
    good = path.read_bytes()
    path.write_bytes(broken := b"partner: [\n")
    former = f"/api/profiles/liaoning/former/{saved.data['rev']}"
    back = desk.ask("POST", former, {"base": saved.data["rev"]}, person="佐藤")
    assert (back.status, back.data["rev"], back.data["broken"]) == (200, saved.data["rev"], None)
    assert path.read_bytes() == good  # to the byte, with its comments
    kept = desk.get("/api/profiles/liaoning/former")
    assert kept[0]["person"] == "佐藤"
    assert revision_of(broken) in [one["rev"] for one in kept]  # nothing is lost

    unreadable = f"/api/profiles/liaoning/former/{revision_of(broken)}"
    assert desk.ask("GET", unreadable).status == 422
    assert desk.ask("POST", unreadable, {"base": saved.data["rev"]}).status == 422
    assert path.read_bytes() == good


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_of_a_file_that_cannot_be_read_is_mended_alone(desk: CalledDesk, end: str) -> None:
    path = desk.file("liaoning")
    good = path.read_text("utf-8").replace("\n", end).encode()
    path.write_bytes(good.replace(b"  kind: state", b"  kind: [state"))
    told = desk.get("/api/profiles/liaoning")
    number = good.decode().split(end).index("  kind: state") + 1
    lines = told["raw"].split(end)
    assert lines[number - 1] == "  kind: [state"

    def mend(**sent: Any) -> Any:
        whole = {"line": number, "was": "  kind: [state", "use": "  kind: state", **sent}
        return desk.ask("POST", "/api/profiles/liaoning/lines", whole, person="佐藤")

    broken = path.read_bytes()
    for wrong in ({"line": number - 1}, {"line": 0}, {"line": 10_000}, {"was": "  kind: state"}):
        assert mend(**wrong).status == 409
    for strange in (
        {"line": str(number)}, {"line": True}, {"use": "a\nb"}, {"use": "a\r"}, {"use": "\0"}, {"use": None},
        {"use": "\ud83d"}, {"was": "\ud83d"}, {"use": "a\u2028b"},
    ):  # fmt: skip
        assert mend(**strange).status == 400
    assert path.read_bytes() == broken
    assert mend(use="  kind: [stat").data["broken"]  # what is still wrong is told
    assert mend(was="  kind: [stat").data["broken"] is None
    assert path.read_bytes() == good
    assert revision_of(broken) in [one["rev"] for one in desk.get("/api/profiles/liaoning/former")]
    assert mend(was="  kind: state", use="  kind: city").status == 409  # it can be read: it has fields


def test_a_conflict_tells_who_saved_the_other_value(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    theirs = put(told["data"], ["as_of"], "2020-01")
    desk.change("profiles/liaoning", told["rev"], theirs, person="佐藤")
    mine = put(told["data"], ["as_of"], "2021-01")
    refused = desk.change("profiles/liaoning", told["rev"], mine, person="鈴木")
    assert (refused.status, refused.data["person"]) == (409, "佐藤")
    assert refused.data["time"]
    path = desk.file("liaoning")
    path.write_text(path.read_text("utf-8").replace("2020-01", "2020-02"), "utf-8")
    again = desk.change("profiles/liaoning", told["rev"], mine)
    assert (again.status, again.data["person"], again.data["time"]) == (409, None, None)


def test_a_deleted_file_is_not_made_again(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    desk.file("liaoning").unlink()
    gone = desk.change("profiles/liaoning", told["rev"], put(told["data"], ["as_of"], "2020-01"))
    assert gone.status == 404
    assert not desk.file("liaoning").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    desk.file("liaoning").parent.chmod(0o500)
    try:
        assert desk.get("/api/profiles/liaoning")["readonly"]
        saved = desk.change("profiles/liaoning", told["rev"], put(told["data"], ["as_of"], "2020-01"))
    finally:
        desk.file("liaoning").parent.chmod(0o700)
    assert saved.status == 423


def test_a_full_disk_leaves_the_file_as_it_was(desk: CalledDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    told = desk.get("/api/profiles/liaoning")
    before = desk.file("liaoning").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    saved = desk.change("profiles/liaoning", told["rev"], put(told["data"], ["as_of"], "2020-01"))
    assert saved.status == 423
    assert "No space" in saved.data["problems"][0]["message"]
    assert "history/texts/" in saved.data["problems"][0]["message"]
    assert str(desk.root) not in saved.data["problems"][0]["message"]  # where, as in the workspace
    assert desk.file("liaoning").read_bytes() == before


def test_a_save_of_another_program_in_the_same_moment_is_kept(
    desk: CalledDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = desk.get("/api/profiles/liaoning")
    from brochure.storage import atomic

    prepare, path = atomic._prepare, desk.file("liaoning")

    def interrupted(target: Path, data: bytes, **options: bool) -> Path:
        if target == path and "2026-11" in path.read_text("utf-8"):
            path.write_text(path.read_text("utf-8").replace("2026-11", "2026-12"), "utf-8")
        return prepare(target, data, **options)

    monkeypatch.setattr(atomic, "_prepare", interrupted)
    saved = desk.change("profiles/liaoning", told["rev"], put(told["data"], ["as_of"], "2020-01"))
    assert saved.status == 200
    assert (saved.data["data"]["edition"], saved.data["data"]["as_of"]) == ("2026-12", "2020-01")


def lost_of(desk: CalledDesk, base: str, *edits: dict[str, Any]) -> list[dict[str, Any]]:
    answer = desk.change("profiles/liaoning", base, *edits)
    assert answer.status == 409
    found: list[dict[str, Any]] = [one["lost"] for one in answer.data["conflicts"]]
    return found


def test_a_text_in_a_block_that_is_gone_comes_back_with_its_block(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    blocks = at(told["data"], ["answers", "relation"])
    desk.change(
        "profiles/liaoning", told["rev"], {"at": ["answers", "relation", 0], "remove": True, "was": blocks[0]}
    )
    edit = put(told["data"], [*RELATION, 1], "書いていた文。")
    (lost,) = lost_of(desk, told["rev"], edit)
    assert (lost["at"], lost["into"], lost["step"]) == (RELATION[:3], ["answers", "relation"], 0)
    assert lost["use"]["bullets"] == [blocks[0]["bullets"][0], "書いていた文。"]
    now = desk.get("/api/profiles/liaoning")
    back = desk.change(
        "profiles/liaoning", now["rev"], {"at": lost["into"], "insert": lost["step"], "use": lost["use"]}
    )
    assert at(back.data["data"], ["answers", "relation"]) == [lost["use"], *blocks[1:]]


def test_a_text_in_an_answer_or_an_item_that_is_gone_names_what_is_gone(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    edits = [
        put(told["data"], ["answers", "relation", 1, "rows", 1, "items", 0], "項目。"),
        {"at": RELATION, "insert": 1, "use": "足した文。"},
    ]
    answer = at(told["data"], ["answers", "relation"])
    desk.change(
        "profiles/liaoning", told["rev"], {"at": ["answers", "relation"], "remove": True, "was": answer}
    )
    first, second = lost_of(desk, told["rev"], *edits)
    assert (first["at"], first["step"]) == (["answers", "relation"], "relation")
    assert second["use"][0]["bullets"][1] == "足した文。"  # the later one has both
    assert second["use"][1]["rows"][1]["items"] == ["項目。"]


def test_a_value_that_still_has_its_place_is_not_lost(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    desk.change("profiles/liaoning", told["rev"], put(told["data"], ["as_of"], "2020-01"))
    assert lost_of(desk, told["rev"], put(told["data"], ["as_of"], "2020-02")) == [None]


def test_an_insert_on_an_unknown_text_replaces_nothing(desk: CalledDesk) -> None:
    """The desk was killed, and the text that the browser had was never saved by it."""
    told = desk.get("/api/profiles/liaoning")
    before = at(told["data"], RELATION)
    saved = desk.change("profiles/liaoning", "0" * 64, {"at": RELATION, "insert": 1, "use": "足した文。"})
    assert at(saved.data["data"], RELATION) == [before[0], "足した文。", *before[1:]]
    again = desk.change("profiles/liaoning", "0" * 64, {"at": RELATION, "insert": 1, "use": "足した文。"})
    assert at(again.data["data"], RELATION).count("足した文。") == 1
    moved = desk.change("profiles/liaoning", "0" * 64, {"at": RELATION, "move": [0, 2]})
    assert (moved.status, at(moved.data["data"], RELATION)) == (200, at(again.data["data"], RELATION))


def test_a_link_out_of_the_workspace_is_not_read_and_one_within_stays_a_link(
    desk: CalledDesk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret.yaml"
    secret.write_text("partner: {name: 秘密}\n", "utf-8")
    path = desk.file("liaoning")
    inside = desk.root / "shared.yaml"
    path.rename(inside)
    path.symlink_to(secret)
    told = desk.get("/api/profiles/liaoning")
    assert (told["data"], told["raw"], told["broken"]["code"]) == (None, "", "F119")
    edit = {"at": ["partner", "name"], "was": "秘密", "use": "x"}
    assert desk.change("profiles/liaoning", revision_of(secret.read_bytes()), edit).status == 423
    assert secret.read_text("utf-8") == "partner: {name: 秘密}\n"
    path.unlink()
    path.symlink_to(inside)
    good = desk.get("/api/profiles/liaoning")
    assert (
        desk.change("profiles/liaoning", good["rev"], put(good["data"], ["as_of"], "2020-01")).status == 200
    )
    assert path.is_symlink()
    assert "as_of: 2020-01" in inside.read_text("utf-8")


@pytest.mark.parametrize("kind", ["pipe", "folder", "loop"])
def test_what_is_no_file_is_told_and_nobody_waits(desk: CalledDesk, kind: str) -> None:
    path = desk.file("liaoning")
    path.unlink()
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "loop":
            path.symlink_to(path.name)
    told = desk.get("/api/profiles/liaoning")
    assert (told["broken"]["code"], told["raw"]) == ("F119", "")
