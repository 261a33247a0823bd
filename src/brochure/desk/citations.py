"""Read a citation export that was pasted: BibTeX, RIS, CSL JSON, a table with tabs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from brochure.desk.desk import Desk
from brochure.desk.documents import told_problems
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.diagnostics.problem import BrochureError, problem
from brochure.schema.csl_items import DATES, ID
from brochure.schema.exports.read import read_export

NAMED = "C211"  # ids were made of the names; here entries get ids that a profile may use
MOST_BYTES = 200_000  # of a request; some 200 entries of a citation manager


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
    items = [one for one in read.data if isinstance(one, dict)] if isinstance(read.data, list) else []
    if not items:  # an ordinary text is YAML, too
        return DeskAnswer({"items": [], "problems": told_problems([problem("W422")], asked.lang)}, 422)
    doubts = [one for one in getattr(read, "warnings", ()) if one.code != NAMED]
    return DeskAnswer({"items": list(_entries(items)), "problems": told_problems(doubts, asked.lang)})


def _entries(items: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The items as a person would write them: each with an id of its own for ``[@id]``, dates as dates."""
    used: set[str] = set()
    for item in items:
        name = str(item.get("id", ""))
        if not ID.fullmatch(name):
            name = _made_id(item)
        number, free = 1, name
        while free in used:
            number += 1
            free = f"{name}-{number}"
        used.add(free)
        yield {"id": free, **{key: _plain(key, value) for key, value in item.items() if key != "id"}}


def _made_id(item: dict[str, Any]) -> str:
    """An id of Latin letters and digits: those of the first author, the title or the type, and the year."""
    authors = item.get("author")
    first = authors[0] if isinstance(authors, list) and authors else authors
    words = [*first.values()] if isinstance(first, dict) else [first]
    for text in (*words, item.get("title"), item.get("type")):
        plain = unicodedata.normalize("NFKD", str(text or "")).encode("ascii", "ignore").decode().lower()
        if stem := re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:30].strip("-"):
            year = re.search(r"\d{4}", str(_plain("issued", item.get("issued", ""))))
            return f"{stem}-{year[0]}" if year else stem
    return "source"


def _plain(key: str, value: Any) -> Any:
    """A date of parts as it is typed, such as 2020-04; other values as they are."""
    parts = value.get("date-parts") if isinstance(value, dict) and len(value) == 1 else None
    if key not in DATES or not isinstance(parts, list) or len(parts) != 1 or not isinstance(parts[0], list):
        return value
    numbers = [str(part) for part in parts[0]]
    if not 1 <= len(numbers) <= 3 or not all(number.isdecimal() for number in numbers):
        return value
    year, *rest = numbers
    return "-".join([year.zfill(4), *(number.zfill(2) for number in rest)])
