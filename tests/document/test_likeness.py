"""The likeness of many pairs of texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brochure.document import diff
from brochure.document.likeness import LikenessSearch
from law import law

TEXTS = st.text(alphabet="あいう。", max_size=20)


@law(sample=200, full=10000)
@given(TEXTS, TEXTS, st.floats(0, 1))
def test_a_search_finds_what_a_comparison_of_each_pair_finds(one: str, other: str, least: float) -> None:
    found, alike = LikenessSearch().likeness(one, other, least), diff.likeness(one, other)
    assert found == alike or (found == 0 and alike < least)


def test_when_the_steps_are_spent_all_pairs_count_as_unlike() -> None:
    search = LikenessSearch(5_000)
    found = [search.likeness(f"文{number}", f"文{number}", 0.5) for number in range(20)]
    assert found[:5] == [1.0] * 5
    assert found[-5:] == [0.0] * 5
