"""The title band: the name on one line or in phrases, the series beside it, the codes in columns."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from brochure.build.load import load_common
from brochure.document.tree import Code, Document, FactTable, Paragraph, Text
from brochure.schema.layout import Layout
from docx_reader import NAMES, W, WordFile, value
from word_files import rewritten, with_reference
from workspaces import workspace

LONG = "国際再生医療・遺伝子治療研究開発推進機構（西太平洋地域アジア連携事務局）本部企画調整室"


def named(document: Document, name: str) -> dict[str, Any]:
    return {
        "heading": dataclasses.replace(document.heading, name=Paragraph((Text(name),)), photo=None, flag=None)
    }


def shown_name(file: WordFile) -> list[str]:
    """The lines of the name, as the file breaks them."""
    (style,) = (key for (_, key), name in file.styles.items() if name == "冊子 名称")
    (paragraph,) = (p for p in file.body.iter(f"{W}p") if value(p, "w:pPr/w:pStyle") == style)
    text = ""
    for element in paragraph.iter(f"{W}t", f"{W}br"):
        text += "\n" if element.tag == f"{W}br" else element.text or ""
    return text.split("\n")


def size(file: WordFile) -> float:
    (found,) = file.xml("styles").xpath(
        "w:style[w:name/@w:val='冊子 名称']/w:rPr/w:sz/@w:val", namespaces=NAMES
    )
    return int(found) / 2


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("港", 27),
        ("マサチューセッツ州", 27),
        ("スタンフォード大学医学部", 19),
        ("セルアンドジーンセラピー・カタパルト", 16),
    ],
)
def test_a_long_name_is_smaller_and_stays_on_one_line(
    document: Document, layout: Layout, name: str, points: float
) -> None:
    file = rewritten(document, layout, **named(document, name))
    assert shown_name(file) == [name]
    assert size(file) == points


def test_a_name_that_is_too_long_for_a_line_breaks_between_phrases(
    document: Document, layout: Layout
) -> None:
    found = shown_name(rewritten(document, layout, **named(document, LONG)))
    assert len(found) > 1
    assert "".join(found) == LONG
    for end in ("国際再生医療・", "研究開発推進機構"):
        assert any(line.endswith(end) or end in line for line in found)


def test_a_shrunk_style_keeps_the_order_of_the_schema(document: Document, layout: Layout) -> None:
    file = rewritten(document, layout, **named(document, LONG))
    (properties,) = file.xml("styles").xpath("w:style[w:name/@w:val='冊子 名称']/w:rPr", namespaces=NAMES)
    tags = [child.tag.split("}")[1] for child in properties]
    order = ("rFonts", "b", "bCs", "color", "spacing", "sz", "szCs")
    assert tags == [tag for tag in order if tag in tags]


def words(paragraph: Any) -> str:
    return "".join(paragraph.xpath(".//w:t/text()", namespaces=NAMES))


def test_the_series_stands_in_the_band_beside_the_name(document: Document, layout: Layout) -> None:
    bare = dataclasses.replace(document, heading=dataclasses.replace(document.heading, locator=None))
    file = rewritten(bare, layout)
    cells = [cell for cell in next(file.body.iter(f"{W}tr")) if cell.tag == f"{W}tc"]
    assert ["".join(cell.itertext()) for cell in cells][-1] == document.series


def test_a_layout_without_a_style_for_the_series_has_that_of_the_kicker(
    document: Document, layout: Layout
) -> None:
    styles = layout.data.word.model_copy(update={"series": ""})
    bare = dataclasses.replace(layout, data=layout.data.model_copy(update={"word": styles}))
    file = rewritten(document, bare)
    series = next(p for p in file.body.iter(f"{W}p") if words(p) == document.series)
    assert file.styles["paragraph", value(series, "w:pPr/w:pStyle")] == layout.data.word.kicker


def test_codes_stand_in_the_band_if_the_questions_are_in_columns(document: Document) -> None:
    layout = load_common(workspace("repo"), "onepage").layout
    code = Code("https://example.com", "Web", "例のコード", ((True, False), (False, True)), at="x.code")
    question = document.questions[0]
    table = next(b for q in document.questions for b in q.blocks if isinstance(b, FactTable))
    rows = (dataclasses.replace(table.rows[0], code=code),)
    asked = dataclasses.replace(question, blocks=(dataclasses.replace(table, rows=rows),))
    file = rewritten(
        document,
        layout,
        questions=(asked,),
        notes=(),
        contact=dataclasses.replace(document.contact, code=None),
    )
    places = [
        picture.getparent()
        for picture in file.body.xpath(".//*[local-name()='docPr' and @descr='例のコード']")
    ]
    assert len(places) == 1
    title = next(file.body.iter(f"{W}tbl"))
    assert title in places[0].iterancestors()


def test_a_style_with_a_right_indent_leaves_less_room_for_the_name(
    document: Document, layout: Layout, tmp_path: Any
) -> None:
    narrow = with_reference(
        layout,
        tmp_path,
        {
            "word/styles.xml": (
                r'(w:styleId="Title">.*?<w:ind w:left="\d+") w:right="0"',
                r'\1 w:right="5000"',
            )
        },
    )
    name = "スタンフォード大学医学部"
    assert len(shown_name(rewritten(document, narrow, **named(document, name)))) > 1
