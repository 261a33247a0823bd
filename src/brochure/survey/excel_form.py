"""Write a questionnaire as an Excel file: a row for each item, lists to choose from, answer cells as text.

Answer cells are unlocked and have the format of text, so that ``3-2`` stays what was typed; the lists only
warn, so that an answer of another kind comes back and is asked about. The sheet is locked without a password.
There are no macros and no formulas: what begins with ``=`` is written as text.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from brochure.survey.form import FormItem, FormTable, FormText, ItemKind, Role, SurveyForm
from brochure.survey.form_lines import (
    NOTHING,
    form_line_text,
    guide_texts,
    limit_text,
    section_title,
    title_text,
)
from brochure.survey.form_words import form_words
from brochure.word.package import zip_parts

COLUMNS = ("id", "code", "item", "held", "answer", "new", "limit")
_WIDTHS = (4, 8, 27, 40, 20, 40, 11)
_GUIDE = 78  # the width of the guide: as wide as a page, so that it is printed without scaling
_FONT = "BIZ UDPGothic"
_BLUE, _LABEL, _ANSWER, _DONE, _TOO_LONG = "0B4F8A", "F2F5F8", "FFF9DB", "E3F3E6", "F9D6D5"
_LINE_HEIGHT = 15.5  # points of a line of 10 points
_LISTS = "_lists"
_FIXED = "2000-01-01T00:00:00Z"  # openpyxl writes the time of the day otherwise
_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def write_excel_form(form: SurveyForm) -> bytes:
    """Return the Excel file of a questionnaire."""
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)
    _fill_guide(guide, form)
    answers = book.create_sheet(_sheet_name("sheet answers", form))
    choices = _Choices(book.create_sheet(_LISTS))
    _fill_answers(answers, form, choices)
    choices.sheet.sheet_state = "hidden"
    book.active = 1
    guide.sheet_view.tabSelected = False
    book.properties.identifier = form.line("X")
    book.properties.title = f"{title_text(form).ja} {form.title.ja}"
    book.properties.creator = None
    made = BytesIO()
    book.save(made)
    return _same_bytes(made.getvalue())


def _same_bytes(data: bytes) -> bytes:
    """The package without the time at which it was made."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    parts[core] = _DATES.sub(rb"\g<1>" + _FIXED.encode(), parts[core])
    return zip_parts(parts)


def _sheet_name(key: str, form: SurveyForm) -> str:
    return form_words(key, form.language).both.replace("\n", " ")


# --- the guide ----------------------------------------------------------------------------------


def _fill_guide(sheet: Worksheet, form: SurveyForm) -> None:
    sheet.title = _sheet_name("sheet guide", form)
    sheet.column_dimensions["A"].width = _GUIDE
    texts = [form.title, *guide_texts(form), form_words("guide sheet", form.language)]
    lines: list[tuple[str, int, bool]] = []
    for text, size, bold in [(title_text(form), 18, True), *((text, 12, False) for text in texts)]:
        lines += [(line, size, bold) for line in (text.ja, text.other) if line]
    lines.append((form_line_text(form, "X"), 10, False))
    for number, (line, size, bold) in enumerate(lines, 1):
        cell = sheet.cell(number, 1)
        _write(cell, line)
        cell.font = Font(name=_FONT, size=size, bold=bold, color=_BLUE if bold else "222222")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        rows = _lines(line, _GUIDE * 10 // size)
        sheet.row_dimensions[number].height = rows * size * 1.5 + 8
    _set_page(sheet, form, landscape=False)
    sheet.protection.sheet = True


# --- the answers --------------------------------------------------------------------------------


class _Choices:
    """The lists of choices on a hidden sheet: a list in the cell itself is short and splits at commas."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self._known: dict[tuple[str, ...], DataValidation] = {}

    def add(self, target: Worksheet, cell: Cell, words: tuple[str, ...]) -> None:
        """Give a cell a list; other words are only warned of."""
        if words not in self._known:
            column = len(self._known) + 1
            for number, word in enumerate(words, 1):
                _write(self.sheet.cell(number, column), word)
            letter = get_column_letter(column)
            found = DataValidation(
                "list",
                formula1=f"{quote_sheetname(_LISTS)}!${letter}$1:${letter}${len(words)}",
                allow_blank=True,
                errorStyle="warning",
                showErrorMessage=True,
            )
            target.add_data_validation(found)
            self._known[words] = found
        self._known[words].add(cell)


def head_texts(form: SurveyForm) -> dict[str, FormText]:
    """The heads of the columns, by name."""
    words = {name: form_words(name, form.language) for name in COLUMNS if name != "id"}
    return {"id": FormText("id"), **words}


def _fill_answers(sheet: Worksheet, form: SurveyForm, choices: _Choices) -> None:
    thin = Side(style="thin", color="8A9AA8")
    box = Border(thin, thin, thin, thin)
    for column, (name, text) in enumerate(head_texts(form).items(), 1):
        cell = sheet.cell(1, column)
        _write(cell, text.both)
        cell.font = Font(name=_FONT, size=10, bold=True, color="FFFFFF")
        cell.fill, cell.border = PatternFill("solid", _BLUE), box
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[column - 1]
        assert name == COLUMNS[column - 1]
    sheet.row_dimensions[1].height = 34
    row = 2
    for section in form.sections:
        if row > 2:
            sheet.row_breaks.append(Break(id=row - 1))
        cell = sheet.cell(row, 2)
        _write(cell, section_title(section).both.replace("\n", "　"))
        cell.font = Font(name=_FONT, size=13, bold=True, color=_BLUE)
        cell.alignment = Alignment(vertical="center")
        sheet.row_dimensions[row].height = 30
        row += 1
        for table in section.tables:
            for item in table.items:
                _fill_row(sheet, row, form, table, item, choices, box)
                row += 1
    _finish(sheet, form, row - 1)


def _fill_row(
    sheet: Worksheet,
    row: int,
    form: SurveyForm,
    table: FormTable,
    item: FormItem,
    choices: _Choices,
    box: Border,
) -> None:
    limit = limit_text(form, item)
    has_held = item.kind in (ItemKind.MARK, ItemKind.TEXT, ItemKind.DATE)
    values = {
        "id": item.at,
        "code": item.code,
        "item": item.label.both,
        "held": item.held or (NOTHING if has_held else ""),
        "limit": limit.both if limit else "",
    }
    opened = {"answer": item.kind is not ItemKind.FREE, "new": Role.NEW in dict(table.answers)}
    for column, name in enumerate(COLUMNS, 1):
        cell = sheet.cell(row, column)
        _write(cell, values.get(name, ""))
        cell.border = box
        is_answer = opened.get(name, False)
        cell.font = Font(name=_FONT, size=9 if name == "limit" else 10, bold=name == "code")
        middle = "center" if name in ("code", "answer", "limit") else None
        indent = 0 if middle else 1
        cell.alignment = Alignment(
            horizontal=middle or "left", vertical="center", wrap_text=True, indent=indent
        )
        colour = _ANSWER if is_answer else _LABEL if name != "held" else "FFFFFF"
        cell.fill = PatternFill("solid", colour)
        if is_answer:
            cell.protection = Protection(locked=False)
            cell.number_format = "@"
    if opened["answer"]:
        cell = sheet.cell(row, COLUMNS.index("answer") + 1)
        assert isinstance(cell, Cell)
        choices.add(sheet, cell, answer_choices(form, table))
    if item.limit:
        letter = get_column_letter(COLUMNS.index("new") + 1)
        rule = FormulaRule([f"LEN({letter}{row})>{item.limit}"], fill=PatternFill(bgColor=_TOO_LONG))
        rule.stopIfTrue = True
        sheet.conditional_formatting.add(f"{letter}{row}", rule)
    lines = max(_lines(values["item"], 25), _lines(values["held"], 39))
    least = 3 if item.at.endswith((".more", ".cases", ".sources")) else 1
    sheet.row_dimensions[row].height = max(lines, least) * _LINE_HEIGHT + 8


def answer_choices(form: SurveyForm, table: FormTable) -> tuple[str, ...]:
    """The choices of the one answer cell of a table's rows."""
    if table.kind.value == "marks":
        return tuple(text.both.replace("\n", " / ") for _, text in table.answers)
    return (form_words("still", form.language).both.replace("\n", " / "),)


def _finish(sheet: Worksheet, form: SurveyForm, last: int) -> None:
    answer, new = (get_column_letter(COLUMNS.index(name) + 1) for name in ("answer", "new"))
    done = PatternFill(bgColor=_DONE)
    for letter in (answer, new):
        rule = FormulaRule([f"AND(LEN({letter}2)>0,LEN($B2)>0)"], fill=done)
        sheet.conditional_formatting.add(f"{letter}2:{letter}{last}", rule)
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = "D2"
    sheet.print_title_rows = "1:1"
    _set_page(sheet, form, landscape=True)
    sheet.protection.sheet = True
    sheet.protection.formatRows = False  # a row may be made higher
    sheet.protection.formatColumns = False


def _set_page(sheet: Worksheet, form: SurveyForm, *, landscape: bool) -> None:
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.6
    line = form.line("X").replace("&", "&&")
    sheet.oddFooter.center.text = f"{title_text(form).ja.replace('&', '&&')}　{line}　&P / &N"
    sheet.oddFooter.center.size = 8
    sheet.sheet_view.showGridLines = False


def _write(cell: object, text: str) -> None:
    """Write a text as text, also one that begins with ``=``."""
    assert isinstance(cell, Cell)
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"


def _units(text: str) -> int:
    """The width of a text in half-width letters."""
    return sum(1 if ord(letter) < 0x2000 else 2 for letter in text)


def _lines(text: str, width: int) -> int:
    return sum(max(1, -(-_units(line) // width)) for line in text.split("\n"))
