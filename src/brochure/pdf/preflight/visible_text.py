"""Compare texts by what they show: one rule for the body, the notes, and every form of a character."""

from __future__ import annotations

import unicodedata

from brochure.document.look_alikes import VARIATION_SELECTOR

# A bracket in right-to-left words is drawn as its mirror image, so both of a pair count as one (UAX #9, L4).
_ALIKE = dict(zip(map(ord, ")]}>」』）〕］｝〉》】»›"), "([{<「『（〔［｛〈《【«‹", strict=True))
_ALIKE[0x338] = "/"  # the stroke of ≠, which PDFium reads as a slash in right-to-left words


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


def is_right_to_left(text: str) -> bool:
    """Whether a text has right-to-left letters; PDFium changes the order of the characters in such a line."""
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)
