"""Repositories of git that tests make."""

from __future__ import annotations

import subprocess
from pathlib import Path

from programs import program


def git(folder: Path, *arguments: str) -> str:
    """What git prints, with an author and a date of its own."""
    person = ("-c", "user.name=編集", "-c", "user.email=a@example.org")
    done = subprocess.run(
        [program("git"), *person, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def committed(root: Path, message: str, *, tag: str = "") -> None:
    """Commit the profiles of a workspace; its first commit makes the repository."""
    if not (root / ".git").exists():
        git(root, "init", "-q")
    git(root, "add", "profiles")
    git(root, "commit", "-qm", message)
    if tag:
        git(root, "tag", tag)
