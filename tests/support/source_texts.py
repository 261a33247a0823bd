"""Profiles with sources, for the tests of what is read and doubted."""

from __future__ import annotations

from pathlib import Path

from brochure.build.load import LoadedPartner, load_common, load_partner
from brochure.document import dump as plaintext
from brochure.storage.workspace import Workspace


def load_fresh(root: Path) -> LoadedPartner:
    """Liaoning of a workspace."""
    where = Workspace(root)
    return load_partner(where, "liaoning", load_common(where, "standard"))


def notes(root: Path) -> list[str]:
    """The notes as they are printed."""
    text = plaintext.dump_document(load_fresh(root).document)
    return [line for line in text.splitlines() if line.startswith("*")]
