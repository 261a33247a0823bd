"""Compare texts by what they show: one rule for the body, the notes, and every form of a character."""

from __future__ import annotations

import unicodedata

from brochure.document.look_alikes import VARIATION_SELECTOR
from brochure.document.scripts import split_scripts

# A bracket in right-to-left words is drawn as its mirror image, so both of a pair count as one (UAX #9, L4).
_PAIRS = "()[]{}<>「」『』（）〔〕［］｛｝〈〉《》【】〖〗〘〙〚〛⦅⦆｟｠«»‹›≤≥≦≧≪≫∈∋⊂⊃⊆⊇"
_ALIKE = {ord(last): first for first, last in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}
# In right-to-left words PDFium reads the stroke of ≠ and that of a fraction as a slash.
_ALIKE |= {0x338: "/", 0x2044: "/"}


def visible_text(text: str) -> str:
    """Return the visible part of a text: no blanks, no invisible characters, every character in its parts.

    A variation selector is invisible: a copied text does not say which form of a character is drawn.

    Letters with accents and voiced kana are split, wide and half-width forms and ligatures become plain
    letters (Unicode NFKD). So the result for a text is that for its characters one by one.

    >>> visible_text("ﾃﾞ") == visible_text("デ"), visible_text("ﬁ ²⁰")
    (True, 'fi20')
    """
    shown = VARIATION_SELECTOR.sub("", unicodedata.normalize("NFKD", text))
    bare = "".join(c for c in shown if not c.isspace() and unicodedata.category(c) != "Cf")
    return bare.translate(_ALIKE)


def without_marks(visible: str) -> str:
    """Return a visible text without combining marks.

    PDFium orders the pieces of a line by their left edges, and a mark from another font than its letter is a
    piece of its own. So a mark may be read anywhere on its line.
    """
    return "".join(c for c in visible if not unicodedata.category(c).startswith("M"))


def letters_and_digits(visible: str) -> str:
    """Return a visible text without signs: in right-to-left lines PDFium reads ≤ as ≥ and ❶ as 1."""
    return "".join(
        c for c in visible if unicodedata.category(c) == "Nd" or unicodedata.category(c)[0] in "LM"
    )


def is_read_in_other_order(text: str) -> bool:
    """Whether a text has words that PDFium reads in another order, or twice.

    It changes the order of a line with right-to-left letters. Words in a complex script are several pieces,
    for each of which it may repeat the text of the words (``/ActualText``).
    """
    return any(run.script and (run.script.is_rtl or run.script.is_complex) for run in split_scripts(text))
