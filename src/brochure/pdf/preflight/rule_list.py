"""Every rule of the preflight by name, and whether a file passed it: for the report that is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

from brochure.diagnostics.catalogue import catalogue_entry
from brochure.diagnostics.text_files import Lang, parse_texts
from brochure.pdf.preflight.context import Requirements
from brochure.pdf.preflight.report import Report

_TAGS = ("Q301", "Q302")  # rules that need tags
_NO_TAGS = "Q705"
_SHOP = "X"  # codes of the rules of a print shop
_SCREEN = frozenset(["Q601", "Q703", "Q704", "Q705"])  # not for press files: see prepress/check.py


class RuleState(Enum):
    """Whether a file keeps a rule."""

    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A rule with what was found; ``reason`` is the key of the words that say why it was not checked."""

    code: str
    name: str
    state: RuleState
    count: int = 0
    reason: str = ""


def rule_results(
    report: Report, requirements: Requirements, *, for_shop: bool, lang: Lang
) -> tuple[RuleResult, ...]:
    """Return the result of every rule, in the order of their codes.

    Args:
        report: The findings of the file.
        requirements: What the file was checked against.
        for_shop: Whether the rules of a print shop were checked, too.
        lang: The language of the names.
    """
    counts = Counter(found.code for found in report.findings)
    return tuple(
        _result(code, names[lang], counts, requirements, for_shop=for_shop)
        for code, names in _names().items()
    )


def _result(code: str, name: str, counts: Counter[str], asked: Requirements, *, for_shop: bool) -> RuleResult:
    if counts[code]:
        state = RuleState.WARNED if catalogue_entry(code).warning else RuleState.FAILED
        return RuleResult(code, name, state, counts[code])
    reasons = (
        ("no shop", code.startswith(_SHOP) and not for_shop),
        ("press", code in _SCREEN and for_shop),
        ("no layout", code == "Q503" and asked.fonts is None),
        ("no multiple", code == "Q304" and asked.multiple == 1),
        ("no bleed", code == "Q307" and not asked.bleed),
        ("no gutter", code in ("Q209", "Q211") and asked.gutter == 0),
        ("no tags", code in _TAGS and counts[_NO_TAGS] > 0),
    )
    reason = next((key for key, holds in reasons if holds), "")
    return RuleResult(code, name, RuleState.SKIPPED if reason else RuleState.PASSED, 0, reason)


@cache
def _names() -> dict[str, dict[Lang, str]]:
    text = files("brochure").joinpath("pdf/preflight/rule_names.yaml").read_text("utf-8")
    return parse_texts(text)
