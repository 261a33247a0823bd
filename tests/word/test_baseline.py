"""The baseline inside a Word file: what it was made from, and where each paragraph comes from."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from brochure.document.tree import (
    Document,
)
from brochure.document.walk import block_paragraphs
from brochure.word import baseline as baselines
from brochure.word.baseline import Baseline
from docx_reader import WordFile
from law import law


def test_the_baseline_inside_reads_back_and_lists_every_paragraph(
    file: WordFile, document: Document, baseline: Baseline
) -> None:
    read, blocks = baselines.read_baseline(file.parts["customXml/item1.xml"])
    assert read == baseline
    marks = [name for _, name in file.bookmarks() if name.startswith("_bc_")]
    notes = [block for block in blocks if block.style == "footnote text"]
    assert marks == [block.bookmark for block in blocks if block not in notes]
    assert [block.address.split("#")[0] for block in notes] == [note.at for note in document.notes]
    assert [block.bookmark for block in notes] == [
        baselines.note_bookmark(note.id) for note in document.notes
    ]
    assert {block.bookmark for block in blocks} <= {name for _, name in file.bookmarks()}
    printed = {
        paragraph.at
        for question in document.questions
        for block in question.blocks
        for paragraph in block_paragraphs(block)
        if paragraph.at
    }
    assert printed <= {block.address for block in blocks}


def test_the_baseline_is_related_to_the_document(file: WordFile) -> None:
    rels = etree.fromstring(file.parts["word/_rels/document.xml.rels"])
    targets = {rel.get("Target") for rel in rels if rel.get("Type", "").endswith("/customXml")}
    assert targets == {"../customXml/item1.xml", "../customXml/item2.xml"}  # and the text as it was sent


def test_the_first_bookmark_tells_whose_file_it_is(file: WordFile, document: Document) -> None:
    assert re.fullmatch(f"_bcid_{document.id}_[0-9a-f]{{8}}", file.bookmarks()[0][1])


def test_texts_with_odd_line_ends_survive_in_the_baseline() -> None:
    baseline = Baseline("a", "x: 1\r\ny: <&>\"'\t\n", "z\r")
    assert baselines.read_baseline(baselines.write_baseline(baseline, [])) == (baseline, ())


KEYS = st.text("abzABZ019_-./:#é注", min_size=1, max_size=60)


@law(sample=100, full=10000)
@given(KEYS, KEYS)
def test_notes_never_share_a_bookmark(one: str, other: str) -> None:
    names = [baselines.note_bookmark(key).casefold() for key in (one, other)]  # as Word compares them
    assert (names[0] == names[1]) == (one == other)
    assert all(re.fullmatch(r"_\w{1,39}", name, re.ASCII) for name in names)
