"""Which characters the fonts of a layout have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from brochure.errors import Problem, problem
from brochure.layout import Layout
from brochure.yamltext import YamlText

# Invisible characters that need no glyph: the renderer draws nothing for them (Unicode, Default_Ignorable).
_IGNORED = frozenset("\n\t\u00ad\u200b\u200c\u200d\u2060\ufeff")


@cache
def characters(font: Path, modified: int) -> frozenset[int]:
    """The code points that a font has; ``modified`` makes a changed file a new question."""
    del modified
    from fontTools.ttLib import TTFont

    with font.open("rb") as file, TTFont(file, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def missing(texts: Iterable[YamlText], layout: Layout) -> Iterator[Problem]:
    """Every character that no font of the layout has, at the place where it is typed."""
    known: set[int] = set()
    for family, weight, font in layout.font_files():
        try:
            known |= characters(font, font.stat().st_mtime_ns)
        except Exception as error:  # fontTools raises what it meets in a broken file
            place = ("fonts", layout.data.fonts.index(family), "faces", weight)
            yield problem("L106", layout.source.locate(place), file=font.name, detail=type(error).__name__)
            return
    names = ", ".join(family.family for family in layout.data.fonts)
    for source in texts:
        for path, text in source.scalars():
            if source is layout.source and path[0] != "labels":
                continue  # of the manifest only the labels are printed
            for offset, character in enumerate(text):
                if ord(character) not in known and character not in _IGNORED:
                    details = {"character": character, "code": f"U+{ord(character):04X}", "fonts": names}
                    yield problem("G101", source.locate(path, offset), **details)
