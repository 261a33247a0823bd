"""The finished PDF, read back with programs that did not make it."""

from __future__ import annotations

import datetime
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from brochure.build.load import LoadedPartner
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.document.tree import Document, MarkTable, plain_text
from brochure.document.walk import block_paragraphs, note_calls
from brochure.pdf.reader import FinishedPage, Glyph, read_pages
from brochure.schema.layout import Layout
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from expected_words import count, words
from pdf_validator import failures
from workspaces import PARTNERS, REPO, workspace


@pytest.fixture(scope="module")
def made(loaded: LoadedPartner, root: Path) -> pdf.RenderedPdf:
    """The PDF of the profile at hand."""
    layout = loaded.common.layout
    page = html.write_html(loaded.document, layout, root=root, shown="layouts/standard")
    return pdf.render_pdf(page, layout.font_paths)


@pytest.fixture(scope="module")
def pages(made: pdf.RenderedPdf) -> tuple[FinishedPage, ...]:
    """Its pages, read back."""
    return read_pages(made.data)


def test_the_renderer_has_nothing_to_complain_about(made: pdf.RenderedPdf) -> None:
    assert made.warnings == ()


def test_the_brochure_has_two_pages_and_with_pictures_three(loaded: LoadedPartner, root: Path) -> None:
    layout, document = loaded.common.layout, loaded.document
    assert layout.data.budget
    tight = {name: value for step in layout.data.budget.tighten for name, value in step.tokens.items()}
    page = html.write_html(document, layout, root=root, shown="layouts/standard", tokens=tight)
    made = pdf.render_pdf(page, layout.font_paths)
    assert made.pages == (3 if document.id == "awkward" else 2)


def test_the_pdf_says_what_the_document_says_and_nothing_else(
    document: Document, pages: tuple[FinishedPage, ...]
) -> None:
    furniture = [document.series]  # in the title band of the first page, then in the running heads
    furniture += [f"{document.title}{document.series}{page.index + 1}" for page in pages[1:]] + ["1"]
    assert count(page.text for page in pages) == count([*words(document), *furniture])


def test_text_comes_out_of_the_pdf_in_reading_order(
    document: Document, pages: tuple[FinishedPage, ...]
) -> None:
    text = "".join(page.text for page in pages).replace(" ", "").replace("\u3000", "")
    position = -1
    for question in document.questions:
        for paragraph in (question.title, *(p for block in question.blocks for p in block_paragraphs(block))):
            start = next((part.text for part in paragraph.content if hasattr(part, "text")), "")[:8]
            found = text.find(start.replace(" ", "").replace("\u3000", ""), max(position, 0))
            assert found >= 0, f"{start!r} does not come behind what stands before it"
    assert [text.find(f"{q.label}{q.title.content[0].text}") for q in document.questions] == sorted(  # type: ignore[union-attr]
        text.find(f"{q.label}{q.title.content[0].text}")  # type: ignore[union-attr]
        for q in document.questions
    )


def test_only_the_fonts_of_the_layout_are_used_and_each_is_embedded(made: pdf.RenderedPdf) -> None:
    found = {}
    with pikepdf.open(io.BytesIO(made.data)) as opened:
        for page in opened.pages:
            for font in page.Resources.get("/Font", {}).values():
                descendant = font.DescendantFonts[0]
                embedded = descendant.FontDescriptor.keys() & {"/FontFile2", "/FontFile3"}
                found[str(font.BaseFont)] = bool(embedded)
    assert found
    assert all(found.values())
    assert {name.split("+")[1] for name in found} <= {
        "BIZ-UDPGothic",
        "BIZ-UDPGothic-Bold",
        "Brochure-Han-SC",
        "Brochure-Han-SC-Bold",
    }


def test_every_note_stands_on_the_page_of_its_first_call(
    document: Document, pages: tuple[FinishedPage, ...]
) -> None:
    for note in document.notes:
        words = "".join(part.text for part in note.body if hasattr(part, "text"))[:12]
        body = [
            page.index
            for page in pages
            if note.marker + words in page.text.replace("\u2002", "").replace(" ", "")
        ]
        first = min(
            page.index
            for page in pages
            if note.marker in page.text.replace(note.marker + words, "").replace(f"{note.marker}\u2002", "")
        )
        assert body == [first], note.marker


def test_the_document_calls_every_note_it_prints(document: Document) -> None:
    called = [
        call.note_id
        for question in document.questions
        for block in question.blocks
        for paragraph in block_paragraphs(block)
        for call in note_calls(paragraph.content)
        if call.first
    ]
    assert called == [note.id for note in document.notes]


def lines(page: FinishedPage) -> list[list[Glyph]]:
    """The characters of body size, gathered into lines by their feet."""
    found: dict[int, list[Glyph]] = {}
    for glyph in page.glyphs:
        if not glyph.text.isspace():
            found.setdefault(round(glyph.bottom), []).append(glyph)
    return [sorted(line, key=lambda glyph: glyph.left) for _, line in sorted(found.items(), reverse=True)]


@pytest.mark.parametrize("loaded", [("repo", "liaoning")], indirect=True, ids=["liaoning"])
def test_body_lines_end_at_the_same_edge(made: pdf.RenderedPdf) -> None:
    """Full lines of the third bullet of the source page: within 0.5 pt of each other (JLREQ 3.8)."""
    opened = pypdfium2.PdfDocument(made.data)
    text = opened[0].get_textpage()
    ends = []
    for start in ("さらに、2018年", "や、医療", "す。外資", "た「北東", "めの意見"):
        (index, length) = text.search(start).get_next()
        # the line's last character is the one before the next line's first
        position = index
        foot = text.get_charbox(index)[1]
        while (
            position + 1 < text.count_chars()
            and abs(text.get_charbox(position + 1, loose=True)[1] - foot) < 6
        ):
            position += 1
        boxes = [text.get_charbox(i, loose=True) for i in range(index, position + 1)]
        ends.append(max(box[2] for box in boxes))
        assert length
    assert max(ends) - min(ends) < 0.5


RECORD = pdf.ArchiveRecord(
    "urn:brochure:x:2026-11",
    datetime.date(2026, 11, 1),
    (
        pdf.Enclosure("x.yaml", "name: 架空\n", "機関ファイル"),
        pdf.Enclosure("_series.yaml", "a: 1\n", "共通"),
    ),
)


@pytest.fixture(scope="module")
def recorded(loaded: LoadedPartner, root: Path) -> pdf.RenderedPdf:
    """The PDF with its sources."""
    layout = loaded.common.layout
    page = html.write_html(loaded.document, layout, root=root, shown="layouts/standard")
    return pdf.render_pdf(page, layout.font_paths, RECORD)


@pytest.mark.parametrize("profile", ["ua1", "3a"])
@pytest.mark.parametrize("which", ["bare", "with sources"])
def test_one_file_passes_all_rules_of_pdf_ua_1_and_of_pdf_a_3a(
    made: pdf.RenderedPdf, recorded: pdf.RenderedPdf, tmp_path: Path, profile: str, which: str
) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes((made if which == "bare" else recorded).data)
    assert failures(path, profile) == []


def test_the_pdf_carries_its_sources_and_the_name_of_its_edition(recorded: pdf.RenderedPdf) -> None:
    data = recorded.data
    with pikepdf.open(io.BytesIO(data)) as opened:
        assert {name: file.get_file().read_bytes() for name, file in opened.attachments.items()} == {
            "x.yaml": "name: 架空\n".encode(),
            "_series.yaml": b"a: 1\n",
        }
        assert [str(file.AFRelationship) for file in opened.Root.AF] == ["/Source", "/Source"]
        xmp = opened.Root.Metadata.read_bytes()
    assert b"<dc:identifier>urn:brochure:x:2026-11</dc:identifier>" in xmp
    assert xmp in data, "the metadata is not compressed"


def test_language_and_title_are_set(made: pdf.RenderedPdf, document: Document) -> None:
    with pikepdf.open(io.BytesIO(made.data)) as opened:
        assert str(opened.Root.Lang) == document.lang
        assert str(opened.docinfo["/Title"]) == document.title


BUILD = """
import sys
from pathlib import Path
from brochure.build.brochure import build_brochure
from brochure.build.load import load_common
from brochure.storage.workspace import Workspace
output, *partners = sys.argv[1:]
for root, name in zip(partners[::2], partners[1::2]):
    where = Workspace(Path(root))
    build_brochure(where, name, load_common(where, "standard"), output=Path(output))
"""


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    partners = [(str(workspace(which).root), name) for which, name in PARTNERS]
    for seed, locale in (("1", "C.UTF-8"), ("2", "ja_JP.UTF-8")):  # which fontconfig names families by
        arguments = [sys.executable, "-c", BUILD, str(tmp_path / seed), *chain.from_iterable(partners)]
        around = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": locale}
        subprocess.run(arguments, check=True, env=around)
    for _, name in partners:
        for kind in ("pdf", "docx"):
            one, other = ((tmp_path / seed / f"{name}.{kind}").read_bytes() for seed in ("1", "2"))
            assert one == other, (name, kind)


@pytest.mark.parametrize(
    "attachment",
    [
        '<p><a rel="attachment" href="layouts/standard/layout.yaml">添付</a></p>',
        '<p><a rel="noopener attachment" href="layouts/standard/layout.yaml">添付</a></p>',
        '<link rel="attachment" href="layouts/standard/layout.yaml">',
    ],
)
def test_a_template_cannot_attach_a_file(attachment: str, layout: Layout) -> None:
    page = html.HtmlPage(f"<html lang=ja><title>試験</title>{attachment}<p>文</p>", (), REPO)
    with pytest.raises(BrochureError) as raised:
        pdf.render_pdf(page, layout.font_paths)
    assert [found.code for found in raised.value.problems] == ["R102"]


@pytest.mark.parametrize(
    ("href", "code"),
    [
        ("javascript:alert(1)", "R103"),
        ("JavaScript:alert(1)", "R103"),
        ("file:///etc/passwd", "R103"),
        ("layouts/standard/layout.yaml", "R103"),
        ("data:text/html,x", "R103"),
        ("brochure:other#place", "R103"),  # a place in another part, which only a booklet has
        ("https://example.jp/", ""),
        ("mailto:a@example.jp", ""),
        ("tel:+81-45-000-0000", ""),
        ("#place", ""),
    ],
)
def test_links_lead_to_pages_mail_and_telephones_only(href: str, code: str, layout: Layout) -> None:
    text = f'<html lang=ja><title>試験</title><p id=place><a href="{href}">文</a></p>'
    page = html.HtmlPage(text, (), REPO)
    if not code:
        assert pdf.render_pdf(page, layout.font_paths).pages == 1
        return
    with pytest.raises(BrochureError) as raised:
        pdf.render_pdf(page, layout.font_paths)
    assert [found.code for found in raised.value.problems] == [code]


def test_a_template_cannot_reach_files_outside_the_workspace(loaded: LoadedPartner, root: Path) -> None:
    layout = loaded.common.layout
    page = html.write_html(loaded.document, layout, root=root, shown="layouts/standard")
    stolen = html.HtmlPage(
        page.html.replace("<body>", '<body><img alt="x" src="file:///etc/hostname">'), page.stylesheets, root
    )
    with pytest.raises(BrochureError) as raised:
        pdf.render_pdf(stolen, layout.font_paths)
    assert "R101" in str(format_problem(raised.value.problems[0], "en"))


def test_a_broken_style_sheet_is_told_with_its_line(loaded: LoadedPartner, root: Path) -> None:
    layout = loaded.common.layout
    page = html.write_html(loaded.document, layout, root=root, shown="layouts/standard")
    sheets = (
        *page.stylesheets,
        html.Stylesheet("p { colour: red }\np { color: red; }\nq { widht: 1 }", "x.css"),
    )
    written = pdf.render_pdf(html.HtmlPage(page.html, sheets, root), layout.font_paths)
    assert [str(found.location) for found in written.warnings] == ["x.css:1:5", "x.css:3:5"]


def test_repository_paths_do_not_reach_the_pdf(made: pdf.RenderedPdf) -> None:
    assert str(REPO).encode() not in made.data


def test_a_style_sheet_may_use_pictures_of_its_own_layout(
    loaded: LoadedPartner, root: Path, tmp_path: Path
) -> None:
    layout = loaded.common.layout
    (tmp_path / "ground.png").write_bytes((REPO / "tests/samples/photos/mountains.png").read_bytes())
    page = html.write_html(loaded.document, layout, root=root, shown="layouts/standard")
    sheets = (*page.stylesheets, html.Stylesheet("body { background: url(ground.png) }", "x.css", tmp_path))
    written = pdf.render_pdf(html.HtmlPage(page.html, sheets, root), layout.font_paths)
    assert written.warnings == ()


def structure(element: Any) -> Iterator[Any]:
    """Every structure element below one."""
    if isinstance(element, pikepdf.Array):
        for kid in element:
            yield from structure(kid)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield element
        yield from structure(element.get("/K"))


def test_tables_tell_whose_heads_they_have_and_what_they_show(
    made: pdf.RenderedPdf, document: Document
) -> None:
    with pikepdf.open(io.BytesIO(made.data)) as opened:
        elements = list(structure(opened.Root.StructTreeRoot.K))
        scopes = {str(element.A.Scope) for element in elements if element.S == "/TH"}
        summaries = [str(e.A.Summary) for e in elements if e.S == "/Table" and "/A" in e]
        labels = opened.Root.PageLabels.Nums
        assert (int(labels[0]), str(labels[1].S)) == (0, "/D")
    tables = [b for q in document.questions for b in q.blocks if isinstance(b, MarkTable)]
    assert scopes == {"/Column", "/Row"}
    assert summaries == [table.summary for table in tables]


def test_the_outline_names_the_partner_and_the_questions(made: pdf.RenderedPdf, document: Document) -> None:
    with pikepdf.open(io.BytesIO(made.data)) as opened, opened.open_outline() as outline:
        (top,) = outline.root
        children = [str(item.title) for item in top.children]
    assert str(top.title) == "".join(part.text for part in document.heading.name.content)  # type: ignore[union-attr]
    answered = [question for question in document.questions if not question.unanswered]
    asked = [f"{question.label} {plain_text(question.title.content)}" for question in answered]
    assert [title for title in children if title[0].isdigit()] == asked


@pytest.mark.parametrize("nested", ["<div>" * 3000, "<div>" * 120, "<table><tr><td>" * 40])
def test_elements_within_elements_without_end_are_told(layout: Layout, nested: str) -> None:
    sheet = html.Stylesheet("p { color: #000 }", "layouts/x/style.css")
    text = f"<html lang=ja><title>試験</title>{nested}文"
    with pytest.raises(BrochureError) as raised:
        pdf.render_pdf(html.HtmlPage(text, (sheet,), REPO), layout.font_paths)
    (found,) = raised.value.problems
    assert (found.code, str(found.location)) == ("R104", "layouts/x/style.css")


def test_a_value_that_cannot_be_computed_is_told(layout: Layout) -> None:
    sheet = html.Stylesheet(
        ":root { --a: calc(1px + ) } p { width: calc(var(--a) * 2 + ) }", "layouts/x/style.css"
    )
    text = "<html lang=ja><title>試験</title><p>文"
    with pytest.raises(BrochureError) as raised:
        pdf.render_pdf(html.HtmlPage(text, (sheet,), REPO), layout.font_paths)
    (found,) = raised.value.problems
    assert (found.code, str(found.location)) == ("R105", "layouts/x/style.css")
