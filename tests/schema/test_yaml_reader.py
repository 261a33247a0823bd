"""Reading YAML: what is allowed, what is reported, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.diagnostics.problem import BrochureError
from brochure.schema.yaml_reader import YamlPath, YamlText, parse_yaml
from law import law


def problems(text: str | bytes) -> list[tuple[str, str]]:
    """The codes and places of what is wrong with a text."""
    raw = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(BrochureError) as raised:
        parse_yaml(raw, "p.yaml")
    return [(found.code, str(found.location)) for found in raised.value.problems]


def test_every_scalar_stays_the_text_that_was_typed() -> None:
    source = parse_yaml(b"a: no\nb: [012, 1:30, 2018-05, 1_000, yes, '2018', ~]\n", "p.yaml")
    assert source.data == {"a": "no", "b": ["012", "1:30", "2018-05", "1_000", "yes", "2018", None]}


def test_what_yaml_1_1_reads_otherwise_is_told() -> None:
    source = parse_yaml(b"a: no\nb: [012, 1:30, 2018-05, 1_000, 'no', text]\n", "p.yaml")
    told = {path: english for path, (_, english) in source.surprises.items()}
    assert told == {
        ("a",): "true or false",
        ("b", 0): "an integer",
        ("b", 1): "an integer",
        ("b", 2): "a date",
        ("b", 3): "an integer",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: *x\n", [("Y104", "p.yaml:1:4")]),
        ("a: &x 1\nb: *x\n", [("Y104", "p.yaml:1:4"), ("Y104", "p.yaml:2:4")]),
        ("a: !!python/object/apply:os.system ['true']\n", [("Y105", "p.yaml:1:4")]),
        ("a: 1\nb: 2\na: 3\nb: 4\n", [("Y111", "p.yaml:3:1"), ("Y111", "p.yaml:4:1")]),
        ("? [a]\n: 1\n", [("Y110", "p.yaml:1:3")]),
        ("a: 1\n---\nb: 2\n", [("Y109", "p.yaml:2:1")]),
        ("a: b: c\n", [("Y101", "p.yaml:1:5")]),
        ("a:\n\tb: 1\n", [("Y121", "p.yaml:2:1")]),
        ("", [("Y108", "p.yaml")]),
        ("# 何もない\n", [("Y108", "p.yaml")]),
        ("a: [" * 21 + "]" * 21 + "\n", [("Y106", "p.yaml:1:41")]),
        ("a: b\x07c\n", [("Y103", "p.yaml:1:5")]),
        ('a: "pictures\\map.png"\n', [("Y120", "p.yaml:1:13")]),
        ('a: "C:\\Users\\map.png"\n', [("Y120", "p.yaml:1:9")]),
        ("a: 日本\n".encode("shift_jis"), [("Y102", "p.yaml:1:4")]),
        (b"a: " + b"x" * 1_000_001, [("Y107", "p.yaml")]),
    ],
)
def test_what_a_profile_may_not_use_is_reported_with_its_place(
    text: str | bytes, expected: list[tuple[str, str]]
) -> None:
    assert problems(text) == expected


def test_an_alias_bomb_is_refused_without_being_expanded() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    assert {code for code, _ in problems(bomb)} == {"Y104"}


def test_a_million_brackets_do_not_overflow_the_stack() -> None:
    assert problems("[" * 900_000)[0][0] == "Y106"


STYLES = """\
plain: 遼寧省 は甲   # 注釈
single: '「省」''s 甲'
double: "\\u9063 省\\t\\"甲"
folded-double: "省の
  次の行 甲"
literal: |
  一行目

  二行目の甲
folded: >-
  一行目
  二行目の甲
multi: 一行目
  二行目の甲
flow: [あ, {b: い甲}]
"""


def test_a_character_of_any_scalar_is_found_in_the_file() -> None:
    source = parse_yaml(STYLES.encode(), "p.yaml")
    lines = STYLES.splitlines()
    found = 0
    for path, text in source.scalars():
        offset = text.find("甲")
        if offset >= 0:
            where = source.locate(path, offset)
            assert lines[where.line - 1][where.column - 1] == "甲", path
            found += 1
    assert found == 8


@law(sample=100, full=10000)
@given(st.text(alphabet="日本語abc {}[]|*:#'\"\\-\n", max_size=40))
def test_reading_any_text_ends_in_data_or_in_located_problems(text: str) -> None:
    try:
        source = parse_yaml(text.encode(), "p.yaml")
    except BrochureError as error:
        assert all(found.location for found in error.problems)
    else:
        check_every_place(source)


def check_every_place(source: YamlText) -> None:
    """Every character of every scalar has a place inside the file."""
    lines = source.text.split("\n")
    path: YamlPath
    for path, text in source.scalars():
        for offset in range(len(text)):
            where = source.locate(path, offset)
            assert 1 <= where.line <= len(lines)
            assert 1 <= where.column <= len(lines[where.line - 1]) + 1


def test_a_line_end_between_japanese_characters_that_becomes_a_space_is_told() -> None:
    assert parse_yaml("a: 日本\n  語\n".encode(), "p.yaml").folds == (("a",),)
    assert parse_yaml("a: |\n  日本\n  語\n".encode(), "p.yaml").folds == ()


def test_a_key_whose_value_is_a_comment_by_mistake_is_told() -> None:
    assert parse_yaml(b"accent: #0b4f8a\nname: x\n", "p.yaml").empty == (("accent",),)
    assert parse_yaml(b"accent: ~\nname: null\nx: '~'\n", "p.yaml").empty == (("accent",), ("name",))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- {瀋陽|しんよう}市は\n", "p.yaml:1:3"),
        ("- [表示](https://a.jp/)と\n", "p.yaml:1:3"),
        ("a:\n  - **強調**の文\n", "p.yaml:2:5"),
        ("text: *注の文\n", "p.yaml:1:7"),
    ],
)
def test_a_text_that_begins_with_a_sign_of_yaml_is_told_as_such(text: str, place: str) -> None:
    assert problems(text) in ([("Y112", place)], [("Y104", place)])


def test_broken_json_is_not_taken_for_an_unquoted_text() -> None:
    assert problems('[{"title": "日本"') == [("Y101", "p.yaml:1:16")]


def test_a_text_that_a_comment_may_have_cut_off_is_told() -> None:
    assert parse_yaml("a: 囲みの #本文\nb: 本文 # 注釈\nc: 甲#乙\n".encode(), "p.yaml").cut_off == (("a",),)
