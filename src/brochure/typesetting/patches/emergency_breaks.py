"""A line that is too wide and has no break of its own breaks between characters, whatever its boxes are.

``overflow-wrap: anywhere`` allows a break at any character if a line has no other (CSS Text 3, 5.2).
WeasyPrint breaks so only in the first box of a line. A long word behind a link, behind bold text or behind
a word in another script runs off the page, and so do the last words of a paragraph that stay together (no
upstream issue known; not reported yet). Here such a line is laid out a second time. In this second layout
every box may break like the first one, and two boxes part wherever the rules for Japanese (kinsoku) allow
it. A break between any two characters of a box keeps these rules too: it comes earlier, or in a box before.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from brochure.document.kinsoku import NOT_FIRST, NOT_LAST
from brochure.document.line_breaking import GLUE

_TOLERANCE = 0.01  # CSS pixels: sums of widths are not exact


class _Line:
    """Whether the line that is laid out now has no break of its own."""

    is_emergency = False


def apply() -> None:
    """Wrap the functions of ``layout.inline`` that fill a line.

    Raises:
        RuntimeError: Their parameters differ from the expected ones.
    """
    import inspect

    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import inline

    split_box, split_text, ask = inline.split_inline_box, inline.split_text_box, inline.can_break_text
    if (
        list(inspect.signature(split_box).parameters) != PARAMETERS
        or list(inspect.signature(split_text).parameters)
        != ["context", "box", "available_width", "skip", "is_line_start"]
        or list(inspect.signature(inline.trailing_whitespace_size).parameters) != ["context", "box"]
    ):
        raise RuntimeError("emergency_breaks: weasyprint.layout.inline has changed")

    def split_inline_box(context: Any, box: Any, position_x: float, max_x: float, *others: Any) -> Any:
        if not isinstance(box, boxes.LineBox):
            return split_box(context, box, position_x, max_x, *others)
        outer, _Line.is_emergency = _Line.is_emergency, False
        try:
            made = split_box(context, box, position_x, max_x, *others)
            collected = others[COLLECTED]
            line_children = others[LINE_CHILDREN]
            excess = made[0].width - (max_x - position_x)
            if excess <= _TOLERANCE or any(collected):
                return made
            if excess - inline.trailing_whitespace_size(context, made[0]) <= _TOLERANCE:
                return made
            line_children.clear()
            _Line.is_emergency = True
            return split_box(context, box, position_x, max_x, *others)
        finally:
            _Line.is_emergency = outer

    def can_break_text(text: str, lang: str | None) -> bool:
        if not _Line.is_emergency or not text or len(text) < 2:
            return bool(ask(text, lang))
        if len(text) > 2:
            return True
        return text[0] not in NOT_LAST and text[1] not in NOT_FIRST and GLUE.isdisjoint(text)

    inline.split_inline_box = split_inline_box
    inline.split_text_box = _keeping_rules(split_text)
    inline.can_break_text = can_break_text


def _keeping_rules(split_text: Any) -> Any:
    """``split_text_box`` with breaks between characters that obey kinsoku."""

    def split_text_box(
        context: Any, box: Any, available_width: float | None, skip: int, is_line_start: bool = True
    ) -> Any:
        made = split_text(context, box, available_width, skip, is_line_start or _Line.is_emergency)
        shorter = made
        if _is_forbidden(box.text, made) and not _has_place(box.text, skip, made[1]):
            return made if is_line_start else split_text(context, box, available_width, skip, False)
        while _is_forbidden(box.text, shorter):
            before, shorter = shorter, split_text(context, box, shorter[0].width - _TOLERANCE, skip, True)
            if shorter[1] is None or shorter[1] >= before[1]:
                # no place is right: break in a box before this one, if there is one
                return made if is_line_start else split_text(context, box, available_width, skip, False)
        return shorter

    return split_text_box


def _is_forbidden(text: str, made: tuple[Any, int | None, bool]) -> bool:
    """Whether a text was cut where no line may end; ``made`` is the result of ``split_text_box``."""
    kept, resume, preserved = made
    if kept is None or resume is None or preserved:
        return False
    data = text.encode()
    return _parts_badly(data[:resume].decode()[-1:], data[resume:].decode()[:1])


def _has_place(text: str, skip: int, resume: int) -> bool:
    """Whether a line from ``skip`` that is cut before ``resume`` (both in bytes) has a place for a break.

    Without this question, a text that nowhere may be cut is laid out again for each of its characters.
    """
    kept = text.encode()[skip:resume].decode()
    return any(not _parts_badly(before, after) for before, after in pairwise(kept))


def _parts_badly(before: str, after: str) -> bool:
    """Whether no line may end between two characters."""
    if before == "\u200b" or before.isspace():
        return False  # a break that the text offers, as in an address
    return before in NOT_LAST or after in NOT_FIRST or before in GLUE or after in GLUE


PARAMETERS = [
    *("context", "box", "position_x", "max_x", "bottom_space", "skip_stack", "containing_block"),
    *("absolute_boxes", "fixed_boxes", "line_placeholders", "waiting_floats", "line_children"),
    *("first_letter_style", "first_line_style"),
]
# Indices of the parameters behind max_x. The collected boxes stand elsewhere; a second layout doubles them.
SKIP_STACK, COLLECTED, LINE_CHILDREN = 1, slice(3, 7), 7
