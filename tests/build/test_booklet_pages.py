"""The tags, bookmarks and contents of a bound booklet."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from brochure.build.booklet import build_booklet, compile_booklet
from brochure.build.booklet_pages import BoundBooklet, typeset_book
from brochure.build.chapters import CompiledBooklet
from brochure.build.load import load_shop
from brochure.build.new_layout import create_layout
from brochure.diagnostics.problem import BrochureError
from brochure.document.tree import Answer, plain_text
from brochure.pdf import reader
from brochure.pdf.preflight import preflight
from brochure.schema.page_sizes import parse_size
from brochure.storage.workspace import Workspace
from pdf_validator import failures
from tag_outline import bookmarks, spoken, tag_outline
from workspaces import REPO


@pytest.fixture(scope="module")
def compiled() -> CompiledBooklet:
    """The sample booklet."""
    return compile_booklet(Workspace(REPO), "seminar-2026")


@pytest.fixture(scope="module")
def book(compiled: CompiledBooklet) -> bytes:
    """The sample booklet, typeset and bound."""
    return typeset_book(Workspace(REPO), compiled).data


def test_each_heading_is_one_level_and_stands_in_no_heading(book: bytes) -> None:
    above: list[str] = []
    levels = []
    for line in tag_outline(book):
        depth, tag = len(line) - len(line.lstrip()), line.split()[0]
        above[depth:] = [tag]
        if tag[0] == "H" and tag[1:].isdigit():
            assert not any(one[0] == "H" and one[1:].isdigit() for one in above[:depth]), line
            levels.append(int(tag[1:]))
    assert levels[0] == 1
    assert all(levels[i] <= levels[i - 1] + 1 for i in range(1, len(levels)))
    assert len(levels) > 60


def test_a_comparison_is_one_table_and_each_list_one_list(compiled: CompiledBooklet, book: bytes) -> None:
    outline = [line.strip() for line in tag_outline(book)]
    start = outline.index("H1 早見表")
    tables = [line for line in outline[start:] if line.split()[0] == "Table"]
    bands = [band for table in compiled.book.marks if table.rows for band in table.bands]
    assert len(tables) == len(compiled.book.facts) + len(bands)
    lists = [line for line in tag_outline(book) if line.split()[0] == "L"]
    assert lists
    assert all(after.split()[0] == "LI" for after in _lines_behind(tag_outline(book), "L"))


def test_a_partner_is_one_element_on_all_its_pages(compiled: CompiledBooklet, book: bytes) -> None:
    outline = [line.strip() for line in tag_outline(book)]
    assert outline.count("Art") == len(compiled.book.chapters)
    names = [line.removeprefix("H1 ").replace(" ", "") for line in outline if line.startswith("H1 ")]
    for chapter in compiled.book.chapters:
        assert names.count(chapter.name.replace(" ", "")) == 1


def _lines_behind(lines: list[str], tag: str) -> list[str]:
    return [lines[index + 1] for index, line in enumerate(lines) if line.split()[0] == tag]


def test_marks_are_spoken_as_their_meaning(compiled: CompiledBooklet, book: bytes) -> None:
    said = spoken(book)
    cells = [cell for table in compiled.book.marks for row in table.rows for cell in row.cells]
    meanings = [meaning for _, mark, meaning in cells if mark]
    assert len([one for one in cells if one[0] is Answer.MARKED]) >= 3
    for meaning in set(meanings):
        assert said.count(meaning) >= meanings.count(meaning)


def test_bookmarks_part_the_number_from_the_question(compiled: CompiledBooklet, book: bytes) -> None:
    titles = bookmarks(book)
    for chapter in compiled.book.chapters:
        assert chapter.name in titles
        for question in chapter.document.questions:
            asked = plain_text(question.title.content, readings=False)
            with_number = [title for title in titles if title.endswith(asked)]
            assert f"{question.label} {asked}" in with_number
            assert all(title.split(" ")[0] == question.label for title in with_number)
    assert not any(sign in title for title in titles for sign in "\u200b\u200d\u2060\ufeff\u2005")


def test_folios_in_the_contents_end_in_one_column(compiled: CompiledBooklet, book: bytes) -> None:
    view = preflight.read_for_preflight(book)
    page = next(p.page for p in view.body if p.heading and p.text == compiled.book.titles["contents"])
    lines = [line for p in view.body if p.page == page and not p.heading for line in p.lines]
    right = max(line.box.right for line in lines)
    ends = [line.box.right for line in lines if line.text.isdigit() and line.box.right > right - 20]
    assert len(ends) > len(compiled.book.chapters)
    assert max(ends) - min(ends) < 0.5


def test_two_pages_face_each_other_in_a_spread(compiled: CompiledBooklet) -> None:
    book = replace(compiled.book, start="spread")
    folios = typeset_book(Workspace(REPO), replace(compiled, book=book)).folios
    assert [folios[name] for name in ("liaoning", "ayush", "singapore")] == [2, 4, 5]


# --- openers of regions ---------------------------------------------------------------------------

OPENED = """title: 架空の冊子
edition: 2026-11
openers: true
partners: [{id: liaoning}, {id: oulu}, {id: cgt-catapult}, {id: baden-wuerttemberg}]
glossary: [{term: MOU, reading: えむおおゆう, meaning: 架空の説明}]
"""
EUROPE = ["oulu", "cgt-catapult", "baden-wuerttemberg"]


def compile_opened(shelf: Path) -> CompiledBooklet:
    """A booklet with an opener before its second partner."""
    (shelf / "booklets" / "opened.yaml").write_text(OPENED, "utf-8")
    return compile_booklet(Workspace(shelf), "opened")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> CompiledBooklet:
    shelf = tmp_path_factory.mktemp("opened")
    for name in ("profiles", "layouts", "fonts"):
        (shelf / name).symlink_to(REPO / name)
    (shelf / "booklets").mkdir()
    return compile_opened(shelf)


@pytest.fixture(scope="module")
def bound(opened: CompiledBooklet) -> BoundBooklet:
    return typeset_book(Workspace(REPO), opened)


def page_labels(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [str(page.label) for page in pdf.pages]


def test_an_opener_is_one_page_before_the_first_partner(opened: CompiledBooklet, bound: BoundBooklet) -> None:
    assert [bound.folios[name] for name in ("liaoning", "opener.oulu", *EUROPE)] == [1, 3, 4, 5, 6]
    finished, labels = reader.read_pages(bound.data), page_labels(bound.data)
    page = finished[labels.index("3")]
    (opener,) = opened.book.openers
    for word in (opener.name, *(word for row in opener.rows for word in (row.tab, row.name, row.kind))):
        assert word in page.text
    assert page.text.rstrip().endswith("3")
    assert {link.target for link in page.links} == set(EUROPE)
    for name in EUROPE:  # its own folio is among them, after its name
        assert str(bound.folios[name]) in page.text.partition(opener.rows[EUROPE.index(name)].name)[2]


def test_a_booklet_with_an_opener_keeps_its_rules(bound: BoundBooklet, tmp_path: Path) -> None:
    assert bound.faults == ()
    labels = page_labels(bound.data)
    assert len(labels) == bound.pages
    assert bound.pages % 4 == 0
    arabic = [label for label in labels if label.isdigit()]
    assert arabic == [str(number) for number in range(1, len(arabic) + 1)]
    path = tmp_path / "book.pdf"
    path.write_bytes(bound.data)
    assert [failures(path, profile) for profile in ("ua1", "3a")] == [[], []]


def test_the_contents_and_the_index_count_the_opener(bound: BoundBooklet) -> None:
    finished = reader.read_pages(bound.data)
    contents = next(page for page in finished if page.text.find("目次") in range(40))
    assert {"opener.oulu", *EUROPE} <= {link.target for link in contents.links}
    assert contents.text.partition("オウル市")[2].partition("MOU 2014年")[2].split()[0].startswith("4")
    index = next(page for page in reversed(finished) if "フィンランド" in page.text)
    assert index.text.partition("フィンランド")[2].split()[0].startswith("4")


def test_an_opener_is_a_heading_and_a_list_and_a_line_of_the_outline(bound: BoundBooklet) -> None:
    outline = [line.strip() for line in tag_outline(bound.data)]
    begin = outline.index("H1 欧州")
    own = outline[begin : outline.index("Art", begin)]
    tags = [line.split()[0] for line in own]
    assert tags[:2] == ["H1", "L"]
    assert tags.count("LI") == len(EUROPE)
    assert tags.count("Figure") == 1
    with pikepdf.open(io.BytesIO(bound.data)) as pdf, pdf.open_outline() as lines:
        titles = [item.title for item in lines.root]
        own_line = next(item for item in lines.root if item.title == "欧州")
        assert not list(own_line.children)
    assert titles[2:5] == ["遼寧省", "欧州", "オウル市"]


@pytest.mark.parametrize(
    ("start", "folios"), [("recto", [1, 3, 5, 7, 9]), ("spread", [2, 5, 6, 7, 8]), ("page", [1, 3, 4, 5, 6])]
)
def test_an_opener_stands_on_a_recto_unless_partners_follow_each_other(
    opened: CompiledBooklet, start: str, folios: list[int]
) -> None:
    book = replace(opened.book, start=start)
    made = typeset_book(Workspace(REPO), replace(opened, book=book))
    assert [made.folios[name] for name in ("liaoning", "opener.oulu", *EUROPE)] == folios
    labels, finished = page_labels(made.data), reader.read_pages(made.data)
    assert made.pages % 4 == 0
    assert "欧州" in finished[labels.index(str(folios[1]))].text
    blank = [label for label, page in zip(labels, finished, strict=True) if not page.text.strip()]
    taken = {folios[0], folios[0] + 1, *folios[1:]}  # the first partner has two pages
    wanted = [str(number) for number in range(1, folios[-1]) if number not in taken]
    assert [label for label in blank if label.isdigit() and int(label) < folios[-1]] == wanted


def test_a_layout_needs_the_template_of_openers_only_for_them(shelf: Path) -> None:
    (shelf / "layouts" / "standard" / "book" / "opener.html.jinja").unlink()
    made = compile_opened(shelf)
    with pytest.raises(BrochureError) as raised:
        typeset_book(Workspace(shelf), made)
    assert [(one.code, dict(one.details)["path"]) for one in raised.value.problems] == [
        ("K106", "layouts/standard/book/opener.html.jinja")
    ]
    without = replace(made, book=replace(made.book, openers=()))
    assert "opener.oulu" not in typeset_book(Workspace(shelf), without).folios


def test_an_opener_that_does_not_fit_on_a_page_is_told(opened: CompiledBooklet) -> None:
    (opener,) = opened.book.openers
    long = replace(opener, rows=opener.rows * 20)
    with pytest.raises(BrochureError) as raised:
        typeset_book(Workspace(REPO), replace(opened, book=replace(opened.book, openers=(long,))))
    (told,) = raised.value.problems
    assert (told.code, str(told.location)) == ("K112", "booklets/opened.yaml:3:10")
    assert dict(told.details) == {"region": "欧州", "count": "60", "pages": "2"}


@pytest.mark.parametrize("rows", [9, 15, 30])
def test_an_opener_with_many_partners_is_one_page(opened: CompiledBooklet, rows: int) -> None:
    (opener,) = opened.book.openers
    long = replace(opener, rows=opener.rows * (rows // 3))
    made = typeset_book(Workspace(REPO), replace(opened, book=replace(opened.book, openers=(long,))))
    assert made.faults == ()
    assert made.folios["oulu"] == made.folios["opener.oulu"] + 1


@pytest.mark.parametrize("size", ["A5", "B5", "A4-landscape"])
def test_an_opener_fits_every_page_size(shelf: Path, size: str) -> None:
    create_layout(Workspace(shelf), "mine", source="standard", size=size, columns=None)
    (shelf / "booklets" / "opened.yaml").write_text(f"{OPENED}layout: mine\n", "utf-8")
    made = typeset_book(Workspace(shelf), compile_booklet(Workspace(shelf), "opened"))
    assert [fault for fault in made.faults if "opener" in str(fault.location)] == []
    assert made.folios["oulu"] == made.folios["opener.oulu"] + 1
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        page = pdf.pages[page_labels(made.data).index(str(made.folios["opener.oulu"]))]
        width, height = (float(number) * 25.4 / 72 for number in page.mediabox[2:])
    assert (round(width), round(height)) == parse_size(size)


def test_an_opener_is_printed_with_bleed_at_a_print_shop(opened: CompiledBooklet, tmp_path: Path) -> None:
    shop = load_shop(Workspace(REPO), "booklet")
    built = build_booklet(Workspace(REPO), opened, output=tmp_path, shop=shop)
    assert built.faults == ()
    with pikepdf.open(built.paths[0]) as pdf:
        assert len(pdf.pages) % 4 == 0
