"""The report names every rule, and says of each whether the file passed it or why it was not checked."""

from __future__ import annotations

import re

import pytest

from brochure.diagnostics.catalogue import catalogue
from brochure.pdf.preflight.context import Requirements
from brochure.pdf.preflight.report import Finding, Report
from brochure.pdf.preflight.rule_list import RuleState, rule_results
from workspaces import REPO

MEASURED = re.compile(r"[QX][1-7]\d\d|X2\d\d")  # Q8, Q9: of building and of files that cannot be read
NO_RULES = {"X101", "X102", "X103", "X104", "X105", "X301"}  # of shop files and of the conversion


def states(report: Report, asked: Requirements, *, for_shop: bool = False) -> dict[str, RuleState]:
    return {one.code: one.state for one in rule_results(report, asked, for_shop=for_shop, lang="ja")}


def test_every_rule_that_can_be_found_is_in_the_list() -> None:
    listed = set(states(Report("a.pdf", 1, ()), Requirements()))
    known = {code for code in catalogue() if MEASURED.fullmatch(code)} - NO_RULES
    assert listed == known


def test_the_names_are_those_of_the_guide() -> None:
    guide = (REPO / "docs" / "preflight.md").read_text("utf-8")
    for one in rule_results(Report("a.pdf", 1, ()), Requirements(), for_shop=False, lang="ja"):
        if one.code.startswith("Q"):
            (row,) = re.findall(rf"^\| {one.code} \| (.+?) \|", guide, re.MULTILINE)
            assert re.sub(r"（.*?）|`|\s", "", row).startswith(one.name.replace(" ", "")), one.code


@pytest.mark.parametrize(
    ("code", "asked", "for_shop", "state"),
    [
        ("Q101", Requirements(), False, RuleState.PASSED),
        ("Q503", Requirements(), False, RuleState.SKIPPED),
        ("Q503", Requirements(fonts=frozenset(["A"])), False, RuleState.PASSED),
        ("Q304", Requirements(), False, RuleState.SKIPPED),
        ("Q304", Requirements(multiple=4), False, RuleState.PASSED),
        ("Q307", Requirements(bleed=3), False, RuleState.PASSED),
        ("Q209", Requirements(gutter=0), False, RuleState.SKIPPED),
        ("X201", Requirements(), False, RuleState.SKIPPED),
        ("X201", Requirements(), True, RuleState.PASSED),
        ("Q703", Requirements(), True, RuleState.SKIPPED),
    ],
)
def test_what_was_not_asked_is_not_said_to_have_passed(
    code: str, asked: Requirements, for_shop: bool, state: RuleState
) -> None:
    assert states(Report("a.pdf", 1, ()), asked, for_shop=for_shop)[code] is state


def test_what_was_found_is_counted_as_an_error_or_a_warning() -> None:
    report = Report("a.pdf", 1, (Finding("Q101"), Finding("Q101"), Finding("Q705"), Finding("Q107")))
    found = {
        one.code: (one.state, one.count)
        for one in rule_results(report, Requirements(), for_shop=False, lang="en")
    }
    assert found["Q101"] == (RuleState.FAILED, 2)
    assert found["Q107"][0] is RuleState.WARNED
    assert found["Q301"] == (RuleState.SKIPPED, 0)  # a file without tags
