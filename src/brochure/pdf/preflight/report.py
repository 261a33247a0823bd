"""The result of a preflight, from which terminal output, JSON and the HTML report are made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from brochure.diagnostics.catalogue import Lang, catalogue_entry, format_problem
from brochure.diagnostics.problem import Location, Problem, problem
from brochure.diagnostics.visible import shown_data
from brochure.pdf.geometry import Box
from brochure.pdf.preflight.model import Char

MM = 72 / 25.4  # points


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that breaks a rule.

    ``page`` counts from 0 and is -1 for the file as a whole. ``box`` is in points from the lower left of the
    page; None means the whole page. ``x`` and ``y`` are the box's upper left corner, in mm from the left and
    the top of the trim.
    """

    code: str
    page: int = -1
    box: Box | None = None
    x: float = 0
    y: float = 0
    details: tuple[tuple[str, str], ...] = ()

    @property
    def warning(self) -> bool:
        """Whether the finding is a warning, not an error."""
        return catalogue_entry(self.code).warning

    def problem(self, file: str) -> Problem:
        """The finding as a problem of a file."""
        details = dict(self.details)
        if self.page >= 0:
            details["page"] = str(self.page + 1)
        if self.box:
            details |= {"x": f"{self.x:.0f}", "y": f"{self.y:.0f}"}
        return problem(self.code, Location(file) if file else None, **details)


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a file, in the order of its pages."""

    file: str
    pages: int
    findings: tuple[Finding, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The errors."""
        return tuple(found.problem(self.file) for found in self.findings if not found.warning)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The warnings."""
        return tuple(found.problem(self.file) for found in self.findings if found.warning)


def first_words(chars: Sequence[Char], first: Char) -> str:
    """The first characters of a line from a character on, to help find it."""
    start = next(index for index, char in enumerate(chars) if char is first)
    text = "".join(char.text for char in chars[start:])
    return text if len(text) <= 12 else f"{text[:12]}…"


def report_json(report: Report, lang: Lang) -> str:
    """The report as JSON for other programs; boxes in points, page numbers from 1."""
    findings = []
    for found in report.findings:
        text = format_problem(found.problem(report.file), lang)
        findings.append(
            {
                "code": found.code,
                "severity": "warning" if found.warning else "error",
                "page": found.page + 1 if found.page >= 0 else None,
                "box": [round(side, 2) for side in found.box] if found.box else None,
                "message": text.message,
                "hint": text.hint,
                "details": dict(found.details),
            }
        )
    content = {"file": report.file, "pages": report.pages, "findings": findings}
    return json.dumps(shown_data(content), ensure_ascii=False, indent=2) + "\n"
