"""A large number that the text does not say, or whose source it does not cite, is a doubt."""

from __future__ import annotations

import pytest

from brochure.assembly.number_checks import number_warnings
from brochure.build.load import SharedInput
from small_partners import HEAD, read_profile


def doubts(common: SharedInput, number: str, text: str) -> list[str]:
    made = (
        HEAD + "answers:\n  about:\n    - callout: strength\n      items:\n        - title: 題名\n"
        f"          numbers:\n            - {number}\n          text: '{text}'\n"
        "sources:\n  - {id: a, type: report, title: 一}\n  - {id: b, type: report, title: 二}\n"
        "notes:\n  n: 注（架空）\n  m: 別の注（架空）\n"
    )
    profile = read_profile(made.replace("題名\n", "題名[^n][^m]\n", 1), common)
    return [f"{one.code} {dict(one.details).get('word', '')}".strip() for one in number_warnings(profile)]


SAID = [
    ("{value: '3,000', unit: 人近く, label: 何か}", "毎年3,000人近い卒業生"),
    ("{value: '3000', unit: 人, label: 何か（近く）}", "毎年３，０００人近くの卒業生"),
    ("{value: '約3,000', unit: 人, label: 何か}", "約3,000人"),
    ("{value: '3,000', unit: 人以上, label: 何か}", "3,000人以上"),
    ("{value: '12.5', unit: ％, label: 何か}", "12.5%です"),
    ("{value: 第3, unit: 位, label: 何か}", "世界第3位の"),
    ("{value: '27', unit: 大学, label: 何か}", "省内に27大学あり、127大学のうち"),
    ("{value: '5', unit: 校, label: 何か}", "約5校、ほかに5校"),
    ("{value: '100', unit: 人, label: 何か}", "100人強化する"),
    ("{value: '1億5,000万', unit: ドル, label: 何か}", "1億5000万ドル"),
]
UNSAID = [
    ("{value: '3,000', unit: 人, label: 何か}", "毎年3,000人近い卒業生", "S216 近い"),
    ("{value: '3,000', unit: 人近く, label: 何か}", "毎年13,000人近い卒業生", "S215"),
    ("{value: '3', unit: 人, label: 何か}", "3.5人", "S215"),
    ("{value: '3,000', unit: 社, label: 何か}", "3,000人", "S215"),
    ("{value: '3,000', unit: 人, label: 何か}", "約3,000人", "S216 約"),
    ("{value: '3,000', unit: 人以上, label: 何か}", "3,000人未満", "S216 未満"),
    ("{value: '3,000', unit: 人, label: 何か}", "3,000人弱。", "S216 弱"),
    ("{value: '28', unit: 大学, label: 何か}", "27大学", "S215"),
]


@pytest.mark.parametrize(("number", "text"), SAID)
def test_a_number_that_the_text_says_is_no_doubt(number: str, text: str, common: SharedInput) -> None:
    assert doubts(common, number, text) == []


@pytest.mark.parametrize(("number", "text", "doubt"), UNSAID)
def test_a_number_that_the_text_says_otherwise_is_one(
    number: str, text: str, doubt: str, common: SharedInput
) -> None:
    assert doubts(common, number, text) == [doubt]


@pytest.mark.parametrize(
    ("label", "text", "wanted"),
    [
        ("何か[@a]", "7校[@a より]", []),
        ("何か[@a より]", "7校[@a より]", []),
        ("何か[@b]", "7校[@a より]", ["S214"]),
        ("何か[@a, p. 3]", "7校[@a]", ["S214"]),  # another note would be printed
        ("何か[@a, p. 3]", "7校[@a, 3頁]", []),
        ("何か[^n]", "7校[@a][^n]", []),
        ("何か[^m]", "7校[@a][^n]", ["S214"]),
        ("何か", "7校[@a]", []),
    ],
)
def test_a_source_that_the_text_does_not_cite_is_a_doubt(
    label: str, text: str, wanted: list[str], common: SharedInput
) -> None:
    assert doubts(common, f"{{value: '7', unit: 校, label: '{label}'}}", text) == wanted
