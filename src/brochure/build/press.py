"""Make finished pages ready for a print shop: make the file, check it by the shop's rules, or refuse it."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import replace

from brochure.diagnostics.problem import BrochureError, Problem
from brochure.pdf.prepress.check import check_pdfx, shop_problems
from brochure.pdf.prepress.make import Imprint, PressFile, make_pdfx
from brochure.schema.print_shop import Shop


def press(
    data: bytes,
    shop: Shop,
    imprint: Imprint,
    warnings: Sequence[Problem],
    stages: MutableMapping[str, bytes] | None = None,
) -> PressFile:
    """Make the file that a print shop gets.

    Args:
        data: Finished pages.
        shop: Whose file it is.
        imprint: What the file says of itself.
        warnings: What was doubtful so far.
        stages: Gets the file, also where it breaks a rule.

    Returns:
        The file, with all warnings: those so far, those of making it, and doubts of the check.

    Raises:
        BrochureError: A rule of the shop that the file breaks.
    """
    pressed = make_pdfx(data, shop, imprint)
    if stages is not None:
        stages["6-press.pdf"] = pressed.data
    told = list(shop_problems(check_pdfx(pressed.data, shop), shop))
    warnings = (*warnings, *pressed.warnings, *(found for doubt, found in told if doubt))
    if broken := [found for doubt, found in told if not doubt]:
        raise BrochureError(broken, warnings)
    return replace(pressed, warnings=warnings)
