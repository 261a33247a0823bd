"""Fill an Excel form as people do, by changing its cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from brochure.survey.answers import Meaning
from brochure.survey.excel_form import COLUMNS, write_excel_form
from brochure.survey.form import ItemKind, SurveyForm
from survey_forms import ROLES, Said, tables

ID, CODE, ITEM, HELD, ANSWER, NEW, LIMIT = range(1, len(COLUMNS) + 1)


class ExcelFilling:
    """An Excel form that is being filled in."""

    def __init__(self, form: SurveyForm) -> None:
        self.form = form
        self.book: Any = load_workbook(BytesIO(write_excel_form(form)))
        self.sheet: Any = self.book.worksheets[1]

    def row(self, code: str) -> int:
        """The row of an item."""
        return next(int(cell.row) for cell in self.sheet["B"] if cell.value == code)

    def put(self, code: str, column: int, value: object) -> None:
        """Type into a cell."""
        self.sheet.cell(self.row(code), column).value = value

    def fill(
        self,
        meant: Mapping[str, Said],
        words: Mapping[Meaning, Iterable[str]] | None = None,
        dates: Iterable[object] = ("2026-09-01",),
    ) -> ExcelFilling:
        """Give all answers: those of the lists, or others in turn."""
        written, number = list(dates), 0
        for table, item in tables(self.form):
            said = meant[item.code]
            if said.meaning is Meaning.NOTHING:
                continue
            number += 1
            if said.meaning is Meaning.TEXT:
                is_date = item.kind is ItemKind.DATE
                self.put(item.code, NEW, written[number % len(written)] if is_date else said.text)
                continue
            role = ROLES[said.meaning]
            heads = dict(table.answers)
            chosen = heads[role].both.replace("\n", " / ") if role in heads else "このままでよい"
            others = list(words[said.meaning]) if words else [chosen]
            self.put(item.code, ANSWER, others[number % len(others)])
        return self

    def data(self) -> bytes:
        """The file."""
        made = BytesIO()
        self.book.save(made)
        return made.getvalue()

    def rows(self) -> list[list[object]]:
        """The values of the rows below the heads."""
        return [[cell.value for cell in row] for row in self.sheet.iter_rows(min_row=2)]

    def rewrite(self, rows: list[list[object]]) -> None:
        """Put values into the rows below the heads."""
        for number, values in enumerate(rows, 2):
            for column, value in enumerate(values, 1):
                self.sheet.cell(number, column).value = value


WORDS: dict[Meaning, tuple[str, ...]] = {
    Meaning.YES: ("○", "◯", "〇", "はい", "yes", "あり", "有"),
    Meaning.NO: ("×", "いいえ", "no", "なし", "無"),
    Meaning.NA: ("回答できない", "cannot answer", "回答不可"),
    Meaning.STILL: ("○", "✓", "レ", "はい", "OK"),
}
DATES = ("令和8年9月1日", "R8.9.1", "2026/9/1", "２０２６年９月１日", dt.datetime(2026, 9, 1))


# --- what people do to a sheet besides ----------------------------------------------------------


def inserted(filling: ExcelFilling) -> None:
    """A row is inserted and filled in."""
    at = filling.row("Q3-e")
    filling.sheet.insert_rows(at)
    filling.sheet.cell(at, ITEM).value = "その他の支援"
    filling.sheet.cell(at, ANSWER).value = "あり"


def row_moved(filling: ExcelFilling) -> None:
    """Rows are moved."""
    rows = filling.rows()
    rows.insert(3, rows.pop(20))
    filling.rewrite(rows)


def row_deleted(filling: ExcelFilling) -> None:
    """A row is deleted."""
    filling.sheet.delete_rows(filling.row("Q3-d"))


def rows_sorted(filling: ExcelFilling) -> None:
    """Whole rows are sorted by the answer."""
    filling.rewrite(sorted(filling.rows(), key=lambda row: str(row[ANSWER - 1] or "龠")))


def answers_sorted(filling: ExcelFilling) -> None:
    """Only the answer columns are sorted: the items stay behind."""
    rows = filling.rows()
    pairs = sorted(((row[ANSWER - 1], row[NEW - 1]) for row in rows), key=lambda pair: str(pair[0] or "龠"))
    for row, pair in zip(rows, pairs, strict=True):
        row[ANSWER - 1], row[NEW - 1] = pair
    filling.rewrite(rows)


def cells_merged(filling: ExcelFilling) -> None:
    """Cells are merged: across, and over two rows."""
    one, two = filling.row("Q1-b"), filling.row("Q3-d")
    filling.sheet.merge_cells(start_row=one, end_row=one, start_column=ANSWER, end_column=NEW)
    filling.sheet.merge_cells(start_row=two, end_row=two + 1, start_column=ANSWER, end_column=ANSWER)


def renamed(filling: ExcelFilling) -> None:
    """The sheet is renamed."""
    filling.sheet.title = "遼寧省回答"


def wrong_cells(filling: ExcelFilling) -> None:
    """Answers stand in what we hold, beside the table, and in a closed cell."""
    filling.put("Q3-f", HELD, "○")
    filling.put("Q1-a", 10, "14市→15市です")
    filling.put("Q3-e", NEW, "大連市のみ")


def ids_deleted(filling: ExcelFilling) -> None:
    """The hidden column is deleted."""
    filling.sheet.delete_cols(ID)


def codes_deleted(filling: ExcelFilling) -> None:
    """The column of codes is deleted; the hidden one is there."""
    filling.sheet.delete_cols(CODE)


def formulas(filling: ExcelFilling) -> None:
    """Cells have formulas; without Excel, no value is stored."""
    filling.put("Q3-c", ANSWER, '="あ"&"り"')
    filling.put("Q2-c", NEW, "=DATE(2026,9,1)")


def commented(filling: ExcelFilling) -> None:
    """A comment is attached to a cell."""
    filling.sheet.cell(filling.row("Q3-d"), ANSWER).comment = Comment("Q3-d は確認中です", "王")


def new_book(filling: ExcelFilling) -> None:
    """The values are pasted into a new book, below a title."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["遼寧省の回答です"])
    for row in filling.sheet.iter_rows():
        sheet.append([cell.value for cell in row])
    filling.book, filling.sheet = book, sheet


def as_numbers(filling: ExcelFilling) -> None:
    """A date is a serial in a cell without a format, and an answer is a number."""
    filling.put("Q2-c", NEW, 46266)
    filling.put("Q3-c", ANSWER, 1)


def columns_swapped(filling: ExcelFilling) -> None:
    """The two answer columns are swapped with their heads."""
    for row in filling.sheet.iter_rows():
        row[ANSWER - 1].value, row[NEW - 1].value = row[NEW - 1].value, row[ANSWER - 1].value


def copied_row(filling: ExcelFilling) -> None:
    """A row is there twice, with another answer."""
    at = filling.row("Q3-c")
    values = [cell.value for cell in filling.sheet[at]]
    values[ANSWER - 1] = "提供なし"
    last = filling.sheet.max_row + 1
    for column, value in enumerate(values, 1):
        filling.sheet.cell(last, column).value = value


def second_sheet(filling: ExcelFilling) -> None:
    """Notes stand on a sheet of their own."""
    filling.book.create_sheet("メモ").append(["Q1-e は要確認"])


def dangerous(filling: ExcelFilling) -> None:
    """Texts begin with signs of formulas, as text."""
    cell = filling.sheet.cell(filling.row("Q5-a"), NEW)
    cell.value, cell.data_type = "=1+1の意味です", "s"


def struck(filling: ExcelFilling) -> None:
    """Our text is struck through."""
    cell = filling.sheet.cell(filling.row("Q1-a"), HELD)
    cell.font = Font(strike=True)


ALL = frozenset({"*"})  # every item that was answered, or has an empty cell

EXCEL_EDITS: dict[str, tuple[Callable[[ExcelFilling], None], frozenset[str], frozenset[str]]] = {
    "nothing else": (lambda _: None, frozenset(), frozenset()),
    **{
        edit.__name__: (edit, frozenset(asked), frozenset(missing))
        for edit, asked, missing in (
            (inserted, (), ()),
            (row_moved, (), ()),
            (row_deleted, (), ("Q3-d",)),
            (rows_sorted, (), ()),
            (answers_sorted, ALL, ()),
            (cells_merged, ("Q1-b", "Q3-d", "Q3-e"), ()),
            (renamed, (), ()),
            (wrong_cells, ("Q3-f", "Q1-a", "Q3-e"), ()),
            (ids_deleted, (), ()),
            (codes_deleted, (), ()),
            (formulas, ("Q3-c", "Q2-c"), ()),
            (commented, ("Q3-d",), ()),
            (new_book, (), ()),
            (as_numbers, ("Q3-c", "Q2-c"), ()),
            (columns_swapped, (), ()),
            (copied_row, ("Q3-c",), ()),
            (second_sheet, ("Q1-e",), ()),
            (dangerous, (), ()),
            (struck, ("Q1-a",), ()),
        )
    },
}
