"""Space between Japanese and Latin: a quarter of an em (JLREQ 3.2.6), none at the ends of a line.

WeasyPrint does not support ``text-autospace``. U+2005 (four-per-em space) is inserted into the boxes where
the scripts meet, so that lines break as if the space were there. A space at the end of a line is removed.
When the line is drawn, the space is added to the advance of the character before it (:mod:`.wide_glyphs`):
the page has no blank that could be copied, and no gap that a PDF reader would take for a blank.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from brochure.document.line_breaking import QUARTER, needs_autospace

_SPACE = re.compile(re.escape(QUARTER.encode()))


def apply() -> None:
    """Wrap box building, line breaking, and the drawing of lines.

    Raises:
        RuntimeError: The functions are not where they are expected.
    """
    from weasyprint.formatting_structure import build
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    if not hasattr(build, "create_anonymous_boxes") or not hasattr(inline, "remove_last_whitespace"):
        raise RuntimeError("autospace: WeasyPrint no longer builds boxes and ends lines as expected")
    create, remove_last = build.create_anonymous_boxes, inline.remove_last_whitespace
    metrics, first_line = line_break.first_line_metrics, line_break.Layout.get_first_line

    def create_anonymous_boxes(box: Any) -> Any:
        _put_spaces(box, None)
        return create(box)

    def first_line_metrics(
        line: Any, text: str, layout: Any, resume_at: int | None, *rest: Any, **named: Any
    ) -> Any:
        if resume_at and not named.get("hyphenated"):
            length = line.length  # read now: the line is invalid after the next text of its layout
            shown = text.encode()[:length].decode().rstrip(" ")
            if shown.endswith(QUARTER):  # measured without it; remove_last_whitespace removes it
                cut = _Cut(len(shown.rstrip(QUARTER).encode()))
                made, _, *measured = metrics(cut, text, layout, resume_at, *rest, **named)
                return (made, length, *measured)
        return metrics(line, text, layout, resume_at, *rest, **named)

    def remove_last_whitespace(context: Any, line: Any) -> None:
        remove_last(context, line)
        _remove_last_space(context, line)

    def get_first_line(self: Any) -> Any:
        line, index = first_line(self)
        if QUARTER in self.text:
            _join(self, line, self.style["font_size"])
        return line, index

    build.create_anonymous_boxes = create_anonymous_boxes
    line_break.first_line_metrics = first_line_metrics
    inline.remove_last_whitespace = remove_last_whitespace
    line_break.Layout.get_first_line = get_first_line


class _Cut:
    """A line of which ``first_line_metrics`` takes the first ``length`` bytes."""

    def __init__(self, length: int) -> None:
        self.length = length


def _put_spaces(box: Any, before: Any) -> Any:
    """Insert spaces between the texts of a box; returns the last text of the line so far, or None.

    Texts of another size do not count: there is no space beside a note call.
    """
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.TextBox):
        if not box.text or box.style["white_space"].startswith("pre"):
            return None
        box.text = _spaced(box.text)
        same = before is not None and before.style["font_size"] == box.style["font_size"]
        if same and needs_autospace(before.text[-1], box.text[0]):
            before.text += QUARTER
        return box
    if not isinstance(box, boxes.ParentBox):
        return None
    inside = before if isinstance(box, boxes.InlineBox) else None
    for child in box.children:
        if child.is_in_normal_flow():
            inside = _put_spaces(child, inside)
        else:
            _put_spaces(child, None)
    return inside if isinstance(box, boxes.InlineBox) else None


def _spaced(text: str) -> str:
    parts = [text[:1]]
    for one, other in pairwise(text):
        parts += [QUARTER, other] if needs_autospace(one, other) else [other]
    return "".join(parts)


def _remove_last_space(context: Any, line: Any) -> None:
    """Remove the space at the end of a line whose next text moved to the next line."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.inline import split_text_box

    ancestors, box = [], line
    while isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        ancestors.append(box)
        if not box.children:
            return
        box = box.children[-1]
    if not isinstance(box, boxes.TextBox) or not box.text.endswith(QUARTER):
        return
    box.text = box.text.rstrip(QUARTER)
    before = box.width
    made, _, _ = split_text_box(context, box, None, 0)
    if made is None:  # a text without size, or of nothing but the space
        box.width = 0
    else:
        box.width = made.width
        box.pango_layout = made.pango_layout
    for ancestor in ancestors:
        ancestor.width -= before - box.width


def _join(layout: Any, line: Any, size: float) -> None:
    """Add each space to the advance of the character before it."""
    from weasyprint.text.ffi import FROM_UNITS, ffi, pango

    from brochure.typesetting.patches.wide_glyphs import wide_glyph

    offsets = _offsets(layout.text)
    run, before, font = line.runs[0], None, None
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        for index in range(glyphs.num_glyphs):
            glyph = glyphs.glyphs[index]
            if glyphs.log_clusters[index] + item.offset in offsets:
                if glyph.glyph != pango.PANGO_GLYPH_EMPTY and before is not None:
                    gap = glyph.geometry.width * FROM_UNITS / size
                    before.glyph = wide_glyph(font, before.glyph, gap)
                    before.geometry.width += glyph.geometry.width
                    glyph.geometry.width = 0
                glyph.glyph = pango.PANGO_GLYPH_EMPTY
            else:
                before, font = glyph, item.analysis.font
        run = run.next


def _offsets(text: str) -> frozenset[int]:
    """Positions of the spaces in bytes of UTF-8, which Pango uses."""
    return frozenset(found.start() for found in _SPACE.finditer(text.encode()))
