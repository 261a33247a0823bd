"""A workspace with random partners and the sample partner, for laws about Word files."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from brochure.storage.workspace import Workspace
from generated import profile as generated
from workspaces import REPO


def workspace_of(root: Path, names: Iterable[str]) -> Workspace:
    """Make a workspace in ``root`` with liaoning and random partners (``random7`` is that of seed 7)."""
    for folder in ("layouts", "shops", "fonts"):
        (root / folder).symlink_to(REPO / folder)
    shutil.copytree(REPO / "tests" / "samples" / "pictures", root / "tests" / "samples" / "pictures")
    (root / "profiles").mkdir()
    for name in ("_series.yaml", "_sources.yaml", "liaoning.yaml"):
        shutil.copy(REPO / "profiles" / name, root / "profiles")
    for name in names:
        text = generated(int(name.removeprefix("random")))
        (root / "profiles" / f"{name}.yaml").write_text(text, "utf-8")
    return Workspace(root)
