"""The repository's own workspace, and the samples of the tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from brochure.storage.workspace import Workspace

REPO = Path(__file__).parents[2]
TESTS = REPO / "tests"
SAMPLES = TESTS / "samples"
PARTNERS = [("repo", "liaoning"), ("samples", "awkward")]
"""A workspace for :func:`workspace` and a partner in it: what the laws must hold for."""

Edit = Callable[[str, str], None]
"""The fixture ``edit``: replace words in the fresh workspace's liaoning.yaml."""


def workspace(which: str) -> Workspace:
    """The repository (``repo``), or the samples of the tests (``samples``)."""
    return Workspace(REPO if which == "repo" else SAMPLES)
