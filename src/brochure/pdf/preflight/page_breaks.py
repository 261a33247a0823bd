"""Rules for page breaks: headings with their text, mark tables with their heads, no page almost empty.

Headings and tables are found by their tags. In files without tags, headings are found by their looks, and
tables are not checked (Q302).
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.pdf.geometry import enclosing_box
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.heading_looks import parted_headings
from brochure.pdf.preflight.lines import TypesetParagraph
from brochure.pdf.preflight.picture_placement import page_pictures
from brochure.pdf.preflight.report import Finding
from brochure.pdf.preflight.structure_tree import HEADINGS, ancestry

MAX_EMPTY_LINES = 3  # lines: a page with this many or fewer is too empty


def check_headings(view: PreflightContext) -> Iterator[Finding]:
    """Q301: a heading is the last text of its page, notes and folio aside, and no picture follows it."""
    if not any(element.tag in HEADINGS for element in view.finished.elements):
        for heading in parted_headings(view):
            yield view.finding("Q301", heading.page, heading.box, words=heading.text)
        return
    for sheet in view.finished.sheets:
        text = [p for p in view.body if p.page == sheet.index and not p.note]
        order = sorted(text, key=lambda paragraph: paragraph.element)  # reading order
        if not order or not order[-1].heading:
            continue
        last = order[-1]
        pictures = [box for box in page_pictures(sheet) if not box.contains(last.box)]
        if not any(box.bottom < last.box.top for box in pictures):  # beside or below the heading
            yield view.finding("Q301", sheet.index, last.box, words=last.text)


def check_tables(view: PreflightContext) -> Iterator[Finding]:
    """Q302: the column heads of a table stand on one page and its marks on another.

    A renderer may tag the parts on two pages as one table or as two, and the heads that are printed again as
    heads or as artifacts. So a finding is a page on which a table has only column heads, or after which it
    continues without them.
    """
    parts: dict[tuple[int, int], list[TypesetParagraph]] = {}
    for paragraph in view.body:
        if (table := _table(view, paragraph)) >= 0:
            parts.setdefault((table, paragraph.page), []).append(paragraph)
    marked = {key: heads for key, cells in parts.items() if (heads := _column_heads(cells))}
    for (table, page), heads in marked.items():
        cells = parts[table, page]
        headed_only = not any("TD" in paragraph.tags for paragraph in cells)
        following = [other for (same, other), _ in parts.items() if same == table and other > page]
        parted = any(
            (table, other) not in marked and not _has_heads_again(view, heads, other) for other in following
        )
        goes_on = any(later == page + 1 and part not in {table} for part, later in parts)
        if parted or (headed_only and goes_on and _last_on_page(view, cells)):
            yield view.finding("Q302", page, enclosing_box([p.box for p in cells]), words=cells[0].text)


def check_few_lines(view: PreflightContext) -> Iterator[Finding]:
    """Q303: a page has three lines or fewer, notes and running heads aside."""
    for sheet in view.finished.sheets:
        text = [p for p in view.body if p.page == sheet.index and not p.note]
        lines = {round(line.chars[0].baseline) for paragraph in text for line in paragraph.lines}
        if 0 < len(lines) <= MAX_EMPTY_LINES and not sheet.images:
            yield view.finding("Q303", sheet.index, enclosing_box([p.box for p in text]), count=len(lines))


def _table(view: PreflightContext, paragraph: TypesetParagraph) -> int:
    """The index of the innermost table around a paragraph, or -1."""
    elements = view.finished.elements
    return next((p for p in ancestry(elements, paragraph.element) if elements[p].tag == "Table"), -1)


def _column_heads(cells: list[TypesetParagraph]) -> list[TypesetParagraph]:
    """The first row of a table's part if it consists of heads, two or more."""
    top = max(paragraph.box.top for paragraph in cells)
    first = [p for p in cells if p.box.top > top - 1.5 * p.size]
    return first if len(first) >= 2 and all("TH" in paragraph.tags for paragraph in first) else []


def _has_heads_again(view: PreflightContext, heads: list[TypesetParagraph], page: int) -> bool:
    """Whether the column heads of a table stand on another page as artifacts."""
    artifacts = "".join(_ink(p) for p in view.paragraphs if p.page == page and p.artifact)
    return all(_ink(paragraph) in artifacts for paragraph in heads)


def _ink(paragraph: TypesetParagraph) -> str:
    return "".join(char.text for line in paragraph.lines for char in line.ink)


def _last_on_page(view: PreflightContext, cells: list[TypesetParagraph]) -> bool:
    page = cells[0].page
    last = max((p.element for p in view.body if p.page == page and not p.note), default=-1)
    return last == max(paragraph.element for paragraph in cells)
