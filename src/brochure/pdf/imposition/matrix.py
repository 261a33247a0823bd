"""Affine transformations as PDF writes them: six numbers, x' = ax + cy + e and y' = bx + dy + f."""

from __future__ import annotations

from typing import NamedTuple

from brochure.pdf.geometry import Box


class Matrix(NamedTuple):
    """A transformation matrix (ISO 32000-2, 8.3.4)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def then(self, other: Matrix) -> Matrix:
        """The transformation that applies this one first and ``other`` second.

        >>> translation(1, 2).then(scaling(3)).point(0, 0)
        (3.0, 6.0)
        """
        return Matrix(
            self.a * other.a + self.b * other.c,
            self.a * other.b + self.b * other.d,
            self.c * other.a + self.d * other.c,
            self.c * other.b + self.d * other.d,
            self.e * other.a + self.f * other.c + other.e,
            self.e * other.b + self.f * other.d + other.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The point after the transformation."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, box: Box) -> Box:
        """The box after the transformation, which must turn by right angles only."""
        x1, y1 = self.point(box.left, box.bottom)
        x2, y2 = self.point(box.right, box.top)
        return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def translation(x: float, y: float) -> Matrix:
    """A translation."""
    return Matrix(1.0, 0.0, 0.0, 1.0, x, y)


def scaling(factor: float) -> Matrix:
    """The same scale in both directions, from the origin."""
    return Matrix(factor, 0.0, 0.0, factor, 0.0, 0.0)


def rotation(degrees: int, width: float, height: float) -> Matrix:
    """A clockwise turn of a rectangle by right angles; its lower left stays at the origin.

    >>> rotation(90, 30, 20).point(0, 0), rotation(90, 30, 20).point(0, 20)
    ((0, 30), (20, 30))
    """
    match degrees % 360:
        case 0:
            return Matrix(1, 0, 0, 1, 0, 0)
        case 90:
            return Matrix(0, -1, 1, 0, 0, width)
        case 180:
            return Matrix(-1, 0, 0, -1, width, height)
        case 270:
            return Matrix(0, 1, -1, 0, height, 0)
    raise ValueError(f"{degrees} is no right angle")
