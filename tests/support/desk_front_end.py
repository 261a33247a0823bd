"""The sources of the desk's front end in tests: bundled by esbuild, run by node."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from programs import EVERYTHING, program
from workspaces import REPO

SOURCES = REPO / "desk"


def need_packages() -> Path:
    """The folder of the packages of ``desk/package-lock.json``; without it the test is skipped or fails."""
    packages = SOURCES / "node_modules"
    if not (packages / "esbuild/bin/esbuild").exists():
        reason = (
            "the packages of the desk's front end are not installed: npm ci --ignore-scripts --prefix desk"
        )
        if os.environ.get(EVERYTHING) or os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return packages


def bundle(entry: str, folder: Path, *, for_node: bool) -> Path:
    """Bundle a source of ``desk/`` into a folder, and return the file.

    The packages of ``desk/package-lock.json`` must be there: ``npm ci`` in ``desk/`` (``make test`` does it).
    """
    esbuild = need_packages() / "esbuild/bin/esbuild"
    made = folder / f"{Path(entry).stem}.{'mjs' if for_node else 'js'}"
    platform = ["--platform=node", "--target=node18"] if for_node else ["--target=chrome123"]
    options = ["--bundle", "--format=esm", "--jsx=automatic", "--jsx-import-source=preact", "--charset=utf8"]
    subprocess.run(
        [program("node"), esbuild, entry, *options, *platform, "--log-level=error", f"--outfile={made}"],
        cwd=SOURCES,
        check=True,
    )
    return made


def answers(script: Path, asked: Iterable[Any]) -> list[Any]:
    """What a bundled script answers: a line of JSON for each line of JSON, in one process."""
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in asked)
    ran = subprocess.run(
        [program("node"), script], input=lines, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.split("\n") if line]
