"""Files that a profile names are part of its pages: they are made anew when one of them changes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from brochure.desk.page_job import Showing
from brochure.desk.watching import tell_saves
from running_desk import CalledDesk, desk_workspace

PAGES = "/api/profiles/liaoning/pages"
SHOWN = Showing("liaoning")
NAMED = {
    "photo": "photo:\n  file: photos/sea.png\n  alt: 架空の海\n  credit: none\n",
    "flag": "flag:\n  file: pictures/sea.png\n  alt: 架空の旗\n  credit: none\n",
    "figure": "    - figure: pictures/old/sea.png\n      alt: 架空の図\n      credit: none\n",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[CalledDesk]:
    made = CalledDesk(desk_workspace(tmp_path, "liaoning"))
    yield made
    made.desk.close()


def paint(path: Path, colour: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (1200, 800), colour).save(path)


def add(desk: CalledDesk, kind: str, text: str) -> None:
    """Write a part of the profile: a picture of the title, or a block of the first answer."""
    path = desk.file("liaoning")
    before = "  relation:\n" if kind == "figure" else "milestones:\n"
    path.write_text(path.read_text("utf-8").replace(before, text + before, 1), "utf-8")


def current_digests(desk: CalledDesk) -> list[str]:
    """The pictures of the pages, as soon as they show all files as they are."""
    view = desk.desk.pages.view(SHOWN)
    with desk.desk.pages.changed:
        assert desk.desk.pages.changed.wait_for(lambda: view.shown == view.wanted, 60)
    told: Any = desk.get(PAGES)
    assert told["current"], told["problems"]
    return [page["digest"] for page in told["pages"]]


@pytest.mark.parametrize("kind", NAMED)
def test_a_picture_that_is_replaced_under_its_name_is_shown(desk: CalledDesk, kind: str) -> None:
    file = desk.root / NAMED[kind].split("e: ")[1].split("\n")[0]
    paint(file, "navy")
    add(desk, kind, NAMED[kind])
    before = current_digests(desk)
    assert desk.get(PAGES)["current"], "nothing is made again while nothing changes"
    paint(file, "darkred")
    tell_saves(desk.desk, {file})
    assert desk.desk.pages.views[SHOWN].wanted != desk.desk.pages.views[SHOWN].shown
    assert current_digests(desk) != before
    paint(file, "navy")
    assert current_digests(desk) == before


def test_a_file_of_sources_that_changes_is_shown(desk: CalledDesk) -> None:
    file = desk.root / "profiles" / "more" / "架空.json"
    file.parent.mkdir()
    entry = '[{"id": "kaku", "type": "book", "title": "%s", "author": [{"literal": "架空の人"}]}]'
    file.write_text(entry % "架空の本", "utf-8")
    path = desk.file("liaoning")
    text = path.read_text("utf-8").replace("sources:\n", "sources:\n  - more/架空.json\n", 1)
    path.write_text(text.replace("[@jetro-seminar]", "[@jetro-seminar; @kaku]", 1), "utf-8")
    before = current_digests(desk)
    file.write_text(entry % "架空の別の本", "utf-8")
    tell_saves(desk.desk, {file})
    assert current_digests(desk) != before


def test_a_picture_that_nobody_names_makes_no_pages_anew(desk: CalledDesk) -> None:
    current_digests(desk)
    wanted = desk.desk.pages.views[SHOWN].wanted
    paint(desk.root / "pictures" / "other.png", "navy")
    tell_saves(desk.desk, {desk.root / "pictures" / "other.png"})
    assert desk.desk.pages.views[SHOWN].wanted == wanted
    said = [event for _, event in desk.desk.events.since(0) if event["kind"] == "picture"]
    assert [event["path"] for event in said] == ["pictures/other.png"]


@pytest.mark.parametrize("name", ["/", ".", "..", "profiles", "x" * 5000, "pictures/nothing.png", "~"])
def test_a_name_of_a_folder_or_of_nothing_is_no_file(
    desk: CalledDesk, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(desk, "figure", f"    - figure: {name}\n      alt: 架空\n      credit: none\n")
    walked: list[str] = []
    walk = os.walk

    def watched(at: Any, *rest: Any) -> Any:
        walked.append(str(at))
        return walk(at, *rest)

    monkeypatch.setattr("os.walk", watched)
    view = desk.desk.pages.view(SHOWN)
    assert not {"/", str(desk.root), str(desk.root / "profiles")} & {os.path.normpath(at) for at in walked}
    with desk.desk.pages.changed:
        assert desk.desk.pages.changed.wait_for(lambda: view.shown == view.wanted, 60)
    told = desk.get(PAGES)
    assert told["failed"]
    assert any(problem["at"] == "answers.about.3.figure" for problem in told["problems"])
