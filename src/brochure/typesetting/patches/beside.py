"""A block beside the one that follows it: a heading in a side column, as tall as it needs to be.

A heading that floats or is positioned is painted, and so copied, after the text beside it; a negative margin
of its own height is what remains, and CSS cannot name that height. ``--next-block: beside`` does: the next
block begins where this one begins, and their parent ends below both, so that nothing after it touches the
heading. The block is laid out in its true height, so that a page breaks before it if it has no room.

``--below-beside: yes`` keeps a block that reaches into the side column, such as a caption or a wide figure,
from running into a heading there: it begins below the heading if both are on one page.

WeasyPrint ignores custom properties that no rule uses; other renderers would print the blocks one below the
other.
"""

from __future__ import annotations

from typing import Any

_PROPERTY = "__next_block"  # WeasyPrint's name of --next-block
_BELOW = "__below_beside"  # and of --below-beside
_SPACE = 5  # px between a heading and what moves below it
_STORE = "boxes_in_side_column"  # on the layout context: by element, page, left and lower edge


def apply() -> None:
    """Wrap ``layout.block.block_level_layout``.

    Raises:
        RuntimeError: Its code differs from the expected one.
    """
    from weasyprint.layout import block

    original = block.block_level_layout
    if not (hasattr(block, "_in_flow_layout") and hasattr(block, "get_clearance")):
        raise RuntimeError("beside: weasyprint.layout.block has changed")

    def block_level_layout(context: Any, box: Any, *arguments: Any, **named: Any) -> Any:
        made = original(context, box, *arguments, **named)
        if made[0] is not None and _says(box, _PROPERTY, "beside"):
            parent = arguments[2] if len(arguments) > 2 else named["containing_block"]
            _let_next_begin_here(made[0], parent)
            known = context.__dict__.setdefault(_STORE, {})
            known[id(box.element)] = (context.current_page, *_place(made[0]))
        return made

    clearance_of_floats = block.get_clearance

    def get_clearance(context: Any, box: Any, direction: Any, collapsed_margin: float = 0) -> Any:
        own = clearance_of_floats(context, box, direction, collapsed_margin)
        needed = _clearance(context, box, collapsed_margin) if _says(box, _BELOW, "yes") else 0
        return max(own or 0, needed) if needed > 0 else own

    block.block_level_layout = block_level_layout
    block.get_clearance = get_clearance


def _says(box: Any, name: str, value: str) -> bool:
    """Whether the block itself, and not one that it is in, has a custom property with this value."""
    if name not in getattr(box.style, "cascaded", ()):  # custom properties are inherited
        return False
    return any(getattr(token, "value", None) == value for token in box.style[name] or ())


def _place(laid: Any) -> tuple[float, float]:
    """The left and the lower edge of a block."""
    return laid.position_x + laid.margin_left, laid.position_y + laid.margin_top + laid.border_height()


def _clearance(context: Any, box: Any, collapsed_margin: float) -> float:
    """How far a block must move down to begin below what stands in the side column of its page."""
    lower = [
        lower
        for page, left, lower in getattr(context, _STORE, {}).values()
        if page == context.current_page and left < box.position_x - 1
    ]
    needed = float(max(lower, default=0) - box.position_y - collapsed_margin)
    return needed + _SPACE if needed > 0 else 0


def _let_next_begin_here(laid: Any, parent: Any) -> None:
    height = laid.border_height()
    moved = (laid.clearance or 0) if _says(laid, _BELOW, "yes") else 0
    laid.margin_bottom = -height - moved
    parent.min_height = max(parent.min_height, laid.margin_top + height + moved)
