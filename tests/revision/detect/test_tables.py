"""Marks with several meanings are asked, a new row with a date has a date, what was not asked has no mark."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from cli_result import Run
from word_parts import PartChange, edited_file, replaced, row_of, without_bookmarks, word_parts

_CELL = r'(<w:pStyle w:val="[^"]*"/></w:pPr><w:bookmarkStart [^>]*/>(?:(?!</w:p>|<w:t\b).)*<w:t[^>]*>)'
_MARK = re.compile(_CELL + "(○|–)(</w:t>)")


def marked(number: int, mark: str) -> PartChange:
    """The mark in the cell ``number`` of those with a mark, typed over."""

    def change(xml: str) -> str:
        found = [*_MARK.finditer(xml)][number]
        return xml[: found.start(2)] + mark + xml[found.end(2) :]

    return change


def cell(xml: str, mark: str) -> int:
    return next(number for number, found in enumerate(_MARK.finditer(xml)) if found[2] == mark)


@pytest.mark.parametrize(
    ("before", "after", "meant"), [("–", "◎", "○"), ("–", "●", "○"), ("○", "×", "–"), ("○", "✗", "–")]
)
def test_a_mark_with_several_meanings_is_asked(
    before: str, after: str, meant: str, run: Run, sent: Path, profile: Path
) -> None:
    number = cell(word_parts(sent.read_bytes())["word/document.xml"].decode(), before)
    edited = edited_file(sent, {"document": marked(number, after)})
    text = profile.read_bytes()
    asked = run("revise", str(edited), "--write")
    assert asked.code == 1
    assert "D113" in asked.err
    assert f"D231: the mark “{after}” was read as “{meant}”" in asked.out
    assert profile.read_bytes() == text
    assert run("revise", str(edited), "--write", "--confirm").code == 0
    assert profile.read_bytes() != text


@pytest.mark.parametrize("mark", ["○", "〇", "◯"])
def test_a_circle_of_any_shape_is_taken(mark: str, run: Run, sent: Path) -> None:
    number = cell(word_parts(sent.read_bytes())["word/document.xml"].decode(), "–")
    ran = run("revise", str(edited_file(sent, {"document": marked(number, mark)})), "--write")
    assert ran.code == 0
    assert "1 changes, 0 not applied" in ran.out


@pytest.mark.parametrize(
    ("before", "typed", "key"),
    [
        ("○", "回答なし", "marked: []"),
        ("○", "提供なし", "marked: []"),
        ("–", "提供あり", "marked: [market_research, one_stop]"),
        ("–", "はい", "marked: [market_research, one_stop]"),
    ],
)
def test_words_for_an_answer_are_taken_as_its_mark(
    before: str, typed: str, key: str, run: Run, sent: Path, profile: Path
) -> None:
    number = cell(word_parts(sent.read_bytes())["word/document.xml"].decode(), before)
    ran = run("revise", str(edited_file(sent, {"document": marked(number, typed)})), "--write")
    assert ran.code == 0, ran.out
    assert key in profile.read_text("utf-8")


def test_the_signs_of_the_layout_need_no_question(run: Run, fresh: Path, profile: Path) -> None:
    layout = fresh / "layouts" / "standard" / "layout.yaml"
    text = layout.read_text("utf-8").replace("marked: ○", "marked: ◎").replace("none: –", "none: ×")
    layout.write_text(text.replace('unanswered: ""', "unanswered: 未"), "utf-8")
    assert run("build", "liaoning", "--format", "docx").code == 0

    def change(xml: str) -> str:
        signs = [*re.finditer(_CELL + "(◎|×|未)(</w:t>)", xml)]
        for old, new in (("◎", "×"), ("未", "◎"), ("×", "未")):
            found = next(one for one in signs if one[2] == old)
            xml = xml[: found.start(2)] + new + xml[found.end(2) :]
        return xml

    ran = run("revise", str(edited_file(fresh / "output" / "liaoning.docx", {"document": change})), "--write")
    assert ran.code == 0, ran.out
    text = profile.read_text("utf-8")
    assert "marked: [health_tech, cancer, regenerative]" in text
    assert "marked: []\n" in text


def test_a_doubtful_mark_for_the_same_answer_is_told(run: Run, sent: Path) -> None:
    number = cell(word_parts(sent.read_bytes())["word/document.xml"].decode(), "○")
    ran = run("revise", str(edited_file(sent, {"document": marked(number, "◎")})))
    assert "0 changes, 1 not applied" in ran.out
    assert "D210: “◎” is not a known mark" in ran.out


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("2023年5月8日", "date: 2023-05-08"),
        ("2023年5月", "date: 2023-05"),
        ("2023年5月頃", "text: 2023年5月頃"),
        ("令和5年5月8日", "date: 令和5年5月8日"),
        ("Ｒ５．５．８", "date: Ｒ５．５．８"),
        ("2023/5/8", "date: 2023/5/8"),
        ("2023年5月8日（月）", "text: 2023年5月8日（月）"),
        ("平成35年5月8日", "text: 平成35年5月8日"),
        ("2023.5", 'text: "2023.5"'),
        ("R5", "text: R5"),
    ],
)
def test_a_new_row_with_a_date_has_a_date(typed: str, key: str, run: Run, sent: Path, profile: Path) -> None:
    def added(xml: str) -> str:
        row = row_of(xml, "MOU締結時期")
        new = without_bookmarks(row).replace("2018年5月8日", typed).replace("締結時期", "更新時期")
        return xml.replace(row, row + new)

    assert run("revise", str(edited_file(sent, {"document": added})), "--write").code == 0
    assert f"- field: renewed\n          {key}\n" in profile.read_text("utf-8")


def with_columns(xml: str) -> str:
    """The table with a date and an empty column more."""
    row = row_of(xml, "MOU締結時期")
    start = xml.rfind("<w:tbl>", 0, xml.index(row))
    end = xml.index("</w:tbl>", start)
    cell = "<w:tc><w:p/></w:tc></w:tr>"
    return xml[:start] + xml[start:end].replace("</w:tr>", cell) + xml[end:]


def with_row(xml: str) -> str:
    row = row_of(xml, "MOU締結時期")
    return xml.replace(row, row + "<w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>")


def with_table(xml: str) -> str:
    end = xml.index("</w:p>") + len("</w:p>")
    return xml[:end] + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>" + xml[end:]


@pytest.mark.parametrize(
    ("change", "kind"), [(with_columns, "table column"), (with_row, "table row"), (with_table, "table")]
)
def test_what_is_added_empty_is_told(
    change: PartChange, kind: str, run: Run, sent: Path, profile: Path
) -> None:
    before = profile.read_bytes()
    ran = run("revise", str(edited_file(sent, {"document": change})), "--write")
    assert "0 changes, 1 not applied" in ran.out
    assert f"D246: an empty {kind} that was added is ignored" in ran.out
    assert profile.read_bytes() == before


def rows_with_marks(xml: str) -> list[re.Match[str]]:
    """The rows of the document that have a mark."""
    return [found for found in re.finditer(r"<w:tr[ >].*?</w:tr>", xml, re.DOTALL) if _MARK.search(found[0])]


@pytest.mark.parametrize(
    ("moved", "to"), [(0, "before its heads"), (1, "before its heads"), (0, "behind the next")]
)
def test_a_row_of_marks_under_other_topics_is_told(moved: int, to: str, run: Run, sent: Path) -> None:
    def change(xml: str) -> str:
        rows = rows_with_marks(xml)
        row, following = rows[moved], rows[(moved + 1) % len(rows)]
        if to == "behind the next":
            place = following.end()
        else:
            place = [found.start() for found in re.finditer(r"<w:tr[ >]", xml[: row.start()])][-1]
        without = xml[: row.start()] + xml[row.end() :]
        place -= len(row[0]) if place > row.start() else 0
        return without[:place] + row[0] + without[place:]

    ran = run("revise", str(edited_file(sent, {"document": change})), "--write")
    assert ran.code == 1
    assert "D247" in ran.out


def test_rows_of_marks_that_stay_are_not_told(run: Run, sent: Path) -> None:
    """A row of a fact table may be moved; marks stay where they are."""
    assert "D247" not in run("revise", str(edited_file(sent, {"document": marked(0, "○")}))).out


def test_a_heading_that_is_moved_out_of_its_table_is_told(run: Run, sent: Path) -> None:
    def change(xml: str) -> str:
        heading = next(
            found[0]
            for found in re.finditer(r"<w:p>(?:(?!</w:p>).)*</w:p>", xml, re.DOTALL)
            if "お問い合わせ先" in found[0]
        )
        table = [found.start() for found in re.finditer(r"<w:tbl>", xml[: xml.index(heading)])][-1]
        return xml[:table] + heading + xml[table:].replace(heading, "<w:p/>", 1)

    ran = run("revise", str(edited_file(sent, {"document": change})))
    assert "D247" in ran.out


TOPIC = "      grants: 補助金プログラム\n"
NOT_ASKED = ">／</w:t>"


@pytest.fixture
def later(run: Run, fresh: Path) -> Path:
    """A Word file whose partner was asked before the series got one topic more."""
    path = fresh / "profiles" / "_series.yaml"
    text = path.read_text("utf-8").replace(TOPIC, TOPIC + "      visas: 在留資格の支援\n", 1)
    path.write_text(text, "utf-8")
    assert run("build", "liaoning", "--format", "docx").code == 0
    return fresh / "output" / "liaoning.docx"


def test_a_file_that_nobody_edited_has_no_edit(run: Run, later: Path) -> None:
    copy = Path(shutil.copy(later, later.with_name("back.docx")))
    ran = run("revise", str(copy))
    assert ran.code == 0, ran.out
    assert "0 changes, 0 not applied" in ran.out


@pytest.mark.parametrize("typed", ["○", "–", "", "回答なし"])
def test_an_answer_to_what_was_not_asked_is_told_and_not_taken(typed: str, run: Run, later: Path) -> None:
    profile = later.parent.parent / "profiles" / "liaoning.yaml"
    before = profile.read_bytes()
    change = replaced((NOT_ASKED, f">{typed}</w:t>"))
    ran = run("revise", str(edited_file(later, {"document": change})), "--write")
    assert "D254" in ran.out + ran.err, ran.out + ran.err
    assert ran.code == 1
    assert profile.read_bytes() == before


def test_the_other_marks_of_the_table_come_back(run: Run, later: Path) -> None:
    profile = later.parent.parent / "profiles" / "liaoning.yaml"
    before = profile.read_text("utf-8")
    change = replaced((">–</w:t>", ">○</w:t>"))
    ran = run("revise", str(edited_file(later, {"document": change})), "--write")
    assert ran.code == 0, ran.out + ran.err
    wanted = before.replace("marked: [market_research]", "marked: [market_research, one_stop]")
    assert profile.read_text("utf-8") == wanted


def test_a_sign_for_not_asked_over_an_answer_is_told(run: Run, later: Path) -> None:
    profile = later.parent.parent / "profiles" / "liaoning.yaml"
    before = profile.read_bytes()
    ran = run("revise", str(edited_file(later, {"document": replaced((">–</w:t>", NOT_ASKED))})), "--write")
    assert "D254" in ran.out + ran.err, ran.out + ran.err
    assert profile.read_bytes() == before
