"""Make the new text of a profile, and check it before it is written.

The changes, applied to the sent YAML, must print the edited text (:mod:`.reprint`); applied to the current
YAML, they must give a valid profile. Changes that fail are left out and reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from brochure.build.load import SharedInput, load_partner_text
from brochure.diagnostics.problem import BrochureError, Location, Problem, caused_problem, problem
from brochure.revision import mark_tables, merge3
from brochure.revision.change import ChangeKind, EditorComment, UnresolvedEdit, unresolved_edit
from brochure.revision.form_edits import question_of
from brochure.revision.merge3 import MergedChange, MergeState
from brochure.revision.reprint import find_unproven
from brochure.revision.review import Review
from brochure.revision.select import drop_uncalled_notes, group_changes, is_new_note
from brochure.revision.yaml_edit import edit
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.schema import yaml_reader
from brochure.schema.profile import address_path
from brochure.schema.yaml_reader import YamlPath, YamlText
from brochure.storage.workspace import Workspace


@dataclass(frozen=True)
class RevisedProfile:
    """The new text of a YAML file, the changes made in it, and the changes that are refused."""

    review: Review
    text: str
    done: tuple[MergedChange, ...]
    refused: tuple[tuple[MergedChange, Problem], ...] = ()
    unexplained_lines: tuple[Problem, ...] = ()  # differing lines that no change explains (D219, D220)


def prove_review(where: Workspace, common: SharedInput, review: Review) -> Review:
    """Find what cannot be made of the edits, before anything is decided: it becomes edits that are left.

    Args:
        where, common: As for :func:`brochure.revision.review.review_word_files`.
        review: The review of a profile.

    Returns:
        The review without the changes that cannot be made; ``left`` has them, with the lines of the Word
        file that no change explains. A fault of brochure (D114) is in ``faults``.
    """
    if review.is_booklet or review.proven:
        return review
    try:
        refused, unexplained = _find_refused(where, common, review, review.merges)
    except BrochureError as error:
        return replace(review, proven=True, faults=tuple(error.problems))
    unproven = [one for one, _ in refused]
    opened = [m for m in review.merges if m.state is MergeState.OPEN and m not in unproven]
    refused += _leave_out_invalid(where, common, review, drop_uncalled_notes(opened, review))[1]
    refused += _uncalled_notes(review, refused)
    gone = [one for one, _ in refused]
    left = [(one.source, unresolved_edit(one.change, reason)) for one, reason in refused]
    for found in unexplained:
        assert found.location is not None  # the Word file
        left.append((found.location.file, UnresolvedEdit("", "", "", "", found)))
    return replace(
        review,
        merges=tuple(m for m in review.merges if m not in gone),
        left=(*review.left, *left),
        proven=True,
    )


def _uncalled_notes(
    review: Review, refused: Sequence[tuple[MergedChange, Problem]]
) -> list[tuple[MergedChange, Problem]]:
    """The new notes that nothing calls without the refused changes; a conflict may still be decided."""
    gone = [one for one, _ in refused]
    stays = [one for one in review.merges if one not in gone]
    called = drop_uncalled_notes(stays, review)
    return [
        (one, problem("D214"))
        for one in stays
        if one.state is MergeState.OPEN and one not in called and is_new_note(one.change)
    ]


def _find_refused(
    where: Workspace, common: SharedInput, review: Review, merges: Sequence[MergedChange]
) -> tuple[list[tuple[MergedChange, Problem]], list[Problem]]:
    """The changes that do not print the edited text, and the lines that no change explains."""
    refused: list[tuple[MergedChange, Problem]] = []
    unexplained: list[Problem] = []
    for one, revised in review.parts:
        form = one.forms.get(revised.profile)
        if form:
            bases = {**one.bases, revised.profile: form.form}
            found = find_unproven(where, common, replace(one, bases=bases), form.found)
        else:
            found = find_unproven(where, common, one, revised)
        unproven = [*found.changes]
        if form:  # an answer with a text that is not proven
            wrong = {question_of(change) for change in found.changes} - {""}
            unproven += [change for change in revised.changes if question_of(change) in wrong]
        place = Location(one.shown)
        moved: frozenset[str] = frozenset()
        if found.questions:  # one reason for all lines that were moved with a question
            moved = found.moved
            unexplained.append(problem("D223", place, questions=" / ".join(found.questions)))
        unexplained += [problem("D219", place, words=line[:60]) for line in found.lines if line not in moved]
        unexplained += [problem("D220", place, words=line[:60]) for line in found.shared if line not in moved]
        refused += [
            (m, problem("D214"))
            for m in merges
            if m.source == one.shown and m.change in unproven and m.state is not MergeState.DONE
        ]
    return refused, unexplained


def make_revised_profile(
    where: Workspace,
    common: SharedInput,
    review: Review,
    chosen: Sequence[MergedChange],
    *,
    todos: bool = False,
) -> RevisedProfile:
    """Return the new text of a profile with the chosen changes.

    Args:
        where, common: As for :func:`brochure.revision.review.review_word_files`.
        review: The review of the profile.
        chosen: The changes to make.
        todos: Whether the editors' comments are added to the YAML as comments.

    Raises:
        BrochureError: The new text would not print the edited text (D114).
    """
    kept = drop_uncalled_notes(list(chosen), review)
    refused: list[tuple[MergedChange, Problem]] = []
    unexplained: list[Problem] = []
    if not (review.is_booklet or review.proven):
        refused, unexplained = _find_refused(where, common, review, kept)
        kept = [m for m in kept if m not in [m for m, _ in refused]]
    kept, invalid = _leave_out_invalid(where, common, review, kept)
    refused += invalid
    text = _edited_text(review, kept, common, todos=todos)
    return RevisedProfile(review, text, tuple(kept), tuple(refused), tuple(unexplained))


def _leave_out_invalid(
    where: Workspace, common: SharedInput, review: Review, kept: list[MergedChange]
) -> tuple[list[MergedChange], list[tuple[MergedChange, Problem]]]:
    """Leave out changes that would make the profile invalid.

    All changes are tried together first; if that fails, one group after the other.
    """
    if review.is_booklet or not kept:
        return kept, []
    before = _problems_with(where, common, review, [])
    if not _problems_with(where, common, review, kept) - before:
        return kept, []
    good: list[MergedChange] = []
    refused: list[tuple[MergedChange, Problem]] = []
    for group in group_changes(kept):
        wrong = _problems_with(where, common, review, [*good, *group]) - before
        if wrong:
            cause = min(wrong, key=lambda found: found.code)
            refused += [(one, caused_problem("D208", cause)) for one in group]
        else:
            good += group
    return good, refused


def _problems_with(
    where: Workspace, common: SharedInput, review: Review, kept: Sequence[MergedChange]
) -> set[Problem]:
    """The problems of the profile with these changes, without their places."""
    try:
        source = yaml_reader.parse_yaml(_edited_text(review, kept, common).encode(), review.shown)
        load_partner_text(where, review.profile, source, common)
    except BrochureError as error:
        return {replace(found, location=None) for found in error.problems}
    except ValueError:  # the YAML is written in a form that cannot be edited
        return {problem("D218", detail=kept[-1].change.address if kept else review.profile)}
    return set()


def _edited_text(
    review: Review, kept: Sequence[MergedChange], common: SharedInput, *, todos: bool = False
) -> str:
    edits = merge3.yaml_edits(kept, review.now, mark_tables.topics_by_block(review.now, common.series.data))
    if todos:
        edits += _comment_edits(review, kept)
    return apply_edits(review.now, edits)


def _comment_edits(review: Review, kept: Sequence[MergedChange]) -> list[edit.Edit]:
    """Edits that add the editors' comments to the YAML, below their values; existing ones are skipped."""
    gone = [m.path for m in kept if m.change.kind is ChangeKind.REMOVE]
    by_path: dict[YamlPath, list[str]] = {}
    for source, comment in _in_threads(review.comments):
        base = next(one.bases[r.profile] for one, r in review.parts if one.shown == source)
        steps = address_path(comment.address)
        path = merge3.PathTracker(base, review.now).current_path(steps) or ()
        while path and (not _exists(review.now, path) or any(path[: len(g)] == g for g in gone)):
            path = path[:-1]
        who = "、".join(part for part in (comment.comment.author, comment.comment.date[:10]) if part)
        lines = comment.comment.text.splitlines() or [""]
        kind = "　返信" if comment.comment.parent else "TODO"
        first = f"{kind}（{who}）：{lines[0]}" if who else f"{kind}：{lines[0]}"
        if first not in review.now.text and path:
            by_path.setdefault(path, []).extend([first, *lines[1:]])
    return [edit.AddComment(path, lines) for path, lines in by_path.items()]


def _in_threads(comments: Sequence[tuple[str, EditorComment]]) -> list[tuple[str, EditorComment]]:
    """The comments with the replies to each behind it."""
    first = {(source, one.key): place for place, (source, one) in enumerate(comments)}
    return sorted(
        comments,
        key=lambda pair: first.get((pair[0], pair[1].comment.parent), first.get((pair[0], pair[1].key), 0)),
    )


def _exists(source: YamlText, path: YamlPath) -> bool:
    try:
        source.value(path)
    except (KeyError, IndexError, TypeError):
        return False
    return True
