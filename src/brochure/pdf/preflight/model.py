"""The values of a finished file that was read: pages, characters, pictures, links, fonts, metadata.

All lengths are points in the page's own coordinates, from the lower left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from brochure.document.palette import Rgb
from brochure.pdf.geometry import Box
from brochure.pdf.preflight.structure_tree import Element


@dataclass(frozen=True, slots=True)
class TextStyle:
    """What the characters of one text object share; ``element`` is a place in the structure, or -1."""

    font: str
    size: float
    colour: Rgb | None  # None where it is a pattern
    alpha: float  # 0 to 1
    element: int
    upright: bool
    painted: bool


class Char(NamedTuple):
    """A character: its cell (the advance by the em), its ink, and its baseline."""

    text: str
    cell: Box
    ink: Box
    baseline: float
    style: TextStyle


@dataclass(frozen=True, slots=True)
class PagePixels:
    """Pixels, three bytes each (red, green, blue); ``scale`` is pixels a point.

    Rows come from the top, each of ``stride`` bytes of which those behind its last pixel mean nothing.
    """

    width: int
    height: int
    scale: float
    area: Box
    pixels: memoryview
    stride: int

    def at(self, x: float, y: float) -> Rgb:
        """The colour at a point of the page."""
        red, green, blue = self.pixels[(start := self.place(x, y)) : start + 3]
        return red, green, blue

    def place(self, x: float, y: float) -> int:
        """Where in ``pixels`` the colour at a point begins; beyond the edge it is that of the edge."""
        column = int((x - self.area.left) * self.scale)
        row = int((self.area.top - y) * self.scale)
        if not (0 <= column < self.width and 0 <= row < self.height):
            column = min(max(column, 0), self.width - 1)
            row = min(max(row, 0), self.height - 1)
        return row * self.stride + 3 * column


@dataclass(frozen=True, slots=True)
class Image:
    """A picture on a page and how finely it is printed, in dots an inch."""

    box: Box
    dpi: float


@dataclass(frozen=True, slots=True)
class DrawnCode:
    """A two-dimensional code that is drawn as one path: its dark cells, and the side of one in points."""

    box: Box
    cell: float


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the file, its name without the mark of a subset."""

    name: str
    embedded: bool
    subset: bool


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A link: to a named place of the file, to a page (both ``inside``), or outwards."""

    box: Box
    target: str
    inside: bool
    resolves: bool
    page: int  # where an inner link leads, -1 elsewhere
    height: float  # and how high on that page


@dataclass(frozen=True, slots=True)
class PageContents:
    """A page with all that the rules ask of it."""

    index: int
    media: Box
    crop: Box
    trim: Box
    bleed: Box
    chars: tuple[Char, ...]
    images: tuple[Image, ...]
    codes: tuple[DrawnCode, ...]
    links: tuple[LinkArea, ...]
    undefined: int  # glyphs drawn as .notdef
    shown: PagePixels
    ground: PagePixels  # the page without its text


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself; empty where it says nothing."""

    title: str
    language: str
    tagged: bool
    ua: str
    archive: str  # part and conformance of PDF/A, or the version of PDF/X
    created: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished file."""

    sheets: tuple[PageContents, ...]
    elements: tuple[Element, ...]
    adrift: tuple[int, ...]  # indices of the pages whose content does not lead to its elements
    fonts: tuple[Font, ...]
    metadata: Metadata


class UnreadableError(Exception):
    """The bytes are no PDF that can be opened."""


class LockedError(UnreadableError):
    """The file asks for a password."""
