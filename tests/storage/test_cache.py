"""Entries of the cache: what they hold, when they are trimmed, and what makes the program another one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from brochure.build.brochure import build_brochure
from brochure.build.load import load_common
from brochure.storage.cache import FOLDER, Cache
from brochure.storage.workspace import Workspace
from cached_builds import bound, new_shelf
from workspaces import REPO


@pytest.fixture
def shelf(tmp_path: Path) -> Workspace:
    """A workspace of its own with three small partners and a booklet of all."""
    return new_shelf(tmp_path)


def test_a_broken_entry_is_none(shelf: Workspace) -> None:
    cache = Cache(shelf.root / FOLDER)
    made = bound(shelf, cache)
    for broken in (b"{}\n", b"half"):
        for path, _ in cache.entries():
            data = path.read_bytes()
            path.write_bytes(data[: len(data) // 2] if broken == b"half" else broken)
        assert bound(shelf, cache) == made, broken
    assert not cache.write_problems


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path / FOLDER, max_bytes=2500)
    for index, name in enumerate("abc"):
        cache.put("parts", name, {"what": name}, {"data": bytes(800)})
        os.utime(tmp_path / FOLDER / "parts" / name, (index, index))
    assert cache.get("parts", "a")  # and so it is used now
    cache.trim()
    assert [name for name in "abc" if cache.get("parts", name)] == ["a", "c"]


def test_a_cache_is_not_looked_through_at_every_build(tmp_path: Path) -> None:
    cache = Cache(tmp_path / FOLDER, max_bytes=0)
    cache.put("parts", "a", {"what": "a"}, {"data": b""})
    cache.trim(every=600)
    assert not cache.get("parts", "a")
    cache.put("parts", "a", {"what": "a"}, {"data": b""})
    cache.trim(every=600)
    assert cache.get("parts", "a")
    os.utime(tmp_path / FOLDER / "trimmed", (0, 0))
    cache.trim(every=600)
    assert not cache.get("parts", "a")


def test_the_program_is_another_one_when_any_of_its_files_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from brochure.build import remote_worker as remote
    from brochure.diagnostics import package
    from brochure.storage import cache

    assert package.package_root() == REPO / "src" / "brochure"
    copied = tmp_path / "brochure"
    shutil.copytree(package.package_root(), copied, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(cache, "package_root", lambda: copied)
    monkeypatch.setattr(remote, "package_root", lambda: copied)
    here, there = cache.program_digest.__wrapped__, remote.program_versions.__wrapped__
    known = here(), there()
    assert (here(), there()) == known
    for name in ("word/write.py", "__main__.py", "typesetting/base.css"):  # in rooms, beside them, no code
        path = copied / name
        path.write_bytes(path.read_bytes() + b"\n")
        assert here() != known[0], name
        assert (there() != known[1]) == (path.suffix == ".py"), name
        known = here(), there()


def test_an_entry_says_what_it_is_and_what_made_it(shelf: Workspace) -> None:
    cache = Cache(shelf.root / FOLDER)
    common = load_common(shelf, "standard")
    build_brochure(shelf, "p0", common, formats=["pdf"], output=shelf.output, cache=cache)
    (path, _), *_ = [entry for entry in cache.entries() if entry[0].parent.name == "parts"]
    line = path.read_bytes().partition(b"\n")[0].decode()
    assert '"what": "p0.pdf"' in line
    assert '"document"' in line
    assert "safe to delete" in (shelf.root / FOLDER / "CACHEDIR.TAG").read_text("utf-8").lower()
