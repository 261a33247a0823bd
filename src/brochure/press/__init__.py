"""For the press: make a file as a print shop asks for it, and check the finished bytes.

``make`` turns the pages of the screen into PDF/X; ``check`` reads any finished file and holds it against the
shop's rules (:mod:`brochure.press.rules`). The second knows nothing of the first.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.errors import BrochureError, Problem, problem
from brochure.preflight.reading import UnreadableError, read
from brochure.preflight.report import Finding
from brochure.preflight.view import View, Wanted
from brochure.press import inks
from brochure.press.make import Imprint, make, separation
from brochure.press.rules import RULES, SETTINGS
from brochure.shop import Shop

__all__ = ["RULES", "SETTINGS", "Imprint", "check", "make", "problems", "style"]


def style(shop: Shop, *, folios: bool = True) -> str:
    """The style sheet that makes the pages of the screen ready for a shop: bleed, and the first folio.

    A booklet counts its own ``folios``.
    """
    rules = [
        f"@page {{ bleed: {shop.data.bleed:g}mm; marks: none }}",
        f"html {{ --bleed: {shop.data.bleed:g}mm }}",
    ]
    if folios and shop.data.folio.first != 1:
        rules.append(f"@page :first {{ counter-reset: page {shop.data.folio.first} }}")
    return "\n".join(rules) + "\n"


def check(data: bytes, shop: Shop) -> tuple[Finding, ...]:
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


def problems(findings: tuple[Finding, ...], shop: Shop) -> Iterator[tuple[bool, Problem]]:
    """Findings as problems, located at the setting that each breaks; true where it is only a doubt."""
    for finding in findings:
        told = finding.problem("")
        place = shop.locate(*SETTINGS[finding.code])
        yield finding.warning, Problem(told.code, place, told.details)
