"""Find all changes of one profile: align both files, then compare texts, notes, lists and marks.

Every text is unchanged, or makes a change, or is reported with the reason why it makes none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from brochure.diagnostics.problem import problem
from brochure.revision.certainty import without_bookmarks
from brochure.revision.change import (
    Change,
    ChangeKind,
    EditorComment,
    ProfileEdits,
    UnresolvedEdit,
    unresolved_edit,
    without_controls,
)
from brochure.revision.detect.align import align_texts
from brochure.revision.detect.alignment import CompareInput, Finding
from brochure.revision.detect.line_forms import lost_styles, moved_lines
from brochure.revision.detect.lists import changed_lists
from brochure.revision.detect.notes import edited_notes, new_notes, note_words
from brochure.revision.detect.plain_texts import unplaced_notes
from brochure.revision.detect.tables import changed_marks, changed_shapes
from brochure.revision.detect.texts import EmptiedBlock, edited_texts, lost_texts
from brochure.revision.detect.uncited_sources import uncited_sources
from brochure.revision.note_calls import PartnerNotes


def detect_changes(inputs: CompareInput) -> ProfileEdits:
    """Return the changes, the edits that make no change, and the comments of one profile.

    A new note gets its id at its first call. So edited notes are compared first, then texts, then lists, and
    new notes last.
    """
    alignment = align_texts(inputs)
    if not inputs.has_pages:
        return _sorted_findings(inputs, [*alignment.found, *lost_texts(alignment), *changed_marks(alignment)])
    calls = PartnerNotes.of_profile(inputs.base, inputs.scope, inputs.others)
    calls.words = partial(note_words, inputs)
    found: list[Finding] = [*alignment.found, *lost_texts(alignment), *edited_notes(alignment, calls)]
    texts = edited_texts(alignment, calls)
    found += [one for one in texts if not isinstance(one, EmptiedBlock)]
    emptied = [one for one in texts if isinstance(one, EmptiedBlock)]
    found += changed_lists(alignment, calls, emptied)
    found += changed_marks(alignment)
    found += new_notes(alignment, calls)
    found += [*unplaced_notes(alignment, calls), *changed_shapes(alignment)]
    found += [*moved_lines(alignment, found), *lost_styles(inputs)]
    found += uncited_sources(alignment, [one for one in found if isinstance(one, Change)])
    has_new_lines = any(unit.sent is None and unit.content for unit in inputs.units)
    found = [_cleaned(inputs, one, has_new_lines) if isinstance(one, Change) else one for one in found]
    return _sorted_findings(inputs, found)


def _sorted_findings(inputs: CompareInput, found: Sequence[Finding]) -> ProfileEdits:
    return ProfileEdits(
        inputs.profile,
        tuple(one for one in found if isinstance(one, Change)),
        tuple(one for one in found if isinstance(one, UnresolvedEdit)),
        tuple(one for one in found if isinstance(one, EditorComment)),
    )


def _cleaned(inputs: CompareInput, change: Change, has_new_lines: bool) -> Finding:
    """A change whose value has no tab and no control character; with its certainty without bookmarks."""
    after = without_controls(change.after)
    if change.kind is ChangeKind.SET and after == change.before and after != change.after:
        return unresolved_edit(change, problem("D214"))
    if inputs.has_lost_bookmarks:
        change = without_bookmarks(change, has_new_lines=has_new_lines)
    return replace(change, after=after)
