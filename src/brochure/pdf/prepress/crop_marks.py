"""Crop marks (トンボ) in the registration colour, which prints on every plate."""

from __future__ import annotations

from brochure.pdf.geometry import Box
from brochure.pdf.preflight.report import MM
from brochure.schema.print_shop import Marks

LENGTH = 7.0  # mm
EDGE = 2.0  # mm of empty sheet outside the marks
_WIDTH = 0.1  # mm
_SPACE = "BrochureMarks"

Segment = tuple[float, float, float, float]


def sheet_margin(marks: Marks, bleed: float) -> float:
    """Distance from the trim to the edge of the sheet, in mm."""
    return bleed if marks.style == "none" else marks.distance + LENGTH + EDGE


def mark_segments(marks: Marks, trim: Box, bleed: float) -> list[Segment]:
    """The lines of the marks in points: x, y of both ends.

    Args:
        marks: Their style. ``japanese``: at each corner lines for the trim (内トンボ) and for the bleed
            (外トンボ), and a cross in the middle of each side (センタートンボ).
        trim: The trim box.
        bleed: In mm.
    """
    if marks.style == "none":
        return []
    near, far = marks.distance * MM, (marks.distance + LENGTH) * MM
    offsets = [0.0, bleed * MM] if marks.style == "japanese" and bleed else [0.0]
    found: list[Segment] = []
    for off in offsets:
        for y in (trim.bottom - off, trim.top + off):
            found += [(trim.left - far, y, trim.left - near, y), (trim.right + near, y, trim.right + far, y)]
        for x in (trim.left - off, trim.right + off):
            found += [(x, trim.bottom - far, x, trim.bottom - near), (x, trim.top + near, x, trim.top + far)]
    if marks.style == "japanese":
        found += _centres(trim, near, far)
    return found


def _centres(trim: Box, near: float, far: float) -> list[Segment]:
    """For each side, a long line at its middle and a bar parallel to the side."""
    x, y = (trim.left + trim.right) / 2, (trim.bottom + trim.top) / 2
    middle, half = (near + far) / 2, (far - near)
    found: list[Segment] = []
    for edge, sign in ((trim.bottom, -1), (trim.top, 1)):
        found += [
            (x, edge + sign * near, x, edge + sign * far),
            (x - half, edge + sign * middle, x + half, edge + sign * middle),
        ]
    for edge, sign in ((trim.left, -1), (trim.right, 1)):
        found += [
            (edge + sign * near, y, edge + sign * far, y),
            (edge + sign * middle, y - half, edge + sign * middle, y + half),
        ]
    return found


def marks_content(lines: list[Segment]) -> bytes:
    """The content stream that draws the lines."""
    strokes = "".join(f"{x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S\n" for x1, y1, x2, y2 in lines)
    return f"q /{_SPACE} CS 1 SCN {_WIDTH * MM:.3f} w 0 J\n{strokes}Q\n".encode()


def registration_colour() -> tuple[str, str]:
    """The name and the definition of the registration colour: Separation /All (ISO 32000-1, 8.6.6.4)."""
    tint = "<< /FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [1 1 1 1] >>"
    return f"/{_SPACE}", f"[/Separation /All /DeviceCMYK {tint}]"
