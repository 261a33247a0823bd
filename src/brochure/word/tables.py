"""Tables of a document as WordprocessingML: facts with their labels, and topics with their marks."""

from __future__ import annotations

from collections.abc import Sequence

from brochure.document.tree import (
    Answer,
    Document,
    FactRow,
    FactTable,
    MarkTable,
    Paragraph,
    Remark,
    Topic,
    plain_text,
)
from brochure.word import ooxml
from brochure.word.composition import Composition
from brochure.word.measure import ems, shares

_LABELS = (6, 12)  # narrowest and widest column of labels, in ems of its text


def facts(own: Composition, table: FactTable, label_width: int) -> list[str]:
    """A table of labels and facts under its caption."""
    style = own.ids["fact_table"]
    indent = own.ids.sheet.indent(style)
    widths = [label_width, own.page.beside(indent) - label_width]
    caption = own.set("caption", table.caption)
    made = ooxml.table(
        style,
        widths,
        [_fact(own, row, widths) for row in table.rows],
        indent=indent,
        look="firstColumn",
    )
    return [caption, made, *own.remark(table.remark), own.gap()]


def _fact(own: Composition, row: FactRow, widths: Sequence[int]) -> str:
    label = ooxml.cell(widths[0], [own.set("fact_label", row.label)])
    return ooxml.row([label, ooxml.cell(widths[1], _known(own, row))])


def _known(own: Composition, row: FactRow) -> list[str]:
    """What is known: texts, signed items, and the remark behind the last of them."""
    lines: list[tuple[str, str, list[Paragraph]]] = [
        *(("fact_text", "", [paragraph]) for paragraph in row.body),
        *(("fact_item", item.sign, [item.body]) for item in row.items),
    ]
    if row.remark and lines:
        lines[-1][2].append(row.remark)
    elif row.remark or not lines:
        lines.append(("fact_text", "", [row.remark] if row.remark else []))
    known = [own.set(role, *paragraphs, sign=sign) for role, sign, paragraphs in lines]
    return [*known, *own.code(row.code, "code")]


def widest_label(own: Composition, document: Document) -> int:
    """The width of the labels' column: one for all tables of a document, so that they align."""
    labels = [
        ems(plain_text(row.label.content))
        for question in document.questions
        for block in question.blocks
        if isinstance(block, FactTable)
        for row in block.rows
    ]
    narrow, wide = _LABELS
    room = min(max([narrow, *labels]), wide)
    em = own.ids.sheet.half_points(own.ids["fact_label"]) * 10  # twips
    padding = own.ids.sheet.padding(own.ids["fact_table"])
    return round(room * em) + padding.left + padding.right


def marks(own: Composition, table: MarkTable) -> list[str]:
    """Topics with their marks, in as many tables as there are bands, and their legend."""
    style = own.ids["mark_table"]
    indent = own.ids.sheet.indent(style)
    widths = shares(own.page.beside(indent), max(len(band) for band in table.bands))
    elements = [
        ooxml.table(
            style,
            widths[: len(band)],
            _band(own, band, widths),
            indent=indent,
            look="firstRow",
            caption=table.caption,
            summary=table.summary,
        )
        for band in table.bands
    ]
    if table.other:
        elements.append(own.set("mark_other", table.other))
    return [*elements, *_legend(own, table.legend, table.remark), own.gap()]


def _legend(own: Composition, legend: Sequence[Paragraph], remark: Remark | None) -> list[str]:
    """What the marks mean and what is to be said of the table, on one small line under it."""
    if not legend:
        return own.remark(remark)
    parts = [own.anchored("legend", entry) for entry in legend]
    rest: Sequence[Paragraph] = ()
    if remark:
        first, *rest = remark.body
        parts.append(ooxml.words(remark.sign) + own.anchored("legend", first))
    line = ooxml.paragraph(own.ids["legend"], ooxml.words("\u3000").join(parts))
    return [line, *(own.set("remark_next", paragraph) for paragraph in rest)]


def _band(own: Composition, band: Sequence[Topic], widths: Sequence[int]) -> list[str]:
    heads = (ooxml.cell(width, _topic(own, topic)) for topic, width in zip(band, widths, strict=False))
    marks = (_mark(own, topic, width) for topic, width in zip(band, widths, strict=False))
    return [ooxml.row(heads, repeats=True), ooxml.row(marks)]


def _topic(own: Composition, topic: Topic) -> list[str]:
    code = own.anchor("topic_code", f"{topic.at}.code", topic.code, ooxml.words(topic.code))
    return [
        ooxml.paragraph(own.ids["topic_code"], code),
        own.set("topic", topic.title),
    ]


def _mark(own: Composition, topic: Topic, width: int) -> str:
    """A cell with a mark; that of a marked topic is filled.

    The ground is the one of the paragraph style, repeated as the cell's: a paragraph's own ends
    at the cell's margins, and a table style cannot know which cells are marked.
    """
    role = "marked" if topic.answer is Answer.MARKED else "mark"
    mark = ooxml.words(topic.mark) if topic.mark else ""
    text = ooxml.paragraph(own.ids[role], own.anchor(role, topic.at, topic.mark, mark))
    return ooxml.cell(width, [text], own.ground(role))
