"""Read the file to be imposed: pages, trim boxes and rotation."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.pdf.geometry import Box
from brochure.pdf.imposition.matrix import Matrix, rotation, scaling, translation
from brochure.storage.own_files import PRODUCER

MM = 72 / 25.4  # points
SIZE_TOLERANCE = 0.5  # mm: pages that differ by no more have the same size

# Errors that damaged files cause: a number in place of a dictionary, a box of three numbers, …
_DAMAGE = (ValueError, TypeError, LookupError, AttributeError, RuntimeError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page. ``trim`` is in the page's own units, ``turn`` clockwise in degrees, ``unit`` in points."""

    index: int
    trim: Box
    turn: int
    unit: float

    @property
    def width(self) -> float:
        """Width of the trim after the turn, in mm."""
        return (self.trim.height if self.turn % 180 else self.trim.width) * self.unit / MM

    @property
    def height(self) -> float:
        """Height of the trim after the turn, in mm."""
        return (self.trim.width if self.turn % 180 else self.trim.height) * self.unit / MM

    def upright(self) -> Matrix:
        """The matrix from the page's units to mm; the lower left of the turned trim goes to the origin."""
        corner = translation(-self.trim.left, -self.trim.bottom)
        return corner.then(rotation(self.turn, self.trim.width, self.trim.height)).then(
            scaling(self.unit / MM)
        )


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An open PDF (pikepdf), its pages, and its title or an empty string."""

    pdf: Any
    pages: tuple[SourcePage, ...]
    title: str


@contextmanager
def open_source(data: bytes, file: str) -> Iterator[SourceFile]:
    """Open a PDF. Damage found later, while the file is in use, raises the same errors.

    Raises:
        BrochureError: The file is no PDF (Q901), needs a password (I102), or may not be printed (I103).
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
        detail = re.sub(r"^.*?stream <[^>]*>: ", "", str(error)) or type(error).__name__
        raise BrochureError([problem("Q901", where, detail=detail)]) from None


def find_unequal_pages(source: SourceFile, file: str) -> Iterator[Problem]:
    """One problem for each page whose size differs from the first page's (I101)."""
    where, first = (Location(file) if file else None), source.pages[0]
    for page in source.pages:
        if abs(page.width - first.width) > SIZE_TOLERANCE or abs(page.height - first.height) > SIZE_TOLERANCE:
            size, first_size = (f"{p.width:.0f} × {p.height:.0f}" for p in (page, first))
            yield problem("I101", where, page=page.index + 1, size=size, first=first_size)


def _page(index: int, page: Any) -> SourcePage:
    media = _box(page.mediabox)
    # ISO 32000-2, 14.11.2.1: the default trim box is the crop box, and boxes are cut off at the media box
    trim = _box(page.trimbox).intersection(media)
    if trim.width < 1 or trim.height < 1:
        trim = _box(page.cropbox).intersection(media)
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
    """The title in the file's information, or an empty string."""
    return " ".join(str(pdf.docinfo.get("/Title", "")).split())


def is_imposed(data: bytes) -> bool:
    """Whether a PDF was written by :func:`brochure.pdf.imposition.write.write_imposed`."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return str(pdf.docinfo.get("/Producer", "")) == PRODUCER
    except (pikepdf.PdfError, ValueError, TypeError):
        return False
