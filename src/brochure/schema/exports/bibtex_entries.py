"""The entries of a BibTeX file: types, keys and fields as they are typed, with their places.

bibtexparser splits the file, and goes on after a broken entry. Its middlewares are not used: they change
addresses and split the names of bodies. Each ``@type{`` of the file is either returned or reported.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from brochure.schema.exports.imported import Doubts, ExportField
from brochure.storage.encoding import Lines

_START = re.compile(r"(?<![\w.])@[ \t]*([A-Za-z]\w*)[ \t]*[{(]")
_NEXT_FIELD = re.compile(r"\s+([A-Za-z][\w-]*)\s*=\s*(?=[{\"\d])")
_NOT_ENTRIES = ("comment", "string", "preamble")
_MONTHS = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}


@dataclass(slots=True)
class BibtexEntry:
    """An entry: its type and field names in lower case; values without their delimiters."""

    kind: str
    key: str
    start: int
    end: int
    fields: dict[str, ExportField]

    def text(self, name: str) -> str:
        """Return the value of a field as typed, or an empty text."""
        return self.fields[name].value if name in self.fields else ""


def read_entries(lines: Lines, doubts: Doubts) -> list[BibtexEntry]:
    """Read all entries; broken ones are reported (C202)."""
    from bibtexparser import entrypoint

    text = re.sub(r"\r(?!\n)", "\n", lines.text)  # bibtexparser counts LF only
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # its log repeats what is reported here
    library = entrypoint.parse_string(text, parse_stack=[])
    macros = {string.key.lower(): str(string.value) for string in library.strings}
    line_starts = [0, *(found.end() for found in re.finditer("\n", text))]
    entries: list[BibtexEntry] = []
    found_starts: set[int] = set()
    comments: list[tuple[int, int]] = []
    reached = 0
    for block in library.blocks:
        name = type(block).__name__
        start = max(line_starts[block.start_line or 0], reached)
        raw = str(getattr(block, "raw", "") or "")
        start = max(text.find(raw.lstrip()[:20], start), start) if raw.strip() else start
        reached = start + max(len(raw.strip()), 1)
        if name in ("ExplicitComment", "ImplicitComment", "String", "Preamble"):
            if name != "ImplicitComment":  # an entry there is one that bibtexparser did not see
                comments.append((start, reached))
            continue
        found_starts.add(start)
        entry = block if hasattr(block, "fields") else getattr(block, "ignore_error_block", None)
        if entry is None or not hasattr(entry, "fields"):
            doubts.add("C202", start, detail=" ".join(raw.split())[:40])
            continue
        entries.append(_entry(entry, text, line_starts, start, reached, macros, doubts))
    for found in _START.finditer(text):
        begins = not text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip()
        inside = any(first <= found.start() < last for first, last in comments)
        if (
            found[1].lower() not in _NOT_ENTRIES
            and begins
            and not inside
            and found.start() not in found_starts
        ):
            doubts.add("C202", found.start(), detail=f"@{found[1]}")
    return entries


def _entry(
    entry: Any,
    text: str,
    line_starts: list[int],
    start: int,
    end: int,
    macros: dict[str, str],
    doubts: Doubts,
) -> BibtexEntry:
    fields: dict[str, ExportField] = {}
    index = start
    for one in entry.fields:
        name, typed = one.key.strip().lower(), str(one.value)
        line = line_starts[min(one.start_line, len(line_starts) - 1)]
        equals = re.compile(rf"{re.escape(one.key.strip())}\s*=", re.IGNORECASE).search(text, min(line, end))
        index = equals.end() if equals and equals.end() <= end else max(line, index)
        at = text.find(typed, index) if typed else index
        at = index if at < 0 else at
        index = at + len(typed)
        for part, typed_part, place in _without_comma(name, typed, at, doubts):
            value, shift = _value(typed_part, part, place, macros, doubts)
            if part not in fields:
                fields[part] = ExportField(part, value, place + shift, place + len(typed_part) - shift)
            elif value.strip() != fields[part].value.strip():
                doubts.add("C216", place, field=part, count=2)
    return BibtexEntry(entry.entry_type.strip().lower(), entry.key.strip(), start, end, fields)


def _without_comma(name: str, typed: str, at: int, doubts: Doubts) -> Iterator[tuple[str, str, int]]:
    """Yield a field, and the fields after it that no comma parts from it (C221): name, value, place."""
    while typed[:1] in ("{", '"') and (end := _end_of_part(typed, 0)) > 0:
        found = _NEXT_FIELD.match(typed, end)
        if not found:
            break
        yield name, typed[:end], at
        doubts.add("C221", at + end, field=found[1])
        name, typed, at = found[1].lower(), typed[found.end() :], at + found.end()
    yield name, typed, at


def _value(typed: str, name: str, at: int, macros: dict[str, str], doubts: Doubts) -> tuple[str, int]:
    """Return a value without its delimiters, and their length; parts joined by # are put together."""
    parts = _parts(typed)
    if parts is None:  # a quote in a quoted text
        inner = re.sub(r'^"|"$', "", typed)
        doubts.add("C215", at, value=inner)
        return inner, 1
    said = []
    for part in parts:
        if part[:1] in '{"':
            said.append(part[1:-1])
        elif part.isdigit() or not part:
            said.append(part)
        elif part.lower() in macros:
            said.append(_value(macros[part.lower()], name, at, {}, doubts)[0])
        else:
            if not (part.lower() in _MONTHS and name == "month"):
                doubts.add("C214", at, name=part)
            said.append(part)
    return "".join(said), 1 if len(parts) == 1 and parts[0][:1] in '{"' else 0


def _parts(typed: str) -> list[str] | None:
    """Return the parts of a value between the signs #; None if its quotes do not match."""
    parts, index = [], 0
    while index < len(typed):
        if typed[index].isspace():
            index += 1
            continue
        end = _end_of_part(typed, index)
        if end < 0:
            return None
        parts.append(typed[index:end].strip())
        while end < len(typed) and typed[end].isspace():
            end += 1
        if end < len(typed) and typed[end] != "#":
            return None
        index = end + 1
    return parts or [""]


def _end_of_part(typed: str, index: int) -> int:
    opening = typed[index]
    if opening not in '{"':
        end = typed.find("#", index)
        return len(typed) if end < 0 else end
    depth = 0
    for at in range(index, len(typed)):
        character = typed[at]
        if character == "{" and typed[at - 1 : at] != "\\":
            depth += 1
        elif character == "}" and typed[at - 1 : at] != "\\":
            depth -= 1
            if depth == 0 and opening == "{":
                return at + 1
        elif character == '"' and opening == '"' and depth == 0 and at > index and typed[at - 1] != "\\":
            return at + 1
    return -1
