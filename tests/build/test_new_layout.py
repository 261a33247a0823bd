"""A new layout for any page size: it builds without a fault, and what cannot be set is refused in words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from brochure.build.brochure import build_brochure
from brochure.build.load import load_common, load_layout
from brochure.build.new_layout import create_layout
from brochure.pdf.page_pictures import PagePictures
from brochure.schema.page_sizes import parse_size
from brochure.schema.type_area import LONGEST, SHORTEST
from brochure.storage.workspace import Workspace
from cli_result import Run
from workspaces import REPO

SIZES = ["B5", "A5", "Letter", "A4-landscape", "slim", "A3", "B6", "150x150"]


@pytest.mark.parametrize("size", SIZES)
def test_a_layout_of_any_size_sets_a_full_and_a_sparse_partner_without_a_fault(
    fresh: Path, size: str
) -> None:
    shutil.copy(REPO / "profiles" / "singapore.yaml", fresh / "profiles")
    where = Workspace(fresh)
    create_layout(where, "mine", source="standard", size=size, columns=None)
    common = load_common(where, "mine")
    area = common.layout.area
    assert area.characters is not None
    assert SHORTEST <= area.characters <= LONGEST
    for name in ("liaoning", "singapore"):
        built = build_brochure(where, name, common, output=fresh / "output")
        assert built.faults == ()
        pages = PagePictures(built.paths[0].read_bytes())
        assert {pages.size(index) for index in range(len(pages))} == {parse_size(size)}
        pages.close()


def test_a_layout_of_the_same_size_prints_the_same_page(fresh: Path) -> None:
    where = Workspace(fresh)
    create_layout(where, "mine", source="standard", size="A4", columns=None)
    mine, standard = (load_layout(where, name)[0].data for name in ("mine", "standard"))
    kept = {"title", "description"}
    assert mine.model_dump(exclude=kept) == standard.model_dump(exclude=kept)


def test_every_value_of_the_manifest_is_written_with_its_comment(fresh: Path) -> None:
    where = Workspace(fresh)
    folder = create_layout(where, "mine", source="standard", size="A5", columns=None)
    text, before = (
        (path / "layout.yaml").read_text("utf-8") for path in (folder, fresh / "layouts" / "standard")
    )
    assert text.count(" # ") == before.count(" # ")
    data = yaml.safe_load(text)
    assert data["page"] == {
        "width": 148,
        "height": 210,
        "margins": {"top": 14.5, "right": 13.5, "bottom": 15, "left": 13.5},
    }
    assert (data["tokens"]["size"], data["tokens"]["ink"]) == ("8.5pt", "#1c2329")
    assert {path.name for path in folder.iterdir()} >= {"style.css", "reference.docx", "book", "blocks"}


def test_columns_are_as_many_as_asked_for_or_as_lines_need(fresh: Path) -> None:
    where = Workspace(fresh)
    create_layout(where, "wide", source="standard", size="A4-landscape", columns=None)
    create_layout(where, "two", source="standard", size="B5", columns=2)
    for name in ("wide", "two"):
        data = load_layout(where, name)[0].data
        assert (data.columns, data.notes.placement) == (2, "partner")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["standard"], 3, "F107"),
        (["Standard"], 3, "F103"),
        (["日本"], 3, "F103"),
        (["mine", "--from", "nothing"], 3, "F105"),
        (["mine", "--size", "B7"], 2, "L120"),
        (["mine", "--size", "40x210"], 2, "L121"),
        (["mine", "--size", "A4 210"], 2, "L120"),
        (["mine", "--size", "slim", "--columns", "3"], 2, "L123"),
        (["mine", "--from", "onepage", "--columns", "3"], 2, "L122"),
    ],
)
def test_what_cannot_be_made_is_refused_and_writes_nothing(
    run: Run, fresh: Path, arguments: list[str], code: int, told: str
) -> None:
    before = sorted(fresh.rglob("*"))
    ran = run("new-layout", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert f"error {told}: " in ran.err
    assert sorted(fresh.rglob("*")) == before


def test_the_command_says_which_folder_it_made(run: Run, fresh: Path) -> None:
    ran = run("new-layout", "mine", "--size", "182x257", "--columns", "2")
    assert (ran.code, ran.out, ran.err) == (0, "layouts/mine\n", "")
    assert run("new-layout", "mine").code == 3


@pytest.mark.parametrize(
    ("width", "height", "side"),
    [(182, 257, 32), (182, 257, 24), (210, 297, 60), (257, 364, 38), (148, 210, 38)],
)
def test_the_standard_layout_holds_on_another_page_without_other_changes(
    fresh: Path, width: int, height: int, side: int
) -> None:
    shutil.copy(REPO / "profiles" / "singapore.yaml", fresh / "profiles")
    path = fresh / "layouts" / "standard" / "layout.yaml"
    text = path.read_text("utf-8").replace("width: 210", f"width: {width}")
    text = text.replace("height: 297", f"height: {height}").replace("side: 38mm", f"side: {side}mm")
    path.write_text(text, "utf-8")
    where = Workspace(fresh)
    common = load_common(where, "standard")
    for name in ("liaoning", "singapore"):
        built = build_brochure(where, name, common, formats=["pdf"], output=fresh / "output")
        assert built.faults == ()


@pytest.mark.parametrize("size", ["A5", "slim", "A4-landscape"])
def test_the_booklet_of_all_partners_holds_on_any_page(run: Run, fresh: Path, size: str) -> None:
    for folder in ("profiles", "booklets"):
        shutil.copytree(REPO / folder, fresh / folder, dirs_exist_ok=True)
    create_layout(Workspace(fresh), "mine", source="standard", size=size, columns=None)
    path = fresh / "booklets" / "seminar-2026.yaml"
    lines = path.read_text("utf-8").replace("layout: standard", "layout: mine").split("\n")
    path.write_text("\n".join(line for line in lines if not line.startswith("page_layout")), "utf-8")
    made = run("booklet", "seminar-2026", "--format", "pdf")
    assert (made.code, "error" in made.err) == (0, False), made.err
    found = run("preflight", "output/seminar-2026.pdf", "--layout", "mine")
    assert (found.code, "0 errors" in found.out) == (0, True), found.out
