"""Keep the originals of the Word files that a build has written, in ``history/`` of the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from brochure.diagnostics.problem import Problem
from brochure.storage.history import History
from brochure.storage.workspace import Workspace


def keep_originals(where: Workspace, written: Mapping[Path, bytes]) -> list[Problem]:
    """Keep the originals of Word files; other files are left out.

    Args:
        where: The workspace.
        written: The files that were written.

    Returns:
        Warnings: an original cannot be written (F202), or older ones were removed (F203).
    """
    warnings: list[Problem] = []
    for path, data in written.items():
        if path.suffix == ".docx":
            from brochure.word.kept_original import pack_original

            if packed := pack_original(data):
                warnings += History(where.root).keep(packed.document, packed.digest, packed.data)
    return warnings
