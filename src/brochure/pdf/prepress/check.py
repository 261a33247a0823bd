"""Check a finished file from any program against a print shop's rules (``shop_rules``)."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.pdf.preflight import preflight
from brochure.pdf.preflight.context import PreflightContext, Requirements
from brochure.pdf.preflight.model import UnreadableError
from brochure.pdf.preflight.reader import read_page_contents
from brochure.pdf.preflight.report import Finding, Report
from brochure.pdf.prepress import ink_reader
from brochure.pdf.prepress.make import shop_separation
from brochure.pdf.prepress.shop_rules import RULES, SETTINGS
from brochure.schema.print_shop import Shop


def check_pdfx(data: bytes, shop: Shop) -> tuple[Finding, ...]:
    """Check a finished file against a shop's rules.

    Raises:
        BrochureError: The data is no PDF (Q901), or the shop's ICC profile cannot be used (X102).
    """
    try:
        finished = read_page_contents(data)
        ink_reading = ink_reader.read_inks(data)
    except UnreadableError as error:
        raise BrochureError([problem("Q901", detail=error)]) from error
    requirements = Requirements(
        dpi=shop.data.pictures.dpi, multiple=shop.data.multiple, bleed=shop.data.bleed
    )
    view, inks = PreflightContext(finished, (), requirements), shop_separation(shop)
    found = [finding for rule in RULES for finding in rule(view, ink_reading, shop, inks)]
    return tuple(sorted(found, key=lambda finding: (finding.page, finding.code, finding.y)))


# Rules of the preflight that do not apply to a press file: it has no tags and no links.
_FOR_SCREENS = frozenset(["Q601", "Q703", "Q704", "Q705"])  # X210 is stricter than Q601


def check_for_shop(
    data: bytes,
    shop: Shop,
    *,
    file: str,
    fonts: frozenset[str] | None,
    gutter: float | None = None,
    binding: str = "",
) -> Report:
    """The findings of the preflight and of the shop's own rules, without duplicates.

    Args:
        data: The file.
        shop: The print shop with its rules.
        file: The file's name in messages.
        fonts: Font families that may be used; None allows any.
        gutter: Width of the gutter in mm; None if the file tells whether it is bound.
        binding: The side of the binding, left or right; empty if the file tells it.

    Raises:
        BrochureError: The data is no PDF (Q901), or the shop's ICC profile cannot be used (X102).
    """
    requirements = shop.data
    report = preflight.run_preflight(
        data,
        file=file,
        fonts=fonts,
        dpi=requirements.pictures.dpi,
        multiple=requirements.multiple,
        bleed=requirements.bleed,
        gutter=gutter,
        binding=binding,
    )
    general = [found for found in report.findings if found.code not in _FOR_SCREENS]
    found = dict.fromkeys([*general, *check_pdfx(data, shop)])
    return Report(
        report.file, report.pages, tuple(sorted(found, key=lambda one: (one.page, one.code, one.y)))
    )


def shop_problems(findings: tuple[Finding, ...], shop: Shop) -> Iterator[tuple[bool, Problem]]:
    """Findings as problems, located at the shop's setting that each breaks; true means a warning."""
    for finding in findings:
        unlocated = finding.problem("")
        place = shop.locate(*SETTINGS[finding.code])
        yield finding.warning, Problem(unlocated.code, place, unlocated.details)
