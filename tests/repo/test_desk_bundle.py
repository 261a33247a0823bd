"""The page of the desk that is shipped is the one that its sources make."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from desk_front_end import need_packages
from programs import program
from workspaces import REPO

DESK = REPO / "desk"
STATIC = REPO / "src" / "brochure" / "desk" / "static"
LIMIT = 300 * 1024  # compressed bytes


def test_the_shipped_page_is_that_of_the_sources(tmp_path: Path) -> None:
    node = program("node")
    need_packages()
    command = [node, "build.mjs", "--out", str(tmp_path / "static")]
    built = subprocess.run(command, cwd=DESK, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    made = {path.name: path.read_bytes() for path in (tmp_path / "static").iterdir()}
    shipped = {path.name: path.read_bytes() for path in STATIC.iterdir()}
    assert made.keys() == shipped.keys()
    assert [name for name in made if made[name] != shipped[name]] == [], "run: make desk"
    compressed = int(re.search(r"all (\d+) bytes compressed", built.stdout)[1])  # type: ignore[index]
    assert compressed <= LIMIT


def test_the_page_asks_no_other_host() -> None:
    for path in STATIC.iterdir():
        found = set(re.findall(rb"https?://[a-z0-9.-]+", path.read_bytes()))
        # names of XML vocabularies, examples and links that a person follows; none is loaded
        assert not {one for one in found if not re.search(rb"w3\.org|example\.|prosemirror\.net", one)}, (
            path.name
        )
    page = (STATIC / "index.html").read_text("utf-8")
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert loaded
    assert all(one.startswith("/") and not one.startswith("//") for one in loaded)


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((DESK / "package-lock.json").read_text("utf-8"))
    assert [name for name, found in lock["packages"].items() if "resolved" in found] == []
    assert all("integrity" in found for name, found in lock["packages"].items() if name)


def test_the_words_of_both_languages_have_the_same_keys() -> None:
    ja, en = (
        json.loads((REPO / "src/brochure/desk" / f"words.{lang}.json").read_text("utf-8"))
        for lang in ("ja", "en")
    )
    assert ja.keys() == en.keys()
    for key, text in ja.items():
        names = [sorted(re.findall(r"\{(\w+)\}", one)) for one in (text, en[key])]
        assert names[0] == names[1], key
