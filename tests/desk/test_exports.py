"""Exports are the files of the command line, offered once."""

from __future__ import annotations

from pathlib import Path

import pytest

from running_desk import CalledDesk, desk_workspace


@pytest.fixture
def desk(tmp_path: Path) -> CalledDesk:
    return CalledDesk(desk_workspace(tmp_path, "liaoning"))


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


def test_an_unknown_shop_is_told(desk: CalledDesk) -> None:
    answer = desk.ask("POST", "/api/exports", {"doc": "profiles/liaoning", "kind": "print-nobody"})
    assert answer.status == 422
