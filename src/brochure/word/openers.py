"""The openers of a booklet's Word file (中扉): the region's name and its partners, with their folios.

As in the PDF, the name stands in the middle of the page, and the map is behind the text. An opener is written
twice: first to count its pages, and again when the folios of its partners are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import count

from brochure.document.book import Book, Opener, OpenerRow, opener_side
from brochure.word import ooxml
from brochure.word.accent_styles import AccentVariants
from brochure.word.baseline import Anchors, part_bookmark
from brochure.word.composition import Composition
from brochure.word.drawing_xml import ShownPart, behind_text
from brochure.word.front_back_matter import ContentsEntry, FrontStyles, contents_table, contents_width
from brochure.word.pagination.folios import FolioCounter

EntryOf = Callable[[OpenerRow], ContentsEntry]
"""From a partner of an opener to its line, with its bookmark, folio and styles."""


@dataclass
class OpenerSections:
    """The openers of a booklet.

    Attributes:
        book: The booklet.
        own: The composition of the book's own texts.
        variants: Makes the styles.
        folios: Counts the pages.
    """

    book: Book
    own: Composition
    variants: AccentVariants
    folios: FolioCounter
    _lowered: dict[str, bool] = field(default_factory=dict)

    def before(self, partner: str) -> Opener | None:
        """The opener before a partner, if there is one."""
        return next((one for one in self.book.openers if one.before == partner), None)

    def place(self, opener: Opener) -> int | None:
        """Count the pages of an opener; returns the folio that it must begin with, or ``None``."""
        draft = replace(self.own, anchors=Anchors(), drawings=count(1))

        def entry(row: OpenerRow) -> ContentsEntry:
            return ContentsEntry(row.name, "_", 0, _about(row), label=row.tab, ids=draft.ids)

        estimate = self.folios.fitter.estimator.estimate
        elements = self._compose(draft, opener, map(entry, opener.rows), lowered=True)
        self._lowered[opener.part] = estimate(elements).count == 1
        if not self._lowered[opener.part]:
            elements = self._compose(draft, opener, map(entry, opener.rows), lowered=False)
        return self.folios.place(elements, frozenset(), side=opener_side(self.book.start)).first_folio

    def compose(self, opener: Opener, entry_of: EntryOf) -> list[str]:
        """The elements of an opener that was placed; the last is a paragraph."""
        entries = (replace(entry_of(row), about=_about(row), region="") for row in opener.rows)
        return self._compose(self.own, opener, entries, lowered=self._lowered[opener.part])

    def _compose(
        self, own: Composition, opener: Opener, entries: Iterable[ContentsEntry], *, lowered: bool
    ) -> list[str]:
        """The elements; ``lowered`` is whether the name is in the middle of the page, below the map."""
        looks = FrontStyles.derive(own.ids, self.variants, contents_width(own))
        title = own.anchor("section_heading", opener.at, opener.name, own.text_runs(opener.name))
        heading = ooxml.paragraph(
            self._heading_style(), own.anchors.add_bookmark(part_bookmark(opener.part), title)
        )
        table = contents_table(own, opener.name, list(entries), looks)
        elements = [heading, table, ooxml.paragraph(looks.gap)]
        return [self._upper_half(own, opener), *elements] if lowered else elements

    def _upper_half(self, own: Composition, opener: Opener) -> str:
        """A paragraph as high as the upper half of the type area, with the map."""
        height = own.page.height // 2 - own.page.top
        line = f'<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="exact"/>'
        style = self.variants.derived_style(own.ids["gap"], "opener", f"<w:pPr>{line}</w:pPr>")
        if opener.map is None:
            return ooxml.paragraph(style)
        drawing = opener.map
        box = ShownPart(0, 0, drawing.width + 2 * drawing.left, drawing.height + 2 * drawing.top)
        shown = behind_text(drawing, self.book.cover.colour, box, next(own.drawings))
        return ooxml.paragraph(style, shown)

    def _heading_style(self) -> str:
        """The heading of a part, as large as the title on the cover, above the chips and without a line."""
        ids = self.own.ids
        indent = ids.sheet.indent(ids["fact_table"])
        border = '<w:pBdr><w:bottom w:val="nil"/></w:pBdr>'
        size = ooxml.run_size(ids.sheet.half_points(ids["cover_title"]))
        look = f'<w:pPr>{border}<w:ind w:left="{indent}"/></w:pPr><w:rPr>{size}</w:rPr>'
        return self.variants.derived_style(ids["section_heading"], "opener", look)


def _about(row: OpenerRow) -> tuple[str, ...]:
    return (row.about,) if row.about else ()
