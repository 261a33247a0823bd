"""Characters that look like those that are meant: what is printed for them, and what stays as it is typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.document.look_alikes import (
    CERTAIN,
    LookAlikeKind,
    find_look_alikes,
    markup_look_alikes,
    meant_markup,
    meant_text,
)
from brochure.document.markup import parse_markup
from brochure.document.tree import Link, NoteCall
from law import law

POOL = (
    "州立大ー・。 aeoBC12**[]{}|()<>^@\\_:/\n"
    "ﾃﾊｶﾞﾟｰ｡｢｣⼤⺠⻌\uf90a\ufa19\u00ad\u200b\u200d\ufeff\ufe0f\U000e0100\u00a0\u2009かハ\u3099\u309a\u0301аοΗक\u094d"
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ｶﾅｶﾞﾜｹﾝ､ｼｪﾝﾔﾝ", "カナガワケン、シェンヤン"),
        ("｢ﾊﾟﾋﾟﾌﾟ･ｳﾞｧ｣｡", "「パピプ・ヴァ」。"),
        ("ｱﾞｱﾟ", "ア゛ア゜"),
        ("⦅注⦆", "｟注｠"),
        ("ｶﾟ", "カ\u309a"),  # a letter of JIS X 0213
        ("かﾞハﾟ", "がパ"),
        ("⼭⽥⽊⻑⽣", "山田木長生"),
        ("⺠⻌⻘⻝⿓", "民辶青食龍"),
        ("\uf90a\uf914\U0002f81a", "金樂冬"),
        ("か\u3099くしゅうか\u309a", "がくしゅうか\u309a"),
        ("Cafe\u0301 Vie\u0323\u0302t", "Café Việt"),
        ("co\u00adoperation\u200b州\ufeff立", "cooperation州立"),
        ("神\u200d奈\u200c川", "神奈川"),
        ("☎\ufe0e★\ufe0f", "☎★"),
        ("か\U000e0100葛\U000e0100\U000e0101。\U000e0107", "か葛\U000e0100。"),
    ],
)
def test_the_meant_characters_are_printed(typed: str, meant: str) -> None:
    assert meant_text(typed) == meant_markup(typed) == meant
    assert meant_text(meant) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "神\ufa19と福\ufa1bと﨑と塚\ufa10",  # forms of names, in JIS X 0213 or of IBM
        "葛\U000e0100城市、辻\U000e0101、神\ufe00",
        "क\u094d\u200dष ക\u0d4d\u200c",  # joiners of Indic letters
        "می\u200cخواهم",  # Persian
        "กรุง\u200bเทพ",  # a blank without width between Thai words
        "〜と～、‖と∥、−と－、①㍻㎡",
        "100\u00a0km、1\u202f000",
        "か\u309aセ\u309aㇷ\u309a",
        "ＡＢＣ１２３",
        "改行は\u2060ここでしない",
        "⺀⺚⻿",  # radicals without a kanji
    ],
)
def test_what_is_meant_so_stays(typed: str) -> None:
    assert meant_text(typed) == typed == meant_markup(typed)
    assert [one for one in find_look_alikes(typed) if one.kind in CERTAIN] == []


def test_every_radical_has_its_kanji() -> None:
    radicals = [chr(code) for code in (*range(0x2E81, 0x2EF4), *range(0x2F00, 0x2FD6)) if code != 0x2E9A]
    for sign in radicals:
        meant = meant_text(sign)
        assert unicodedata.name(meant).startswith("CJK UNIFIED IDEOGRAPH")
        known = unicodedata.normalize("NFKC", sign)  # Unicode has decompositions for most
        assert known in (sign, meant)


def test_names_of_files_of_addresses_and_ids_stay_in_markup() -> None:
    typed = "**ﾃﾞ**[ﾃﾞ](https://a.jp/ﾃﾞ)、{⼤|ﾀﾞｲ}、[ﾃﾞ]{lang=ja}、<https://a.jp/ﾃﾞ>、CO_{ﾃﾞ}、[@ﾃﾞ, 12ﾍﾟｰｼﾞ]"
    meant = "**デ**[デ](https://a.jp/ﾃﾞ)、{大|ダイ}、[デ]{lang=ja}、<https://a.jp/ﾃﾞ>、CO_{デ}、[@ﾃﾞ, 12ﾍﾟｰｼﾞ]"
    assert meant_markup(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "https://a.jp/⼤学、",
        "https://a.jp/x\u00ady",
        "*\u200b*a**",
        "[\u200b^note]",
        "{a\ufeff|\ufeff}",
        "[^n\u200b]",
    ],
)
def test_markup_stays_what_it_is(typed: str) -> None:
    assert parse_markup(meant_markup(typed)).calls == parse_markup(typed).calls
    links = [[one for one in part if isinstance(one, Link)] for part in parse_markup(typed).paragraphs]
    meant = parse_markup(meant_markup(typed)).paragraphs
    assert [[one for one in part if isinstance(one, Link)] for part in meant] == links


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Мaryland", {"М": "M"}),
        ("UNESCО", {"О": "O"}),
        ("Ηello", {"Η": "H"}),
        ("Mосква", {"M": "М"}),
        ("ΔT", {}),
        ("kΩ", {}),
        ("Москва", {}),
        ("Αθήνα", {}),
        ("Tokyo Москва", {}),
        ("μm", {}),
        ("βcarotene", {}),
    ],
)
def test_letters_of_another_alphabet_in_a_word_are_named(word: str, found: dict[str, str]) -> None:
    mixed = [one for one in find_look_alikes(word) if one.kind is LookAlikeKind.MIXED]
    assert {one.typed: one.meant for one in mixed} == found
    assert meant_text(word) == word


def test_special_blanks_are_named_beside_japanese_only() -> None:
    found = find_look_alikes("100\u00a0万と 5\u2009km と\u3000州\u2003立")
    assert [(one.offset, one.typed, one.kind) for one in found] == [
        (3, "\u00a0", LookAlikeKind.SPACE),
        (15, "\u2003", LookAlikeKind.SPACE),
    ]


@law(sample=300, full=20_000)
@given(text=st.text(alphabet=POOL, max_size=40))
def test_meant_markup_says_the_same_and_is_meant(text: str) -> None:
    meant = meant_markup(text)
    before, after = parse_markup(text), parse_markup(meant)
    assert [call.note_id for call in after.calls] == [call.note_id for call in before.calls]
    assert [cite.key for cite in after.cites] == [cite.key for cite in before.cites]
    assert [fault.code for fault in after.faults] == [fault.code for fault in before.faults]

    def objects(parsed: object) -> list[str]:
        return [
            one.url if isinstance(one, Link) else one.note_id
            for part in parsed.paragraphs  # type: ignore[attr-defined]
            for one in part
            if isinstance(one, Link | NoteCall)
        ]

    assert objects(after) == objects(before)
    for one in (*markup_look_alikes(text), *find_look_alikes(text)):
        assert text[one.offset : one.offset + len(one.typed)] == one.typed
