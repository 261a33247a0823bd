"""Which characters the fonts of a layout have, and the shapes of a few words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from brochure.diagnostics.problem import Problem, problem
from brochure.schema.layout import Layout
from brochure.schema.yaml_reader import YamlText

# Invisible characters that need no glyph: the renderer draws nothing for them (Unicode, Default_Ignorable).
_IGNORED = frozenset("\n\t\u00ad\u200b\u200c\u200d\u2060\ufeff")


@cache
def characters(font: Path, modified: int) -> frozenset[int]:
    """The code points that a font has; ``modified`` makes a changed file a new question.

    HarfBuzz reads them in milliseconds; fontTools would name every glyph first, a tenth of a second a face.

    Raises:
        ValueError: This is no font.
    """
    del modified
    import uharfbuzz

    found = frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font))).unicodes)
    if not found:  # HarfBuzz makes an empty face of what it cannot read
        raise ValueError(f"{font.name} has no characters")
    return found


def missing(texts: Iterable[YamlText], layout: Layout) -> Iterator[Problem]:
    """Every character that no font of the layout has, at the place where it is typed."""
    known: set[int] = set()
    for family, weight, font in layout.font_files():
        try:
            known |= characters(font, font.stat().st_mtime_ns)
        except Exception as error:  # uharfbuzz raises what it meets in a broken file
            place = ("fonts", layout.data.fonts.index(family), "faces", weight)
            yield problem("L106", layout.source.locate(place), file=font.name, detail=type(error).__name__)
            return
    names = ", ".join(layout.families)
    for source in texts:
        for path, text in source.scalars():
            if source is layout.source and path[0] != "labels":
                continue  # of the manifest only the labels are printed
            if known.issuperset(map(ord, set(text))):
                continue
            for offset, character in enumerate(text):
                if ord(character) not in known and character not in _IGNORED:
                    details = {"character": character, "code": f"U+{ord(character):04X}", "fonts": names}
                    yield problem("G101", source.locate(path, offset), **details)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A movement of a pen: ``move``, ``line``, ``curve`` (cubic) or ``close``; points in em."""

    kind: str
    points: tuple[tuple[float, float], ...] = ()


def outline(text: str, fonts: Sequence[Path]) -> tuple[tuple[Stroke, ...], float]:
    """A few words as shapes, so that a file needs no font for them.

    Args:
        text: One line; it is not shaped.
        fonts: Each character is taken from the first that has it.

    Returns:
        Strokes from the start of the baseline, and the width; one em is 1.
    """
    from fontTools.pens.transformPen import TransformPen

    tables = [_glyphs(font, font.stat().st_mtime_ns) for font in fonts]
    strokes: list[Stroke] = []
    x = 0.0
    for character in text:
        glyphs, names, em = next((table for table in tables if ord(character) in table[1]), tables[0])
        glyph = glyphs[names.get(ord(character), ".notdef")]
        glyph.draw(TransformPen(_recorder(glyphs, strokes), (em, 0, 0, em, x, 0)))
        x += glyph.width * em
    return tuple(strokes), x


@cache
def _glyphs(font: Path, modified: int) -> tuple[Any, Mapping[int, str], float]:
    """The glyphs of a font, their names by code points, and a unit in em; every side has a label from it.

    ``modified`` makes a changed file a new question.
    """
    del modified
    from fontTools.ttLib import TTFont

    opened = TTFont(BytesIO(font.read_bytes()), lazy=True)
    return opened.getGlyphSet(), opened.getBestCmap(), 1 / opened["head"].unitsPerEm


def _recorder(glyphs: Any, strokes: list[Stroke]) -> Any:
    """A pen that keeps what it draws; its base turns quadratic curves into cubic ones."""
    from fontTools.pens.basePen import BasePen

    class Recorder(BasePen):  # type: ignore[misc]
        def _moveTo(self, point: Any) -> None:  # noqa: N802
            strokes.append(Stroke("move", (point,)))

        def _lineTo(self, point: Any) -> None:  # noqa: N802
            strokes.append(Stroke("line", (point,)))

        def _curveToOne(self, *points: Any) -> None:  # noqa: N802
            strokes.append(Stroke("curve", points))

        def _closePath(self) -> None:  # noqa: N802
            strokes.append(Stroke("close"))

    return Recorder(glyphs)
