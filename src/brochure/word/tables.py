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
from brochure.word.languages import wide_gap
from brochure.word.measure import divide_width, length_in_ems

_TOPIC = 7  # smallest width of a topic beside others, in ems of its title
_LABEL_SHARE = 0.22  # of the type area
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
        ooxml.keep_rows([_fact_row(own, row, widths) for row in table.rows]),
        indent=indent,
        look="firstColumn",
        caption=plain_text(table.caption.content),
    )
    return [caption, made, *own.remark_paragraphs(table.remark), own.gap_paragraph()]


def _fact_row(own: Composition, row: FactRow, widths: Sequence[int]) -> str:
    room = widths[0] - sum(own.ids.sheet.padding(own.ids["fact_table"]))
    label = ooxml.cell(widths[0], [own.styled_name("fact_label", row.label, room)])
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
    return [*known, *([] if own.codes_above else own.code_paragraphs(row.code, "code"))]


def widest_label(own: Composition, document: Document) -> int:
    """The width of the column of labels in twips; the same for all tables of a document, so they align."""
    labels = [
        length_in_ems(plain_text(row.label.content))
        for question in document.questions
        for block in question.blocks
        if isinstance(block, FactTable)
        for row in block.rows
    ]
    narrow, widest = _LABELS
    em = own.ids.sheet.half_points(own.ids["fact_label"]) * 10  # twips
    padding = own.ids.sheet.padding(own.ids["fact_table"])
    wide = min(widest, max(narrow, _LABEL_SHARE * own.page.type_width() / em))
    room = min(max([narrow, *labels]), wide)
    return round(room * em) + padding.left + padding.right


def compose_mark_table(own: Composition, table: MarkTable) -> list[str]:
    """A mark table with its legend: a Word table for each band, or a list if the page is narrow."""
    style = own.ids["mark_table"]
    width = own.page.table_width(own.ids.sheet.indent(style))
    widths = divide_width(width, max(len(band) for band in table.bands))
    least = round(_TOPIC * own.ids.sheet.half_points(own.ids["topic"]) * 10)
    if min(widths) - sum(own.ids.sheet.padding(style)) < least:
        elements = [_mark_list(own, table, width)]
    else:
        elements = [_band_table(own, table, band, widths) for band in table.bands]
    if table.other:
        elements.append(own.styled_paragraph("mark_other", table.other))
    return [*elements, *_legend(own, table.legend, table.remark), own.gap_paragraph()]


def _band_table(own: Composition, table: MarkTable, band: Sequence[Topic], widths: Sequence[int]) -> str:
    """A band as a table of two rows: the topics, and their marks."""
    style = own.ids["mark_table"]
    return ooxml.table(
        style,
        widths[: len(band)],
        _band_rows(own, band, widths),
        indent=own.ids.sheet.indent(style),
        look="firstRow",
        caption=table.caption,
        summary=table.summary,
    )


def _mark_list(own: Composition, table: MarkTable, width: int) -> str:
    """All bands in one table, side by side: a row for each topic, with its letter and its mark."""
    style = own.ids["mark_table"]
    em = own.ids.sheet.half_points(own.ids["topic"]) * 10
    around = sum(own.ids.sheet.padding(style))
    code, mark, between = round(1.2 * em) + around, round(2.4 * em), em
    count = len(table.bands)
    rooms = divide_width(width - (count - 1) * between, count)
    widths = [each for room in rooms for each in (code, room - code - mark, mark, between)][:-1]
    rows = []
    for index in range(max(map(len, table.bands))):
        cells = []
        for number, band in enumerate(table.bands):
            three = widths[4 * number : 4 * number + 3]
            if number:
                cells.append(ooxml.cell(between, [own.gap_paragraph()], _NO_BORDERS))
            cells += (
                _listed_topic(own, band[index], three, around) if index < len(band) else _no_topic(own, three)
            )
        rows.append(ooxml.keep_with_next(ooxml.row(cells)))
    return ooxml.table(
        style,
        widths,
        rows,
        indent=own.ids.sheet.indent(style),
        look="firstColumn",
        caption=table.caption,
        summary=table.summary,
    )


_NO_BORDERS = '<w:tcBorders><w:top w:val="nil"/><w:bottom w:val="nil"/></w:tcBorders>'


def _listed_topic(own: Composition, topic: Topic, widths: Sequence[int], around: int) -> list[str]:
    code, title = _topic_paragraphs(own, topic, widths[1] - around)
    head = own.ids.sheet.shading(own.ids["mark_table"], "w:tblStylePr[@w:type='firstRow']/w:tcPr")
    ground = ooxml.shading(head) if topic.answer is Answer.MARKED else ""
    cells = [ooxml.cell(width, [text], ground) for width, text in zip(widths, (code, title), strict=False)]
    return [*cells, _mark_cell(own, topic, widths[2], '<w:vAlign w:val="center"/>')]


def _no_topic(own: Composition, widths: Sequence[int]) -> list[str]:
    """The cells below the end of a shorter band."""
    return [ooxml.cell(width, [own.gap_paragraph()], _NO_BORDERS) for width in widths]


def _legend(own: Composition, legend: Sequence[Paragraph], remark: Remark | None) -> list[str]:
    """The legend and the remark of a mark table, on one line below it."""
    if not legend:
        return own.remark_paragraphs(remark)
    parts = [own.anchored_text("legend", entry) for entry in legend]
    rest: Sequence[Paragraph] = ()
    if remark:
        first, *rest = remark.body
        parts.append(own.text_runs(remark.sign) + own.anchored_text("legend", first))
    gap = ooxml.text_run(wide_gap(plain_text(entry.content) for entry in legend))
    line = ooxml.paragraph(own.ids["legend"], gap.join(parts))
    return [line, *(own.styled_paragraph("remark_next", paragraph) for paragraph in rest)]


def _band_rows(own: Composition, band: Sequence[Topic], widths: Sequence[int]) -> list[str]:
    around = sum(own.ids.sheet.padding(own.ids["mark_table"]))
    heads = (
        ooxml.cell(width, _topic_paragraphs(own, topic, width - around))
        for topic, width in zip(band, widths, strict=False)
    )
    marks = (_mark_cell(own, topic, width) for topic, width in zip(band, widths, strict=False))
    return [ooxml.row(heads, repeats=True), ooxml.row(marks)]


def _topic_paragraphs(own: Composition, topic: Topic, room: int) -> list[str]:
    """The letter of a topic, and its title in a room of that width."""
    code = own.anchor("topic_code", f"{topic.at}.code", topic.code, own.text_runs(topic.code))
    return [ooxml.paragraph(own.ids["topic_code"], code), own.styled_name("topic", topic.title, room)]


def _mark_cell(own: Composition, topic: Topic, width: int, more: str = "") -> str:
    """A cell with a mark; the cell of a marked topic has a ground.

    The ground comes from the paragraph style and is written as the cell's shading: the ground of a paragraph
    would end at the cell's margins, and a table style cannot know which cells are marked.
    """
    role = "marked" if topic.answer is Answer.MARKED else "mark"
    mark = own.text_runs(topic.mark) if topic.mark else ""
    text = ooxml.paragraph(own.ids[role], own.anchor(role, topic.at, topic.mark, mark))
    return ooxml.cell(width, [text], own.cell_shading(role) + more)
