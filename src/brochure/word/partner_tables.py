"""The comparison tables of a booklet (早見表): one row for each partner; wide tables are in landscape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from math import ceil

from brochure.document.book import FactComparison, MarkComparison, MarkRow, SilentPartners
from brochure.document.tree import Answer, Paragraph, Text, plain_text
from brochure.word import ooxml
from brochure.word.composition import Composition
from brochure.word.languages import wide_gap
from brochure.word.measure import WordPage, divide_width, length_in_ems

_NAME = (6, 13.5)  # smallest and largest width of the column of names, in ems of its text
_TOPIC = 4.5  # smallest width of the column of a topic, in ems of its title
_FACT = (5, 14)  # smallest and largest width that the column of a fact asks for, in ems of its text


CELL = "_cell:"  # prefix of addresses: the text of a cell is made from the value at the address
OfPartner = Callable[[str], Composition]
"""From a partner's id to the composition that lists the texts of this partner."""


def compose_mark_comparison(
    own: Composition, table: MarkComparison, partner: str, of_partner: OfPartner
) -> tuple[bool, list[str]]:
    """Whether a table of marks needs a page in landscape, and its paragraphs and tables.

    If even landscape is too narrow for all topics, they are divided into several tables.

    Args:
        own: The composition of the book's own texts.
        table: The table.
        partner: The head of the column of names.
        of_partner: Returns the composition of a partner.
    """
    name = _name_width(own, [row.name for row in table.rows])
    widest = max((end - start for start, end in table.bands), default=0)
    landscape = _most_topics(own, own.page, name) < widest
    page = own.page.in_landscape() if landscape else own.page
    if landscape:
        count = ceil(len(table.topics) / max(1, _most_topics(own, page, name)))
        ends = [0, *accumulate(divide_width(len(table.topics), count))]
    else:
        ends = [0, *(end for _, end in table.bands)]
    heading = _text_paragraph(table.title, f"{table.at}.title" if table.at else "")
    elements = [own.styled_paragraph("section_subheading", heading)]
    for start, end in pairwise(ends):
        band = _band_table(own, page, table, name, partner, slice(start, end), of_partner)
        elements += [band, own.gap_paragraph()]
    legend = Paragraph((Text(wide_gap(table.legend).join(table.legend)),)) if table.legend else None
    said = [*([legend] if legend else []), *map(_text_paragraph, table.remarks)]
    return landscape, [*elements, *(own.styled_paragraph("compare_legend", line) for line in said)]


def _band_table(
    own: Composition,
    page: WordPage,
    table: MarkComparison,
    name: int,
    partner: str,
    part: slice,
    of_partner: OfPartner,
) -> str:
    style = own.ids["compare_table"]
    topics = table.topics[part]
    indent = own.ids.sheet.indent(style)
    widths = [name, *divide_width(page.table_width(indent) - name, len(topics))]
    around = sum(own.ids.sheet.padding(style))
    heads = [
        [
            own.styled_paragraph("topic_code", _text_paragraph(code)),
            own.styled_name("topic", _text_paragraph(title, at), width - around),
        ]
        for (code, title), width, at in zip(topics, widths[1:], table.topic_ats[part], strict=True)
    ]
    head = [[own.styled_paragraph("compare_head", _text_paragraph(partner))], *heads]
    rows = [
        ooxml.row(map(ooxml.cell, widths, head), repeats=True),
        *(_partner_row(of_partner(row.partner), row, widths, part) for row in table.rows),
    ]
    return ooxml.table(
        style, widths, rows, indent=indent, look="firstRow", caption=table.title, summary=table.summary
    )


def _partner_row(own: Composition, row: MarkRow, widths: Sequence[int], part: slice) -> str:
    cells = [ooxml.cell(widths[0], [_name(own, row.name, widths[0])])]
    ats = [f"{CELL}{at}" for at in row.ats]
    for width, (answer, mark, _), at in zip(widths[1:], row.cells[part], ats[part], strict=True):
        role = "compare_marked" if answer is Answer.MARKED else "compare_mark"
        text = own.anchor(role, at, mark, own.text_runs(mark) if mark else "")
        shown = ooxml.paragraph(own.ids[role], text)
        cells.append(ooxml.cell(width, [shown], own.cell_shading(role)))
    return ooxml.row(cells)


def compose_fact_comparison(
    own: Composition, table: FactComparison, partner: str, of_partner: OfPartner
) -> tuple[bool, list[str]]:
    """Whether a table of facts needs a page in landscape, and its paragraphs and table."""
    style = own.ids["compare_table"]
    name = _name_width(own, [name for _, name, _ in table.rows])
    needs = [
        _wanted_width(own, [title, *(plain_text(row[2][index]) for row in table.rows)])
        for index, title in enumerate(table.columns)
    ]
    indent = own.ids.sheet.indent(style)
    landscape = name + sum(needs) > own.page.table_width(indent)
    page = own.page.in_landscape() if landscape else own.page
    widths = [name, *_spread_width(page.table_width(indent) - name, needs)]
    titles = [(partner, ""), *((t, f"compare_facts.{i}.title") for i, t in enumerate(table.columns))]
    head = [[own.styled_paragraph("compare_head", _text_paragraph(title, at))] for title, at in titles]
    rows = [ooxml.row(map(ooxml.cell, widths, head), repeats=True)]
    for (key, shown, texts), ats in zip(table.rows, table.ats, strict=True):
        its = of_partner(key)
        cells = [_name(its, shown, widths[0])]
        cells += [
            its.styled_paragraph("compare_text", Paragraph(text, f"{CELL}{at}"))
            for text, at in zip(texts, ats, strict=True)
        ]
        rows.append(ooxml.row(ooxml.cell(width, [text]) for width, text in zip(widths, cells, strict=True)))
    made = ooxml.table(style, widths, rows, indent=indent, look="firstRow", caption=table.title)
    return landscape, [
        own.styled_paragraph("section_subheading", _text_paragraph(table.title)),
        made,
        own.gap_paragraph(),
    ]


def compose_silent(own: Composition, lines: Sequence[SilentPartners]) -> list[str]:
    """The lines that name the partners without an answer."""
    gap = wide_gap(line.head for line in lines)
    return [
        own.styled_paragraph("compare_legend", _text_paragraph(gap.join((line.head, line.names))))
        for line in lines
    ]


def _name(own: Composition, name: str, width: int) -> str:
    """The name of a partner in its column."""
    room = width - sum(own.ids.sheet.padding(own.ids["compare_table"]))
    return own.styled_name("compare_name", _text_paragraph(name, f"{CELL}partner.name"), room)


def _most_topics(own: Composition, page: WordPage, name: int) -> int:
    style = own.ids["compare_table"]
    least = round(_TOPIC * _em(own, "topic")) + sum(own.ids.sheet.padding(style))
    return (page.table_width(own.ids.sheet.indent(style)) - name) // least


def _name_width(own: Composition, names: Sequence[str]) -> int:
    narrow, wide = _NAME
    room = min(max([narrow, *map(length_in_ems, names)]), wide)
    return round(room * _em(own, "compare_name")) + sum(own.ids.sheet.padding(own.ids["compare_table"]))


def _wanted_width(own: Composition, texts: Sequence[str]) -> int:
    """The width that a column of texts asks for, in twips; longer texts are broken into lines."""
    narrow, wide = _FACT
    room = min(max([narrow, *map(length_in_ems, texts)]), wide)
    return round(room * _em(own, "compare_text")) + sum(own.ids.sheet.padding(own.ids["compare_table"]))


def _spread_width(width: int, needs: Sequence[int]) -> list[int]:
    """Divide a width among columns: each gets what it needs, the widest columns also get the rest.

    >>> _spread_width(100, [20, 40, 20]), _spread_width(60, [40, 40])
    ([20, 60, 20], [30, 30])
    """
    if sum(needs) > width:
        return divide_width(width, len(needs))
    most = [index for index, need in enumerate(needs) if need == max(needs)]
    rest = divide_width(width - sum(needs), len(most))
    return [need + (rest[most.index(i)] if i in most else 0) for i, need in enumerate(needs)]


def _em(own: Composition, role: str) -> int:
    """The size of a style's text in twips."""
    return own.ids.sheet.half_points(own.ids[role]) * 10


def _text_paragraph(text: str, at: str = "") -> Paragraph:
    return Paragraph((Text(text),), at)
