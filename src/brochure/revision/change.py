"""Changes: what an editor did to a profile, in terms of the YAML that was sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from brochure.diagnostics.problem import Problem
from brochure.revision.match_lines import How
from brochure.schema.yaml_reader import Data, Path
from brochure.word.reader.model import Revision, WordComment


class ChangeKind(Enum):
    """What is to be done to the YAML."""

    SET = "set"  # a value is another; one that is not there is added
    INSERT = "insert"  # an item of a list is new
    REMOVE = "remove"  # an item or a key is gone
    MOVE = "move"  # an item of a list stands elsewhere in it
    MARK = "mark"  # a topic of a mark table has another answer


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        kind: What is to be done.
        profile: Whose it is: a partner's id, or ``""`` for a booklet's own file.
        path: In the YAML that was sent: the value; of INSERT and MOVE the list; of MARK the block.
        address: The path as it is shown, such as ``answers.about.0.bullets.1``.
        index: Of INSERT before which item; of MOVE which item.
        to: Of MOVE before which item.
        before, after: The values; of MARK the names of the answers.
        topic: Of MARK.
        old, new: What a reader saw and sees.
        how, sure: By what the text was known, and how sure that is, from 0 to 1.
        revisions: Who made it and when, if it was tracked.
        remark: What is to be said of it though it is done.
        group: Changes of one group are done together or not at all.
    """

    kind: ChangeKind
    profile: str
    path: Path
    address: str
    index: int = 0
    to: int = 0
    before: Data = None
    after: Data = None
    topic: str = ""
    old: str = ""
    new: str = ""
    how: How = How.BOOKMARK
    sure: float = 1.0
    revisions: tuple[Revision, ...] = ()
    remark: Problem | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """By what a text was known, how sure that is, from 0 to 1, and who changed it."""

    how: How = How.BOOKMARK
    sure: float = 1.0
    revisions: tuple[Revision, ...] = ()


CERTAIN = Evidence()


def set_value(
    profile: str,
    path: Path,
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
    """A value becomes another, or is added."""
    return Change(
        ChangeKind.SET,
        profile,
        path,
        address or dotted(path),
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
    path: Path,
    before: Data,
    *,
    old: str = "",
    new: str = "",
    address: str = "",
    evidence: Evidence = CERTAIN,
    group: str = "",
) -> Change:
    """A value, or an item of a list, is gone."""
    return Change(
        ChangeKind.REMOVE,
        profile,
        path,
        address or dotted(path),
        before=before,
        old=old,
        new=new,
        how=evidence.how,
        sure=evidence.sure,
        revisions=evidence.revisions,
        group=group,
    )


def insert_item(
    profile: str, path: Path, index: int, after: Data, *, new: str, evidence: Evidence = CERTAIN
) -> Change:
    """An item is put into a list, before the item that has the index."""
    return Change(
        ChangeKind.INSERT,
        profile,
        path,
        dotted((*path, index)),
        index=index,
        after=after,
        new=new,
        how=evidence.how,
        sure=evidence.sure,
        revisions=evidence.revisions,
    )


def dotted(path: Path) -> str:
    """A path as it is shown.

    >>> dotted(("answers", "about", 0))
    'answers.about.0'
    """
    return ".".join(map(str, path))


@dataclass(frozen=True, slots=True)
class UnresolvedEdit:
    """A difference that was not made to a profile: where it is, what it was, and why it was left."""

    profile: str
    address: str
    old: str
    new: str
    reason: Problem
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True)
class EditorComment:
    """A comment and the text it stands at."""

    profile: str
    address: str
    comment: WordComment


@dataclass(frozen=True)
class Revised:
    """All that was found in a file for one partner, or for a booklet's own file."""

    profile: str
    changes: tuple[Change, ...] = ()
    left: tuple[UnresolvedEdit, ...] = ()
    comments: tuple[EditorComment, ...] = ()
    hidden: tuple[str, ...] = field(default=())  # addresses whose edits were not tracked
