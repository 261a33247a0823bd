"""The file as a whole: page boxes and their number, links, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from brochure.document.anchors import TO_NOTE
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.report import MM, Finding

_SLACK = 0.1  # pt: boxes are written with few digits


def boxes(view: PreflightContext) -> Iterator[Finding]:
    """Q305 boxes not inside each other (ISO 32000-2, 14.11.2), Q306 unequal pages, Q307 too little bleed."""
    first = view.finished.sheets[0].trim
    for sheet in view.finished.sheets:
        nested = sheet.media.holds(sheet.bleed, _SLACK) and sheet.bleed.holds(sheet.trim, _SLACK)
        if not nested or min(sheet.trim.width, sheet.trim.height) <= 0:
            yield view.found("Q305", sheet.index)
            continue
        if abs(sheet.trim.width - first.width) > 1 or abs(sheet.trim.height - first.height) > 1:
            yield view.found(
                "Q306",
                sheet.index,
                size=f"{sheet.trim.width / MM:.0f}×{sheet.trim.height / MM:.0f}",
                first=f"{first.width / MM:.0f}×{first.height / MM:.0f}",
            )
        bleed = min(abs(one - other) for one, other in zip(sheet.trim, sheet.bleed, strict=True)) / MM
        if bleed < view.wanted.bleed - _SLACK / MM:
            yield view.found("Q307", sheet.index, bleed=f"{bleed:.1f}", least=f"{view.wanted.bleed:g}")


def page_count(view: PreflightContext) -> Iterator[Finding]:
    """Q304 a number of pages that cannot be bound as asked."""
    count = len(view.finished.sheets)
    if count % view.wanted.multiple:
        lacking = view.wanted.multiple - count % view.wanted.multiple
        yield view.found("Q304", count=count, multiple=view.wanted.multiple, lacking=lacking)


def links(view: PreflightContext) -> Iterator[Finding]:
    """Q701 an inner link that leads nowhere, Q702 an outer one that is not http(s) or mailto."""
    for sheet in view.finished.sheets:
        for link in sheet.links:
            if link.inside and not link.resolves and not link.target.startswith(TO_NOTE):
                yield view.found("Q701", sheet.index, link.box, target=link.target)
            elif not link.inside and not _good(link.target):
                yield view.found("Q702", sheet.index, link.box, target=link.target)


@lru_cache(4096)
def _good(target: str) -> bool:
    return bool(
        re.fullmatch(r"https?://[^\s/?#]+\.[^\s/?#]+(?:[/?#]\S*)?|mailto:[^\s@]+@[^\s@]+\.[^\s@]+", target)
    )


def metadata(view: PreflightContext) -> Iterator[Finding]:
    """Q703 no title, Q704 no language, Q705 no tags or PDF/UA, Q706 neither PDF/A nor PDF/X, Q707 no date."""
    said = view.finished.metadata
    if not said.title:
        yield view.found("Q703")
    if not said.language:
        yield view.found("Q704")
    if not said.tagged or not said.ua:
        yield view.found("Q705")
    if not said.archive:
        yield view.found("Q706")
    if not said.created:
        yield view.found("Q707")


def tags(view: PreflightContext) -> Iterator[Finding]:
    """Q708 content of a page that does not lead to its tags."""
    for index in view.finished.adrift:
        yield view.found("Q708", index)
