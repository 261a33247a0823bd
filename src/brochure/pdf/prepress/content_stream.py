"""Rewrite a content stream: every RGB and grey colour becomes ink, marked content goes.

A colour is set before it is known what it will paint, and text is separated differently from areas. So a
colour is kept back until something is painted with it (ISO 32000-1, 8.2: colours may not be set inside a
path, so it stands before the path).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from brochure.pdf.prepress.colour_separation import Cmyk, Separation
from brochure.pdf.prepress.colour_spaces import DEVICE, RGB, Colour, family
from brochure.pdf.prepress.graphics_state import (
    BUILDS,
    ENDS,
    FILLS,
    SHOWS,
    STATES,
    STROKES,
    GraphicsState,
    GraphicsStates,
    transparent,
)

THIN = 2.0  # pt: a filled path not thicker than this is a line, as borders are drawn
_MARKED = frozenset(["BMC", "BDC", "EMC", "MP", "DP"])
_TEXT_STROKES, _TEXT_BOTH = (1, 5), (2, 6)

Kind = Literal["text", "line", "area"]


@dataclass(frozen=True, slots=True)
class _Pen:
    """A colour as it was asked for, and the ink that was set for it; nothing where others are in charge."""

    rgb: bool = False  # the current space is one of RGB
    asked: Colour | None = None  # three numbers for RGB, four for ink
    ink: Cmyk | None = None


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A content stream in inks, and whether something in it is painted transparently."""

    content: bytes
    transparent: bool


def rewrite(stream: Any, resources: Any, separation: Separation) -> Rewritten:
    """The content of a page, a form or a tiling pattern, with inks for its colours.

    Args:
        stream: What pikepdf can parse.
        resources: The dictionary of its named colour spaces and graphics states.
        separation: How a colour becomes ink.
    """
    import pikepdf

    writer = _Writer(resources, separation)
    for instruction in pikepdf.parse_content_stream(stream):
        writer.take(instruction)
    return Rewritten(pikepdf.unparse_content_stream(writer.out), writer.transparent)


class _Writer:
    """Takes instructions one by one and keeps what is to be written."""

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
            self.transparent |= transparent(self._resources, str(operands[0]))
        elif operator in SHOWS:
            self._show()
        elif operator == "Do":  # a form begins with the colours of its caller, a mask is filled with one
            self._dip("fill", "area")
            self._dip("stroke", "line")
        self.out.append(instruction)

    def _colour(self, operator: str, operands: Any) -> bool:
        """Take a colour; true if it is kept back."""
        which = "fill" if operator.islower() else "stroke"
        name = operator.lower()
        pen: _Pen = getattr(self._states.now, which)
        if name == "cs":
            rgb = family(operands[0], self._resources) in RGB
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
        return pen.asked is not None

    def _end_path(self, operator: str) -> None:
        """Set the inks that the path at hand needs, and keep what it cuts off."""
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
        """Write the operator that sets an ink, unless it is set."""
        import pikepdf

        pen: _Pen = getattr(self._states.now, which)
        if pen.asked is None:
            return
        ink = self._ink(pen.asked, kind)
        if ink != pen.ink:
            operator = pikepdf.Operator("k" if which == "fill" else "K")
            self.out.append(pikepdf.ContentStreamInstruction([_short(value) for value in ink], operator))
            self._states.set_pen(which, replace(pen, ink=ink))

    def _ink(self, asked: Colour, kind: Kind) -> Cmyk:
        if len(asked) == 4:
            return asked[0], asked[1], asked[2], asked[3]
        rgb = asked[0], asked[1], asked[2]
        if kind == "text":
            return self._separation.text(rgb)
        return self._separation.line(rgb) if kind == "line" else self._separation.area(rgb)


def _numbers(operands: Any) -> Colour:
    return tuple(float(number) for number in operands)


def _short(value: float) -> Any:
    from decimal import Decimal

    return Decimal(f"{value:.4f}").normalize() + 0
