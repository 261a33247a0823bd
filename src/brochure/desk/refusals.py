"""Refusals and faults as JSON with words: which problem each status is, and how a problem is sent."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from brochure.diagnostics.problem import Problem, problem
from brochure.diagnostics.text_files import Lang

CODES = {  # the problem of each status; who asks cannot do more about it than its words say
    400: "W410",
    401: "W411",
    403: "W412",
    404: "W413",
    405: "W414",
    411: "W415",
    413: "W416",
    415: "W417",
    421: "W418",
    431: "W419",
}


def sent_problem(found: Problem, lang: Lang) -> dict[str, Any]:
    """A problem as the API sends it."""
    from brochure.diagnostics.catalogue import format_problem

    worded, place = format_problem(found, lang), found.location
    return {
        "code": found.code,
        "severity": "warning" if worded.warning else "error",
        "at": None,
        "path": None,
        "message": worded.message,
        "hint": worded.hint,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def problems_json(problems: Iterable[Problem], lang: Lang) -> bytes:
    """The body of an answer that tells problems."""
    return json.dumps(
        {"problems": [sent_problem(one, lang) for one in problems]}, ensure_ascii=False
    ).encode()


def refusal_json(status: int, lang: Lang) -> bytes:
    """The body of the refusal with a status of :data:`CODES`."""
    return problems_json([problem(CODES[status])], lang)


def keep_fault(error: BaseException) -> Problem:
    """Write the report of an unexpected error; return the problem that names it."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="brochure-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write("brochure desk\n\n")
        traceback.print_exception(error, file=file)
    return problem("B101", detail=f"{type(error).__name__}: {error}", report=file.name)
