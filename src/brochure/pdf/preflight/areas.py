"""Find what is drawn on a page besides text, with PDFium: filled and framed boxes, pictures, clipping paths.

A path is a box if its outer outline is a rectangle along the page's edges; its corners may be round. A frame
may be one path (a stroked rectangle, or the area between two rectangles) or four rules whose ends meet. Only
the visible part counts: what a clipping path cuts off belongs to no box. Circles, maps and other drawings are
no boxes, as text may stand beside their outlines inside the rectangle around them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from brochure.document.palette import Rgb
from brochure.pdf.geometry import Box, edge_gaps, enclosing_box
from brochure.pdf.preflight.model import Area, AreaKind

FURTHEST = 100_000.0  # pt: what is further away is on no page (a page has 14,400 at most)
LEAST_SIDE = 6.0  # pt: smaller boxes are bullets, ticks and cells of codes
_THIN = 3.0  # pt: a bar of this width or less is a rule
_MOST_SEGMENTS = 48  # a frame with round corners has 34; more belong to drawings
_MEET = 1.5  # pt: the ends of two rules of a frame are no further apart
_DRAWING = 4  # paths: fewer in a form are a box or a rule with an effect, such as a transparent one


class Outline(NamedTuple):
    """A closed line: its points, and for each whether a curve leads to it or through it."""

    points: list[tuple[float, float]]
    curved: list[bool]


class PageGeometry:
    """Positions of objects on a page; those inside forms (Form XObjects) have the form's coordinates."""

    def __init__(self, items: Sequence[Any]) -> None:
        self._matrices = {
            address: matrix
            for item in items
            if item.level and (address := _address(item.raw)) and (matrix := _placement(item)) is not None
        }

    def bounds(self, item: Any) -> Box:
        """The box around an object, clipping paths not counted."""
        return self._on_page(item.raw, Box(*item.get_bounds()))

    def clip(self, drawn: Any) -> Box | None:
        """The box around the clipping path of an object; None if it has none."""
        from pypdfium2 import raw

        paths = raw.FPDFPageObj_GetClipPath(drawn)
        found = None
        for index in range(raw.FPDFClipPath_CountPaths(paths)):
            points = [
                _point(raw.FPDFClipPath_GetPathSegment(paths, index, place))
                for place in range(raw.FPDFClipPath_CountPathSegments(paths, index))
            ]
            if points:
                box = _around(points)
                found = found.intersection(box) if found else box
        return self._on_page(drawn, found) if found else None

    def visible(self, item: Any) -> Box | None:
        """The box around the visible part of an object; None if nothing is left of it."""
        box, clip = self.bounds(item), self.clip(item.raw)
        if not box.is_within(FURTHEST):
            return None
        if clip is None:
            return box
        return box.intersection(clip) if box.overlaps(clip) else None

    def _on_page(self, drawn: Any, box: Box) -> Box:
        matrix = self._matrices.get(_address(drawn) or 0) if self._matrices else None
        if matrix is None:
            return box
        return _around([matrix.on_point(x, y) for x in (box.left, box.right) for y in (box.bottom, box.top)])


def page_areas(items: Sequence[Any], geometry: PageGeometry) -> tuple[Area, ...]:
    """The filled and framed boxes of a page, in the order in which they are painted."""
    from pypdfium2 import raw

    found: dict[Area, None] = {}
    rules: list[Box] = []
    for item in items:
        if item.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        count = raw.FPDFPath_CountSegments(item.raw)
        if not 2 <= count <= _MOST_SEGMENTS:
            continue
        box = geometry.bounds(item)
        if not box.is_within(FURTHEST) or (box.width < LEAST_SIDE and box.height < LEAST_SIDE):
            continue
        if min(box.width, box.height) <= _THIN:
            if (seen := geometry.visible(item)) and _is_painted(item):
                rules.append(seen)
            continue
        if area := _area(item, count, box, geometry):
            found[area] = None
    for frame in _frames_of_rules(rules):
        found[Area(AreaKind.FRAMED, frame, None)] = None
    return tuple(found)


def page_drawings(
    items: Sequence[Any], geometry: PageGeometry, figures: Mapping[int, int]
) -> tuple[Box, ...]:
    """The pictures of a page that are made of paths: with the tag Figure, or in a form without text.

    ``figures`` gives the Figure of each piece of marked content.
    """
    from pypdfium2 import raw

    tagged: dict[int, list[Box]] = {}
    forms: list[list[Box] | None] = []  # None for a form with text
    for item in items:
        if item.level == 0 and item.type == raw.FPDF_PAGEOBJ_FORM:
            forms.append([])
        elif item.level and forms and item.type == raw.FPDF_PAGEOBJ_TEXT:
            forms[-1] = None
        elif item.level and forms and (pieces := forms[-1]) is not None:
            if item.type != raw.FPDF_PAGEOBJ_FORM and (seen := geometry.visible(item)):
                pieces.append(seen)
        elif figures and item.type in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            figure = figures.get(raw.FPDFPageObj_GetMarkedContentID(item.raw))
            if figure is not None and (seen := geometry.visible(item)):
                tagged.setdefault(figure, []).append(seen)
    drawn = [*tagged.values(), *(pieces for pieces in forms if pieces and len(pieces) >= _DRAWING)]
    return tuple(enclosing_box(pieces) for pieces in drawn)


def _area(item: Any, count: int, box: Box, geometry: PageGeometry) -> Area | None:
    """A path as a filled or framed box; None if it is something else."""
    from pypdfium2 import raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
    if not fill.value and not stroke.value:
        return None
    outlines = _outlines(item.raw, count)
    if (
        not outlines
        or not _is_along_the_edges(item)
        or not all(_is_rectangle(outline) for outline in outlines)
    ):
        return None
    if len(outlines) == 2 and fill.value:
        outer, inner = sorted((_around(outline.points) for outline in outlines), key=lambda one: -one.width)
        gaps = edge_gaps(inner, outer)
        least = max(outer.width, outer.height) / 10_000
        if max(gaps) > least and min(gaps) > -least:  # a border, whose sides may be painted one by one
            return Area(AreaKind.FRAMED, box, None) if min(gaps) > least else None
    if len(outlines) != 1:
        return None
    colour = _fill_colour(item) if fill.value else None
    if fill.value and colour is None and not stroke.value:
        return None
    seen = geometry.visible(item)
    if not seen or min(seen.width, seen.height) <= _THIN:
        return None
    return Area(AreaKind.FRAMED if stroke.value else AreaKind.FILLED, seen, colour)


def _frames_of_rules(rules: Sequence[Box]) -> Iterator[Box]:
    """Frames whose four sides are rules of their own, such as the border of a paragraph or a cell."""
    lying = [rule for rule in rules if rule.width > rule.height]
    standing = [rule for rule in rules if rule.height >= rule.width]
    if len(lying) < 2 or len(standing) < 2:
        return
    by_foot: dict[tuple[int, int], list[Box]] = {}
    for rule in standing:
        by_foot.setdefault(_place(rule.left, rule.bottom), []).append(rule)
    by_ends: dict[tuple[int, int], list[Box]] = {}
    for rule in sorted(lying, key=lambda one: one.bottom):
        by_ends.setdefault((round(rule.left / 2), round(rule.right / 2)), []).append(rule)
    for group in by_ends.values():
        for low, high in pairwise(group):
            sides = [
                next((s for s in _near(by_foot, x, low.bottom) if abs(s.top - high.top) < 2 * _MEET), None)
                for x in (low.left, low.right)
            ]
            if sides[0] and sides[1]:
                # along the middle of its rules, which neighbours in a table share
                frame = Box(_middle(sides[0])[0], _middle(low)[1], _middle(sides[1])[0], _middle(high)[1])
                if min(frame.width, frame.height) > LEAST_SIDE:
                    yield frame


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.bottom + box.top) / 2


def _place(x: float, y: float) -> tuple[int, int]:
    return round(x / _MEET / 2), round(y / _MEET / 2)


def _near(mesh: dict[tuple[int, int], list[Box]], x: float, y: float) -> Iterator[Box]:
    column, row = _place(x, y)
    for across in (column - 1, column, column + 1):
        for up in (row - 1, row, row + 1):
            yield from mesh.get((across, up), ())


def _outlines(path: Any, count: int) -> list[Outline]:
    """The outlines of a path."""
    from pypdfium2 import raw

    found: list[Outline] = []
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO or not found:
            found.append(Outline([], []))
        found[-1].points.append(_point(segment))
        found[-1].curved.append(kind == raw.FPDF_SEGMENT_BEZIERTO)
    return [outline for outline in found if len(outline.points) > 1]


def _is_rectangle(outline: Outline) -> bool:
    """Whether an outline is a rectangle; its corners may be round, if half of each side is straight."""
    box = _around(outline.points)
    slack = max(box.width, box.height) / 1000
    straight = [0.0, 0.0, 0.0, 0.0]
    ends = zip([outline.points[-1], *outline.points], outline.points, outline.curved, strict=False)
    for (x, y), (u, v), curved in ends:
        if curved:
            continue
        if abs(x - u) <= slack:
            for side, edge in enumerate((box.left, box.right)):
                straight[side] += abs(y - v) / (box.height or 1) if abs(x - edge) <= slack else 0
        if abs(y - v) <= slack:
            for side, edge in enumerate((box.bottom, box.top), 2):
                straight[side] += abs(x - u) / (box.width or 1) if abs(y - edge) <= slack else 0
    return min(straight) >= 0.5


def _is_along_the_edges(item: Any) -> bool:
    matrix = item.get_matrix()
    return bool(abs(matrix.b) + abs(matrix.c) < 1e-4 or abs(matrix.a) + abs(matrix.d) < 1e-4)


def _is_painted(item: Any) -> bool:
    from pypdfium2 import raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(item.raw, fill, stroke) and (fill.value or stroke.value))


def _fill_colour(item: Any) -> Rgb | None:
    """The fill colour; None if it is a pattern or cannot be seen."""
    from pypdfium2 import raw

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    found = raw.FPDFPageObj_GetFillColor(item.raw, red, green, blue, alpha)
    return (red.value, green.value, blue.value) if found and alpha.value else None


def _point(segment: Any) -> tuple[float, float]:
    from pypdfium2 import raw

    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


def _around(points: Sequence[tuple[float, float]]) -> Box:
    across, up = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(up), max(across), max(up))


def _address(drawn: Any) -> int | None:
    return ctypes.cast(drawn, ctypes.c_void_p).value


def _placement(item: Any) -> Any:
    """The matrix from the coordinates of an object inside forms to those of the page."""
    matrix, form = None, item.container
    while form is not None:
        own = form.get_matrix()
        matrix = own if matrix is None else matrix.multiply(own)
        form = form.container
    return matrix
