"""Superscripts and subscripts: the characters of Unicode, and the same as plain characters.

Source: Unicode 15.1, UnicodeData.txt (decompositions <super> and <sub>).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

SUPER = (
    "\u00b2\u00b3\u00b9\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d2e\u1d30-\u1d3a\u1d3c-\u1d4d\u1d4f-\u1d61"
    "\u1d9b-\u1dbf\u2070\u2071\u2074-\u207f"
)
SUB = "\u1d62-\u1d6a\u2080-\u208e\u2090-\u209c\u2c7c"
_RAISED = re.compile(f"(?P<super>[{SUPER}]+)|(?P<sub>[{SUB}]+)")
_SIGN = re.compile(r"-(?=\d|\Z)")  # a hyphen before a number or at the end is a minus sign, as in 10⁻⁹, Cl⁻


def plain_form(characters: str) -> tuple[str, bool]:
    """Return plain characters for those of :data:`SUPER` or :data:`SUB`, and whether they are raised.

    >>> plain_form("⁻⁹"), plain_form("₂")
    (('−9', True), ('2', False))
    """
    plain = "".join(unicodedata.normalize("NFKC", character) for character in characters)
    return plain, bool(re.match(f"[{SUPER}]", characters))


def with_minus(text: str) -> str:
    """Return a typed superscript or subscript with a minus sign for a hyphen before a number."""
    return _SIGN.sub("−", text)


def unicode_form(text: str, *, is_super: bool) -> str:
    """Return the characters of Unicode for a superscript or subscript; or an empty string if there are none.

    >>> unicode_form("−9", is_super=True), unicode_form("県", is_super=True)
    ('⁻⁹', '')
    """
    found = [_characters()[is_super].get(character, "") for character in text]
    return "".join(found) if all(found) else ""


def split_superscripts(text: str) -> Iterator[tuple[str, bool | None]]:
    """Yield a text in pieces: superscripts (True), subscripts (False), and plain text (None).

    >>> list(split_superscripts("CO₂"))
    [('CO', None), ('2', False)]
    """
    at = 0
    for found in _RAISED.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], None
        yield plain_form(found[0])
        at = found.end()
    if at < len(text):
        yield text[at:], None


@cache
def _characters() -> tuple[dict[str, str], dict[str, str]]:
    """The characters of Unicode by the plain character: of subscripts, of superscripts."""
    made: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for code in (
        *range(0xB2, 0xBA),
        *range(0x2B0, 0x2E5),
        *range(0x1D2C, 0x1DC0),
        *range(0x2070, 0x209D),
        0x2C7C,
    ):
        if found := _RAISED.fullmatch(chr(code)):
            plain = unicodedata.normalize("NFKC", found[0])
            made[bool(found["super"])].setdefault(plain, found[0])
    return made
