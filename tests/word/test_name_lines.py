"""Names that do not fit on their line break between phrases."""

from __future__ import annotations

import pytest

from brochure.document.tree import Ruby, Text
from brochure.word.name_lines import name_lines, width_in_ems


def lines(name: str, room: float) -> list[str]:
    return [
        "".join(part.text for part in line if isinstance(part, Text))
        for line in name_lines((Text(name),), room)
    ]


@pytest.mark.parametrize(
    ("name", "room", "wanted"),
    [
        ("遼寧省", 3, ["遼寧省"]),
        ("セルアンドジーンセラピー・カタパルト", 16, ["セルアンドジーンセラピー・", "カタパルト"]),
        ("ワンストップ相談窓口/専門家派遣", 12, ["ワンストップ相談窓口/", "専門家派遣"]),
        (
            "国外企業（日本企業）への支援はありますか？",
            12,
            ["国外企業（日本企業）への", "支援はありますか？"],
        ),
    ],
)
def test_a_name_that_is_too_long_breaks_between_phrases(name: str, room: float, wanted: list[str]) -> None:
    assert lines(name, room) == wanted


def test_the_lines_are_the_name_and_fit() -> None:
    name = "国際がん研究・Advanced Medical Research機構（西太平洋地域事務局）"
    for room in range(6, 40):
        found = lines(name, room)
        assert "".join(found) == name
        assert all(width_in_ems(line.rstrip()) <= room for line in found)


def test_a_name_with_ruby_is_left_to_word() -> None:
    name = (Ruby("遼寧", "りょうねい"), Text("省立総合先端医療研究所"))
    assert name_lines(name, 5) == [name]
