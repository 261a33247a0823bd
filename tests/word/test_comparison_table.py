"""The table of changes as PDF and as Word: accessible, valid, and with the same words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from brochure.build.load import SharedInput, load_common
from brochure.document.comparison import Comparison
from brochure.document.tree import Document
from brochure.pdf.preflight import preflight
from brochure.storage.workspace import Workspace
from brochure.typesetting import comparison_html as comparisonhtml
from brochure.typesetting import weasyprint as pdf
from brochure.word.comparison_table import write_comparison
from comparisons import new_liaoning, new_rows, table
from docx_reader import NAMES, W, WordFile
from docx_validator import findings
from editions import document, edited
from pdf_validator import failures
from script_files import SAMPLE
from workspaces import REPO


@pytest.fixture(scope="module")
def liaoning(common: SharedInput) -> Document:
    """The partner of the repository."""
    return new_liaoning(common)


@pytest.fixture
def rows(liaoning: Document, common: SharedInput) -> Callable[..., list[tuple[str, str, str]]]:
    """The rows of an edit: place, old, new."""
    return new_rows(liaoning, common)


@pytest.fixture(scope="module")
def long_table(liaoning: Document, common: SharedInput) -> tuple[Comparison, Document]:
    """A table of several pages."""
    names = ["words", "strong", "note added", "row added", "photo", "block of another kind"]
    new = document(edited(*names, "question loses its answer", "contact", "edition", "figure"), common)
    return table(liaoning, new), new


@pytest.mark.parametrize("layout", ["standard", "onepage"])
def test_the_pdf_is_landscape_accessible_and_without_a_finding(
    layout: str, long_table: tuple[Comparison, Document], tmp_path: Path
) -> None:
    chosen = load_common(Workspace(REPO), layout)
    page = comparisonhtml.write_comparison_html(
        *long_table, chosen.layout, root=REPO, shown=chosen.layout_shown
    )
    made = pdf.render_pdf(page, chosen.layout.font_paths)
    assert not made.warnings
    assert made.pages > 1
    path = tmp_path / "a.pdf"
    path.write_bytes(made.data)
    assert not failures(path, "pdfua-1")
    assert not preflight.check_part(made.data, file="a.pdf").problems
    with pikepdf.open(path) as opened:
        left, bottom, right, top = (float(edge) for edge in opened.pages[0].mediabox)
    assert right - left > top - bottom


def test_the_word_file_says_the_same_and_validates(
    long_table: tuple[Comparison, Document], common: SharedInput, tmp_path: Path
) -> None:
    comparison, new = long_table
    made = write_comparison(comparison, new, common.layout)
    assert not findings(made, tmp_path)
    file = WordFile(made)
    rows = file.body.findall(".//w:tr", NAMES)[1:]
    assert len(rows) == len(comparison.changes)
    for row, change in zip(rows, comparison.changes, strict=True):
        cells = ["".join(cell.itertext(f"{W}t")) for cell in row.iterfind("w:tc", NAMES)]
        wanted = ["".join(one.text for line in cell for one in line) for cell in (change.old, change.new)]
        assert cells == [change.part + change.place, *wanted]
        underlined = [
            "".join(run.itertext(f"{W}t"))
            for run in row.iter(f"{W}r")
            if run.find("w:rPr/w:u", NAMES) is not None
        ]
        assert underlined == [
            s.text for cell in (change.old, change.new) for line in cell for s in line if s.changed
        ]
    assert file.body.find("w:sectPr/w:pgSz", NAMES).get(f"{W}orient") == "landscape"
    assert file.xml("settings").find("w:trackRevisions", NAMES) is None
    assert write_comparison(comparison, new, common.layout) == made


def test_words_of_other_scripts_have_their_runs_in_word(common: SharedInput, tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    before, after = (
        document(text.replace("서울", new), common, "scripts") for new in ("서울", "부산وزارة (2026)")
    )
    made = write_comparison(table(before, after), after, common.layout)
    assert not findings(made, tmp_path)
    found = {
        "".join(run.itertext(f"{W}t")): [etree.QName(one).localname for one in run.find("w:rPr", NAMES)]
        for run in WordFile(made).body.iter(f"{W}r")
        if run.find("w:rPr/w:lang", NAMES) is not None
    }
    assert found["서울"] == found["부산"] == ["rFonts", "u", "lang"]
    assert found["وزارة (2026)"] == ["rFonts", "u", "rtl", "lang"]
