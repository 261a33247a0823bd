"""An estimate of how many pages a document fills in Word, from its paragraphs, tables and styles.

Word breaks pages only when it opens the file. The estimate is for a font with full-em kana, so it is rather
too high than too low: a text that fits by it also fits in Word.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from brochure.word.measure import WordPage
from brochure.word.name_lines import width_in_ems
from brochure.word.ooxml import EMU_PER_TWIP, NAMESPACES, WP, W
from brochure.word.styles import StyleSheet

_SEPARATOR = 240  # twips: the rule above the notes
_LOST = 0.5  # ems of a line: a character that may not end or begin it moves
_BORDER = 10  # twips
_LOST_AT_BREAKS = 0.03  # of each page but the last: what is kept together moves to the next one


@dataclass(frozen=True, slots=True)
class _Facts:
    """The measures of a paragraph style, in twips; ``edges`` are its borders as XML."""

    em: int
    line: int
    is_exact: bool
    before: int
    after: int
    indents: int
    edges: bytes
    edge_room: int


@dataclass
class ExtentEstimate:
    """Estimates the heights of paragraphs and tables with the styles of ``sheet``."""

    sheet: StyleSheet
    _known: dict[str, _Facts] = field(default_factory=dict)

    def filled_pages(
        self,
        body: Sequence[etree._Element],
        notes: Iterable[etree._Element],
        page: WordPage,
        column: WordPage | None,
        count: int = 1,
    ) -> float:
        """How many pages a body and its notes fill.

        Args:
            body: The paragraphs and tables.
            notes: The notes.
            page: The page; its upper margin is that of the title.
            column: The page as wide as a column, if the questions are in columns.
            count: The number of columns.
        """
        width = page.type_width()
        parts = _sections(body)
        noted = sum(self.height(list(note), width) for note in notes)
        total = noted + (_SEPARATOR if noted else 0)
        if column is None:
            total += self.height([element for part in parts for element in part], width)
        else:
            total += self.height(parts[0], width) + self.height(parts[-1], width)
            total += sum(self._columns_height(part, column.type_width(), count) for part in parts[1:-1])
        pages = total / (page.height - page.top - page.bottom)
        return pages + _LOST_AT_BREAKS * max(0, math.ceil(pages) - 1)

    def _columns_height(self, elements: Sequence[etree._Element], width: int, count: int) -> float:
        """The height of the highest column; without a break of columns, they are about equal."""
        columns: list[list[etree._Element]] = [[]]
        for element in elements:
            if element.find("w:r/w:br[@w:type='column']", NAMESPACES) is not None:
                columns.append([])
            columns[-1].append(element)
        if len(columns) == 1:
            return self.height(elements, width) / count + 2 * _SEPARATOR
        return max(self.height(one, width) for one in columns)

    def height(self, elements: Iterable[etree._Element], width: int) -> float:
        """The height of paragraphs and tables below each other in a room of that width."""
        total, after, edges, edge_room = 0.0, 0, b"", 0
        for element in elements:
            if element.tag == f"{{{W}}}tbl":
                total += after + edge_room + self._table_height(element)
                after, edges, edge_room = 0, b"", 0
            elif element.tag == f"{{{W}}}p":
                facts = self._facts(element)
                if facts.edges != edges:
                    total += edge_room + facts.edge_room
                    edges, edge_room = facts.edges, facts.edge_room
                total += max(after, facts.before) + self._lines_height(element, facts, width)
                after = facts.after
        return total + edge_room

    def _table_height(self, table: etree._Element) -> float:
        style = table.find("w:tblPr/w:tblStyle", NAMESPACES)
        own = table.find("w:tblPr/w:tblCellMar", NAMESPACES)
        sides = ("top", "bottom", "left", "right")
        top, bottom, left, right = (
            self.sheet.margin("" if style is None else style.get(f"{{{W}}}val", ""), side, own)
            for side in sides
        )
        total = 0.0
        for row in table.iterfind("w:tr", NAMESPACES):
            cells = []
            for cell in row.iterfind("w:tc", NAMESPACES):
                size = cell.find("w:tcPr/w:tcW", NAMESPACES)
                width = 0 if size is None else int(size.get(f"{{{W}}}w", "0"))
                cells.append(self.height(cell, width - left - right))
            total += max(cells, default=0) + top + bottom + _BORDER
        return total

    def _lines_height(self, paragraph: etree._Element, facts: _Facts, width: int) -> float:
        lines, picture = _content(paragraph)
        room = max((width - facts.indents) / facts.em - _LOST, 1)
        count = sum(max(1, math.ceil(line / room)) if line > room + _LOST else 1 for line in lines)
        pitch = facts.line if facts.is_exact else max(facts.line, facts.em)
        return count * pitch + max(0, picture - pitch)

    def _facts(self, paragraph: etree._Element) -> _Facts:
        found = paragraph.find("w:pPr/w:pStyle", NAMESPACES)
        style = "" if found is None else found.get(f"{{{W}}}val", "")
        if style not in self._known:
            space = self.sheet.spacing(style)
            borders = self.sheet.borders(style)
            top = None if borders is None else borders.find("w:top", NAMESPACES)
            room = 0 if top is None else int(top.get(f"{{{W}}}space", "0")) * 20 + _BORDER
            self._known[style] = _Facts(
                em=self.sheet.half_points(style) * 10,
                line=int(space.get("line", "240")),
                is_exact=space.get("lineRule") == "exact",
                before=int(space.get("before", "0")),
                after=int(space.get("after", "0")),
                indents=sum(self.sheet.indents(style)),
                edges=b"" if borders is None else etree.tostring(borders),
                edge_room=room,
            )
        return self._known[style]


_MEASURED = (_TEXT, _BREAK, _INLINE) = (f"{{{W}}}t", f"{{{W}}}br", f"{{{WP}}}inline")
_READING = f"{{{W}}}rt"


def _content(paragraph: etree._Element) -> tuple[list[float], int]:
    """The widths in ems of the lines that the writer broke, and the height of the highest picture."""
    lines, picture = [0.0], 0
    for element in paragraph.iter(*_MEASURED):
        if element.tag == _BREAK:
            lines += [0.0] if element.get(f"{{{W}}}type") != "column" else []
        elif element.tag == _INLINE:
            extent = element.find("wp:extent", NAMESPACES)
            picture = max(picture, 0 if extent is None else int(extent.get("cy", "0")) // EMU_PER_TWIP)
        elif next(element.iterancestors(_READING), None) is None:
            lines[-1] += width_in_ems(element.text or "")
    return lines, picture


def _sections(body: Sequence[etree._Element]) -> list[list[etree._Element]]:
    """The elements of each section."""
    parts: list[list[etree._Element]] = [[]]
    for element in body:
        parts[-1].append(element)
        if element.find("w:pPr/w:sectPr", NAMESPACES) is not None:
            parts.append([])
    return parts
