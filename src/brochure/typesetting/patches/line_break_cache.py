"""Break each line once for a document, however often it is laid out.

A paragraph that does not fit a page, a table, a note, and a box whose width is computed are laid out again
and
again: more than half of the lines that WeasyPrint asks Pango for were asked for before (no upstream issue
known; not reported yet). The result depends only on the text, its style and the width, so the lines of a
document are cached with its layout. The height of a line without text is cached with its style, and whether
a line may end between two characters is cached for the process.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

MAX_TEXTS = 4096  # cached texts with whether they can break, mostly pairs of characters
_LINES = "brochure_lines"  # attribute of a LayoutContext
_STRUT = "brochure_strut"  # attribute of a style


def apply() -> None:
    """Wrap ``text.line_break.split_first_line`` and ``strut`` wherever the layout uses them.

    Raises:
        RuntimeError: Their code differs from the expected one.
    """
    import inspect

    from weasyprint.layout import inline, preferred
    from weasyprint.text import line_break

    original, strut = line_break.split_first_line, line_break.strut
    names = ["text", "style", "context", "max_width", "justification_spacing", "is_line_start", "minimum"]
    if (
        list(inspect.signature(original).parameters) != names
        or not inline.split_first_line is preferred.split_first_line is original
        or inline.strut is not strut
        or not inline.can_break_text is preferred.can_break_text is line_break.can_break_text
    ):
        raise RuntimeError("line_break_cache: weasyprint.text.line_break has changed")

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        arguments = (max_width, justification_spacing, is_line_start, minimum)
        if context is None:  # text in an SVG
            return original(text, style, context, *arguments)
        known = context.__dict__.setdefault(_LINES, {})
        key = (text, id(style), *arguments)
        if key not in known:  # the style is stored too, so that no other object gets its id
            known[key] = style, original(text, style, context, *arguments)
        layout, *measured = known[key][1]
        return (_copy_without_pango(layout), *measured)

    def known_strut(style: Any) -> Any:
        kept = style.__dict__
        if _STRUT not in kept:
            kept[_STRUT] = strut(style)
        return kept[_STRUT]

    inline.split_first_line = preferred.split_first_line = split_first_line
    inline.strut = known_strut
    can_break_text = lru_cache(MAX_TEXTS)(line_break.can_break_text)
    inline.can_break_text = preferred.can_break_text = can_break_text


def _copy_without_pango(layout: Any) -> Any:
    """A copy of a layout without a Pango object; each box makes its own when it is drawn."""
    twin = object.__new__(type(layout))
    twin.__dict__.update(layout.__dict__)
    return twin
