"""Safe fixes: the file says what its author meant, and comments and other lines stay."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.diagnostics.fix import Fix
from brochure.document.look_alikes import meant_text
from brochure.schema import mending
from brochure.schema.mending import Grammar, mend_text
from brochure.schema.typing_scanner import find_mistakes
from brochure.schema.yaml_reader import parse_yaml
from law import law
from typing_cases import BESIDE, INDENTATION, SHORT_PROFILE, SIGNS, changed

GRAMMAR = mending.profile_grammar()


@pytest.mark.parametrize(("old", "new"), [case[:2] for case in (*INDENTATION, *SIGNS, *BESIDE)])
def test_each_typing_mistake_is_mended(old: str, new: str) -> None:
    mended = mend_text(changed(old, new), GRAMMAR)
    assert mended.readable
    meant = parse_yaml(SHORT_PROFILE.encode(), "").data
    if "北部" in new:  # the quotes are needed
        assert isinstance(meant, dict)
        meant["partner"]["name"] = "雲州県: 北部"  # type: ignore[index,call-overload]
    assert parse_yaml(mended.text.encode(), "").data == meant


def test_a_file_without_mistakes_stays() -> None:
    assert mend_text(SHORT_PROFILE, GRAMMAR) == mending.MendedText(SHORT_PROFILE, readable=True)


def test_comments_line_ends_and_other_lines_stay() -> None:
    text = SHORT_PROFILE.replace("\n", "  # メモ：　“あ”\r\n", 1).replace("  reading:", "　reading：")
    mended = mend_text(text, GRAMMAR)
    assert mended.text == text.replace("　reading：", "  reading:")


def test_of_several_columns_the_one_is_taken_that_the_model_accepts() -> None:
    # one ideographic space: the column of "partner" (1) or of its keys (2); two: of those or deeper
    text = SHORT_PROFILE.replace("  region: asia\n", "　　region: asia\n").replace("edition:", "　edition:")
    mended = mend_text(text, GRAMMAR)
    assert parse_yaml(mended.text.encode(), "").data == parse_yaml(SHORT_PROFILE.encode(), "").data


def test_what_may_mean_two_things_is_left_to_the_author() -> None:
    plain = Grammar(frozenset())  # no model says which keys belong where
    text = "a:\n  b: 1\n　c: 2\n"  # of a or beside it
    mended = mend_text(text, plain)
    assert mended == mending.MendedText(text, readable=False)


def test_a_line_end_in_running_text_is_left_to_the_author_where_a_character_may_be_lost() -> None:
    joined = mend_text(changed("雲州県", "雲州\u2028県"), GRAMMAR)
    assert joined == mending.MendedText(SHORT_PROFILE, readable=True)
    lost = changed("雲州県", "雲州\x85県")  # U+0085 is “…” of Windows in a wrong encoding
    assert mend_text(lost, GRAMMAR) == mending.MendedText(lost, readable=False)


def test_a_line_end_that_editors_do_not_show_becomes_one_that_they_show() -> None:
    text = changed("edition: 2026-11\n", "edition: 2026-11\u2029")
    assert mend_text(text.replace("edition:", "edition："), GRAMMAR).text == SHORT_PROFILE


def test_decomposed_characters_are_composed_in_texts_and_keys_but_not_in_names_of_files() -> None:
    text = SHORT_PROFILE + "photo:\n  file: pictures/がぞう.png\n  alt: がぞうの説明\n  credit: 架空\n"
    decomposed = unicodedata.normalize("NFD", text)
    mended = mend_text(f"# がメモ\n{decomposed}".replace("が", "か\u3099"), GRAMMAR).text
    assert "file: pictures/か\u3099そ\u3099う.png" in mended
    assert "alt: がぞうの説明" in mended
    assert mended.startswith("# か\u3099メモ")


def test_another_kind_of_fix_needs_a_function_only() -> None:
    def half_width_katakana(text: str, _grammar: Grammar) -> list[Fix]:
        return [Fix(text.index("ｱ"), 1, "ア")] if "ｱ" in text else []

    providers = (*mending.PROVIDERS, half_width_katakana)
    assert mend_text("a：ｱジア\nb: x\n", Grammar(frozenset()), providers).text == "a: アジア\nb: x\n"


@law(sample=100, full=5000)
@given(st.text(alphabet="名前ab:-　 \t\u00a0\u200b：－・“”\"'|[]［］{}#＃、,\n\u2028", max_size=60))
def test_any_text_is_mended_once_and_for_all_and_each_mistake_has_a_place(text: str) -> None:
    found = find_mistakes(text, ("a", "b"))
    assert all(0 <= one.offset < len(text) for one in found)
    assert all(fix.offset + fix.length <= len(text) for one in found for fix in one.options)
    mended = mend_text(text, Grammar(frozenset({"a", "b"})))
    assert mend_text(mended.text, Grammar(frozenset({"a", "b"}))) == mended


LOOK_ALIKES = """\
# ﾃﾞｰﾀ⼤のメモ
partner: {name: ⽴⼭州, country: "架空\\u00ad国\\ufeff", native: 'ﾃﾞｰ''ﾀ'}
edition: 2026-11
answers:
  about:
    - paragraph: |
        ⼤学[^a]と
        co\u00adoperation [ﾃﾞ](https://a.jp/ﾃﾞ)
    - {figure: pictures/ﾃﾞｰﾀ.png, alt: ﾃﾞｰﾀの図, credit: none}
    - paragraph: 100\u00a0万人、UNESCО、神\ufa19、葛\U000e0100、〜、か\u3099
notes: {a: ⼭\ufe0f}
sources:
  - {id: ﾃﾞ, type: book, title: ﾃﾞｰﾀ, URL: 'https://a.jp/ﾃﾞ', abstract: ⼤}
  - ﾃﾞ.bib
accepted: [{code: S201, text: ﾃﾞ, reason: ⼤}]
"""
MEANT = """\
# ﾃﾞｰﾀ⼤のメモ
partner: {name: 立山州, country: "架空国", native: 'デー''タ'}
edition: 2026-11
answers:
  about:
    - paragraph: |
        大学[^a]と
        cooperation [デ](https://a.jp/ﾃﾞ)
    - {figure: pictures/ﾃﾞｰﾀ.png, alt: データの図, credit: none}
    - paragraph: 100\u00a0万人、UNESCО、神\ufa19、葛\U000e0100、〜、が
notes: {a: 山}
sources:
  - {id: ﾃﾞ, type: book, title: データ, URL: 'https://a.jp/ﾃﾞ', abstract: ⼤}
  - ﾃﾞ.bib
accepted: [{code: S201, text: ﾃﾞ, reason: ⼤}]
"""


def test_look_alikes_are_mended_in_printed_texts_only() -> None:
    assert mend_text(LOOK_ALIKES, GRAMMAR) == mending.MendedText(MEANT, readable=True)
    assert mend_text(MEANT, GRAMMAR).text == MEANT


def test_look_alikes_of_shared_sources_are_mended() -> None:
    text = "- {id: a, type: book, title: ﾃﾞｰﾀ⼤, note: ﾃﾞ}\n"
    mended = mend_text(text, mending.sources_grammar()).text
    assert mended == "- {id: a, type: book, title: データ大, note: ﾃﾞ}\n"


@pytest.mark.parametrize("start", ["\u200b- x", "\u200b# x", "\u200b'x", "\u00ad[x", "\ufeff{x"])
def test_a_look_alike_that_hides_a_sign_of_yaml_stays(start: str) -> None:
    text = f"partner:\n  name: 州\n  country: 国\n  latin: {start}\nedition: 2026-11\nanswers: {{}}\n"
    before, mended = parse_yaml(text.encode(), ""), mend_text(text, GRAMMAR)
    assert mended.readable
    after = parse_yaml(mended.text.encode(), "")
    assert after.data == before.data


def _is_escaped(value: str) -> bool:
    """Whether the test writes a value with escapes; marks are composed only where they are typed."""
    return len(value) % 2 == 0 and "\u3099" not in value


@law(sample=150, full=5_000)
@given(
    words=st.lists(
        st.text(alphabet="州ﾃﾞ⼤\u00ad\u200ba '\"\\#:-[]{}、か\u3099", max_size=12), min_size=1, max_size=4
    )
)
def test_the_mended_file_has_the_meant_texts(words: list[str]) -> None:
    values = [f"州{word}末" for word in words]
    lines = "".join(f"  - {json.dumps(value, ensure_ascii=_is_escaped(value))}\n" for value in values)
    text = f"partner: {{name: 州, country: 国}}\nedition: 2026-11\nmilestones:\n{lines}".replace(
        "  - ", "  - {date: 2020, label: "
    ).replace('"\n', '"}\n')
    mended = parse_yaml(mend_text(text, GRAMMAR).text.encode(), "")
    found = [value for path, value in mended.scalars(("milestones",)) if path[-1] == "label"]
    assert [meant_text(value) for value in found] == [meant_text(value) for value in values]
    plain = [value for value in values if "\\" not in value and '"' not in value]
    assert {meant_text(value) for value in plain} <= set(found)
