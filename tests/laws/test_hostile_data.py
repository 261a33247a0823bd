"""Hostile profiles, series and sources: each is refused at its place or printed, in bounded work."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml

from brochure.diagnostics.visible import show_controls
from damaged_workspaces import SECRET, patient, run_apart, small_workspace, sound
from hostile_data import HostileData
from law import law
from pdf_actions import check_actions
from workspaces import REPO, SAMPLES

RECORDS = {
    "refs.bib": "@article{a, author={架空, 一郎 and DOE, J.}, title={架空の{港}},\n  year={2019},\n"
    '  month=nov, pages={1--9}, url={https://example.jp/a}\n}\n@book{b,\n  title = "題" # "名",\n'
    "  date = {2020-01/2020-03},\n}\n",
    "refs.ris": "TY  - JOUR\nID  - a\nAU  - 架空, 一郎\nTI  - 題\nPY  - 2019/11/05/\nSP  - 1\n"
    "UR  - https://x.jp\nER  - \n",
    "refs.tsv": 'ID\tタイトル\t著者\t出版年\na\t題\t架空 一郎\t2019\nb\t"題""2"\t\t\n',
    "refs.csv": 'Key,Item Type,Title,Author,Date,Url\na,book,題,"架空, 一郎",2019,https://x.jp\n',
}
ITEMS = [
    {
        "id": "a",
        "type": "report",
        "title": "題",
        "author": [{"family": "架空", "given": "一郎"}],
        "URL": "https://x.jp",
    },
    {
        "id": "b",
        "type": "webpage",
        "title": "題",
        "issued": {"date-parts": [[2019, 11]]},
        "accessed": {"raw": "2020"},
    },
]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")


def workspace(folder: Path) -> Path:
    """A small workspace with a secret beside it."""
    (folder / "secret.txt").write_text(SECRET)
    (root := folder / "workspace").mkdir()
    small_workspace(root)
    for name in ("photos", "pictures"):
        shutil.copytree(SAMPLES / name, root / name, dirs_exist_ok=True)
    return root


def plain(path: Path) -> Any:
    """The data of a YAML file, in which all scalars are texts."""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # it makes texts only


def read_or_refused(root: Path, file: str) -> None:
    """Assert that a workspace with one hostile file is checked, and printed unless it is refused."""
    checked = run_apart(root, "check")
    sound(checked, 0, 1, 3)
    _visible(checked.said)
    if checked.code:
        assert re.search(r": error [A-Z]\d", checked.said), checked.said
        assert file in checked.said
    built = run_apart(root, "build", "small", "--no-cache")
    made = root / "output" / "small.pdf"
    sound(built, 0, 1, 3, 5, pages=_page_count(made))
    _visible(built.said)
    assert "R201" not in built.said
    assert built.code in (1, 3) or not checked.code, "check refuses it, but it is built"
    assert made.exists() == ("error" not in re.sub(r"error [LQ]", "", built.said)), built.said
    if made.exists():
        check_actions(made)
    for form in ("csv", "json"):
        listed = run_apart(root, "sources", "--format", form)
        sound(listed, 0, 1, 3)


def _page_count(file: Path) -> int:
    if not file.exists():
        return 0
    with pypdfium2.PdfDocument(file) as opened:
        return len(opened)


def _visible(said: str) -> None:
    """Assert that no character is sent to the terminal that changes how others are shown."""
    for line in said.split("\n"):
        assert show_controls(line) == line, repr(line)


@law(sample=6, full=500)
@patient(workspace)
def test_a_hostile_profile_is_refused_at_its_place_or_printed(root: Path, seed: int) -> None:
    """A profile with data of any shape is refused at its place or printed, in bounded work."""
    dice = random.Random(seed)
    made = HostileData(dice)
    source = dice.choice(
        [root / "profiles/small.yaml", SAMPLES / "profiles/awkward.yaml", REPO / "profiles/liaoning.yaml"]
    )
    data = made.changed(plain(source), dice.choice([1, 1, 2, 6])) if dice.random() < 0.95 else made.value()
    (root / "profiles" / "small.yaml").write_bytes(made.yaml(data).encode("utf-8", "surrogatepass"))
    read_or_refused(root, "profiles/small.yaml")


@law(sample=6, full=500)
@patient(workspace)
def test_a_hostile_series_is_refused_at_its_place_or_used(root: Path, seed: int) -> None:
    """A series with data of any shape is refused at its place or used, in bounded work."""
    dice = random.Random(seed)
    made = HostileData(dice)
    path = root / "profiles" / "_series.yaml"
    data = made.changed(plain(path), dice.choice([1, 1, 2, 6])) if dice.random() < 0.95 else made.value()
    path.write_bytes(made.yaml(data).encode("utf-8", "surrogatepass"))
    read_or_refused(root, "profiles/")


@law(sample=6, full=500)
@patient(workspace)
def test_hostile_sources_are_refused_at_their_place_or_cited(root: Path, seed: int) -> None:
    """Sources with data of any shape, in YAML or in an export, are refused or cited, in bounded work."""
    dice = random.Random(seed)
    made = HostileData(dice)
    file = dice.choice([*RECORDS, "refs.json", "_sources.yaml", "_sources.yaml"])
    if file in RECORDS:
        text = made.record(RECORDS[file])
    else:
        data = made.changed(ITEMS, dice.choice([1, 2, 6]))
        text = json.dumps(data) if file == "refs.json" else made.yaml(data)
    (root / "profiles" / file).write_bytes(text.encode("utf-8", "surrogatepass"))
    profile = root / "profiles" / "small.yaml"
    included = "" if file.startswith("_") else f"sources:\n  - {file}\n"
    profile.write_text(
        profile.read_text("utf-8").replace("関係です[^1]", "関係です[^1][@a 12頁][@b]") + included, "utf-8"
    )
    read_or_refused(root, "profiles/")
