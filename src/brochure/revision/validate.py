"""Make the new text of a profile, without changes that would make it invalid or are not proven.

Nothing is written before it is proven: the changes, made to the YAML that was sent, must print the text
that came back (:mod:`.reprint`), and made to the YAML as it is now they must be a valid profile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from brochure.build.load import Common, load_text
from brochure.diagnostics.problem import BrochureError, Location, Problem, caused, problem
from brochure.revision import mark_tables
from brochure.revision import merge3 as threeway
from brochure.revision.change import ChangeKind
from brochure.revision.merge3 import MergedChange
from brochure.revision.reprint import unproven
from brochure.revision.review import Review
from brochure.revision.select import groups, needed
from brochure.revision.yaml_edit import edit as yamledit
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.schema import yaml_reader as yamltext
from brochure.schema.profile import path_of
from brochure.schema.yaml_reader import Path as At
from brochure.schema.yaml_reader import YamlText
from brochure.storage.workspace import Workspace


@dataclass(frozen=True)
class Result:
    """The new text of a file, the changes that are in it, and those that could not be put in."""

    review: Review
    text: str
    done: tuple[MergedChange, ...]
    refused: tuple[tuple[MergedChange, Problem], ...] = ()
    unexplained_lines: tuple[Problem, ...] = ()  # lines that no change and no reason speaks of


def result(
    where: Workspace, common: Common, review: Review, chosen: Sequence[MergedChange], *, todos: bool = False
) -> Result:
    """The profile with the changes that were chosen.

    Args:
        where, common: As for :func:`reviews`.
        review: Of the profile.
        chosen: Changes to be made.
        todos: Whether comments are kept as comments of the YAML.

    Raises:
        BrochureError: What was written would not say what the edited file says (D114).
    """
    kept = needed(list(chosen), review)
    refused: list[tuple[MergedChange, Problem]] = []
    unexplained_lines: list[Problem] = []
    if not review.is_booklet:
        for one, revised in review.parts:
            bad, lines = unproven(where, common, one, revised)
            unexplained_lines += [problem("D219", Location(one.shown), words=line[:60]) for line in lines]
            refused += [(m, problem("D214")) for m in kept if m.source == one.shown and m.change in bad]
        kept = [m for m in kept if m not in [m for m, _ in refused]]
    kept, invalid = _valid(where, common, review, kept)
    refused += invalid
    text = _edited(review, kept, common, todos=todos)
    return Result(review, text, tuple(kept), tuple(refused), tuple(unexplained_lines))


def _valid(
    where: Workspace, common: Common, review: Review, kept: list[MergedChange]
) -> tuple[list[MergedChange], list[tuple[MergedChange, Problem]]]:
    """Leave out what would make the profile invalid: all together if they can, else one after the other."""
    if review.is_booklet or not kept:
        return kept, []
    before = _mistakes(where, common, review, [])
    if not _mistakes(where, common, review, kept) - before:
        return kept, []
    good: list[MergedChange] = []
    refused: list[tuple[MergedChange, Problem]] = []
    for group in groups(kept):
        wrong = _mistakes(where, common, review, [*good, *group]) - before
        if wrong:
            cause = min(wrong, key=lambda found: found.code)
            refused += [(one, caused("D208", cause)) for one in group]
        else:
            good += group
    return good, refused


def _mistakes(where: Workspace, common: Common, review: Review, kept: Sequence[MergedChange]) -> set[Problem]:
    """What is wrong with a profile that has these changes, wherever in it."""
    try:
        source = yamltext.parse_yaml(_edited(review, kept, common).encode(), review.shown)
        load_text(where, review.profile, source, common)
    except BrochureError as error:
        return {replace(found, location=None) for found in error.problems}
    except ValueError:  # the file is written in a way that cannot be changed so
        return {problem("D218", detail=kept[-1].change.address if kept else review.profile)}
    return set()


def _edited(review: Review, kept: Sequence[MergedChange], common: Common, *, todos: bool = False) -> str:
    edits = threeway.edits(kept, review.now, mark_tables.topics_by_block(review.now, common.series.data))
    if todos:
        edits += _todos(review, kept)
    return apply_edits(review.now, edits)


def _todos(review: Review, kept: Sequence[MergedChange]) -> list[yamledit.Edit]:
    """Comments of editors as comments of the YAML, under the value they are of; once."""
    gone = [m.path for m in kept if m.change.kind is ChangeKind.REMOVE]
    by_path: dict[At, list[str]] = {}
    for source, said in review.comments:
        base = next(one.bases[r.profile] for one, r in review.parts if one.shown == source)
        steps = path_of(said.address)
        path = threeway.Track(base, review.now).path(steps) or ()
        while path and (not _there(review.now, path) or any(path[: len(g)] == g for g in gone)):
            path = path[:-1]
        who = "、".join(part for part in (said.comment.author, said.comment.date[:10]) if part)
        lines = said.comment.text.splitlines() or [""]
        first = f"TODO（{who}）：{lines[0]}" if who else f"TODO：{lines[0]}"
        if first not in review.now.text and path:
            by_path.setdefault(path, []).extend([first, *lines[1:]])
    return [yamledit.AddComment(path, lines) for path, lines in by_path.items()]


def _there(source: YamlText, path: At) -> bool:
    try:
        source.value(path)
    except (KeyError, IndexError, TypeError):
        return False
    return True
