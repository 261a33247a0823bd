"""Ask git for the states of a workspace that may be earlier editions of a partner."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from brochure.storage.system_requirements import find_program
from brochure.storage.workspace import SERIES, Workspace

MOST = 40  # commits that are listed


@dataclass(frozen=True, slots=True)
class GitState:
    """A state that git has: a tag, or a commit that changed the profile or the series.

    ``revision`` is the name of the tag or the whole hash, ``date`` the day of the commit as YYYY-MM-DD, and
    ``subject`` the first line of its message.
    """

    revision: str
    date: str
    subject: str
    is_tag: bool


def list_git_states(where: Workspace, name: str) -> tuple[GitState, ...]:
    """Return the states of a partner, tags first, the newest first; none without git or a repository.

    A tag is listed if its commit has the profile.
    """
    return (*_tags(where.root, f"profiles/{name}.yaml"), *_commits(where.root, name))


def _tags(root: Path, path: str) -> list[GitState]:
    listed = git_output(
        root,
        "for-each-ref",
        "--sort=-creatordate",
        f"--count={MOST}",
        "--format=%(refname:strip=2)%00%(creatordate:short)%00%(contents:subject)",
        "refs/tags",
    )
    found = [GitState(*parts, is_tag=True) for parts in _lines(listed)]
    return [one for one in found if _has_file(root, f"refs/tags/{one.revision}", path)]


def _has_file(root: Path, revision: str, path: str) -> bool:
    return git_output(root, "cat-file", "-e", f"{revision}:./{path}") is not None


def _commits(root: Path, name: str) -> list[GitState]:
    listed = git_output(
        root,
        "log",
        f"--max-count={MOST}",
        "--format=%H%x00%cs%x00%s",
        "--",
        f"profiles/{name}.yaml",
        f"profiles/{SERIES}",
    )
    return [GitState(*parts, is_tag=False) for parts in _lines(listed)]


def _lines(listed: bytes | None) -> Iterator[tuple[str, str, str]]:
    """The revision, day and subject of each line."""
    for line in (listed or b"").decode("utf-8", "replace").split("\n"):
        if line.count("\0") == 2:
            revision, day, subject = line.split("\0")
            yield revision, day, subject


def git_output(root: Path, *arguments: str) -> bytes | None:
    """The output of a git command in a folder; None if it fails or git is not installed."""
    program = find_program("git")
    if program is None:
        return None
    done = subprocess.run([program, "-C", str(root), *arguments], capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None
