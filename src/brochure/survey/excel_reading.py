"""Read the rows of an Excel file that came back; see :mod:`.filled`.

The file is read twice: once for the values, once to see the formulas. Nothing is calculated. What the
parts hold is counted before openpyxl reads them (:mod:`brochure.word.untrusted`), because a small file may
unpack to a huge one.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.survey.filled import FilledCell, FilledFile, FilledRow
from brochure.word.untrusted import open_parts, too_large
from brochure.word.xml_limits import XmlCounter, XmlLimitError, XmlSyntaxError

_MOST_CELLS = 200_000  # of a sheet: a form has some hundred
_MOST_COLUMNS = 60


def read_excel_form(data: bytes, shown: str) -> FilledFile:
    """Return what an Excel file holds; ``shown`` is its name in messages.

    Raises:
        BrochureError: It cannot be read (J110), has macros (J104), or has more than it may have (D106).
    """
    parts = open_parts(data, shown)
    _check_parts(parts, shown)
    drawn = any(name.startswith("xl/drawings/drawing") for name in parts)  # openpyxl drops shapes
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that openpyxl does not keep; we write nothing back
            values = load_workbook(BytesIO(data), data_only=True)
            formulas = load_workbook(BytesIO(data))
            return replace(_file(values, formulas, shown), drawn=drawn)
    except BrochureError:
        raise
    except Exception as error:  # openpyxl raises many kinds for a damaged file
        detail = f"{type(error).__name__}: {error}".splitlines()[0][:160]
        raise BrochureError([problem("J110", Location(shown), detail=detail)]) from None


def _check_parts(parts: Mapping[str, bytes], shown: str) -> None:
    """Refuse macros, and parts that are too large for a reader that builds trees."""
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise BrochureError([problem("J104", Location(shown))])
    counted = XmlCounter()
    for name, data in parts.items():
        try:
            counted.count_part(data)
        except XmlLimitError as error:
            raise too_large(shown, name, error.what, error.counted, error.limit) from None
        except XmlSyntaxError as error:
            raise BrochureError([problem("J110", Location(shown), detail=f"{name}: {error}")]) from None


def _file(values: Any, formulas: Any, shown: str) -> FilledFile:
    rows: list[FilledRow] = []
    lines: list[str] = []
    for sheet in values.worksheets:
        if sheet.title == "_lists" and sheet.sheet_state != "visible":
            continue
        if sheet.max_row * min(sheet.max_column, _MOST_COLUMNS) > _MOST_CELLS:
            raise too_large(shown, sheet.title, "elements", sheet.max_row * sheet.max_column, _MOST_CELLS)
        typed = formulas[sheet.title]
        joined = {
            (row, column)
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, min(area.max_row, sheet.max_row) + 1)
            for column in range(area.min_col, min(area.max_col, _MOST_COLUMNS) + 1)
        }
        for cells in sheet.iter_rows(max_col=min(sheet.max_column, _MOST_COLUMNS)):
            made = []
            for cell in cells:
                formula = typed.cell(cell.row, cell.column).value
                is_formula = (
                    typed.cell(cell.row, cell.column).data_type == "f"
                    or type(formula).__name__ == "ArrayFormula"
                )
                is_joined = (cell.row, cell.column) in joined
                text = cell_text(cell.value)
                made.append(
                    FilledCell(
                        text,
                        joined=is_joined,
                        formula=str(formula) if is_formula else "",
                        marked=bool(text and cell.has_style and cell.font and cell.font.strike),
                    )
                )
                if cell.comment:
                    lines.append(f"{cell.coordinate}: {(cell.comment.text or '').strip()}")
            if any(cell.text or cell.formula for cell in made):
                rows.append(FilledRow(sheet.title, cells[0].row, tuple(made)))
        lines += _drawn_lines(sheet)
    return FilledFile(shown, "X", tuple(rows), tuple(lines), str(values.properties.identifier or ""))


def _drawn_lines(sheet: Any) -> list[str]:
    """The texts of the headers and footers of a sheet."""
    found = []
    for area in (sheet.oddHeader, sheet.oddFooter):
        found += [part.text for part in (area.left, area.center, area.right) if part.text]
    return found


def cell_text(value: object) -> str:
    """The value of a cell as text: dates in ISO 8601, whole numbers without a point.

    >>> cell_text(3.0), cell_text(dt.datetime(2026, 9, 1)), cell_text(True), cell_text(None)
    ('3', '2026-09-01', 'true', '')
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
        case float() if value == int(value):
            return str(int(value))
        case _:
            return str(value).strip()
