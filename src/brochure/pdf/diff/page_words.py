"""The words of a page with their places, in the order of the file.

Words are those of :mod:`brochure.document.diff`. A line end, and a blank that PDFium guesses, parts two words
between letters that are written with blanks, and where the next character stands elsewhere on the page.
Japanese may be broken anywhere: in a paragraph, the next line goes on with the word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from brochure.document.diff import split_words
from brochure.pdf.diff.model import SeenBox

_LINE_END_HYPHENS = ("\ufffe", "\x02")  # PDFium's codes for a hyphen at the end of a line
_SPACED = ("LATIN", "DIGIT", "GREEK", "CYRILLIC", "HANGUL", "ARABIC", "HEBREW", "DEVANAGARI")


@dataclass(frozen=True, slots=True)
class PageWord:
    """A word, and the boxes of its parts: one, or one on each line; ``is_apart`` if a blank is before it."""

    text: str
    boxes: tuple[SeenBox, ...]
    is_apart: bool = False


def page_words(characters: Sequence[str], boxes: Sequence[SeenBox]) -> tuple[PageWord, ...]:
    """Join the characters of a page to words."""
    kept = list(_kept(characters, boxes))
    found: list[PageWord] = []
    start, is_apart = 0, False
    for word in split_words("".join(text for text, _ in kept)):
        until = start + len(word)
        if word.strip():
            found.append(PageWord(word, tuple(_lines(box for _, box in kept[start:until] if box)), is_apart))
        start, is_apart = until, not word.strip()
    return tuple(found)


def _lines(boxes: Iterable[SeenBox]) -> Iterator[SeenBox]:
    """The boxes of characters, joined where one stands beside the other."""
    line: SeenBox | None = None
    for box in boxes:
        if line and _is_elsewhere_in_word(line, box):
            yield line
            line = None
        line = line.around(box) if line else box
    if line:
        yield line


def _is_elsewhere_in_word(line: SeenBox, box: SeenBox) -> bool:
    across = min(line.bottom, box.bottom) - max(line.top, box.top)
    along = min(line.right, box.right) - max(line.left, box.left)
    return across <= 0 and along <= 0


def _kept(characters: Sequence[str], boxes: Sequence[SeenBox]) -> Iterator[tuple[str, SeenBox | None]]:
    """The characters that count, each of one code point; a blank only where it parts two words."""
    last, is_apart = "", False
    where: SeenBox | None = None
    for character, box in zip(characters, boxes, strict=True):
        if character in _LINE_END_HYPHENS:
            last = ""  # the parts of a hyphenated word belong together
            continue
        if not character or unicodedata.category(character) in ("Cc", "Cf", "Cn", "Cs", "Zs", "Zl", "Zp"):
            is_apart = is_apart or bool(character)
            continue
        if (
            is_apart
            and last
            and ((_is_spaced(last) and _is_spaced(character)) or (where and _is_elsewhere(where, box)))
        ):
            yield " ", None
        for one in unicodedata.normalize("NFKC", character) if _is_ligature(character) else character:
            yield one, box
        last, is_apart, where = character, False, box


def _is_elsewhere(last: SeenBox, box: SeenBox) -> bool:
    """Whether a character neither goes on in the line nor begins the next line of the paragraph."""
    size = max(last.bottom - last.top, last.right - last.left, box.bottom - box.top, box.right - box.left)
    down, left = box.top - last.top, last.left - box.right
    is_in_line = abs(down) < size and 0 <= box.left - last.right + size < 2.5 * size
    is_next_line = 0 < down < 2.5 * size
    is_next_column = 0 < left < 2 * size and down < 0  # of a vertical text
    return not (is_in_line or is_next_line or is_next_column)


def _is_ligature(character: str) -> bool:
    """Whether it is a form of other characters that only fonts need: ﬁ, or a radical for its kanji."""
    return "\ufb00" <= character <= "\ufb4f" or "\u2e80" <= character <= "\u2fdf"


def _is_spaced(character: str) -> bool:
    return character.isascii() or unicodedata.name(character, "").startswith(_SPACED)
