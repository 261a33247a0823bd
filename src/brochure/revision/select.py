"""Select the changes to make: those that were decided, with the notes that belong to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.revision.change import Change, ChangeKind
from brochure.revision.combine import ValueSides
from brochure.revision.detect.uncited_sources import cited_sources
from brochure.revision.merge3 import MergedChange, MergeState
from brochure.revision.review import Review
from brochure.schema.yaml_reader import Data

Choose = Callable[[Review, ValueSides], str]
"""Asks whose change of a value is made; returns the Word file, or an empty text for none."""


@dataclass(frozen=True, slots=True)
class SidesTaken:
    """How conflicts are decided without a question.

    Attributes:
        side: ``ours`` (the profile) or ``theirs`` (the last Word file) for all conflicts, or empty.
        files: Word files whose side is taken before that, the first of them first.
    """

    side: str = ""
    files: tuple[str, ...] = ()

    def choose(self, value: ValueSides) -> str | None:
        """Return the Word file whose change is made; empty for none, None if it is not decided."""
        sides = value.sides
        for file in self.files:
            if file in sides:
                return file
        return {"ours": "", "theirs": [*sides][-1]}.get(self.side)


def select_changes(
    review: Review, taken: SidesTaken, choose: Choose | None, *, confirmed: bool
) -> list[MergedChange]:
    """Return the changes to make.

    Args:
        review: The review of a profile.
        taken: How conflicts are decided; ignored if the user is asked.
        choose: Asks the user about each change; None if the command is not interactive.
        confirmed: Whether unsure changes may be made.

    Raises:
        BrochureError: Conflicts are not decided (D112), or unsure changes are not confirmed (D113).
    """
    opened = [m for m in review.merges if m.state is MergeState.OPEN]
    if choose is not None:
        values = [*(ValueSides((m,)) for m in opened), *review.conflicts]
        values.sort(key=lambda value: review.merges.index(value.changes[0]))
        return [one for value in values for one in value.sides.get(choose(review, value), ())]
    chosen = [taken.choose(value) for value in review.conflicts]
    problems = []
    if None in chosen:
        problems.append(problem("D112", Location(review.shown), count=chosen.count(None)))
    if review.unsure and not confirmed:
        problems.append(problem("D113", Location(review.shown), count=len(review.unsure)))
    if problems:
        raise BrochureError(problems)
    made = [m for m in opened if confirmed or not m.change.optional]
    sides = zip(review.conflicts, chosen, strict=True)
    return made + [one for value, file in sides for one in value.sides.get(file or "", ())]


def drop_uncalled_notes(chosen: Sequence[MergedChange], review: Review) -> list[MergedChange]:
    """Return the changes without new notes that are not called, and removals of notes and sources in use."""
    made = [one for one in chosen if not is_new_note(one.change) or _is_called(one, chosen)]
    made = [one for one in made if not (_is_lost_note(one.change) and _is_still_called(one, made, review))]
    offered = [one for one in made if one.change.optional]
    cited = cited_sources(_texts_with(made, review)) if offered else set()
    return [one for one in made if not (one in offered and _source_of(one) in cited)]


def _source_of(one: MergedChange) -> str:
    """The id of the source that a change removes."""
    return str(one.change.before.get("id")) if isinstance(one.change.before, dict) else ""


def is_new_note(change: Change) -> bool:
    """Whether a change adds a note."""
    return change.kind is ChangeKind.SET and change.path[:1] == ("notes",) and change.before is None


def _is_lost_note(change: Change) -> bool:
    return change.kind is ChangeKind.REMOVE and change.path[:1] == ("notes",)


def _call_of(note: MergedChange) -> str:
    return f"[^{note.change.path[1]}]"


def _is_called(note: MergedChange, chosen: Sequence[MergedChange]) -> bool:
    """Whether another change contains a call of the note."""
    return any(_call_of(note) in _all_text(one.change.after) for one in chosen if one is not note)


def _is_still_called(note: MergedChange, made: Sequence[MergedChange], review: Review) -> bool:
    """Whether the profile calls the note after the changes."""
    return any(_call_of(note) in text for text in _texts_with(made, review))


def _texts_with(made: Sequence[MergedChange], review: Review) -> Iterator[str]:
    """The texts of the profile after the changes."""
    changed = {one.path: _all_text(one.change.after) for one in made if one.change.kind is ChangeKind.SET}
    removed = [one.path for one in made if one.change.kind is ChangeKind.REMOVE]
    for path, text in review.now.scalars():
        if path not in changed and not any(path[: len(gone)] == gone for gone in removed):
            yield text
    yield from changed.values()
    yield from (_all_text(one.change.after) for one in made if one.change.kind is ChangeKind.INSERT)


def group_changes(kept: Sequence[MergedChange]) -> list[list[MergedChange]]:
    """Group the changes that are made together: those of one derived text, and notes with their calls."""
    groups: list[list[MergedChange]] = []
    by_name: dict[str, list[MergedChange]] = {}
    notes = [m for m in kept if m.change.path[:1] == ("notes",)]
    for one in kept:
        if one in notes:
            continue
        name = one.change.group
        if name and name in by_name:
            by_name[name].append(one)
            continue
        group = [one]
        for note in notes:
            call = f"[^{note.change.path[1]}]"
            if call in _all_text(one.change.after) or call in _all_text(one.change.before):
                group.append(note)
        groups.append(group)
        if name:
            by_name[name] = group
    used = [id(m) for group in groups for m in group]
    groups += [[note] for note in notes if id(note) not in used]
    seen: set[int] = set()
    for group in groups:
        group[:] = [m for m in group if id(m) not in seen]
        seen |= {id(m) for m in group}
    return [group for group in groups if group]


def _all_text(data: Data) -> str:
    if isinstance(data, str):
        return data
    values = data.values() if isinstance(data, dict) else data or ()
    return "\n".join(map(_all_text, values))
