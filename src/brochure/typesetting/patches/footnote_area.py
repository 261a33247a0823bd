"""Lay out each note of a page once, not again whenever another one is added.

To measure the space left on a page, WeasyPrint copies and lays out all its notes again whenever one is added,
removed or put back, which it does for every line it tries: a third of the layout's time (no upstream issue
known; not reported yet). A note at the same position gives the same box, so the notes of the current page are
cached, and only the area around them is laid out.
"""

from __future__ import annotations

import inspect
import textwrap
from math import inf
from typing import Any

ORIGINAL = """\
            footnote_area = build.create_anonymous_boxes(
                self.current_footnote_area.deepcopy())
            footnote_area = block_level_layout(
                self, footnote_area, -inf, None,
                self.current_footnote_area.page)[0]
"""
PATCHED = "            footnote_area = laid_out_notes(self)\n"
_NOTES_ATTRIBUTE = "brochure_notes"  # attribute of a LayoutContext: the notes of the page


def apply() -> None:
    """Patch ``layout.LayoutContext._update_footnote_area``, and wrap ``layout.block.block_level_layout``.

    Raises:
        RuntimeError: Their source differs from the expected one.
    """
    from weasyprint import layout
    from weasyprint.layout import block

    source = inspect.getsource(layout.LayoutContext._update_footnote_area)
    original = block.block_level_layout
    names = ["context", "box", "bottom_space", "skip_stack", "containing_block", "page_is_empty"]
    if source.count(ORIGINAL) != 1 or list(inspect.signature(original).parameters)[:6] != names:
        raise RuntimeError("footnote_area: weasyprint.layout.LayoutContext has changed")
    mended = textwrap.dedent(source.replace(ORIGINAL, PATCHED))
    scope = {**vars(layout), "laid_out_notes": _laid_out_area}
    exec(compile(mended, layout.__file__, "exec"), scope)
    layout.LayoutContext._update_footnote_area = scope["_update_footnote_area"]

    def block_level_layout(context: Any, box: Any, *arguments: Any, **named: Any) -> Any:
        kept = context.__dict__.get(_NOTES_ATTRIBUTE)
        known = kept.laid.get(id(box)) if kept else None
        if known is None or named:  # a grid names its arguments; its items are no notes of the page
            return original(context, box, *arguments, **named)
        key = _layout_key(context, box, *arguments)
        if key not in known:
            known[key] = original(context, box, *arguments)
        made, resume_at, next_page, margins, *rest = known[key]
        return (made, resume_at, next_page, list(margins), *rest)  # a copy, as the caller appends to it

    block.block_level_layout = block_level_layout


class _Notes:
    """The notes of a page: the boxes built for each note, and their layouts by position."""

    def __init__(self, area: Any) -> None:
        self.area = area
        self.built: dict[int, list[Any] | None] = {}
        self.laid: dict[int, dict[Any, Any]] = {}

    def boxes(self, note: Any) -> list[Any] | None:
        """The boxes of a note; None if its layout depends on other notes.

        The originals are not changed; the final page uses them.
        """
        if id(note) not in self.built:
            made = self.built[id(note)] = (
                _build_area(self.area, [note]).children if _stands_alone(note) else None
            )
            self.laid.update((id(box), {}) for box in made or ())
        return self.built[id(note)]


def _build_area(area: Any, notes: list[Any]) -> Any:
    from weasyprint.formatting_structure import build

    return build.create_anonymous_boxes(area.copy_with_children([note.deepcopy() for note in notes]))


def _laid_out_area(context: Any) -> Any:
    """The laid-out footnote area of the current page."""
    from weasyprint.layout.block import block_level_layout

    area = context.current_footnote_area
    kept = context.__dict__.get(_NOTES_ATTRIBUTE)
    if kept is None or kept.area is not area:
        kept = context.__dict__[_NOTES_ATTRIBUTE] = _Notes(area)
    notes = [kept.boxes(note) for note in area.children]
    if None in notes:
        made = _build_area(area, area.children)
    else:
        made = area.copy_with_children([box for boxes in notes for box in boxes])
    return block_level_layout(context, made, -inf, None, area.page)[0]


def _stands_alone(note: Any) -> bool:
    """Whether a note can be laid out alone: a block in its normal position, with no note inside."""
    from weasyprint.formatting_structure import boxes

    return (
        isinstance(note, boxes.BlockBox)
        and note.style["position"] == "static"
        and not any(inside.footnote for inside in note.descendants())
    )


def _layout_key(
    context: Any,
    box: Any,
    _bottom_space: float,
    _skip_stack: Any,
    containing_block: Any,
    page_is_empty: bool,
    _absolute_boxes: Any,
    _fixed_boxes: Any,
    adjoining_margins: list[float],
    *rest: Any,
) -> tuple[Any, ...]:
    """Everything that the layout of a note depends on."""
    floats = tuple(
        (shape.position_x, shape.position_y, shape.margin_width(), shape.margin_height())
        for shape in context.excluded_shapes
    )
    at = (box.position_x, box.position_y, containing_block.width, page_is_empty)
    return (*at, tuple(adjoining_margins), floats, context.in_column, context.forced_break, *map(id, rest))
