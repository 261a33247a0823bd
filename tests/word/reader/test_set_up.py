"""The set-up of pages, the direction of text, hidden text and lists: what an editor sets is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli_result import Run
from word_parts import PartChange, edited_file, replaced

PAGE = '<w:pgSz w:w="11906" w:h="16838"/>'
BULLET = '<w:pStyle w:val="Bullet"/>'
GAP = '<w:pStyle w:val="Gap"/>'


@pytest.fixture
def sent(run: Run, fresh: Path) -> Path:
    assert run("build", "liaoning", "--format", "docx").code == 0
    return fresh / "output" / "liaoning.docx"


def before_grid(xml: str) -> PartChange:
    return replaced(("<w:docGrid", f"{xml}<w:docGrid"))


def after_bullet(xml: str) -> PartChange:
    return replaced((BULLET, BULLET + xml))


def in_direction(name: str) -> PartChange:
    pattern = r'(w:name="_bc_\w+"/>)(<w:r><w:t [^>]*>[^<]+</w:t></w:r>)'
    return lambda xml: re.sub(pattern, rf'\1<w:{name} w:val="rtl">\2</w:{name}>', xml, count=1)


SEEN: dict[str, tuple[str, PartChange, str]] = {
    "landscape": ("document", replaced((PAGE, '<w:pgSz w:w="16838" w:h="11906"/>')), "D252"),
    "columns": ("document", before_grid('<w:cols w:num="2"/>'), "D252"),
    "vertical": ("document", before_grid('<w:textDirection w:val="tbRl"/>'), "D252"),
    "page numbers": ("document", before_grid('<w:pgNumType w:start="7"/>'), "D252"),
    "roman numbers": ("document", before_grid('<w:pgNumType w:fmt="lowerRoman"/>'), "D252"),
    "note numbers": (
        "document",
        replaced(("</w:footnotePr>", '<w:numRestart w:val="eachPage"/></w:footnotePr>')),
        "D252",
    ),
    "even pages": (
        "settings",
        replaced(("<w:defaultTabStop", "<w:evenAndOddHeaders/><w:defaultTabStop")),
        "D252",
    ),
    "no first page": ("document", replaced(("<w:titlePg/>", "")), "D202"),
    "another header of the first page": (
        "_rels/document.xml.rels",
        replaced(('Target="header2.xml"', 'Target="header1.xml"')),
        "D252",
    ),
    "one more section": (
        "document",
        lambda xml: re.sub(r"(<w:sectPr.*?</w:sectPr>)(</w:body>)", r"\1\1\2", xml, flags=re.DOTALL),
        "D252",
    ),
    "right to left": ("document", after_bullet("<w:bidi/>"), "D205"),
    "turned words": ("document", in_direction("bdo"), "D205"),
    "a number": (
        "document",
        after_bullet('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
        "D205",
    ),
    "an empty item": ("document", replaced((GAP, BULLET)), "D246"),
    "columns of a table": ("document", replaced(("<w:tblW ", "<w:bidiVisual/><w:tblW ")), "D205"),
    "a hidden row": ("document", replaced(("<w:trPr>", "<w:trPr><w:hidden/>")), "D205"),
    "a hidden style": (
        "styles",
        lambda xml: re.sub(
            r'(w:styleId="Bullet".*?)<w:pPr>', r"\1<w:rPr><w:vanish/></w:rPr><w:pPr>", xml, count=1
        ),
        "D205",
    ),
}


@pytest.mark.parametrize("name", SEEN)
def test_what_an_editor_sets_is_told(name: str, run: Run, sent: Path) -> None:
    part, change, code = SEEN[name]
    ran = run("revise", str(edited_file(sent, {part: change})))
    assert code in ran.out, ran.out + ran.err


@pytest.mark.parametrize(
    "xml",
    [
        '<w:cols w:space="720"/>',
        '<w:pgNumType w:fmt="decimal"/>',
        '<w:pgNumType w:start="1"/>',
        '<w:textDirection w:val="lrTb"/>',
        '<w:cols w:num="1"/>',
    ],
)
def test_what_programs_write_again_is_no_edit(xml: str, run: Run, sent: Path) -> None:
    assert (
        "0 changes, 0 not applied"
        in run("revise", str(edited_file(sent, {"document": before_grid(xml)}))).out
    )
