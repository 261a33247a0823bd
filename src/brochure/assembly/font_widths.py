"""How wide and how high characters are in a layout's fonts, for an estimate of lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from brochure.schema.layout import Layout


class Extent(NamedTuple):
    """The width of a character and the height of its line, in ems."""

    width: float
    height: float


@dataclass
class FontWidths:
    """Measures characters in the fonts of a layout, then in the fallback fonts; each is measured once."""

    layout: Layout
    _known: dict[tuple[str, bool], Extent] = field(default_factory=dict)

    def measure(self, character: str, *, bold: bool) -> Extent:
        """The extent of a character; a guess if no font has it."""
        key = (character, bold)
        if key not in self._known:
            found = (_extent(path, path.stat().st_mtime_ns, character) for path in self._files(bold))
            self._known[key] = next((extent for extent in found if extent), _guess(character))
        return self._known[key]

    def _files(self, bold: bool) -> Iterator[Path]:
        weight = "700" if bold else "400"
        for family in self.layout.data.fonts:
            yield self.layout.fonts / family.faces.get(weight, next(iter(family.faces.values())))
        for fallback in self.layout.fallbacks:
            yield fallback.files[0]


def _guess(character: str) -> Extent:
    if unicodedata.category(character) in ("Mn", "Cf"):
        return Extent(0, 1)
    return Extent(1 if unicodedata.east_asian_width(character) in "WF" else 0.6, 1.2)


def _extent(path: Path, modified: int, character: str) -> Extent | None:
    """The extent of a character in a font; ``None`` if the font lacks it."""
    font = _font(path, modified)
    glyph = font.get_nominal_glyph(ord(character))  # type: ignore[attr-defined]
    if not glyph:
        return None
    em = font.face.upem  # type: ignore[attr-defined]
    line = font.get_font_extents("ltr")  # type: ignore[attr-defined]
    height = (line.ascender - line.descender + line.line_gap) / em
    return Extent(font.get_glyph_h_advance(glyph) / em, height)  # type: ignore[attr-defined]


@cache
def _font(path: Path, modified: int) -> object:
    """A font for HarfBuzz; ``modified`` (a time) makes the cache forget a changed file."""
    del modified
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))
