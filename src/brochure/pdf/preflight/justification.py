"""Rules for justified text: every line except the last fills its measure, without wide gaps.

A file does not say which paragraphs are justified. Paragraphs with the same left edge and size form a group.
A group counts as justified if at least half of the lines that could be justified end at one right edge, three
lines or more. So text that is ragged everywhere is accepted. Four kinds of lines are not reported as ragged:
a line without a gap that may grow (a URL); a line that would need wider gaps than allowed, because a long
word or URL follows; a line that ends in an address or before one, which keeps its spaces; and a line on which
the next piece would still have fitted (it was ended on purpose). Table heads are never justified.

A wide gap needs no group, because a page has few notes, and each is short. A line is torn if half of its gaps
that may grow are wider than allowed, and wider than those of another line of its paragraph, whose letters may
be spaced. In a paragraph with an address half as much is allowed: a line is short there more often.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from brochure.document.line_breaking import JAPANESE, may_stretch, needs_autospace, stretch_points
from brochure.document.scripts import has_other_script
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.kinsoku_rule import at_address, has_address
from brochure.pdf.preflight.lines import TypesetLine, TypesetParagraph
from brochure.pdf.preflight.report import Finding
from brochure.pdf.wide_glyphs import STEP

TOLERANCE = 0.5  # pt: allowed distance of a right edge from the measure
STRETCH = 0.5  # em: the widest allowed gap; for blanks, in addition to their width (JLREQ 3.8.4)
STRETCH_WITH_ADDRESS = 0.25  # em: the same in a paragraph with an address (JLREQ 3.8.4: a quarter em)
_LINES_AT_EDGE = 3  # so many other lines of a page that end where a line ends show that it is justified
_ROUNDING = 0.02  # em
_LEAST_ADDED = 0.3  # em: hardly a Japanese letter has so much white space to its right
_BLANKS = {"\u3000": 1.0, "\u2003": 1.0, "\u2002": 0.5}  # em; any other blank is a third

Advances = dict[tuple[str, str], float]
"""The advance in em of a character, by the name of its font and the character."""


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
            full = room > _allowed(row.paragraph) * row.paragraph.size * len(stretch_points(row.line.text))
            if abs(off) <= TOLERANCE or ended or full or (off < 0 and at_address(row.paragraph, row.line)):
                continue
            yield view.finding("Q105", row.paragraph.page, row.line.box, off=f"{off:+.1f}")


def check_wide_gaps(view: PreflightContext) -> Iterator[Finding]:
    """Q106: a line has a wide gap, or is torn apart."""
    advances = natural_advances(view)
    flush = {id(row.line) for rows, edge in _justified(view) for row in rows if _ends_at(row.line, edge)}
    edges: dict[int, dict[str, float]] = {}
    for paragraph, one, _ in view.breaks():  # the same words end at the same place, justified or not
        edges.setdefault(paragraph.page, {})[one.text] = one.box.right
    for paragraph in view.body:
        if "TH" in paragraph.tags:
            continue
        for line in paragraph.lines[:-1]:
            gap = torn_gap(paragraph, line, advances)
            if id(line) in flush or _is_at_edge(line, edges[paragraph.page]):
                gap = max(gap, hole(paragraph, line, advances))
            if gap:
                yield view.finding("Q106", paragraph.page, line.box, gap=f"{gap:.2f}")


def _is_at_edge(line: TypesetLine, edges: dict[str, float]) -> bool:
    """Whether a line ends where other lines of the page end."""
    return sum(_ends_at(line, edge) for text, edge in edges.items() if text != line.text) >= _LINES_AT_EDGE


def _ends_at(line: TypesetLine, edge: float) -> bool:
    return abs(line.box.right - edge) <= TOLERANCE


def hole(paragraph: TypesetParagraph, line: TypesetLine, advances: Advances) -> float:
    """The widest gap of a line in em, if it is wider than allowed; else 0."""
    widest = max(gaps(line, advances), default=0) / paragraph.size
    return widest if widest > STRETCH + _ROUNDING else 0


def torn_gap(paragraph: TypesetParagraph, line: TypesetLine, advances: Advances) -> float:
    """The gap between the characters of a line that is torn apart, in em; 0 if it is not."""
    gap = _middle_gap(line, advances) / paragraph.size
    if gap <= STRETCH_WITH_ADDRESS + _ROUNDING:
        return 0
    others = [_middle_gap(other, advances) / paragraph.size for other in paragraph.lines if other is not line]
    spaced = max(min(others, default=0), 0)
    return gap if gap - spaced > _allowed(paragraph) + _ROUNDING else 0


def _allowed(paragraph: TypesetParagraph) -> float:
    return STRETCH_WITH_ADDRESS if has_address(paragraph) else STRETCH


def _middle_gap(line: TypesetLine, advances: Advances) -> float:
    """The median of the gaps of a line that may grow, in points; 0 if there are fewer than two."""
    found = sorted(gaps(line, advances))
    return found[len(found) // 2] if len(found) > 1 else 0.0


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


def natural_advances(view: PreflightContext) -> Advances:
    """The advance in em of each character of each font: the smallest in the file.

    A file may give a character a wider cell before a gap, so that no program reads the gap as a blank
    (:mod:`brochure.pdf.wide_glyphs` does). A Japanese letter that has only such cells has too much white
    space to its right; what is added is steps of a quarter em.
    """
    found: dict[tuple[str, str], float] = {}
    for paragraph in view.paragraphs:
        for line in paragraph.lines:
            for char in line.ink:
                key, size = (char.style.font, char.text), char.style.size
                if (advance := char.cell.width / size) < found.get(key, 9.0):
                    bearing = (char.cell.right - char.ink.right) / size
                    steps = (bearing - _LEAST_ADDED) // STEP + 1 if _is_letter(char.text) else 0
                    found[key] = advance - STEP * max(steps, 0)
    return found


def _is_letter(text: str) -> bool:
    return bool(JAPANESE.match(text)) and unicodedata.category(text[0])[0] == "L"


def gaps(line: TypesetLine, advances: Advances) -> Iterator[float]:
    """White space in points at the places of a line where a gap may grow.

    The width of blanks and the space between scripts are not counted. Words of other scripts are left out:
    PDFium spreads the characters of an ``/ActualText`` evenly.
    """
    last, blanks = None, 0.0
    for char in line.chars:
        size = char.style.size
        if char.text.isspace():
            blanks += _BLANKS.get(char.text, 1 / 3) * size
            continue
        if last is not None and not has_other_script(last.text + char.text):
            one, other = last.text[-1:], char.text[:1]
            if blanks or may_stretch(one, other):
                quarter = STEP * size if needs_autospace(one, other) and not blanks else 0
                advance = advances.get((last.style.font, last.text), last.cell.width / last.style.size)
                yield char.cell.left - last.cell.left - advance * last.style.size - blanks - quarter
        last, blanks = char, 0.0
