"""Watching: what depends on what, and a real process that people save files under."""

from __future__ import annotations

import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from brochure.build.watch import Target, Watcher
from brochure.diagnostics.problem import BrochureError
from brochure.storage.workspace import Workspace
from cli_result import PATIENCE, interruptible
from workspaces import REPO

ENDED = "(the process has ended)"


@pytest.fixture
def where(fresh: Path) -> Workspace:
    """A workspace with two partners and two booklets."""
    other = (
        (fresh / "profiles" / "liaoning.yaml").read_text("utf-8").replace("name: 遼寧省", "name: 架空省", 1)
    )
    (fresh / "profiles" / "other.yaml").write_text(other, "utf-8")
    (fresh / "booklets").mkdir()
    for name in ("one", "two"):
        text = "title: 架空の冊子\nedition: 2026-11\ncover: {photo: {file: pictures/cover.png, alt: 表紙}}\n"
        (fresh / "booklets" / f"{name}.yaml").write_text(text, "utf-8")
    return Workspace(fresh)


def watching(where: Workspace, *names: str, layout: str = "standard") -> Watcher:
    """A watch that writes Word files to output/."""
    return Watcher(where, names, layout=layout, formats=("docx",), output=where.output)


LIAONING, OTHER, ONE, TWO = (
    Target("liaoning"), Target("other"), Target("one", booklet=True), Target("two", booklet=True)
)  # fmt: skip


@pytest.mark.parametrize(
    ("names", "saved", "built"),
    [
        ((), "profiles/liaoning.yaml", [LIAONING]),
        ((), "profiles/_series.yaml", [LIAONING, OTHER]),
        ((), "profiles/_sources.yaml", [LIAONING, OTHER]),
        ((), "layouts/standard/style.css", [LIAONING, OTHER]),
        ((), "layouts/standard/blocks/facts.html.jinja", [LIAONING, OTHER]),
        ((), "layouts/onepage/style.css", []),
        ((), "booklets/one.yaml", []),
        ((), "comments/liaoning.yaml", [LIAONING]),
        (("liaoning", "one"), "comments/other.yaml", [ONE]),
        (("one", "two"), "comments/booklets/two.yaml", [TWO]),
        (("liaoning",), "comments/booklets/liaoning.yaml", []),
        ((), "profiles/liaoning.yaml.tmp", []),
        ((), "pictures/cover.png", []),
        (("other",), "profiles/liaoning.yaml", []),
        (("liaoning", "one"), "profiles/liaoning.yaml", [LIAONING, ONE]),
        (("liaoning", "one"), "profiles/other.yaml", [ONE]),
        (("one", "two"), "booklets/two.yaml", [TWO]),
        (("liaoning", "two"), "layouts/onepage/style.css", [LIAONING, TWO]),
        (("liaoning", "two"), "pictures/cover.png", [TWO]),
        (("liaoning", "two"), "profiles/_series.yaml", [LIAONING, TWO]),
    ],
)
def test_a_save_rebuilds_what_depends_on_the_file(
    where: Workspace, names: tuple[str, ...], saved: str, built: list[Target]
) -> None:
    assert list(watching(where, *names).affected([where.root / saved])) == built


def test_a_partner_depends_on_the_pictures_and_the_sources_that_it_names(where: Workspace) -> None:
    path = where.profiles / "other.yaml"
    path.write_text(path.read_text("utf-8") + "\nphoto: {file: pictures/port.jpg, alt: 港}\n", "utf-8")
    assert watching(where).affected([where.root / "pictures" / "port.jpg"]) == (OTHER,)
    assert watching(where, "one").affected([where.root / "pictures" / "port.jpg"]) == (ONE,)


def test_several_saves_at_once_build_each_target_once(where: Workspace) -> None:
    saved = [where.profiles / "other.yaml", where.profiles / "liaoning.yaml", where.profiles / "other.yaml"]
    assert watching(where).affected(saved) == (LIAONING, OTHER)


def test_a_partner_that_is_added_is_built_if_all_are_watched(where: Workspace) -> None:
    kept = watching(where)
    path = where.profiles / "third.yaml"
    path.write_text((where.profiles / "other.yaml").read_text("utf-8"), "utf-8")
    assert kept.affected([path]) == (Target("third"),)
    path.unlink()
    assert kept.affected([path]) == ()


def test_the_output_and_what_is_hidden_are_not_watched(where: Workspace) -> None:
    (where.root / ".brochure").mkdir()
    (where.root / "proof").mkdir()
    folders = Watcher(where, (), layout="standard", formats=("docx",), output=where.root / "proof").folders()
    assert [path.name for path in folders] == ["booklets", "fonts", "layouts", "profiles", "shops"]


def test_the_layouts_that_come_with_brochure_are_watched_too(where: Workspace) -> None:
    (where.root / "layouts").rename(where.root.parent / "elsewhere")
    assert REPO / "layouts" / "standard" in watching(where).folders()


def test_a_name_that_is_neither_partner_nor_booklet_is_refused(where: Workspace) -> None:
    with pytest.raises(BrochureError) as caught:
        watching(where, "oen")
    [found] = caught.value.problems
    assert found.code == "F102"
    assert dict(found.details) == {"name": "oen", "nearest": "one", "known": "liaoning, other, one, two"}


class Process:
    """``brochure watch`` in a process of its own; its lines are waited for."""

    def __init__(self, root: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "brochure", "watch", *arguments, "--lang", "en"]
        out, err = subprocess.PIPE, subprocess.STDOUT
        with interruptible():
            self.process = subprocess.Popen(
                command, cwd=root, stdout=out, stderr=err, text=True, encoding="utf-8"
            )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(ENDED)

    def round(self) -> list[str]:
        """The lines until it waits for a save again; times are replaced."""
        said: list[str] = []
        while not said or not said[-1].startswith("waiting for a save"):
            said.append(self._lines.get(timeout=PATIENCE))
            assert said[-1] != ENDED, said
        return [re.sub(r"\d+\.\d\d s", "0.00 s", line) for line in said[:-1]]

    def end(self) -> None:
        """Leave nothing behind."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture
def watched(where: Workspace) -> Iterator[Process]:
    """The first partner, watched for its Word file."""
    process = Process(where.root, "liaoning", "--format", "docx")
    yield process
    process.end()


def save(path: Path, text: str) -> None:
    """As careful editors do: a new file that takes the place of the old one."""
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(text, "utf-8")
    beside.replace(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent in another way there")
def test_saves_are_built_mistakes_are_told_and_ctrl_c_ends_it(where: Workspace, watched: Process) -> None:
    path, made = where.profiles / "liaoning.yaml", where.output / "liaoning.docx"
    right = path.read_text("utf-8")
    built = ["liaoning  0.00 s  output/liaoning.docx"]

    assert watched.round() == built
    first = made.read_bytes()

    save(path, right.replace("name: 遼寧省", "name: 架空省", 1))
    assert watched.round() == built
    second = made.read_bytes()
    assert second != first

    save(path, right.replace("- id: jetro-dalian", "- id: jetro-darian"))
    said = watched.round()
    assert said[0].startswith("profiles/liaoning.yaml:49:40: error P217: ")
    assert said[-1] == "liaoning  0.00 s  there are mistakes to correct (the files are unchanged)"
    assert made.read_bytes() == second

    save(path, "partner: [\n")
    assert watched.round()[0].startswith("profiles/liaoning.yaml:2:1: error Y101: ")

    path.unlink()
    assert watched.round()[0].startswith("error F102: there is no profile")

    save(path, right)
    assert watched.round() == built
    assert made.read_bytes() == first

    series = where.profiles / "_series.yaml"
    save(series, series.read_text("utf-8") + "\nnonsense: 1\n")
    assert watched.round()[0].startswith("profiles/_series.yaml:")

    watched.process.send_signal(signal.SIGINT)
    assert watched.process.wait(timeout=PATIENCE) == 0
