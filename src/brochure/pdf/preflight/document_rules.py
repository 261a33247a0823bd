"""Rules for the file as a whole: page boxes, page count, links, metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from brochure.document.anchors import TO_NOTE
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.report import MM, Finding

_SLACK = 0.1  # pt: boxes are rounded


def check_boxes(view: PreflightContext) -> Iterator[Finding]:
    """Q305: boxes not nested (ISO 32000-2, 14.11.2); Q306: page sizes differ; Q307: too little bleed."""
    first = view.finished.sheets[0].trim
    for sheet in view.finished.sheets:
        nested = sheet.media.contains(sheet.bleed, _SLACK) and sheet.bleed.contains(sheet.trim, _SLACK)
        if not nested or min(sheet.trim.width, sheet.trim.height) <= 0:
            yield view.finding("Q305", sheet.index)
            continue
        if abs(sheet.trim.width - first.width) > 1 or abs(sheet.trim.height - first.height) > 1:
            yield view.finding(
                "Q306",
                sheet.index,
                size=f"{sheet.trim.width / MM:.0f}×{sheet.trim.height / MM:.0f}",
                first=f"{first.width / MM:.0f}×{first.height / MM:.0f}",
            )
        bleed = min(abs(one - other) for one, other in zip(sheet.trim, sheet.bleed, strict=True)) / MM
        if bleed < view.requirements.bleed - _SLACK / MM:
            yield view.finding(
                "Q307", sheet.index, bleed=f"{bleed:.1f}", least=f"{view.requirements.bleed:g}"
            )


def check_page_count(view: PreflightContext) -> Iterator[Finding]:
    """Q304: the page count does not fit the binding."""
    count = len(view.finished.sheets)
    if count % view.requirements.multiple:
        lacking = view.requirements.multiple - count % view.requirements.multiple
        yield view.finding("Q304", count=count, multiple=view.requirements.multiple, lacking=lacking)


def check_links(view: PreflightContext) -> Iterator[Finding]:
    """Q701: an inner link has no target; Q702: an outer link is not http(s), mailto or tel."""
    for sheet in view.finished.sheets:
        for link in sheet.links:
            if link.inside and not link.resolves and not link.target.startswith(TO_NOTE):
                yield view.finding("Q701", sheet.index, link.box, target=link.target)
            elif not link.inside and not _is_valid_address(link.target):
                yield view.finding("Q702", sheet.index, link.box, target=link.target)


_ADDRESS = re.compile(
    r"https?://[^\s/?#]+\.[^\s/?#]+(?:[/?#]\S*)?|mailto:[^\s@]+@[^\s@]+\.[^\s@]+|tel:\+?[\d.()-]+"
)


@lru_cache(4096)
def _is_valid_address(target: str) -> bool:
    return bool(_ADDRESS.fullmatch(target))


def check_metadata(view: PreflightContext) -> Iterator[Finding]:
    """Q703: no title; Q704: no language; Q705: no tags or PDF/UA; Q706: no PDF/A or PDF/X; Q707: no date."""
    metadata = view.finished.metadata
    if not metadata.title:
        yield view.finding("Q703")
    if not metadata.language:
        yield view.finding("Q704")
    if not metadata.tagged or not metadata.ua:
        yield view.finding("Q705")
    if not metadata.archive:
        yield view.finding("Q706")
    if not metadata.created:
        yield view.finding("Q707")


def check_tags(view: PreflightContext) -> Iterator[Finding]:
    """Q708: page content is missing from the tag structure."""
    for index in view.finished.disconnected_pages:
        yield view.finding("Q708", index)
