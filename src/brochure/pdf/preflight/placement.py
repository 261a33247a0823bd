"""Rules for positions of text: inside the trim, at a safe distance, inside the type area, no overlaps."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from brochure.document.scripts import split_scripts
from brochure.pdf.geometry import Box, enclosing_box
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.lines import TypesetParagraph
from brochure.pdf.preflight.model import Char, PageContents
from brochure.pdf.preflight.report import MM, Finding

_SLACK = 1.0  # pt: ink may leave the type area this far, as glyphs may be larger than their cells
_SHARE = 0.15  # of the smaller character's ink: characters overlap if at least this much is covered
_CELL = 24.0  # pt: size of the mesh used to find neighbours


def check_trim(view: PreflightContext) -> Iterator[Finding]:
    """Q201: text outside the trim; Q202: text too near to the trim."""
    for sheet in view.finished.sheets:
        margin = view.requirements.safe * MM
        inner = Box(
            sheet.trim.left + margin,
            sheet.trim.bottom + margin,
            sheet.trim.right - margin,
            sheet.trim.top - margin,
        )
        for paragraph, chars in _characters(view, sheet):
            if not chars or (
                inner.contains(all_ink := enclosing_box([c.ink for c in chars]))
                and sheet.trim.contains(all_ink)
            ):
                continue
            outside = [c for c in chars if not sheet.trim.contains(c.ink)]
            near = [c for c in chars if not inner.contains(c.ink)]
            if outside:
                yield view.finding(
                    "Q201", sheet.index, enclosing_box([c.ink for c in outside]), words=_words(outside)
                )
            elif near and not paragraph.note:
                yield view.finding(
                    "Q202",
                    sheet.index,
                    enclosing_box([c.ink for c in near]),
                    words=_words(near),
                    safe=f"{view.requirements.safe:g}",
                )


def check_type_area(view: PreflightContext) -> Iterator[Finding]:
    """Q203: text sticks out of the type area on the left or right.

    The type area is found from the pages: the outermost edges at which three lines or more begin, or end
    (last lines of paragraphs do not count). With fewer such lines the edge is unknown and nothing is
    reported. Text on a picture is not checked.
    """
    lefts: Counter[int] = Counter()
    rights: Counter[int] = Counter()
    for paragraph in view.body:
        for line in paragraph.lines:
            lefts[round(line.box.left)] += 1
        rights.update(round(line.box.right) for line in paragraph.lines[:-1])
    left = -_outermost(Counter({-edge: count for edge, count in lefts.items()}))
    right = _outermost(rights)
    if any(edge > right for edge, count in lefts.items() if count >= 3):
        right = math.inf  # another column, too short to find its right edge
    for paragraph in view.body:
        for line in paragraph.lines:
            ink = enclosing_box([char.ink for char in line.ink])
            if ink.left < left - _SLACK or ink.right > right + _SLACK:
                sheet = view.finished.sheets[paragraph.page]
                on_picture = any(image.box.contains(ink) for image in sheet.images)
                if sheet.trim.contains(ink) and not on_picture:  # text outside the trim has the finding Q201
                    off = max(left - ink.left, ink.right - right) / MM
                    words = _words(list(line.ink))
                    yield view.finding("Q203", paragraph.page, ink, words=words, off=f"{off:.1f}")


def _outermost(edges: Counter[int]) -> float:
    """The largest edge that three or more lines share; infinity if as many lines go beyond it.

    In ragged text a few lines may share an edge by chance; then many others go beyond.
    """
    edge = max((edge for edge, count in edges.items() if count >= 3), default=None)
    if edge is None or sum(count for other, count in edges.items() if other > edge + 1) >= edges[edge]:
        return math.inf
    return edge


def check_overlaps(view: PreflightContext) -> Iterator[Finding]:
    """Q204: characters of different lines overlap; ruby is not checked."""
    for sheet in view.finished.sheets:
        mesh: dict[tuple[int, int], list[tuple[int, Char]]] = {}
        reported: set[tuple[int, int]] = set()
        for line, chars in enumerate(_overlapping_rows([row for row in _rows(view, sheet) if row])):
            for char in chars:
                for cell in _cells(char.ink):
                    for other_line, other in mesh.get(cell, []):
                        pair = (other_line, line)
                        if other_line != line and pair not in reported and _overlap(char, other):
                            reported.add(pair)
                            box = enclosing_box([char.ink, other.ink])
                            yield view.finding("Q204", sheet.index, box, one=other.text, other=char.text)
            for char in chars:
                for cell in _cells(char.ink):
                    mesh.setdefault(cell, []).append((line, char))


def _overlapping_rows(rows: list[list[Char]]) -> list[list[Char]]:
    """The rows whose boxes overlap another row. There are few, and only their characters are compared."""
    boxes = [enclosing_box([char.ink for char in row]) for row in rows]
    upwards = sorted(range(len(rows)), key=lambda index: boxes[index].bottom)
    found: set[int] = set()
    for place, one in enumerate(upwards):
        for other in upwards[place + 1 :]:
            if boxes[other].bottom >= boxes[one].top:
                break
            if boxes[one].left < boxes[other].right and boxes[other].left < boxes[one].right:
                found |= {one, other}
    return [rows[index] for index in sorted(found)]


def _characters(view: PreflightContext, sheet: PageContents) -> Iterator[tuple[TypesetParagraph, list[Char]]]:
    for paragraph in view.paragraphs:
        if paragraph.page == sheet.index:
            inked = [char for line in paragraph.lines for char in line.ink]
            yield paragraph, [*inked, *(c for c in paragraph.ruby if not c.text.isspace())]


def _rows(view: PreflightContext, sheet: PageContents) -> Iterator[list[Char]]:
    for paragraph in view.paragraphs:
        if paragraph.page == sheet.index:
            for line in paragraph.lines:
                yield [char for char in line.ink if char.ink.width > 0 and _has_own_box(char.text)]


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


def _overlap(one: Char, other: Char) -> bool:
    if (
        one.ink.right <= other.ink.left
        or other.ink.right <= one.ink.left
        or one.ink.top <= other.ink.bottom
        or other.ink.top <= one.ink.bottom
    ):
        return False  # the usual case, decided without making a box
    both = one.ink.intersection(other.ink)
    smaller = min(one.ink.width * one.ink.height, other.ink.width * other.ink.height)
    return both.width * both.height > _SHARE * smaller


def _words(chars: list[Char]) -> str:
    """The first characters of a place, to help find it."""
    text = "".join(char.text for char in chars)
    return text if len(text) <= 12 else f"{text[:12]}…"
