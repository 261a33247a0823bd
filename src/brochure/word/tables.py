"""Fact tables and mark tables as WordprocessingML."""

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
from brochure.word.measure import divide_width, length_in_ems

_LABELS = (6, 12)  # smallest and largest width of the column of labels, in ems of its text


def compose_fact_table(own: Composition, table: FactTable, label_width: int) -> list[str]:
    """A fact table with its caption above."""
    style = own.ids["fact_table"]
    indent = own.ids.sheet.indent(style)
    widths = [label_width, own.page.table_width(indent) - label_width]
    caption = own.styled_paragraph("caption", table.caption)
    made = ooxml.table(
        style,
        widths,
        [_fact_row(own, row, widths) for row in table.rows],
        indent=indent,
        look="firstColumn",
        caption=plain_text(table.caption.content),
    )
    return [caption, made, *own.remark_paragraphs(table.remark), own.gap_paragraph()]


def _fact_row(own: Composition, row: FactRow, widths: Sequence[int]) -> str:
    label = ooxml.cell(widths[0], [own.styled_paragraph("fact_label", row.label)])
    return ooxml.row([label, ooxml.cell(widths[1], _row_content(own, row))])


def _row_content(own: Composition, row: FactRow) -> list[str]:
    """The content of a row: texts, items with signs, and the remark after the last of them."""
    lines: list[tuple[str, str, list[Paragraph]]] = [
        *(("fact_text", "", [paragraph]) for paragraph in row.body),
        *(("fact_item", item.sign, [item.body]) for item in row.items),
    ]
    if row.remark and lines:
        lines[-1][2].append(row.remark)
    elif row.remark or not lines:
        lines.append(("fact_text", "", [row.remark] if row.remark else []))
    known = [own.styled_paragraph(role, *paragraphs, sign=sign) for role, sign, paragraphs in lines]
    return [*known, *own.code_paragraphs(row.code, "code")]


def widest_label(own: Composition, document: Document) -> int:
    """The width of the column of labels in twips; the same for all tables of a document, so they align."""
    labels = [
        length_in_ems(plain_text(row.label.content))
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


def compose_mark_table(own: Composition, table: MarkTable) -> list[str]:
    """A mark table, as one Word table for each band, with its legend."""
    style = own.ids["mark_table"]
    indent = own.ids.sheet.indent(style)
    widths = divide_width(own.page.table_width(indent), max(len(band) for band in table.bands))
    elements = [
        ooxml.table(
            style,
            widths[: len(band)],
            _band_rows(own, band, widths),
            indent=indent,
            look="firstRow",
            caption=table.caption,
            summary=table.summary,
        )
        for band in table.bands
    ]
    if table.other:
        elements.append(own.styled_paragraph("mark_other", table.other))
    return [*elements, *_legend(own, table.legend, table.remark), own.gap_paragraph()]


def _legend(own: Composition, legend: Sequence[Paragraph], remark: Remark | None) -> list[str]:
    """The legend and the remark of a mark table, on one line below it."""
    if not legend:
        return own.remark_paragraphs(remark)
    parts = [own.anchored_text("legend", entry) for entry in legend]
    rest: Sequence[Paragraph] = ()
    if remark:
        first, *rest = remark.body
        parts.append(own.text_runs(remark.sign) + own.anchored_text("legend", first))
    line = ooxml.paragraph(own.ids["legend"], ooxml.text_run("\u3000").join(parts))
    return [line, *(own.styled_paragraph("remark_next", paragraph) for paragraph in rest)]


def _band_rows(own: Composition, band: Sequence[Topic], widths: Sequence[int]) -> list[str]:
    heads = (
        ooxml.cell(width, _topic_paragraphs(own, topic)) for topic, width in zip(band, widths, strict=False)
    )
    marks = (_mark_cell(own, topic, width) for topic, width in zip(band, widths, strict=False))
    return [ooxml.row(heads, repeats=True), ooxml.row(marks)]


def _topic_paragraphs(own: Composition, topic: Topic) -> list[str]:
    code = own.anchor("topic_code", f"{topic.at}.code", topic.code, own.text_runs(topic.code))
    return [
        ooxml.paragraph(own.ids["topic_code"], code),
        own.styled_paragraph("topic", topic.title),
    ]


def _mark_cell(own: Composition, topic: Topic, width: int) -> str:
    """A cell with a mark; the cell of a marked topic has a ground.

    The ground comes from the paragraph style and is written as the cell's shading: the ground of a paragraph
    would end at the cell's margins, and a table style cannot know which cells are marked.
    """
    role = "marked" if topic.answer is Answer.MARKED else "mark"
    mark = own.text_runs(topic.mark) if topic.mark else ""
    text = ooxml.paragraph(own.ids[role], own.anchor(role, topic.at, topic.mark, mark))
    return ooxml.cell(width, [text], own.cell_shading(role))
