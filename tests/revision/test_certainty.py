"""The certainty of changes in files without bookmarks."""

from __future__ import annotations

import pytest

from brochure.revision.certainty import CALLS_ONLY, REMOVED, REWRITTEN, without_bookmarks
from brochure.revision.change import Change, ChangeKind
from brochure.revision.match_lines import MatchMethod, certainty_of_likeness


def change(kind: ChangeKind, how: MatchMethod = MatchMethod.BOOKMARK, sure: float = 1.0) -> Change:
    return Change(kind, "oulu", ("answers", "about", 0), "answers.about.0", how=how, sure=sure)


@pytest.mark.parametrize("kind", [ChangeKind.REMOVE, ChangeKind.MOVE])
@pytest.mark.parametrize(("has_new_lines", "sure"), [(False, REMOVED), (True, REWRITTEN)])
def test_an_item_may_be_written_anew_where_the_file_has_new_lines(
    kind: ChangeKind, has_new_lines: bool, sure: float
) -> None:
    found = without_bookmarks(change(kind), has_new_lines=has_new_lines)
    assert (found.sure, found.how) == (sure, MatchMethod.LIKENESS)


def test_a_text_of_which_only_calls_differ_is_less_than_certain() -> None:
    found = without_bookmarks(change(ChangeKind.SET, MatchMethod.TEXT), has_new_lines=False)
    assert found.sure == CALLS_ONLY


def test_no_change_becomes_more_certain() -> None:
    for kind in ChangeKind:
        for how in MatchMethod:
            before = change(kind, how, 0.4)
            assert without_bookmarks(before, has_new_lines=True) == before


def test_a_small_edit_of_a_line_is_nearly_certain_and_a_large_one_is_not() -> None:
    likenesses = [0.3, 0.5, 0.7, 0.9, 0.99]
    sure = [certainty_of_likeness(alike) for alike in likenesses]
    assert sure == sorted(sure)
    assert sure[0] < 0.6
    assert 0.9 <= sure[-1] < 1
