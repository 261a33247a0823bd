"""Edits of a YAML file as values, and the plan of edits, which is computed on plain data.

All paths and indices refer to the file before any edit. Two texts are equal if they differ only in one line
end at the end, because block scalars (``|``, ``|-``) add it or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from brochure.document.diff import opcodes
from brochure.schema.yaml_reader import Data, YamlPath


class EditError(ValueError):
    """The file has a form that cannot be edited like this; the message names the path."""


@dataclass(frozen=True, slots=True)
class Put:
    """Set the value at ``path`` to ``value``.

    A missing key is added, with the missing mappings above it. ``order`` is the order of keys in the lowest
    existing mapping; a key that it does not name is added last. If the old and the new value are both lists
    or both mappings, only their differences are changed.
    """

    path: YamlPath
    value: Data
    order: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Insert:
    """Insert ``value`` before item ``index`` of the list at ``path``; the length of the list appends it.

    Several items inserted before or moved to the same place keep the order in which they are given.
    """

    path: YamlPath
    index: int
    value: Data


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove the list item or mapping key at ``path``; its comments stay.

    A list or mapping that loses all its entries stays, empty.
    """

    path: YamlPath


@dataclass(frozen=True, slots=True)
class Move:
    """Move item ``source`` of the list at ``path`` before item ``target``; the length moves it to the end.

    The comments directly above the item move with it.
    """

    path: YamlPath
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class AddComment:
    """Add comment lines, given without ``#``, directly below the value at ``path``."""

    path: YamlPath
    lines: Sequence[str]


Edit: TypeAlias = Put | Insert | Remove | Move | AddComment


def first_difference(one: Data, other: Data, path: YamlPath = ()) -> YamlPath | None:
    """Return the path of the first value that differs; None if the data are equal."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in [*one, *(key for key in other if key not in one)]:
            if key not in one or key not in other:
                return (*path, key)
            if (found := first_difference(one[key], other[key], (*path, key))) is not None:
                return found
        return None
    if isinstance(one, list) and isinstance(other, list):
        for index in range(max(len(one), len(other))):
            if index >= min(len(one), len(other)):
                return (*path, index)
            if (found := first_difference(one[index], other[index], (*path, index))) is not None:
                return found
        return None
    if isinstance(one, str) and isinstance(other, str):
        return None if one.removesuffix("\n") == other.removesuffix("\n") else path
    return None if type(one) is type(other) and one == other else path


def path_in_messages(path: YamlPath) -> str:
    """Return a path for messages: ``answers.about.0``."""
    return ".".join(map(str, path)) or "the file"


# --- the plan -----------------------------------------------------------------------------------


@dataclass
class EditPlan:
    """Edits by path; each is for one value, and they do not contradict each other."""

    puts: dict[YamlPath, Data] = field(default_factory=dict)  # values that are replaced
    removes: set[YamlPath] = field(default_factory=set)
    adds: dict[YamlPath, list[tuple[str, Data, Sequence[str]]]] = field(
        default_factory=dict
    )  # keys of a mapping
    inserts: dict[YamlPath, list[tuple[int, Data | Move]]] = field(default_factory=dict)  # items of a list
    moved: set[YamlPath] = field(default_factory=set)
    comments: list[AddComment] = field(default_factory=list)

    def has_edits(self) -> bool:
        """Whether the plan has an edit."""
        return bool(self.puts or self.removes or self.adds or self.inserts or self.comments)

    def touches(self, path: YamlPath) -> bool:
        """Whether entries of the list or mapping at ``path`` are added or removed."""
        return path in self.adds or path in self.inserts or any(gone[:-1] == path for gone in self.removes)


def plan_edits(data: Data, edits: Sequence[Edit]) -> EditPlan:
    """Return the plan of edits of ``data``.

    Raises:
        ValueError: Edits contradict each other, or name a path that does not exist.
    """
    _check(data, edits)
    plan = EditPlan()
    for edit in edits:
        match edit:
            case Put(path, value, order):
                _plan_put(plan, data, path, value, order)
            case Insert(path, index, value):
                plan.inserts.setdefault(path, []).append((index, value))
            case Remove(path):
                plan.removes.add(path)
            case Move(path, item, target):
                if target not in (item, item + 1):
                    plan.inserts.setdefault(path, []).append((target, edit))
                    plan.moved.add((*path, item))
            case AddComment():
                plan.comments.append(edit)
    _rewrite_emptied(plan, data)
    return plan


def _check(data: Data, edits: Sequence[Edit]) -> None:
    """Check that each edit has an existing place, and is not inside a value that another replaces or removes.

    Raises:
        ValueError: It does not hold.
    """
    whole: dict[YamlPath, Edit] = {}
    for edit in edits:
        found, exists = _lookup(data, edit.path)
        match edit:
            case Put(path):
                if not exists and (not path or not isinstance(path[-1], str)):
                    raise ValueError(f"nothing is at {path_in_messages(path)}")
            case Remove(path):
                if not exists or not path:
                    raise ValueError(f"nothing to remove is at {path_in_messages(path)}")
            case AddComment(path):
                if not exists:
                    raise ValueError(f"nothing to comment on is at {path_in_messages(path)}")
            case Insert(path, index):
                if not isinstance(found, list) or not 0 <= index <= len(found):
                    raise ValueError(f"no item can stand at {path_in_messages((*path, index))}")
            case Move(path, item, target):
                if not isinstance(found, list) or not (0 <= item < len(found) and 0 <= target <= len(found)):
                    raise ValueError(f"no item can go from {path_in_messages((*path, item))} to {target}")
        if isinstance(edit, (Put, Remove)):
            if edit.path in whole:
                raise ValueError(f"two edits of {path_in_messages(edit.path)}")
            whole[edit.path] = edit
    moved: set[YamlPath] = set()
    for edit in edits:
        if isinstance(edit, Move):
            place: YamlPath = (*edit.path, edit.source)
            if place in moved or isinstance(whole.get(place), Remove):
                raise ValueError(f"two edits of {path_in_messages(place)}")
            moved.add(place)
        above = [edit.path[:length] for length in range(len(edit.path))]
        if isinstance(edit, (Insert, Move)) or (
            isinstance(edit, AddComment) and isinstance(whole.get(edit.path), Remove)
        ):
            above.append(edit.path)
        for path in above:
            if path in whole:
                inside, whole_path = path_in_messages(edit.path), path_in_messages(path)
                raise ValueError(f"{inside} is inside {whole_path}, which another edit changes")


def _lookup(data: Data, path: YamlPath) -> tuple[Data, bool]:
    """The value at ``path``, and whether the path exists."""
    for step in path:
        match data:
            case dict() if isinstance(step, str) and step in data:
                data = data[step]
            case list() if isinstance(step, int) and 0 <= step < len(data):
                data = data[step]
            case _:
                return None, False
    return data, True


def _plan_put(plan: EditPlan, data: Data, path: YamlPath, value: Data, order: Sequence[str]) -> None:
    """Add a put to the plan as smaller edits of the differences; missing mappings above it are added."""
    old, exists = _lookup(data, path)
    if exists:
        _plan_change(plan, path, old, value)
        return
    length = max(n for n in range(len(path)) if _lookup(data, path[:n])[1])
    parent, _ = _lookup(data, path[:length])
    if parent is None:
        value = _with_value(plan.puts.get(path[:length]), path[length:], value)
        plan.puts[path[:length]] = value
        return
    if not isinstance(parent, dict) or not all(isinstance(step, str) for step in path[length:]):
        raise ValueError(f"nothing is at {path_in_messages(path)}")
    added = plan.adds.setdefault(path[:length], [])
    for index, (key, made, keys) in enumerate(added):
        if key == path[length]:
            added[index] = (key, _with_value(made, path[length + 1 :], value), keys)
            return
    added.append((str(path[length]), _with_value(None, path[length + 1 :], value), order))


def _with_value(made: Data, path: YamlPath, value: Data) -> Data:
    """A copy of ``made`` with ``value`` at ``path``; missing mappings are added."""
    if not path:
        return value
    below = dict(made) if isinstance(made, dict) else {}
    key = str(path[0])
    below[key] = _with_value(below.get(key), path[1:], value)
    return below


def _plan_change(plan: EditPlan, path: YamlPath, old: Data, new: Data) -> None:
    if first_difference(old, new) is None:
        return
    if isinstance(old, dict) and isinstance(new, dict) and old and new:
        for key in old:
            if key in new:
                _plan_change(plan, (*path, key), old[key], new[key])
            else:
                plan.removes.add((*path, key))
        if added := [key for key in new if key not in old]:
            plan.adds[path] = [(key, new[key], tuple(new)) for key in added]
    elif isinstance(old, list) and isinstance(new, list) and old and new:
        names = [[repr(item) for item in items] for items in (old, new)]
        for _, start, end, from_, to in (found for found in opcodes(*names) if found[0] != "equal"):
            pairs = min(end - start, to - from_)
            for offset in range(pairs):
                _plan_change(plan, (*path, start + offset), old[start + offset], new[from_ + offset])
            plan.removes |= {(*path, index) for index in range(start + pairs, end)}
            for item in new[from_ + pairs : to]:
                plan.inserts.setdefault(path, []).append((end, item))
    else:
        plan.puts[path] = new


def _rewrite_emptied(plan: EditPlan, data: Data) -> None:
    """Replace collections that are or become empty as a whole, because a block collection cannot be empty."""
    paths = {*plan.adds, *plan.inserts, *(path[:-1] for path in plan.removes)}
    for path in sorted(paths, key=len, reverse=True):
        old, _ = _lookup(data, path)
        assert isinstance(old, (list, dict))
        steps = range(len(old)) if isinstance(old, list) else old
        if all((*path, step) in plan.removes for step in steps):
            plan.puts[path] = expected_value(old, plan, path)
            plan.removes -= {(*path, step) for step in steps}
            plan.adds.pop(path, None)
            plan.inserts.pop(path, None)


def expected_data(data: Data, plan: EditPlan) -> Data:
    """Return the data of the whole file after the edits of the plan."""
    return expected_value(data, plan, ())


def expected_value(data: Data, plan: EditPlan, path: YamlPath) -> Data:
    """Return the value ``data`` at ``path`` after the edits of the plan."""
    if path in plan.puts:
        return plan.puts[path]
    if isinstance(data, dict):
        kept = {
            key: expected_value(value, plan, (*path, key))
            for key, value in data.items()
            if (*path, key) not in plan.removes
        }
        return kept | {key: value for key, value, _ in plan.adds.get(path, [])}
    if isinstance(data, list):
        items: list[Data] = []
        for index in range(len(data) + 1):
            for place, value in plan.inserts.get(path, []):
                if place == index and isinstance(value, Move):
                    items.append(expected_value(data[value.source], plan, (*path, value.source)))
                elif place == index:
                    items.append(value)  # type: ignore[arg-type]  # Data, as it is no Move
            here = (*path, index)
            if index < len(data) and here not in plan.removes and here not in plan.moved:
                items.append(expected_value(data[index], plan, here))
        return items
    return data
