"""Different spellings of one name are equal when they are folded; other names are not."""

from __future__ import annotations

import pytest

from brochure.document.name_folding import VARIANTS, fold_kanji, fold_katakana, is_similar

SAME = [
    ("ハンブルク", "ハンブルグ"),
    ("バーデン＝ヴュルテンベルク", "バーデン・ビュルテンベルク"),
    ("マサチューセッツ", "マサチュセッツ"),
    ("メリーランド", "メリランド"),
    ("ベトナム", "ヴェトナム"),
    ("マレーシア", "マレーシヤ"),
    ("カリフォルニア", "カルフォルニア"),
    ("フィンランド", "フインランド"),
]
OTHERS = [
    ("アイルランド", "アイスランド"),
    ("オーストリア", "オーストラリア"),
    ("スロバキア", "スロベニア"),
    ("ニジェール", "ナイジェリア"),
    ("アイルランド", "アイランド"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_are_similar(one: str, other: str) -> None:
    assert is_similar(fold_katakana(one), fold_katakana(other))


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_names_of_different_countries_are_not(one: str, other: str) -> None:
    assert not is_similar(fold_katakana(one), fold_katakana(other))


def test_variants_of_kanji_have_one_form_and_the_text_keeps_its_length() -> None:
    assert fold_kanji("遼甯省") == fold_kanji("辽宁省") == fold_kanji("遼寧省") == "遼寧省"
    assert fold_kanji("台灣の濱田") == "台湾の浜田"
    assert all(ord(usual) not in VARIANTS for usual in VARIANTS.values())
