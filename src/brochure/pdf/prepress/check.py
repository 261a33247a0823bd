"""Hold a finished file against a print shop's rules (``shop_rules``), whatever made it."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.pdf.preflight import preflight
from brochure.pdf.preflight.context import PreflightContext, Wanted
from brochure.pdf.preflight.model import UnreadableError
from brochure.pdf.preflight.reader import read_page_contents
from brochure.pdf.preflight.report import Finding, Report
from brochure.pdf.prepress import ink_reader as inks
from brochure.pdf.prepress.make import separation
from brochure.pdf.prepress.shop_rules import RULES, SETTINGS
from brochure.schema.print_shop import Shop


def check_pdfx(data: bytes, shop: Shop) -> tuple[Finding, ...]:
    """Hold a finished file against a shop's rules.

    Raises:
        BrochureError: The data is no PDF (Q901), or the shop's profile cannot be used (X102).
    """
    try:
        finished = read_page_contents(data)
        pressed = inks.read_inks(data)
    except UnreadableError as error:
        raise BrochureError([problem("Q901", detail=error)]) from error
    wanted = Wanted(dpi=shop.data.pictures.dpi, multiple=shop.data.multiple, bleed=shop.data.bleed)
    view, way = PreflightContext(finished, (), wanted), separation(shop)
    found = [finding for rule in RULES for finding in rule(view, pressed, shop, way)]
    return tuple(sorted(found, key=lambda finding: (finding.page, finding.code, finding.y)))


# What a file for the press need not have: it is not read aloud, and its links and tags are gone.
_FOR_SCREENS = frozenset(["Q601", "Q703", "Q704", "Q705"])  # X210 is stricter than Q601


def check_for_shop(data: bytes, shop: Shop, *, file: str, fonts: frozenset[str] | None) -> Report:
    """What the preflight and a shop's own rules find in a file, each place once.

    Args:
        data: The file.
        shop: Whose rules it is held against.
        file: Its name in messages.
        fonts: Families that may be used; any, if nothing is given.

    Raises:
        BrochureError: The data is no PDF (Q901), or the shop's profile cannot be used (X102).
    """
    wanted = shop.data
    report = preflight.run_preflight(
        data,
        file=file,
        fonts=fonts,
        dpi=wanted.pictures.dpi,
        multiple=wanted.multiple,
        bleed=wanted.bleed,
    )
    general = [found for found in report.findings if found.code not in _FOR_SCREENS]
    found = dict.fromkeys([*general, *check_pdfx(data, shop)])
    return Report(
        report.file, report.pages, tuple(sorted(found, key=lambda one: (one.page, one.code, one.y)))
    )


def problems_of(findings: tuple[Finding, ...], shop: Shop) -> Iterator[tuple[bool, Problem]]:
    """Findings as problems, located at the setting that each breaks; true where it is only a doubt."""
    for finding in findings:
        told = finding.problem("")
        place = shop.locate(*SETTINGS[finding.code])
        yield finding.warning, Problem(told.code, place, told.details)
