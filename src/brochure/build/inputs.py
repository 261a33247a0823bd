"""The files and folders that a build depends on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.assembly import images as pictures
from brochure.build.load import Common
from brochure.schema import csl_items as sources
from brochure.schema.profile import Profile
from brochure.storage import workspace
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.build.chapters import CompiledBooklet


def inputs_of(where: Workspace, commons: Iterable[Common]) -> list[Path]:
    """Files and folders that all partners depend on, also those that would be read if they were there."""
    found = [where.profiles / name for name in (workspace.SERIES, sources.SOURCES_FILE, sources.LEDGER_FILE)]
    found.append(where.root / "fonts")
    for common in commons:
        folder = common.layout.folder
        found += [where.root / "layouts" / folder.name, folder]
        found += sorted(path for path in folder.rglob("*") if path.is_file())
        found += common.layout.font_paths
    return found


def inputs_of_partner(where: Workspace, profile: Profile, common: Common) -> list[Path]:
    """Files that one partner depends on: its profile, the sources it includes, its pictures."""
    included = [name for _, name in sources.included_files(profile.source)]
    return _of_profile(
        where, profile.id, included, pictures.profile_pictures(profile.source, common.layout.data.pictures)
    )


def inputs_of_booklet(
    where: Workspace, compiled: CompiledBooklet, shown: Iterable[str] = ()
) -> tuple[Path, ...]:
    """Files and folders that a booklet was compiled from: a new profile may belong to it.

    ``shown`` are pictures that its pages show besides.
    """
    distinct = {id(common): common for common in compiled.commons.values()}.values()
    found = [where.booklets / f"{compiled.book.id}.yaml", where.profiles, *inputs_of(where, distinct)]
    for partner in compiled.partners.values():
        found += _of_profile(where, partner.id, partner.included, partner.pictures)
    if photo := compiled.book.cover.photo:
        found.append(where.root / photo.file)
    return (*found, *(where.root / file for file in shown))


def _of_profile(where: Workspace, name: str, included: Iterable[str], shown: Iterable[str]) -> list[Path]:
    return [
        where.profiles / f"{name}.yaml",
        *((where.profiles / file).resolve() for file in included),
        *(where.root / file for file in shown),
    ]
