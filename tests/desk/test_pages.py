"""The pages of the desk are those of the command line, with the places of their values."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from brochure.build.brochure import build_brochure
from brochure.build.load import load_common
from brochure.desk.page_job import Showing
from brochure.storage.cache import FOLDER, Cache
from brochure.storage.workspace import Workspace
from running_desk import CalledDesk, desk_workspace

PAGES = "/api/profiles/liaoning/pages"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[CalledDesk]:
    made = CalledDesk(desk_workspace(tmp_path, "liaoning"))
    yield made
    made.desk.pages.builder.close()


def current_pages(desk: CalledDesk) -> Any:
    """The pages, as soon as they show the file as it is."""
    for _ in range(50):
        told = desk.get(PAGES)
        if told["current"] or told["failed"]:
            return told
        view = desk.desk.pages.views[Showing("liaoning")]
        with desk.desk.pages.changed:
            desk.desk.pages.changed.wait_for(lambda view=view: view.shown == view.wanted, 20)  # type: ignore[misc]
    raise AssertionError("no pages after 50 requests")


def retype(desk: CalledDesk, old: str, new: str) -> None:
    path = desk.file("liaoning")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_desk_and_the_command_line_make_the_same_file(desk: CalledDesk, tmp_path: Path) -> None:
    told = current_pages(desk)
    made = desk.desk.pages.views[Showing("liaoning")].made
    assert made is not None
    where = Workspace(tmp_path)
    common = load_common(where, "standard")
    fresh = build_brochure(where, "liaoning", common, formats=["pdf"], output=tmp_path / "fresh")
    assert fresh.paths[0].read_bytes() == made.pdf
    cache = Cache(tmp_path / FOLDER)
    cached = build_brochure(
        where, "liaoning", common, formats=["pdf"], output=tmp_path / "cached", cache=cache
    )
    assert cached.paths[0].read_bytes() == made.pdf
    assert [(page["width"], page["height"]) for page in told["pages"]] == [(210, 297)] * 2
    assert told["rev"] == desk.get("/api/profiles/liaoning")["rev"]


def test_pages_of_the_command_line_get_places(desk: CalledDesk, tmp_path: Path) -> None:
    where = Workspace(tmp_path)
    cache = Cache(tmp_path / FOLDER)
    common = load_common(where, "standard")
    build_brochure(where, "liaoning", common, formats=["pdf"], output=tmp_path / "output", cache=cache)
    assert {"partner.name", "answers.about.0.bullets.0"} <= {box[0] for box in current_pages(desk)["boxes"]}


def test_only_the_changed_page_is_another_picture(desk: CalledDesk) -> None:
    before = current_pages(desk)
    retype(desk, "改革を行い", "改革を進め")
    after = current_pages(desk)
    assert before["pages"][0]["digest"] != after["pages"][0]["digest"]
    assert before["pages"][1] == after["pages"][1]
    found = "".join(box[8] for box in after["boxes"] if box[0] == "answers.about.0.bullets.1")
    assert "改革を進め" in found


def test_a_mistake_leaves_the_last_pages_and_tells_its_place(desk: CalledDesk) -> None:
    before = current_pages(desk)
    retype(desk, "[@jetro-seminar]", "[@nowhere]")
    told = current_pages(desk)
    assert (told["failed"], told["current"], told["rev"]) == (True, False, before["rev"])
    assert told["pages"] == before["pages"]
    assert [one["at"] for one in told["problems"] if one["severity"] == "error"] == [
        "answers.about.0.bullets.1"
    ]
    retype(desk, "[@nowhere]", "[@jetro-seminar]")
    assert current_pages(desk)["pages"] == before["pages"]


def test_a_newer_edit_ends_an_older_build(desk: CalledDesk) -> None:
    current_pages(desk)
    for length in range(1, 6):
        retype(desk, "改革を行い" + "あ" * (length - 1), "改革を行い" + "あ" * length)
        desk.get(PAGES)
    told = current_pages(desk)
    assert "あ" * 5 in "".join(box[8] for box in told["boxes"])
    done = [said for _, said in desk.desk.events.since(0) if said["kind"] in ("built", "failed")]
    assert len(done) < 6, "each edit was built to its end"


def test_a_killed_builder_is_started_again(desk: CalledDesk) -> None:
    before = current_pages(desk)
    running = desk.desk.pages.builder._running
    assert running is not None
    running.process.kill()
    running.process.wait()
    retype(desk, "改革を行い", "改革を進め")
    after = current_pages(desk)
    assert after["current"]
    assert after["pages"][0] != before["pages"][0]


def test_pictures_are_drawn_in_other_sizes(desk: CalledDesk) -> None:
    page = current_pages(desk)["pages"][0]
    for dpi in (36, 110, 200):
        answer = desk.ask("GET", f"/api/pictures/{page['digest']}/0@{dpi}.png")
        assert answer.content is not None
        assert (answer.media, answer.is_fixed) == ("image/png", True)
        assert Image.open(io.BytesIO(answer.content)).size[0] == pytest.approx(210 / 25.4 * dpi, abs=1)
    for path in (f"{page['digest']}/0@1.png", f"{page['digest']}/0@9999.png", f"{'0' * 64}/0@110.png"):
        assert desk.ask("GET", f"/api/pictures/{path}").status == 404


def test_an_unknown_layout_is_told(desk: CalledDesk) -> None:
    answer = desk.ask("GET", PAGES, query={"layout": "nothing"})
    assert answer.status == 404
    assert answer.data["problems"]


def test_a_layout_with_mistakes_is_told(tmp_path: Path) -> None:
    root = desk_workspace(tmp_path, "liaoning")
    (root / "layouts").unlink()
    (root / "layouts" / "standard").mkdir(parents=True)
    (root / "layouts" / "standard" / "layout.yaml").write_text("name: [\n", "utf-8")
    desk = CalledDesk(root)
    try:
        told = desk.get(PAGES)
        assert (told["failed"], told["pages"]) == (True, [])
        assert any("layout.yaml" in (one["file"] or "") for one in told["problems"])
    finally:
        desk.desk.pages.builder.close()
