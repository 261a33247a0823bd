"""What a reader must find on paper, taken from the document tree alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from brochure.document.question_groups import question_groups
from brochure.document.tree import (
    Block,
    Document,
    FactTable,
    Foreign,
    Inlines,
    Link,
    MarkTable,
    NoteCall,
    NoteList,
    Paragraph,
    Placement,
    Remark,
    Ruby,
    Strong,
    Text,
)
from brochure.document.walk import block_paragraphs, drawn_texts


def inline_words(content: Inlines) -> str:
    """The characters of inline content; a reading stands beside its base without parentheses."""
    words = []
    for part in content:
        match part:
            case Text(text) | Link(text=text) | Foreign(text=text):
                words.append(text)
            case Strong(children):
                words.append(inline_words(children))
            case Ruby(base, reading):
                words.append(base + reading)
            case NoteCall(marker=marker):
                words.append(marker)
    return "".join(words)


def block_words(block: Block) -> Iterator[str]:
    """Paragraphs of a block with the signs, codes and marks that stand beside them."""
    yield from (inline_words(paragraph.content) for paragraph in block_paragraphs(block))
    if isinstance(block, FactTable):
        yield from (item.sign for row in block.rows for item in row.items)
    if isinstance(block, MarkTable):
        yield from (topic.code + topic.mark for band in block.bands for topic in band)
    if isinstance(block, NoteList):
        yield from (note.marker for note in block.notes)
    remark = block if isinstance(block, Remark) else getattr(block, "remark", None)
    if remark:
        yield remark.sign


def words(document: Document) -> Iterator[str]:
    """Everything that is printed once, apart from running heads and folios."""
    heading = document.heading
    lines: list[Paragraph] = [heading.kicker, heading.name, *heading.readings]
    pictures = (heading.flag, heading.photo)
    lines += [picture.credit for picture in pictures if picture and picture.credit]
    lines += [document.contact.heading, *document.contact.lines, document.imprint]
    yield from (inline_words(line.content) for line in lines)
    yield from (text for text, _ in drawn_texts(document))
    for group in question_groups(document):
        yield inline_words(group.heading.content) if group.heading else ""
        for question in group.questions:
            yield question.label + inline_words(question.title.content)
            for block in question.blocks:
                yield from block_words(block)
    if document.placement is not Placement.SECTION:  # there the lists of notes are blocks
        yield from (note.marker + inline_words(note.body) for note in document.notes)


def count(texts: Iterable[str]) -> Counter[str]:
    """How often each character stands in the texts; blanks do not count."""
    return Counter(character for text in texts for character in text if not character.isspace())
