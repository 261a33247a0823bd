"""The comparison tables of a booklet (早見表): partners are rows; the page is turned if columns need it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import ceil

from brochure.document.book import FactComparison, MarkComparison, MarkRow
from brochure.document.tree import Answer, Paragraph, Text, plain_text
from brochure.word import ooxml
from brochure.word.composition import Composition
from brochure.word.measure import WordPage, ems, shares

_NAME = (6, 12)  # narrowest and widest column of names, in ems of its text
_TOPIC = 4.5  # narrowest column of a topic, in ems of its title
_FACT = (5, 14)  # narrowest column of a fact, and the widest that is not broken, in ems of its text


def marks(own: Composition, table: MarkComparison, partner: str) -> tuple[bool, list[str]]:
    """A table of marks, and whether its page is in landscape.

    Where not even that is wide enough for all topics, they are parted into several tables.

    Args:
        own: Sets the book's own texts.
        table: What to print.
        partner: The head of the column of names.
    """
    name = _name_width(own, [row.name for row in table.rows])
    landscape = _most_topics(own, own.page, name) < len(table.topics)
    page = own.page.turned() if landscape else own.page
    count = ceil(len(table.topics) / max(1, _most_topics(own, page, name)))
    ends = [0, *accumulate(shares(len(table.topics), count))] if count else [0]
    elements = [own.set("section_subheading", _text(table.title))]
    for start, end in pairwise(ends):
        elements += [_band(own, page, table, name, partner, slice(start, end)), own.gap()]
    legend = Paragraph((Text("\u3000".join(table.legend)),)) if table.legend else None
    said = [*([legend] if legend else []), *map(_text, table.remarks)]
    return landscape, [*elements, *(own.set("compare_legend", line) for line in said)]


def _band(
    own: Composition, page: WordPage, table: MarkComparison, name: int, partner: str, part: slice
) -> str:
    style = own.ids["compare_table"]
    topics = table.topics[part]
    indent = own.ids.sheet.indent(style)
    widths = [name, *shares(page.beside(indent) - name, len(topics))]
    heads = [[own.set("topic_code", _text(code)), own.set("topic", _text(title))] for code, title in topics]
    head = [[own.set("compare_head", _text(partner))], *heads]
    rows = [
        ooxml.row(map(ooxml.cell, widths, head), repeats=True),
        *(_partner(own, row, widths, part) for row in table.rows),
    ]
    return ooxml.table(
        style, widths, rows, indent=indent, look="firstRow", caption=table.title, summary=table.summary
    )


def _partner(own: Composition, row: MarkRow, widths: Sequence[int], part: slice) -> str:
    cells = [ooxml.cell(widths[0], [own.set("compare_name", _text(row.name))])]
    if not row.cells:
        said = own.set("compare_text", _text(row.instead))
        return ooxml.row([*cells, ooxml.cell(sum(widths[1:]), [said], span=len(widths) - 1)])
    for width, (answer, mark, _) in zip(widths[1:], row.cells[part], strict=True):
        role = "compare_marked" if answer is Answer.MARKED else "compare_mark"
        shown = own.set(role, *([_text(mark)] if mark else []))
        cells.append(ooxml.cell(width, [shown], own.ground(role)))
    return ooxml.row(cells)


def facts(own: Composition, table: FactComparison, partner: str) -> tuple[bool, list[str]]:
    """Facts side by side, and whether their page is in landscape."""
    style = own.ids["compare_table"]
    name = _name_width(own, [name for _, name, _ in table.rows])
    needs = [
        _need(own, [title, *(plain_text(row[2][index]) for row in table.rows)])
        for index, title in enumerate(table.columns)
    ]
    indent = own.ids.sheet.indent(style)
    landscape = name + sum(needs) > own.page.beside(indent)
    page = own.page.turned() if landscape else own.page
    widths = [name, *_spread(page.beside(indent) - name, needs)]
    head = [[own.set("compare_head", _text(title))] for title in (partner, *table.columns)]
    rows = [ooxml.row(map(ooxml.cell, widths, head), repeats=True)]
    for _, shown, texts in table.rows:
        cells = [own.set("compare_name", _text(shown))]
        cells += [own.set("compare_text", Paragraph(text)) for text in texts]
        rows.append(ooxml.row(ooxml.cell(width, [text]) for width, text in zip(widths, cells, strict=True)))
    made = ooxml.table(style, widths, rows, indent=indent, look="firstRow", caption=table.title)
    return landscape, [own.set("section_subheading", _text(table.title)), made, own.gap()]


def _most_topics(own: Composition, page: WordPage, name: int) -> int:
    style = own.ids["compare_table"]
    least = round(_TOPIC * _em(own, "topic")) + sum(own.ids.sheet.padding(style))
    return (page.beside(own.ids.sheet.indent(style)) - name) // least


def _name_width(own: Composition, names: Sequence[str]) -> int:
    narrow, wide = _NAME
    room = min(max([narrow, *map(ems, names)]), wide)
    return round(room * _em(own, "compare_name")) + sum(own.ids.sheet.padding(own.ids["compare_table"]))


def _need(own: Composition, texts: Sequence[str]) -> int:
    """The room that a column of texts needs in twips; a long text may be broken."""
    narrow, wide = _FACT
    room = min(max([narrow, *map(ems, texts)]), wide)
    return round(room * _em(own, "compare_text")) + sum(own.ids.sheet.padding(own.ids["compare_table"]))


def _spread(width: int, needs: Sequence[int]) -> list[int]:
    """Share a width among columns: what each needs, and the rest for those that need most.

    >>> _spread(100, [20, 40, 20]), _spread(60, [40, 40])
    ([20, 60, 20], [30, 30])
    """
    if sum(needs) > width:
        return shares(width, len(needs))
    most = [index for index, need in enumerate(needs) if need == max(needs)]
    rest = shares(width - sum(needs), len(most))
    return [need + (rest[most.index(i)] if i in most else 0) for i, need in enumerate(needs)]


def _em(own: Composition, role: str) -> int:
    """The size of a style's text in twips."""
    return own.ids.sheet.half_points(own.ids[role]) * 10


def _text(text: str) -> Paragraph:
    return Paragraph((Text(text),))
