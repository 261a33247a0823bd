"""Words in the slug: outside the trim and the bleed, where a sheet is cut off (ISO 15930-7, 3.27).

They are drawn as shapes in the registration colour, so a press file gets no further font.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from brochure.pdf.geometry import Box
from brochure.pdf.preflight.report import MM

HEIGHT = 4.0  # mm, of the letters
ROOM = 8.0  # mm of sheet that the words need outside the bleed
_GAP = 2.0  # mm between the bleed and the letters
_INDENT = 8.0  # mm from the left edge of the trim: clear of the corner marks


@dataclass(frozen=True, slots=True)
class Slug:
    """Words for the slug, and the font files to draw them with; the first that has all letters is used."""

    words: str
    fonts: tuple[Path, ...]


def slug_content(slug: Slug, trim: Box, bleed: float, space: str) -> bytes:
    """The content stream that draws the words below the page.

    Args:
        slug: The words.
        trim: The trim box.
        bleed: In mm.
        space: The name of the colour space.
    """
    size = HEIGHT * MM
    left, bottom = trim.left + _INDENT * MM, trim.bottom - (bleed + _GAP) * MM - size
    shapes, units = _outlines(slug.words, slug.fonts)
    scale = size / units
    return (
        f"q {space} cs 1 scn {scale:.6f} 0 0 {scale:.6f} {left:.3f} {bottom:.3f} cm\n{shapes}f\nQ\n".encode()
    )


@cache
def _outlines(words: str, fonts: Sequence[Path]) -> tuple[str, int]:
    """The path of words in units of their font, and the units of an em.

    Raises:
        ValueError: No font has all letters.
    """
    from fontTools.pens.basePen import BasePen
    from fontTools.ttLib import TTFont

    class PathPen(BasePen):  # type: ignore[misc]  # fontTools has no types
        """Writes outlines as operators of a content stream, moved to the right by ``x``."""

        def __init__(self, glyphs: object) -> None:
            super().__init__(glyphs)
            self.x = 0.0
            self.operators: list[str] = []

        def _add(self, operator: str, *points: tuple[float, float]) -> None:
            placed = " ".join(f"{x + self.x:.1f} {y:.1f}" for x, y in points)
            self.operators.append(f"{placed} {operator}".strip())

        def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
            self._add("m", pt)

        def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
            self._add("l", pt)

        def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
            self._add("c", *points)

        def _closePath(self) -> None:  # noqa: N802
            self._add("h")

    for path in fonts:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            names = font.getBestCmap()
            if not all(ord(letter) in names for letter in words):
                continue
            glyphs = font.getGlyphSet()
            pen = PathPen(glyphs)
            for letter in words:
                glyph = glyphs[names[ord(letter)]]
                glyph.draw(pen)
                pen.x += glyph.width
            return "\n".join(pen.operators) + "\n", int(font["head"].unitsPerEm)
    raise ValueError(words)
