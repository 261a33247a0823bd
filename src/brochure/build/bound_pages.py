"""The pages of partners as they are bound: those of a partner, or the page that two partners share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from brochure.build.chapters import BookletContext, TypesetChapter
from brochure.document.book import Half
from brochure.pdf.geometry import Box
from brochure.pdf.merge import part_cache
from brochure.pdf.merge.halves import HalfPage
from brochure.pdf.merge.part import ParsedPart
from brochure.pdf.preflight.report import MM
from brochure.typesetting.typeset import Typeset


@dataclass(frozen=True, slots=True)
class BoundPages:
    """The pages of a partner, or the page of two partners with half a page each.

    Attributes:
        chapters: The partner, or the upper one and the lower one.
        data: The PDF.
        drawn: The boxes drawn on each page.
        title: The line in the outline; empty if the PDF has lines for its partners.
        parsed: The PDF, parsed for the merge; None if the merge parses it.
    """

    chapters: tuple[TypesetChapter, ...]
    data: bytes
    drawn: tuple[tuple[Box, ...], ...]
    title: str = ""
    parsed: ParsedPart | None = None

    @property
    def name(self) -> str:
        """The first partner, which names the part."""
        return self.chapters[0].chapter.document.id

    @property
    def first_folio(self) -> int:
        """The number of the first page."""
        return self.chapters[0].first_folio

    @property
    def following(self) -> int:
        """The number of the page after the last one."""
        return self.first_folio + len(self.drawn)


def bound_pages(context: BookletContext, done: Sequence[TypesetChapter]) -> list[BoundPages]:
    """Put together the pages that are bound together; the halves of a page become one page."""
    found: list[BoundPages] = []
    for index, one in enumerate(done):
        match one.chapter.half:
            case None:
                typeset = one.typeset
                found.append(BoundPages((one,), typeset.data, typeset.drawn, one.chapter.name, one.parsed))
            case Half.UPPER:
                below = [other for other in done[index + 1 : index + 2] if other.chapter.half is Half.LOWER]
                found.append(_shared_page(context, (one, *below)))
            case Half.LOWER:
                pass  # it came with the upper half
    return found


def _shared_page(context: BookletContext, chapters: tuple[TypesetChapter, ...]) -> BoundPages:
    halves = [HalfPage(one.chapter.document.id, one.chapter.name, one.typeset.data) for one in chapters]
    height = _half_height(context, chapters[0]) * MM
    boxes = [
        _part_of_half(box._replace(bottom=box.bottom + up, top=box.top + up), height, up)
        for one, up in zip(chapters, (height, 0.0), strict=False)
        for box in one.typeset.drawn[0]
    ]
    data = part_cache.merge_steps(context.cache).stack_halves(halves)
    return BoundPages(chapters, data, (tuple(boxes),))


def placed_on_page(context: BookletContext, one: TypesetChapter) -> Typeset:
    """The pages of a partner with the boxes of its values where they are on the bound page."""
    if one.chapter.half is not Half.LOWER:
        return one.typeset
    down = _half_height(context, one)
    return replace(one.typeset, boxes=tuple(replace(box, y=box.y + down) for box in one.typeset.boxes))


def _half_height(context: BookletContext, one: TypesetChapter) -> float:
    """The height of the half page of a partner, in mm."""
    return context.compiled.commons[one.chapter.depth].layout.data.page.height


def _part_of_half(box: Box, height: float, up: float) -> Box:
    """The part of a box that is drawn: what reaches over the middle of the page is clipped."""
    if up:
        return box._replace(bottom=max(box.bottom, height), top=max(box.top, height))
    return box._replace(bottom=min(box.bottom, height), top=min(box.top, height))
