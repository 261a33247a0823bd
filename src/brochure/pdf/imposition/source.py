"""The file to be imposed: its pages, their trim, and which way up they are read."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.pdf.geometry import Box
from brochure.pdf.imposition.matrix import Matrix, moved, scaled, turned

MM = 72 / 25.4  # points
SAME = 0.5  # mm by which pages may differ and still be of one size

# How a damaged file shows itself: a number where a dictionary should be, a box of three numbers, …
_DAMAGE = (ValueError, TypeError, LookupError, AttributeError, RuntimeError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page: its trim in its own units, its clockwise turn in degrees, and a unit's length in points."""

    index: int
    trim: Box
    turn: int
    unit: float

    @property
    def width(self) -> float:
        """Of the trim as it is read, in mm."""
        return (self.trim.height if self.turn % 180 else self.trim.width) * self.unit / MM

    @property
    def height(self) -> float:
        """Of the trim as it is read, in mm."""
        return (self.trim.width if self.turn % 180 else self.trim.height) * self.unit / MM

    def upright(self) -> Matrix:
        """From the page's own units to mm, the trim's lower left as it is read at the origin."""
        corner = moved(-self.trim.left, -self.trim.bottom)
        return corner.then(turned(self.turn, self.trim.width, self.trim.height)).then(scaled(self.unit / MM))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An opened file."""

    pdf: Any
    pages: tuple[SourcePage, ...]
    title: str


@contextmanager
def opened(data: bytes, file: str) -> Iterator[SourceFile]:
    """Open a PDF; damage that shows only while it is used is told in the same way.

    Raises:
        BrochureError: It is no PDF (Q901), asks for a password (I102), or may not be printed (I103).
    """
    import pikepdf

    where = Location(file) if file else None
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not pdf.allow.print_lowres and not pdf.allow.print_highres:
                raise BrochureError([problem("I103", where)])
            if len(pdf.pages) == 0:
                raise ValueError("no pages")
            pages = tuple(_page(index, page) for index, page in enumerate(pdf.pages))
            yield SourceFile(pdf, pages, _title(pdf))
    except BrochureError:
        raise
    except pikepdf.PasswordError:
        raise BrochureError([problem("I102", where)]) from None
    except (pikepdf.PdfError, *_DAMAGE) as error:
        said = re.sub(r"^.*?stream <[^>]*>: ", "", str(error)) or type(error).__name__
        raise BrochureError([problem("Q901", where, detail=said)]) from None


def unequal(source: SourceFile, file: str) -> Iterator[Problem]:
    """Every page that is not as large as the first (I101)."""
    where, first = (Location(file) if file else None), source.pages[0]
    for page in source.pages:
        if abs(page.width - first.width) > SAME or abs(page.height - first.height) > SAME:
            size, wanted = (f"{p.width:.0f} × {p.height:.0f}" for p in (page, first))
            yield problem("I101", where, page=page.index + 1, size=size, first=wanted)


def _page(index: int, page: Any) -> SourcePage:
    media = _box(page.mediabox)
    # ISO 32000-2, 14.11.2.1: a trim box that is not given is the crop box, and boxes end at the media
    trim = _box(page.trimbox).shared(media)
    if trim.width < 1 or trim.height < 1:
        trim = _box(page.cropbox).shared(media)
    if trim.width < 1 or trim.height < 1:
        raise ValueError(f"page {index + 1} has no size")
    unit = float(page.obj.get("/UserUnit", 1))
    if not unit > 0:
        raise ValueError(f"page {index + 1} has units of no length")
    turn = int(page.rotation) % 360
    return SourcePage(index, trim, turn, unit)


def _box(numbers: Any) -> Box:
    x1, y1, x2, y2 = (float(number) for number in numbers)
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _title(pdf: Any) -> str:
    """What the file calls itself in its information, or nothing."""
    return " ".join(str(pdf.docinfo.get("/Title", "")).split())
