"""Marks beside the pages: where to fold (折りトンボ), where to cut (断裁トンボ), and which sheet it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from brochure.pdf.geometry import Box
from brochure.pdf.imposition.plan import ImpositionPlan, Side

_GAP, _LONGEST, _SHORTEST = 0.5, 5.0, 1.5  # mm from the trim; a mark shorter than that is none
LABEL_SIZE = 2.1  # mm, 6 points


class Hairline(NamedTuple):
    """A hairline in mm."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class SheetLabel:
    """Where the label stands: the start of its baseline, and how wide it may be, in mm."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """The marks of a side, outside the trim and where the printer reaches; one without room is left out."""

    fold: tuple[Hairline, ...]
    cut: tuple[Hairline, ...]
    label: SheetLabel | None


def marks(plan: ImpositionPlan, side: Side) -> SheetMarks:
    """The marks of a side, none if it is white; the label is for a side that is the right way up."""
    if all(slot.page is None for slot in side.slots):
        return SheetMarks((), (), None)
    trims = [slot.trim for slot in side.slots]
    block = Box(
        min(trim.left for trim in trims),
        min(trim.bottom for trim in trims),
        max(trim.right for trim in trims),
        max(trim.top for trim in trims),
    )
    fold = () if plan.fold is None else _upright(plan.fold, block, plan.printable)
    verticals = {round(x, 6) for trim in trims for x in (trim.left, trim.right)}
    if plan.fold is not None:  # at the fold nothing is cut
        verticals = {round(block.left, 6), round(block.right, 6)}
    horizontals = {round(y, 6) for trim in trims for y in (trim.bottom, trim.top)}
    cut = (
        *(line for x in sorted(verticals) for line in _upright(x, block, plan.printable)),
        *(line for y in sorted(horizontals) for line in _level(y, block, plan.printable)),
    )
    return SheetMarks(fold, cut, _label(plan, block))


def _upright(x: float, block: Box, printable: Box) -> tuple[Hairline, ...]:
    """A mark above and one below the pages."""
    if not printable.left <= x <= printable.right:
        return ()
    found = []
    for begin, end in (
        (block.top + _GAP, min(block.top + _GAP + _LONGEST, printable.top)),
        (block.bottom - _GAP, max(block.bottom - _GAP - _LONGEST, printable.bottom)),
    ):
        outwards = end - begin if begin > block.bottom else begin - end
        if outwards >= _SHORTEST:
            found.append(Hairline(x, begin, x, end))
    return tuple(found)


def _level(y: float, block: Box, printable: Box) -> tuple[Hairline, ...]:
    """A mark to the left and one to the right of the pages."""
    sideways = _upright(
        y,
        Box(block.bottom, block.left, block.top, block.right),
        Box(printable.bottom, printable.left, printable.top, printable.right),
    )
    return tuple(Hairline(line.y1, line.x1, line.y2, line.x2) for line in sideways)


def _label(plan: ImpositionPlan, block: Box) -> SheetLabel | None:
    """Below the first column, clear of the marks at its corners."""
    room = block.bottom - _GAP - plan.printable.bottom
    if room < LABEL_SIZE:
        return None
    left = max(block.left, plan.printable.left) + 2
    half = plan.width / 2 - 2
    return SheetLabel(left, block.bottom - _GAP - LABEL_SIZE, half - left)
