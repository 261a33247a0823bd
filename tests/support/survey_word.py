"""Fill a Word form as people do, by changing its XML as Word would."""

from __future__ import annotations

import copy
import re
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from lxml import etree

from brochure.survey.answers import Meaning
from brochure.survey.form import ItemKind, Role, SurveyForm, witness_name
from brochure.survey.word_form import write_word_form
from brochure.word.ooxml import W
from survey_forms import ROLES, Said, tables

_W = f"{{{W}}}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
TICKS = (Role.YES, Role.NO, Role.NA, Role.STILL)


def element(tag: str, **attributes: str) -> Any:
    """An element of WordprocessingML."""
    made = etree.Element(_W + tag)
    for key, value in attributes.items():
        made.set(_W + key, value)
    return made


def typed(text: str, **properties: str) -> Any:
    """A run of text."""
    run = element("r")
    if properties:
        inner = etree.SubElement(run, f"{_W}rPr")
        for key, value in properties.items():
            inner.append(element(key, val=value))
    words = etree.SubElement(run, f"{_W}t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def said(element_: Any) -> str:
    """The text of an element."""
    return "".join(one.text or "" for one in element_.iter(f"{_W}t"))


class WordFilling:
    """A Word form that is being filled in."""

    def __init__(self, form: SurveyForm, data: bytes = b"") -> None:
        self.form = form
        with zipfile.ZipFile(BytesIO(data or write_word_form(form))) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root: Any = etree.fromstring(self.parts["word/document.xml"])
        self.body: Any = self.root.find(f"{_W}body")
        self.cells: dict[tuple[str, Role], Any] = {}
        named = {witness_name(item.at, role): (item.code, role) for _, item in tables(form) for role in Role}
        for mark in self.root.iter(f"{_W}bookmarkStart"):
            self.cells[named[str(mark.get(f"{_W}name"))]] = next(mark.iterancestors(f"{_W}tc"))

    def row(self, code: str) -> Any:
        """The row of an item."""
        return next(cell.getparent() for (one, _), cell in self.cells.items() if one == code)

    def row_cells(self, code: str) -> list[Any]:
        """The cells of the row of an item."""
        return list(self.row(code).findall(f"{_W}tc"))

    def table(self, code: str) -> Any:
        """The table of an item."""
        return self.row(code).getparent()

    def type(self, code: str, role: Role, text: str) -> None:
        """Type into a cell, beside its box if it has one."""
        self.cells[code, role].find(f"{_W}p").append(typed(text))

    def tick(self, code: str, role: Role) -> None:
        """Click the box of a cell."""
        box = self.cells[code, role]
        box.find(f".//{_W14}checked").set(f"{_W14}val", "1")
        box.find(f".//{_W}sdtContent//{_W}t").text = "☑"

    def fill(
        self,
        meant: dict[str, Said],
        tick: Callable[[WordFilling, str, Role], None] | None = None,
        dates: Iterable[str] = (),
    ) -> WordFilling:
        """Give all answers; ``tick`` says how a cell is marked, ``dates`` how a date is written."""
        written = list(dates) or ["2026-09-01"]
        for number, (_, item) in enumerate(tables(self.form)):
            answer = meant[item.code]
            if answer.meaning is Meaning.NOTHING:
                continue
            if answer.meaning is Meaning.TEXT:
                is_date = item.kind is ItemKind.DATE
                self.type(item.code, Role.NEW, written[number % len(written)] if is_date else answer.text)
            else:
                (tick or WordFilling.tick)(self, item.code, ROLES[answer.meaning])
        return self

    def data(self) -> bytes:
        """The file."""
        self.parts["word/document.xml"] = etree.tostring(self.root)
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.parts.items():
                archive.writestr(name, data)
        return made.getvalue()


SIGNS = ("○", "◯", "〇", "はい", "yes", "YES", "✓", "レ", "☑", "OK")


def beside(filling: WordFilling, code: str, role: Role) -> None:
    """Type ○ beside the box."""
    filling.type(code, role, "○")


def instead(filling: WordFilling, code: str, role: Role) -> None:
    """Type one of many signs in place of the box."""
    cell = filling.cells[code, role]
    for box in cell.findall(f".//{_W}sdt"):
        box.getparent().remove(box)
    filling.type(code, role, SIGNS[sum(map(ord, code)) % len(SIGNS)])


# --- what people do to a form besides -----------------------------------------------------------


def moved(filling: WordFilling) -> None:
    """Three rows are moved."""
    for one, before in (("Q3-g", "Q3-c"), ("Q4-t", "Q4-e"), ("Q1-c", "Q1-a")):
        filling.row(before).addprevious(filling.row(one))


def across(filling: WordFilling) -> None:
    """A row is moved into another table of the same kind."""
    filling.row("Q1-b").addprevious(filling.row("Q2-a"))


def added(filling: WordFilling) -> None:
    """A row is added below, as Word does it, and filled in."""
    row = filling.row("Q1-e")
    made = copy.deepcopy(row)
    row.addnext(made)
    for tag in ("bookmarkStart", "bookmarkEnd", "sdt", "r"):
        for old in list(made.iter(_W + tag)):
            if old.getparent() is not None:
                old.getparent().remove(old)
    cells = made.findall(f"{_W}tc")
    cells[0].find(f"{_W}p").append(typed("SNS"))
    cells[-1].find(f"{_W}p").append(typed("https://example.cn/ln"))


def copied(filling: WordFilling) -> None:
    """A row is copied, and the copy is answered differently."""
    row = filling.row("Q3-d")
    made = copy.deepcopy(row)
    row.addnext(made)
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for old in list(made.iter(_W + tag)):
            old.getparent().remove(old)
    made.findall(f"{_W}tc")[2].find(f"{_W}p").append(typed("○"))
    made.findall(f"{_W}tc")[4].find(f"{_W}p").append(typed("○"))


def deleted(filling: WordFilling) -> None:
    """A row is deleted."""
    filling.row("Q3-d").getparent().remove(filling.row("Q3-d"))


def merged(filling: WordFilling) -> None:
    """Two answer cells are merged, in two rows."""
    for code in ("Q1-b", "Q3-e"):
        one, other = filling.row_cells(code)[-2:]
        one.find(f"{_W}tcPr/{_W}tcW").addnext(element("gridSpan", val="2"))
        for part in other.findall(f"{_W}p"):
            one.append(part)
        other.getparent().remove(other)


def merged_down(filling: WordFilling) -> None:
    """Two cells are merged downwards."""
    for number, code in enumerate(("Q3-g", "Q3-h")):
        cell = filling.row_cells(code)[2]
        down = element("vMerge", val="restart") if number == 0 else element("vMerge")
        cell.find(f"{_W}tcPr/{_W}tcW").addnext(down)


def wrong_column(filling: WordFilling) -> None:
    """Answers are typed into what we hold, and into a label."""
    for code, text in (("Q1-c", "※修正あり"), ("Q3-e", "○")):
        filling.row_cells(code)[1].find(f"{_W}p").append(typed(text))
    filling.row_cells("Q2-a")[0].find(f"{_W}p").append(typed(" → 古い内容です"))


def over_held(filling: WordFilling) -> None:
    """Our text is corrected in place."""
    words = filling.row_cells("Q1-a")[1].find(f".//{_W}t")
    words.text += "（15市に訂正）"


def pasted(filling: WordFilling) -> None:
    """The text of cells is replaced by pasted paragraphs with looks of their own."""
    for (_, role), cell in filling.cells.items():
        text = said(cell)
        if role is not Role.NEW or not text:
            continue
        for part in cell.findall(f"{_W}p"):
            cell.remove(part)
        part = etree.SubElement(cell, f"{_W}p")
        etree.SubElement(part, f"{_W}pPr").append(element("pStyle", val="Heading2"))
        part.append(typed(text[:4], b="1", color="FF0000"))
        part.append(typed(text[4:], sz="28"))
        etree.SubElement(cell, f"{_W}p")


def mail(filling: WordFilling) -> None:
    """Answers are written below the tables."""
    for text in ("Q3-f：あり", "Q1-b は「15市」に直してください。", "以上、よろしくお願いいたします。"):
        part = element("p")
        part.append(typed(text))
        filling.body.insert(len(filling.body) - 1, part)


def swapped(filling: WordFilling) -> None:
    """Whole columns are swapped."""
    for row in filling.table("Q3-c").findall(f"{_W}tr"):
        cells = row.findall(f"{_W}tc")
        cells[2].addprevious(cells[3])


def swapped_heads(filling: WordFilling) -> None:
    """Only the heads of two columns are swapped."""
    cells = filling.table("Q3-c").findall(f"{_W}tr")[0].findall(f"{_W}tc")
    cells[2].addprevious(cells[3])


def no_heads(filling: WordFilling) -> None:
    """The rows with the heads are deleted."""
    for table in filling.root.iter(f"{_W}tbl"):
        table.remove(table.find(f"{_W}tr"))


def held_deleted(filling: WordFilling) -> None:
    """The column with what we hold is deleted."""
    for row in filling.table("Q3-c").findall(f"{_W}tr"):
        row.remove(row.findall(f"{_W}tc")[1])


def wide(filling: WordFilling) -> None:
    """The codes are typed in full-width characters."""
    for words in filling.root.iter(f"{_W}t"):
        if re.fullmatch(r"\[Q\d-[a-z]+\]", words.text or ""):
            words.text = "".join(chr(ord(letter) + 0xFEE0) for letter in words.text)


def rubbed(filling: WordFilling) -> None:
    """The codes of a question are deleted."""
    for words in filling.table("Q3-c").iter(f"{_W}t"):
        if re.fullmatch(r"\[Q\d-[a-z]+\]", words.text or ""):
            words.text = ""


def twice(filling: WordFilling) -> None:
    """A table is there twice, with the same answers."""
    table = filling.table("Q3-c")
    table.addnext(copy.deepcopy(table))
    table.addnext(element("p"))


def nested(filling: WordFilling) -> None:
    """A table is pasted into an answer cell."""
    cell = filling.cells["Q1-a", Role.NEW]
    cell.insert(1, copy.deepcopy(filling.table("Q5-a")))


def google(filling: WordFilling) -> None:
    """Boxes, bookmarks and styles go, as in some programs in a browser; the signs stay."""
    for box in list(filling.root.iter(f"{_W}sdt")):
        for part in list(box.find(f"{_W}sdtContent")):
            box.addprevious(part)
        box.getparent().remove(box)
    for tag in ("bookmarkStart", "bookmarkEnd", "pStyle", "tblStyle"):
        for old in list(filling.root.iter(_W + tag)):
            old.getparent().remove(old)


def boxes_lost(filling: WordFilling) -> None:
    """The boxes of a row go, with the signs in them."""
    for box in list(filling.row("Q3-d").iter(f"{_W}sdt")):
        box.getparent().remove(box)


def new_document(filling: WordFilling) -> None:
    """The tables are pasted into a new document: lines, bookmarks and properties are gone."""
    for part in filling.body.findall(f"{_W}p"):
        filling.body.remove(part)
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for old in list(filling.root.iter(_W + tag)):
            old.getparent().remove(old)


def one_table(filling: WordFilling) -> None:
    """Two tables become one, because the line between them is deleted."""
    first, second = filling.table("Q3-a"), filling.table("Q3-c")
    for row in second.findall(f"{_W}tr"):
        first.append(row)
    second.getparent().remove(second)


def tracked(filling: WordFilling) -> None:
    """What is typed is a tracked insertion, and a sent text is deleted and put back by tracking."""
    for (_, role), cell in filling.cells.items():
        for run in list(cell.find(f"{_W}p").findall(f"{_W}r")):
            if role is Role.NEW:
                change = element("ins", id="9001", author="王", date="2026-10-01T00:00:00Z")
                run.addprevious(change)
                change.append(run)
    run = filling.row_cells("Q1-a")[1].find(f".//{_W}r")
    again = copy.deepcopy(run)
    gone = element("del", id="9002", author="王", date="2026-10-01T00:00:00Z")
    run.addprevious(gone)
    gone.append(run)
    for words in gone.iter(f"{_W}t"):
        words.tag = f"{_W}delText"
    put = element("ins", id="9003", author="王", date="2026-10-01T00:00:00Z")
    gone.addnext(put)
    put.append(again)


def circled(filling: WordFilling) -> None:
    """An answer is circled with a drawing, and another drawing stands beside the tables."""
    cell = filling.cells["Q3-f", Role.YES]
    etree.SubElement(etree.SubElement(cell.find(f"{_W}p"), f"{_W}r"), f"{_W}drawing")
    part = element("p")
    etree.SubElement(etree.SubElement(part, f"{_W}r"), f"{_W}pict")
    filling.body.insert(len(filling.body) - 1, part)


def struck(filling: WordFilling) -> None:
    """Our text is struck through, and an answer is highlighted."""
    filling.type("Q3-j", Role.NO, "　")
    for run, look in (
        (filling.row_cells("Q1-a")[1].find(f".//{_W}r"), element("strike")),
        (
            filling.cells["Q3-j", Role.NO].find(f"{_W}p").findall(f"{_W}r")[-1],
            element("highlight", val="yellow"),
        ),
    ):
        inner = run.find(f"{_W}rPr")
        if inner is None:
            inner = etree.Element(f"{_W}rPr")
            run.insert(0, inner)
        inner.append(look)


def requested(filling: WordFilling) -> None:
    """A request stands where the text should."""
    for words in filling.cells["Q1-b", Role.NEW].iter(f"{_W}t"):
        words.text = "この文は削除してください。"


def exchanged_codes(filling: WordFilling) -> None:
    """The codes of two rows are exchanged."""
    one, other = (filling.row_cells(code)[0].find(f".//{_W}t") for code in ("Q3-d", "Q3-e"))
    one.text, other.text = other.text, one.text


MARKS_3 = frozenset(f"Q3-{letter}" for letter in "cdefghjkmn")

# Each edit with the items that must be asked, those that must be reported missing; all others must be right.
WORD_EDITS: dict[str, tuple[Callable[[WordFilling], None], frozenset[str], frozenset[str]]] = {
    "nothing else": (lambda _: None, frozenset(), frozenset()),
    **{
        edit.__name__: (edit, frozenset(asked), frozenset(missing))
        for edit, asked, missing in (
            (moved, (), ()),
            (across, (), ()),
            (added, (), ()),
            (copied, ("Q3-d",), ()),
            (deleted, (), ("Q3-d",)),
            (merged, ("Q1-b", "Q3-e"), ()),
            (merged_down, ("Q3-g", "Q3-h"), ()),
            (wrong_column, ("Q1-c", "Q3-e", "Q2-a"), ()),
            (over_held, ("Q1-a",), ()),
            (pasted, (), ()),
            (mail, ("Q3-f", "Q1-b"), ()),
            (swapped, (), ()),
            (swapped_heads, MARKS_3, ()),
            (no_heads, (), ()),
            (held_deleted, (), ()),
            (wide, (), ()),
            (rubbed, (), ()),
            (twice, (), ()),
            (nested, ("Q1-a",), ()),
            (google, (), ()),
            (boxes_lost, ("Q3-d",), ()),
            (new_document, (), ()),
            (one_table, (), ()),
            (tracked, (), ()),
            (circled, ("Q3-f",), ()),
            (struck, ("Q1-a", "Q3-j"), ()),
            (requested, ("Q1-b",), ()),
            (exchanged_codes, ("Q3-d", "Q3-e"), ()),
        )
    },
}
