"""Laws of comparing texts."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.document import diff
from brochure.document.diff import DiffKind, diff_words, likeness, opcodes, split_words
from law import law

TEXTS = st.text(alphabet="撫順本渓市あいアイaB12。、 \n（）", max_size=30)


@law(sample=100, full=10000)
@given(TEXTS)
def test_tokens_are_the_text(text: str) -> None:
    assert "".join(split_words(text)) == text


@law(sample=100, full=10000)
@given(TEXTS, TEXTS)
def test_the_pieces_are_both_texts(old: str, new: str) -> None:
    pieces = diff_words(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind is not DiffKind.NEW) == old
    assert "".join(piece.text for piece in pieces if piece.kind is not DiffKind.OLD) == new
    assert all(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("撫順を訪れた", "本渓を訪れた", "-撫順 +本渓 を訪れた"),
        ("2018年に", "2019年に", "-2018 +2019 年に"),
        ("ロボット産業、環境", "ロボット、環境", "ロボット -産業 、環境"),
        ("同じ", "同じ", "同じ"),
        ("タイのไทย語", "タイのกรุงเทพ語", "タイの -ไทย +กรุงเทพ 語"),
        ("서울 특별시", "부산 특별시", "-서울 +부산  특별시"),
        ("می\u200cخواهم", "می\u200cخواهیم", "-می\u200cخواهم +می\u200cخواهیم"),
        ("Việt Nam", "Viện Nam", "-Việt +Viện  Nam"),
    ],
)
def test_words_are_not_cut(old: str, new: str, shown: str) -> None:
    signs = {DiffKind.SAME: "", DiffKind.OLD: "-", DiffKind.NEW: "+"}
    assert " ".join(signs[piece.kind] + piece.text for piece in diff_words(old, new)) == shown


@law(sample=200, full=20000)
@given(TEXTS, TEXTS)
def test_short_texts_are_compared_as_difflib_does(old: str, new: str) -> None:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    assert list(opcodes(old, new)) == matcher.get_opcodes()
    assert likeness(old, new) == matcher.ratio()


@law(sample=200, full=20000)
@given(st.text("あい", max_size=60), st.text("あい", max_size=60))
def test_a_coarse_comparison_leads_from_the_old_text_to_the_new(old: str, new: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(diff, "_STEPS", -1)
        patch.setattr(diff, "_STEPS_PER_TOKEN", 0)
        steps = list(opcodes(old, new))
    made = "".join(old[start:end] if kind == "equal" else new[i:j] for kind, start, end, i, j in steps)
    assert made == new
    assert "".join(old[start:end] for _, start, end, _, _ in steps) == old
    assert all(old[start:end] == new[i:j] for kind, start, end, i, j in steps if kind == "equal")


def _steps(length: int) -> int:
    """How many pairs of equal tokens are looked at to compare two unlike texts of this length."""
    looked = 0
    search = diff._CountedMatcher.find_longest_match

    def counted(self: diff._CountedMatcher, alo: int = 0, ahi: int = 0, blo: int = 0, bhi: int = 0) -> object:
        nonlocal looked
        left = self._left
        try:
            return search(self, alo, ahi, blo, bhi)
        finally:
            looked += min(left, left - self._left)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(diff._CountedMatcher, "find_longest_match", counted)
        list(opcodes("あい" * (length // 2), "いうあ" * (length // 3)))
    return looked


def test_the_work_grows_with_the_length_not_with_its_square() -> None:
    assert _steps(24_000) <= 6 * _steps(6_000)


def test_a_change_in_a_very_long_text_is_found() -> None:
    old = "".join(chr(0x3042 + number * number % 83) for number in range(50_000)) * 2
    new = old[:30_000] + "新" + old[30_001:70_000] + old[70_005:]
    assert [step for step in opcodes(old, new) if step[0] != "equal"] == [
        ("replace", 30_000, 30_001, 30_000, 30_001),
        ("delete", 70_000, 70_005, 70_000, 70_000),
    ]
