"""Characters typed in place of YAML's signs: each is told by name where it stands, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.diagnostics.catalogue import Lang, format_problem
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.schema.base import refused_mistakes, validation_problems, without_nulls
from brochure.schema.mending import profile_grammar
from brochure.schema.profile import TAGS, ProfileData
from brochure.schema.references import profile_keys
from brochure.schema.typing_scanner import find_mistakes, may_have_mistakes
from brochure.schema.yaml_reader import parse_yaml
from typing_cases import BESIDE, INDENTATION, SHORT_PROFILE, SIGNS, changed
from workspaces import REPO, SAMPLES


def problems(text: str) -> list[Problem]:
    """What is told of a profile's syntax and shape."""
    try:
        source = parse_yaml(text.encode(), "p.yaml", profile_keys())
    except BrochureError as error:
        return list(error.problems)
    from pydantic import ValidationError

    try:
        ProfileData.model_validate(without_nulls(source.data))
    except ValidationError as error:
        return validation_problems(error, source, ProfileData, TAGS)
    return []


def told(text: str, lang: Lang = "ja") -> list[str]:
    """The first line of each message."""
    return [str(format_problem(found, lang)).splitlines()[0] for found in problems(text)]


def test_the_profile_is_right() -> None:
    assert problems(SHORT_PROFILE) == []


@pytest.mark.parametrize(("old", "new", "place", "name", "code"), INDENTATION)
def test_a_blank_in_the_indentation_is_told_by_name_in_its_own_line(
    old: str, new: str, place: str, name: str, code: str
) -> None:
    assert told(changed(old, new)) == [f"p.yaml:{place}: エラー Y121: 字下げに{name}（{code}）があります"]


@pytest.mark.parametrize(("old", "new", "place", "wanted", "sign", "code"), SIGNS)
def test_a_sign_that_looks_like_one_of_yaml_is_told_with_the_right_one(
    old: str, new: str, place: str, wanted: str, sign: str, code: str
) -> None:
    assert told(changed(old, new)) == [
        f"p.yaml:{place}: エラー Y122: 「{wanted}」の代わりに「{sign}」（{code}）があります"
    ]


def test_a_quote_that_is_closed_by_a_curly_one_is_told_though_the_next_quote_closes_it_for_yaml() -> None:
    text = 'a: "#d9702e”\nb: "#fdf3ea"\n'
    with pytest.raises(BrochureError) as raised:
        parse_yaml(text.encode(), "p.yaml")
    assert [(one.code, str(one.location)) for one in raised.value.problems] == [("Y122", "p.yaml:1:12")]
    assert find_mistakes('a: "彼は“はい”\n  と言った"\nb: c\n') == []


@pytest.mark.parametrize("key", ["a:b", "facts:block", "name:b", "http://x"])
def test_a_key_with_a_colon_in_it_is_no_typing_mistake(key: str) -> None:
    assert find_mistakes(f"partner:\n  {key}: x\n{key}:\n  - {key}: x\n", profile_keys()) == []


def test_keys_in_japanese_are_told_too() -> None:
    assert told(changed("  name: 雲", "  名前：雲")) == [
        "p.yaml:2:5: エラー Y122: 「:」の代わりに「：」（U+FF1A）があります"
    ]


def test_keys_between_braces_are_told_too() -> None:
    text = changed("  - label: 覚書\n    date: 2018-05-08\n", "  - {label：覚書, date:2018-05-08}\n")
    assert told(text) == [
        "p.yaml:9:11: エラー Y122: 「:」の代わりに「：」（U+FF1A）があります",
        "p.yaml:9:20: エラー Y123: 「:」のあとに空白がありません",
    ]


def test_a_line_of_wide_blanks_in_a_block_does_not_end_it() -> None:
    text = changed("        ・項目", "\u3000\n        ・項目")
    assert told(text) == ["p.yaml:18:1: エラー Y121: 字下げに全角の空白（U+3000）があります"]


def test_both_brackets_and_both_quotes_of_a_key_are_told() -> None:
    both = changed("[one_stop, grants]", "［one_stop, grants］")
    assert [line.split(": エ")[0] for line in told(both)] == ["p.yaml:21:15", "p.yaml:21:32"]
    quoted = changed("  name:", "  “name”:")
    assert [line.split(": エ")[0] for line in told(quoted)] == ["p.yaml:2:3", "p.yaml:2:8"]


@pytest.mark.parametrize(("old", "new", "place", "said"), BESIDE)
def test_a_blank_beside_a_sign_or_key_is_told(old: str, new: str, place: str, said: str) -> None:
    assert told(changed(old, new)) == [f"p.yaml:{place}: エラー Y124: {said}があります"]


@pytest.mark.parametrize(
    ("old", "new", "place", "sign"),
    [
        ("  name: 雲", "  name:雲", "2:7", ":"),
        ("region: asia", "region:asia", "5:9", ":"),
        ("  - label: 覚", "  - label:覚", "9:10", ":"),
        ("  - label", "  -label", "9:3", "-"),
        ("        - 一つめ", "        -一つめ", "14:9", "-"),
        ("        - 二つめ", "        -二つめ", "15:9", "-"),
    ],
)
def test_a_sign_without_its_blank_is_told(old: str, new: str, place: str, sign: str) -> None:
    assert told(changed(old, new)) == [f"p.yaml:{place}: エラー Y123: 「{sign}」のあとに空白がありません"]


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85"])
def test_a_line_end_that_editors_do_not_show_is_told_in_the_line_that_they_show(end: str) -> None:
    assert [line.split(" ")[0] for line in told(changed("雲州県", f"雲州{end}県"))] == ["p.yaml:2:11:"]
    whole = SHORT_PROFILE.replace("\n", end)
    assert told(whole) == []  # YAML reads these line ends, so there is only a warning (Y209)


@pytest.mark.parametrize(
    ("old", "new", "place", "sign"),
    [
        ("2018-05-08", "２０１８ー05-08", "10:11", "２"),
        ("2018-05-08", "2018ー05ー08", "10:15", "ー"),
        ("2026-11", "“2026-11”", "6:10", "“"),
        ('"#0b4f8a"', '"＃0b4f8a"', "7:10", "＃"),
    ],
)
def test_a_value_that_is_right_in_half_width_is_told_at_its_first_other_sign(
    old: str, new: str, place: str, sign: str
) -> None:
    (found,) = told(changed(old, new))
    assert found.startswith(f"p.yaml:{place}: エラー Y12"), found
    assert f"「{sign}」" in found


def test_the_messages_are_in_english_too() -> None:
    text = (
        changed("  name: 雲", "\u3000name：雲")
        .replace("edition: ", "edition:")
        .replace("- label", "-\u00a0label")
    )
    assert [str(format_problem(found, "en")) for found in problems(text)] == [
        "p.yaml:2:1: error Y121: the indentation contains a full-width space (U+3000)\n"
        "  → delete it, and type half-width spaces until the line is aligned with its neighbours; "
        "`brochure check --fix` can do this",
        "p.yaml:2:6: error Y122: here is “：” (U+FF1A) instead of “:”\n"
        "  → type the half-width “:” (“:” and “-” also need a space after them); "
        "`brochure check --fix` can do this",
        "p.yaml:6:8: error Y123: there is no space after “:”\n"
        "  → type one half-width space; `brochure check --fix` can do this",
        "p.yaml:9:4: error Y124: there is a no-break space (U+00A0) after “-”\n"
        "  → delete it; after “:” and “-”, type one half-width space instead; "
        "`brochure check --fix` can do this",
    ]


def test_all_mistakes_of_a_file_come_in_one_run_and_in_order() -> None:
    text = SHORT_PROFILE
    for old, new in [
        ("  name:", "\u3000name:"),
        ("edition:", "edition："),
        ("  - l", "  －l"),
        ("  about:", "\tabout:"),
    ]:
        text = text.replace(old, new)
    assert [line.split(":")[1] for line in told(text)] == ["2", "6", "9", "12"]


def test_what_is_no_typing_mistake_is_told_with_them() -> None:
    text = changed("  name:", "  name：").replace("label: 覚書", "label: 覚書: 甲")
    places = [(found.code, found.location and found.location.line) for found in problems(text)]
    assert places == [("Y122", 2), ("Y101", 9)]


LEGAL = """\
- text：文。
- 　字下げの文
- name：値　と　値
- 一行：|
- “強調”の文
- ・中黒で始まる文
- －8度の冬
- ［注］つき
- ｜で始まる文
- ＃で始まる文
- 日本語の長い文が、
  次の行：に続き、
  　また続く
- "引用符の中：　・
  - 次の行"
- |
    　段落。
    name：値
    ＃ 見出し
    ・項目
      - 深い項目
    title:値
- >-
    文：
    　段落
- url：https://example.jp/
- {語|ご}
"""


def test_full_width_signs_in_running_text_are_never_told() -> None:
    text = "texts:\n" + "".join(f"  {line}\n" for line in LEGAL.replace("- {語|ご}\n", "").splitlines())
    assert parse_yaml(text.encode(), "p.yaml", profile_keys()).data
    broken = f"{text}a:\n  b\n  c: [\n"
    with pytest.raises(BrochureError) as raised:
        parse_yaml(broken.encode(), "p.yaml", profile_keys())
    assert [found.code for found in raised.value.problems] == ["Y101"]


@pytest.mark.parametrize(
    "path",
    sorted(
        path
        for folder in ("profiles", "layouts", "booklets", "shops")
        for top in (REPO, SAMPLES)
        for path in (top / folder).rglob("*.yaml")
    ),
    ids=lambda path: path.name,
)
def test_no_file_of_the_repository_has_a_typing_mistake(path: Path) -> None:
    assert find_mistakes(path.read_text("utf-8"), profile_keys()) == []


def test_what_may_be_text_is_a_mistake_only_where_the_model_refuses_it() -> None:
    from pydantic import ValidationError

    text = changed("- 二つめの文。", "- name：二つめの文。")
    assert problems(text) == []
    shape = "partner:\n  name：雲州県\nedition: 2026-11\nanswers: {}\n"
    source = parse_yaml(shape.encode(), "p.yaml", profile_grammar().words)
    with pytest.raises(ValidationError) as raised:
        ProfileData.model_validate(source.data)
    mistakes = [
        one for _, found in refused_mistakes(raised.value, source, ProfileData, TAGS) for one in found
    ]
    assert [(one.code, one.offset) for one in mistakes] == [("Y122", shape.index("："))]


@pytest.mark.parametrize(
    "text", ["['1、2', \"3、4月\", 5、6月]", "[A、B]", "{a: '1、2', b: x、y}", "['a、b''c、d', \"e\\\"、f\"]"]
)
def test_a_japanese_comma_in_a_text_between_brackets_is_no_mistake(text: str) -> None:
    parse_yaml(f"bullets: {text}\n".encode(), "x.yaml", profile_keys())


def test_a_file_of_another_program_gets_one_message() -> None:
    text = "".join(f"user{number}:x:{number}:/home\n" for number in range(9)) + "gecos: a: b\n"
    with pytest.raises(BrochureError) as raised:
        parse_yaml(text.encode(), "x.yaml", profile_keys())
    assert [found.code for found in raised.value.problems] == ["Y101"]


@pytest.mark.parametrize("blank", ["\u00a0", "\u3000", "\t"])
@pytest.mark.parametrize("style", ["|", ">"])
def test_the_first_line_of_a_block_is_indented_like_the_next(blank: str, style: str) -> None:
    width = 2 if blank == "\u3000" else 1
    text = f"a:\n  b: {style}\n{' ' * (6 - width)}{blank}県の文。\n\n      次の文。\n"
    with pytest.raises(BrochureError) as raised:
        parse_yaml(text.encode(), "p.yaml")
    assert [(found.code, str(found.location)) for found in raised.value.problems] == [
        ("Y121", f"p.yaml:3:{7 - width}")
    ]


@pytest.mark.parametrize("lead", ["\t\t", "\u3000\u3000\u3000\u3000", "\u00a0\u3000\u3000\u3000"])
@pytest.mark.parametrize("key", ["- paragraph: |", "- >", "paragraph: |-", "paragraph：|"])
def test_the_text_of_a_block_is_text_also_if_its_key_has_odd_blanks(lead: str, key: str) -> None:
    lines = "        ・一つめの文。\n        ＃二つめの文。\n        －三つめの文。\n"
    text = f"answers:\n  about:\n{lead}{key}\n{lines}"
    with pytest.raises(BrochureError) as raised:
        parse_yaml(text.encode(), "p.yaml", profile_keys())
    assert {found.location.line for found in raised.value.problems if found.location} == {3}


def test_a_full_width_space_that_begins_a_paragraph_is_text() -> None:
    text = "a: |\n  　県の文。\n  　次の文。\n"
    assert parse_yaml(text.encode(), "p.yaml").data == {"a": "　県の文。\n　次の文。\n"}


@pytest.mark.parametrize("separators", [1, 3])
def test_what_remains_behind_an_added_line_end_is_told_in_its_own_line(separators: int) -> None:
    text = "partner:\n" + "  name: 県\u2028  country: 国\n" * separators + "answers:\n  about: [\n  - x\n"
    with pytest.raises(BrochureError) as raised:
        parse_yaml(text.encode(), "p.yaml", profile_keys())
    lines = {(found.code, found.location.line) for found in raised.value.problems if found.location}
    assert {line for code, line in lines if code == "Y125"} == set(range(2, 2 + separators))
    assert {line for code, line in lines if code == "Y101"} == {separators + 4}


@pytest.mark.parametrize("sign", ["[", "{", "\u3000", "”", "Ａ", "'", "- ", "\t", "｜"])
def test_signs_without_end_are_read_in_linear_time(sign: str) -> None:
    """A line of 200,000 signs takes as many steps; a quadratic search would take minutes."""
    may_have_mistakes(f"a: {sign * 200_000}x\n" * 2)
