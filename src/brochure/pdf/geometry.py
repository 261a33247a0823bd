"""Rectangles on pages and sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle, measured from the lower left: in points on a page, in mm on a sheet."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Distance from the left to the right edge."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Distance from the bottom to the top edge."""
        return self.top - self.bottom

    def contains(self, other: Box, slack: float = 0) -> bool:
        """Whether this box contains another one; ``slack`` is how far the other may stick out."""
        return (
            self.left - slack <= other.left
            and self.bottom - slack <= other.bottom
            and other.right <= self.right + slack
            and other.top <= self.top + slack
        )

    def intersection(self, other: Box) -> Box:
        """The intersection of both boxes; its width or height is 0 if they do not overlap.

        >>> Box(0, 0, 2, 2).intersection(Box(1, 3, 5, 5))
        Box(left=1, bottom=3, right=2, top=3)
        """
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        right, top = min(self.right, other.right), min(self.top, other.top)
        return Box(left, bottom, max(left, right), max(bottom, top))

    def overlaps(self, other: Box) -> bool:
        """Whether both boxes overlap in an area; a common edge is not enough.

        >>> Box(0, 0, 2, 2).overlaps(Box(1, 1, 5, 5)), Box(0, 0, 2, 2).overlaps(Box(2, 0, 5, 5))
        (True, False)
        """
        return max(self.left, other.left) < min(self.right, other.right) and max(
            self.bottom, other.bottom
        ) < min(self.top, other.top)

    def inset(self, by: float) -> Box:
        """The box made smaller by ``by`` at every edge."""
        return Box(self.left + by, self.bottom + by, self.right - by, self.top - by)

    def is_within(self, limit: float) -> bool:
        """Whether all sides are numbers between ``-limit`` and ``limit``; damaged files have others."""
        return -limit < self.left <= self.right < limit and -limit < self.bottom <= self.top < limit

    def turned_180(self, width: float, height: float) -> Box:
        """The position of the box after a sheet of this size is turned by 180 degrees."""
        return Box(width - self.right, height - self.top, width - self.left, height - self.bottom)


def enclosing_box(boxes: Sequence[Box]) -> Box:
    """The smallest box that contains all boxes; there must be one at least."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Box(min(lefts), min(bottoms), max(rights), max(tops))


def edge_gaps(inner: Box, outer: Box) -> tuple[float, float, float, float]:
    """The distances from the edges of a box to those of the box around it: left, bottom, right, top."""
    return (
        inner.left - outer.left,
        inner.bottom - outer.bottom,
        outer.right - inner.right,
        outer.top - inner.top,
    )
