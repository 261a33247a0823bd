"""Booklets compiled from copies of the repository's partners, and edits of them."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

from brochure.storage.workspace import Workspace
from workspaces import REPO

NAMES = ["liaoning", "oulu", "maryland", "stanford"]
HEAD = "title: 架空の冊子\nedition: 2026-11\n"


def new_shelf(tmp_path: Path) -> Workspace:
    """A workspace with a few real partners, one of which includes a file of sources."""
    shutil.copytree(REPO / "layouts", tmp_path / "layouts")
    for name in ("fonts", "pictures"):
        (tmp_path / name).symlink_to(REPO / name)
    for name in ("profiles", "booklets"):
        (tmp_path / name).mkdir()
    for name in ("_series", "_sources", *NAMES):
        shutil.copy(REPO / f"profiles/{name}.yaml", tmp_path / "profiles")
    # this citation style prints what is in the ledger
    change(tmp_path / "layouts/standard/layout.yaml", "citation/house.csl", "citation/sist02.csl")
    profile = tmp_path / "profiles/oulu.yaml"
    text = profile.read_text("utf-8").replace("sources:\n", "sources:\n  - export.json\n", 1)
    profile.write_text(text, "utf-8")
    export(tmp_path, "架空の題名")
    (tmp_path / "booklets/all.yaml").write_text(HEAD, "utf-8")
    return Workspace(tmp_path)


def export(root: Path, title: str) -> None:
    """Write the included file."""
    item = {"id": "extra", "type": "book", "title": title, "issued": {"date-parts": [[2020]]}}
    (root / "profiles/export.json").write_text(json.dumps([item]), "utf-8")


def change(path: Path, old: str, new: str) -> None:
    """Change a text, if it is still there."""
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def comment(where: Workspace, dice: random.Random) -> None:
    path = where.profile(dice.choice(NAMES))
    path.write_text(f"# {dice.random()}\n{path.read_text('utf-8')}", "utf-8")


def name(where: Workspace, dice: random.Random) -> None:
    change(where.profile("oulu"), "name: オウル市", f"name: オウル市{dice.randrange(9)}")


def survey(where: Workspace, dice: random.Random) -> None:
    change(where.profiles / "_series.yaml", "asked: 2019", f"asked: 20{dice.randrange(10, 20)}")


def wording(where: Workspace, dice: random.Random) -> None:
    for path in (where.root / "layouts").glob("*/citation/*.csl"):
        old = '<layout delimiter="; " suffix="' if path.stem == "sist02" else 'suffix="'
        change(path, old, old + dice.choice("＋＊"))
