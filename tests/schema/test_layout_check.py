"""Files of a layout's folder that cannot be read are told before anything opens them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from brochure.build.load import load_layout
from brochure.diagnostics.problem import BrochureError
from brochure.storage.workspace import Workspace
from workspaces import REPO

NEEDED = ["layout.yaml", "page.html.jinja", "style.css", "reference.docx", "citation/house.csl"]
OTHERS = ["blocks/more.html.jinja", "notes.txt"]


def told(fresh: Path) -> list[tuple[str, str, str]]:
    """Place, code and kind of each problem of the standard layout."""
    try:
        load_layout(Workspace(fresh), "standard")
    except BrochureError as error:
        return [
            (str(found.location), found.code, dict(found.details).get("kind", "")) for found in error.problems
        ]
    return []


def put(path: Path, kind: str) -> None:
    """Put something odd in a file's place."""
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "loop":
            path.symlink_to(path.name)
        case "dangling":
            path.symlink_to("nothing")
        case "device":
            path.symlink_to("/dev/zero")
        case "outside":
            path.symlink_to("/etc/hostname")
        case "folder":
            path.mkdir()


@pytest.mark.parametrize("kind", ["pipe", "loop", "dangling", "device", "outside", "folder"])
def test_an_odd_file_is_told_once_at_its_place(fresh: Path, kind: str) -> None:
    for name in [*NEEDED, *OTHERS]:
        path = fresh / "layouts" / "standard" / name
        kept = path.read_bytes() if path.exists() else None
        put(path, kind)
        expected = [] if kind == "folder" and name in OTHERS else [(f"layouts/standard/{name}", "F119", kind)]
        assert told(fresh) == expected
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
        if kept is not None:
            path.write_bytes(kept)
    assert told(fresh) == []


def test_an_odd_font_is_told_where_the_manifest_names_it(fresh: Path) -> None:
    (fresh / "fonts").unlink()
    shutil.copytree(REPO / "fonts", fresh / "fonts")
    font = fresh / "fonts" / "BIZUDPGothic-Regular.ttf"
    put(font, "pipe")
    assert [(place.split(":")[0], code, kind) for place, code, kind in told(fresh)] == [
        ("layouts/standard/layout.yaml", "F119", "pipe")
    ]
    font.unlink()
    with font.open("wb") as file:
        file.truncate(10_000_000_000)
    assert [code for _, code, _ in told(fresh)] == ["F115"]
    font.unlink()
    font.symlink_to(REPO / "fonts" / font.name)  # a font may be linked from anywhere
    assert told(fresh) == []


def test_a_huge_file_is_not_read(fresh: Path) -> None:
    for name in NEEDED:
        path = fresh / "layouts" / "standard" / name
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.truncate(10_000_000_000)
        assert told(fresh) == [(f"layouts/standard/{name}", "F115", "")]
        with path.open("r+b") as file:
            file.truncate(size)


def test_a_file_that_may_not_be_read_is_told(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = os.access

    def refused(path: Path, mode: int) -> bool:
        return Path(path).name != "comparison.css" and really(path, mode)

    monkeypatch.setattr(os, "access", refused)
    assert [code for _, code, _ in told(fresh)] == ["F104"]


def test_hidden_files_and_links_between_layouts_are_no_mistakes(fresh: Path) -> None:
    folder = fresh / "layouts" / "standard"
    (folder / ".#style.css").symlink_to("someone@machine.1234")  # a lock of Emacs
    (folder / ".#page.html.jinja").symlink_to("someone@machine.1234")
    (folder / "style.css").unlink()
    (folder / "style.css").symlink_to("../onepage/style.css")
    assert told(fresh) == []


def test_notes_at_the_foot_of_pages_with_columns_are_told_at_their_place(fresh: Path) -> None:
    path = fresh / "layouts" / "standard" / "layout.yaml"
    path.write_text(path.read_text("utf-8").replace("\ncolumns: 1", "\ncolumns: 3"), "utf-8")
    line = next(
        n for n, text in enumerate(path.read_text("utf-8").split("\n"), 1) if "placement: page" in text
    )
    assert told(fresh) == [(f"layouts/standard/layout.yaml:{line}:14", "L113", "")]
    path.write_text(path.read_text("utf-8").replace("placement: page", "placement: section"), "utf-8")
    assert told(fresh) == []
