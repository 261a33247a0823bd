"""Imposition plan (面付け): the position of each page on the sides of the sheets. Lengths are in mm.

Only arithmetic, no files. Coordinates are measured from the lower left of a side as it looks in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from brochure.pdf.geometry import Box
from brochure.pdf.imposition.creep import creep
from brochure.pdf.imposition.page_counts import missing_pages
from brochure.pdf.imposition.paper import MARGIN

Scheme = Literal["saddle", "2up", "4up"]
Binding = Literal["left", "right"]
Edge = Literal["short", "long"]
Duplex = Literal["short", "long", "manual"]
Fit = Literal["paper", "inside"]

MARK_SPACE = 3.0  # mm between the pages and the edge of the printable area, for marks and the label
_ALMOST = (
    0.998  # sizes in a PDF are rounded: an A4 page may be 210.002 mm wide, and is still printed at 100 %
)
_GRIDS: dict[Scheme, tuple[tuple[int, int], ...]] = {
    "saddle": ((2, 1),),  # columns, rows
    "2up": ((2, 1), (1, 2)),
    "4up": ((2, 2),),
}


@dataclass(frozen=True, slots=True)
class ImpositionOptions:
    """Options of an imposition: paper (portrait), its thickness, the margin that cannot be printed, …

    ``fit`` limits the size of the pages, which is never over 100 %. ``paper`` lets pages fill the sheet to
    its edges, as a folded booklet needs; ``inside`` keeps pages, marks and label in the printable area. The
    default is ``paper`` for a booklet and ``inside`` for handouts. Without ``duplex``, front and back are the
    same way up. ``last_outside`` puts blank pages before the last page, so that it stays the back cover.
    """

    scheme: Scheme
    paper: tuple[float, float]
    thickness: float = 0.0
    binding: Binding = "left"
    duplex: Duplex | None = None
    fit: Fit | None = None
    margin: float = MARGIN
    last_outside: bool = True


@dataclass(frozen=True, slots=True)
class PageSlot:
    """The position of one page on a side.

    ``page`` is a page index (0-based), or None for a blank page. ``trim`` is the printed trim box; nothing is
    drawn outside ``clip``.
    """

    page: int | None
    trim: Box
    clip: Box
    turn: int = 0  # 0 or 180 degrees


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet. ``sheet`` counts from 1; ``turn`` turns the whole side by 0 or 180 degrees."""

    sheet: int
    front: bool
    turn: int
    slots: tuple[PageSlot, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper. In a booklet the first sheet is the outermost; its front is the cover."""

    front: Side
    back: Side


@dataclass(frozen=True, slots=True)
class ImpositionPlan:
    """All sheets; sizes in mm. ``blanks`` blank pages follow ``blanks_after`` pages of the source."""

    options: ImpositionOptions
    width: float
    height: float
    scale: float
    columns: int
    rows: int
    duplex: Duplex
    sheets: tuple[Sheet, ...]
    pages: int
    blanks: int
    blanks_after: int

    @property
    def printable(self) -> Box:
        """The printable area of a side."""
        return Box(0, 0, self.width, self.height).inset(self.options.margin)

    @property
    def fold(self) -> float | None:
        """Distance of the fold from the left edge; None if sheets are not folded."""
        return self.width / 2 if self.options.scheme == "saddle" else None

    @property
    def runs(self) -> tuple[tuple[Side, ...], ...]:
        """The sides in the order of printing.

        A duplex printer gets one run. Printing by hand needs two: all fronts, then all backs from the last to
        the first. The stack comes out face down and is put back as it lies, so its last sheet is fed first.
        """
        if self.duplex != "manual":
            return (tuple(side for sheet in self.sheets for side in (sheet.front, sheet.back)),)
        return (
            tuple(sheet.front for sheet in self.sheets),
            tuple(sheet.back for sheet in reversed(self.sheets)),
        )


def plan_imposition(pages: int, width: float, height: float, options: ImpositionOptions) -> ImpositionPlan:
    """Place pages of one size on sheets.

    Args:
        pages: Number of pages, 1 or more.
        width, height: Trim size in mm.
        options: Scheme, paper and the other options.

    Raises:
        ValueError: There are no pages, a size is not positive, or the margins leave no paper.
    """
    if pages < 1 or width <= 0 or height <= 0:
        raise ValueError(f"{pages} pages of {width} × {height} mm")
    if options.margin < 0 or 2 * (options.margin + MARK_SPACE) >= min(options.paper):
        raise ValueError(f"a margin of {options.margin} mm leaves nothing of {options.paper}")
    frame = _frame(width, height, options)
    natural: Edge = "short" if frame.width > frame.height else "long"
    duplex = options.duplex or natural
    order = _order(pages, options)
    contents = _saddle(order) if options.scheme == "saddle" else _handout(order, frame)
    sheets = []
    for number, (front, back) in enumerate(contents):
        turn = 180 if duplex not in (natural, "manual") else 0
        push = creep(number, options.thickness) if options.scheme == "saddle" else 0.0
        sheets.append(
            Sheet(
                Side(number + 1, True, 0, _slots(front, frame, options, push)),
                _turned(Side(number + 1, False, 0, _slots(back, frame, options, push)), turn, frame),
            )
        )
    blanks = len(order) - pages
    return ImpositionPlan(
        options,
        frame.width,
        frame.height,
        frame.scale,
        frame.columns,
        frame.rows,
        duplex,
        tuple(sheets),
        pages,
        blanks,
        order.index(None) if blanks else pages,
    )


# --- pages of each sheet ----------------------------------------------------------------------

Order = list[int | None]


def _order(pages: int, options: ImpositionOptions) -> Order:
    """The page indices in reading order, with None for blank pages.

    In a booklet the blank pages come before the last page, so that a back cover stays outside, unless
    ``last_outside`` is off.
    """
    pages_in_order: Order = list(range(pages))
    if options.scheme != "saddle":
        sides = 2 * (4 if options.scheme == "4up" else 2)
        return pages_in_order + [None] * missing_pages(pages, sides)
    blanks: Order = [None] * missing_pages(pages)
    if options.last_outside and pages > 1:
        return pages_in_order[:-1] + blanks + pages_in_order[-1:]
    return pages_in_order + blanks


def _saddle(order: Order) -> Iterator[tuple[Order, Order]]:
    """Front and back of each sheet from the outermost; pages from left to right for binding at the left.

    On the outermost sheet the last page stands beside the first, the second beside the last but one.
    """
    last = len(order) - 1
    for first in range(0, len(order) // 2, 2):
        yield [order[last - first], order[first]], [order[first + 1], order[last - first - 1]]


def _handout(order: Order, frame: _Frame) -> Iterator[tuple[Order, Order]]:
    """Front and back of each sheet in reading order."""
    side = frame.columns * frame.rows
    for start in range(0, len(order), 2 * side):
        yield order[start : start + side], order[start + side : start + 2 * side]


# --- positions on the sheet -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Frame:
    """A sheet in portrait or landscape, its grid, and the size of a printed page. Lengths are in mm."""

    width: float
    height: float
    columns: int
    rows: int
    scale: float
    page_width: float
    page_height: float


def _frame(width: float, height: float, options: ImpositionOptions) -> _Frame:
    """The orientation of sheet and grid that shrinks pages least; pages are never enlarged."""
    fit = options.fit or ("paper" if options.scheme == "saddle" else "inside")
    lost = 0.0 if fit == "paper" else 2 * (options.margin + MARK_SPACE)
    frames = []
    for columns, rows in _GRIDS[options.scheme]:
        wide = columns * width >= rows * height
        for paper_width, paper_height in sorted({options.paper, options.paper[::-1]}, reverse=wide):
            scale = min((paper_width - lost) / (columns * width), (paper_height - lost) / (rows * height))
            scale = 1.0 if scale > _ALMOST else scale
            frames.append(
                _Frame(paper_width, paper_height, columns, rows, scale, width * scale, height * scale)
            )
    return max(frames, key=lambda frame: round(frame.scale, 6))  # the first of equal ones


def _slots(contents: Order, frame: _Frame, options: ImpositionOptions, push: float) -> tuple[PageSlot, ...]:
    """The slots of a side. ``contents`` start at the upper left, or at the upper right if bound right."""
    columns, rows = frame.columns, frame.rows
    left = (frame.width - columns * frame.page_width) / 2
    top = (frame.height + rows * frame.page_height) / 2
    printable = Box(0, 0, frame.width, frame.height).inset(options.margin)
    slots = []
    for place, page in enumerate(contents):
        row, column = divmod(place, columns)
        if options.binding == "right":
            column = columns - 1 - column
        x, y = left + column * frame.page_width, top - (row + 1) * frame.page_height
        cell = _cell(column, row, frame)
        x += push if column == 0 else -push
        trim = Box(x, y, x + frame.page_width, y + frame.page_height)
        slots.append(PageSlot(page, trim, cell.intersection(printable)))
    return tuple(slots)


def _cell(column: int, row: int, frame: _Frame) -> Box:
    """The part of the sheet that belongs to a slot; ink may not cross the fold or reach other pages."""
    width, height = frame.width / frame.columns, frame.height / frame.rows
    return Box(
        column * width, frame.height - (row + 1) * height, (column + 1) * width, frame.height - row * height
    )


def _turned(side: Side, degrees: int, frame: _Frame) -> Side:
    """A side turned by ``degrees``, for printers that flip sheets over the other edge."""
    if degrees == 0:
        return side
    return Side(
        side.sheet,
        side.front,
        degrees,
        tuple(
            PageSlot(
                slot.page,
                slot.trim.turned_180(frame.width, frame.height),
                slot.clip.turned_180(frame.width, frame.height),
                degrees,
            )
            for slot in side.slots
        ),
    )
