"""Names of partners that are written in two ways are found without a list."""

from __future__ import annotations

import dataclasses

import pytest

from brochure.assembly.name_spellings import KnownName, name_warnings
from brochure.build.load import SharedInput
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import Location
from brochure.schema.profile import Profile
from brochure.schema.yaml_reader import parse_yaml
from small_partners import read_profile


def profile(name: str, text: str, common: SharedInput, *, file: str, country: str = "架空国") -> Profile:
    made = read_profile(
        f"partner: {{name: {name}, country: {country}}}\nedition: 2026\n"
        f"answers:\n  about:\n    - paragraph: {text}\n",
        common,
    )
    source = parse_yaml(made.source.text.encode(), file)
    return dataclasses.replace(made, id=file.removesuffix(".yaml"), source=source)


def told(*profiles: Profile, listed: tuple[KnownName, ...] = ()) -> list[str]:
    found = name_warnings(profiles, listed=listed)
    return [str(format_problem(one, "ja")).splitlines()[0] for one in found]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("遼寧省", "遼甯省"),
        ("ハンブルク州", "ハンブルグ"),
        ("髙島市", "高島市"),
        ("バーデン＝ヴュルテンベルク州", "バーデン・ビュルテンベルク"),
        ("カリフォルニア州", "カルフォルニア"),
    ],
)
def test_another_spelling_in_any_text_is_told_with_both_places(
    name: str, other: str, common: SharedInput
) -> None:
    one = profile(name, "ない", common, file="a.yaml")
    two = profile("見本機関", f"前は{other}と書いた", common, file="b.yaml")
    (line,) = told(one, two)
    assert line.startswith(f"b.yaml:5:20: 注意 H205: 「{other.removesuffix('州')}」は、a.yaml:1 の「")


def test_the_same_spelling_and_similar_names_of_others_are_not_told(common: SharedInput) -> None:
    one = profile("アイルランド", "アイスランド、アイランド、アイルランド", common, file="a.yaml")
    two = profile("遼寧省", "遼東半島、寧夏、[辽宁省]{lang=zh}、『遼甯省史』", common, file="b.yaml")
    assert told(one, two) == []


def test_words_of_every_day_in_a_name_are_no_name(common: SharedInput) -> None:
    one = profile("架空コンピュータ研究所", "ない", common, file="a.yaml")
    two = profile("コンピューター見本市", "コンピューターの見本", common, file="b.yaml")
    assert told(one, two) == []


def test_the_most_frequent_of_two_spellings_in_names_is_right(common: SharedInput) -> None:
    made = [
        profile(f"架空{at}", "ない", common, file=f"{at}.yaml", country=country)
        for at, country in enumerate(("オーストリヤ", "オーストリア", "オーストリア"))
    ]
    assert told(*made) == [
        "0.yaml:1:31: 注意 H205: 「オーストリヤ」は、1.yaml:1 の「オーストリア」の別の書き方のようです"
    ]


def test_names_of_the_list_are_right_also_if_they_are_alike(common: SharedInput) -> None:
    listed = tuple(KnownName(name, Location("words.yaml", 3), True) for name in ("斎藤花子", "斉藤花子"))
    made = profile("齋藤機関", "斎藤花子、斉藤花子、齋藤花子", common, file="a.yaml")
    assert told(made, listed=listed) == [
        "a.yaml:5:28: 注意 H205: 「齋藤花子」は、words.yaml:3 の「斎藤花子」の別の書き方のようです"
    ]


def test_a_partner_whose_name_begins_with_its_country_is_told_with_the_other(common: SharedInput) -> None:
    one = profile("忠清北道", "ない", common, file="a.yaml", country="大韓民国")
    two = profile("大韓民国忠清北道", "大韓民国忠清北道と書いてよい", common, file="b.yaml", country="韓国")
    assert told(one, two) == [
        "b.yaml:1:17: 注意 H206: 「大韓民国忠清北道」は、国名を除けば a.yaml:1 の「忠清北道」と同じ名前です"
    ]
