"""Thumb tabs of a booklet (つめ): a chip in the partner's colour at the right edge of its pages.

The tab of each partner is lower than the one before, so they make a strip, as on the fore-edge of the PDF.
They are on the right on all pages, because LibreOffice does not know the outer edge of a page in a header.
They have no numbers, because text that floats cannot be read by everyone; the contents show their colours.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from brochure.schema.layout import Layout
from brochure.word import ooxml
from brochure.word.ooxml import EMU_PER_MM, NAMESPACES

_ABOVE = 20  # mm from the type area to the first tab
_LEAST = 4.5  # mm for each tab; if there are more, they begin at the top again
_HEIGHT, _WIDTH = 16, 9  # mm; the greatest height, and the width


@dataclass(frozen=True, slots=True)
class ThumbTab:
    """The tab of a partner: its place among all tabs, its colour (``#rrggbb``)."""

    index: int
    count: int
    colour: str

    def add_to(self, header: etree._Element, number: int, layout: Layout) -> None:
        """Add the tab to a header; ``number`` is the id of the drawing."""
        page = layout.data.page
        space = page.height - page.margins.top - page.margins.bottom - _ABOVE
        fit = min(self.count, int(space / _LEAST))
        room = space / fit
        down = page.margins.top + _ABOVE + room * (self.index % fit)
        shape = ooxml.page_shape(
            number,
            name="Tab",
            width=_WIDTH * EMU_PER_MM,
            height=round(min(room - 1, _HEIGHT) * EMU_PER_MM),
            fill=f'<a:srgbClr val="{self.colour.removeprefix("#").upper()}"/>',
            left=round((page.width - _WIDTH) * EMU_PER_MM),
            top=round(down * EMU_PER_MM),
        )
        paragraph = header.find("w:p", NAMESPACES)
        if paragraph is not None:
            paragraph.extend(etree.fromstring(ooxml.with_namespaces("w:p", shape)))
