"""The pages of a booklet's sections, as far as they are certain; if not, a page break makes them so.

Word, LibreOffice and other programs break lines and pages a little differently. So every section is filled
three times: as a program does that needs little room, as most do, and as one does that needs much. What all
three agree on is certain. If they differ in the number of pages, a heading begins a new page: the paragraphs
before it are certain to end on the page before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from brochure.assembly.font_widths import FontWidths
from brochure.schema.layout import Layout
from brochure.word import ooxml
from brochure.word.measure import BETWEEN_COLUMNS
from brochure.word.ooxml import NAMESPACES, W
from brochure.word.pagination.formats import StyleFormats
from brochure.word.pagination.lines import LineBreaker, Scenario
from brochure.word.pagination.pages import FilledPages, PageFiller
from brochure.word.styles import StyleSheet

# One line of text (288 twips) at the foot of a page, and 1.5 % of the width, are more than we saw.
_LITTLE = Scenario(0.985, 60, 120, note_lines=0, defers_notes=True, endnotes=False)
_LIKELY = Scenario()
_MUCH = Scenario(1.015, -288, 240, hanging_line=True, note_lines=99, space_on_top=True)

# If a page has more lines of notes, LibreOffice puts some on the next page, in a way that we cannot foresee.
_MANY_NOTES = 8
_MANY_PAGES = 3  # small differences add up in longer sections


@dataclass(frozen=True)
class SectionEstimate:
    """The pages of a section.

    Attributes:
        count: The number of pages; the greatest if it is not certain.
        certain: Whether all programs that we know of make so many.
        marks: The page of each bookmark, from 0; ``None`` if it is not certain.
        breaks: The elements that must begin a page, so that the number is certain.
        filled: How much of the last page is filled at most, in twips.
    """

    count: int
    certain: bool
    marks: Mapping[str, int | None] = field(default_factory=dict)
    breaks: tuple[int, ...] = ()
    filled: float = 0


class PageEstimator:
    """Estimates the pages of sections of a file.

    Args:
        styles: The root of the styles, and ``sheet``, which reads it.
        layout: The layout, whose fonts measure the text.
        page: The page of reference.docx (``w:sectPr``).
    """

    def __init__(
        self, styles: etree._Element, sheet: StyleSheet, layout: Layout, page: etree._Element
    ) -> None:
        self._styles, self._sheet, self._widths = styles, sheet, FontWidths(layout)
        size, margins = page.find("w:pgSz", NAMESPACES), page.find("w:pgMar", NAMESPACES)
        if size is None or margins is None:
            raise ValueError("reference.docx has no page size or margins")

        def twips(element: etree._Element, *names: str) -> int:
            return sum(abs(int(element.get(f"{{{W}}}{name}", "0"))) for name in names)

        self._size = twips(size, "w"), twips(size, "h")
        self._margins = twips(margins, "left", "right"), twips(margins, "top", "bottom")

    def estimate(
        self,
        elements: Sequence[str],
        notes: str = "",
        *,
        percent: int = 100,
        landscape: bool = False,
        columns: int = 1,
        used: float = 0,
        may_begin: Callable[[int], bool] = lambda _: False,
    ) -> SectionEstimate:
        """The pages of a section that begins on a new page.

        Args:
            elements: Its paragraphs and tables as XML.
            notes: Its footnotes or endnotes as XML.
            percent: How much its spaces and lines are squeezed.
            landscape: Whether the page is in landscape.
            columns: The number of columns below the first element.
            used: How much of the first page is filled already, in twips; only with columns.
            may_begin: Whether the element with a number may begin a new page.
        """
        parsed = list(etree.fromstring(ooxml.with_namespaces("w:body", "".join(elements))))
        filler = self._filler(notes, percent, landscape=landscape)
        if columns > 1:
            return _estimate_columns(filler, parsed, columns, used)
        marks: dict[str, int | None] = {}
        breaks: list[int] = []
        start, before = 0, 0
        while True:
            little, likely, much = _fill(filler, parsed[start:])
            if max(likely.noted) > _MANY_NOTES or likely.count > _MANY_PAGES:
                marks |= dict.fromkeys(likely.marks) | dict.fromkeys(_bookmarks(parsed[start]), before)
                return SectionEstimate(before + max(little.count, much.count), False, marks, tuple(breaks))
            marks |= {
                mark: before + page if page == little.marks[mark] == much.marks[mark] else None
                for mark, page in likely.marks.items()
            }
            certain = little.count == likely.count == much.count
            place = None if certain else _certain_place(little, much, may_begin, start)
            if place is None:
                most = before + max(little.count, likely.count, much.count)
                return SectionEstimate(most, certain, marks, tuple(breaks), much.filled[-1])
            before += little.ends[place - start - 1] + 1
            start = place
            breaks.append(start)

    def _filler(self, notes: str, percent: int, *, landscape: bool) -> PageFiller:
        known = etree.fromstring(ooxml.with_namespaces("w:footnotes", notes))
        width, height = reversed(self._size) if landscape else self._size

        def paragraphs(tag: str) -> dict[str, list[etree._Element]]:
            found = known.iter(f"{{{W}}}{tag}")
            return {note.get(f"{{{W}}}id", ""): note.findall("w:p", NAMESPACES) for note in found}

        return PageFiller(
            LineBreaker(StyleFormats(self._styles, self._sheet, percent), self._widths),
            LineBreaker(StyleFormats(self._styles, self._sheet), self._widths),
            width - self._margins[0],
            height - self._margins[1],
            paragraphs("footnote"),
            paragraphs("endnote"),
            _LIKELY,
        )


def _bookmarks(element: etree._Element) -> Iterator[str]:
    return (mark.get(f"{{{W}}}name", "") for mark in element.iter(f"{{{W}}}bookmarkStart"))


def _fill(filler: PageFiller, elements: Sequence[etree._Element]) -> Iterator[FilledPages]:
    """The pages in a program that needs little room, in most, and in one that needs much."""
    return (replace(filler, scenario=scenario).fill(elements) for scenario in (_LITTLE, _LIKELY, _MUCH))


def _estimate_columns(
    filler: PageFiller, elements: Sequence[etree._Element], columns: int, used: float
) -> SectionEstimate:
    """The pages of columns below a heading, which is the first element.

    The columns of all pages are taken for as short as those of the first; so there may be fewer pages.
    """
    heading = filler.fill(elements[:1])
    width = (filler.width - BETWEEN_COLUMNS * (columns - 1)) / columns
    below = replace(filler, width=width, height=filler.height - used - heading.filled[0])
    least, _, most = (-(-filled.count // columns) for filled in _fill(below, elements[1:]))
    return SectionEstimate(most, least == most == 1, heading.marks)


def _certain_place(
    little: FilledPages, much: FilledPages, may_begin: Callable[[int], bool], start: int
) -> int | None:
    """The last element that may begin a page, and before which the number of pages is certain."""
    places = range(min(len(little.ends), len(much.ends)) - 1, 0, -1)
    same = (start + p for p in places if little.ends[p - 1] == much.ends[p - 1])
    return next(filter(may_begin, same), None)
