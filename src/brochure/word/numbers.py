"""The numbers of a callout as WordprocessingML: a table of one row, on the ground of the callout."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from brochure.assembly.number_sizes import NumberSizes, number_sizes
from brochure.document.tree import KeyNumber, plain_text
from brochure.word import ooxml
from brochure.word.composition import Composition
from brochure.word.ooxml import NAMESPACES, W

ROLES = ("callout_number", "callout_unit", "callout_label")
_TWIPS = 20  # a point
_EIGHTH = 2.5  # an eighth of a point, the unit of the width of borders
_EN_SPACE = "\u2002"


def compose_numbers(own: Composition, numbers: Sequence[KeyNumber]) -> list[str]:
    """The numbers side by side, each with its unit and its label under it; in this order they are read.

    If the layout has no styles for them, each number is a line of the callout's text.
    """
    if not numbers:
        return []
    if any(role not in own.ids.names for role in ROLES):
        return [_line(own, number) for number in numbers]
    sizes = number_sizes(numbers, own.runs.layout)
    room = _Room.of(own)
    if len(numbers) > 1 and sizes.shares[0] == 100:  # one below the other
        rows = [ooxml.row([_cell(own, number, sizes, room, room.width, 0)]) for number in numbers]
        widths = [room.width]
    else:
        widths = [round(room.width * share / 100) for share in sizes.shares]
        widths[-1] += room.width - sum(widths)
        cells = zip(numbers, widths, strict=True)
        rows = [
            ooxml.row(
                _cell(own, number, sizes, room, width, index) for index, (number, width) in enumerate(cells)
            )
        ]
    kept = [ooxml.keep_with_next(row) for row in rows]
    return [ooxml.table(own.ids["fact_table"], widths, kept, indent=room.left, padding=0)]


def compose_counts(own: Composition, counts: Sequence[KeyNumber]) -> list[str]:
    """The counted numbers below a foreword, side by side in the column of its text."""
    if not counts:
        return []
    if any(role not in own.ids.names for role in ROLES):
        return [_line(own, number) for number in counts]
    left = own.ids.sheet.indents(own.ids["section_text"])[0]
    width = (own.page.type_width() - left) // len(counts)
    largest = own.ids.sheet.half_points(own.ids["callout_number"]) / 2
    cells = [
        ooxml.cell(width, [_large(own, number, largest), own.styled_paragraph("callout_label", number.label)])
        for number in counts
    ]
    table = ooxml.table(
        own.ids["fact_table"], [width] * len(counts), [ooxml.row(cells)], indent=left, padding=0
    )
    return [own.gap_paragraph(), table, own.gap_paragraph()]


class _Room:
    """The room of a callout between its edges, and its edges themselves."""

    def __init__(self, left: int, width: int, edge: str) -> None:
        self.left = left  # of the outer side of the edge
        self.width = width
        self.edge = edge  # the left border of a cell, as XML

    @classmethod
    def of(cls, own: Composition) -> _Room:
        """The room of the callout's text."""
        style = own.ids["callout_text"]
        start, end = own.ids.sheet.indents(style)
        borders = own.ids.sheet.borders(style)
        left, right = (
            None if borders is None else borders.find(f"w:{s}", NAMESPACES) for s in ("left", "right")
        )
        first = start - _reach(left)
        edge = "" if left is None else _edge(left)
        width = own.page.type_width() - end + _reach(right) - first
        return cls(first, width, edge)


def _reach(border: etree._Element | None) -> int:
    """How far a border reaches from the text, with its own width, in twips."""
    if border is None:
        return 0
    width, space = (int(border.get(f"{{{W}}}{name}") or 0) for name in ("sz", "space"))
    return round(width * _EIGHTH + space * _TWIPS)


def _edge(border: etree._Element) -> str:
    """A border of a paragraph as the left border of a cell."""
    wanted = ("val", "sz", "color", "themeColor")
    values = {name: border.get(f"{{{W}}}{name}") for name in wanted}
    said = " ".join(f"w:{name}={ooxml.quoted_attribute(value)}" for name, value in values.items() if value)
    return f"<w:left {said}/>"


def _cell(
    own: Composition, number: KeyNumber, sizes: NumberSizes, room: _Room, width: int, index: int
) -> str:
    """A number with its label in a cell; all but the first have a hairline at the left.

    The room beside the text is that of the paragraph styles.
    """
    line = f'<w:left w:val="single" w:sz="4" w:color="{_hair(own)}"/>'
    borders = f"<w:tcBorders>{line if index else room.edge}</w:tcBorders>"
    paragraphs = [_large(own, number, sizes.size), own.styled_paragraph("callout_label", number.label)]
    return ooxml.cell(width, paragraphs, borders + own.cell_shading("callout_text"))


def _hair(own: Composition) -> str:
    return own.runs.layout.data.tokens.get("warm-hair", "#9aa5ae").removeprefix("#").upper()


def _large(own: Composition, number: KeyNumber, size: float) -> str:
    """The paragraph of a number and its unit; its size is written only if it is not that of the style."""
    role, style = "callout_number", own.ids["callout_number"]
    half_points = round(size * 2)
    more = ooxml.run_size(half_points) if half_points < own.ids.sheet.half_points(style) else ""
    value = plain_text(number.value.content)
    inner = own.anchor(role, number.value.at, value, own.runs.text_runs(value, "", more))
    if number.unit:
        unit = plain_text(number.unit.content)
        shown = own.text_runs(unit, own.ids["callout_unit"])
        inner += own.anchor(role, number.unit.at, unit, shown)
    return ooxml.paragraph(style, inner)


def _line(own: Composition, number: KeyNumber) -> str:
    """A number as a line of the callout's text."""
    large = (number.value, number.unit) if number.unit else (number.value,)
    parts = [own.anchored_text("callout_text", text) for text in large]
    label = own.anchored_text("callout_text", number.label)
    return ooxml.paragraph(own.ids["callout_text"], "".join(parts) + ooxml.text_run(_EN_SPACE) + label)
