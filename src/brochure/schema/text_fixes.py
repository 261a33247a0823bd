"""Fixes of characters in the texts of a YAML file, at their place in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from brochure.diagnostics.fix import Fix
from brochure.diagnostics.problem import BrochureError
from brochure.schema.printed_texts import PrintedText
from brochure.schema.yaml_reader import YamlPath, parse_yaml

_ESCAPES = re.compile(r"(?:\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|_))+")


def source_fix(text: PrintedText, offset: int, typed: str, meant: str) -> Fix | None:
    """Return the fix of some characters in the file; None if they stand there in a way that is not certain.

    Args:
        text: The text.
        offset: Where the characters begin in it.
        typed: The characters.
        meant: Those that replace them.
    """
    source, end = text.source, offset + len(typed)
    start = source.source_offset(text.path, offset)
    if source.text.startswith(typed, start):
        return Fix(start, len(typed), meant)
    if source.spans[text.path].style == '"':  # written as escapes
        stop = (
            source.source_offset(text.path, end) if end < len(text.text) else source.spans[text.path].end - 1
        )
        if _ESCAPES.fullmatch(source.text, start, stop):
            return Fix(start, stop - start, meant)
    return None


def has_values(text: str, wanted: Mapping[YamlPath, str]) -> bool:
    """Whether a text is YAML with the wanted values."""
    try:
        source = parse_yaml(text.encode(), "")
        return all(source.value(path) == value for path, value in wanted.items())
    except (BrochureError, LookupError, TypeError):
        return False
