"""Values read from a finished file: pages, characters, images, links, fonts, metadata.

All lengths are points in the page's own coordinates, from the lower left.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from brochure.document.palette import Rgb
from brochure.pdf.geometry import Box
from brochure.pdf.preflight.structure_tree import Element


@dataclass(frozen=True, slots=True)
class TextStyle:
    """The style of the characters of one text object; ``element`` is an index of the structure, or -1.

    ``turned`` is true for text turned by a right angle or upside down, whose ink boxes are exact, too.
    ``clip`` is the box that cuts off what sticks out of it (clipping path); None if there is none.
    """

    font: str
    size: float
    colour: Rgb | None  # None for a pattern
    alpha: float  # 0 to 1
    element: int
    upright: bool
    painted: bool
    clip: Box | None = None
    turned: bool = False


class Char(NamedTuple):
    """A character: its cell (advance × em), its ink box, and its baseline."""

    text: str
    cell: Box
    ink: Box
    baseline: float
    style: TextStyle


@dataclass(frozen=True, slots=True)
class PagePixels:
    """Pixels of three bytes (red, green, blue); ``scale`` is pixels for each point.

    Rows run from the top and have ``stride`` bytes; the bytes after the last pixel of a row have no meaning.
    """

    width: int
    height: int
    scale: float
    area: Box
    pixels: memoryview
    stride: int

    def colour_at(self, x: float, y: float) -> Rgb:
        """The colour at a point of the page."""
        red, green, blue = self.pixels[(start := self.offset_at(x, y)) : start + 3]
        return red, green, blue

    def offset_at(self, x: float, y: float) -> int:
        """The offset in ``pixels`` of the colour at a point; a point off the page gets the nearest pixel."""
        column = int((x - self.area.left) * self.scale)
        row = int((self.area.top - y) * self.scale)
        if not (0 <= column < self.width and 0 <= row < self.height):
            column = min(max(column, 0), self.width - 1)
            row = min(max(row, 0), self.height - 1)
        return row * self.stride + 3 * column


@dataclass(frozen=True, slots=True)
class Image:
    """The visible part of an image on a page, and its printed resolution in dots per inch."""

    box: Box
    dpi: float


class AreaKind(Enum):
    """The kind of a box on a page."""

    FILLED = "filled"
    FRAMED = "framed"


@dataclass(frozen=True, slots=True)
class Area:
    """A filled or framed box, without what a clipping path cuts off; ``fill`` is its colour, if it is one."""

    kind: AreaKind
    box: Box
    fill: Rgb | None


@dataclass(frozen=True, slots=True)
class DrawnCode:
    """A two-dimensional code drawn as one path: the box of its dark cells, and a cell's side in points."""

    box: Box
    cell: float


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the file; its name is without the subset tag."""

    name: str
    embedded: bool
    subset: bool


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A link: to a named place of the file, to a page (both ``inside``), or to the outside."""

    box: Box
    target: str
    inside: bool
    resolves: bool
    page: int  # target page of an inner link, or -1
    height: float  # height of the target on that page


@dataclass(frozen=True, slots=True)
class PageContents:
    """A page with all values that rules need."""

    index: int
    media: Box
    crop: Box
    trim: Box
    bleed: Box
    chars: tuple[Char, ...]
    images: tuple[Image, ...]
    codes: tuple[DrawnCode, ...]
    areas: tuple[Area, ...]
    drawings: tuple[Box, ...]  # pictures made of paths
    links: tuple[LinkArea, ...]
    undefined: int  # number of glyphs drawn as .notdef
    shown: PagePixels
    ground: PagePixels  # the page without its text


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of a file; missing entries are empty.

    ``facing`` is the side of the binding, left or right, if a viewer is to show facing pages.
    """

    title: str
    language: str
    tagged: bool
    ua: str
    archive: str  # part and conformance level of PDF/A, or the version of PDF/X
    created: str
    facing: str = ""


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """A finished file."""

    sheets: tuple[PageContents, ...]
    elements: tuple[Element, ...]
    disconnected_pages: tuple[
        int, ...
    ]  # indices of pages with content that is missing from the tag structure
    fonts: tuple[Font, ...]
    metadata: Metadata


class UnreadableError(Exception):
    """The file is not a PDF that can be opened."""


class LockedError(UnreadableError):
    """The file needs a password."""
