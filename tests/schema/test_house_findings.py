"""House words in texts: found as words, told with a better one, and left alone where others speak."""

from __future__ import annotations

import pytest

from brochure.schema.house_findings import HouseFinding, find_house_words
from brochure.schema.house_words import validate_house_words
from brochure.schema.printed_texts import PrintedText
from brochure.schema.text_kinds import TextKind
from brochure.schema.yaml_reader import parse_yaml

HOUSE = validate_house_words(
    """\
digits: half
spellings:
  - {write: サーバー, instead_of: [サーバ], reason: 長音, safe: true}
  - {write: お問い合わせ, instead_of: [お問合せ], reason: 送り仮名, safe: true}
  - {write: できる, instead_of: [出来る], verb: 一段, not_in: [上出来な], reason: 仮名, safe: true}
  - {write: すること, instead_of: [する事], reason: 形式名詞}
  - {write: たくさん, instead_of: [沢山], reason: 仮名}
  - {write: Web, instead_of: [WEB], reason: 大文字}
names:
  - {write: 架空サーバ局, reason: 名簿}
  - {write: 見本花子, instead_of: [見本華子], reason: 名簿, safe: true}
forbidden:
  - {words: [弊社], reason: 県の冊子}
""".encode(),
    "words.yaml",
)


def found(text: str, kind: TextKind = TextKind.MARKUP, *names: str) -> list[HouseFinding]:
    source = parse_yaml(b"a: b\n", "p.yaml")
    return list(find_house_words([PrintedText(source, ("a",), text, kind)], HOUSE, names))


def pairs(text: str, *names: str) -> list[tuple[str, str]]:
    return [(one.typed, one.better) for one in found(text, TextKind.MARKUP, *names)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("サーバを置く", [("サーバ", "サーバー")]),
        ("サーバー、サーバント、データサーバ、オブザーバ", []),
        ("利用出来ます", [("出来ま", "できま")]),
        ("出来高、出来事、上出来なもの", []),
        ("する事がある", [("する事", "すること")]),
        ("実施する事業、紹介する事例", []),
        ("沢山の人", [("沢山", "たくさん")]),
        ("沢山池、金沢山", []),
        ("WEBで、WEBINARで", [("WEB", "Web")]),
        ("３台と１，２３４台", [("３", "3"), ("１，２３４", "1,234")]),
        ("弊社の見本華子です", [("弊社", ""), ("見本華子", "見本花子")]),
    ],
)
def test_words_are_found_where_they_are_words(text: str, wanted: list[tuple[str, str]]) -> None:
    assert pairs(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "州は「お問合せは３台のサーバへ」[@a]と述べた。",
        "「サーバ」と「お問合せ」がある。[@a]",
        "『サーバ入門』による",
        "詳しくは https://example.jp/サーバ/お問合せ 参照",
        "[表示](https://example.jp/サーバ)",
        "[サーバ]{lang=zh}",
        "窓口は架空サーバ局です",
        "{窓口|サーバ}",
    ],
)
def test_quotations_titles_addresses_foreign_words_readings_and_names_are_left_alone(text: str) -> None:
    assert pairs(text) == []


def test_a_quotation_without_a_citation_is_house_text() -> None:
    assert pairs("いわゆる「サーバ」を置く") == [("サーバ", "サーバー")]


def test_names_of_the_profile_are_left_alone() -> None:
    assert pairs("第１サーバ室のサーバ", "第１サーバ室") == [("サーバ", "サーバー")]


def test_in_the_names_of_a_profile_only_names_are_looked_at() -> None:
    source = parse_yaml(b"partner: {}\n", "p.yaml")
    text = PrintedText(source, ("partner", "name"), "サーバの見本華子", TextKind.PLAIN)
    told = [one.typed for one in find_house_words([text], HOUSE, ["サーバの見本華子"])]
    assert told == ["見本華子"]
    assert pairs("見本華子のサーバ", "見本華子") == [("見本華子", "見本花子"), ("サーバ", "サーバー")]


def test_the_place_is_that_of_the_typed_text_also_over_line_ends_and_markup() -> None:
    (one,) = found("前の文。\n次の**お問\n  合せ**です。後の文。")
    assert (one.offset, one.typed, one.whole, one.is_safe) == (9, "お問合せ", False, False)
    assert one.sentence == "次の**お問"
    (two,) = found("前。**お問合せ**は。後。")
    assert (two.offset, two.is_safe, two.sentence) == (4, True, "**お問合せ**は。")


def test_only_what_the_file_calls_safe_is_safe() -> None:
    safe = {one.typed: one.is_safe for one in found("サーバ、沢山、弊社、見本華子、３")}
    assert safe == {"サーバ": True, "沢山": False, "弊社": False, "見本華子": True, "３": True}


def test_a_title_has_no_markup() -> None:
    assert [one.typed for one in found("サーバ [@a] **", TextKind.PLAIN)] == ["サーバ"]
