"""Where text stands: inside the trim, away from the knife, inside the type area, not over other text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from brochure.pdf.geometry import Box, around
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.lines import TypesetParagraph
from brochure.pdf.preflight.model import Char, PageContents
from brochure.pdf.preflight.report import MM, Finding

_SLACK = 1.0  # pt by which ink may leave the type area: glyphs are not all inside their cells
_SHARE = 0.15  # of the smaller character's ink that must be covered before characters overlap
_CELL = 24.0  # pt: the mesh in which neighbours are looked for


def trim(view: PreflightContext) -> Iterator[Finding]:
    """Q201 text outside the trim, Q202 text nearer to it than is safe."""
    for sheet in view.finished.sheets:
        margin = view.wanted.safe * MM
        inner = Box(
            sheet.trim.left + margin,
            sheet.trim.bottom + margin,
            sheet.trim.right - margin,
            sheet.trim.top - margin,
        )
        for paragraph, chars in _characters(view, sheet):
            if not chars or (
                inner.holds(all_ink := around([c.ink for c in chars])) and sheet.trim.holds(all_ink)
            ):
                continue
            outside = [c for c in chars if not sheet.trim.holds(c.ink)]
            near = [c for c in chars if not inner.holds(c.ink)]
            if outside:
                yield view.found("Q201", sheet.index, around([c.ink for c in outside]), words=_words(outside))
            elif near and not paragraph.note:
                yield view.found(
                    "Q202",
                    sheet.index,
                    around([c.ink for c in near]),
                    words=_words(near),
                    safe=f"{view.wanted.safe:g}",
                )


def type_area(view: PreflightContext) -> Iterator[Finding]:
    """Q203 text that sticks out of the type area on the left or right.

    The type area is that of the pages themselves: the outermost edges at which three lines or more begin,
    or end and go on below (a last line says nothing of its measure). With fewer there is no telling, and
    nothing is found. Words on a picture go with it.
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
        right = math.inf  # a further column, too short to tell where it ends
    for paragraph in view.body:
        for line in paragraph.lines:
            ink = around([char.ink for char in line.ink])
            if ink.left < left - _SLACK or ink.right > right + _SLACK:
                sheet = view.finished.sheets[paragraph.page]
                on_picture = any(image.box.holds(ink) for image in sheet.images)
                if sheet.trim.holds(ink) and not on_picture:  # outside the trim Q201 has told it
                    off = max(left - ink.left, ink.right - right) / MM
                    words = _words(list(line.ink))
                    yield view.found("Q203", paragraph.page, ink, words=words, off=f"{off:.1f}")


def _outermost(edges: Counter[int]) -> float:
    """The largest edge that three lines share or more, and more than go beyond it; else infinity.

    In ragged text a few lines may end alike by chance; then many others go beyond.
    """
    edge = max((edge for edge, count in edges.items() if count >= 3), default=None)
    if edge is None or sum(count for other, count in edges.items() if other > edge + 1) >= edges[edge]:
        return math.inf
    return edge


def overlap(view: PreflightContext) -> Iterator[Finding]:
    """Q204 characters of different lines over each other; ruby is left out."""
    for sheet in view.finished.sheets:
        mesh: dict[tuple[int, int], list[tuple[int, Char]]] = {}
        told: set[tuple[int, int]] = set()
        for line, chars in enumerate(_crowded([row for row in _rows(view, sheet) if row])):
            for char in chars:
                for cell in _cells(char.ink):
                    for other_line, other in mesh.get(cell, []):
                        pair = (other_line, line)
                        if other_line != line and pair not in told and _over(char, other):
                            told.add(pair)
                            box = around([char.ink, other.ink])
                            yield view.found("Q204", sheet.index, box, one=other.text, other=char.text)
            for char in chars:
                for cell in _cells(char.ink):
                    mesh.setdefault(cell, []).append((line, char))


def _crowded(rows: list[list[Char]]) -> list[list[Char]]:
    """The rows that reach into another one: hardly any, and only their characters need be compared."""
    boxes = [around([char.ink for char in row]) for row in rows]
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
            yield from ([char for char in line.ink if char.ink.width > 0] for line in paragraph.lines)


def _cells(box: Box) -> list[tuple[int, int]]:
    return [
        (column, row)
        for column in range(int(box.left // _CELL), int(box.right // _CELL) + 1)
        for row in range(int(box.bottom // _CELL), int(box.top // _CELL) + 1)
    ]


def _over(one: Char, other: Char) -> bool:
    if (
        one.ink.right <= other.ink.left
        or other.ink.right <= one.ink.left
        or one.ink.top <= other.ink.bottom
        or other.ink.top <= one.ink.bottom
    ):
        return False  # the usual case: decided without a box
    both = one.ink.shared(other.ink)
    smaller = min(one.ink.width * one.ink.height, other.ink.width * other.ink.height)
    return both.width * both.height > _SHARE * smaller


def _words(chars: list[Char]) -> str:
    """The first characters of a place, enough to find it."""
    text = "".join(char.text for char in chars)
    return text if len(text) <= 12 else f"{text[:12]}…"
