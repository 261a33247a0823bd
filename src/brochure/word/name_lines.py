"""The lines of names and headings: they break between phrases, as on the printed page.

Word breaks Japanese text between any two characters. So where a name does not fit on its line, the writer
breaks it. Widths are estimated as for a font with full-em kana, so that no line is longer than Word's.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from brochure.document.line_breaking import needs_autospace
from brochure.document.phrase_breaks import split_short_phrases
from brochure.document.tree import Inlines, Text

_NARROW = 0.72  # of an em: the widest usual Latin letters
_LEAST = 4  # characters of a piece of a long word


def name_lines(content: Inlines, room: float) -> list[Inlines]:
    """Divide a name into lines of at most ``room`` ems; ruby, links and calls stay on one line.

    >>> [line[0].text for line in name_lines((Text("セルアンドジーンセラピー・カタパルト"),), 15)]
    ['セルアンドジーンセラピー・', 'カタパルト']
    """
    if width_in_ems("".join(inline.text for inline in content if isinstance(inline, Text))) <= room:
        return [content]
    if len(content) != 1 or not isinstance(content[0], Text):
        return [content]
    lines: list[str] = [""]
    for phrase in split_short_phrases(content[0].text, max(_LEAST, int(room))):
        if lines[-1] and width_in_ems((lines[-1] + phrase).rstrip()) > room:
            lines.append(phrase)
        else:
            lines[-1] += phrase
    return [(Text(line),) for line in lines]


def width_in_ems(text: str) -> float:
    """The width of a text with full-em kana and kanji, and with the spaces between Japanese and Latin.

    >>> width_in_ems("東京"), round(width_in_ems("東京A"), 2)
    (2.0, 2.97)
    """
    letters = sum(1 if unicodedata.east_asian_width(one) in "WFA" else _NARROW for one in text)
    return letters + sum(needs_autospace(*pair) for pair in pairwise(text)) / 4
