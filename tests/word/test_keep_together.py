"""No heading, no row, no remark and no contact stands alone on a page."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import Any

import pytest

from brochure.document.tree import Document, FactRow, FactTable, Paragraph, Remark, Text
from brochure.schema.layout import Layout
from docx_reader import NAMES, W, WordFile, value
from word_files import rewritten

HEADINGS = (
    "question",
    "callout_heading",
    "callout_title",
    "caption",
    "case_heading",
    "case_title",
    "glossary_term",
)
FOLLOWERS = ("remark", "remark_next", "legend", "mark_other", "figure_caption", "figure_credit", "imprint")


def ids(file: WordFile, layout: Layout, *roles: str) -> set[str]:
    names = layout.data.word.model_dump()
    wanted = {names[role].casefold() for role in roles}
    return {key for (_, key), name in file.styles.items() if name.casefold() in wanted}


def keeps(file: WordFile, paragraph: Any) -> bool:
    """Whether a paragraph stays on the page of the next one."""
    (style,) = file.xml("styles").xpath(
        f"w:style[@w:styleId='{value(paragraph, 'w:pPr/w:pStyle')}']", namespaces=NAMES
    )
    return any(one.find("w:pPr/w:keepNext", NAMES) is not None for one in (style, paragraph))


def last_paragraphs(element: Any) -> list[Any]:
    """A paragraph, or the paragraphs of the last row of a table."""
    return [element] if element.tag == f"{W}p" else list(element.findall("w:tr", NAMES)[-1].iter(f"{W}p"))


def content_before(element: Any, gap: set[str]) -> Any:
    """The element, or the nearest one before it that is no gap."""
    return content_before(element.getprevious(), gap) if value(element, "w:pPr/w:pStyle") in gap else element


def test_headings_stay_with_what_follows(file: WordFile, layout: Layout) -> None:
    for style in ids(file, layout, *HEADINGS):
        for paragraph in file.body.iter(f"{W}p"):
            if value(paragraph, "w:pPr/w:pStyle") == style:
                assert keeps(file, paragraph)


def test_rows_do_not_break_and_heads_are_repeated(file: WordFile) -> None:
    for row in file.body.iter(f"{W}tr"):
        assert row.find("w:trPr/w:cantSplit", NAMES) is not None
    for table in file.body.iterfind("w:tbl", NAMES):
        look = table.find("w:tblPr/w:tblLook", NAMES)
        heads = [row.find("w:trPr/w:tblHeader", NAMES) is not None for row in table.iterfind("w:tr", NAMES)]
        assert heads[0] == (look.get(f"{W}firstRow") == "1")
        assert not any(heads[1:])


def test_no_remark_no_legend_and_no_imprint_stands_alone(file: WordFile, layout: Layout) -> None:
    followers, gap = ids(file, layout, *FOLLOWERS), ids(file, layout, "gap")
    found = 0
    for before, element in pairwise(file.body):
        if element.tag == f"{W}p" and value(element, "w:pPr/w:pStyle") in followers:
            found += 1
            assert all(keeps(file, paragraph) for paragraph in last_paragraphs(content_before(before, gap)))
    assert found >= 3


def test_the_contact_is_one_row_and_stays_with_the_end_of_the_last_answer(
    file: WordFile, layout: Layout, document: Document
) -> None:
    heading = ids(file, layout, "contact_heading")
    box = [
        table
        for table in file.body.iterfind("w:tbl", NAMES)
        if value(table.find(".//w:p", NAMES), "w:pPr/w:pStyle") in heading
    ]
    assert [len(table.findall("w:tr", NAMES)) for table in box] == [1]
    gap = ids(file, layout, "gap")
    assert keeps(file, box[0].getprevious())
    before = content_before(box[0].getprevious(), gap)
    assert all(keeps(file, paragraph) for paragraph in [*last_paragraphs(before), *box[0].iter(f"{W}p")])


@pytest.mark.parametrize("count", [1, 2, 3, 5, 9])
@pytest.mark.parametrize("has_remark", [False, True])
def test_neither_the_first_nor_the_last_row_of_a_table_stands_alone(
    document: Document, layout: Layout, count: int, has_remark: bool
) -> None:
    rows = tuple(
        FactRow(Paragraph((Text(f"項目{index}"),)), (Paragraph((Text("値"),)),), (), None)
        for index in range(count)
    )
    remark = Remark("※", (Paragraph((Text("覚書"),)),)) if has_remark else None
    table = FactTable(Paragraph((Text("表"),)), rows, remark)
    question = dataclasses.replace(document.questions[0], blocks=(table,))
    file = rewritten(document, layout, questions=(question,), notes=())
    made = next(one for one in file.body.iterfind("w:tbl", NAMES) if "項目0" in "".join(one.itertext()))
    kept = [all(keeps(file, p) for p in row.iter(f"{W}p")) for row in made.iterfind("w:tr", NAMES)]
    assert kept[-1]  # the remark, or the contact, comes next
    if count > 1:
        assert kept[0]
        assert kept[-2]
    assert all(kept) == (count <= 4)  # few rows stay together
