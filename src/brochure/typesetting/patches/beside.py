"""A block beside the one that follows it: a heading in a side column, as tall as it needs to be.

A heading that floats or is positioned is painted, and so copied, after the text beside it; a negative margin
of its own height is what remains, and CSS cannot name that height. ``--next-block: beside`` does: the next
block begins where this one begins, and their parent ends below both, so that nothing after it touches the
heading. The block is laid out in its true height, so that a page breaks before it if it has no room.

WeasyPrint ignores custom properties that no rule uses; other renderers would print the blocks one below the
other.
"""

from __future__ import annotations

from typing import Any

_PROPERTY = "__next_block"  # WeasyPrint's name of --next-block


def apply() -> None:
    """Wrap ``layout.block.block_level_layout``.

    Raises:
        RuntimeError: Its code differs from the expected one.
    """
    from weasyprint.layout import block

    original = block.block_level_layout
    if not hasattr(block, "_in_flow_layout"):
        raise RuntimeError("beside: weasyprint.layout.block has changed")

    def block_level_layout(context: Any, box: Any, *arguments: Any, **named: Any) -> Any:
        made = original(context, box, *arguments, **named)
        if made[0] is not None and _is_beside(box):
            parent = arguments[2] if len(arguments) > 2 else named["containing_block"]
            _let_next_begin_here(made[0], parent)
        return made

    block.block_level_layout = block_level_layout


def _is_beside(box: Any) -> bool:
    """Whether the block itself, and not one that it is in, says ``--next-block: beside``."""
    if _PROPERTY not in getattr(box.style, "cascaded", ()):  # custom properties are inherited
        return False
    return any(getattr(token, "value", None) == "beside" for token in box.style[_PROPERTY] or ())


def _let_next_begin_here(laid: Any, parent: Any) -> None:
    height = laid.border_height()
    laid.margin_bottom = -height
    parent.min_height = max(parent.min_height, laid.margin_top + height)
