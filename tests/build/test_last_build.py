"""A build that need not be done: it touches and imports nothing, and says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.build import last_build as lastbuild
from brochure.storage.cache import FOLDER, Cache
from brochure.storage.workspace import Workspace
from cached_builds import PROFILE, new_shelf, run, write


@pytest.fixture
def shelf(tmp_path: Path) -> Workspace:
    """A workspace of its own with three small partners and a booklet of all."""
    return new_shelf(tmp_path)


def said(told: str) -> list[str]:
    """What was told, without the times of imports."""
    return [line for line in told.splitlines() if not line.startswith("import time:")]


HEAVY = ("weasyprint", "docx", "pydantic", "jinja2", "pikepdf", "pypdfium2", "yaml")


@pytest.mark.parametrize("command", [("build", "p0", "p1"), ("booklet", "all")])
def test_an_unchanged_build_touches_nothing_imports_nothing_and_says_the_same(
    shelf: Workspace, command: tuple[str, ...]
) -> None:
    write(shelf.profiles / "p1.yaml", PROFILE.format(number=1, more="長い文である。" * 60))
    first = run(shelf, *command)
    before = {path: path.stat().st_mtime_ns for path in shelf.output.iterdir()}
    second = run(shelf, *command)
    assert second[0] == first[0]
    assert said(second[1]) == said(first[1])
    assert {path: path.stat().st_mtime_ns for path in shelf.output.iterdir()} == before
    imported = {line.rsplit("|")[-1].strip() for line in second[1].splitlines() if "|" in line}
    assert not {name for name in imported if name.split(".")[0] in HEAVY}


def test_a_build_is_done_again_when_an_input_or_an_output_changed(shelf: Workspace) -> None:
    def built(*options: str) -> dict[str, bytes]:
        run(shelf, "build", "p0", *options)
        return {path.name: path.read_bytes() for path in shelf.output.iterdir()}

    first = built()
    (shelf.output / "p0.pdf").unlink()
    (shelf.output / "p0.docx").write_bytes(b"")
    assert built() == first
    for name, text in (("p0", PROFILE.format(number=0, more="別の文。")), ("_sources", "[]\n")):
        write(shelf.profiles / f"{name}.yaml", text)
        assert built() == built("--no-cache")


def test_the_cache_is_shown_emptied_and_explained(shelf: Workspace) -> None:
    run(shelf, "build", "p0")
    assert run(shelf, "cache", "--explain", "p0")[0].splitlines() == [
        "build p0 layout=standard format=pdf,docx",
        "  last time: first build",
        "  next time: nothing has changed; it will not be built again",
    ]
    write(shelf.profiles / "p0.yaml", PROFILE.format(number=0, more="別の文。"))
    assert "next time: profiles/p0.yaml\n" in run(shelf, "cache", "--explain", "p0")[0]
    run(shelf, "build", "p0")
    assert "last time: profiles/p0.yaml\n" in run(shelf, "cache", "--explain", "p0")[0]
    assert run(shelf, "cache")[0].startswith(".brochure: 5 entries, ")
    assert run(shelf, "cache", "--clear")[0].startswith(".brochure: 0 entries, 0.0 MB")
    assert run(shelf, "cache", "--explain", "p0")[0] == "There is no record of a build of p0.\n"


def test_a_record_is_not_kept_of_inputs_that_change_while_they_are_read(shelf: Workspace) -> None:
    cache = Cache(shelf.root / FOLDER)
    task = lastbuild.BuildCommand("build", "p0", {}, shelf.root, shelf.output)
    path = shelf.profiles / "p0.yaml"
    for begun, kept in ((path.stat().st_mtime_ns - 1, False), (path.stat().st_mtime_ns + 1, True)):
        lastbuild.store_record(cache, task, begun=begun, inputs=[path])
        assert bool(lastbuild.find_record(cache, task.key, shelf.root)) is kept
