"""Fixes as values: only what they replace is another text then."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brochure.diagnostics.fix import Fix, apply_fixes
from law import law


def test_fixes_are_applied_in_the_order_of_the_text_and_each_once() -> None:
    fixes = [Fix(4, 1, "-"), Fix(0, 1, ""), Fix(4, 1, "-"), Fix(2, 0, "+")]
    assert apply_fixes("abcdef", fixes) == "b+cd-f"


def test_of_two_fixes_that_overlap_the_first_is_applied() -> None:
    assert apply_fixes("abcdef", [Fix(2, 3, "X"), Fix(1, 2, "Y")]) == "aYdef"


@law(sample=100, full=5000)
@given(st.text(max_size=20), st.lists(st.builds(Fix, st.integers(0, 19), st.integers(0, 3), st.just("¤"))))
def test_what_no_fix_covers_stays(text: str, fixes: list[Fix]) -> None:
    covered = {index for fix in fixes for index in range(fix.offset, fix.offset + fix.length)}
    kept = [sign for index, sign in enumerate(text) if index not in covered]
    left = iter(apply_fixes(text, [fix for fix in fixes if fix.offset + fix.length <= len(text)]))
    assert all(sign in left for sign in kept)
