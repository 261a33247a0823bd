"""Refusals and faults as JSON with words: which problem each status is."""

from __future__ import annotations

import json
from collections.abc import Iterable

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


def json_bytes(value: object) -> bytes:
    """A value as JSON. Bytes of a file's name that are not UTF-8 become question marks."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def problems_json(problems: Iterable[Problem], lang: Lang) -> bytes:
    """The body of an answer that tells problems."""
    from brochure.desk.documents import told_problems

    return json_bytes({"problems": told_problems(problems, lang)})


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
