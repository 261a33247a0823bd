"""The file of house words: what it may say, and what is wrong with it."""

from __future__ import annotations

import json

import pytest

from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.schema.house_words import HouseRule, HouseWords, validate_house_words
from brochure.schema.json_schema import words_schema
from cli_result import Run
from workspaces import REPO


def read(text: str) -> HouseWords:
    return validate_house_words(text.encode(), "words.yaml")


def wrong(text: str) -> list[str]:
    with pytest.raises(BrochureError) as raised:
        read(text)
    return [str(format_problem(found, "ja")).splitlines()[0] for found in raised.value.problems]


def test_the_file_we_ship_is_right_and_gives_a_reason_for_each_word() -> None:
    house = validate_house_words((REPO / "words.yaml").read_bytes(), "words.yaml")
    assert house.half_width_digits
    assert not house.warnings
    assert all(word.reason and word.better for word in house.words)
    safe = {word.typed for word in house.words if word.safe}
    assert {"お問合せ", "て頂き", "サーバ"} <= safe
    assert not {"する事", "および", "て見る", "，"} & safe


def test_the_schema_of_the_editor_is_that_of_the_model(run: Run) -> None:
    made = json.loads((REPO / "profiles" / "_words_schema.json").read_text("utf-8"))
    assert made == words_schema(), "make docs renews it"
    assert made["properties"]["digits"]["enum"] == ["half", "any"]
    assert json.loads(run("schema", "--of", "words").out) == made


def test_a_verb_is_listed_once_and_found_in_all_its_forms() -> None:
    house = read(
        "spellings:\n  - {write: ていただく, instead_of: [て頂く], verb: 五段, reason: 仮名}\n"
        "  - {write: できる, instead_of: [出来る], verb: 一段, reason: 仮名}\n"
    )
    pairs = {word.typed: word.better for word in house.words}
    assert pairs["て頂い"] == "ていただい"
    assert pairs["出来な"] == "できな"
    assert "出来" not in pairs
    assert {word.rule for word in house.words} == {HouseRule.SPELLING}


def test_every_mistake_of_the_file_is_told_at_once_with_its_place() -> None:
    text = """\
spellings:
  - {write: サーバー, instead_of: [サーバ], not_in: [オブザーバ], reason: 長音}
  - {write: サーヴァー, instead_of: [サーバ], reason: 二つ目}
  - {write: お問合せ, instead_of: [お問合わせ], reason: 省く}
  - {write: お問い合わせ, instead_of: [お問合せ], reason: 省かない}
  - {write: いただく, instead_of: [頂ける], verb: 五段, reason: 活用が違う}
forbidden:
  - {words: [の], reason: 短い}
  - {words: [弊社], better: 弊社, reason: 同じ}
"""
    assert [line.removeprefix("words.yaml:") for line in wrong(text)] == [
        "2:47: エラー H104: not_in の「オブザーバ」の中に、この項目の書き方（サーバ）がありません",
        "3:33: エラー H101: 「サーバ」は二つの項目にあります（最初は words.yaml:2:32）",
        "4:32: エラー H102: 「お問合わせ」の代わりの「お問合せ」も、使わない書き方です words.yaml:5:34",
        "6:32: エラー H103: 「頂ける」と「いただく」は、五段の動詞として活用できません",
        "8:14: エラー H105: 「の」だけでは、ほかの語の一部と見分けられません",
        "9:14: エラー H102: 「弊社」の代わりの「弊社」も、使わない書き方です ",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- a\n", "P103"),
        ("spellings:\n  - {write: あ, instead_of: [い]}\n", "P102"),
        ("spelling: []\n", "P101"),
        ("digits: wide\n", "P109"),
        ("names:\n  - {write: 見本, instead_of: '', reason: 空}\n", "P103"),
        ("spellings:\n  - {write: ア, instead_of: [], reason: 空}\n", "P110"),
        ("spellings: [\n", "Y101"),
    ],
)
def test_what_does_not_fit_is_told_and_never_a_traceback(text: str, code: str) -> None:
    assert any(f" {code}: " in line for line in wrong(text)), wrong(text)


def test_a_file_without_words_finds_nothing() -> None:
    house = read("spellings: []\n")
    assert house.words == ()
    assert not house.pattern.search("サーバ３")
