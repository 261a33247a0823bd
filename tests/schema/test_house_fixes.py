"""``check --fix`` puts the better word in its place; every other byte stays."""

from __future__ import annotations

from brochure.schema.house_fixes import house_word_fixes
from brochure.schema.house_words import validate_house_words
from brochure.schema.mending import mend_text, profile_grammar
from brochure.schema.profile import ProfileData
from brochure.schema.yaml_reader import parse_yaml

HOUSE = validate_house_words(
    "digits: half\n"
    "spellings:\n"
    "  - {write: サーバー, instead_of: [サーバ], reason: 長音, safe: true}\n"
    "  - {write: たくさん, instead_of: [沢山], reason: 仮名}\n".encode(),
    "words.yaml",
)
PROFILE = """\
# サーバの行
partner: {name: 架空サーバ, country: 架空国}   # 名前
edition: 2026
answers:
  about:
    - bullets:
        - "サーバは\\uFF13台、沢山\\
           のサーバ"
        - >
          サーバと
          サー
          バ
        - '「サーバ」[@a]と引き、サーバを置く'
accepted:
  - {code: H201, text: 引き, reason: 引いた語}
"""


def mended(text: str) -> str:
    grammar = profile_grammar()
    return mend_text(
        text, type(grammar)(grammar.words, grammar.model, grammar.tags, grammar.items, HOUSE)
    ).text


def test_only_safe_words_of_printed_texts_change() -> None:
    assert mended(PROFILE) == PROFILE.replace('"サーバは\\uFF13台', '"サーバーは3台').replace(
        'のサーバ"', 'のサーバー"'
    ).replace("          サーバと\n", "          サーバーと\n")


def test_mending_twice_changes_nothing_more() -> None:
    assert mended(mended(PROFILE)) == mended(PROFILE)


def test_a_text_with_a_mistake_elsewhere_is_mended_too() -> None:
    source = parse_yaml(PROFILE.replace("edition: 2026\n", "").encode(), "p.yaml")
    assert len(house_word_fixes(source, ProfileData, HOUSE)) == 4


def test_without_house_words_nothing_changes() -> None:
    assert mend_text(PROFILE, profile_grammar()).text == PROFILE
