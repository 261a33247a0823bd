"""Rules for pictures at the edges of the page: what is cut away, and what the knife may miss.

Pictures are images, and drawings with the tag Figure or in a form without text. A picture that covers the
whole page is a background and may be larger.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.pdf.geometry import Box, edge_gaps
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.model import PageContents
from brochure.pdf.preflight.report import MM, Finding

MOST_BLEED = (
    5.0  # mm: shops ask for 3 mm of bleed, some for 5; what reaches further out was not meant as bleed
)
FLUSH = 0.25  # mm: a picture that ends this near to the trim ends at the trim


def check_pictures(view: PreflightContext) -> Iterator[Finding]:
    """Q207: a picture reaches far over the edge of the page; Q208: a picture ends too near to the trim."""
    for sheet in view.finished.sheets:
        for box in page_pictures(sheet):
            beyond = [-gap / MM for gap in edge_gaps(box, sheet.trim)]
            if max(beyond) > MOST_BLEED and (box.overlaps(sheet.trim) or not _has_slug(sheet)):
                yield view.finding("Q207", sheet.index, box, off=f"{max(beyond):.0f}")
                continue
            bleeds = min(edge_gaps(sheet.trim, sheet.bleed)) > MM
            nearest = -FLUSH if bleeds else FLUSH
            near = [-off for off in beyond if -view.requirements.safe < off < -nearest]
            if near and box.overlaps(sheet.trim):
                yield view.finding(
                    "Q208",
                    sheet.index,
                    box,
                    gap=f"{max(min(near), 0):.1f}",
                    safe=f"{view.requirements.safe:g}",
                )


def page_pictures(sheet: PageContents) -> Iterator[Box]:
    """The boxes of all pictures of a page that do not cover it."""
    for box in dict.fromkeys([*(image.box for image in sheet.images), *sheet.drawings]):
        if not box.contains(sheet.trim, MM):
            yield box


def _has_slug(sheet: PageContents) -> bool:
    """Whether there is room outside the bleed, for crop marks and colour bars."""
    return max(edge_gaps(sheet.bleed, sheet.media)) > MM
