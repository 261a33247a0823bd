"""The problem of a text that is not YAML: its likeliest cause."""

from __future__ import annotations

import re

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.storage.encoding import LINE_END

_UNQUOTED = re.compile(r"\s*(?:- +)*(?:[\w.-]+: +)?([{\[*&!%@`])(?=[^\"'\s\[{]).*[^\x00-\x7f]")


def syntax_problem(text: str, where: Location, detail: str) -> Problem:
    """Return the problem for the most likely cause of broken YAML."""
    if "escape" in detail or "hexdecimal" in detail:  # the spelling of libyaml
        return problem("Y120", where)
    return _unquoted(text, where) or problem("Y101", where, detail=detail)


def _unquoted(text: str, where: Location) -> Problem | None:
    """Return the problem of an unquoted text that begins with a sign of YAML, if that is the cause."""
    lines = LINE_END.split(text)
    for number in (where.line, where.line - 1):
        if 0 < number <= len(lines) and (found := _UNQUOTED.match(lines[number - 1])):
            return problem("Y112", Location(where.file, number, found.start(1) + 1), sign=found[1])
    return None
