"""The document as blocks of WordprocessingML: its title, its questions and answers, and its contact.

What is structure is written out (tables and their widths, rows that stay whole, fields, bookmarks);
how it looks comes from the styles of reference.docx.
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
    """The whole text in reading order, as paragraphs and tables; the last is a paragraph.

    ``mark`` is the bookmark that tells whose it is, ``entry`` its line in a booklet's contents.
    """
    label_width = tables.widest_label(own, document)
    elements = [own.opening(mark, entry), *_title(own, document.heading)]
    for question in document.questions:
        elements += _question(own, question, label_width)
        if document.placement is Placement.SECTION:
            elements[-1] = ooxml.ending_section(elements[-1])
    elements += _contact(own, document.contact)
    elements.append(own.set("imprint", document.imprint))
    return list(parted(own, elements))


def _title(own: Composition, title: TitleBlock) -> list[str]:
    """The title in a table of one row: its cells make one ground, with a picture beside the name."""
    indent = own.ids.sheet.indent(own.ids["title_table"])
    width = own.page.beside(indent)
    texts = [
        own.set("kicker", title.kicker),
        _name(own, title),
        *(own.set("reading", reading) for reading in title.readings),
        *([own.set("reading", title.flag.credit)] if title.flag and title.flag.credit else []),
    ]
    if title.photo is None:
        widths, cells = [width], [ooxml.cell(width, texts)]
    else:
        beside = round(own.sizes.photo.width * TWIPS_PER_MM) + own.page.right
        widths = [width - beside, beside]
        cells = [ooxml.cell(widths[0], texts), ooxml.cell(beside, _photo(own, title.photo))]
    return [ooxml.table(own.ids["title_table"], widths, [ooxml.row(cells)], indent=indent)]


def _name(own: Composition, title: TitleBlock) -> str:
    """The name, with its flag beside it."""
    inner = own.anchored("title", title.name)
    if title.flag:
        inner += ooxml.words(_EN_SPACE) + own.pictured(title.flag, "title", own.sizes.flag)
    return ooxml.paragraph(own.ids["title"], inner)


def _photo(own: Composition, photo: Picture) -> list[str]:
    shown = ooxml.paragraph(own.ids["photo"], own.pictured(photo, "photo", own.sizes.photo))
    return [shown, *([own.set("credit", photo.credit)] if photo.credit else [])]


def _question(own: Composition, question: Question, label_width: int) -> list[str]:
    """A heading, numbered by its style, and its answer; the last element is a paragraph."""
    elements = [own.set("question", question.title)]
    for block in question.blocks:
        elements += _block(own, block, label_width)
    return elements


def _block(own: Composition, block: Block, label_width: int) -> list[str]:
    match block:
        case Paragraph():
            return [own.set("text", block)]
        case BulletList(items):
            return [element for item in items for element in own.following("bullet", item)]
        case Callout(heading, items):
            return [own.set("callout_heading", heading), *_titled(own, "callout", items), own.gap()]
        case FactTable():
            return tables.facts(own, block, label_width)
        case MarkTable():
            return tables.marks(own, block)
        case CaseList(heading, items, remark):
            cases = [own.set("case_heading", heading), *_titled(own, "case", items)]
            return [*cases, *own.remark(remark), own.gap()]
        case Figure():
            return _figure(own, block)
        case Remark():
            return [*own.remark(block), own.gap()]
        case NoteList():
            return []  # Word prints the notes at the end of the question's section
        case _:
            assert_never(block)


def _figure(own: Composition, figure: Figure) -> list[str]:
    picture = own.pictured(figure.picture, "figure", own.sizes.figures[figure.width])
    texts = (("figure_caption", figure.caption), ("figure_credit", figure.picture.credit))
    return [
        ooxml.paragraph(own.ids["figure"], picture),
        *(own.set(role, text) for role, text in texts if text),
        own.gap(),
    ]


def _titled(own: Composition, kind: str, items: Iterable[TitledItem]) -> list[str]:
    return [
        element
        for item in items
        for element in (
            own.set(f"{kind}_title", item.title),
            *(own.set(f"{kind}_text", paragraph) for paragraph in item.body),
        )
    ]


def _contact(own: Composition, contact: Contact) -> list[str]:
    heading = own.set("contact_heading", contact.heading)
    lines = (own.set("contact_text", line) for line in contact.lines)
    return [heading, *lines, *own.code(contact.code, "contact_text")]


def parted(own: Composition, elements: Iterable[str]) -> Iterable[str]:
    """Put a gap between neighbouring tables: Word joins two that touch into one."""
    after_table = False
    for element in elements:
        is_table = element.startswith("<w:tbl>")
        if is_table and after_table:
            yield own.gap()
        yield element
        after_table = is_table
