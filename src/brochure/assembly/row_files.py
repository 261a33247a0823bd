"""Rows of a table as CSV and JSON files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from brochure.diagnostics.visible import shown_data


def rows_to_json(rows: Sequence[Any]) -> str:
    """Return rows, which are dataclasses, as JSON: a list of objects."""
    return json.dumps(shown_data([asdict(row) for row in rows]), ensure_ascii=False, indent=2) + "\n"


def rows_to_csv(rows: Sequence[Any], kind: type) -> str:
    """Return rows as CSV with a header; several values in a cell are separated by semicolons.

    The text begins with a byte order mark, because without it Excel reads UTF-8 as Shift_JIS.

    Args:
        rows: The rows.
        kind: Their dataclass; its fields are the columns.
    """
    text = io.StringIO("\ufeff")
    text.seek(1)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(one.name for one in fields(kind))
    for row in rows:
        values = shown_data(asdict(row)).values()
        cells = ("; ".join(v) if isinstance(v, list) else "" if v is None else v for v in values)
        writer.writerow(_no_formula(cell) for cell in cells)
    return text.getvalue()


def _no_formula(cell: object) -> object:
    """A cell that Excel shows as text: before a sign that begins a formula stands an apostrophe."""
    if not isinstance(cell, str):
        return cell
    # Excel in Japanese takes full-width signs, too, and other programs skip blanks before them
    is_formula = cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) or cell[:1] in "\t\r"
    return f"'{cell}" if cell and is_formula else cell
