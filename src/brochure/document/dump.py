"""The document as plain text for reviews: the output of ``brochure show``, and the goldens."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import assert_never

from brochure.document.question_groups import question_groups
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
    Inlines,
    Link,
    MarkTable,
    Note,
    NoteList,
    Paragraph,
    Picture,
    Placement,
    Remark,
    Strip,
    Strong,
    TitledItem,
    plain_text,
)
from brochure.document.web_address import readable_address, shows_address


def dump_document(document: Document) -> str:
    """Return a document as plain text, in reading order, with the notes at the end."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    heading = document.heading
    yield f"{document.title}　｜　{document.series}"
    yield ""
    yield from filter(None, [_text(heading.kicker)])
    yield _text(heading.name)
    yield from (_text(reading) for reading in heading.readings)
    yield from _picture("旗", heading.flag)
    yield from _picture("写真", heading.photo)
    if heading.locator:
        labels = "、".join(label.text for label in heading.locator.drawing.labels)
        yield f"[地図 {labels}：{heading.locator.drawing.alt}]"
    if document.years:
        yield f"[{document.years.heading}]"
        yield from (f"  {'●' if e.is_filled else '○'} {e.label} {e.date}" for e in document.years.events)
    for group in question_groups(document):
        yield ""
        yield from [f"[{_text(group.heading)}]"] if group.heading else []
        for question in group.questions:
            title = f"{question.label} {_text(question.title)}"
            yield title
            yield from [] if group.unanswered else ["=" * terminal_width(title)]
            for block in question.blocks:
                yield from [] if group.unanswered else [""]
                yield from _block(block)
    yield ""
    yield _text(document.contact.heading)
    yield from (f"  {_text(line)}" for line in document.contact.lines)
    yield from _code("  ", document.contact.code)
    yield _text(document.imprint)
    if document.notes and document.placement is not Placement.SECTION:
        yield ""
        yield from _notes(document.notes)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _text(block)
        case BulletList(items):
            for item in items:
                yield from _hanging("- ", item)
        case Callout(heading, items):
            yield f"[{_text(heading)}]"
            yield from _titled(items)
        case FactTable(caption, rows, remark):
            yield f"[{_text(caption)}]"
            for row in rows:
                yield from _row(row)
            yield from _remark(remark)
        case MarkTable():
            yield f"[{block.caption}]"
            for band in block.bands:
                for topic in band:
                    mark = topic.mark or " "
                    yield f"  {mark}{' ' * (3 - terminal_width(mark))}{topic.code}  {_text(topic.title)}"
            yield from ([f"  {_text(block.other)}"] if block.other else [])
            yield "  " + "　".join(_text(entry) for entry in block.legend)
            yield from _remark(block.remark)
        case CaseList(heading, items, remark):
            yield f"[{_text(heading)}]"
            yield from _titled(items)
            yield from _remark(remark)
        case Figure():
            yield from _figure(f"図（{block.width}）", block)
        case Strip(figures):
            for index, figure in enumerate(figures, start=1):
                yield from _figure(f"並べた写真 {index}", figure)
        case Remark():
            yield from _remark(block)
        case NoteList(notes):
            yield from _notes(notes)
        case _:
            assert_never(block)


def _row(row: FactRow) -> Iterator[str]:
    cell = [_text(paragraph) for paragraph in row.body]
    cell += [f"{item.sign} {_text(item.body)}" for item in row.items]
    if row.remark:
        cell[-1:] = [(cell[-1] if cell else "") + _text(row.remark)]
    yield f"  {_text(row.label)}: {cell[0] if cell else ''}"
    yield from (f"    {line}" for line in cell[1:])
    yield from _code("    ", row.code)


def _code(indent: str, code: Code | None) -> Iterator[str]:
    if code:
        yield f"{indent}[二次元コード {code.url}]"


def _picture(kind: str, picture: Picture | None) -> Iterator[str]:
    if picture:
        yield f"[{kind} {picture.file}：{picture.alt}]"
        if picture.credit:
            yield _text(picture.credit)


def _figure(kind: str, figure: Figure) -> Iterator[str]:
    picture = figure.picture
    yield f"[{kind} {picture.file}：{picture.alt}]"
    yield from (_text(text) for text in (figure.caption, picture.credit) if text)


def _notes(notes: tuple[Note, ...]) -> Iterator[str]:
    return (f"{note.marker} {_inlines(note.body)}" for note in notes)


def _titled(items: tuple[TitledItem, ...]) -> Iterator[str]:
    for item in items:
        yield f"  {_text(item.title)}"
        for number in item.numbers:
            unit = f" {_text(number.unit)}" if number.unit else ""
            yield f"    {_text(number.value)}{unit}　{_text(number.label)}"
        yield from (f"    {_text(paragraph)}" for paragraph in item.body)


def _remark(remark: Remark | None) -> Iterator[str]:
    if remark:
        yield from _hanging(remark.sign, remark.body)


def _hanging(sign: str, body: tuple[Paragraph, ...]) -> Iterator[str]:
    for index, paragraph in enumerate(body):
        yield (" " * terminal_width(sign) if index else sign) + _text(paragraph)


def _text(paragraph: Paragraph) -> str:
    return _inlines(paragraph.content)


def _inlines(content: Inlines) -> str:
    """Return the plain text of inlines, with ``**`` around strong words and the addresses of links."""
    parts = []
    for inline in content:
        if isinstance(inline, Strong):
            parts.append(f"**{_inlines(inline.children)}**")
        elif isinstance(inline, Link) and not (
            inline.url == f"mailto:{inline.text}" or shows_address(inline.text, inline.url)
        ):
            parts.append(f"{inline.text} <{readable_address(inline.url)}>")
        else:
            parts.append(plain_text((inline,)))
    return "".join(parts)


def terminal_width(text: str) -> int:
    """Return the width in columns of a terminal; East Asian wide characters take two (UAX #11)."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
