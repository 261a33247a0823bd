"""A rectangle on paper."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """From the lower left; in mm on a sheet, in points on a source page."""

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

    def inset(self, by: float) -> Box:
        """The rectangle with a strip taken off at every edge."""
        return Box(self.left + by, self.bottom + by, self.right - by, self.top - by)

    def shared(self, other: Box) -> Box:
        """What both cover; of no size where that is nothing."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        right, top = min(self.right, other.right), min(self.top, other.top)
        return Box(left, bottom, max(left, right), max(bottom, top))

    def upside_down(self, width: float, height: float) -> Box:
        """Where the rectangle lies when the sheet of that size is turned by 180 degrees."""
        return Box(width - self.right, height - self.top, width - self.left, height - self.bottom)
