"""Tables of a Word file: marks, repeated heads, widths, and tables that follow each other."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

from brochure.build.load import load_common
from brochure.document.tree import (
    Answer,
    Document,
    FactTable,
    MarkTable,
    Paragraph,
    Text,
    plain_text,
)
from brochure.schema.layout import Layout
from docx_reader import NAMES, W, WordFile, value
from word_files import rewritten
from workspaces import workspace


def mark_tables(document: Document) -> list[MarkTable]:
    blocks = (block for question in document.questions for block in question.blocks)
    return [block for block in blocks if isinstance(block, MarkTable)]


def contact_lines(document: Document) -> str:
    first, *others = (plain_text(line.content) for line in document.contact.lines)
    return first + "\u3000".join(others)


def test_the_cells_of_marked_topics_are_filled_and_no_others(file: WordFile, document: Document) -> None:
    grounds = (one for one in file.body.iter(f"{W}shd") if one.get(f"{W}fill") != "auto")  # or: none
    shown = [shading.getparent().getparent() for shading in grounds]
    contact = {"".join(cell.itertext()) for cell in shown[-2:]}  # a box, whose cells have its ground
    assert contact == {plain_text(document.contact.heading.content), contact_lines(document)}
    styles = [next(cell.iterancestors(f"{W}tbl")).find("w:tblPr/w:tblStyle", NAMES) for cell in shown[:-2]]
    filled = [
        "".join(cell.itertext())
        for cell, style in zip(shown[:-2], styles, strict=True)
        if style.get(f"{W}val") == "MarkTable"  # the cells of numbers have the ground of their callout
    ]
    marked = [
        topic.mark
        for table in mark_tables(document)
        for band in table.bands
        for topic in band
        if topic.answer is Answer.MARKED
    ]
    assert filled == marked


def test_a_mark_table_says_what_it_shows_and_repeats_its_head(file: WordFile, document: Document) -> None:
    tables = file.body.xpath("w:tbl[w:tblPr/w:tblDescription]", namespaces=NAMES)
    wanted = [(table.caption, table.summary) for table in mark_tables(document) for _ in table.bands]
    properties = ("w:tblPr/w:tblCaption", "w:tblPr/w:tblDescription")
    assert [tuple(value(table, path) for path in properties) for table in tables] == wanted
    for table in tables:
        heads = [row.find("w:trPr/w:tblHeader", NAMES) is not None for row in table.iterfind("w:tr", NAMES)]
        assert heads == [True, False]


def test_tables_never_touch_and_keep_to_the_type_area(file: WordFile) -> None:
    children = list(file.body)
    for one, other in pairwise(children):
        assert not (one.tag == other.tag == f"{W}tbl")
    for table in file.body.iterfind("w:tbl", NAMES):
        size, indent = table.find("w:tblPr/w:tblW", NAMES), table.find("w:tblPr/w:tblInd", NAMES)
        grid = [int(column.get(f"{W}w")) for column in table.iterfind("w:tblGrid/w:gridCol", NAMES)]
        assert sum(grid) == int(size.get(f"{W}w"))
        right = 907 + int(indent.get(f"{W}w")) + sum(grid)
        assert right <= 11906 - (907 if int(indent.get(f"{W}w")) > 0 else 0)
        for row in table.iterfind("w:tr", NAMES):
            cells = row.findall("w:tc", NAMES)
            assert [int(cell.find("w:tcPr/w:tcW", NAMES).get(f"{W}w")) for cell in cells] == grid
            assert all(cell[-1].tag == f"{W}p" for cell in cells)


def test_an_empty_table_and_a_table_after_a_table_are_well_formed(document: Document, layout: Layout) -> None:
    facts = FactTable(Paragraph((Text("表"),)), (), None)
    marks = mark_tables(document)[0]
    bare = dataclasses.replace(marks, legend=(), other=None, remark=None, bands=marks.bands[:1])
    question = dataclasses.replace(document.questions[0], blocks=(bare, bare, facts))
    file = rewritten(document, layout, questions=(question,), notes=())
    tags = [child.tag for child in file.body]
    assert all(not (a == b == f"{W}tbl") for a, b in pairwise(tags))
    assert file.faults() == []


def test_on_a_narrow_page_a_mark_table_is_a_list_of_topics(document: Document) -> None:
    narrow = load_common(workspace("repo"), "onepage").layout
    tables = mark_tables(document)
    file = rewritten(document, narrow)
    found = file.body.xpath("w:tbl[w:tblPr/w:tblDescription]", namespaces=NAMES)
    assert len(found) == len(tables)
    for table, shown in zip(tables, found, strict=True):
        rows = [
            ["".join(cell.itertext()) for cell in row.iterfind("w:tc", NAMES)]
            for row in shown.iterfind("w:tr", NAMES)
        ]
        assert len(rows) == max(map(len, table.bands))
        for number, band in enumerate(table.bands):
            for row, topic in zip(rows, band, strict=False):
                cells = [topic.code, plain_text(topic.title.content), topic.mark]
                assert row[4 * number : 4 * number + 3] == cells
        looks = shown.find("w:tblPr/w:tblLook", NAMES)
        assert looks.get(f"{W}firstColumn") == "1"
    assert file.faults() == []
