"""Edits that change only the form of a line are told: its style, its blanks, its place, its fields."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli_result import Run
from word_parts import PartChange, edited_file, paragraph_of, replaced, row_of

BULLET = "2017年には、中国（遼寧）"
CHANGE = (
    '<w:pPrChange w:id="9001" w:author="架空" w:date="2026-11-20T10:00:00Z"><w:pPr>{}</w:pPr></w:pPrChange>'
)


def in_paragraph(words: str, old: str, new: str) -> PartChange:
    def change(xml: str) -> str:
        line = paragraph_of(xml, words)
        assert old in line
        return xml.replace(line, line.replace(old, new, 1))

    return change


def told(run: Run, edited: Path, profile: Path) -> str:
    """What is told of an edit that no profile can store."""
    before = profile.read_bytes()
    ran = run("revise", str(edited), "--write")
    assert "0 changes, 0 not applied" not in ran.out
    assert profile.read_bytes() == before
    return ran.out


@pytest.mark.parametrize("tracked", [False, True])
@pytest.mark.parametrize(("words", "new"), [(BULLET, "Text"), ("組織概要", "Bullet")])
def test_another_style_is_told(
    words: str, new: str, tracked: bool, run: Run, sent: Path, profile: Path
) -> None:
    def change(xml: str) -> str:
        line = paragraph_of(xml, words)
        style = re.search(r'<w:pStyle w:val="(\w+)"/>', line)
        assert style
        kept = CHANGE.format(style[0]) if tracked else ""
        return xml.replace(line, line.replace(style[0], f'<w:pStyle w:val="{new}"/>{kept}', 1))

    shown = told(run, edited_file(sent, {"document": change}), profile)
    assert "1 not applied" in shown
    assert "D234" in shown
    assert ("架空" in shown) == tracked


def test_a_style_that_was_changed_and_back_is_no_edit_when_changes_are_rejected(run: Run, sent: Path) -> None:
    changed = '<w:pStyle w:val="Text"/>' + CHANGE.format('<w:pStyle w:val="Bullet"/>')
    edited = edited_file(sent, {"document": in_paragraph(BULLET, '<w:pStyle w:val="Bullet"/>', changed)})
    assert "0 changes, 0 not applied" in run("revise", str(edited), "--reject").out
    assert "D234" in run("revise", str(edited)).out


def test_a_program_that_drops_all_styles_is_named_once(run: Run, sent: Path) -> None:
    edited = edited_file(sent, {"document": lambda xml: re.sub(r'<w:pStyle w:val="\w+"/>', "", xml)})
    shown = run("revise", str(edited)).out
    assert shown.count("D236") == 1
    assert "D234" not in shown


@pytest.mark.parametrize("blank", ["\u3000", " ", "\u3000\u3000"])
@pytest.mark.parametrize("end", [False, True])
def test_blanks_at_the_edges_are_told(blank: str, end: bool, run: Run, sent: Path, profile: Path) -> None:
    words = "知財保護などの領域で改革を行い" if not end else "とすることが目指されています。"
    line = in_paragraph(BULLET, BULLET, blank + BULLET) if not end else replaced((words, words + blank))
    shown = told(run, edited_file(sent, {"document": line}), profile)
    assert f"D233: blanks at the {'end' if end else 'start'} of a text are ignored" in shown


def test_the_other_edits_of_a_text_with_blanks_are_taken(run: Run, sent: Path, profile: Path) -> None:
    edited = edited_file(sent, {"document": replaced((BULLET, f"\u3000{BULLET.replace('2017', '2019')}"))})
    assert "D233" in run("revise", str(edited), "--write").out
    assert "        - 2019年には、中国（遼寧）" in profile.read_text("utf-8")


def test_a_bullet_moved_over_a_heading_is_told(run: Run, sent: Path, profile: Path) -> None:
    """Alt+Down at the last bullet: it stands after the heading of the next block."""

    def change(xml: str) -> str:
        line = paragraph_of(xml, "さらに、2018年には")
        start = xml.index(line) + len(line)
        end = xml.index("</w:p>", start) + len("</w:p>")
        return xml.replace(line + xml[start:end], xml[start:end] + line)

    assert "D235" in told(run, edited_file(sent, {"document": change}), profile)


def test_bullets_that_changed_places_are_moved_and_nothing_else_is_told(
    run: Run, sent: Path, profile: Path
) -> None:
    def change(xml: str) -> str:
        one, two = paragraph_of(xml, BULLET), paragraph_of(xml, "さらに、2018年には")
        return xml.replace(one + two, two + one)

    ran = run("revise", str(edited_file(sent, {"document": change})), "--write")
    assert "1 changes, 0 not applied" in ran.out
    assert ran.code == 0


@pytest.mark.parametrize(
    ("head", "old", "new"),
    [
        ("header1", "<w:t>遼寧省（中国）</w:t>", "<w:t>架空省（中国）</w:t>"),
        ("header1", "<w:t>神奈川県 MOU締結先機関ガイド</w:t>", "<w:t>神奈川県のガイド</w:t>"),
        ("footer1", '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>', ""),
        ("footer2", "</w:p>", "<w:r><w:t>案</w:t></w:r></w:p>"),
    ],
)
def test_a_running_head_that_was_typed_over_is_told(
    head: str, old: str, new: str, run: Run, sent: Path, profile: Path
) -> None:
    assert "D202" in told(run, edited_file(sent, {head: replaced((old, new))}), profile)


@pytest.mark.parametrize(
    "field",
    [
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> NUMPAGES </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "<w:r><w:pgNum/></w:r>",
    ],
)
def test_a_number_of_pages_in_a_text_is_told(field: str, run: Run, sent: Path, profile: Path) -> None:
    edited = edited_file(sent, {"document": in_paragraph(BULLET, "</w:p>", f"{field}</w:p>")})
    assert "(field: " in told(run, edited, profile)


@pytest.mark.parametrize(
    "merge",
    ['<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>', '<w:hMerge w:val="restart"/>'],
)
def test_merged_cells_are_told(merge: str, run: Run, sent: Path, profile: Path) -> None:
    def change(xml: str) -> str:
        row = row_of(xml, "2018年5月8日")
        return xml.replace(row, row.replace("</w:tcPr>", f"{merge}</w:tcPr>", 1))

    assert "merged cells" in told(run, edited_file(sent, {"document": change}), profile)


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>', "list turned off"),
        ('<w:jc w:val="center"/>', "alignment"),
        ("<w:pageBreakBefore/>", "page break"),
    ],
)
def test_formatting_of_a_paragraph_is_told(
    properties: str, kind: str, run: Run, sent: Path, profile: Path
) -> None:
    edited = edited_file(sent, {"document": in_paragraph(BULLET, "</w:pPr>", f"{properties}</w:pPr>")})
    assert f"formatting is ignored ({kind}: " in told(run, edited, profile)


@pytest.mark.parametrize("name", ["vanish", "smallCaps", "shadow"])
def test_formatting_of_words_is_told(name: str, run: Run, sent: Path, profile: Path) -> None:
    old = '<w:r><w:t xml:space="preserve">とすることが'
    edited = edited_file(
        sent, {"document": replaced((old, old.replace("<w:t", f"<w:rPr><w:{name}/></w:rPr><w:t")))}
    )
    assert "D205" in told(run, edited, profile)


def test_another_address_under_the_same_words_is_taken(run: Run, sent: Path, profile: Path) -> None:
    old = 'Target="http://www.ln.gov.cn/"'
    edited = edited_file(
        sent, {"_rels/document.xml.rels": replaced((old, 'Target="https://www.ln.gov.cn/en/"'))}
    )
    assert run("revise", str(edited), "--write").code == 0
    assert 'text: "[http://www.ln.gov.cn/](https://www.ln.gov.cn/en/)"\n' in profile.read_text("utf-8")
    assert run("check", "liaoning").code == 0


def test_the_same_address_in_another_form_is_no_edit(run: Run, sent: Path) -> None:
    old = 'Target="http://www.ln.gov.cn/"'
    edited = edited_file(sent, {"_rels/document.xml.rels": replaced((old, 'Target="http://www.ln.gov.cn"'))})
    assert "0 changes, 0 not applied" in run("revise", str(edited)).out
