"""Hold a finished file against a print shop's rules (``shop_rules``), whatever made it."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.pdf.preflight.context import View, Wanted
from brochure.pdf.preflight.reading import UnreadableError, read
from brochure.pdf.preflight.report import Finding
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
        finished = read(data)
        pressed = inks.read(data)
    except UnreadableError as error:
        raise BrochureError([problem("Q901", detail=error)]) from error
    wanted = Wanted(dpi=shop.data.pictures.dpi, multiple=shop.data.multiple, bleed=shop.data.bleed)
    view, way = View(finished, (), wanted), separation(shop)
    found = [finding for rule in RULES for finding in rule(view, pressed, shop, way)]
    return tuple(sorted(found, key=lambda finding: (finding.page, finding.code, finding.y)))


def problems_of(findings: tuple[Finding, ...], shop: Shop) -> Iterator[tuple[bool, Problem]]:
    """Findings as problems, located at the setting that each breaks; true where it is only a doubt."""
    for finding in findings:
        told = finding.problem("")
        place = shop.locate(*SETTINGS[finding.code])
        yield finding.warning, Problem(told.code, place, told.details)
