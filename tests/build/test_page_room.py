"""How many characters still fit on a partner's pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from brochure.build.load import load_common, load_partner
from brochure.build.page_room import characters_left
from brochure.storage.workspace import Workspace
from workspaces import workspace


def left(where: Workspace, name: str) -> int | None:
    return characters_left(where, load_partner(where, name, load_common(where, "standard")))


def test_full_pages_have_no_room_and_a_partner_of_a_page_has_about_a_page() -> None:
    where = workspace("repo")
    assert left(where, "liaoning") == 0  # it was tightened to fit
    room = left(where, "oulu")
    assert room is not None
    assert 500 < room < 2500


def test_text_that_is_added_takes_its_room(fresh: Path) -> None:
    where = Workspace(fresh)
    head = "partner: {name: 架空機関, country: 架空国}\nedition: 2026\nanswers:\n  about:\n    - bullets:\n"
    rooms = []
    for count in (5, 8):
        bullets = f"        - {'あ' * 99}。\n" * count
        (fresh / "profiles" / "small.yaml").write_text(head + bullets, "utf-8")
        rooms.append(left(where, "small") or 0)
    assert 150 < rooms[0] - rooms[1] < 600  # 300 characters


def test_without_a_page_budget_nothing_is_said() -> None:
    where = workspace("repo")
    loaded = load_partner(where, "oulu", load_common(where, "standard"))
    layout = loaded.common.layout
    free = replace(layout, data=layout.data.model_copy(update={"budget": None}))
    assert characters_left(where, replace(loaded, common=replace(loaded.common, layout=free))) is None
