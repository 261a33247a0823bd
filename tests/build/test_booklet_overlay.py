"""What is laid over the pages of partners: the right folio on each, artifacts, touching nothing unseen."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from brochure.build import booklet as publish
from brochure.build import chapters
from brochure.build.booklet_pages import BoundBooklet, typeset_book
from brochure.build.chapters import BookletContext
from brochure.document.book import Depth
from brochure.pdf import reader as pages
from brochure.pdf.preflight import preflight
from brochure.storage.cache import FOLDER, Cache
from brochure.storage.workspace import Workspace
from brochure.typesetting import book_html as bookhtml
from brochure.typesetting import page_cache as kept
from brochure.typesetting import running_heads as furniture
from brochure.typesetting import typeset
from brochure.typesetting import weasyprint as pdf
from brochure.typesetting.page_budget import Locate
from workspaces import REPO

BOOKLET = "title: 架空の冊子\nedition: 2026-11\npartners: [{id: oulu}, {id: liaoning}, {id: ayush}]\n"


@pytest.fixture
def shelf(shelf: Path) -> Path:
    """A workspace with a booklet of three partners."""
    (shelf / "booklets" / "x.yaml").write_text(BOOKLET, "utf-8")
    return shelf


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> BoundBooklet:
    """The booklet, for tests that change nothing."""
    root = tmp_path_factory.mktemp("overlay")
    for name in ("profiles", "layouts", "fonts"):
        (root / name).symlink_to(REPO / name)
    (root / "booklets").mkdir()
    (root / "booklets" / "x.yaml").write_text(BOOKLET, "utf-8")
    return bound(root)


def bound(shelf: Path, cache: Cache | None = None, jobs: int = 1) -> BoundBooklet:
    """The booklet."""
    where = Workspace(shelf)
    return typeset_book(where, publish.compile_booklet(where, "x"), cache=cache, jobs=jobs)


def change(path: Path, old: str, new: str) -> None:
    """Change a file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def body(made: BoundBooklet) -> list[tuple[str, pages.FinishedPage]]:
    """The pages of partners with their labels."""
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        labels = [str(page.label) for page in pdf.pages]
    found = zip(labels, pages.read_pages(made.data), strict=True)
    return [(label, page) for label, page in found if label.isdigit()]


def test_every_page_has_its_folio_at_the_outer_edge(unchanged: BoundBooklet) -> None:
    made = body(unchanged)
    assert len(made) >= 5
    for label, page in made:
        low = [glyph for glyph in page.glyphs if glyph.bottom < 40]
        assert "".join(glyph.text for glyph in low) == label
        assert (low[0].left > page.width / 2) == (int(label) % 2 == 1)


def test_running_heads_stand_on_all_pages_but_the_first(unchanged: BoundBooklet) -> None:
    made = unchanged
    drawn: dict[str, int] = {}  # texts over a partner's page
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        for page in pdf.pages:
            forms: Any = page.obj.Resources.get("/XObject", {})
            if "/Over0" in forms:
                drawn[str(page.label)] = forms["/Over0"].read_bytes().count(b"TJ")
    firsts = [label for label in drawn if int(label) in made.folios.values()]
    later = [label for label in drawn if label not in firsts]
    assert [drawn[label] for label in firsts] == [1, 1, 1]  # the tab alone
    assert later and {drawn[label] for label in later} == {3}  # and the names of partner and series
    for label, finished in body(made):
        if label in later:
            at_top = "".join(glyph.text for glyph in finished.glyphs if glyph.bottom > finished.height - 40)
            assert "遼寧省" in at_top
            assert "MOU締結先機関ガイド" in at_top.replace(" ", "")


def test_it_is_an_artifact_and_no_part_of_what_is_read_aloud(unchanged: BoundBooklet) -> None:
    with pikepdf.open(io.BytesIO(unchanged.data)) as pdf:
        page = next(page for page in pdf.pages if str(page.label) == "2")
        for name in ("/Over0", "/Over1"):
            form = page.obj.Resources.XObject[name]
            content = form.read_bytes()
            assert b"/MCID" not in content
            shown = re.sub(rb"/Artifact.*?EMC", b"", content, flags=re.DOTALL)
            assert b"Tj" not in shown and b"TJ" not in shown
            assert "/StructParents" not in form


def test_a_page_more_sets_no_other_partner_again(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(shelf / FOLDER)
    before = bound(shelf, cache)
    more = "    - paragraph: 架空の段落を足す。" + "ここまで架空の文が続く。" * 120 + "\n"
    change(shelf / "profiles" / "oulu.yaml", "answers:\n  about:\n", f"answers:\n  about:\n{more}")
    again: list[str] = []
    anew = typeset.typeset_document

    def watched(setting: typeset.Setting, locate: Locate) -> typeset.Typeset:
        again.append(setting.document.id)
        return anew(setting, locate)

    monkeypatch.setattr("brochure.typesetting.page_cache.typeset_document", watched)
    after = bound(shelf, cache)
    assert again == ["oulu"]
    assert after.folios["liaoning"] > before.folios["liaoning"]
    assert after.data == bound(shelf).data
    for label, page in body(after):
        assert label in page.text[-40:]


def test_left_and_right_pages_may_differ(shelf: Path) -> None:
    style = shelf / "layouts" / "standard" / "style.css"
    style.write_text(style.read_text("utf-8") + "\n@page :left { margin-left: 24mm; margin-right: 8mm }\n")
    one, two = bound(shelf), bound(shelf, jobs=2)
    assert one.data == two.data
    edges = {}
    for label, page in body(one):
        text = [glyph for glyph in page.glyphs if glyph.left > 30 and 60 < glyph.bottom < page.height - 180]
        edges[int(label)] = round(min(glyph.left for glyph in text))
    odd = {edge for label, edge in edges.items() if label % 2 and label > 1}
    even = {edge for label, edge in edges.items() if label % 2 == 0}
    assert min(even) - min(odd) == pytest.approx(8 / 25.4 * 72, abs=1.5), edges


@pytest.mark.parametrize(
    ("style", "sided"),
    [
        ("@page :left { margin: 0 }", True),
        ("@page chapter:right { margin: 0 }", True),
        ("h1 { break-before: recto }", True),
        ("/* @page :left {} */ @page :first { margin: 0 } p { text-align: left }", False),
    ],
)
def test_a_layout_says_whether_sides_matter(shelf: Path, style: str, sided: bool) -> None:
    folder = shelf / "layouts" / "standard"
    assert not furniture.has_sided_pages(layout_of(folder))
    (folder / "style.css").write_text((folder / "style.css").read_text("utf-8") + style, "utf-8")
    assert furniture.has_sided_pages(layout_of(folder)) is sided


def layout_of(folder: Path):  # type: ignore[no-untyped-def]
    """The layout in a folder."""
    from brochure.build.load import load_common

    return load_common(Workspace(folder.parent.parent), folder.name).layout


def test_a_folio_over_text_is_told(shelf: Path) -> None:
    template = shelf / "layouts" / "standard" / "book" / "folio.css.jinja"
    change(template, "padding-top: {{ low }}mm", "margin-top: -90mm; width: 80mm")
    change(template, "content: {{ folio }}", f'content: "{"重" * 80}"')
    codes = {found.code for found in bound(shelf).faults}
    assert "Q204" in codes


@pytest.mark.parametrize(("count", "index"), [(10, 9), (120, 119), (400, 160)])
def test_tabs_of_many_partners_can_be_read(count: int, index: int) -> None:
    where = Workspace(REPO)
    work = BookletContext(where, publish.compile_booklet(where, "seminar-2026"))
    chapter = work.compiled.book.chapters[0]
    tab = furniture.Tab(index, count, str(index + 1), chapter.document.accent)
    page = furniture.running_heads_html(chapters.head_design(work, Depth.FULL), chapter.document, tab, 0)
    judged = kept.render_cached(None, chapters.overlay_sheet(work, page, "heads"))
    assert judged.report.findings == ()
    assert str(index + 1) in pages.read_pages(judged.written.data)[0].text


def test_numbers_of_three_digits_fit_into_the_contents() -> None:
    where = Workspace(REPO)
    made = publish.compile_booklet(where, "seminar-2026")
    many = tuple(replace(chapter, tab="108") for chapter in made.book.chapters)
    main = made.commons[Depth.FULL]
    standing = furniture.BookPosition(1, recto=True, roman=True)
    page = bookhtml.write_book_html(
        "front",
        replace(made.book, chapters=many),
        main.layout,
        standing,
        bookhtml.Folios(dict.fromkeys(("tables", "glossary", "index"), "108"), {}),
        root=REPO,
        shown=main.layout_shown,
    )
    written = pdf.render_pdf(page, main.layout.font_paths)
    assert [found.code for found in preflight.check_part(written.data, file="front").findings] == []
    assert written.data and "108" in "".join(found.text for found in pages.read_pages(written.data))
