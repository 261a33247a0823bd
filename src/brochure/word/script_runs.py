"""Texts as runs of one script, each with the font, direction and language that Word needs for it.

Word takes the font of a character from one of four slots (``w:rFonts``): ``ascii``, ``hAnsi``, ``eastAsia``,
and ``cs`` for complex scripts. The styles fill the first three with the layout's own face. So only what that
face lacks gets a font here, and a Japanese text stays a single run.

Source: ECMA-376-1:2016, 17.3.2.26 (rFonts), 17.3.2.30 (rtl), 17.3.2.7 (cs).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from brochure.assembly.font_coverage import font_characters, layout_family
from brochure.document.scripts import Script, split_scripts
from brochure.schema.font_families import FallbackFamily, FontFamily
from brochure.schema.layout import Layout
from brochure.word import ooxml
from brochure.word.languages import UNKNOWN, is_east_asian, language_property, word_tag

_LETTERS = "A-Za-z\u00aa\u00ba\u00c0-\u02af\u0300-\u052f\u1e00-\u1fff"
# A Latin, Greek or Cyrillic name is set in one face, not only the letters that the layout's face lacks.
_PHRASE = re.compile(rf"[{_LETTERS}]+(?:[ \u00a0'’-][{_LETTERS}]+)*")
_OWN = ""  # the layout's own face, which the styles name


@dataclass(frozen=True)
class ScriptRuns:
    """Writes texts as runs; ``layout`` has the families and their names in Word."""

    layout: Layout
    _faces: dict[tuple[str, str, bool], str] = field(default_factory=dict)
    _known: dict[str, Container[int]] = field(default_factory=dict)  # code points by family

    def text_runs(self, text: str, style: str = "", more: str = "", lang: str = "") -> str:
        """A text as one or more runs.

        Args:
            text: The text.
            style: The id of a character style, or empty.
            more: Further properties of each run as XML, such as underlining.
            lang: The language of the text if it is marked; written as it was typed.
        """
        if text.isascii() and not lang:
            return ooxml.text_run(text, style, more)
        runs = (piece for run in split_scripts(text) for piece in self._pieces(run.text, run.script, lang))
        return "".join(
            ooxml.text_run(piece, style, more, fonts=fonts, language=language)
            for piece, fonts, language in runs
        )

    def _pieces(self, text: str, script: Script | None, lang: str) -> Iterator[tuple[str, str, str]]:
        """The pieces of a run of one script: text, fonts, and properties of script and language."""
        if script is None:
            for face, piece in self._split_by_face(text, lang):
                yield piece, _font_slots(face, piece), language_property(lang, piece)
            return
        letters = (c for c in text if not c.isascii() and unicodedata.category(c)[0] not in "ZC")
        face = self._face(next(letters, text[0]), lang, named=script.is_complex)
        tag = lang if lang and lang != UNKNOWN else word_tag(script)
        kind = "<w:rtl/>" if script.is_rtl else "<w:cs/>" if script.is_complex else ""
        fonts = f"<w:rFonts w:cs={ooxml.quoted_attribute(face)}/>" if face else ""
        if not script.is_complex:
            fonts = _font_slots(face, text)
        yield text, fonts, kind + language_property(tag, text)

    def _split_by_face(self, text: str, lang: str) -> Iterator[tuple[str, str]]:
        """The pieces of a text with the name of their face in Word; empty for the layout's own face."""
        faces: list[str] = []
        for character in text:
            joins = faces and unicodedata.category(character)[0] in "MC"  # marks stay with their letter
            faces.append(faces[-1] if joins else self._face(character, lang))
        if not any(faces):
            yield _OWN, text
            return
        for phrase in _PHRASE.finditer(text):
            if face := next(filter(None, faces[slice(*phrase.span())]), _OWN):
                faces[slice(*phrase.span())] = [face] * len(phrase[0])
        for face, group in groupby(zip(faces, text, strict=True), key=lambda pair: pair[0]):
            yield face, "".join(character for _, character in group)

    def _face(self, character: str, lang: str, *, named: bool = False) -> str:
        """The name in Word of the face for a character; empty if the styles have it, or no family.

        The order of families is that of the PDF: the family of the language, the layout's own, the fallback
        families. ``named``: also the layout's own face gets its name, because styles have no complex scripts.
        """
        key = (character, lang, named)
        if key not in self._faces:
            self._faces[key] = self._find_face(*key)
        return self._faces[key]

    def _find_face(self, character: str, lang: str, named: bool) -> str:
        if unicodedata.category(character)[0] in "ZC":
            return _OWN  # a blank
        preferred = layout_family(lang, self.layout) if lang else ""
        own = self.layout.data.fonts
        for family in sorted(self._families, key=lambda one: one.family != preferred):
            if ord(character) in self._characters(family):
                # A character style has the layout's face of a language (冊子 外国語 zh).
                has_style = family is own[0] or (family.family == preferred and family in own)
                return _OWN if has_style and not named else family.word
        return _OWN

    @cached_property
    def _families(self) -> tuple[FontFamily, ...]:
        return (*self.layout.data.fonts, *self.layout.fallbacks)

    def _characters(self, family: FontFamily) -> Container[int]:
        """The characters of a family; all if a font of the layout cannot be read, which `check` reports."""
        if family.family not in self._known:
            if isinstance(family, FallbackFamily):
                file = family.files[0]
            else:
                file = self.layout.fonts / next(iter(family.faces.values()))
            try:
                self._known[family.family] = font_characters(file, file.stat().st_mtime_ns)
            except (OSError, ValueError):
                self._known[family.family] = range(0x110000)
        return self._known[family.family]


def _font_slots(face: str, text: str) -> str:
    """The font of a text that is not of a complex script."""
    if not face:
        return ""
    name = ooxml.quoted_attribute(face)
    if any(map(is_east_asian, text)):
        return f'<w:rFonts w:hint="eastAsia" w:eastAsia={name}/>'
    return f"<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name}/>"
