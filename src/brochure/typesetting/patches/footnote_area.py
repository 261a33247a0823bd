"""Lay out each note of a page once, not whenever another is added.

To know what is left of a page, WeasyPrint copies and lays out all its notes anew whenever one is added, taken
back, or put in again, which it does for every line it tries: a third of the time of a layout (no upstream
issue known; not reported yet). A note at the same place becomes the same box, so the notes of the current
page are kept, and only the area around them is laid out.
"""

from __future__ import annotations

import inspect
import textwrap
from math import inf
from typing import Any

FOUND = """\
            footnote_area = build.create_anonymous_boxes(
                self.current_footnote_area.deepcopy())
            footnote_area = block_level_layout(
                self, footnote_area, -inf, None,
                self.current_footnote_area.page)[0]
"""
MENDED = "            footnote_area = laid_out_notes(self)\n"
_KEPT = "brochure_notes"  # attribute of a LayoutContext: the notes of the page


def apply() -> None:
    """Mend ``layout.LayoutContext._update_footnote_area``, and wrap ``layout.block.block_level_layout``.

    Raises:
        RuntimeError: They do not read as expected.
    """
    from weasyprint import layout
    from weasyprint.layout import block

    source = inspect.getsource(layout.LayoutContext._update_footnote_area)
    original = block.block_level_layout
    names = ["context", "box", "bottom_space", "skip_stack", "containing_block", "page_is_empty"]
    if source.count(FOUND) != 1 or list(inspect.signature(original).parameters)[:6] != names:
        raise RuntimeError("note_area: weasyprint.layout.LayoutContext has changed")
    mended = textwrap.dedent(source.replace(FOUND, MENDED))
    scope = {**vars(layout), "laid_out_notes": _laid_out}
    exec(compile(mended, layout.__file__, "exec"), scope)
    layout.LayoutContext._update_footnote_area = scope["_update_footnote_area"]

    def block_level_layout(context: Any, box: Any, *arguments: Any) -> Any:
        kept = context.__dict__.get(_KEPT)
        known = kept.laid.get(id(box)) if kept else None
        if known is None:
            return original(context, box, *arguments)
        key = _place(context, box, *arguments)
        if key not in known:
            known[key] = original(context, box, *arguments)
        made, resume_at, next_page, margins, *rest = known[key]
        return (made, resume_at, next_page, list(margins), *rest)  # margins are added to

    block.block_level_layout = block_level_layout


class _Notes:
    """The notes of a page: the boxes they are built of, and what came of those, by their places."""

    def __init__(self, area: Any) -> None:
        self.area = area
        self.built: dict[int, list[Any] | None] = {}
        self.laid: dict[int, dict[Any, Any]] = {}

    def boxes(self, note: Any) -> list[Any] | None:
        """The boxes of a note, None if it does not stand on its own.

        The originals are left as they are, for the page that gets them.
        """
        if id(note) not in self.built:
            made = self.built[id(note)] = _built(self.area, [note]).children if _apart(note) else None
            self.laid.update((id(box), {}) for box in made or ())
        return self.built[id(note)]


def _built(area: Any, notes: list[Any]) -> Any:
    from weasyprint.formatting_structure import build

    return build.create_anonymous_boxes(area.copy_with_children([note.deepcopy() for note in notes]))


def _laid_out(context: Any) -> Any:
    """The area of the notes of this page, laid out."""
    from weasyprint.layout.block import block_level_layout

    area = context.current_footnote_area
    kept = context.__dict__.get(_KEPT)
    if kept is None or kept.area is not area:
        kept = context.__dict__[_KEPT] = _Notes(area)
    notes = [kept.boxes(note) for note in area.children]
    if None in notes:
        made = _built(area, area.children)
    else:
        made = area.copy_with_children([box for boxes in notes for box in boxes])
    return block_level_layout(context, made, -inf, None, area.page)[0]


def _apart(note: Any) -> bool:
    """Whether a note stands on its own: a block, not moved from its place, with no note within."""
    from weasyprint.formatting_structure import boxes

    return (
        isinstance(note, boxes.BlockBox)
        and note.style["position"] == "static"
        and not any(inside.footnote for inside in note.descendants())
    )


def _place(
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
    """All that a note's layout depends on."""
    floats = tuple(
        (shape.position_x, shape.position_y, shape.margin_width(), shape.margin_height())
        for shape in context.excluded_shapes
    )
    at = (box.position_x, box.position_y, containing_block.width, page_is_empty)
    return (*at, tuple(adjoining_margins), floats, context.in_column, context.forced_break, *map(id, rest))
