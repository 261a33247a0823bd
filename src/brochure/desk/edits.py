"""The edits that a browser sends: read from JSON, and mapped to the file as it is now.

The paths of an edit are those of the text it was made on, after the edits before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from brochure.revision.change import dotted_path
from brochure.revision.merge3 import PROFILE_KEY_ORDER, PathTracker, same_data, value_at
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.revision.yaml_edit.comments import SetComment, comment_at, set_comments
from brochure.revision.yaml_edit.edit import Edit, Insert, Move, Put, Remove
from brochure.schema.yaml_reader import MAX_DEPTH, Data, YamlPath, YamlText, parse_yaml

MAX_EDITS = 200  # each takes some milliseconds; the page sends no more at once
MAX_TEXT = 50_000  # characters of one text: a profile has some 10,000 in all
MAX_INDEX = 1_000_000  # a larger number is no index of a list in a file of a megabyte

DeskEdit = Put | Insert | Remove | Move | SetComment


@dataclass(frozen=True, slots=True)
class SentEdit:
    """An edit, and the value at its place when it was made."""

    edit: DeskEdit
    was: Data = None


@dataclass(frozen=True, slots=True)
class DeskConflict:
    """A value that was changed differently meanwhile: its path in the file, and its three texts.

    Attributes:
        lost: What the value stood in, if that is gone from the file.
        is_note: Whether the texts are comments of the value.
    """

    path: YamlPath
    base: Data
    theirs: Data
    mine: Data
    lost: LostValue | None = None
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class LostValue:
    """A value that others took out while it was edited: it can be put back with the edit.

    Attributes:
        path: Where it was in the text of the edit.
        into: The list or mapping of the file that it was in.
        step: Its key there, or the index before which it would stand.
        value: The value with the edit.
    """

    path: YamlPath
    into: YamlPath
    step: str | int
    value: Data


@dataclass(frozen=True, slots=True)
class MergedText:
    """The result of edits.

    Attributes:
        mine: The text the edits were made on, with the edits.
        now: The file's text with the edits.
        conflicts: Edits that were not made, because another person changed the same value.
    """

    mine: str
    now: str
    conflicts: tuple[DeskConflict, ...]


class EditFormError(ValueError):
    """The JSON is no edit."""


def read_edits(sent: object) -> list[SentEdit]:
    """Read the edits of a request.

    Raises:
        EditFormError: The JSON has another form.
    """
    if not isinstance(sent, list) or len(sent) > MAX_EDITS:
        raise EditFormError("edits: a list is needed")
    return [_read_edit(one) for one in sent]


def _read_edit(sent: object) -> SentEdit:
    if not isinstance(sent, dict):
        raise EditFormError("an edit is an object")
    path = _read_path(sent.get("at"))
    match sent:
        case {"insert": index, "use": use} if _is_index(index) and _is_data(use):
            return SentEdit(Insert(path, index, use))
        case {"remove": True}:
            return SentEdit(Remove(path), sent.get("was"))
        case {"move": [source, target]} if _is_index(source) and _is_index(target):
            return SentEdit(Move(path, source, target))
        case {"note": str(text)}:
            return SentEdit(SetComment(path, text), sent.get("was"))
        case {"use": use} if _is_data(use):
            return SentEdit(Put(path, use, PROFILE_KEY_ORDER if len(path) == 1 else ()), sent.get("was"))
    raise EditFormError("an edit has use, insert, remove, move or note")


def _read_path(at: object) -> YamlPath:
    if not isinstance(at, list) or len(at) > MAX_DEPTH:
        raise EditFormError("at: a list of keys and indexes is needed")
    if not all(isinstance(step, str) or _is_index(step) for step in at):
        raise EditFormError("at: a key is a text, an index a number from 0")
    return tuple(at)


def long_text(edits: Sequence[SentEdit]) -> tuple[YamlPath, int] | None:
    """The path and the length of the first text that is too long to be one; None if there is none."""
    for one in edits:
        edit = one.edit
        if isinstance(edit, SetComment) and len(edit.text) > MAX_TEXT:
            return edit.path, len(edit.text)
        if isinstance(edit, Put | Insert):
            path = (*edit.path, edit.index) if isinstance(edit, Insert) else edit.path
            longest = max(_lengths(edit.value), default=0)
            if longest > MAX_TEXT:
                return path, longest
    return None


def _lengths(value: Data) -> Iterator[int]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _lengths(one)
    elif value is not None:
        yield len(value)


def _is_index(value: object) -> bool:
    return type(value) is int and 0 <= value <= MAX_INDEX


def _is_data(value: Any, depth: int = 0) -> bool:
    """Whether a value can stand in our YAML: texts, lists and mappings of them, or nothing; not too deep."""
    if depth > MAX_DEPTH:
        return False
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_data(one, depth + 1) for key, one in value.items())
    if isinstance(value, list):
        return all(_is_data(one, depth + 1) for one in value)
    return value is None or isinstance(value, str)


def merge_edits(base: YamlText | None, now: YamlText, edits: Sequence[SentEdit]) -> MergedText:
    """Make edits on the text they were made on, and on the file as it is now.

    An edit that somebody made already is no edit. What somebody else did to other values stays. If the text
    they were made on is not known, each edit is compared with the value at its place.

    Raises:
        ValueError: An edit names no value of the text it was made on.
        EditError: The file has a form that cannot be edited.
    """
    if base is None:
        return _merge_by_value(now, edits)
    conflicts: list[DeskConflict] = []
    for one in edits:
        is_same = base.text == now.text
        if conflict := _stale_edit(one, base):
            conflicts.append(conflict)
            continue
        chosen = one.edit if is_same else _current_edit(one, base, now)
        after = _with_edit(base, one.edit)
        if isinstance(chosen, DeskConflict):
            conflicts.append(replace(chosen, lost=_lost_value(one.edit.path, base, after, now)))
        base = after
        if isinstance(chosen, DeskConflict):
            continue
        if is_same:
            now = base
        elif chosen is not None:
            now = _with_edit(now, chosen)
    return MergedText(_whole(base), _whole(now), tuple(conflicts))


def _stale_edit(one: SentEdit, base: YamlText) -> DeskConflict | None:
    """A conflict if the value was another one in the text that the browser names."""
    edit = one.edit
    if isinstance(edit, Put | Remove) and edit.path:
        before, wanted = value_at(base, edit.path), edit.value if isinstance(edit, Put) else None
        if not same_data(before, one.was) and not same_data(before, wanted):
            return DeskConflict(edit.path, one.was, before, wanted)
    return None


def _merge_by_value(now: YamlText, edits: Sequence[SentEdit]) -> MergedText:
    conflicts: list[DeskConflict] = []
    for one in edits:
        chosen = _edit_of_value(one, now)
        if isinstance(chosen, DeskConflict):
            conflicts.append(chosen)
        elif chosen is not None:
            now = _with_edit(now, chosen)
    return MergedText(_whole(now), _whole(now), tuple(conflicts))


def _edit_of_value(one: SentEdit, now: YamlText) -> DeskEdit | DeskConflict | None:
    """The edit if the value at its place is the one it was made on; None if it is made already."""
    edit = one.edit
    theirs = value_at(now, edit.path)
    match edit:
        case Put(path, value):
            if same_data(theirs, value):
                return None
            return edit if same_data(theirs, one.was) else DeskConflict(path, one.was, theirs, value)
        case Remove(path):
            if theirs is None:
                return None
            return edit if same_data(theirs, one.was) else DeskConflict(path, one.was, theirs, None)
        case SetComment(path, text):
            found = comment_at(now, path)
            if found == text:
                return None
            return edit if found == one.was else DeskConflict(path, one.was, found, text, is_note=True)
        case Insert(path, index, value):
            if isinstance(theirs, list):
                return None if value in theirs else Insert(path, min(index, len(theirs)), value)
            return DeskConflict(path, None, theirs, [value])
        case Move(path):
            if not isinstance(theirs, list):
                raise ValueError(f"no list is at {dotted_path(path)}")
            return None  # which item was moved is not known


def _whole(source: YamlText) -> str:
    return "\ufeff" * source.bom + source.text


def _with_edit(source: YamlText, edit: DeskEdit) -> YamlText:
    """The file after one edit."""
    if isinstance(edit, Put) and edit.value is None and value_at(source, edit.path) is None:
        return source
    if isinstance(edit, SetComment):
        text = set_comments(source, [edit])
    else:
        text = apply_edits(source, [_without_nulls(edit, source)])
    return parse_yaml(text.encode(), source.file)


def _without_nulls(edit: Edit, source: YamlText) -> Edit:
    """An edit that sets no value: the removal of the key."""
    if isinstance(edit, Put) and edit.value is None and value_at(source, edit.path) is not None:
        return Remove(edit.path)
    return edit


def _current_edit(one: SentEdit, base: YamlText, now: YamlText) -> DeskEdit | DeskConflict | None:
    """The edit on the file as it is now; None if it is made already."""
    track = PathTracker(base, now)
    edit = one.edit
    path = track.current_path(edit.path)
    match edit:
        case Put(_, value, order):
            if path is None:
                return DeskConflict(edit.path, one.was, None, value)
            theirs = value_at(now, path)
            if same_data(theirs, value):
                return None
            if same_data(theirs, value_at(base, edit.path)):
                return Put(path, value, order)
            return DeskConflict(path, value_at(base, edit.path), theirs, value)
        case Remove():
            if path is None and (other := _rewritten_item(edit.path, track, now)) is not None:
                return DeskConflict(edit.path, value_at(base, edit.path), other, None)
            if path is None or (theirs := value_at(now, path)) is None:
                return None
            if same_data(theirs, value_at(base, edit.path)):
                return Remove(path)
            return DeskConflict(path, value_at(base, edit.path), theirs, None)
        case Insert(_, index, value):
            if path is None or not isinstance(value_at(now, path), list):
                return DeskConflict(edit.path, value_at(base, edit.path), None, [value])
            if track.added_items(value, edit.path, path) > 0:
                return None
            return Insert(path, track.insertion_index(edit.path, path, index), value)
        case Move(_, source, target):
            items = {} if path is None else track.current_items(edit.path, path)
            if path is None or source not in items:
                return None  # the item is gone: nothing is left to move
            return Move(path, items[source], track.insertion_index(edit.path, path, target))
        case SetComment(_, text):
            if path is None:
                return DeskConflict(edit.path, comment_at(base, edit.path), None, text, is_note=True)
            theirs, before = comment_at(now, path), comment_at(base, edit.path)
            if theirs == text:
                return None
            if theirs == before:
                return SetComment(path, text)
            return DeskConflict(path, before, theirs, text, is_note=True)


def _lost_value(path: YamlPath, base: YamlText, after: YamlText, now: YamlText) -> LostValue | None:
    """The highest value around a path that is gone from the file; None if the value still has its place."""
    track = PathTracker(base, now)
    for depth, step in enumerate(path):
        into, here = track.current_path(path[:depth]), track.current_path(path[: depth + 1])
        if into is None or value_at(base, path[: depth + 1]) is None:
            return None
        if here is not None and value_at(now, here) is not None:
            continue
        if isinstance(step, str) and depth == len(path) - 1:
            return None  # a key that is absent has a place
        place = track.insertion_index(path[:depth], into, step) if isinstance(step, int) else step
        return LostValue(path[: depth + 1], into, place, value_at(after, path[: depth + 1]))
    return None


def _rewritten_item(path: YamlPath, track: PathTracker, now: YamlText) -> Data:
    """An item of the same list that may be the lost item of a path, rewritten; None if there is none."""
    parent = track.current_path(path[:-1])
    if (
        parent is None
        or not isinstance(path[-1], int)
        or not isinstance(items := value_at(now, parent), list)
    ):
        return None
    paired = track.current_items(path[:-1], parent)
    before = [paired[index] for index in range(path[-1]) if index in paired]
    after = [paired[index] for index in sorted(paired) if index > path[-1]]
    between = range(before[-1] + 1 if before else 0, after[0] if after else len(items))
    return next((items[index] for index in between if index not in paired.values()), None)


def told_conflicts(conflicts: Sequence[DeskConflict]) -> list[Mapping[str, Any]]:
    """Conflicts as JSON."""
    return [
        {
            "at": [*one.path],
            "base": one.base,
            "theirs": one.theirs,
            "mine": one.mine,
            "note": one.is_note,
            "lost": one.lost
            and {
                "at": [*one.lost.path],
                "into": [*one.lost.into],
                "step": one.lost.step,
                "use": one.lost.value,
            },
        }
        for one in conflicts
    ]
