"""Edits change only the spans of their values, in any order, from any number of browsers."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from typing import Any

import pytest

from brochure.desk.edits import EditFormError, read_edits
from law import law
from random_desk_edits import KEYS, WrittenProfile
from running_desk import CalledDesk, desk_workspace


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return desk_workspace(tmp_path_factory.mktemp("desk"))


@law(sample=10, full=1000)
def test_edits_make_the_file_that_a_hand_would_write(root: Path, seed: int) -> None:
    """Edits sent through the API, in batches, make the file that a careful hand would make, byte for byte."""
    desk, written = CalledDesk(root), WrittenProfile.made(seed)
    name = f"p{seed}"
    path = desk.file(name)
    path.write_bytes(written.file().encode())
    base = desk.get(f"/api/profiles/{name}")["rev"]
    for _ in range(4):
        edits = [written.edit() for _ in range(written.dice.randint(1, 4))]
        saved = desk.change(f"profiles/{name}", base, *edits)
        assert saved.status == 200, saved.data
        assert path.read_bytes().decode() == written.file()
        base = saved.data["rev"]
    path.unlink()


@law(sample=10, full=1000)
def test_two_browsers_lose_nothing(root: Path, seed: int) -> None:
    """Two browsers edit different answers at once, each on its own text: both are in the file."""
    desk, written, dice = CalledDesk(root), WrittenProfile.made(seed), random.Random(seed)
    name = f"q{seed}"
    path = desk.file(name)
    path.write_bytes(written.file().encode())
    told = desk.get(f"/api/profiles/{name}")
    bases = [told["rev"], told["rev"]]
    own = [copy.deepcopy(written), copy.deepcopy(written)]
    halves = [KEYS[:2], KEYS[2:]]
    for _ in range(6):
        browser = dice.randrange(2)
        edit = _edit_within(own[browser], halves[browser], dice)
        saved = desk.change(f"profiles/{name}", bases[browser], edit)
        assert saved.status == 200, saved.data
        bases[browser] = saved.data["mine"]
    answers = desk.get(f"/api/profiles/{name}")["data"]["answers"]
    for browser, half in enumerate(halves):
        for key in half:
            assert answers[key][0]["bullets"] == [text for text, _ in own[browser].items[key]]
    path.unlink()


def _edit_within(written: WrittenProfile, keys: tuple[str, ...], dice: random.Random) -> dict[str, Any]:
    """An edit of one of some answers."""
    while True:
        tried = copy.deepcopy(written)
        tried.dice = random.Random(dice.randrange(2**32))
        edit = tried.edit()
        if edit["at"][1] in keys:
            written.items = tried.items
            return edit


def test_too_many_edits_are_refused() -> None:
    with pytest.raises(EditFormError):
        read_edits([{"at": ["a"], "use": "b"}] * 201)
