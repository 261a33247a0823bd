"""Marks beside the pages: fold marks (折りトンボ), cut marks (断裁トンボ) and the label of the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from brochure.pdf.geometry import Box
from brochure.pdf.imposition.plan import ImpositionPlan, Side

_GAP, _LONGEST, _SHORTEST = 0.5, 5.0, 1.5  # mm: distance from the trim, longest and shortest mark
LABEL_SIZE = 2.1  # mm, 6 points


class Hairline(NamedTuple):
    """The end points of a hairline, in mm."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class SheetLabel:
    """Position of the label: the start of its baseline and its greatest width, in mm."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """The marks of a side. All lie outside the trim and inside the printable area.

    ``fold`` and ``cut`` leave out marks for which there is no room; ``label`` is None if it does not fit.
    """

    fold: tuple[Hairline, ...]
    cut: tuple[Hairline, ...]
    label: SheetLabel | None


def place_marks(plan: ImpositionPlan, side: Side) -> SheetMarks:
    """The marks of a side; none if all its pages are blank. The label's position is for an unturned side."""
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
    if plan.fold is not None:  # nothing is cut at the fold
        verticals = {round(block.left, 6), round(block.right, 6)}
    horizontals = {round(y, 6) for trim in trims for y in (trim.bottom, trim.top)}
    cut = (
        *(line for x in sorted(verticals) for line in _upright(x, block, plan.printable)),
        *(line for y in sorted(horizontals) for line in _level(y, block, plan.printable)),
    )
    return SheetMarks(fold, cut, _label(plan, block))


def _upright(x: float, block: Box, printable: Box) -> tuple[Hairline, ...]:
    """One mark above and one below the pages."""
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
    """One mark to the left and one to the right of the pages."""
    sideways = _upright(
        y,
        Box(block.bottom, block.left, block.top, block.right),
        Box(printable.bottom, printable.left, printable.top, printable.right),
    )
    return tuple(Hairline(line.y1, line.x1, line.y2, line.x2) for line in sideways)


def _label(plan: ImpositionPlan, block: Box) -> SheetLabel | None:
    """The label's position: below the first column, clear of the corner marks."""
    room = block.bottom - _GAP - plan.printable.bottom
    if room < LABEL_SIZE:
        return None
    left = max(block.left, plan.printable.left) + 2
    half = plan.width / 2 - 2
    return SheetLabel(left, block.bottom - _GAP - LABEL_SIZE, half - left)
