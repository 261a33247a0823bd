"""How pages end and begin: headings with their text, mark tables whole, no page almost empty.

Headings and tables are known by their tags; a file without tags is not judged by these rules.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.pdf.geometry import around
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.lines import TypesetParagraph
from brochure.pdf.preflight.report import Finding
from brochure.pdf.preflight.structure_tree import ancestry

FEW = 3  # lines: a page with no more is too empty


def headings(view: PreflightContext) -> Iterator[Finding]:
    """Q301 a heading that is the last of its page, notes and folio aside: no text follows and no picture."""
    for sheet in view.finished.sheets:
        text = [p for p in view.body if p.page == sheet.index and not p.note]
        order = sorted(text, key=lambda paragraph: paragraph.element)  # reading order
        if not order or not order[-1].heading:
            continue
        last = order[-1]
        pictures = [image.box for image in sheet.images if not image.box.holds(last.box)]
        if not any(box.bottom < last.box.top for box in pictures):  # beside it or below
            yield view.found("Q301", sheet.index, last.box, words=last.text)


def tables(view: PreflightContext) -> Iterator[Finding]:
    """Q302 a table whose column heads stand on one page and its marks on another.

    A renderer may tag the parts on two pages as one table or as two, so what counts is a page on which a
    table has nothing but column heads, or on which it goes on without those of the page before.
    """
    parts: dict[tuple[int, int], list[TypesetParagraph]] = {}
    for paragraph in view.body:
        if (table := _table(view, paragraph)) >= 0:
            parts.setdefault((table, paragraph.page), []).append(paragraph)
    marked = {key: cells for key, cells in parts.items() if _column_heads(cells)}
    for (table, page), cells in marked.items():
        headed_only = not any("TD" in paragraph.tags for paragraph in cells)
        following = [other for (same, other), _ in parts.items() if same == table and other > page]
        parted = any((table, other) not in marked for other in following)
        goes_on = any(later == page + 1 and part not in {table} for part, later in parts)
        if parted or (headed_only and goes_on and _last_on_page(view, cells)):
            yield view.found("Q302", page, around([p.box for p in cells]), words=cells[0].text)


def few_lines(view: PreflightContext) -> Iterator[Finding]:
    """Q303 a page with three lines or fewer, notes and running heads aside."""
    for sheet in view.finished.sheets:
        text = [p for p in view.body if p.page == sheet.index and not p.note]
        lines = {round(line.chars[0].baseline) for paragraph in text for line in paragraph.lines}
        if 0 < len(lines) <= FEW and not sheet.images:
            yield view.found("Q303", sheet.index, around([p.box for p in text]), count=len(lines))


def _table(view: PreflightContext, paragraph: TypesetParagraph) -> int:
    """The place of the innermost table a paragraph is in, or -1."""
    elements = view.finished.elements
    return next((p for p in ancestry(elements, paragraph.element) if elements[p].tag == "Table"), -1)


def _column_heads(cells: list[TypesetParagraph]) -> bool:
    """Whether the first row of a table's part is all heads, two or more."""
    top = max(paragraph.box.top for paragraph in cells)
    first = [p for p in cells if p.box.top > top - 1.5 * p.size]
    return len(first) >= 2 and all("TH" in paragraph.tags for paragraph in first)


def _last_on_page(view: PreflightContext, cells: list[TypesetParagraph]) -> bool:
    page = cells[0].page
    last = max((p.element for p in view.body if p.page == page and not p.note), default=-1)
    return last == max(paragraph.element for paragraph in cells)
