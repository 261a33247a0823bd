"""Justify Japanese lines: distribute the remaining width between the characters (JLREQ 3.8.4).

WeasyPrint widens blanks only, so Japanese lines stay ragged and a line with one blank gets a wide gap (it
does not support ``text-justify``). The gaps are added to the advances of the glyphs, so the text itself, and
what is copied from the PDF, does not change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brochure.document.line_breaking import stretch_points

MAX_GAP = 0.5  # em: a line that would need wider gaps stays ragged
OWN_MAX_GAP = "brochure_widest_gap"  # attribute of a line that allows less; set by other patches
BOX_CHARACTER = "国"  # stands for a box that is not text, to decide gaps beside it


def apply() -> None:
    """Replace ``layout.inline.justify_line`` and extend ``text.line_break.Layout``.

    Raises:
        RuntimeError: Their code differs from the expected one.
    """
    import inspect

    from weasyprint.layout import inline
    from weasyprint.text import line_break

    if list(inspect.signature(inline.justify_line).parameters) != ["context", "line", "extra_width"]:
        raise RuntimeError("justify: weasyprint.layout.inline.justify_line has changed")
    inline.justify_line = _justify_line
    original = line_break.Layout.get_first_line

    def get_first_line(self: Any) -> Any:
        line, index = original(self)
        if (wanted := getattr(self, "gaps", None)) and getattr(self, "widened", None) != line:
            _widen_glyphs(line, *wanted)
            self.widened = line
        return line, index

    # A line that is made anew may have the address of the old one, but its glyphs are not widened.
    forget = line_break.Layout.deactivate

    def deactivate(self: Any) -> None:
        forget(self)
        self.__dict__.pop("widened", None)

    line_break.Layout.get_first_line = get_first_line
    line_break.Layout.deactivate = deactivate


def _justify_line(context: Any, line: Any, extra_width: float) -> None:
    leaves = list(_leaves(line))
    plan = {}
    for leaf, following in zip(leaves, [*leaves[1:], None], strict=True):
        text = _text(leaf)
        plan[id(leaf)] = (
            stretch_points(text, _text(following)[:1]) if following else stretch_points(text.rstrip(" "))
        )
    count = sum(map(len, plan.values()))
    widest = getattr(line, OWN_MAX_GAP, MAX_GAP) * line.style["font_size"]
    if count and extra_width / count <= widest:
        _shift(context, line, plan, extra_width / count, 0)


def _text(box: Any) -> str:
    from weasyprint.formatting_structure import boxes

    return str(box.text) if isinstance(box, boxes.TextBox) else BOX_CHARACTER


def _leaves(box: Any) -> Iterator[Any]:
    """The boxes that stand side by side on a line: pieces of text, and boxes such as ruby."""
    from weasyprint.formatting_structure import boxes

    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _leaves(child)
    elif not isinstance(box, boxes.TextBox) or box.text:
        yield box


def _shift(context: Any, box: Any, plan: dict[int, list[int]], gap: float, shift: float) -> float:
    """Move a box by ``shift`` px and widen it by its gaps; returns the shift of the following box."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.text.line_break import create_layout

    if isinstance(box, boxes.TextBox):
        box.position_x += shift
        if positions := plan.get(id(box)):
            layout = create_layout(box.text, box.style, context, None, box.justification_spacing)
            layout.gaps = (_byte_offsets(box.text, positions), gap, box.style["font_size"])
            layout.deactivate()
            box.pango_layout = layout
            box.width += gap * len(positions)
        return shift + gap * len(plan.get(id(box), ()))
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        before = shift
        box.position_x += shift
        for child in box.children:
            if child.is_in_normal_flow():
                shift = _shift(context, child, plan, gap, shift)
        box.width += shift - before
        return shift
    box.translate(shift, 0)
    return shift + gap * len(plan.get(id(box), ()))


def _byte_offsets(text: str, positions: list[int]) -> frozenset[int]:
    """UTF-8 offsets of the characters at ``positions``; Pango counts bytes."""
    wanted, offset, found = set(positions), 0, []
    for index, character in enumerate(text):
        if index in wanted:
            found.append(offset)
        offset += len(character.encode())
    return frozenset(found)


def _widen_glyphs(line: Any, offsets: frozenset[int], gap: float, size: float) -> None:
    """Add ``gap`` px after the clusters that contain the characters at ``offsets``; ``size`` is an em in px.

    Gaps are whole thousandths of an em, as WeasyPrint writes them; the rest is added to the next gap.
    """
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    from brochure.typesetting.patches.wide_glyphs import wide_glyph

    unit, wanted, given = size / 1000, 0.0, 0
    offsets, at_end = _gap_at_line_end(line, offsets)
    run = line.runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        for index in range(glyphs.num_glyphs):
            last = index + 1 == glyphs.num_glyphs
            start = glyphs.log_clusters[index]
            end = item.length if last else glyphs.log_clusters[index + 1]
            if item.analysis.level % 2:  # right to left: the character before a gap is that of the next glyph
                start, end = (glyphs.log_clusters[0], item.length) if last else (end, start)
            if last or start != end:  # the gap follows the last glyph of a cluster
                inside = sum(at in offsets for at in range(start + item.offset, end + item.offset))
                inside += at_end if last and run.next == ffi.NULL else 0
                glyph = glyphs.glyphs[index]
                wanted += inside * gap / unit
                thousandths = round(wanted) - given
                given += thousandths
                # a little more, as WeasyPrint truncates 19.99 to 19
                glyph.geometry.width += round((thousandths + 0.05 * inside) * unit * TO_UNITS)
                if inside and not glyph.glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                    glyph.glyph = wide_glyph(item.analysis.font, glyph.glyph, inside * gap / size)
        run = run.next


def _gap_at_line_end(line: Any, offsets: frozenset[int]) -> tuple[frozenset[int], int]:
    """Return the offsets without a gap after words that end right to left, and how many gaps end the line.

    Such a gap is at the right end of the line, not after the last character, which is inside it.
    """
    from weasyprint.text.ffi import ffi

    run, most = line.runs[0], max(offsets, default=-1)
    while run != ffi.NULL:
        item = run.data.item
        is_last = item.offset + item.length == line.start_index + line.length
        if is_last and item.analysis.level % 2 and most >= item.offset + run.data.glyphs.log_clusters[0]:
            return offsets - {most}, 1
        run = run.next
    return offsets, 0
