"""Problems as the page gets them: at their values, with the words that they are about."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.desk.documents import marked_words
from brochure.schema.yaml_reader import YamlText, parse_yaml
from running_desk import CalledDesk, desk_workspace

PLAIN = "a: 州には14市と3区があり、14市が大きい。"
QUOTED = "a: 'それは''14市''の話'"
ESCAPED = 'a: "𠮷野に\\u0031\\u0034市がある"'
FOLDED = "a: >-\n  はじめの行、\n  次の行に14市がある。\n"
LITERAL = "a: |\n  はじめの行\n  次の行に14市がある。\n"
NOTED = "a: 市は多い[^wrong]。それと[@other p. 3]"


@pytest.mark.parametrize(
    ("text", "near", "message", "found"),
    [
        (PLAIN, "14市と", "数字「14市」に出典がありません", (3, "14市")),
        (PLAIN, "14市が", "number (14市) has no source", (13, "14市")),
        (PLAIN, "州には", "数字（14市）に出典がありません", (3, "14市")),  # told at the beginning of the text
        (PLAIN, "3区", "出典がありません", (7, "3")),
        (PLAIN, "州には", "短い文です", None),  # about the whole text
        (QUOTED, "14市", "数字（14市）", (4, "14市")),
        (ESCAPED, "\\u0031", "数字（14市）", (4, "14市")),  # a character outside of the BMP counts two
        (FOLDED, "14市", "数字（14市）", (11, "14市")),
        (LITERAL, "14市", "数字（14市）", (10, "14市")),
        (NOTED, "wrong", "注「wrong」が定義されていません", (4, "[^wrong]")),
        (NOTED, "[^wrong", "注が定義されていません", (4, "[^wrong]")),
        (NOTED, "other", "source “other” is not defined", (16, "[@other p. 3]")),
        (NOTED, "市は", "「どこにもない」", None),
    ],
)
def test_the_words_that_a_problem_is_about(
    text: str, near: str, message: str, found: tuple[int, str] | None
) -> None:
    source: YamlText = parse_yaml(text.encode(), "a.yaml")
    place = source.lines.at(text.index(near))
    assert marked_words(source, ("a",), place, message) == found
    if found:
        units = str(source.value(("a",))).encode("utf-16-le")
        start, words = found
        assert units[2 * start :].decode("utf-16-le").startswith(words)


def test_a_problem_of_a_list_or_of_a_key_marks_no_words() -> None:
    source = parse_yaml(b"a: [b, c]\nd: ", "a.yaml")
    for path in (("a",), ("d",), ()):
        assert marked_words(source, path, source.locate(path), "「b」") is None


def test_the_problems_of_a_profile_name_their_words(tmp_path: Path) -> None:
    desk = CalledDesk(desk_workspace(tmp_path, "liaoning"))
    path = desk.file("liaoning")
    text = path.read_text("utf-8")
    before, _, rest = text.partition("\naccepted:")
    after = rest.partition("\n\n")[2]
    path.write_text(f"{before}\n{after}".replace("14市から", "15市から"), "utf-8")
    told = desk.get("/api/profiles/liaoning")["problems"]
    assert told
    for one in told:
        if mark := one["mark"]:
            value = desk.get("/api/profiles/liaoning")["data"]
            for key in one["path"]:
                value = value[key]
            units = value.encode("utf-16-le")[2 * mark["start"] :].decode("utf-16-le")
            assert units.startswith(mark["text"]), one
    assert any(one["mark"] and one["mark"]["text"] == "15市" for one in told)
