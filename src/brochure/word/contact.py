"""The contact as WordprocessingML: a box of one row, which no page break divides."""

from __future__ import annotations

from brochure.document.tree import Contact, Paragraph, plain_text
from brochure.word import ooxml
from brochure.word.composition import Composition
from brochure.word.languages import wide_gap
from brochure.word.name_lines import width_in_ems

_EM_BETWEEN = 1.5  # between the heading and the lines, in ems


def compose_contact(own: Composition, contact: Contact, imprint: Paragraph | None = None) -> list[str]:
    """The heading with the lines beside it; below it, if the styles of reference.docx are boxes themselves.

    ``imprint`` stands at the right of the lines, if it does not come below.
    """
    heading = own.styled_paragraph("contact_heading", contact.heading)
    lines = [own.styled_paragraph("contact_text", contact.lines[0])] if contact.lines else []
    lines += _joined_lines(own, contact)
    lines += [] if own.codes_above else own.code_paragraphs(contact.code, "contact_text")
    style = own.ids["contact_heading"]
    last = [] if imprint is None else [own.styled_paragraph("imprint", imprint)]
    if own.ids.sheet.borders(style) is not None or not lines:
        return [heading, *lines, *last]
    em = own.ids.sheet.half_points(style) * 10
    left, _ = own.ids.sheet.indents(style)
    first = left + round((width_in_ems(plain_text(contact.heading.content)) + _EM_BETWEEN) * em)
    widths = [first, own.page.type_width() - first]
    ground = own.cell_shading("contact_heading")
    parts = [[heading], lines]
    if imprint is not None:
        room = round((width_in_ems(plain_text(imprint.content)) + _EM_BETWEEN) * em)
        widths[1:] = [widths[1] - room, room]
        parts.append(last)
    low = [ground, ground, f'{ground}<w:vAlign w:val="bottom"/>']
    cells = [ooxml.cell(width, part, look) for width, part, look in zip(widths, parts, low, strict=False)]
    row = ooxml.keep_with_next(ooxml.row(cells))
    return [own.gap_paragraph(), ooxml.table(own.ids["fact_table"], widths, [row], indent=0, padding=em // 2)]


def _joined_lines(own: Composition, contact: Contact) -> list[str]:
    """The lines after the first, one after another on one line, as on the printed page."""
    role = "contact_text"
    parts = [own.anchored_text(role, line) for line in contact.lines[1:]]
    gap = wide_gap(plain_text(line.content) for line in contact.lines[1:])
    return [ooxml.paragraph(own.ids[role], ooxml.text_run(gap).join(parts))] if parts else []
