"""Resolve the lengths of a box once for each style and containing block, not at each layout.

Whenever a box is laid out, WeasyPrint computes nineteen lengths (margins, padding, borders, sizes) one by
one. They depend on its style and the size of its containing block, so they are cached with the style (no
upstream issue known; not reported yet). Copied styles may change at any time, as flex and grid layout do, and
tables with collapsed borders depend on their neighbours: their lengths are not cached.
"""

from __future__ import annotations

from typing import Any

_LENGTHS, _COPIED = "brochure_lengths", "brochure_copied"  # attributes of a style
LENGTHS = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in ("top", "right", "bottom", "left")),
    *(f"border_{side}_width" for side in ("top", "right", "bottom", "left")),
    *(f"{limit}{axis}" for limit in ("", "min_", "max_") for axis in ("width", "height")),
)


def apply() -> None:
    """Wrap ``layout.percent.resolve_percentages`` wherever the layout uses it, and the copying of styles.

    Raises:
        RuntimeError: Their code differs from the expected one.
    """
    import inspect

    from weasyprint import css
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import absolute, block, column, float, grid, inline, page, percent, table

    original = percent.resolve_percentages
    users = (absolute, block, column, float, grid, inline, page, percent, table)
    if list(inspect.signature(original).parameters) != ["box", "containing_block"] or any(
        user.resolve_percentages is not original for user in users
    ):
        raise RuntimeError("used_values: weasyprint.layout.percent has changed")

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        kept = style.__dict__
        if _COPIED in kept or style["border_collapse"] == "collapse" or isinstance(box, boxes.PageBox):
            original(box, containing_block)
            return
        if isinstance(containing_block, boxes.Box):
            room = (containing_block.width, containing_block.height)
        else:
            room = tuple(containing_block)
        known = kept.setdefault(_LENGTHS, {})
        if room in known:
            box.__dict__.update(known[room])
        else:
            original(box, containing_block)
            known[room] = {name: box.__dict__[name] for name in LENGTHS}

    for user in users:
        user.resolve_percentages = resolve_percentages
    for kind in (css.ComputedStyle, css.AnonymousStyle):
        kind.copy = _mark_copies(kind.copy)


def _mark_copies(copy: Any) -> Any:
    def copy_marked(self: Any) -> Any:
        made = copy(self)
        made.__dict__[_COPIED] = True
        return made

    return copy_marked
