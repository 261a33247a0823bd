"""No line break between two boxes where Japanese line breaking allows none.

WeasyPrint asks Pango whether a line may break between two inline boxes, and shows it two characters: the last
of one box and the first of the other. Pango (1.50 to 1.56) allows a break before each Thai letter that begins
such a text, even after an opening bracket or U+2060. Here the sets of the preflight decide first.
"""

from __future__ import annotations

from functools import lru_cache

from brochure.document.kinsoku import NOT_FIRST, NOT_LAST
from brochure.document.line_breaking import GLUE

_PAIRS = 4096  # pairs of characters that are remembered


def apply() -> None:
    """Wrap ``can_break_text`` of line and width computation.

    Raises:
        RuntimeError: The two are not the same function.
    """
    from weasyprint.layout import inline, preferred

    ask = inline.can_break_text
    if preferred.can_break_text is not ask:
        raise RuntimeError("box_breaks: WeasyPrint no longer asks one function for breaks")

    @lru_cache(_PAIRS)
    def can_break_pair(pair: str, lang: str | None) -> bool:
        if pair[0] in NOT_LAST or pair[1] in NOT_FIRST or not GLUE.isdisjoint(pair):
            return False
        return bool(ask(pair, lang))

    def can_break_text(text: str, lang: str | None) -> bool:
        return can_break_pair(text, lang) if text and len(text) == 2 else bool(ask(text, lang))

    inline.can_break_text = preferred.can_break_text = can_break_text
