"""The Excel form: cells of text, lists that only warn, a locked sheet without a password, no formulas."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from brochure.storage.own_files import is_own_docx
from brochure.survey.excel_form import COLUMNS, write_excel_form
from brochure.survey.form import FormText, ItemKind, SurveyForm
from survey_forms import survey_form, tables

ANSWER, NEW = COLUMNS.index("answer") + 1, COLUMNS.index("new") + 1


def opened(form: SurveyForm) -> Any:
    return load_workbook(BytesIO(write_excel_form(form)))


def test_the_file_is_the_same_each_time() -> None:
    data = write_excel_form(survey_form())
    assert data == write_excel_form(survey_form())
    assert is_own_docx(data)


def test_each_item_is_a_row_with_its_open_cells() -> None:
    form = survey_form()
    sheet = opened(form).worksheets[1]
    rows = {cell.value: cell.row for cell in sheet["B"]}
    for table, item in tables(form):
        row = rows[item.code]
        assert sheet.cell(row, 1).value == item.at
        open_ = [not sheet.cell(row, column).protection.locked for column in (ANSWER, NEW)]
        has_text = item.kind in (ItemKind.TEXT, ItemKind.DATE, ItemKind.FREE)
        assert open_ == [item.kind is not ItemKind.FREE, has_text]
        for column, is_open in zip((ANSWER, NEW), open_, strict=True):
            assert (sheet.cell(row, column).number_format == "@") is is_open
        assert table.items


def test_the_sheet_is_locked_without_a_password_and_lists_only_warn() -> None:
    book = opened(survey_form())
    sheet = book.worksheets[1]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert {rule.errorStyle for rule in sheet.data_validations.dataValidation} == {"warning"}
    assert book.worksheets[2].sheet_state == "hidden"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["A"].hidden


def test_text_that_begins_with_a_sign_of_a_formula_is_text() -> None:
    form = survey_form()
    section = form.sections[0]
    table = section.tables[0]
    signs = ["=HYPERLINK(1)", "+81", "-なし", "@名前"]
    items = tuple(
        replace(item, held=sign, label=FormText(sign)) for item, sign in zip(table.items, signs, strict=False)
    )
    odd = replace(form, sections=(replace(section, tables=(replace(table, items=items),)),))
    sheet = opened(odd).worksheets[1]
    found = [[cell for cell in row if cell.value in signs] for row in sheet.iter_rows(min_row=2)]
    cells = [cell for row in found for cell in row]
    assert len(cells) == 2 * len(signs)
    assert {cell.data_type for cell in cells} == {"s"}
