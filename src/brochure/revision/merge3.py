"""Three-way merge: apply changes of the sent YAML to the YAML as it is now.

For each value: if only the editor changed it, the change can be made. If both sides made the same change, it
is done already. If both changed it differently, it is a conflict that a person must decide.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache
from typing import Any

from brochure.document.diff import opcodes
from brochure.document.likeness import LikenessSearch
from brochure.revision import mark_tables
from brochure.revision.change import Change, ChangeKind
from brochure.revision.date_edits import is_date, same_dates
from brochure.revision.yaml_edit.edit import Edit, Insert, Move, Put, Remove, first_difference
from brochure.schema.yaml_reader import Data, YamlPath, YamlText

_LEAST_LIKENESS = 0.5  # two items with a higher likeness are the same item, edited
_MOST_PAIRS = 250_000  # most pairs of items that are compared by likeness at once


class MergeState(Enum):
    """The result of the merge of a change."""

    OPEN = "open"  # the change can be made
    DONE = "done"  # the YAML already has the new value
    CONFLICT = "conflict"  # the value was changed differently in the YAML
    GONE = "gone"  # the value no longer exists


@dataclass(frozen=True, slots=True)
class MergedChange:
    """A change, mapped to the YAML as it is now.

    ``path`` is the path of the change in the current YAML, ``ours`` the current value there; ``index`` and
    ``to`` are indices in the current list.
    """

    change: Change
    state: MergeState
    path: YamlPath
    ours: Data = None
    index: int = 0
    to: int = 0
    source: str = ""  # the Word file with the edit
    also: tuple[str, ...] = ()  # other Word files with the same edit

    @property
    def sources(self) -> tuple[str, ...]:
        """All Word files with the edit."""
        return self.source, *self.also


@dataclass(frozen=True)
class PathTracker:
    """Maps paths of one version of a YAML file (``base``) to another version (``now``)."""

    base: YamlText
    now: YamlText
    _items: dict[tuple[YamlPath, YamlPath], Mapping[int, int]] = field(default_factory=dict, compare=False)
    _counts: dict[tuple[str, YamlPath], Counter[str]] = field(default_factory=dict, compare=False)

    def current_path(self, path: YamlPath) -> YamlPath | None:
        """Return the current path, also for a key that is to be added; None if its parent is gone."""
        here: YamlPath = ()
        for depth, step in enumerate(path):
            if isinstance(step, str):
                if value_at(self.now, here) is None and depth < len(path) - 1:
                    return None
                here = (*here, step)
                continue
            found = self.current_items(path[:depth], here).get(step)
            if found is None:
                return None
            here = (*here, found)
        return here

    def current_items(self, base: YamlPath, now: YamlPath) -> Mapping[int, int]:
        """Return the current indices of the items of a list, by their index in ``base``."""
        if (base, now) not in self._items:
            before, after = value_at(self.base, base), value_at(self.now, now)
            if not isinstance(before, list) or not isinstance(after, list):
                return {}
            self._items[base, now] = _pair_items(_item_keys(before), _item_keys(after))
        return self._items[base, now]

    def added_items(self, item: Data, base: YamlPath, now: YamlPath) -> int:
        """Return how many items that are the same as ``item`` the current list has more than the sent one."""
        key = same_data_key(item)
        return self._count("now", self.now, now)[key] - self._count("base", self.base, base)[key]

    def _count(self, which: str, source: YamlText, path: YamlPath) -> Counter[str]:
        if (which, path) not in self._counts:
            value = value_at(source, path)
            self._counts[which, path] = Counter(map(same_data_key, value if isinstance(value, list) else ()))
        return self._counts[which, path]

    def insertion_index(self, base: YamlPath, now: YamlPath, index: int) -> int:
        """Return the current index for an item that is inserted before item ``index`` of ``base``."""
        items = self.current_items(base, now)
        if index - 1 in items:
            return items[index - 1] + 1
        if index in items:
            return items[index]
        before, after = value_at(self.base, base), value_at(self.now, now)
        count = len(before) if isinstance(before, list) else 0
        behind = [items[i] for i in range(index, count) if i in items]
        return min(behind) if behind else len(after) if isinstance(after, list) else 0


def value_at(source: YamlText, path: YamlPath) -> Data:
    """Return the value at a path; None if there is none."""
    try:
        return source.value(path)
    except (KeyError, IndexError, TypeError):
        return None


def _item_keys(items: Sequence[Data]) -> tuple[str, ...]:
    return tuple(json.dumps(item, ensure_ascii=False, sort_keys=True) for item in items)


def same_data_key(data: Data) -> str:
    """A key that is equal for data that :func:`same_data` takes for the same: without line ends of texts."""
    return json.dumps(_without_line_ends(data), ensure_ascii=False, sort_keys=True)


def _without_line_ends(data: Data) -> Data:
    if isinstance(data, dict):
        return {key: _without_line_ends(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_without_line_ends(value) for value in data]
    return data.removesuffix("\n") if isinstance(data, str) else data


@cache
def _pair_items(before: tuple[str, ...], after: tuple[str, ...]) -> Mapping[int, int]:
    """Pair equal items, in order or not; then pair similar items between them."""
    found: dict[int, int] = {}
    gaps: list[tuple[int, int, int, int]] = []
    for kind, start, end, from_, to in opcodes(before, after):
        if kind == "equal":
            found |= {start + step: from_ + step for step in range(end - start)}
        elif kind == "replace":
            gaps.append((start, end, from_, to))
    taken = set(found.values())
    free = {key: index for index, key in enumerate(after) if index not in taken}
    for index, key in enumerate(before):
        if index not in found and key in free:
            found[index] = free.pop(key)
            taken.add(found[index])
    search = LikenessSearch()
    for start, end, from_, to in gaps:
        lefts = [index for index in range(start, end) if index not in found]
        rights = [index for index in range(from_, to) if index not in taken]
        if len(lefts) * len(rights) > _MOST_PAIRS:
            continue
        scores = (
            (search.likeness(before[i], after[j], _LEAST_LIKENESS), -i, -j) for i in lefts for j in rights
        )
        for alike, i, j in sorted(scores, reverse=True):
            if alike > _LEAST_LIKENESS and -i not in found and -j not in taken:
                found[-i] = -j
                taken.add(-j)
    return found


def merge_changes(
    changes: Iterable[Change], base: YamlText, now: YamlText, source: str = ""
) -> list[MergedChange]:
    """Map changes of the YAML ``base`` to the YAML as it is now.

    Args:
        changes: The changes.
        base: The YAML that was sent.
        now: The current YAML.
        source: The name of the Word file, stored in each merged change.
    """
    track = PathTracker(base, now)
    return [replace(_merge_change(change, track), source=source) for change in changes]


def _merge_change(change: Change, track: PathTracker) -> MergedChange:
    path = track.current_path(change.path)
    if change.kind is ChangeKind.REMOVE and path is None:
        return MergedChange(change, MergeState.DONE, change.path)
    if path is None:
        return MergedChange(change, MergeState.GONE, change.path)
    ours = value_at(track.now, path)
    match change.kind:
        case ChangeKind.SET:
            return MergedChange(change, _state_of_set(change, ours), path, ours)
        case ChangeKind.REMOVE:
            if ours is None:
                return MergedChange(change, MergeState.DONE, path)
            state = MergeState.OPEN if _is_same_value(change, ours, change.before) else MergeState.CONFLICT
            return MergedChange(change, state, path, ours)
        case ChangeKind.INSERT:
            return _merge_insert(change, track, path, ours)
        case ChangeKind.MOVE:
            return _merge_move(change, track, path)
        case ChangeKind.MARK:
            found = mark_tables.current_answer(ours, change.topic).value
            state = (
                MergeState.DONE
                if found == change.after
                else MergeState.OPEN
                if found == change.before
                else MergeState.CONFLICT
            )
            return MergedChange(change, state, path, found)


def _state_of_set(change: Change, ours: Data) -> MergeState:
    if same_data(ours, change.after):
        return MergeState.DONE
    if _is_same_value(change, ours, change.before):
        return MergeState.OPEN
    return MergeState.DONE if _is_same_value(change, ours, change.after) else MergeState.CONFLICT


def _is_same_value(change: Change, one: Data, other: Data) -> bool:
    """Whether two values are the same, or the same date in two forms."""
    return same_data(one, other) or (is_date(change.path) and same_dates(one, other))


def _merge_insert(change: Change, track: PathTracker, path: YamlPath, ours: Data) -> MergedChange:
    if not isinstance(ours, list):
        return MergedChange(change, MergeState.GONE, path)
    if track.added_items(change.after, change.path, path) > 0:
        return MergedChange(change, MergeState.DONE, path)
    return MergedChange(
        change, MergeState.OPEN, path, index=track.insertion_index(change.path, path, change.index)
    )


def _merge_move(change: Change, track: PathTracker, path: YamlPath) -> MergedChange:
    items = track.current_items(change.path, path)
    index = items.get(change.index)
    if index is None:
        return MergedChange(change, MergeState.GONE, path)
    before = value_at(track.base, change.path)
    count = len(before) if isinstance(before, list) else 0
    later = [items[i] for i in range(change.to, count) if i in items and i != change.index]
    ours = value_at(track.now, path)
    to = min(later) if later else len(ours) if isinstance(ours, list) else 0
    if to in (index, index + 1):
        return MergedChange(change, MergeState.DONE, path, index=index, to=to)
    return MergedChange(change, MergeState.OPEN, path, index=index, to=to)


def same_data(one: Data, other: Data) -> bool:
    """Whether two values are the same; a missing value is not an empty one."""
    if one is None or other is None:
        return one is other
    return first_difference(one, other) is None


def is_same_change(one: MergedChange, other: MergedChange) -> bool:
    """Whether two changes of the same value make the same of it."""
    return (
        one.change.kind is other.change.kind
        and (
            one.change.after is other.change.after
            or _is_same_value(one.change, one.change.after, other.change.after)
        )
        and one.to == other.to
    )


PROFILE_KEY_ORDER = (  # order of the keys of a profile, to place added keys
    *(
        "partner",
        "edition",
        "as_of",
        "survey",
        "accent",
        "place",
        "milestones",
        "photo",
        "flag",
        "answers",
        "accepted",
    ),
    *("sources", "notes", "contact"),
)
_ROW_KEY_ORDER = ("field", "label", "text", "date", "items", "remark", "qr", "as_of", "valid_until")


def yaml_edits(
    chosen: Sequence[MergedChange], now: YamlText, topics: Mapping[YamlPath, Sequence[str]]
) -> list[Edit]:
    """Return the YAML edits that make the chosen changes.

    Args:
        chosen: The changes.
        now: The current YAML.
        topics: The topics of mark tables, by the path of their block in the current YAML.
    """
    made: list[Edit] = []
    flipped: dict[YamlPath, dict[str, Any]] = {}
    for one in chosen:
        change = one.change
        match change.kind:
            case ChangeKind.SET:
                order = (
                    PROFILE_KEY_ORDER
                    if change.path[:1] == ("notes",)
                    else _ROW_KEY_ORDER
                    if "rows" in one.path
                    else ()
                )
                made.append(Put(one.path, change.after, order))
            case ChangeKind.REMOVE:
                made.append(Remove(one.path))
            case ChangeKind.INSERT:
                made.append(Insert(one.path, one.index, change.after))
            case ChangeKind.MOVE:
                made.append(Move(one.path, one.index, one.to))
            case ChangeKind.MARK:
                flipped.setdefault(one.path, {})[change.topic] = mark_tables.Answer(change.after)
    for path, wanted in flipped.items():
        block = value_at(now, path)
        if isinstance(block, dict):
            for key, value in mark_tables.changed_topic_lists(block, topics[path], wanted).items():
                made.append(Put((*path, key), value, ("marks", "marked", "none", "other")))
    return _remove_empty_notes(made, now)


def _remove_empty_notes(made: list[Edit], now: YamlText) -> list[Edit]:
    """Remove ``notes:`` as a whole if all its notes are removed."""
    by_parent: dict[YamlPath, set[Any]] = {}
    for edit in made:
        if isinstance(edit, Remove) and len(edit.path) == 2 and edit.path[0] == "notes":
            by_parent.setdefault(edit.path[:1], set()).add(edit.path[1])
    for parent, keys in by_parent.items():
        value = value_at(now, parent)
        adds = any(isinstance(edit, Put) and edit.path[:1] == parent for edit in made)
        if isinstance(value, dict) and set(value) == keys and not adds:
            made = [edit for edit in made if not (isinstance(edit, Remove) and edit.path[:1] == parent)]
            made.append(Remove(parent))
    return made
