"""Convert finished pages to PDF/X for a print shop, and check the file by the shop's rules."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import replace

from brochure.build.load import SharedInput
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.pdf.prepress.check import check_pdfx, shop_problems
from brochure.pdf.prepress.make import Imprint, PressFile, make_pdfx
from brochure.pdf.prepress.slug import Slug
from brochure.schema.print_shop import Shop

PRESSED = "6-press.pdf"
"""The name of the file among the stages of a build."""


def unapproved_slug(common: SharedInput) -> Slug:
    """The words in the slug of what is printed without an approval (未校了)."""
    layout = common.layout
    fonts = (*layout.font_paths, *layout.fallback_paths)
    return Slug(layout.words_for(common.series)["slug.unapproved"], fonts)


def make_press_file(
    data: bytes,
    shop: Shop,
    imprint: Imprint,
    warnings: Sequence[Problem],
    stages: MutableMapping[str, bytes] | None = None,
) -> PressFile:
    """Make the file for a print shop and check it.

    Args:
        data: The PDF of the finished pages.
        shop: The print shop.
        imprint: Title, identifier and date for the metadata of the file.
        warnings: The warnings of the earlier stages.
        stages: The file is added as :data:`PRESSED`, even if it breaks a rule.

    Returns:
        The file with all warnings: of the earlier stages, of the conversion, and of the check.

    Raises:
        BrochureError: The file breaks a rule of the shop.
    """
    pressed = make_pdfx(data, shop, imprint)
    if stages is not None:
        stages[PRESSED] = pressed.data
    findings = list(shop_problems(check_pdfx(pressed.data, shop), shop))
    warnings = (*warnings, *pressed.warnings, *(found for doubt, found in findings if doubt))
    if broken := [found for doubt, found in findings if not doubt]:
        raise BrochureError(broken, warnings)
    return replace(pressed, warnings=warnings)
