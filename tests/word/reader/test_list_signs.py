"""The signs of lists: one that an editor gave a paragraph is told, one that a program wrote again is not."""

from __future__ import annotations

import pytest
from lxml import etree

from brochure.word.ooxml import W
from brochure.word.reader.list_signs import ListSigns
from brochure.word.untrusted import OpenedWord

NAMES = {"b": "bullet", "h": "heading", "t": "text"}


def part(name: str, inner: str) -> bytes:
    return f'<w:{name} xmlns:w="{W}">{inner}</w:{name}>'.encode()


def numbered(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def style(identity: str, properties: str = "") -> str:
    return f'<w:style w:styleId="{identity}"><w:pPr>{properties}</w:pPr></w:style>'


def abstract(identity: int, kind: str) -> str:
    level = f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="■"/>'
    levels = "".join(f'<w:lvl w:ilvl="{number}">{level}</w:lvl>' for number in range(2))
    return f'<w:abstractNum w:abstractNumId="{identity}">{levels}</w:abstractNum>'


def number(identity: int, of: int) -> str:
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{of}"/></w:num>'


SIGNS = ListSigns.of(
    OpenedWord(
        "x.docx",
        {
            "word/styles.xml": part("styles", style("b", numbered(1)) + style("h", numbered(2)) + style("t")),
            "word/numbering.xml": part(
                "numbering",
                abstract(0, "bullet") + abstract(1, "decimal") + abstract(2, "none")
                + "".join(number(*pair) for pair in ((1, 0), (2, 1), (3, 0), (4, 1), (5, 2))),
            ),
        },
    ),
    NAMES,
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "own", "is_other"),
    [
        ("bullet", "", False),
        ("bullet", numbered(1), False),  # programs write it again
        ("bullet", numbered(3), False),  # another list with the same sign
        ("bullet", numbered(4), True),
        ("bullet", numbered(1, level=1), True),
        ("bullet", numbered(5), True),  # a list without signs
        ("bullet", numbered(99), True),  # no list
        ("bullet", numbered(0), False),  # turned off, which is told by itself
        ("heading", numbered(4), False),
        ("heading", numbered(3), True),
        ("text", "", False),
        ("text", numbered(3), True),
        ("text", numbered(5), False),
        ("text", numbered(99), False),
    ],
)
def test_another_sign_is_an_edit(name: str, own: str, is_other: bool) -> None:
    assert SIGNS.is_other(etree.fromstring(part("pPr", own)), name) == is_other


def test_a_file_without_lists_has_no_signs() -> None:
    empty = ListSigns.of(OpenedWord("x.docx", {}), NAMES)
    assert empty.sign(None, "bullet") == ""
    assert not empty.is_other(etree.fromstring(part("pPr", "")), "bullet")
    assert empty.is_other(etree.fromstring(part("pPr", numbered(1))), "bullet")  # as an original
