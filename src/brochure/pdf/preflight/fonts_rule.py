"""Rules for fonts: embedded, subset, allowed by the layout; every character with a glyph."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.model import Font
from brochure.pdf.preflight.report import Finding


def check_fonts(view: PreflightContext) -> Iterator[Finding]:
    """Q501: a font is not embedded; Q502: embedded without subsetting; Q503: not a font of the layout."""
    for font in view.finished.fonts:
        if not font.embedded:
            yield view.finding("Q501", font=font.name)
        elif not font.subset:
            yield view.finding("Q502", font=font.name)
        if view.requirements.fonts is not None and not _allowed(font, view.requirements.fonts):
            yield view.finding("Q503", font=font.name, known="、".join(sorted(view.requirements.fonts)))


def _allowed(font: Font, families: frozenset[str]) -> bool:
    """Whether a PostScript name belongs to one of the families: BIZ-UDPGothic-Bold to BIZ UDPGothic."""
    name = _bare(font.name)
    return any(
        re.fullmatch(f"{re.escape(_bare(family))}(regular|bold|medium|light|italic|oblique)*", name)
        for family in families
    )


def _bare(name: str) -> str:
    return re.sub(r"[^0-9a-z]", "", name.lower())


def check_glyphs(view: PreflightContext) -> Iterator[Finding]:
    """Q504: characters drawn as .notdef (a box); Q505: characters without meaning when copied."""
    for sheet in view.finished.sheets:
        if sheet.undefined:
            yield view.finding("Q504", sheet.index, count=sheet.undefined)
        odd = {text for text in {char.text for char in sheet.chars} if _meaningless(text)}
        for char in sheet.chars if odd else ():
            if char.text in odd:
                yield view.finding("Q505", sheet.index, char.cell, character=f"U+{ord(char.text):04X}")


def _meaningless(character: str) -> bool:
    return character in "\0\ufffd" or unicodedata.category(character) in ("Co", "Cn")
