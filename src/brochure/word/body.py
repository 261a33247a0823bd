"""The body of a document as WordprocessingML: title, questions and answers, contact.

This module writes structure (tables and their widths, rows that do not break, fields, bookmarks). The
appearance comes from the styles of reference.docx.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from brochure.document.tree import (
    Block,
    BulletList,
    Callout,
    CaseList,
    Contact,
    Document,
    FactTable,
    Figure,
    MarkTable,
    NoteList,
    Paragraph,
    Picture,
    Placement,
    Question,
    Remark,
    TitleBlock,
    TitledItem,
)
from brochure.word import ooxml, tables
from brochure.word.composition import Composition
from brochure.word.ooxml import TWIPS_PER_MM

_EN_SPACE = "\u2002"  # between the name and its flag


def compose_body(own: Composition, document: Document, *, mark: str, entry: str = "") -> list[str]:
    """The whole text in reading order, as paragraphs and tables; the last element is a paragraph.

    ``mark`` is the bookmark that identifies the profile, ``entry`` the line in a booklet's contents.
    """
    label_width = tables.widest_label(own, document)
    elements = [own.opening_paragraph(mark, entry), *_title_table(own, document.heading)]
    for question in document.questions:
        elements += _question(own, question, label_width)
        if document.placement is Placement.SECTION:
            elements[-1] = ooxml.end_section(elements[-1])
    elements += _contact_paragraphs(own, document.contact)
    elements.append(own.styled_paragraph("imprint", document.imprint))
    return list(separate_tables(own, elements))


def _title_table(own: Composition, title: TitleBlock) -> list[str]:
    """The title as a table of one row; with a photo, its cells are the name and the photo on one ground."""
    indent = own.ids.sheet.indent(own.ids["title_table"])
    width = own.page.table_width(indent)
    texts = [
        own.styled_paragraph("kicker", title.kicker),
        _name_paragraph(own, title),
        *(own.styled_paragraph("reading", reading) for reading in title.readings),
        *([own.styled_paragraph("reading", title.flag.credit)] if title.flag and title.flag.credit else []),
    ]
    if title.photo is None:
        widths, cells = [width], [ooxml.cell(width, texts)]
    else:
        beside = round(own.sizes.photo.width * TWIPS_PER_MM) + own.page.right
        widths = [width - beside, beside]
        cells = [ooxml.cell(widths[0], texts), ooxml.cell(beside, _photo(own, title.photo))]
    return [ooxml.table(own.ids["title_table"], widths, [ooxml.row(cells)], indent=indent)]


def _name_paragraph(own: Composition, title: TitleBlock) -> str:
    """The paragraph of the name, with the flag beside it."""
    inner = own.anchored_text("title", title.name)
    if title.flag:
        inner += ooxml.text_run(_EN_SPACE) + own.inline_picture(title.flag, "title", own.sizes.flag)
    return ooxml.paragraph(own.ids["title"], inner)


def _photo(own: Composition, photo: Picture) -> list[str]:
    shown = ooxml.paragraph(own.ids["photo"], own.inline_picture(photo, "photo", own.sizes.photo))
    return [shown, *([own.styled_paragraph("credit", photo.credit)] if photo.credit else [])]


def _question(own: Composition, question: Question, label_width: int) -> list[str]:
    """A heading, which its style numbers, and the answer; the last element is a paragraph."""
    elements = [own.styled_paragraph("question", question.title)]
    for block in question.blocks:
        elements += _block(own, block, label_width)
    return elements


def _block(own: Composition, block: Block, label_width: int) -> list[str]:
    match block:
        case Paragraph():
            return [own.styled_paragraph("text", block)]
        case BulletList(items):
            return [element for item in items for element in own.item_paragraphs("bullet", item)]
        case Callout(heading, items):
            return [
                own.styled_paragraph("callout_heading", heading),
                *_titled_items(own, "callout", items),
                own.gap_paragraph(),
            ]
        case FactTable():
            return tables.compose_fact_table(own, block, label_width)
        case MarkTable():
            return tables.compose_mark_table(own, block)
        case CaseList(heading, items, remark):
            cases = [own.styled_paragraph("case_heading", heading), *_titled_items(own, "case", items)]
            return [*cases, *own.remark_paragraphs(remark), own.gap_paragraph()]
        case Figure():
            return _figure(own, block)
        case Remark():
            return [*own.remark_paragraphs(block), own.gap_paragraph()]
        case NoteList():
            return []  # Word prints the notes at the end of the question's section
        case _:
            assert_never(block)


def _figure(own: Composition, figure: Figure) -> list[str]:
    picture = own.inline_picture(figure.picture, "figure", own.sizes.figures[figure.width])
    texts = (("figure_caption", figure.caption), ("figure_credit", figure.picture.credit))
    return [
        ooxml.paragraph(own.ids["figure"], picture),
        *(own.styled_paragraph(role, text) for role, text in texts if text),
        own.gap_paragraph(),
    ]


def _titled_items(own: Composition, kind: str, items: Iterable[TitledItem]) -> list[str]:
    return [
        element
        for item in items
        for element in (
            own.styled_paragraph(f"{kind}_title", item.title),
            *(own.styled_paragraph(f"{kind}_text", paragraph) for paragraph in item.body),
        )
    ]


def _contact_paragraphs(own: Composition, contact: Contact) -> list[str]:
    heading = own.styled_paragraph("contact_heading", contact.heading)
    lines = (own.styled_paragraph("contact_text", line) for line in contact.lines)
    return [heading, *lines, *own.code_paragraphs(contact.code, "contact_text")]


def separate_tables(own: Composition, elements: Iterable[str]) -> Iterable[str]:
    """Add a gap between neighbouring tables, because Word joins two tables that touch."""
    after_table = False
    for element in elements:
        is_table = element.startswith("<w:tbl>")
        if is_table and after_table:
            yield own.gap_paragraph()
        yield element
        after_table = is_table
