"""Colour spaces of a PDF by family, and the colours of a page as they are asked for (ISO 32000-1, 8.6)."""

from __future__ import annotations

from typing import Any

Colour = tuple[float, ...]

RGB = frozenset(["DeviceRGB", "CalRGB", "ICCBased RGB"])
_ICC = {1: "ICCBased Gray", 3: "ICCBased RGB", 4: "ICCBased CMYK"}


def family(space: Any, resources: Any) -> str:
    """The family of a colour space: ``DeviceRGB``, ``ICCBased RGB``, ``Separation``, …

    ``Indexed`` and ``Pattern`` spaces are told by the space below them where there is one. ``All`` is the
    registration colour, a Separation that marks every plate (8.6.6.4).
    """
    import pikepdf

    if isinstance(space, pikepdf.Name):
        named = resources.get("/ColorSpace", {}).get(str(space)) if resources is not None else None
        return family(named, resources) if named is not None else _LONG.get(str(space), str(space)[1:])
    name = str(space[0])[1:]
    if name == "ICCBased":
        return _ICC.get(int(space[1].get("/N", 0)), "ICCBased")
    if name in ("Indexed", "Pattern", "I") and len(space) > 1:
        return family(space[1], resources)
    if name == "Separation" and str(space[1]) == "/All":
        return "All"
    return _LONG.get(f"/{name}", name)


# The short names are those of inline images (8.9.7).
_LONG = {"/RGB": "DeviceRGB", "/G": "DeviceGray", "/CMYK": "DeviceCMYK", "/I": "Indexed"}

# What a path or text operator paints with: fill, stroke, or both (8.5.3, 9.4.3).
FILLS = frozenset(["f", "F", "f*", "B", "B*", "b", "b*"])
STROKES = frozenset(["S", "s", "B", "B*", "b", "b*"])
ENDS = FILLS | STROKES | {"n"}
BUILDS = frozenset(["m", "l", "c", "v", "y", "h", "re", "W", "W*"])
SHOWS = frozenset(["Tj", "TJ", "'", '"'])
DEVICE = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)


def matrix_of(numbers: Any) -> Matrix:
    """The six numbers of a transformation."""
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a, b, c, d, e, f


def times(one: Matrix, other: Matrix) -> Matrix:
    """First ``one``, then ``other`` (8.3.4)."""
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
EVERYWHERE: Corners = (-1e6, -1e6, 1e6, 1e6)


def shared(one: Corners, other: Corners) -> Corners:
    """What two rectangles both cover; turned inside out if that is nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def extent(path: list[tuple[str, list[float]]], matrix: Matrix) -> Corners:
    """Left, bottom, right, top of a path on the page; control points count as points of it."""
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


def transparent(resources: Any, name: str) -> bool:
    """Whether a graphics state makes what follows transparent (11.3, 11.6.4)."""
    state = resources.get("/ExtGState", {}).get(name, {})
    return (
        float(state.get("/CA", 1)) < 1
        or float(state.get("/ca", 1)) < 1
        or str(state.get("/SMask", "/None")) != "/None"
        or str(state.get("/BM", "/Normal")) not in ("/Normal", "/Compatible")
    )


def drop(thing: Any, *keys: str) -> None:
    """Take keys away from a dictionary or stream, where they are."""
    for key in keys:
        if key in thing:
            del thing[key]
