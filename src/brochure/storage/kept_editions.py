"""Where editions are kept: ``editions/<edition>/``, with ``printed/`` as the edition was printed."""

from __future__ import annotations

from pathlib import Path

from brochure.storage.workspace import Workspace


def editions_folder(where: Workspace) -> Path:
    """The folder of approved and printed editions; each has a folder with its date as name."""
    return where.root / "editions"


def printed_folder(where: Workspace, edition: str) -> Path:
    """The folder of an edition as it was printed: ``inputs``, ``files`` and their digests."""
    return editions_folder(where) / edition / "printed"
