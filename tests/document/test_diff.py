"""Laws of comparing texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.document.diff import DiffKind, diff_words, split_words
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
    ],
)
def test_words_are_not_cut(old: str, new: str, shown: str) -> None:
    signs = {DiffKind.SAME: "", DiffKind.OLD: "-", DiffKind.NEW: "+"}
    assert " ".join(signs[piece.kind] + piece.text for piece in diff_words(old, new)) == shown
