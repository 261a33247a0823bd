"""Group the characters of a page into lines and paragraphs.

In a tagged file each block element is a paragraph, and its lines are found by baselines. Elsewhere (no
tags, or running heads and folios, which are artifacts) a column gap ends a line, and a change of size, edge
or distance ends a paragraph.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum, auto

from brochure.document.line_breaking import CLOSING, STOPS
from brochure.pdf.geometry import Box, enclosing_box
from brochure.pdf.preflight.model import Char, FinishedFile, PageContents, TextStyle
from brochure.pdf.preflight.structure_tree import BLOCKS, HEADINGS, ancestry

COLUMN_GAP = 2.0  # em: wider white space separates columns if there are no tags
RUBY_SIZE = 0.62  # of the base size: smaller and raised characters are ruby (JLREQ 3.3.3: one half)
CALL_SIZE = 0.85  # of the line's size: smaller characters may be a call (合印)
RAISED = 0.15  # em: a call is raised by more than this
_CALLS = frozenset(["Reference"])
_NOTES = frozenset(["Note", "FENote"])
_IN_LINE = frozenset(["Reference", "Link", "Lbl"])  # tags that distinguish a call from ruby


@dataclass(frozen=True, slots=True)
class TypesetLine:
    """Characters on one baseline from left to right, without ruby; at least one is not blank.

    ``text`` is the text of the characters, ``ink`` the characters that are not blank; both are stored because
    every rule uses them.
    """

    chars: tuple[Char, ...]
    box: Box
    baseline: float  # the lowest of its characters, combining marks not counted
    text: str
    ink: tuple[Char, ...]


@dataclass(frozen=True, slots=True)
class TypesetParagraph:
    """Lines of one paragraph, from the top; ``tags`` are the tags of its elements, from the inside out.

    ``element`` is the index of its block element, -1 if it has none. ``artifact`` is true for text of a
    tagged file outside its structure (running heads, folios).
    """

    page: int
    lines: tuple[TypesetLine, ...]
    size: float
    element: int
    tags: tuple[str, ...]
    artifact: bool
    ruby: tuple[Char, ...] = field(default=())

    @property
    def text(self) -> str:
        """All characters except ruby."""
        return "".join(line.text for line in self.lines)

    @property
    def heading(self) -> bool:
        """Whether the paragraph is a heading."""
        return not HEADINGS.isdisjoint(self.tags)

    @property
    def note(self) -> bool:
        """Whether the paragraph is a note."""
        return "Note" in self.tags or "FENote" in self.tags

    @property
    def box(self) -> Box:
        """The box around all lines."""
        return enclosing_box([line.box for line in self.lines])


def is_call(char: Char, paragraph: TypesetParagraph, line: TypesetLine) -> bool:
    """Whether a character is part of a raised call (合印)."""
    return char.baseline - line.baseline > RAISED * paragraph.size


def read_characters(line: TypesetLine, paragraph: TypesetParagraph) -> list[Char]:
    """The characters of a line without blanks, stops, closing brackets and calls."""
    silent = CLOSING | STOPS
    return [c for c in line.ink if c.text not in silent and not is_call(c, paragraph, line)]


def group_paragraphs(finished: FinishedFile, sheet: PageContents) -> tuple[TypesetParagraph, ...]:
    """The paragraphs of a page in the order of the file."""
    found: list[TypesetParagraph] = []
    tagged = bool(finished.elements)
    by_block: dict[int, list[Char]] = {}
    loose: list[Char] = []
    blocks: dict[int, int] = {}
    for char in sheet.chars:
        style = char.style
        if not style.upright or not style.painted:
            continue
        if style.element not in blocks:
            blocks[style.element] = _block(finished, style.element)
        block = blocks[style.element]
        if block >= 0:
            by_block.setdefault(block, []).append(char)
        else:
            loose.append(char)
    for block, chars in by_block.items():
        tags = tuple(finished.elements[place].tag for place in ancestry(finished.elements, block))
        lines, ruby, size = _lines(finished, chars)
        if lines:
            found.append(TypesetParagraph(sheet.index, lines, size, block, tags, False, ruby))
    found += [
        TypesetParagraph(sheet.index, tuple(lines), lines[0].chars[0].style.size, -1, (), tagged)
        for lines in _lines_by_position(loose)
    ]
    return tuple(found)


def _block(finished: FinishedFile, element: int) -> int:
    """The innermost element with lines of its own; the number of a note belongs to the note's lines."""
    for place in ancestry(finished.elements, element):
        tag = finished.elements[place].tag
        if tag in BLOCKS and not (tag == "Lbl" and _in_note(finished, place)):
            return place
    return -1


def _in_note(finished: FinishedFile, element: int) -> bool:
    return any(finished.elements[up].tag in _NOTES for up in ancestry(finished.elements, element))


def _lines(
    finished: FinishedFile, chars: list[Char]
) -> tuple[tuple[TypesetLine, ...], tuple[Char, ...], float]:
    """The lines of one block from the top, its ruby, and its type size."""
    sizes = Counter([round(char.style.size, 1) for char in chars if not char.text.isspace()])
    if not sizes:
        return (), (), 0
    total = sum(sizes.values())
    size = max(size for size, count in sizes.items() if count >= total / 4)
    small = {
        id(style): _role(finished, style, size) for style in {id(c.style): c.style for c in chars}.values()
    }
    ruby: list[Char] = []
    raised: list[Char] = []
    rows: list[tuple[float, list[Char]]] = []
    row: list[Char] = []
    for char in chars:
        if row and _is_mark(char):  # drawn at a height of its own
            row.append(char)
            continue
        role = small[id(char.style)]
        if role is not _Role.BASE:
            (ruby if role is _Role.RUBY else raised).append(char)
            continue
        for baseline, row in reversed(rows):
            if abs(baseline - char.baseline) < 0.35 * size:
                row.append(char)
                break
        else:
            row = [char]
            rows.append((char.baseline, row))
    for char in raised:
        near = [row for baseline, row in rows if -0.5 * size < char.baseline - baseline < 0.9 * size]
        if near:
            min(near, key=lambda row: abs(row[0].baseline + 0.3 * size - char.baseline)).append(char)
        else:
            rows.append((char.baseline, [char]))
    rows.sort(key=lambda row: -row[0])
    return tuple(line for _, row in rows if (line := _line(row))), tuple(ruby), size


class _Role(Enum):
    """The role of characters of one style in a block."""

    BASE = auto()
    RAISED = auto()  # possibly calls
    RUBY = auto()


def _role(finished: FinishedFile, style: TextStyle, size: float) -> _Role:
    """The role of a style in a block with text of ``size``."""
    tags = {finished.elements[place].tag for place in ancestry(finished.elements, style.element)}
    if style.size <= RUBY_SIZE * size and _IN_LINE.isdisjoint(tags):
        return _Role.RUBY
    if style.size < CALL_SIZE * size or not _CALLS.isdisjoint(tags):
        return _Role.RAISED
    return _Role.BASE


def _line(chars: list[Char]) -> TypesetLine | None:
    """A line without blanks at its ends; None if it has only blanks."""
    ordered = sorted(chars, key=lambda char: char.cell.left)
    ink = tuple([char for char in ordered if not char.text.isspace()])
    if not ink:
        return None
    while ordered[0].text.isspace():
        del ordered[0]
    while ordered[-1].text.isspace():
        del ordered[-1]
    box = enclosing_box([char.cell for char in ink])
    text = "".join([char.text for char in ordered])
    baseline = min([char.baseline for char in ordered if not _is_mark(char)] or [ordered[0].baseline])
    return TypesetLine(tuple(ordered), box, baseline, text, ink)


def _is_mark(char: Char) -> bool:
    """Whether a character is a combining mark."""
    return char.text > "\u02ff" and unicodedata.combining(char.text[0]) > 0


def _lines_by_position(chars: list[Char]) -> list[list[TypesetLine]]:
    """Lines and paragraphs, found by positions alone."""
    runs: list[list[Char]] = []
    for char in chars:
        last = runs[-1][-1] if runs else None
        size = char.style.size
        if (
            last
            and abs(last.baseline - char.baseline) < 0.5 * size
            and _is_beside(last, char, COLUMN_GAP * size)
        ):
            runs[-1].append(char)
        else:
            runs.append([char])
    lines = [line for run in runs if (line := _line(run))]
    found: list[list[TypesetLine]] = []
    for line in lines:
        if found and _continues(found[-1][-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _is_beside(before: Char, char: Char, gap: float) -> bool:
    """Whether a character follows another one on a line; right-to-left letters stand to the left of it."""
    if unicodedata.bidirectional(char.text[:1]) in ("R", "AL") and char.cell.right <= before.cell.right:
        return before.cell.left - char.cell.right < gap
    # the letters of a ligature share a cell
    return char.cell.left >= before.cell.left - 0.1 and char.cell.left - before.cell.right < gap


def _continues(one: TypesetLine, other: TypesetLine) -> bool:
    """Whether a line continues the paragraph of the line before; a short line ends its paragraph."""
    first, second = one.chars[0], other.chars[0]
    size = first.style.size
    return (
        abs(size - second.style.size) < 0.2
        and 0.8 * size < first.baseline - second.baseline < 2.2 * size
        and abs(one.box.left - other.box.left) < 1.5 * size
        and one.box.right > other.box.right - 2 * size
    )
