"""How certain an edit is: the share of edits of its kind that are right, as measured.

With bookmarks an edit is certain. Without them lines are matched by their words. The numbers come from edited
files whose bookmarks were removed (``tests/laws/test_stripped_word_files.py``): of the edits that are shown
as 90 % certain or more, at least 98 % are right; of those below 50 % more are wrong than right.
"""

from __future__ import annotations

from dataclasses import replace

from brochure.revision.change import Change, ChangeKind
from brochure.revision.match_lines import MatchMethod

REMOVED = 0.97  # an item that is gone, if the file has no new lines
REWRITTEN = 0.6  # an item that is gone, if the file has new lines: one of them may be the item
CALLS_ONLY = 0.95  # a text of which only calls of notes differ: programs write them as numbers


def without_bookmarks(change: Change, *, has_new_lines: bool) -> Change:
    """Return a change with its certainty in a file that has lost its bookmarks.

    Args:
        change: A change; the match of its lines has set its certainty.
        has_new_lines: Whether the file has lines that match none of the sent file.
    """
    most = 1.0
    if change.kind in (ChangeKind.REMOVE, ChangeKind.MOVE):
        most = REWRITTEN if has_new_lines else REMOVED
    elif change.kind is ChangeKind.SET and change.how is MatchMethod.TEXT:
        most = CALLS_ONLY
    return replace(change, sure=most, how=MatchMethod.LIKENESS) if most < change.sure else change
