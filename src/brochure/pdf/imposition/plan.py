"""Imposition (面付け): which page goes where on which side of which sheet. Arithmetic only; lengths are mm.

Coordinates are those of a side as one looks at it in the file, from its lower left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from brochure.pdf.geometry import Box
from brochure.pdf.imposition.creep import creep
from brochure.pdf.imposition.page_counts import lacking
from brochure.pdf.imposition.paper import MARGIN

Scheme = Literal["saddle", "2up", "4up"]
Binding = Literal["left", "right"]
Edge = Literal["short", "long"]
Duplex = Literal["short", "long", "manual"]
Fit = Literal["paper", "inside"]

ROOM = 3.0  # between the pages and what the printer reaches, for marks and the label
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
    """What is asked for: paper (upright), its thickness, the margin that cannot be printed, …

    ``fit`` is how large pages may become, 100 % at most: ``paper`` fills the sheet to its edges, as a folded
    booklet must; ``inside`` keeps whole pages, marks and the label where the printer reaches. Without it, a
    booklet has the first and handouts the second. Without ``duplex``, both sides are the same way up.
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
    """A place for a page: its trim as printed, how far it is turned, and where its ink must stay.

    ``page`` is a page index (0-based), or nothing for a blank page.
    """

    page: int | None
    trim: Box
    clip: Box
    turn: int = 0  # 0 or 180 degrees


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet; sheets count from 1. ``turn`` is how the whole side was turned for the printer."""

    sheet: int
    front: bool
    turn: int
    slots: tuple[PageSlot, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper. In a booklet the first one is the outermost, its front the cover."""

    front: Side
    back: Side


@dataclass(frozen=True, slots=True)
class ImpositionPlan:
    """All sheets. ``blanks`` white pages stand behind ``blanks_after`` pages of the source."""

    wishes: ImpositionOptions
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
        """What the printer reaches."""
        return Box(0, 0, self.width, self.height).inset(self.wishes.margin)

    @property
    def fold(self) -> float | None:
        """Where sheets are folded, from the left; nothing if they are not."""
        return self.width / 2 if self.wishes.scheme == "saddle" else None

    @property
    def runs(self) -> tuple[tuple[Side, ...], ...]:
        """The sides in the order of printing, one run for a printer that turns sheets itself.

        By hand there are two: all fronts, then all backs from the last to the first. A stack that came out
        face down and is put back as it lies feeds its last sheet first.
        """
        if self.duplex != "manual":
            return (tuple(side for sheet in self.sheets for side in (sheet.front, sheet.back)),)
        return (
            tuple(sheet.front for sheet in self.sheets),
            tuple(sheet.back for sheet in reversed(self.sheets)),
        )


def plan(pages: int, width: float, height: float, wishes: ImpositionOptions) -> ImpositionPlan:
    """Place pages of one size on sheets.

    Args:
        pages: How many pages there are, 1 or more.
        width, height: Their trim size in mm.
        wishes: Scheme, paper and the rest.

    Raises:
        ValueError: There are no pages, a size is not positive, or the margins leave no paper.
    """
    if pages < 1 or width <= 0 or height <= 0:
        raise ValueError(f"{pages} pages of {width} × {height} mm")
    if wishes.margin < 0 or 2 * (wishes.margin + ROOM) >= min(wishes.paper):
        raise ValueError(f"a margin of {wishes.margin} mm leaves nothing of {wishes.paper}")
    frame = _frame(width, height, wishes)
    natural: Edge = "short" if frame.width > frame.height else "long"
    duplex = wishes.duplex or natural
    order = _order(pages, wishes)
    contents = _saddle(order) if wishes.scheme == "saddle" else _handout(order, frame)
    sheets = []
    for number, (front, back) in enumerate(contents):
        turn = 180 if duplex not in (natural, "manual") else 0
        push = creep(number, wishes.thickness) if wishes.scheme == "saddle" else 0.0
        sheets.append(
            Sheet(
                Side(number + 1, True, 0, _slots(front, frame, wishes, push)),
                _turned(Side(number + 1, False, 0, _slots(back, frame, wishes, push)), turn, frame),
            )
        )
    blanks = len(order) - pages
    return ImpositionPlan(
        wishes,
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


# --- which pages meet -------------------------------------------------------------------------

Order = list[int | None]


def _order(pages: int, wishes: ImpositionOptions) -> Order:
    """The pages in reading order with the blank ones.

    In a booklet they stand before the last page, so that a back cover stays outside.
    """
    known: Order = list(range(pages))
    if wishes.scheme != "saddle":
        sides = 2 * (4 if wishes.scheme == "4up" else 2)
        return known + [None] * lacking(pages, sides)
    blanks: Order = [None] * lacking(pages)
    if wishes.last_outside and pages > 1:
        return known[:-1] + blanks + known[-1:]
    return known + blanks


def _saddle(order: Order) -> Iterator[tuple[Order, Order]]:
    """Front and back of each sheet from the outermost, both left to right, bound at the left.

    The first and the last page are neighbours on the outside, the second and the last but one inside.
    """
    last = len(order) - 1
    for first in range(0, len(order) // 2, 2):
        yield [order[last - first], order[first]], [order[first + 1], order[last - first - 1]]


def _handout(order: Order, frame: _Frame) -> Iterator[tuple[Order, Order]]:
    """Front and back of each sheet in reading order."""
    side = frame.columns * frame.rows
    for start in range(0, len(order), 2 * side):
        yield order[start : start + side], order[start + side : start + 2 * side]


# --- where they stand -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Frame:
    """A sheet the way round that it is used, and a page as large as it is printed."""

    width: float
    height: float
    columns: int
    rows: int
    scale: float
    page_width: float
    page_height: float


def _frame(width: float, height: float, wishes: ImpositionOptions) -> _Frame:
    """The way round of sheet and grid that shrinks pages least; pages are never enlarged."""
    fit = wishes.fit or ("paper" if wishes.scheme == "saddle" else "inside")
    lost = 0.0 if fit == "paper" else 2 * (wishes.margin + ROOM)
    frames = []
    for columns, rows in _GRIDS[wishes.scheme]:
        wide = columns * width >= rows * height
        for paper_width, paper_height in sorted({wishes.paper, wishes.paper[::-1]}, reverse=wide):
            scale = min((paper_width - lost) / (columns * width), (paper_height - lost) / (rows * height))
            scale = 1.0 if scale > _ALMOST else scale
            frames.append(
                _Frame(paper_width, paper_height, columns, rows, scale, width * scale, height * scale)
            )
    return max(frames, key=lambda frame: round(frame.scale, 6))  # the first of equals


def _slots(contents: Order, frame: _Frame, wishes: ImpositionOptions, push: float) -> tuple[PageSlot, ...]:
    """A side's slots; ``contents`` are in reading order from the upper left, or from the right."""
    columns, rows = frame.columns, frame.rows
    left = (frame.width - columns * frame.page_width) / 2
    top = (frame.height + rows * frame.page_height) / 2
    printable = Box(0, 0, frame.width, frame.height).inset(wishes.margin)
    slots = []
    for place, page in enumerate(contents):
        row, column = divmod(place, columns)
        if wishes.binding == "right":
            column = columns - 1 - column
        x, y = left + column * frame.page_width, top - (row + 1) * frame.page_height
        cell = _cell(column, row, frame)
        x += push if column == 0 else -push
        trim = Box(x, y, x + frame.page_width, y + frame.page_height)
        slots.append(PageSlot(page, trim, cell.shared(printable)))
    return tuple(slots)


def _cell(column: int, row: int, frame: _Frame) -> Box:
    """The part of the paper that belongs to a slot: no ink crosses the fold or goes to a neighbour."""
    width, height = frame.width / frame.columns, frame.height / frame.rows
    return Box(
        column * width, frame.height - (row + 1) * height, (column + 1) * width, frame.height - row * height
    )


def _turned(side: Side, degrees: int, frame: _Frame) -> Side:
    """A side the other way up, for printers that tumble sheets over the other edge."""
    if degrees == 0:
        return side
    return Side(
        side.sheet,
        side.front,
        degrees,
        tuple(
            PageSlot(
                slot.page,
                slot.trim.upside_down(frame.width, frame.height),
                slot.clip.upside_down(frame.width, frame.height),
                degrees,
            )
            for slot in side.slots
        ),
    )
