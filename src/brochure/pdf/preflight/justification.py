"""Rules for justified text: every line except the last fills its measure, without wide gaps.

A file does not say which paragraphs are justified. Paragraphs with the same left edge and size form a group.
A group counts as justified if at least half of the lines that could be justified end at one right edge, three
lines or more. So text that is ragged everywhere is accepted. Three kinds of lines are not reported: a line
without a gap that may grow (a URL); a line that would need wider gaps than allowed, because a long word or
URL follows; and a line on which the next piece would still have fitted (it was ended on purpose). Table heads
are never justified.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from brochure.document.line_breaking import stretch_points
from brochure.document.scripts import has_other_script
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.lines import TypesetLine, TypesetParagraph
from brochure.pdf.preflight.report import Finding

TOLERANCE = 0.5  # pt: allowed distance of a right edge from the measure
STRETCH = 0.5  # em: the widest allowed gap; for blanks, in addition to their width (JLREQ 3.8.4)
_BLANKS = {"\u3000": 1.0, "\u2003": 1.0, "\u2002": 0.5}  # em; any other blank is a third


@dataclass(frozen=True, slots=True)
class _InnerLine:
    """A line that could be justified, its paragraph, and the next line."""

    paragraph: TypesetParagraph
    line: TypesetLine
    following: TypesetLine


def check_ragged_lines(view: PreflightContext) -> Iterator[Finding]:
    """Q105: a line of a justified paragraph ends before or after its measure."""
    for rows, edge in _justified(view):
        for row in rows:
            off = row.line.box.right - edge
            room = edge - row.line.box.right
            ended = room > max(first_piece_width(row.following), 2 * row.paragraph.size)
            full = room > STRETCH * row.paragraph.size * len(stretch_points(row.line.text))
            if abs(off) > TOLERANCE and not ended and not full:
                yield view.finding("Q105", row.paragraph.page, row.line.box, off=f"{off:+.1f}")


def check_wide_gaps(view: PreflightContext) -> Iterator[Finding]:
    """Q106: a line of a justified paragraph has a wide gap."""
    for rows, edge in _justified(view):
        for row in rows:
            if abs(row.line.box.right - edge) > TOLERANCE:
                continue
            widest = max(excess_spaces(row.line), default=0) / row.paragraph.size
            if widest > STRETCH:
                yield view.finding("Q106", row.paragraph.page, row.line.box, gap=f"{widest:.2f}")


def _justified(view: PreflightContext) -> Iterator[tuple[list[_InnerLine], float]]:
    """Groups of lines with the same measure, and its right edge."""
    groups: dict[tuple[int, int], list[_InnerLine]] = {}
    for paragraph in view.body:
        if paragraph.heading or "TH" in paragraph.tags or len(paragraph.lines) < 2:
            continue
        left = min(line.box.left for line in paragraph.lines)
        key = (round(left), round(paragraph.size * 4))
        for one, other in pairwise(paragraph.lines):
            if stretch_points(one.text):
                groups.setdefault(key, []).append(_InnerLine(paragraph, one, other))
    for rows in groups.values():
        edges = Counter(round(row.line.box.right * 2) / 2 for row in rows)
        edge = edges.most_common(1)[0][0]
        flush = [row.line.box.right for row in rows if abs(row.line.box.right - edge) <= TOLERANCE]
        if len(flush) >= 3 and 2 * len(flush) >= len(rows):
            yield rows, sorted(flush)[len(flush) // 2]


def first_piece_width(line: TypesetLine) -> float:
    """Width in points of the first piece of a line that could have stood on the line before."""
    text = line.text
    end = next(iter(stretch_points(text)), len(text) - 1)
    return line.chars[end].cell.right - line.chars[0].cell.left


def excess_spaces(line: TypesetLine) -> Iterator[float]:
    """White space between characters, without the width of the blanks in it, in points.

    Words of other scripts are left out: PDFium spreads the characters of an ``/ActualText`` evenly.
    """
    last, blanks = None, 0.0
    for char in line.chars:
        if char.text.isspace():
            blanks += _BLANKS.get(char.text, 1 / 3) * char.style.size
            continue
        if last is not None and not has_other_script(last.text + char.text):
            yield char.cell.left - last.cell.right - blanks
        last, blanks = char, 0.0
