"""Rewrite a content stream: RGB and grey colours become inks, marked content is removed.

A content stream sets a colour before it shows what it paints, and text is separated differently from areas.
So the colour operator is written only when something is painted with it. Colours may not be set inside a path
(ISO 32000-1, 8.2), so the operator is written before the path.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from brochure.pdf.prepress.colour_separation import Cmyk, Separation
from brochure.pdf.prepress.colour_spaces import DEVICE, RGB, Colour, colour_family
from brochure.pdf.prepress.graphics_state import (
    BUILDS,
    ENDS,
    FILLS,
    SHOWS,
    STATES,
    STROKES,
    GraphicsState,
    GraphicsStates,
    is_transparent_state,
)

THIN = 2.0  # pt: a filled path up to this thickness is a line; borders are drawn so
_MARKED = frozenset(["BMC", "BDC", "EMC", "MP", "DP"])
_TEXT_STROKES, _TEXT_BOTH = (1, 5), (2, 6)

Kind = Literal["text", "line", "area"]


@dataclass(frozen=True, slots=True)
class _Pen:
    """A colour as the stream sets it, and the ink written for it; None if the rewriter leaves it alone."""

    rgb: bool = False  # the current space is an RGB space
    requested: Colour | None = None  # three numbers for RGB, four for ink
    ink: Cmyk | None = None


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A content stream with inks, and whether something in it is transparent."""

    content: bytes
    transparent: bool


def rewrite_content(stream: Any, resources: Any, separation: Separation) -> Rewritten:
    """Rewrite the content of a page, a form or a tiling pattern with inks.

    Args:
        stream: A page or stream that pikepdf can parse.
        resources: The dictionary of its named colour spaces and graphics states.
        separation: Converts colours to inks.
    """
    import pikepdf

    writer = _Writer(resources, separation)
    for instruction in pikepdf.parse_content_stream(stream):
        writer.take(instruction)
    return Rewritten(pikepdf.unparse_content_stream(writer.out), writer.transparent)


class _Writer:
    """Takes instructions one by one and collects the output in ``out``."""

    def __init__(self, resources: Any, separation: Separation) -> None:
        self.out: list[Any] = []
        self.transparent = False
        self._resources = resources
        self._separation = separation
        self._states = GraphicsStates(GraphicsState(_Pen(), _Pen()))
        self._path: list[Any] = []

    def take(self, instruction: Any) -> None:
        operator, operands = str(instruction.operator), instruction.operands
        if operator in _MARKED:
            return
        if operator in BUILDS:
            self._path.append(instruction)
            return
        if operator in ENDS:
            self._end_path(operator)
            self.out += [*self._path, instruction]
            self._path = []
            return
        if operator.lower() in (*DEVICE, "cs", "sc", "scn"):
            if self._colour(operator, operands):
                return
        elif operator in STATES:
            self._states.follow(operator, operands)
        elif operator == "gs":
            self.transparent |= is_transparent_state(self._resources, str(operands[0]))
        elif operator in SHOWS:
            self._show()
        elif operator == "Do":  # a form begins with its caller's colours, a mask is filled with one
            self._dip("fill", "area")
            self._dip("stroke", "line")
        self.out.append(instruction)

    def _colour(self, operator: str, operands: Any) -> bool:
        """Take a colour operator; true if it is not written yet."""
        which = "fill" if operator.islower() else "stroke"
        name = operator.lower()
        pen: _Pen = getattr(self._states.now, which)
        if name == "cs":
            rgb = colour_family(operands[0], self._resources) in RGB
            pen = _Pen(rgb, (0.0, 0.0, 0.0) if rgb else None)
        elif name in ("sc", "scn"):
            pen = _Pen(pen.rgb, _numbers(operands) if pen.rgb else None)
        elif name == "rg":
            pen = _Pen(False, _numbers(operands))
        elif name == "g":
            pen = _Pen(False, (0.0, 0.0, 0.0, 1 - float(operands[0])))
        else:
            pen = _Pen()
        self._states.set_pen(which, pen)
        return pen.requested is not None

    def _end_path(self, operator: str) -> None:
        """Write the inks that the current path needs, and update the clipping path."""
        path = [(str(step.operator), [float(number) for number in step.operands]) for step in self._path]
        seen = self._states.now.seen(path)
        if operator in FILLS:
            left, bottom, right, top = seen
            self._dip("fill", "line" if min(right - left, top - bottom) <= THIN else "area")
        if operator in STROKES:
            self._dip("stroke", "line")
        self._states.end_path(path, seen)

    def _show(self) -> None:
        mode = self._states.now.mode
        if mode not in _TEXT_STROKES:
            self._dip("fill", "text")
        if mode in (*_TEXT_STROKES, *_TEXT_BOTH):
            self._dip("stroke", "text")

    def _dip(self, which: Literal["fill", "stroke"], kind: Kind) -> None:
        """Write the operator that sets an ink, unless the ink is set already."""
        import pikepdf

        pen: _Pen = getattr(self._states.now, which)
        if pen.requested is None:
            return
        ink = self._ink(pen.requested, kind)
        if ink != pen.ink:
            operator = pikepdf.Operator("k" if which == "fill" else "K")
            self.out.append(pikepdf.ContentStreamInstruction([_short(value) for value in ink], operator))
            self._states.set_pen(which, replace(pen, ink=ink))

    def _ink(self, requested: Colour, kind: Kind) -> Cmyk:
        if len(requested) == 4:
            return requested[0], requested[1], requested[2], requested[3]
        rgb = requested[0], requested[1], requested[2]
        if kind == "text":
            return self._separation.text(rgb)
        return self._separation.line(rgb) if kind == "line" else self._separation.area(rgb)


def _numbers(operands: Any) -> Colour:
    return tuple(float(number) for number in operands)


def _short(value: float) -> Any:
    from decimal import Decimal

    return Decimal(f"{value:.4f}").normalize() + 0
