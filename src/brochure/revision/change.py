"""Changes of a profile that an editor made, with paths in the YAML that was sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from brochure.diagnostics.problem import Problem
from brochure.revision.match_lines import MatchMethod
from brochure.schema.yaml_reader import Data, YamlPath
from brochure.word.reader.model import Revision, WordComment


class ChangeKind(Enum):
    """The kind of a change of the YAML."""

    SET = "set"  # give a value a new content, or add it
    INSERT = "insert"  # add an item to a list
    REMOVE = "remove"  # remove an item or a key
    MOVE = "move"  # move an item within its list
    MARK = "mark"  # change the answer for a topic of a mark table


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the YAML.

    Attributes:
        kind: The kind of the change.
        profile: The partner's id, or ``""`` for a booklet's file.
        path: Path in the YAML that was sent: of the value; for INSERT and MOVE of the list; for MARK of
            the block.
        address: The path in messages, such as ``answers.about.0.bullets.1``.
        index: For INSERT, the item comes before this one; for MOVE, the item that moves.
        to: For MOVE, the item comes before this one.
        before, after: The values; for MARK the names of the answers.
        topic: The topic; only for MARK.
        old, new: The printed words before and after the edit.
        how, sure: How the line was matched, and the confidence, from 0 to 1.
        revisions: Authors and dates of the tracked changes, if the edit was tracked.
        remark: A warning that goes with the change.
        group: Changes with the same group are made together or not at all; empty for no group.
        optional: Whether the change is only offered: it is made if a person says so, and holds up no other.
        in_table: Whether it was made in a comparison table of a booklet, not on the partner's pages.
    """

    kind: ChangeKind
    profile: str
    path: YamlPath
    address: str
    index: int = 0
    to: int = 0
    before: Data = None
    after: Data = None
    topic: str = ""
    old: str = ""
    new: str = ""
    how: MatchMethod = MatchMethod.BOOKMARK
    sure: float = 1.0
    revisions: tuple[Revision, ...] = ()
    remark: Problem | None = None
    group: str = ""
    optional: bool = False
    in_table: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a text was matched, the confidence from 0 to 1, and the tracked changes in it."""

    how: MatchMethod = MatchMethod.BOOKMARK
    sure: float = 1.0
    revisions: tuple[Revision, ...] = ()


CERTAIN = Evidence()


def set_value(
    profile: str,
    path: YamlPath,
    after: Data,
    *,
    before: Data = None,
    old: str = "",
    new: str = "",
    address: str = "",
    evidence: Evidence = CERTAIN,
    remark: Problem | None = None,
    group: str = "",
) -> Change:
    """Return the change that gives a value a new content, or adds it."""
    return Change(
        ChangeKind.SET,
        profile,
        path,
        address or dotted_path(path),
        before=before,
        after=after,
        old=old,
        new=new,
        how=evidence.how,
        sure=evidence.sure,
        revisions=evidence.revisions,
        remark=remark,
        group=group,
    )


def remove_value(
    profile: str,
    path: YamlPath,
    before: Data,
    *,
    old: str = "",
    new: str = "",
    address: str = "",
    evidence: Evidence = CERTAIN,
    remark: Problem | None = None,
    group: str = "",
    optional: bool = False,
) -> Change:
    """Return the change that removes a value or an item of a list."""
    return Change(
        ChangeKind.REMOVE,
        profile,
        path,
        address or dotted_path(path),
        before=before,
        old=old,
        new=new,
        how=evidence.how,
        sure=evidence.sure,
        revisions=evidence.revisions,
        remark=remark,
        group=group,
        optional=optional,
    )


def insert_item(
    profile: str,
    path: YamlPath,
    index: int,
    after: Data,
    *,
    new: str,
    evidence: Evidence = CERTAIN,
    remark: Problem | None = None,
) -> Change:
    """Return the change that adds an item to a list, before the item at ``index``."""
    return Change(
        ChangeKind.INSERT,
        profile,
        path,
        dotted_path((*path, index)),
        index=index,
        after=after,
        new=new,
        how=evidence.how,
        sure=evidence.sure,
        revisions=evidence.revisions,
        remark=remark,
    )


_TYPED_CONTROLS = re.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029]+")


def without_controls(value: Data) -> Data:
    r"""Return a value without tabs and control characters; each row of them becomes one blank.

    No field of a profile may have them; an end of a line stays, as paragraphs have it.

    >>> without_controls({"author": "\t外務省", "title": "報告\t\x85一"})
    {'author': '外務省', 'title': '報告 一'}
    """
    if isinstance(value, str):
        cleaned = _TYPED_CONTROLS.sub(" ", value)
        return value if cleaned == value else "\n".join(line.strip() for line in cleaned.split("\n"))
    if isinstance(value, list):
        return [without_controls(item) for item in value]
    if isinstance(value, dict):
        return {key: without_controls(item) for key, item in value.items()}
    return value


def dotted_path(path: YamlPath) -> str:
    """Return a path in the form that messages use.

    >>> dotted_path(("answers", "about", 0))
    'answers.about.0'
    """
    return ".".join(map(str, path))


@dataclass(frozen=True, slots=True)
class UnresolvedEdit:
    """An edit that becomes no change: its address, the words before and after, and the reason."""

    profile: str
    address: str
    old: str
    new: str
    reason: Problem
    revisions: tuple[Revision, ...] = ()


def unresolved_edit(change: Change, reason: Problem) -> UnresolvedEdit:
    """Return a change that cannot be made, with the reason."""
    return UnresolvedEdit(change.profile, change.address, change.old, change.new, reason, change.revisions)


@dataclass(frozen=True, slots=True)
class EditorComment:
    """A comment of an editor, the address of the text it is attached to, and its id in the Word file."""

    profile: str
    address: str
    comment: WordComment
    key: str = ""


@dataclass(frozen=True)
class ProfileEdits:
    """All edits that a Word file holds for one partner, or for a booklet's file (``profile`` is ``""``)."""

    profile: str
    changes: tuple[Change, ...] = ()
    left: tuple[UnresolvedEdit, ...] = ()
    comments: tuple[EditorComment, ...] = ()
    hidden: tuple[str, ...] = field(default=())  # addresses of edits that were not tracked
