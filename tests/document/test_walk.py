"""Walking through a document: what is changed is what is read, in the same order, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from brochure.document.tree import (
    Answer,
    Block,
    BulletList,
    Callout,
    CaseList,
    Document,
    FactRow,
    FactTable,
    Figure,
    MarkedItem,
    MarkTable,
    Note,
    NoteList,
    Paragraph,
    Picture,
    Remark,
    Strip,
    Text,
    TitledItem,
    Topic,
)
from brochure.document.walk import (
    block_paragraphs,
    map_paragraphs,
    map_question,
    text_paragraphs,
)


def said(words: str) -> Paragraph:
    """A paragraph."""
    return Paragraph((Text(words),))


TITLED = (TitledItem(said("title"), (said("body"), said("more"))),)
REMARK = Remark("※", (said("remark"), said("remark 2")))
BLOCKS: list[Block] = [
    said("paragraph"),
    BulletList(((said("a"), said("b")), (said("c"),))),
    Callout(said("heading"), TITLED),
    FactTable(
        said("caption"),
        (FactRow(said("label"), (said("fact"),), (MarkedItem("◆", said("item")),), said("row remark")),),
        REMARK,
    ),
    MarkTable(
        "marks",
        ((Topic("a", said("topic"), Answer.MARKED, "○", "yes"),),),
        (said("legend"),),
        said("other"),
        REMARK,
        "summary",
    ),
    CaseList(said("cases"), TITLED, REMARK),
    Figure(Picture("a.png", "alt", said("credit")), said("figure caption"), "full"),
    Strip(
        (
            Figure(Picture("b.png", "one", None), said("first caption"), ""),
            Figure(Picture("c.png", "other", said("credit")), None, ""),
        )
    ),
    REMARK,
]


def shouted(seen: list[Paragraph], paragraph: Paragraph) -> Paragraph:
    """The paragraph with a mark behind it; what came is remembered."""
    seen.append(paragraph)
    return replace(paragraph, content=(*paragraph.content, Text("!")))


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__)
def test_each_paragraph_is_changed_once_in_reading_order(block: Block) -> None:
    seen: list[Paragraph] = []
    changed = map_paragraphs(block, lambda paragraph: shouted(seen, paragraph))
    assert seen == list(block_paragraphs(block))
    assert all(paragraph.content[-1] == Text("!") for paragraph in block_paragraphs(changed))
    assert len(list(block_paragraphs(changed))) == len(seen)
    assert map_paragraphs(block, lambda paragraph: paragraph) == block


def test_every_kind_of_block_is_among_them() -> None:
    assert {type(block) for block in BLOCKS} | {NoteList} == set(get_args(Block))


def test_notes_among_the_answers_are_read_but_not_changed() -> None:
    notes = NoteList((Note("a", 1, "*1", (Text("note"),)),))
    assert [paragraph.content for paragraph in block_paragraphs(notes)] == [(Text("note"),)]
    assert map_paragraphs(notes, lambda _: said("changed")) is notes


def test_a_document_is_changed_as_it_is_read(document: Document) -> None:
    seen: list[Paragraph] = []
    for question in document.questions:
        map_question(question, lambda paragraph: shouted(seen, paragraph))
    assert seen == list(text_paragraphs(document))
    assert seen
