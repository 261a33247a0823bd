"""The edges of justified text: every line but the last is as wide as its measure, without holes.

A file does not say which paragraphs are justified. Paragraphs with one left edge and size form a group; it
counts as justified when at least half of the lines that could be end at one right edge, three or more of
them. So text that is ragged throughout is taken for meant. A line without a gap that may grow (a URL)
cannot be justified, nor one that would need wider gaps than are allowed because a long word or URL follows;
a line that its next piece would still have fitted was ended on purpose. Heads of tables are never justified.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from brochure.document.line_breaking import stretch_points
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.lines import TypesetLine, TypesetParagraph
from brochure.pdf.preflight.report import Finding

TOLERANCE = 0.5  # pt: how far a right edge may lie from the measure
STRETCH = 0.5  # em: the widest gap; for blanks on top of their width (JLREQ 3.8.4)
_BLANKS = {"\u3000": 1.0, "\u2003": 1.0, "\u2002": 0.5}  # em; any other blank is a third


@dataclass(frozen=True, slots=True)
class _Row:
    """A line that could be justified, its paragraph, and the line behind it."""

    paragraph: TypesetParagraph
    line: TypesetLine
    following: TypesetLine


def ragged(view: PreflightContext) -> Iterator[Finding]:
    """Q105 a line of a justified paragraph that ends before or behind its measure."""
    for rows, edge in _justified(view):
        for row in rows:
            off = row.line.box.right - edge
            room = edge - row.line.box.right
            ended = room > max(first_piece(row.following), 2 * row.paragraph.size)
            full = room > STRETCH * row.paragraph.size * len(stretch_points(row.line.text))
            if abs(off) > TOLERANCE and not ended and not full:
                yield view.found("Q105", row.paragraph.page, row.line.box, off=f"{off:+.1f}")


def stretched(view: PreflightContext) -> Iterator[Finding]:
    """Q106 a line of a justified paragraph with a hole in it."""
    for rows, edge in _justified(view):
        for row in rows:
            if abs(row.line.box.right - edge) > TOLERANCE:
                continue
            widest = max(excess(row.line), default=0) / row.paragraph.size
            if widest > STRETCH:
                yield view.found("Q106", row.paragraph.page, row.line.box, gap=f"{widest:.2f}")


def _justified(view: PreflightContext) -> Iterator[tuple[list[_Row], float]]:
    """Groups of lines that share a measure, with its right edge."""
    groups: dict[tuple[int, int], list[_Row]] = {}
    for paragraph in view.body:
        if paragraph.heading or "TH" in paragraph.tags or len(paragraph.lines) < 2:
            continue
        left = min(line.box.left for line in paragraph.lines)
        key = (round(left), round(paragraph.size * 4))
        for one, other in pairwise(paragraph.lines):
            if stretch_points(one.text):
                groups.setdefault(key, []).append(_Row(paragraph, one, other))
    for rows in groups.values():
        edges = Counter(round(row.line.box.right * 2) / 2 for row in rows)
        edge = edges.most_common(1)[0][0]
        flush = [row.line.box.right for row in rows if abs(row.line.box.right - edge) <= TOLERANCE]
        if len(flush) >= 3 and 2 * len(flush) >= len(rows):
            yield rows, sorted(flush)[len(flush) // 2]


def first_piece(line: TypesetLine) -> float:
    """How wide the first piece of a line is that could have stood on the line before, in points."""
    text = line.text
    end = next(iter(stretch_points(text)), len(text) - 1)
    return line.chars[end].cell.right - line.chars[0].cell.left


def excess(line: TypesetLine) -> Iterator[float]:
    """White space between characters beyond the width of the blanks in it, in points."""
    last, blanks = None, 0.0
    for char in line.chars:
        if char.text.isspace():
            blanks += _BLANKS.get(char.text, 1 / 3) * char.style.size
            continue
        if last is not None:
            yield char.cell.left - last.cell.right - blanks
        last, blanks = char, 0.0
