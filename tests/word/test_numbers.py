"""The numbers of a callout in Word: a table on the ground of the callout, or lines without styles for it."""

from __future__ import annotations

import dataclasses

from brochure.document.tree import Callout, Document, KeyNumber, Paragraph, Question, Text, TitledItem
from brochure.schema.layout import Layout
from docx_reader import NAMES, W, WordFile
from word_files import rewritten


def text(words: str, at: str = "") -> Paragraph:
    return Paragraph((Text(words),), at)


def question(document: Document, values: list[tuple[str, str]]) -> Question:
    at = "answers.about.0.items.0"
    numbers = tuple(
        KeyNumber(
            text(value, f"{at}.numbers.{index}.value"),
            text(unit, f"{at}.numbers.{index}.unit") if unit else None,
            text("架空の説明", f"{at}.numbers.{index}.label"),
        )
        for index, (value, unit) in enumerate(values)
    )
    item = TitledItem(text("題名", f"{at}.title"), (text("本文", f"{at}.text"),), at, numbers)
    block = Callout(text("囲み"), (item,), "answers.about.0")
    return dataclasses.replace(document.questions[0], blocks=(block,))


def written(document: Document, layout: Layout, values: list[tuple[str, str]]) -> WordFile:
    return rewritten(document, layout, questions=(question(document, values),), notes=())


def without_styles(layout: Layout) -> Layout:
    bare = layout.data.word.model_copy(update={"callout_number": ""})
    return dataclasses.replace(layout, data=layout.data.model_copy(update={"word": bare}))


def test_numbers_stand_side_by_side_in_the_order_of_reading(document: Document, layout: Layout) -> None:
    file = written(document, layout, [("27", "校"), ("3,000", "人近く"), ("9", "")])
    (table,) = file.body.xpath(".//w:tbl[.//w:t[text()='3,000']]", namespaces=NAMES)
    said = [["".join(p.itertext()) for p in cell.iter(f"{W}p")] for cell in table.iter(f"{W}tc")]
    assert said == [["27校", "架空の説明"], ["3,000人近く", "架空の説明"], ["9", "架空の説明"]]
    grounds = {shade.get(f"{W}fill") for shade in table.iter(f"{W}shd")}
    assert grounds == {layout.data.tokens["warm-tint"].removeprefix("#").upper()}
    edges = [cell.findall(".//w:tcBorders/w:left", NAMES) for cell in table.iter(f"{W}tc")]
    assert [edge.get(f"{W}sz") for (edge,) in edges] == ["24", "4", "4"]


def test_the_table_is_as_wide_as_the_box_around_it(document: Document, layout: Layout) -> None:
    file = written(document, layout, [("27", "校"), ("3,000", "人近く")])
    (table,) = file.body.xpath(".//w:tbl[.//w:t[text()='3,000']]", namespaces=NAMES)
    widths = [int(column.get(f"{W}w")) for column in table.iterfind("w:tblGrid/w:gridCol", NAMES)]
    indent = int(table.find("w:tblPr/w:tblInd", NAMES).get(f"{W}w"))
    page = layout.data.page
    area = (page.width - page.margins.left - page.margins.right) * 1440 / 25.4
    assert abs(indent + sum(widths) - area) < 20  # the ground of the box ends at the type area
    assert abs(indent - 12 * 1440 / 25.4) < 20


def test_long_numbers_are_smaller_and_very_long_ones_stand_one_below_the_other(
    document: Document, layout: Layout
) -> None:
    file = written(document, layout, [("1,234,567,890", "億円"), ("27,500", ""), ("3,456", "人近く")])
    (run,) = file.body.xpath(".//w:r[w:t[text()='1,234,567,890']]", namespaces=NAMES)
    assert 20 <= int(run.find("w:rPr/w:sz", NAMES).get(f"{W}val")) < 48
    tall = written(document, layout, [("1,234,567,890,123", "億円")] * 3)
    (table,) = tall.body.xpath("(.//w:tbl[.//w:t[text()='1,234,567,890,123']])[1]", namespaces=NAMES)
    assert len(table.findall("w:tr", NAMES)) == 3


def test_a_layout_without_styles_for_numbers_prints_them_as_lines(document: Document, layout: Layout) -> None:
    file = written(document, without_styles(layout), [("27", "校"), ("3,000", "人近く")])
    lines = ["".join(p.itertext()) for p in file.body.iter(f"{W}p")]
    wanted = ["27校\u2002架空の説明", "3,000人近く\u2002架空の説明"]
    assert [line for line in lines if "架空の説明" in line] == wanted
