"""Combine the changes of several Word files, and find values for which a person must choose a side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from brochure.diagnostics.problem import BrochureError
from brochure.revision import merge3
from brochure.revision.change import ChangeKind
from brochure.revision.merge3 import MergedChange, MergeState, PathTracker
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.schema import yaml_reader
from brochure.schema.yaml_reader import YamlPath, YamlText


@dataclass(frozen=True, slots=True)
class ValueSides:
    """Changes of one value of which only one Word file's can be made."""

    changes: tuple[MergedChange, ...]

    @property
    def sides(self) -> dict[str, list[MergedChange]]:
        """The changes of each Word file, in the order of the files."""
        found: dict[str, list[MergedChange]] = {}
        for one in self.changes:
            for source in one.sources:
                found.setdefault(source, []).append(one)
        return found


def combine_word_files(merges: Sequence[MergedChange]) -> list[MergedChange]:
    """Combine the changes of several Word files.

    Equal changes are made once; different changes of the same value become conflicts, also if one file
    removes a value in which another one changes something.
    """
    made: list[MergedChange] = []
    by_value: dict[tuple[Any, ...], list[int]] = {}
    for one in merges:
        places = by_value.setdefault(_value_key(one), [])
        equal = [
            place
            for place in places
            if merge3.is_same_change(made[place], one)
            and not (one.change.kind is ChangeKind.INSERT and one.source in made[place].sources)
        ]
        if equal:
            sources = dict.fromkeys((*made[equal[0]].sources, one.source))
            made[equal[0]] = replace(made[equal[0]], also=(*sources,)[1:])
        else:
            places.append(len(made))
            made.append(one)
    conflicts = {
        place
        for places in by_value.values()
        if len(places) > 1 and made[places[0]].change.kind is not ChangeKind.INSERT
        for place in places
    }
    for place, one in enumerate(made):
        if one.change.kind is ChangeKind.REMOVE and one.state is not MergeState.DONE:
            within = {
                index
                for index, other in enumerate(made)
                if other.state is not MergeState.DONE
                and index != place
                and other.path[: len(one.path)] == one.path
                and not set(one.sources) & set(other.sources)
            }
            conflicts |= within | ({place} if within else set())
    return [
        replace(one, state=MergeState.CONFLICT)
        if place in conflicts and one.state is not MergeState.DONE
        else one
        for place, one in enumerate(made)
    ]


def _value_key(one: MergedChange) -> tuple[Any, ...]:
    """The value that a change belongs to; the same for two changes that exclude each other."""
    match one.change.kind:
        case ChangeKind.INSERT:
            return one.path, ChangeKind.INSERT, merge3.same_data_key(one.change.after)
        case ChangeKind.MOVE:
            return one.path, ChangeKind.MOVE, one.index
        case _:
            return one.path, one.change.topic


def conflicts_by_value(merges: Sequence[MergedChange]) -> list[ValueSides]:
    """Return the conflicts; those within a value that a file removes are one."""
    conflicts = [one for one in merges if one.state is MergeState.CONFLICT]
    removed = sorted({one.path for one in conflicts if one.change.kind is ChangeKind.REMOVE}, key=len)
    found: dict[tuple[Any, ...], list[MergedChange]] = {}
    for one in conflicts:
        outer = next((path for path in removed if one.path[: len(path)] == path), None)
        found.setdefault((outer, "") if outer is not None else _value_key(one), []).append(one)
    return [ValueSides(tuple(changes)) for changes in found.values()]


def settle_taken(
    merged: Sequence[MergedChange], base: YamlText, now: YamlText, topics: Mapping[YamlPath, Sequence[str]]
) -> list[MergedChange]:
    """Find changes that were made before although each alone does not show it: their list is as it would be.

    After two items were joined, for instance, the joined item may look like either of the two.

    Args:
        merged: All changes of one Word file.
        base: The YAML that was sent.
        now: The current YAML.
        topics: The topics of mark tables, by the path of their block in the sent YAML.
    """
    if all(one.state is MergeState.DONE for one in merged):
        return list(merged)
    first = merge3.merge_changes([m.change for m in merged], base, base)
    edits = merge3.yaml_edits([m for m in first if m.state is MergeState.OPEN], base, topics)
    try:
        result = yaml_reader.parse_yaml(apply_edits(base, edits).encode(), base.file)
    except (BrochureError, ValueError):  # the changes contradict each other; this is reported elsewhere
        return list(merged)
    made, current = PathTracker(base, result), PathTracker(base, now)
    return [
        replace(one, state=MergeState.DONE) if _is_list_as_made(one.change.path, made, current) else one
        for one in merged
    ]


def _is_list_as_made(path: YamlPath, made: PathTracker, current: PathTracker) -> bool:
    """Whether a list around a value is now as all changes of the file make it."""
    for depth in range(1, len(path) + 1):
        there, here = made.current_path(path[:depth]), current.current_path(path[:depth])
        if there is None or here is None:
            return False
        new, now = merge3.value_at(made.now, there), merge3.value_at(current.now, here)
        if isinstance(new, list) and isinstance(now, list) and merge3.same_data(new, now):
            return True
    return False
