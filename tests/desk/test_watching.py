"""What another program saves is told, and what the desk saved itself is not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from brochure.desk.documents import revision_of
from brochure.desk.watching import Watching, tell_saves
from running_desk import CalledDesk, desk_workspace


@pytest.fixture
def desk(tmp_path: Path) -> CalledDesk:
    return CalledDesk(desk_workspace(tmp_path, "liaoning"))


def kinds(desk: CalledDesk) -> list[tuple[str, str]]:
    return [(said["kind"], said.get("doc", "")) for _, said in desk.desk.events.since(0)]


def test_a_save_of_an_editor_is_told(desk: CalledDesk) -> None:
    path = desk.file("liaoning")
    desk.get("/api/profiles/liaoning")
    path.write_text(path.read_text("utf-8").replace("2026-11", "2026-12"), "utf-8")
    tell_saves(desk.desk, {path, desk.root / "profiles" / ".swp"})
    (event,) = [said for _, said in desk.desk.events.since(0) if said["kind"] == "changed"]
    assert (event["doc"], event["rev"]) == ("profiles/liaoning", revision_of(path.read_bytes()))


def test_the_desks_own_save_is_not_told_again(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    desk.change("profiles/liaoning", told["rev"], {"at": ["as_of"], "was": "2019-11", "use": "2020-01"})
    tell_saves(desk.desk, {desk.file("liaoning")})
    assert [kind for kind, _ in kinds(desk)] == ["saved", "partners"]


def test_a_text_that_comes_back_is_told(desk: CalledDesk) -> None:
    """``git checkout`` of the text that the desk read first."""
    before = desk.file("liaoning").read_bytes()
    told = desk.get("/api/profiles/liaoning")
    desk.change("profiles/liaoning", told["rev"], {"at": ["as_of"], "was": "2019-11", "use": "2020-01"})
    desk.file("liaoning").write_bytes(before)
    tell_saves(desk.desk, {desk.file("liaoning")})
    assert ("changed", "profiles/liaoning") in kinds(desk)


@pytest.mark.parametrize(("name", "doc"), [("_series.yaml", "series"), ("_sources.yaml", "sources")])
def test_shared_files_are_told(desk: CalledDesk, name: str, doc: str) -> None:
    path = desk.root / "profiles" / name
    path.write_text(path.read_text("utf-8") + "# a\n", "utf-8")
    tell_saves(desk.desk, {path})
    assert ("changed", doc) in kinds(desk)


@pytest.mark.parametrize("file", ["editions/2026-11/liaoning/approval.yaml", "surveys/2026-09/sent/x.json"])
def test_a_record_renews_the_list_and_no_page(
    desk: CalledDesk, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    renewed: list[str] = []
    monkeypatch.setattr(type(desk.desk.pages), "renew", lambda _, name="": renewed.append(name))
    tell_saves(desk.desk, {desk.root / file})
    assert (kinds(desk), renewed) == ([("partners", "")], [])
    tell_saves(desk.desk, {desk.root / "layouts" / "standard" / "layout.yaml"})
    assert renewed == [""]


def test_a_deleted_file_is_told(desk: CalledDesk) -> None:
    desk.file("liaoning").unlink()
    tell_saves(desk.desk, {desk.file("liaoning")})
    assert ("changed", "profiles/liaoning") in kinds(desk)


def test_the_watcher_sees_a_save(desk: CalledDesk) -> None:
    stop = Watching(desk.desk).start()
    try:
        end = time.monotonic() + 30
        number = 0
        while ("changed", "profiles/liaoning") not in kinds(desk) and time.monotonic() < end:
            number += 1
            desk.file("liaoning").write_text(f"# {number}\n", "utf-8")
            time.sleep(0.2)
    finally:
        stop()
    assert ("changed", "profiles/liaoning") in kinds(desk)
