"""Builds with a cache, for the tests of what comes from it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from brochure.build.booklet import build_booklet, compile_booklet
from brochure.storage.cache import Cache
from brochure.storage.workspace import Workspace
from workspaces import REPO

PARTNER = """\
partner: {{name: 架空研究所{number}, reading: かくうけんきゅうじょ{number}, kind: institute, region: asia}}
edition: 2026-11
accent: "#766496"
milestones:
  - {{label: 締結, date: 2020-04, event: mou}}
answers:
  about:
    - bullets:
        - {text}
"""
PROFILE = PARTNER.replace("{text}", "本文は{number}である。{more}")
BOOKLET = "title: 架空の冊子\nedition: 2026-11\npartners: {sort: reading}\n"


def new_shelf(tmp_path: Path) -> Workspace:
    """A workspace of its own with three small partners and a booklet of all."""
    for name in ("layouts", "shops"):
        shutil.copytree(REPO / name, tmp_path / name)
    (tmp_path / "fonts").symlink_to(REPO / "fonts")
    for name in ("profiles", "booklets", "output"):
        (tmp_path / name).mkdir()
    shutil.copy(REPO / "profiles" / "_series.yaml", tmp_path / "profiles")
    for number in range(3):
        write(tmp_path / f"profiles/p{number}.yaml", PROFILE.format(number=number, more=""))
    write(tmp_path / "booklets/all.yaml", BOOKLET)
    return Workspace(tmp_path)


def write(path: Path, text: str) -> None:
    """Write a file as of some time ago, so that its time tells it apart."""
    path.write_text(text, "utf-8")


def bound(where: Workspace, cache: Cache | None) -> tuple[bytes, object]:
    """The bytes of the booklet, and what was said."""
    output = where.root / ("kept" if cache else "clean")
    book = compile_booklet(where, "all", cache=cache)
    made = build_booklet(where, book, output=output, formats=["pdf"], cache=cache)
    return made.paths[0].read_bytes(), (made.warnings, made.faults)


def parts(cache: Cache) -> set[str]:
    """What the pages are that were kept; those of two settings of one partner are told apart."""
    found = []
    for path, _ in cache.entries():
        if path.parent.name == "parts" and (entry := cache.get("parts", path.name)):
            found.append(str(entry.about["what"]))
    return {f"{name}{' again' * found[:index].count(name)}" for index, name in enumerate(found)}


def run(where: Workspace, *arguments: str, code: int = 0) -> tuple[str, str]:
    """Run brochure in a process of its own; what it printed, and what it told."""
    environment = {**os.environ, "LC_ALL": "C"}
    command = [sys.executable, "-X", "importtime", "-m", "brochure", *arguments]
    ran = subprocess.run(
        command, cwd=where.root, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == code, ran.stderr
    return ran.stdout, ran.stderr
