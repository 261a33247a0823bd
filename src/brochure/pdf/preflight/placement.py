"""Rules for positions of text: inside the trim, at a safe distance, inside the type area."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from brochure.pdf.geometry import Box, enclosing_box
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.model import Char, PageContents
from brochure.pdf.preflight.report import MM, Finding

_SLACK = 1.0  # pt: ink may leave the type area this far, as glyphs may be larger than their cells


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
        for note, chars in _characters(view, sheet):
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
            elif near and not note:
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
    reported. Text on a picture, or on a thumb tab, is not checked.
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
                if _on_tab(sheet, ink):
                    continue
                if sheet.trim.contains(ink) and not on_picture:  # text outside the trim has the finding Q201
                    off = max(left - ink.left, ink.right - right) / MM
                    words = _words(list(line.ink))
                    yield view.finding("Q203", paragraph.page, ink, words=words, off=f"{off:.1f}")


def _on_tab(sheet: PageContents, ink: Box) -> bool:
    """Whether text stands on a thumb tab: a small filled area at the left or right edge of the page."""
    trim = sheet.trim
    return any(
        area.box.contains(ink)
        and (area.box.left <= trim.left + 1 or area.box.right >= trim.right - 1)
        and area.box.width < trim.width / 4
        for area in sheet.areas
    )


def _outermost(edges: Counter[int]) -> float:
    """The largest edge that three or more lines share; infinity if as many lines go beyond it.

    In ragged text a few lines may share an edge by chance; then many others go beyond.
    """
    edge = max((edge for edge, count in edges.items() if count >= 3), default=None)
    if edge is None or sum(count for other, count in edges.items() if other > edge + 1) >= edges[edge]:
        return math.inf
    return edge


def _characters(view: PreflightContext, sheet: PageContents) -> Iterator[tuple[bool, Sequence[Char]]]:
    """The characters of each text of a page, and whether it is a note."""
    for paragraph in view.paragraphs:
        if paragraph.page == sheet.index:
            inked = [char for line in paragraph.lines for char in line.ink]
            yield paragraph.note, [*inked, *(c for c in paragraph.ruby if not c.text.isspace())]
    for chars in view.turned_texts(sheet):
        yield False, chars


def _words(chars: list[Char]) -> str:
    """The first characters of a place, to help find it."""
    text = "".join(char.text for char in chars)
    return text if len(text) <= 12 else f"{text[:12]}…"
