"""The files and folders that a build depends on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.assembly import images
from brochure.build.comments import booklet_comments_path, comments_path
from brochure.build.load import SharedInput
from brochure.schema import csl_items
from brochure.schema.font_families import MANIFEST, fallback_folder
from brochure.schema.profile import Profile
from brochure.schema.yaml_reader import YamlText
from brochure.storage import workspace
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.build.chapters import CompiledBooklet


def shared_inputs(where: Workspace, commons: Iterable[SharedInput]) -> list[Path]:
    """Files and folders that all partners depend on, also optional ones that do not exist now."""
    found = [
        where.profiles / name for name in (workspace.SERIES, csl_items.SOURCES_FILE, csl_items.LEDGER_FILE)
    ]
    found += [where.root / "fonts", fallback_folder() / MANIFEST]
    for common in commons:
        folder = common.layout.folder
        found += [where.root / "layouts" / folder.name, folder]
        found += sorted(path for path in folder.rglob("*") if path.is_file())
        found += [*common.layout.font_paths, *common.layout.fallback_paths]
    return found


def partner_inputs(where: Workspace, profile: Profile) -> list[Path]:
    """Files that one partner depends on: its profile, its included files of sources, its pictures."""
    included = [name for _, name in csl_items.included_files(profile.source)]
    return _profile_inputs(where, profile.id, included, images.profile_pictures(profile.source))


def named_files(where: Workspace, source: YamlText) -> list[Path]:
    """Files that a text of a profile names: its included files of sources, its pictures."""
    included = [where.profiles / name for _, name in csl_items.included_files(source)]
    return [*included, *(where.root / file for file in images.profile_pictures(source))]


def booklet_inputs(
    where: Workspace, compiled: CompiledBooklet, shown: Iterable[str] = ()
) -> tuple[Path, ...]:
    """Files and folders that a booklet depends on.

    The folder of profiles is one of them, as a new profile may belong to the booklet. ``shown`` are further
    pictures on its pages, as paths in the workspace.
    """
    distinct = {id(common): common for common in compiled.commons.values()}.values()
    found = [where.booklets / f"{compiled.book.id}.yaml", where.profiles, *shared_inputs(where, distinct)]
    found.append(booklet_comments_path(where, compiled.book.id))
    for partner in compiled.partners.values():
        found += _profile_inputs(where, partner.id, partner.included, partner.pictures)
    if photo := compiled.book.cover.photo:
        found.append(where.root / photo.file)
    return (*found, *(where.root / file for file in shown))


def _profile_inputs(where: Workspace, name: str, included: Iterable[str], shown: Iterable[str]) -> list[Path]:
    return [
        where.profiles / f"{name}.yaml",
        comments_path(where, name),
        *((where.profiles / file).resolve() for file in included),
        *(where.root / file for file in shown),
    ]
