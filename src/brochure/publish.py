"""Chain the stages of a booklet: its file, its partners, the book, its parts, one bound file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brochure import booklet, build, proofread, workspace
from brochure.assemble import assemble
from brochure.book import Book, Depth
from brochure.booklet import Booklet, Choice
from brochure.build import Common, load_common
from brochure.compile import Member, chosen, compile_book
from brochure.document import Placement
from brochure.errors import BrochureError, Problem
from brochure.layout import Layout
from brochure.profile import Profile
from brochure.workspace import Workspace

if TYPE_CHECKING:
    from brochure.booklet import Entry


@dataclass(frozen=True, slots=True)
class Compiled:
    """A booklet that was read and compiled without errors.

    ``commons`` are what is needed to print each depth; ``profiles`` are as the booklet has them.
    """

    booklet: Booklet
    book: Book
    commons: Mapping[Depth, Common]
    profiles: Mapping[str, Profile]
    warnings: tuple[Problem, ...]


def compiled(where: Workspace, name: str, *, only: Sequence[str] = ()) -> Compiled:
    """Read a booklet and all its partners; a broken partner does not keep the others from being checked.

    Args:
        where: The workspace.
        name: The booklet.
        only: Partners to print; all of the booklet's if empty.

    Raises:
        BrochureError: The mistakes of all files, located.
    """
    path = where.booklet(name)
    shared = build.load_series(where)
    raw = workspace.read(path, where.shown(path))
    found = booklet.load(name, raw, where.shown(path), series=shared, partners=where.names())
    main = load_common(where, found.data.layout)
    small = load_common(where, found.data.page_layout)
    commons = {Depth.FULL: main, Depth.PAGE: small, Depth.ROW: main}
    problems: list[Problem] = []
    warnings = [*found.warnings]
    profiles: list[tuple[Profile, Depth]] = []
    for index, entry in enumerate(_entries(where, found)):
        if only and entry.id not in only:
            continue
        try:
            profile, doubts = _profile(where, found, entry, index, main)
            warnings += doubts
            profiles.append((profile, Depth(entry.depth)))
        except BrochureError as error:
            problems += error.problems
            warnings += error.warnings
    if problems:
        raise BrochureError(problems, warnings)
    if isinstance(found.data.partners, Choice):
        depth = Depth(found.data.partners.depth)
        ordered = chosen(found.data.partners, [profile for profile, _ in profiles], shared)
        profiles = [(profile, depth) for profile in ordered]
    members = _members(profiles, found, commons)
    book = compile_book(found, shared, members, main.layout.house_style)
    return Compiled(
        found, book, commons, {profile.id: profile for profile, _ in profiles}, tuple(dict.fromkeys(warnings))
    )


def _entries(where: Workspace, found: Booklet) -> list[Entry]:
    if isinstance(found.data.partners, Choice):
        return [booklet.Entry(id=name) for name in where.names()]
    return found.data.partners


def _profile(
    where: Workspace, found: Booklet, entry: Entry, index: int, common: Common
) -> tuple[Profile, list[Problem]]:
    """A partner's profile with what the booklet says otherwise."""
    source = build.read_yaml(where, where.profile(entry.id))
    source, doubts = booklet.overridden(source, entry.overrides, found.source, index)
    if wrong := [doubt for doubt in doubts if doubt.code == "K104"]:
        raise BrochureError(wrong)
    known, problems = build.library(where, source, common)
    if problems:
        raise BrochureError(problems)
    profile = proofread.load(source, name=entry.id, series=common.series, library=known)
    return profile, [*profile.warnings, *doubts]


def _members(
    profiles: Sequence[tuple[Profile, Depth]], found: Booklet, commons: Mapping[Depth, Common]
) -> list[Member]:
    members, first = [], 1
    for profile, depth in profiles:
        common = commons[depth]
        style = common.layout.house_style
        if placement := found.data.notes.placement:
            style = replace(style, placement=Placement(placement))
        document = assemble(profile, common.series, style, common.layout.citation_style, first_note=first)
        if found.data.notes.numbers == "through" and depth is not Depth.ROW:
            first += len(document.notes)
        members.append(Member(profile, document, depth))
    return members


def layout_of(compiled: Compiled, depth: Depth) -> Layout:
    """The layout that partners of a depth are printed with."""
    return compiled.commons[depth].layout
