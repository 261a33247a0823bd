"""Read a citation export that was pasted: BibTeX, RIS, CSL JSON, a table with tabs."""

from __future__ import annotations

from typing import Any

from brochure.desk.desk import Desk
from brochure.desk.documents import told_problems
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.schema.exports.read import read_export


def read_citations(_: Desk, asked: DeskRequest) -> DeskAnswer:
    """``POST /api/citations``: the sources of a text as entries for ``sources:``, and doubts about them."""
    text = asked.data.get("text") if isinstance(asked.data, dict) else None
    if not isinstance(text, str):
        return DeskAnswer({"problems": [], "detail": "text is needed"}, 400)
    try:
        read = read_export(text.encode(), "pasted")
    except BrochureError as error:
        told = told_problems((*error.problems, *error.warnings), asked.lang)
        return DeskAnswer({"items": [], "problems": told}, 422)
    items: list[Any] = read.data if isinstance(read.data, list) else []
    if not items:  # an ordinary text is YAML, too
        none = problem("C101", Location("pasted"), kind="YAML")
        return DeskAnswer({"items": [], "problems": told_problems([none], asked.lang)}, 422)
    warnings = getattr(read, "warnings", ())
    return DeskAnswer({"items": items, "problems": told_problems(warnings, asked.lang)})
