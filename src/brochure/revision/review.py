"""Reviews: read edited Word files, and merge their changes with the profiles as they are now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from brochure.build.comments import booklet_comments_path, comments_path, load_comments
from brochure.build.load import SharedInput, read_yaml_bytes
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.document.comments import CommentThread
from brochure.revision import combine, mark_tables, merge3
from brochure.revision.change import (
    Change,
    EditorComment,
    ProfileEdits,
    UnresolvedEdit,
    unresolved_edit,
)
from brochure.revision.combine import ValueSides
from brochure.revision.merge3 import MergedChange, MergeState
from brochure.revision.open_file import FileEdits
from brochure.revision.read_edits import ReadOptions, read_edits
from brochure.schema import series, yaml_reader
from brochure.schema.profile import address_path
from brochure.schema.yaml_reader import Data, YamlPath, YamlText
from brochure.storage.workspace import Workspace
from brochure.word.reader.model import RevisionView

LEAST_CONFIDENCE = 0.999  # a change with a lower confidence must be confirmed
_LEAST_TEXTS = 0.5  # share of a profile's texts that a file without its original must have
_LEAST_LIKENESS = 0.5  # an edited text is still the same text if it is as similar as this


@dataclass(frozen=True)
class Review:
    """The edits of one profile, merged with the profile as it is now.

    Attributes:
        profile: The id of the partner; for a booklet's file, the name of the booklet.
        path, shown: The YAML file, and its name in messages.
        read: The content of the file when it was read; compared with the disk before it is written.
        now: The current YAML.
        merges: The merged changes.
        left: Edits that are not made, each with the name of its Word file.
        comments: Comments of editors, each with the name of its Word file.
        untracked: The edits that were not tracked: the Word file and the address.
        certain: Whether all originals come from the Word files themselves.
        parts: The Word files with edits of this profile.
        proven: Whether the changes that cannot be made were found and moved to ``left``.
        faults: Problems that prevent the changes from being made; faults of brochure (D114).
        comments_path, comments_shown: The file that stores comments, and its name in messages.
        comments_read: The content of this file when it was read; None if there is no file.
        stored: The threads in this file.
    """

    profile: str
    path: Path
    shown: str
    read: bytes
    now: YamlText
    merges: tuple[MergedChange, ...]
    left: tuple[tuple[str, UnresolvedEdit], ...]
    comments: tuple[tuple[str, EditorComment], ...]
    untracked: tuple[tuple[str, str], ...] = ()
    certain: bool = True
    parts: tuple[tuple[FileEdits, ProfileEdits], ...] = field(default=())
    proven: bool = False
    faults: tuple[Problem, ...] = ()
    comments_path: Path = Path()
    comments_shown: str = ""
    comments_read: bytes | None = None
    stored: tuple[CommentThread, ...] = ()

    @property
    def is_booklet(self) -> bool:
        """Whether the YAML file is a booklet's file."""
        return any(not revised.profile for _, revised in self.parts)

    @cached_property
    def series(self) -> Data:
        """The data of the series file that was sent; reports name places with its words."""
        origin = self.parts[0][0].origin
        texts = [one.series_yaml for one in origin.partners.values()]
        if origin.booklet:
            texts.insert(0, origin.booklet.series_yaml)
        return yaml_reader.parse_yaml(texts[0].encode(), "series").data

    @cached_property
    def conflicts(self) -> list[ValueSides]:
        """Values for which a person must choose a side."""
        return combine.conflicts_by_value(self.merges)

    @property
    def unsure(self) -> list[MergedChange]:
        """Changes that must be confirmed."""
        return [
            one
            for one in self.merges
            if one.state is MergeState.OPEN and not one.change.optional and self.is_unsure(one)
        ]

    def is_unsure(self, one: MergedChange) -> bool:
        """Whether a person must say that a change is right: its value is uncertain, or it is only offered."""
        return not self.certain or one.change.optional or one.change.sure < LEAST_CONFIDENCE

    def locate(self, one: Change | UnresolvedEdit) -> Location:
        """Return the place of a change in the YAML file."""
        path = one.path if isinstance(one, Change) else address_path(one.address)
        return replace(self.now.locate(path), file=self.shown)


def review_word_files(
    where: Workspace, common: SharedInput, files: Sequence[Path], options: ReadOptions
) -> tuple[list[Review], list[Problem]]:
    """Read edited Word files, and merge their changes with the profiles.

    Args:
        where: The workspace.
        common: What all partners share, with the layout.
        files: Word files; several may belong to one profile.
        options: How they are read.

    Returns:
        A review for each profile or booklet file, and the warnings.

    Raises:
        BrochureError: A file cannot be read or used; it has the problems of all files.
    """
    problems: list[Problem] = []
    warnings: list[Problem] = []
    found: list[FileEdits] = []
    for path in files:
        try:
            one = read_edits(where, common, path, options, found)
            found.append(one)
            warnings += one.warnings
        except BrochureError as error:
            problems += error.problems
            warnings += error.warnings
    if problems:
        raise BrochureError(problems, warnings)
    by_profile: dict[str, list[tuple[FileEdits, ProfileEdits]]] = {}
    for one in found:
        for revised in one.revised:
            name = revised.profile or f"booklet:{one.origin.booklet.booklet if one.origin.booklet else ''}"
            by_profile.setdefault(name, []).append((one, revised))
    made = []
    for name, parts in by_profile.items():
        try:
            made.append(_review_profile(where, name, parts, options))
        except BrochureError as error:
            problems += error.problems
    if problems:
        raise BrochureError(problems, warnings)
    return made, warnings


def _topics_of(one: FileEdits, base: YamlText) -> dict[YamlPath, list[str]]:
    """The topics of mark tables in the sent YAML, by the path of their block."""
    partners = [part.series_yaml for part in one.origin.partners.values()]
    text = one.origin.booklet.series_yaml if one.origin.booklet else partners[0]
    try:
        return mark_tables.topics_by_block(base, series.validate_series(text.encode(), "series").data)
    except BrochureError:  # the series of an older brochure
        return {}


def _review_profile(
    where: Workspace, name: str, parts: Sequence[tuple[FileEdits, ProfileEdits]], options: ReadOptions
) -> Review:
    if name.startswith("booklet:"):
        name = name.removeprefix("booklet:")
        path, store = where.booklet(name), booklet_comments_path(where, name)
    else:
        if name not in where.names():
            raise BrochureError([problem("D115", Location(parts[0][0].shown), name=name)])
        path, store = where.profile(name), comments_path(where, name)
    data = where.read(path)
    now = read_yaml_bytes(data, where.shown(path))
    known = load_comments(where, store)
    merges: list[MergedChange] = []
    left: list[tuple[str, UnresolvedEdit]] = []
    comments: list[tuple[str, EditorComment]] = []
    untracked: list[tuple[str, str]] = []
    for one, revised in parts:
        base = one.bases[revised.profile]
        merged = merge3.merge_changes(revised.changes, base, now, one.shown)
        merged = combine.settle_taken(merged, base, now, _topics_of(one, base))
        left += [(one.shown, entry) for entry in revised.left]
        left += [
            (one.shown, unresolved_edit(m.change, problem("D212")))
            for m in merged
            if m.state is MergeState.GONE
        ]
        merges += [m for m in merged if m.state is not MergeState.GONE]
        comments += [(one.shown, comment) for comment in revised.comments]
        if options.view is RevisionView.ACCEPT:
            untracked += [(one.shown, address) for address in revised.hidden]
    return Review(
        name,
        path,
        where.shown(path),
        data,
        now,
        tuple(combine.combine_word_files(merges)),
        tuple(left),
        tuple(comments),
        tuple(dict.fromkeys(untracked)),
        all(one.certain for one, _ in parts),
        tuple(parts),
        comments_path=store,
        comments_shown=where.shown(store),
        comments_read=where.read(store) if known else None,
        stored=known.threads if known else (),
    )
