"""The graphics state of a content stream: colours, matrix, clipping path (ISO 32000-1, 8.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

# Operators that fill, that stroke, and that do both (8.5.3, 9.4.3).
FILLS = frozenset(["f", "F", "f*", "B", "B*", "b", "b*"])
STROKES = frozenset(["S", "s", "B", "B*", "b", "b*"])
ENDS = FILLS | STROKES | {"n"}
BUILDS = frozenset(["m", "l", "c", "v", "y", "h", "re", "W", "W*"])
SHOWS = frozenset(["Tj", "TJ", "'", '"'])
STATES = frozenset(["q", "Q", "cm", "Tr"])  # other operators that change the state

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)


def matrix_from_operands(numbers: Any) -> Matrix:
    """The six numbers of a transformation."""
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a, b, c, d, e, f


def combined_matrix(one: Matrix, other: Matrix) -> Matrix:
    """The transformation that applies ``one`` first, then ``other`` (8.3.4)."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


Corners = tuple[float, float, float, float]
Path = list[tuple[str, list[float]]]  # operators of BUILDS with their operands
EVERYWHERE: Corners = (-1e6, -1e6, 1e6, 1e6)


def intersection(one: Corners, other: Corners) -> Corners:
    """The intersection of two rectangles; right < left or top < bottom if it is empty."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def path_extent(path: Path, matrix: Matrix) -> Corners:
    """Left, bottom, right, top of a path on the page; control points are included."""
    points: list[tuple[float, float]] = []
    for operator, numbers in path:
        if operator == "re":
            x, y, width, height = numbers
            points += [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
        else:
            points += list(zip(numbers[::2], numbers[1::2], strict=False))
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in points] or [0.0]
    ys = [b * x + d * y + f for x, y in points] or [0.0]
    return min(xs), min(ys), max(xs), max(ys)


Pen = TypeVar("Pen")  # a reader's value for a colour


@dataclass(frozen=True, slots=True)
class GraphicsState(Generic[Pen]):
    """The state that applies when an operator paints."""

    fill: Pen
    stroke: Pen
    mode: int = 0  # text rendering mode: fill, stroke, …
    matrix: Matrix = UNIT
    clip: Corners = EVERYWHERE

    def seen(self, path: Path) -> Corners:
        """The part of a path's box on the page that is inside the clipping path."""
        return intersection(path_extent(path, self.matrix), self.clip)


class GraphicsStates(Generic[Pen]):
    """The current state and the saved states while a content stream is read."""

    def __init__(self, state: GraphicsState[Pen]) -> None:
        self.now = state
        self._saved: list[GraphicsState[Pen]] = []

    def follow(self, operator: str, operands: Sequence[Any]) -> None:
        """Apply an operator that saves, restores or changes the state, except for colours and paths."""
        if operator == "q":
            self._saved.append(self.now)
        elif operator == "Q" and self._saved:
            self.now = self._saved.pop()
        elif operator == "cm":
            self.now = replace(
                self.now, matrix=combined_matrix(matrix_from_operands(operands), self.now.matrix)
            )
        elif operator == "Tr":
            self.now = replace(self.now, mode=int(operands[0]))

    def set_pen(self, which: str, pen: Pen) -> None:
        """Replace the pen for ``fill`` or ``stroke``."""
        self.now = replace(self.now, fill=pen) if which == "fill" else replace(self.now, stroke=pen)

    def end_path(self, path: Path, seen: Corners) -> None:
        """Update the clipping path if the path contains a clipping operator (8.5.4)."""
        if any(name in ("W", "W*") for name, _ in path):
            self.now = replace(self.now, clip=seen)


def is_transparent_state(resources: Any, name: str) -> bool:
    """Whether a graphics state makes the following objects transparent (11.3, 11.6.4)."""
    state = resources.get("/ExtGState", {}).get(name, {})
    return (
        float(state.get("/CA", 1)) < 1
        or float(state.get("/ca", 1)) < 1
        or str(state.get("/SMask", "/None")) != "/None"
        or str(state.get("/BM", "/Normal")) not in ("/Normal", "/Compatible")
    )
