"""The contact: a box of one row; as paragraphs if the styles of reference.docx are boxes."""

from __future__ import annotations

from pathlib import Path

from brochure.build.load import load_common
from brochure.document.tree import Document, plain_text
from brochure.schema.layout import Layout
from docx_reader import NAMES, W, WordFile, value
from word_files import rewritten, with_reference
from workspaces import workspace


def last_table(file: WordFile) -> list[str]:
    """The texts of the cells of the last table."""
    table = file.body.findall("w:tbl", NAMES)[-1]
    return ["".join(cell.itertext()) for cell in table.iter(f"{W}tc")]


def test_heading_and_lines_stand_side_by_side(file: WordFile, document: Document) -> None:
    first, *others = (plain_text(line.content) for line in document.contact.lines)
    heading = plain_text(document.contact.heading.content)
    assert last_table(file) == [heading, first + "\u3000".join(others)]
    assert "".join(file.body[-2].itertext()) == plain_text(document.imprint.content)


def test_in_columns_the_imprint_stands_at_the_right_of_them(document: Document) -> None:
    file = rewritten(document, load_common(workspace("repo"), "onepage").layout)
    assert last_table(file)[-1] == plain_text(document.imprint.content)


def test_styles_that_are_boxes_stay_paragraphs(document: Document, layout: Layout, tmp_path: Path) -> None:
    edge = '<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="auto"/></w:pBdr><w:shd '
    boxed = with_reference(
        layout,
        tmp_path,
        {"word/styles.xml": (r'(w:styleId="ContactHeading">(?:(?!</w:style>).)*?)<w:shd ', rf"\1{edge}")},
    )
    file = rewritten(document, boxed)
    lines = list(file.body.iterfind("w:p", NAMES))
    shown = ["".join(line.itertext()) for line in lines]
    heading = shown.index(plain_text(document.contact.heading.content))
    assert shown[heading + 1] == plain_text(document.contact.lines[0].content)
    names = {
        file.styles["paragraph", value(line, "w:pPr/w:pStyle")] for line in lines[heading + 1 : heading + 3]
    }
    assert names == {layout.data.word.contact_text}
