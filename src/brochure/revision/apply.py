"""``brochure revise``: read the Word files, decide which changes are made, write the profiles."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from brochure.build.check import check_reference
from brochure.build.load import SharedInput, load_common
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.revision.merge3 import MergeState
from brochure.revision.read_edits import ReadOptions
from brochure.revision.repeated_dates import half_changed_dates
from brochure.revision.review import Review, review_word_files
from brochure.revision.select import Choose, SidesTaken, select_changes
from brochure.revision.validate import RevisedProfile, make_revised_profile, prove_review
from brochure.storage import atomic
from brochure.storage.input_file import read_ordinary
from brochure.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RevisionOptions:
    """How changes are decided and written.

    Attributes:
        taken: How conflicts are decided.
        confirmed: Whether changes that are not certain may be made.
        todos: Whether the editors' comments are added to the YAML as comments.
    """

    taken: SidesTaken = field(default_factory=SidesTaken)
    confirmed: bool = False
    todos: bool = False


@dataclass(frozen=True)
class RevisionOutcome:
    """The new text of each file, and the warnings."""

    results: tuple[RevisedProfile, ...]
    warnings: tuple[Problem, ...]

    @property
    def changed(self) -> list[RevisedProfile]:
        """The results whose text differs from the file that was read."""
        return [one for one in self.results if one.text.encode() != one.review.read]

    @property
    def count_refused(self) -> int:
        """How many edits cannot be made; edits that a person decided against do not count."""
        return sum(
            len(one.review.left) + len(one.refused) + len(one.unexplained_lines) for one in self.results
        )

    def reason_for_nothing(self) -> str:
        """The key of the words that say why no file was written."""
        if self.count_refused:
            return "nothing taken"
        if any(m.state is not MergeState.DONE for one in self.results for m in one.review.merges):
            return "kept"
        return "all done" if any(one.review.merges for one in self.results) else "same"

    def patch(self) -> str:
        """The changes of all files as one patch for ``git apply``."""
        return "".join(_patch(one) for one in self.changed)


def review_edits(
    where: Workspace, layout: str, paths: Sequence[Path], options: ReadOptions
) -> tuple[SharedInput, list[Review], list[Problem]]:
    """Read edited Word files and review their changes; those that cannot be made are found.

    Returns:
        What all partners share, the reviews, and the warnings.

    Raises:
        BrochureError: A file, a profile or the layout has mistakes.
    """
    common = load_common(where, layout)
    check_reference(common)
    once = {path.resolve(): path for path in paths}  # a file named twice is one side
    found, warnings = review_word_files(where, common, [*once.values()], options)
    proven = [prove_review(where, common, one) for one in found]
    return common, proven, [*warnings, *(doubt for one in proven for doubt in half_changed_dates(one))]


def files_to_take_from(where: Workspace, files: Sequence[Path], wanted: Sequence[Path]) -> tuple[str, ...]:
    """Return the names in messages of Word files whose side is taken in conflicts.

    Raises:
        BrochureError: One of them is not among the files that are read (D224).
    """
    names = {path.resolve(): where.shown(path) for path in files}
    unknown = [path for path in wanted if path.resolve() not in names]
    if unknown:
        known = ", ".join(names.values())
        raise BrochureError([problem("D224", file=where.shown(path), known=known) for path in unknown])
    return tuple(names[path.resolve()] for path in wanted)


def problems_of_left(found: Sequence[Review]) -> list[Problem]:
    """Return the reasons of all edits that cannot be made, with their places."""
    return [
        entry.reason if entry.reason.location else replace(entry.reason, location=review.locate(entry))
        for review in found
        for _, entry in review.left
    ]


def count_undecided(found: Sequence[Review], wishes: RevisionOptions) -> int:
    """Return how many edits need a decision before they can be written: conflicts, and unsure ones."""
    count = 0
    for review in found:
        count += sum(wishes.taken.choose(value) is None for value in review.conflicts)
        count += 0 if wishes.confirmed else len(review.unsure)
    return count


def revise_profiles(
    where: Workspace,
    common: SharedInput,
    found: Sequence[Review],
    wishes: RevisionOptions,
    choose: Choose | None = None,
) -> RevisionOutcome:
    """Decide which changes are made, and make the new texts; no file is written.

    Raises:
        BrochureError: Conflicts or unsure changes are not decided, in any of the profiles (D112, D113); or
            a new text would not print the edited text (D114).
    """
    problems: list[Problem] = [fault for review in found for fault in review.faults]
    if problems:
        raise BrochureError(problems)
    chosen = []
    for review in found:
        try:
            chosen.append(select_changes(review, wishes.taken, choose, confirmed=wishes.confirmed))
        except BrochureError as error:
            problems += error.problems
    if problems:
        raise BrochureError(problems)
    results = []
    for review, merges in zip(found, chosen, strict=True):
        results.append(make_revised_profile(where, common, review, merges, todos=wishes.todos))
    refused = [p for one in results for p in (*(found for _, found in one.refused), *one.unexplained_lines)]
    return RevisionOutcome(tuple(results), tuple(refused))


def write_profiles(outcome: RevisionOutcome) -> dict[Path, Path]:
    """Write the changed files, all or none; the old content of each is saved beside it as ``.yaml.bak``.

    Returns:
        The backup of each changed profile, by the path of the profile.

    Raises:
        BrochureError: A file was saved by another program after it was read (D221), or cannot be written
            (F106).
    """
    changed = outcome.changed
    meanwhile = [one.review for one in outcome.results if not _is_as_read(one.review)]
    if changed and meanwhile:
        raise BrochureError([problem("D221", Location(one.shown)) for one in meanwhile])
    return atomic.replace_with_backups(
        {one.review.path: (one.review.read, one.text.encode()) for one in changed}
    )


def _is_as_read(review: Review) -> bool:
    """Whether the file on disk has the bytes that were merged."""
    try:
        return read_ordinary(review.path) == review.read
    except OSError:  # another program removed or locked it
        return False


def _patch(one: RevisedProfile) -> str:
    old, new = one.review.read.decode(), one.text
    name = one.review.shown
    found = difflib.unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in found
    )
