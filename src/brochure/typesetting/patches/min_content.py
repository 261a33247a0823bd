"""Measure the narrowest width of Japanese text in linear time.

To find where a text may break at width 0, WeasyPrint lays out the whole rest of the text for every character:
quadratic time, seconds for a long cell. The first line of width 0 depends only on the first characters, so a
prefix gives the same result (no upstream issue known; not reported yet).
"""

from __future__ import annotations

from typing import Any

PREFIX = 48  # characters that are laid out
CERTAIN_BREAK = 40  # a break before this many characters does not depend on what follows the prefix


def apply() -> None:
    """Wrap ``split_first_line`` where preferred widths are measured."""
    from weasyprint.layout import preferred

    original = preferred.split_first_line

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        if minimum and max_width == 0 and len(text) > PREFIX:
            result = original(
                text[:PREFIX], style, context, max_width, justification_spacing, is_line_start, minimum
            )
            resume_at = result[2]
            if resume_at is not None and resume_at < len(text[:CERTAIN_BREAK].encode()):
                return result
        return original(text, style, context, max_width, justification_spacing, is_line_start, minimum)

    preferred.split_first_line = split_first_line
