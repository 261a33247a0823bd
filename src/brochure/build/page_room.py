"""How many characters still fit on the pages of a partner, by the page budget of its layout."""

from __future__ import annotations

from collections.abc import Iterable

from brochure.build.brochure import typeset_partner
from brochure.build.load import LoadedPartner
from brochure.pdf.preflight.lines import TypesetParagraph
from brochure.pdf.preflight.preflight import read_for_preflight
from brochure.pdf.preflight.report import MM
from brochure.storage.cache import Cache
from brochure.storage.workspace import Workspace
from brochure.typesetting.page_budget import used_share

_TIGHT = frozenset({"Q801", "Q802", "Q803"})  # over the budget, or tightened to fit it
_STEP = 10
_LONG = 40  # characters of a paragraph that fills lines
_SPACE = 1.6  # the ink of lines is lower than their pitch; paragraphs, headings and tables stand apart


def characters_left(where: Workspace, loaded: LoadedPartner, cache: Cache | None = None) -> int | None:
    """Return about how many characters may be added, in tens; None if the layout has no page budget.

    The room below the text of the last page, and that of pages that the budget still allows, is filled with
    text as dense as the partner's own paragraphs. There is none where the pages were tightened.

    Raises:
        BrochureError: The pages cannot be made.
    """
    layout = loaded.common.layout
    if layout.data.budget is None:
        return None
    made = typeset_partner(where, loaded, cache)
    if any(found.code in _TIGHT for found in made.warnings):
        return 0
    view = read_for_preflight(made.data, file=f"{loaded.profile.id}.pdf")
    pages = len(view.finished.sheets)
    used = pages - 1 + used_share(view, layout, pages - 1)
    sheet, margins = view.finished.sheets[-1], layout.data.page.margins
    height = sheet.trim.top - sheet.trim.bottom - (margins.top + margins.bottom) * MM
    left = (layout.data.budget.most - used) * height * _density(view.body)
    return max(0, int(left) // _STEP * _STEP)


def _density(paragraphs: Iterable[TypesetParagraph]) -> float:
    """The characters in a point of height, in paragraphs of some lines with the space around them."""
    texts = [(len("".join(one.text.split())), one.box.height) for one in paragraphs if not one.note]
    longer = [(count, height) for count, height in texts if count >= _LONG]
    if not longer:
        return 0
    return sum(count for count, _ in longer) / (sum(height for _, height in longer) * _SPACE)
