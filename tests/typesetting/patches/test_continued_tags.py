"""What runs over pages or columns is one element of the tags."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from weasyprint.pdf import tags

from pdf_validator import failures
from preflight_pages import make
from tag_outline import tag_outline, tags_of
from upstream_source import source

ROW = '<tr><th scope="row">{0}行</th><td>{0}番の値</td></tr>'
HEAD = '<thead><tr><th scope="col">名</th><th scope="col">値</th></tr></thead>'
FOOT = '<tfoot><tr><td colspan="2">表の終わり</td></tr></tfoot>'


def rows(count: int) -> str:
    return "".join(ROW.format(number) for number in range(count))


LONG = "長い文が続く項目です。" * 30


def items(count: int, text: str = "項目の文です。") -> str:
    return "".join(f"<li><p>{number}、{text}</p></li>" for number in range(count))


def pages_of(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as opened:
        return len(opened.pages)


def test_upstream_still_makes_the_tags_of_each_page_anew() -> None:
    assert "for page_number, (page, stream) in enumerate(zip(document.pages, page_streams)):" in source(tags)
    assert "page_box, structure_document, pdf, page_number, page_nums, annotations," in source(tags)
    assert "'/MCR'" not in source(tags)


@pytest.mark.parametrize("css", ["", "body { column-count: 2 }", "article { column-count: 2 }"])
@pytest.mark.parametrize(
    ("block", "wanted"),
    [
        (f"<ul>{items(30)}</ul>", {"L": 1, "LI": 30, "LBody": 30, "P": 30}),
        (
            f"<ol>{items(4, '長い文が続く項目です。' * 30)}</ol>",
            {"L": 1, "LI": 4, "LBody": 4, "P": 4, "Lbl": 4},
        ),
        (f"<table>{rows(30)}</table>", {"Table": 1, "TBody": 1, "TR": 30, "TH": 30, "TD": 30}),
        (
            f"<table>{HEAD}{FOOT}{rows(40)}</table>",
            {"Table": 1, "THead": 1, "TBody": 1, "TFoot": 1, "TR": 42},
        ),
        (f"<p>{'一つの段落が次のページに続きます。' * 60}</p>", {"P": 1}),
        (f"<blockquote>{'引いた文が次のページに続きます。' * 60}</blockquote>", {"BlockQuote": 1}),
        (f"<div><section>{'<p>節の段落です。</p>' * 30}</section></div>", {"Div": 1, "Sect": 1, "P": 30}),
    ],
)
def test_pieces_on_several_pages_are_one_element(
    block: str, wanted: dict[str, int], css: str, tmp_path: Path
) -> None:
    data = make(f"<article><h1>題</h1>{block}</article>", css)
    assert pages_of(data) > 1
    found = tags_of(data)
    assert {tag: found.count(tag) for tag in wanted} == wanted
    assert found.count("Art") == 1
    (tmp_path / "made.pdf").write_bytes(data)
    assert failures(tmp_path / "made.pdf", "ua1") == []


def test_no_text_is_lost_or_told_twice() -> None:
    data = make(f"<table>{HEAD}{rows(40)}</table><ul>{items(40)}</ul>")
    outline = [line.split(maxsplit=1) for line in tag_outline(data)]
    said = [found[1] for found in outline if len(found) > 1]
    table = ["名", "値", *(text for n in range(40) for text in (f"{n}行", f"{n}番の値"))]
    listed = [text for n in range(40) for text in ("•", f"{n}、項目の文です。")]
    assert [text.strip() for text in said] == [*table, *listed]


def test_cells_name_the_heads_that_are_left() -> None:
    data = make(f"<table>{HEAD}{rows(40)}</table>")
    with pikepdf.open(io.BytesIO(data)) as opened:
        cells = [item for item in opened.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
        heads = {str(cell.ID): str(cell.A.get("/Scope")) for cell in cells if cell.S == "/TH"}
        named = [[str(head) for head in cell.A.Headers] for cell in cells if cell.S == "/TD"]
    assert len(heads) == 42
    assert len(named) == 40
    assert all({heads[head] for head in of_cell} == {"/Row", "/Column"} for of_cell in named)
    assert len({tuple(of_cell) for of_cell in named}) == 40


def test_a_row_that_runs_over_pages_is_one_row() -> None:
    long = "".join(f"<p>{number}番の段落です。</p>" for number in range(20))
    row = f'<tr><th scope="row">行</th><td>{long}</td><td>{long}</td></tr>'
    found = tags_of(make(f"<table>{row}</table>"))
    assert (found.count("TR"), found.count("TH"), found.count("TD")) == (1, 1, 2)
    assert "P P P" in " ".join(found)
    assert found.count("P") == 40


def test_a_note_stands_behind_the_block_that_runs_over_its_page() -> None:
    note = '<x-note class="note" id="note-{0}" data-marker="*{0}">注の{0}です。</x-note>'
    texts = "".join(
        f"<li><p>項目{n}{note.format(n) if n in (1, 8) else ''}です。</p></li>" for n in range(10)
    )
    css = ".note { float: footnote } .note::footnote-call { content: attr(data-marker) }"
    data = make(f"<article><h1>題</h1><div><ul>{texts}</ul></div><h2>終わり</h2><p>文</p></article>", css)
    assert pages_of(data) == 2
    found = [line for line in tag_outline(data) if line.split()[0] in ("Art", "Div", "L", "Note", "H2")]
    depths = [(line.split()[0], len(line) - len(line.lstrip())) for line in found]
    assert depths == [("Art", 1), ("Div", 2), ("L", 3), ("Note", 3), ("H2", 2), ("Note", 1)]


def test_links_of_repeated_heads_keep_their_tags(tmp_path: Path) -> None:
    head = HEAD.replace("名", '<a href="https://example.jp/">名</a>')
    data = make(f"<table>{head}{rows(40)}</table>")
    (tmp_path / "made.pdf").write_bytes(data)
    assert failures(tmp_path / "made.pdf", "ua1") == []
    assert tags_of(data).count("Table") == tags_of(data).count("Link") > 1
