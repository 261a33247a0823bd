"""Traversals of the document tree: paragraphs, calls of notes, codes and pictures, in reading order.

Each traversal lists all kinds of blocks, so that mypy reports where a new kind is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar, assert_never

from brochure.document.tree import (
    Block,
    BulletList,
    Callout,
    CaseList,
    Code,
    Document,
    FactRow,
    FactTable,
    Figure,
    Foreign,
    Inlines,
    KeyNumber,
    Link,
    MarkTable,
    NoteCall,
    NoteList,
    Paragraph,
    Picture,
    Question,
    Remark,
    Ruby,
    Strip,
    Strong,
    SuperSub,
    Text,
    TitledItem,
    Topic,
)

Change = Callable[[Paragraph], Paragraph]
Table = TypeVar("Table", FactTable, MarkTable, CaseList)


def _titled(items: tuple[TitledItem, ...]) -> Iterator[Paragraph]:
    for item in items:
        yield item.title
        for number in item.numbers:
            yield number.value
            yield from (number.unit,) if number.unit else ()
            yield number.label
        yield from item.body


def _remark(remark: Remark | None) -> Iterator[Paragraph]:
    if remark:
        yield from remark.body


def block_paragraphs(block: Block) -> Iterator[Paragraph]:
    """Yield every paragraph of a block in reading order, without signs and marks."""
    match block:
        case Paragraph():
            yield block
        case BulletList(items):
            for item in items:
                yield from item
        case Callout(heading, items):
            yield heading
            yield from _titled(items)
        case FactTable(caption, rows, remark):
            yield caption
            for row in rows:
                yield row.label
                yield from row.body
                yield from (item.body for item in row.items)
                if row.remark:
                    yield row.remark
            yield from _remark(remark)
        case MarkTable():
            for band in block.bands:
                yield from (topic.title for topic in band)
            if block.other:
                yield block.other
            yield from block.legend
            yield from _remark(block.remark)
        case CaseList(heading, items, remark):
            yield heading
            yield from _titled(items)
            yield from _remark(remark)
        case Figure(picture, caption):
            yield from (text for text in (caption, picture.credit) if text)
        case Strip(figures):
            for figure in figures:
                yield from block_paragraphs(figure)
        case Remark():
            yield from _remark(block)
        case NoteList(notes):
            yield from (Paragraph(note.body, note.at) for note in notes)
        case _:
            assert_never(block)


def note_calls(content: Inlines) -> Iterator[NoteCall]:
    """Yield the calls in inline content, in reading order."""
    for inline in content:
        match inline:
            case NoteCall():
                yield inline
            case Strong(children):
                yield from note_calls(children)
            case Text() | Ruby() | Link() | Foreign() | SuperSub():
                pass
            case _:
                assert_never(inline)


def document_blocks(document: Document) -> Iterator[Block]:
    """Yield every block of the answers."""
    for question in document.questions:
        yield from question.blocks


def answer_paragraphs(document: Document) -> Iterator[Paragraph]:
    """Yield every paragraph of the answers, without the questions themselves."""
    for block in document_blocks(document):
        yield from block_paragraphs(block)


def text_paragraphs(document: Document) -> Iterator[Paragraph]:
    """Yield every paragraph of the questions and answers, without the notes between them."""
    for question in document.questions:
        yield question.title
        for block in question.blocks:
            if not isinstance(block, NoteList):
                yield from block_paragraphs(block)


def printed_paragraphs(document: Document) -> Iterator[Paragraph]:
    """Yield the paragraphs of the name, map, years, questions, answers, contact lines and imprint."""
    yield document.heading.name
    yield from (Paragraph((Text(words),), at) for words, at in drawn_texts(document))
    for question in document.questions:
        yield question.title
        for block in question.blocks:
            yield from block_paragraphs(block)
    yield from document.contact.lines
    yield document.imprint


def drawn_texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the texts of the map and of the years, with their addresses, in reading order."""
    if document.heading.locator:
        yield from ((label.text, label.at) for label in document.heading.locator.drawing.labels)
    if document.years:
        yield document.years.heading, ""
        for event in document.years.events:
            yield event.label, f"{event.at}.label"
            yield event.date, f"{event.at}.date"
        yield from ((tick.year, "") for tick in document.years.ticks)


def document_codes(document: Document) -> Iterator[Code]:
    """Yield every code of a document in reading order."""
    for block in document_blocks(document):
        match block:
            case FactTable(rows=rows):
                yield from (row.code for row in rows if row.code)
            case Paragraph() | BulletList() | Callout() | MarkTable() | CaseList():
                pass
            case Figure() | Strip() | Remark() | NoteList():
                pass
            case _:
                assert_never(block)
    if document.contact.code:
        yield document.contact.code


def figure_pictures(document: Document) -> Iterator[Picture]:
    """Yield the picture of every figure in the answers."""
    for block in document_blocks(document):
        match block:
            case Figure(picture):
                yield picture
            case Strip(figures):
                yield from (figure.picture for figure in figures)
            case Paragraph() | BulletList() | Callout() | FactTable() | MarkTable() | CaseList():
                pass
            case Remark() | NoteList():
                pass
            case _:
                assert_never(block)


def picture_files(document: Document) -> Iterator[str]:
    """Yield the file of every picture of a document in reading order."""
    for picture in (document.heading.flag, document.heading.photo, *figure_pictures(document)):
        if picture:
            yield picture.file


# --- changing paragraphs ------------------------------------------------------------------------


def map_question(question: Question, change: Change) -> Question:
    """Apply ``change`` to each paragraph of a question, in reading order; notes stay unchanged."""
    title = change(question.title)
    return replace(
        question, title=title, blocks=tuple(map_paragraphs(block, change) for block in question.blocks)
    )


def map_paragraphs(block: Block, change: Change) -> Block:
    """Apply ``change`` to each paragraph of a block, in reading order; notes stay unchanged."""
    match block:
        case Paragraph():
            return change(block)
        case BulletList(items):
            return replace(block, items=tuple(tuple(map(change, item)) for item in items))
        case Callout(heading, items):
            return replace(block, heading=change(heading), items=_mapped_items(items, change))
        case CaseList(heading, items):
            changed = replace(block, heading=change(heading), items=_mapped_items(items, change))
            return _with_remark(changed, change)
        case FactTable(caption, rows):
            caption = change(caption)
            return _with_remark(
                replace(block, caption=caption, rows=tuple(_mapped_row(row, change) for row in rows)), change
            )
        case MarkTable():
            bands = tuple(tuple(_mapped_topic(topic, change) for topic in band) for band in block.bands)
            other = block.other and change(block.other)
            legend = tuple(map(change, block.legend))
            return _with_remark(replace(block, bands=bands, other=other, legend=legend), change)
        case Figure():
            return _mapped_figure(block, change)
        case Strip(figures):
            return replace(block, figures=tuple(_mapped_figure(figure, change) for figure in figures))
        case Remark():
            return _mapped_remark(block, change)
        case NoteList():
            return block
        case _:
            assert_never(block)


def _mapped_figure(figure: Figure, change: Change) -> Figure:
    caption = figure.caption and change(figure.caption)
    picture = replace(figure.picture, credit=figure.picture.credit and change(figure.picture.credit))
    return replace(figure, picture=picture, caption=caption)


def _mapped_items(items: tuple[TitledItem, ...], change: Change) -> tuple[TitledItem, ...]:
    return tuple(
        replace(
            item,
            title=change(item.title),
            numbers=tuple(_mapped_number(number, change) for number in item.numbers),
            body=tuple(map(change, item.body)),
        )
        for item in items
    )


def _mapped_number(number: KeyNumber, change: Change) -> KeyNumber:
    value = change(number.value)
    return replace(number, value=value, unit=number.unit and change(number.unit), label=change(number.label))


def _mapped_row(row: FactRow, change: Change) -> FactRow:
    return replace(
        row,
        label=change(row.label),
        body=tuple(map(change, row.body)),
        items=tuple(replace(item, body=change(item.body)) for item in row.items),
        remark=row.remark and change(row.remark),
    )


def _mapped_topic(topic: Topic, change: Change) -> Topic:
    return replace(topic, title=change(topic.title))


def _mapped_remark(remark: Remark, change: Change) -> Remark:
    return replace(remark, body=tuple(map(change, remark.body)))


def _with_remark(table: Table, change: Change) -> Table:
    return replace(table, remark=table.remark and _mapped_remark(table.remark, change))
