"""Excerpts of a source as they stood (``quote``), under ``custom`` of the source or in the ledger.

An excerpt has its text, and the date when it was seen; a source may have several. They are not printed: what
a text quotes from the source is compared with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.document.written_date import DateError, read_date
from brochure.schema.base import data_kind, unknown_word
from brochure.schema.date_problems import date_code, date_details
from brochure.schema.yaml_reader import Data, YamlPath, YamlText

QUOTE = "quote"
QUOTE_KEYS = ("text", "seen")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a source said: the text, when it was seen as ISO 8601 (or empty), and its place in the file."""

    text: str
    seen: str
    location: Location


def excerpts_at(file: YamlText, path: YamlPath, value: object) -> tuple[Excerpt, ...]:
    """The excerpts of a value of ``quote``; what is wrong in it is left out."""
    found = []
    for here, entry in _entries(path, value):
        text = entry.get("text") if isinstance(entry, dict) else None
        if isinstance(text, str) and text.strip():
            found.append(Excerpt(text, _seen(entry), file.locate((*here, "text"))))
    return tuple(found)


def _seen(entry: dict[str, Any]) -> str:
    try:
        return read_date(str(entry.get("seen") or "")).date.iso()
    except DateError:
        return ""


def _entries(path: YamlPath, value: object) -> Iterator[tuple[YamlPath, Any]]:
    if isinstance(value, list):
        yield from (((*path, index), entry) for index, entry in enumerate(value))
    else:
        yield path, value


def quote_mistakes(file: YamlText, path: YamlPath, value: Data) -> Iterator[Problem]:
    """Yield the mistakes of a value of ``quote``: one excerpt, or a list of them."""
    for here, entry in _entries(path, value):
        if not isinstance(entry, dict):
            yield problem("P103", file.locate(here), key=QUOTE, expected="mapping", found=data_kind(entry))
            continue
        yield from (
            unknown_word("P101", file, (*here, key), key, QUOTE_KEYS)
            for key in entry
            if key not in QUOTE_KEYS
        )
        text, seen = entry.get("text"), entry.get("seen")
        if text is None:
            yield problem("P102", file.locate(here), key="text")
        elif not isinstance(text, str):
            yield problem(
                "P103", file.locate((*here, "text")), key="text", expected="text", found=data_kind(text)
            )
        elif not text.strip():
            yield problem("P105", file.locate((*here, "text")), key="text", value=text)
        if seen is None:
            yield problem("P102", file.locate(here), key="seen")
        elif fault := _date_fault(seen):
            details = date_details(fault)
            yield problem(date_code(fault), file.locate((*here, "seen")), key="seen", value=seen, **details)


def _date_fault(seen: object) -> DateError | None:
    try:
        read_date(seen if isinstance(seen, str) else "")
    except DateError as fault:
        return fault
    return None


def quote_schema() -> dict[str, Any]:
    """The JSON Schema of ``quote``, which helps while typing."""
    excerpt = {
        "type": "object",
        "properties": {
            "text": {
                "type": "string",
                "description": "見たときの原文（印刷されない）\n\nWhat the source said; not printed.",
            },
            "seen": {
                "type": ["string", "number"],
                "description": "見た日。例：2026-10-01\n\nWhen it was seen.",
            },
        },
        "required": list(QUOTE_KEYS),
        "additionalProperties": False,
    }
    return {
        "anyOf": [excerpt, {"type": "array", "items": excerpt}],
        "description": "引用した箇所の原文と見た日。引用「…」が原文にないと注意（S219）が出る\n\n"
        "Excerpts as they stood: check tells quotations that are not in them.",
    }
