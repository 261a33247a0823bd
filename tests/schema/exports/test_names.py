"""Names of exports: people and bodies, in all the ways that services and hands write them."""

from __future__ import annotations

import pytest

from brochure.schema.exports.names import NameReader, split_names


def read(text: str, given_first: bool | None = None) -> tuple[list[tuple[str, dict[str, str]]], list[str]]:
    """The names of a text with their roles, and the codes of doubts."""
    codes: list[str] = []
    reader = NameReader(lambda code, **details: codes.append(code), given_first=given_first)
    return [one for part in split_names(text) for one in reader.read(part)], codes


def person(family: str, given: str, role: str = "author") -> tuple[str, dict[str, str]]:
    """A name with its role."""
    return role, {"family": family, "given": given}


def body(name: str, role: str = "author") -> tuple[str, dict[str, str]]:
    """A name in one piece with its role."""
    return role, {"literal": name}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("例示, 一郎 and 例示, 二郎", [person("例示", "一郎"), person("例示", "二郎")]),
        ("例示，一郎", [person("例示", "一郎")]),
        ("例示　一郎", [person("例示", "一郎")]),
        ("例示, 一郎=Ichiro Reiji", [person("例示", "一郎")]),
        ("例示, 一郎, 1950-", [person("例示", "一郎")]),
        ("例示一郎", [body("例示一郎")]),
        ("{例示県 国際課}", [body("例示県 国際課")]),
        ("例示県国際課,", [body("例示県国際課")]),
        ("{Rei and Sons} and Doe, Jane", [body("Rei and Sons"), person("Doe", "Jane")]),
        ("Jane Q. Doe", [person("Doe", "Jane Q.")]),
        ("ジェーン・ドウ", [body("ジェーン・ドウ")]),
        ("ジェーン・ドウ 著 and 例示一郎 訳", [body("ジェーン・ドウ"), body("例示一郎", "translator")]),
        ("例示一郎 [編]", [body("例示一郎", "editor")]),
        ("例示一郎（訳）", [body("例示一郎", "translator")]),
        ("例示一郎編著", [body("例示一郎")]),
        ("family=例示, given=一郎", [person("例示", "一郎")]),
        ("김 견본", [person("김", "견본")]),
        ("UNESCO", [body("UNESCO")]),
    ],
)
def test_a_name_is_read(text: str, names: list[object]) -> None:
    assert read(text) == (names, [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("van der Berg, Jan", {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}),
        ("Jan van der Berg", {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}),
        ("Doe, Jr., John", {"family": "Doe", "given": "John", "suffix": "Jr."}),
        ("Doe, John, III", {"family": "Doe", "given": "John", "suffix": "III"}),
        ("family=Berg, given=Jan, prefix=van der", {"family": "Berg", "given": "Jan",
        "non-dropping-particle": "van der"}),
    ],
)  # fmt: skip
def test_particles_and_suffixes_are_read(text: str, name: dict[str, str]) -> None:
    assert read(text) == ([("author", name)], [])


@pytest.mark.parametrize(
    ("text", "names", "codes"),
    [
        ("例示 一郎", [person("例示", "一郎")], ["C204"]),
        ("例示一郎, 例示二郎", [body("例示一郎"), body("例示二郎")], ["C205"]),
        ("例示一郎、例示二郎、例示三郎", [body(f"例示{n}郎") for n in "一二三"], ["C205"]),
        ("例示, 一郎 and others", [person("例示", "一郎")], ["C206"]),
        ("例示一郎 監修", [body("例示一郎", "editor")], ["C220"]),
    ],
)
def test_what_cannot_be_told_is_reported(text: str, names: list[object], codes: list[str]) -> None:
    assert read(text) == (names, codes)


def test_a_record_may_show_which_name_is_first() -> None:
    assert read("一郎 例示", given_first=True) == ([person("例示", "一郎")], [])
    assert read("例示 一郎", given_first=False) == ([person("例示", "一郎")], [])
