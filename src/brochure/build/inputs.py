"""The files and folders that a build depends on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from brochure.assembly import images as pictures
from brochure.build.load import Common
from brochure.schema import csl_items as sources
from brochure.schema.profile import Profile
from brochure.storage import workspace
from brochure.storage.workspace import Workspace


def inputs_of(where: Workspace, commons: Iterable[Common]) -> list[Path]:
    """Files and folders that all partners depend on, also those that would be read if they were there."""
    found = [where.profiles / name for name in (workspace.SERIES, sources.FILE, sources.LEDGER)]
    found.append(where.root / "fonts")
    for common in commons:
        folder = common.layout.folder
        found += [where.root / "layouts" / folder.name, folder]
        found += sorted(path for path in folder.rglob("*") if path.is_file())
        found += [font for _, _, font in common.layout.font_files()]
    return found


def inputs_of_partner(where: Workspace, profile: Profile, common: Common) -> list[Path]:
    """Files that one partner depends on: its profile, the sources it includes, its pictures."""
    named = pictures.files(profile.source, common.layout.data.pictures)
    return [
        where.profiles / f"{profile.id}.yaml",
        *((where.profiles / name).resolve() for _, name in sources.included(profile.source)),
        *(where.root / name for name in named),
    ]
