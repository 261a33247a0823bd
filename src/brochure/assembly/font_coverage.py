"""Font coverage: characters that no font of a layout has, and outlines of a few words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.document.look_alikes import CERTAIN, VARIATION_SELECTOR, meant_text
from brochure.schema.font_families import FallbackFamily
from brochure.schema.layout import Layout
from brochure.schema.look_alike_warnings import code_points, list_some
from brochure.schema.printed_texts import PrintedText

_CONTROLS = frozenset((*range(0x20), *range(0x7F, 0xA0)))  # some fonts have an empty glyph for them
# Invisible characters that need no glyph (Unicode, Default_Ignorable).
_VARIATION = re.compile(rf"(.?)({VARIATION_SELECTOR.pattern})", re.DOTALL)
_IGNORED = frozenset("\n\t\u00ad\u200b\u200c\u200d\u2060\ufeff")
# Marks that turn the letters after them (UAX #9): a text would be printed in another order than it is stored,
# and an address would lead elsewhere than it says. Arabic and Hebrew need none of them here.
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# Controls, and separators that renderers take for the end of a line or a paragraph.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@cache
def font_characters(font: Path, modified: int) -> frozenset[int]:
    """Return the code points of a font; ``modified`` (a time) makes the cache forget a changed file.

    HarfBuzz reads them in milliseconds; fontTools needs a tenth of a second per face.

    Raises:
        ValueError: The file is not a font.
    """
    del modified
    import uharfbuzz

    found = frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font))).unicodes)
    if not found:  # HarfBuzz returns an empty face for a file it cannot read
        raise ValueError(f"{font.name} has no characters")
    return found - _CONTROLS


def missing_characters(texts: Iterable[PrintedText], layout: Layout) -> Iterator[Problem]:
    """Yield a problem for the characters of each text and script that no font has (G101, L106).

    Characters that turn others around are a problem too (G103), and control characters (G104).

    The fallback fonts are read only if the layout's own fonts lack a character.
    """
    known: set[int] = set()
    for family, weight, font in layout.font_files():
        place = ("fonts", layout.data.fonts.index(family), "faces", weight)
        try:
            known |= _characters(font)
        except _FontError as error:
            yield problem("L106", layout.source.locate(place), file=font.name, detail=error)
            return
    missing: set[int] | None = None  # unknown while the layout's own fonts suffice
    names = ", ".join(layout.own_families)
    for text in texts:
        for turning in _TURNING.finditer(text.text):
            where = text.source.locate(text.path, turning.start())
            yield problem("G103", where, code=f"U+{ord(turning[0]):04X}")
        for control in _CONTROL.finditer(text.text):
            where = text.source.locate(text.path, control.start())
            yield problem("G104", where, code=f"U+{ord(control[0]):04X}")
        if not text.is_drawn or known.issuperset(map(ord, set(text.text))):
            continue
        if missing is None:
            try:
                missing = set()
                for font in layout.fallback_paths:
                    known |= _characters(font)
            except _FontError as error:
                yield problem("L106", file=font.name, detail=error)
                return
        scripts: dict[str, dict[str, int]] = {}  # the first offset of each character
        for offset, character in _drawn_characters(text):
            if ord(character) not in known:
                scripts.setdefault(_script(character), {}).setdefault(character, offset)
        for found in scripts.values():
            codes = list_some([f"{one} (U+{ord(one):04X})" for one in found])
            where = text.source.locate(text.path, min(found.values()))
            yield problem("G101", where, characters=codes, fonts=names)


def _drawn_characters(text: PrintedText) -> Iterator[tuple[int, str]]:
    """Yield the characters of a text that need a glyph, as they are printed, with their offsets as typed."""
    at = 0
    for one in (*text.look_alikes(), None):
        end = one.offset if one else len(text.text)
        for offset in range(at, end):
            character = text.text[offset]
            if not _is_blank(character) and not VARIATION_SELECTOR.match(character):
                yield offset, character
        if one and one.kind in CERTAIN:
            yield from ((one.offset, character) for character in one.meant if not _is_blank(character))
            end += len(one.typed)
        at = end


def _script(character: str) -> str:
    """Return the script of a character, as its name in Unicode begins with it."""
    return unicodedata.name(character, "").partition(" ")[0]


def variation_warnings(texts: Iterable[PrintedText], layout: Layout) -> Iterator[Problem]:
    """Yield a warning for each file with characters in forms that no font has (G102).

    A variation selector chooses a form of the character before it; a font without it draws the usual form.
    """
    found: dict[str, tuple[PrintedText, dict[str, int]]] = {}
    for text in texts:
        for match in _VARIATION.finditer(text.text) if text.is_drawn else ():
            base, selector = meant_text(match[1]), match[2]
            if selector not in meant_text(match[0]):
                continue  # it chooses nothing, and is told as invisible (Y213)
            if not any(_has_form(font, base, selector) for font in layout.font_paths):
                found.setdefault(text.source.file, (text, {}))[1].setdefault(match[0], match.start())
    for text, forms in found.values():
        shown = list_some([f"{form} ({code_points(form)})" for form in forms])
        offset = next(iter(forms.values()))
        yield problem("G102", text.source.locate(text.path, offset), characters=shown)


def _has_form(font: Path, base: str, selector: str) -> bool:
    try:
        return bool(base) and ord(base) in _forms(font, font.stat().st_mtime_ns, ord(selector))
    except Exception:  # a broken file, which missing_characters reports
        return True


@cache
def _forms(font: Path, modified: int, selector: int) -> frozenset[int]:
    """Return the characters that have a form of their own with a variation selector (cmap, format 14)."""
    del modified
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font)))
    return frozenset(face.variation_unicodes(selector))


class _FontError(Exception):
    """A font cannot be read; the text is the kind of the error."""


def _characters(font: Path) -> frozenset[int]:
    try:
        return font_characters(font, font.stat().st_mtime_ns)
    except Exception as error:  # a broken file makes uharfbuzz raise various errors
        raise _FontError(type(error).__name__) from error


def needed_fallbacks(
    texts: Iterable[str], marked: Iterable[str], layout: Layout
) -> tuple[FallbackFamily, ...]:
    """Return the fallback families that a document needs, in the order of their manifest.

    The files are not opened if the layout's own fonts have all characters.

    Args:
        texts: All text that is printed; markup around it does no harm. A family is needed for a character
            that no family before it has.
        marked: The families of words that are marked with a language; see :func:`layout_family`.
        layout: The layout.

    Raises:
        BrochureError: A font cannot be read (L106).
    """
    wanted = set(marked)
    missing = {ord(character) for character in set().union(*texts) if not _is_blank(character)}
    font = Path()
    try:
        for font in layout.font_paths:
            missing -= _characters(font)
        for family in layout.fallbacks if missing else ():
            for font in family.files:
                found = missing & _characters(font)
                if found:
                    wanted.add(family.family)
                    missing -= found
    except _FontError as error:
        raise BrochureError([problem("L106", file=font.name, detail=error)]) from None
    return tuple(family for family in layout.fallbacks if family.family in wanted)


def _is_blank(character: str) -> bool:
    """Whether nothing is drawn: blanks of any width and format characters need no font."""
    return character in _IGNORED or unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cf", "Cc")


def layout_family(tag: str, layout: Layout) -> str:
    """Return the family that comes first for words of a language; "" if there is none.

    The longest tag wins, zh-TW before zh; of the same tags, that of the layout's own family.
    """
    families = (*layout.data.fonts, *layout.fallbacks)
    parts = tag.lower().split("-")
    for length in range(len(parts), 0, -1):
        wanted = "-".join(parts[:length])
        for family in families:
            if wanted in map(str.lower, family.lang):
                return family.family
    return ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A movement of a pen: ``move``, ``line``, ``curve`` (cubic) or ``close``; points in em."""

    kind: str
    points: tuple[tuple[float, float], ...] = ()


def outline_text(text: str, fonts: Sequence[Path]) -> tuple[tuple[Stroke, ...], float]:
    """Return a few words as outlines, so that a file needs no font for them.

    Args:
        text: One line; no text shaping is applied.
        fonts: Font files; each character is taken from the first that has it.

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
    """Return the glyphs of a font, their names by code point, and the size of a font unit in em.

    ``modified`` (a time) makes the cache forget a changed file. The result is cached, because the label of
    every side uses it.
    """
    del modified
    from fontTools.ttLib import TTFont

    opened = TTFont(BytesIO(font.read_bytes()), lazy=True)
    return opened.getGlyphSet(), opened.getBestCmap(), 1 / opened["head"].unitsPerEm


def _recorder(glyphs: Any, strokes: list[Stroke]) -> Any:
    """Return a pen that records strokes; its base class turns quadratic curves into cubic ones."""
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
