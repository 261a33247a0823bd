"""Rectangles on pages and sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle from the lower left: in points on a page, in mm on a sheet."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    def holds(self, other: Box, slack: float = 0) -> bool:
        """Whether another box lies inside, or sticks out by no more than ``slack``."""
        return (
            self.left - slack <= other.left
            and self.bottom - slack <= other.bottom
            and other.right <= self.right + slack
            and other.top <= self.top + slack
        )

    def shared(self, other: Box) -> Box:
        """What both boxes cover; of no width or no height where that is nothing.

        >>> Box(0, 0, 2, 2).shared(Box(1, 3, 5, 5))
        Box(left=1, bottom=3, right=2, top=3)
        """
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        right, top = min(self.right, other.right), min(self.top, other.top)
        return Box(left, bottom, max(left, right), max(bottom, top))

    def touches(self, other: Box) -> bool:
        """Whether both boxes cover some area together.

        >>> Box(0, 0, 2, 2).touches(Box(1, 1, 5, 5)), Box(0, 0, 2, 2).touches(Box(2, 0, 5, 5))
        (True, False)
        """
        return max(self.left, other.left) < min(self.right, other.right) and max(
            self.bottom, other.bottom
        ) < min(self.top, other.top)

    def inset(self, by: float) -> Box:
        """The rectangle with a strip taken off at every edge."""
        return Box(self.left + by, self.bottom + by, self.right - by, self.top - by)

    def upside_down(self, width: float, height: float) -> Box:
        """Where the rectangle lies when a sheet of this size is turned by 180 degrees."""
        return Box(width - self.right, height - self.top, width - self.left, height - self.bottom)


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of at least one."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Box(min(lefts), min(bottoms), max(rights), max(tops))
