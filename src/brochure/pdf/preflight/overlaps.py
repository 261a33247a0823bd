"""Rules for things that lie over each other: text over text, text over the edge of a box, box over box.

Positions are those of the ink, not of the em. Overlaps of up to half a point (0.18 mm) are left alone: the
colours of a press fit to about a tenth of a millimetre, and an overlap of a hair's width is not seen. An edge
counts only where the page without its text shows it, so text may stand on a patch that hides an edge.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from brochure.document.scripts import split_scripts
from brochure.pdf.geometry import Box, enclosing_box
from brochure.pdf.preflight.clipping import TOUCH, is_seen
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.lines import TypesetParagraph
from brochure.pdf.preflight.model import Area, AreaKind, Char, PageContents
from brochure.pdf.preflight.report import MM, Finding, first_words

SHARE = 0.15  # of the smaller character's ink: characters overlap if at least this much is covered
_SAME_LINE = 0.4  # of the narrower character's ink: the least overlap in a line; kerning and slant stay below
_SLANT = 0.2  # em: the hook of an italic f reaches under the letter before it by an eighth
_CELL = 24.0  # pt: size of the mesh used to find neighbours
_HIGHLIGHT = 1.3  # em: a box on a line that is no higher belongs to the line (marker pen, label)
_VISIBLE = 6  # of 255: the least difference of colours that shows an edge
_RINGS = frozenset("○◯〇●□■◇◆△▽☐⃝")  # signs into which another character may be set


@dataclass(frozen=True, slots=True)
class InkRow:
    """The ink of a line: its characters from left to right, and the box around them.

    ``paragraph`` is None for turned text, whose lines are not known.
    """

    paragraph: TypesetParagraph | None
    size: float
    chars: Sequence[Char]
    box: Box


def check_overlaps(view: PreflightContext) -> Iterator[Finding]:
    """Q204: characters overlap; Q205: text lies across the edge of a box; Q206: boxes overlap.

    Ruby is not checked for Q204.
    """
    rows: dict[int, list[InkRow]] = {}
    for paragraph in view.paragraphs:
        for line in paragraph.lines:
            media = view.finished.sheets[paragraph.page].media
            if row := _ink_row(paragraph, paragraph.size, line.ink, media):
                rows.setdefault(paragraph.page, []).append(row)
    for sheet in view.finished.sheets:
        for chars in view.turned_texts(sheet):
            if row := _ink_row(None, chars[0].style.size, chars, sheet.media):
                rows.setdefault(sheet.index, []).append(row)
        found = rows.get(sheet.index, [])
        yield from _text_over_text(view, sheet, found)
        areas = [area for area in sheet.areas if not area.box.contains(sheet.trim, TOUCH)]
        yield from _text_over_edges(view, sheet, found, areas)
        yield from _boxes_over_boxes(view, sheet, found, areas)


def _ink_row(
    paragraph: TypesetParagraph | None, size: float, chars: Sequence[Char], media: Box
) -> InkRow | None:
    """A row of the characters that are seen; those off the page have the finding Q201."""
    seen = [
        char
        for char in chars
        if char.ink.width > 0 and media.contains(char.ink) and _has_own_box(char.text) and is_seen(char)
    ]
    return InkRow(paragraph, size, seen, enclosing_box([char.ink for char in seen])) if seen else None


# --- text over text --------------------------------------------------------------------------------------


def _text_over_text(view: PreflightContext, sheet: PageContents, rows: list[InkRow]) -> Iterator[Finding]:
    for row in rows:
        if row.paragraph and (pair := _overlap_in_line(row)):
            box = enclosing_box([char.ink for char in pair])
            yield view.finding(
                "Q204", sheet.index, box, one=pair[0].text, other=first_words(row.chars, pair[1])
            )
    mesh: dict[tuple[int, int], list[tuple[int, Char]]] = {}
    reported: set[tuple[int, int]] = set()
    touching: dict[tuple[int, int], set[Box]] = {}  # the ink of two lines that overlap
    near = _overlapping_rows(rows)
    for number, row in enumerate(near):
        for char in row.chars:
            for cell in _cells(char.ink):
                for other_number, other in mesh.get(cell, []):
                    lines = (other_number, number)
                    if other_number == number or lines in reported or not _deep(char.ink, other.ink):
                        continue
                    if _is_accent(char, other) or _is_accent(other, char):
                        continue
                    above = near[other_number]
                    apart = above.paragraph is not row.paragraph or row.paragraph is None
                    if apart:
                        touching.setdefault(lines, set()).update((char.ink, other.ink))
                    if _covers(char, other) or (apart and len(touching[lines]) > 3):
                        reported.add(lines)
                        yield _text_finding(view, sheet, (above, other), (row, char))
        for char in row.chars:
            for cell in _cells(char.ink):
                mesh.setdefault(cell, []).append((number, char))


def _text_finding(
    view: PreflightContext, sheet: PageContents, one: tuple[InkRow, Char], other: tuple[InkRow, Char]
) -> Finding:
    words = {"one": first_words(one[0].chars, one[1]), "other": first_words(other[0].chars, other[1])}
    return view.finding("Q204", sheet.index, enclosing_box([one[1].ink, other[1].ink]), **words)


def _overlap_in_line(row: InkRow) -> tuple[Char, Char] | None:
    """The first two neighbours of a line that overlap; a character that is drawn twice is one."""
    for one, other in pairwise([char for char in row.chars if not _is_mark(char.text)]):
        across = min(one.ink.right, other.ink.right) - max(one.ink.left, other.ink.left)
        least = max(_SLANT * row.size, _SAME_LINE * min(one.ink.width, other.ink.width))
        if across <= least:
            continue
        up = min(one.ink.top, other.ink.top) - max(one.ink.bottom, other.ink.bottom)
        if up <= TOUCH or up <= _SAME_LINE * min(one.ink.height, other.ink.height):
            continue
        if one.ink == other.ink or one.text == other.text or not _RINGS.isdisjoint((one.text, other.text)):
            continue  # a ligature, a second copy, a number in a ring
        return one, other
    return None


def _is_accent(mark: Char, base: Char) -> bool:
    """Whether a mark, which a file without tags may have as a line of its own, belongs to a character."""
    return abs(mark.baseline - base.baseline) < base.style.size / 2 and _is_mark(mark.text)


@lru_cache(4096)
def _is_mark(text: str) -> bool:
    """Whether a character is set over, under or into the one before it."""
    return unicodedata.category(text[:1])[0] == "M"


def _overlapping_rows(rows: list[InkRow]) -> list[InkRow]:
    """The rows whose boxes overlap another row. There are few, and only their characters are compared."""
    upwards = sorted(range(len(rows)), key=lambda index: rows[index].box.bottom)
    found: set[int] = set()
    for place, one in enumerate(upwards):
        left, _, right, top = rows[one].box
        for other in upwards[place + 1 :]:
            box = rows[other].box
            if box.bottom >= top:
                break
            if left < box.right and box.left < right:
                found |= {one, other}
    return [rows[index] for index in sorted(found)]


@lru_cache(4096)
def _has_own_box(text: str) -> bool:
    """Whether PDFium knows the box of a character: of words in a complex script it knows that of the word."""
    return all(
        run.script is None or run.script.is_rtl or not run.script.is_complex for run in split_scripts(text)
    )


def _cells(box: Box) -> list[tuple[int, int]]:
    return [
        (column, row)
        for column in range(int(box.left // _CELL), int(box.right // _CELL) + 1)
        for row in range(int(box.bottom // _CELL), int(box.top // _CELL) + 1)
    ]


def _deep(one: Box, other: Box) -> bool:
    """Whether two boxes overlap by more than a hair's width in both directions."""
    return (
        min(one.right, other.right) - max(one.left, other.left) > TOUCH
        and min(one.top, other.top) - max(one.bottom, other.bottom) > TOUCH
    )


def _covers(one: Char, other: Char) -> bool:
    both = one.ink.intersection(other.ink)
    smaller = min(one.ink.width * one.ink.height, other.ink.width * other.ink.height)
    return both.width * both.height > SHARE * smaller


# --- text over edges -------------------------------------------------------------------------------------


def _text_over_edges(
    view: PreflightContext, sheet: PageContents, rows: list[InkRow], areas: list[Area]
) -> Iterator[Finding]:
    boxes = [(area.box, area.box.width * area.box.height) for area in areas]
    boxes += [(image.box, 0.0) for image in sheet.images if not image.box.contains(sheet.trim, TOUCH)]
    boxes.sort(key=lambda pair: pair[1])
    for row in rows:
        if row.paragraph and "Figure" in row.paragraph.tags:
            continue
        left, bottom, right, top = row.box
        for box, _ in boxes:
            if (
                left < box.right - TOUCH
                and box.left + TOUCH < right
                and bottom < box.top - TOUCH
                and box.bottom + TOUCH < top
                and not box.contains(row.box, TOUCH)
                and (crossing := _crossing(sheet, row, box))
            ):
                yield view.finding(
                    "Q205",
                    sheet.index,
                    enclosing_box([char.ink for char in crossing]),
                    words=first_words(row.chars, crossing[0]),
                )
                break  # one finding a line


def _crossing(sheet: PageContents, row: InkRow, box: Box) -> list[Char]:
    """The characters of a line that lie across a visible edge of a box."""
    size = row.size
    if row.paragraph is None:
        return _crossing_of_turned_text(sheet, row, box)
    if box.height <= _HIGHLIGHT * size and (
        box.bottom > row.box.bottom - size / 2 and box.top < row.box.top + size / 2
    ):
        return []
    within = [c for c in row.chars if c.ink.left < box.right - TOUCH and c.ink.right > box.left + TOUCH]
    for edge in (box.bottom, box.top):
        across = [c for c in within if c.ink.bottom < edge - TOUCH and c.ink.top > edge + TOUCH]
        if 3 * len(across) >= len(within) and _is_seen(sheet, across, edge, lying=True):
            return across
    level = [c for c in row.chars if c.ink.bottom < box.top - TOUCH and c.ink.top > box.bottom + TOUCH]
    for edge in (box.left, box.right):
        across = [c for c in level if c.ink.left < edge - TOUCH and c.ink.right > edge + TOUCH]
        if not across and box.height > 1.8 * size:  # the edge is between two characters of a word
            across = [
                other
                for one, other in pairwise(level)
                if one.ink.right <= edge + TOUCH
                and other.ink.left >= edge - TOUCH
                and other.ink.left - one.ink.right < size / 2
            ]
        if _is_seen(sheet, across, edge, lying=False):
            return across
    return []


def _crossing_of_turned_text(sheet: PageContents, row: InkRow, box: Box) -> list[Char]:
    """The characters of turned text that lie across a visible edge of a box."""
    for edge in (box.bottom, box.top):
        across = [c for c in row.chars if c.ink.bottom < edge - TOUCH and c.ink.top > edge + TOUCH]
        across = [c for c in across if c.ink.left < box.right - TOUCH and c.ink.right > box.left + TOUCH]
        if _is_seen(sheet, across, edge, lying=True):
            return across
    for edge in (box.left, box.right):
        across = [c for c in row.chars if c.ink.left < edge - TOUCH and c.ink.right > edge + TOUCH]
        across = [c for c in across if c.ink.bottom < box.top - TOUCH and c.ink.top > box.bottom + TOUCH]
        if _is_seen(sheet, across, edge, lying=False):
            return across
    return []


def _is_seen(sheet: PageContents, chars: list[Char], edge: float, *, lying: bool) -> bool:
    """Whether the page without its text shows an edge under half of the characters, or more."""
    seen = 0
    for char in chars:
        left, bottom, right, top = char.ink
        seen += (
            edge_is_seen(sheet, (left + right) / 2, edge, lying=True)
            if lying
            else edge_is_seen(sheet, edge, (bottom + top) / 2, lying=False)
        )
    return bool(chars) and 2 * seen >= len(chars)


def edge_is_seen(sheet: PageContents, x: float, y: float, *, lying: bool) -> bool:
    """Whether the colour changes across an edge at a point of the page without its text."""
    pixel = 1 / sheet.ground.scale
    steps = [step * pixel for step in (-2, -1, 0, 1, 2)]
    colours = [sheet.ground.colour_at(x, y + step) for step in steps]
    if not lying:
        colours = [sheet.ground.colour_at(x + step, y) for step in steps]
    return any(max(channel) - min(channel) >= _VISIBLE for channel in zip(*colours, strict=True))


# --- box over box ----------------------------------------------------------------------------------------

_BORDER = 3.0  # pt: the box and its border overlap another box in places that differ by less
_DEPTH = 1.0  # pt: boxes that touch or share a border overlap by no more than this


def _boxes_over_boxes(
    view: PreflightContext, sheet: PageContents, rows: list[InkRow], areas: list[Area]
) -> Iterator[Finding]:
    upwards = sorted(areas, key=lambda area: area.box.bottom)
    reported: list[Box] = []
    for place, one in enumerate(upwards):
        left, _, right, top = one.box
        for other in upwards[place + 1 :]:
            box = other.box
            if box.bottom >= top - _DEPTH:
                break
            if left >= box.right - _DEPTH or box.left >= right - _DEPTH or _is_design(sheet, one, other):
                continue
            both = one.box.intersection(box)
            inside = [
                words for pair in ((one, other), (other, one)) if (words := _own_words(sheet, rows, *pair))
            ]
            if len(inside) < 2 or any(known.contains(both) for known in reported):
                continue  # a box and its border are two paths
            if _overlap_is_seen(sheet, one.box, box, rows):
                reported.append(both.inset(-_BORDER))
                yield view.finding("Q206", sheet.index, both, one=inside[0], other=inside[1])


def _is_design(sheet: PageContents, one: Area, other: Area) -> bool:
    """Whether two boxes may overlap: one holds the other, both look like one or begin at one page edge."""
    if one.box.contains(other.box, _DEPTH) or other.box.contains(one.box, _DEPTH):
        return True
    if one.kind is other.kind is AreaKind.FILLED and one.fill == other.fill:
        return True
    trim = sheet.trim
    return any(
        (
            max(one.box.left, other.box.left) <= trim.left + TOUCH,
            max(one.box.bottom, other.box.bottom) <= trim.bottom + TOUCH,
            min(one.box.right, other.box.right) >= trim.right - TOUCH,
            min(one.box.top, other.box.top) >= trim.top - TOUCH,
        )
    )


def _own_words(sheet: PageContents, rows: list[InkRow], one: Area, other: Area) -> str:
    """The first words of a box that do not stand in the other box, or the size of its picture."""
    for row in rows:
        x, y = (row.box.left + row.box.right) / 2, (row.box.bottom + row.box.top) / 2
        if _holds(one.box, x, y) and not _holds(other.box, x, y):
            return first_words(row.chars, row.chars[0])
    for image in sheet.images:
        if one.box.contains(image.box, _DEPTH) and not other.box.contains(image.box, _DEPTH):
            return f"{image.box.width / MM:.0f} × {image.box.height / MM:.0f} mm"
    return ""


def _holds(box: Box, x: float, y: float) -> bool:
    return box.left <= x <= box.right and box.bottom <= y <= box.top


def _overlap_is_seen(sheet: PageContents, one: Box, other: Box, rows: list[InkRow]) -> bool:
    """Whether an edge of one box is seen inside the other; a label on the edge of a frame is no overlap."""
    if _is_label(one, other, rows) or _is_label(other, one, rows):
        return False
    both = one.intersection(other)
    x, y = (both.left + both.right) / 2, (both.bottom + both.top) / 2
    edges = (
        (abs(one.left - other.left), both.left, y, False),
        (abs(one.right - other.right), both.right, y, False),
        (abs(one.bottom - other.bottom), x, both.bottom, True),
        (abs(one.top - other.top), x, both.top, True),
    )
    return any(gap > _DEPTH and edge_is_seen(sheet, u, v, lying=lying) for gap, u, v, lying in edges)


def _is_label(box: Box, frame: Box, rows: list[InkRow]) -> bool:
    """Whether a box is a label of one line that is set on the upper or lower edge of another box."""
    if box.left < frame.left - TOUCH or box.right > frame.right + TOUCH:
        return False
    inside = [row for row in rows if box.contains(row.box, TOUCH)]
    middle = (box.bottom + box.top) / 2
    return (
        len(inside) == 1
        and box.height <= 3 * inside[0].size
        and min(abs(middle - frame.top), abs(middle - frame.bottom)) < 0.3 * box.height
    )
