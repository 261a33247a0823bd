"""The page of all partners in a booklet's Word file: the map as a drawing, the milestones as a table.

The numbers of the map's discs are left to the table, which has them beside the names.
"""

from __future__ import annotations

from brochure.document.book import WorldPage
from brochure.document.drawing import scaled
from brochure.document.tree import Paragraph, Text
from brochure.word import ooxml
from brochure.word.baseline import part_bookmark
from brochure.word.composition import Composition
from brochure.word.drawing_xml import ShownPart, in_line
from brochure.word.front_back_matter import compose_part_heading
from brochure.word.measure import length_in_ems
from brochure.word.ooxml import TWIPS_PER_MM

_LEAST = 600  # twips of the column of numbers


def compose_world(own: Composition, world: WorldPage, partner: str, accent: str) -> list[str]:
    """The page; its last element is a paragraph.

    Args:
        own: The composition.
        world: The page of all partners.
        partner: The heading of the column of partners.
        accent: The colour of the booklet.
    """
    made = [compose_part_heading(own, world.title, part_bookmark("world"))]
    if world.map:
        width = own.page.type_width() / TWIPS_PER_MM
        size = width / (world.map.width + 2 * world.map.left)  # without what is drawn for the bleed
        box = ShownPart(0, 0, width, world.map.height * size)
        shown = in_line(scaled(world.map, size), accent, box, next(own.drawings))
        made += [ooxml.paragraph(own.ids["code"], shown), own.gap_paragraph()]
    if world.rows:
        made += [_table(own, world, partner), own.gap_paragraph()]
    return made


def _table(own: Composition, world: WorldPage, partner: str) -> str:
    style = own.ids["compare_table"]
    indent = own.ids.sheet.indent(style)
    em = own.ids.sheet.half_points(own.ids["compare_name"]) * 10
    longest = max(length_in_ems(f"{row.tab} {row.name}") for row in world.rows)
    first = max(_LEAST, round((longest + 1) * em))
    widths = [first, own.page.table_width(indent) - first]
    head = [own.styled_paragraph("compare_head", _said(words)) for words in (partner, world.heading)]
    rows = [ooxml.row(map(ooxml.cell, widths, ([one] for one in head)), repeats=True)]
    for row in world.rows:
        events = world.separator.join(f"{event.date} {event.label}" for event in row.events)
        cells = [
            own.styled_paragraph("compare_name", _said(f"{row.tab} {row.name}")),
            own.styled_paragraph("compare_text", *([_said(events)] if events else [])),
        ]
        rows.append(ooxml.row(ooxml.cell(width, [text]) for width, text in zip(widths, cells, strict=True)))
    return ooxml.table(style, widths, rows, indent=indent, look="firstRow", caption=world.title)


def _said(words: str) -> Paragraph:
    return Paragraph((Text(words),))
