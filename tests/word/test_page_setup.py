"""The page of a Word file is that of the layout, and so are the widths in its styles."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from brochure.build.load import load_common
from brochure.document.tree import Document
from brochure.schema.layout import Layout
from brochure.word.package import zip_parts
from docx_reader import NAMES, W, WordFile
from docx_validator import findings
from word_files import rewritten
from workspaces import REPO, workspace

SIZES = {"a5": (148, 210, 11), "b5": (182, 257, 15), "square": (210, 210, 16), "a4-landscape": (297, 210, 20)}
MM = 1440 / 25.4


def resized(layout: Layout, name: str) -> Layout:
    """A layout with another page, and the reference.docx that it had."""
    width, height, margin = SIZES[name]
    margins = layout.data.page.margins.model_copy(
        update={"left": margin, "right": margin + 2, "top": 14, "bottom": 13}
    )
    page = layout.data.page.model_copy(update={"width": width, "height": height, "margins": margins})
    return dataclasses.replace(layout, data=layout.data.model_copy(update={"page": page}))


def lengths(file: WordFile, tag: str) -> list[dict[str, int]]:
    return [
        {key.split("}")[1]: int(value) for key, value in found.attrib.items() if value.isdecimal()}
        for found in file.body.iter(f"{W}{tag}")
    ]


def style(file: WordFile, name: str, path: str) -> dict[str, str]:
    (found,) = file.xml("styles").xpath(f"w:style[w:name/@w:val='{name}']/{path}", namespaces=NAMES)
    return {key.split("}")[1]: value for key, value in found.attrib.items()}


@pytest.mark.parametrize("size", SIZES)
def test_size_and_margins_are_those_of_the_layout(document: Document, layout: Layout, size: str) -> None:
    width, height, margin = SIZES[size]
    file = rewritten(document, resized(layout, size))
    assert {(found["w"], found["h"]) for found in lengths(file, "pgSz")} == {
        (round(width * MM), round(height * MM))
    }
    (turned,) = {found.get(f"{W}orient", "portrait") for found in file.body.iter(f"{W}pgSz")}
    assert turned == ("landscape" if width > height else "portrait")
    for found in lengths(file, "pgMar"):
        sides = [found[side] for side in ("left", "right", "top", "bottom")]
        assert sides == [round(side * MM) for side in (margin, margin + 2, 14, 13)]
        assert found["header"] < found["top"]
        assert found["footer"] < found["bottom"]


@pytest.mark.parametrize("size", SIZES)
def test_the_title_reaches_from_edge_to_edge_and_tables_to_the_margin(
    document: Document, layout: Layout, size: str
) -> None:
    width, _, margin = SIZES[size]
    file = rewritten(document, resized(layout, size))
    tables = file.body.findall("w:tbl", NAMES)
    spans = []
    for table in tables:
        start = int(table.find("w:tblPr/w:tblInd", NAMES).get(f"{W}w")) + round(margin * MM)
        spans.append((start, start + int(table.find("w:tblPr/w:tblW", NAMES).get(f"{W}w"))))
    assert spans[0] == pytest.approx((0, width * MM), abs=2)
    edge = round((width - margin - 2) * MM)
    assert [end for _, end in spans[1:]] == pytest.approx([edge] * (len(spans) - 1), abs=2)


def test_texts_of_the_title_keep_their_place_to_the_margin_and_the_running_head_its_tab(
    document: Document, layout: Layout
) -> None:
    before, after = (rewritten(document, one) for one in (layout, resized(layout, "a5")))
    moved = [int(style(file, "冊子 名称", "w:pPr/w:ind")["left"]) for file in (before, after)]
    assert moved[0] - moved[1] == pytest.approx((16 - 11) * MM, abs=2)
    tabs = [int(style(file, "header", "w:pPr/w:tabs/w:tab")["pos"]) for file in (before, after)]
    assert tabs == pytest.approx([(210 - 32) * MM, (148 - 24) * MM], abs=2)


def test_the_page_of_the_shipped_layouts_is_that_of_their_reference(
    document: Document, layout: Layout
) -> None:
    file = rewritten(document, layout)
    with_own = WordFile((REPO / "layouts" / "standard" / "reference.docx").read_bytes())
    assert file.xml("styles").xpath("//w:tab/@w:pos", namespaces=NAMES) == with_own.xml("styles").xpath(
        "//w:tab/@w:pos", namespaces=NAMES
    )


@pytest.fixture(scope="module")
def columned(document: Document) -> WordFile:
    return rewritten(document, load_common(workspace("repo"), "onepage").layout)


def test_questions_stand_in_the_columns_of_reference_docx(columned: WordFile, document: Document) -> None:
    sections = list(columned.body.iter(f"{W}sectPr"))
    columns = [section.find("w:cols", NAMES) for section in sections]
    assert [None if one is None else one.get(f"{W}num") for one in columns] == [None, "2", None]
    kinds = [section.find("w:type", NAMES) for section in sections]
    assert [None if kind is None else kind.get(f"{W}val") for kind in kinds] == [
        None,
        "continuous",
        "continuous",
    ]
    heads = [[*section.iterfind("w:headerReference", NAMES)] for section in sections]
    assert [len(found) for found in heads] == [2, 0, 0]


def test_footnotes_run_across_the_columns(columned: WordFile, tmp_path: Path) -> None:
    spans = columned.body.xpath(".//w:sectPr/*[local-name()='footnoteColumns']", namespaces=NAMES)
    assert [dict(span.attrib).popitem()[1] for span in spans] == ["1"]
    assert spans[0].getparent().find("w:cols", NAMES).get(f"{W}num") == "2"
    assert findings(zip_parts(columned.parts), tmp_path) == []


def test_tables_in_columns_are_as_wide_as_a_column(columned: WordFile) -> None:
    asked = columned.body.xpath("w:p[w:pPr/w:pStyle/@w:val='Heading1']", namespaces=NAMES)[0]
    within = list(asked.itersiblings(f"{W}tbl"))[:-1]
    column = (210 - 24 - 7) / 2 * MM
    widths = [int(table.find("w:tblPr/w:tblW", NAMES).get(f"{W}w")) for table in within]
    assert widths == pytest.approx([round(column)] * len(within), abs=2)


def test_a_reference_whose_first_section_alone_has_headers_keeps_them(
    document: Document, tmp_path: Path
) -> None:
    layout = load_common(workspace("repo"), "onepage").layout
    parts = dict(WordFile((layout.folder / "reference.docx").read_bytes()).parts)
    text = parts["word/document.xml"].decode()
    references = "".join(re.findall(r"<w:(?:header|footer)Reference [^>]*/>", text))
    text = text.replace(references, "").replace("<w:titlePg/>", "")
    text = text.replace("<w:sectPr>", f"<w:sectPr>{references}", 1).replace(
        "<w:docGrid", "<w:titlePg/><w:docGrid", 1
    )
    (tmp_path / "reference.docx").write_bytes(zip_parts(parts | {"word/document.xml": text.encode()}))
    file = rewritten(document, dataclasses.replace(layout, folder=tmp_path))
    first = next(file.body.iter(f"{W}sectPr"))
    assert len(first.findall("w:headerReference", NAMES)) == 2
    assert first.find("w:titlePg", NAMES) is not None
