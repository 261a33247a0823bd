"""Partners of half a page in a booklet: two of them share a page, which is a page like all others."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from brochure.build import booklet as publish
from brochure.build.booklet_pages import BoundBooklet, typeset_book
from brochure.build.chapters import CompiledBooklet
from brochure.diagnostics.problem import BrochureError
from brochure.document.book import Half
from brochure.pdf import reader
from brochure.pdf.preflight import preflight
from brochure.storage.cache import FOLDER, Cache
from brochure.storage.workspace import Workspace
from cli_result import Run
from pdf_validator import failures
from tag_outline import tag_outline
from workspaces import REPO

HEAD = "title: 架空の冊子\nedition: 2026-11\n"
PARTNERS = """\
compare_facts: [{title: 国・地域, value: place}]
partners:
  - {id: oulu, depth: half}
  - {id: who-wpro, depth: half}
  - {id: maryland, depth: page}
  - {id: ayush, depth: half}
  - {id: liaoning, depth: row}
  - {id: stanford, depth: half}
  - {id: massachusetts, depth: half}
"""
TITLES = ["オウル市", "WHO 西太平洋地域事務局", "メリーランド州", "アユシュ省"]
MIDDLE = 841.89 / 2


def new_shelf(root: Path, partners: str = PARTNERS) -> Workspace:
    """A workspace with all profiles and a booklet ``x``."""
    for folder in ("profiles", "layouts", "shops"):
        shutil.copytree(REPO / folder, root / folder)
    (root / "fonts").symlink_to(REPO / "fonts")
    (root / "booklets").mkdir()
    (root / "booklets" / "x.yaml").write_text(HEAD + partners, "utf-8")
    return Workspace(root)


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return new_shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture(scope="module")
def compiled(where: Workspace) -> CompiledBooklet:
    return publish.compile_booklet(where, "x")


@pytest.fixture(scope="module")
def bound(where: Workspace, compiled: CompiledBooklet) -> BoundBooklet:
    return typeset_book(where, compiled, cache=Cache(where.root / FOLDER))


@pytest.fixture(scope="module")
def opened(bound: BoundBooklet) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(bound.data)) as file:
        yield file


def named_places(file: pikepdf.Pdf) -> dict[str, tuple[str, float]]:
    """The label of the page and the height of each place."""
    names = file.Root.Names.Dests.Names
    return {
        str(names[at]): (str(pikepdf.Page(names[at + 1][0]).label), float(names[at + 1][3]))
        for at in range(0, len(names), 2)
    }


def page_of(bound: BoundBooklet, name: str) -> reader.FinishedPage:
    """The page on which a partner begins."""
    index = next(at for at, page in enumerate(reader.read_pages(bound.data)) if _is_first(page, name))
    return reader.read_pages(bound.data)[index]


def _is_first(page: reader.FinishedPage, name: str) -> bool:
    return "どのような機関ですか" in page.text and name in page.text.replace(" ", "")


def test_neighbours_share_a_page_also_across_a_partner_of_a_row(bound: BoundBooklet) -> None:
    assert {name: bound.folios[name] for name in bound.chapter_pages} == {
        "oulu": 1,
        "who-wpro": 1,
        "maryland": 2,
        "ayush": 3,
        "stanford": 3,
        "massachusetts": 4,
    }
    assert set(bound.chapter_pages.values()) == {1}


def test_the_first_stands_above_and_the_second_below(bound: BoundBooklet) -> None:
    page = page_of(bound, "オウル市")
    for name, above in (("オウル", True), ("西太平洋", False)):
        large = [glyph for glyph in page.glyphs if glyph.text == name[0] and glyph.top - glyph.bottom > 10]
        assert large
        assert all((glyph.bottom > MIDDLE) is above for glyph in large)


def test_a_single_one_stands_above_and_is_told_with_its_place(
    bound: BoundBooklet, compiled: CompiledBooklet
) -> None:
    (told,) = [one for one in compiled.warnings if one.code == "K204"]
    text = (HEAD + PARTNERS).splitlines()
    line = text.index("  - {id: massachusetts, depth: half}")
    place = f"booklets/x.yaml:{line + 1}:{text[line].index('half') + 1}"
    assert (str(told.location), dict(told.details)["name"]) == (place, "マサチューセッツ州")
    page = page_of(bound, "マサチューセッツ州")
    low = [glyph.text for glyph in page.glyphs if glyph.text.strip() and glyph.top < MIDDLE]
    assert "".join(low) in ("46", "64"), "the folio and the tab"


def test_one_of_some_partners_on_trial_is_not_told_to_be_single(where: Workspace) -> None:
    made = publish.compile_booklet(where, "x", only=["oulu"])
    assert [chapter.half for chapter in made.book.chapters] == [Half.UPPER]
    assert "K204" not in {one.code for one in made.warnings}


def test_links_to_both_lead_to_the_page_and_to_their_half(opened: pikepdf.Pdf, bound: BoundBooklet) -> None:
    places = named_places(opened)
    for name, label, half in (
        ("oulu", "1", 2),
        ("who-wpro", "1", 1),
        ("ayush", "3", 2),
        ("stanford", "3", 1),
    ):
        assert places[name][0] == label
        assert places[name][1] == pytest.approx(half * MIDDLE, abs=0.01)
    low = {name: height for name, (_, height) in places.items() if name.startswith("who-wpro#")}
    assert low
    assert all(height < MIDDLE for height in low.values())
    targets = {link.target for page in reader.read_pages(bound.data) for link in page.links if link.target}
    assert {"oulu", "who-wpro", "ayush", "stanford", "massachusetts"} <= targets
    assert all(target in places for target in targets if not target.startswith(("http", "mailto")))


def test_the_outline_and_the_tags_name_both(opened: pikepdf.Pdf, bound: BoundBooklet) -> None:
    with opened.open_outline() as outline:
        titles = [line.title for line in outline.root]
        below = [child.title for line in outline.root for child in line.children if line.title == TITLES[1]]
    start = titles.index(TITLES[0])
    assert titles[start : start + 4] == TITLES
    assert below[-1] == "お問い合わせ先"
    heads = [line.strip().removeprefix("H1 ") for line in tag_outline(bound.data) if "H1 " in line]
    start = heads.index(TITLES[0])
    assert [head.replace(" ", "") for head in heads[start : start + 4]] == [
        title.replace(" ", "") for title in TITLES
    ]


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_booklet_passes_all_rules(bound: BoundBooklet, tmp_path: Path, profile: str) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(bound.data)
    assert failures(path, profile) == []


def test_the_booklet_has_no_fault(bound: BoundBooklet) -> None:
    assert bound.faults == ()
    report = preflight.run_preflight(bound.data, file="x.pdf")
    assert (report.problems, report.warnings) == ((), ())


def test_a_page_shows_the_tabs_and_the_colours_of_both(
    bound: BoundBooklet, compiled: CompiledBooklet
) -> None:
    index = next(at for at, page in enumerate(reader.read_pages(bound.data)) if _is_first(page, "オウル市"))
    document = pypdfium2.PdfDocument(bound.data)
    picture = document[index].render(scale=1).to_pil().convert("RGB")
    document.close()
    accents = [
        tuple(bytes.fromhex(chapter.document.accent.removeprefix("#")))
        for chapter in compiled.book.chapters[:2]
    ]
    width, height = picture.size
    for accent, band in zip(accents, (10, height // 2 + 10), strict=True):
        assert picture.getpixel((10, band)) == accent
    edge = [picture.getpixel((width - 3, y)) for y in range(80, height // 2 - 5)]
    assert [one for one in dict.fromkeys(edge) if one in accents] == accents


def test_the_running_head_names_both_where_a_layout_shows_it(tmp_path: Path) -> None:
    where = new_shelf(tmp_path, "partners: [{id: oulu, depth: half}, {id: ayush, depth: half}]\n")
    path = where.root / "layouts" / "standard" / "book" / "part.css.jinja"
    before, behind = path.read_text("utf-8").split("@page {{ opening }} {", 1)
    path.write_text(before + behind.split("}\n", 3)[3], "utf-8")
    bound = typeset_book(where, publish.compile_booklet(where, "x"))
    assert "オウル市（フィンランド）・アユシュ省（インド）" in page_of(bound, "オウル市").text


def test_cached_pages_make_the_same_file(
    where: Workspace, compiled: CompiledBooklet, bound: BoundBooklet
) -> None:
    assert typeset_book(where, compiled, cache=Cache(where.root / FOLDER)).data == bound.data
    assert typeset_book(where, compiled).data == bound.data


@pytest.mark.parametrize(
    ("partners", "column"),
    [
        ("partners: [{id: oulu, depth: half}, {id: liaoning, depth: half}]\n", 59),
        ("partners: {region: [asia], kind: [state], depth: half}\n", 50),
    ],
)
def test_a_partner_too_long_for_half_a_page_is_told_and_nothing_is_written(
    tmp_path: Path, partners: str, column: int
) -> None:
    where = new_shelf(tmp_path, partners)
    made = publish.compile_booklet(where, "x")
    with pytest.raises(BrochureError) as raised:
        publish.build_booklet(where, made, output=tmp_path / "output")
    (told,) = [one for one in raised.value.problems if one.code == "K114"]
    assert str(told.location) == f"booklets/x.yaml:3:{column}"
    assert dict(told.details)["name"] == "遼寧省"
    assert not list(tmp_path.glob("output/*"))


def test_a_layout_that_refuses_a_second_page_is_told_with_the_booklet_s_line_too(tmp_path: Path) -> None:
    where = new_shelf(tmp_path, "partners: [{id: liaoning, depth: half}]\n")
    path = where.root / "layouts" / "half" / "layout.yaml"
    path.write_text(path.read_text("utf-8").replace("  most: 1", "  most: 1\n  over: refuse", 1), "utf-8")
    made = publish.compile_booklet(where, "x")
    with pytest.raises(BrochureError) as raised:
        publish.build_booklet(where, made, output=tmp_path / "output")
    assert [one.code for one in raised.value.problems] == ["K114", "Q806"]


def test_another_layout_of_half_pages_may_be_named(tmp_path: Path) -> None:
    where = new_shelf(tmp_path, "half_layout: mine\npartners: [{id: oulu, depth: half}]\n")
    mine = shutil.copytree(REPO / "layouts" / "half", where.root / "layouts" / "mine")
    (mine / "style.css").write_text((mine / "style.css").read_text("utf-8") + "h1 { color: #ffd }\n", "utf-8")
    made = publish.compile_booklet(where, "x")
    assert [common.layout.id for common in made.commons.values()] == [
        "standard",
        "onepage",
        "standard",
        "mine",
    ]


@pytest.mark.parametrize(("partner", "other"), [("oulu", "who-wpro"), ("who-wpro", "oulu")])
def test_one_of_two_is_printed_with_its_neighbour_as_in_the_booklet(
    where: Workspace, compiled: CompiledBooklet, tmp_path: Path, partner: str, other: str
) -> None:
    built = publish.build_partner_as_in_booklet(where, compiled, partner, output=tmp_path)
    data = built.paths[0].read_bytes()
    (page,) = reader.read_pages(data)
    with pikepdf.open(io.BytesIO(data)) as file:
        assert {partner, other} <= set(named_places(file))
        assert str(file.pages[0].label) == "1"
    assert (round(page.width), round(page.height)) == (595, 842)


def test_a_print_shop_gets_the_bleed_at_the_edges_and_none_in_the_middle(
    where: Workspace, compiled: CompiledBooklet
) -> None:
    from brochure.build.load import load_shop
    from brochure.pdf.prepress.make import bleed_style
    from brochure.typesetting.stylesheets import Stylesheet

    shop = load_shop(where, "booklet")
    style = Stylesheet(bleed_style(shop, folios=False), shop.source.file)
    bound = typeset_book(where, compiled, more=(style,), bleed=shop.data.bleed, covered=False)
    index = next(at for at, page in enumerate(reader.read_pages(bound.data)) if _is_first(page, "オウル市"))
    with pikepdf.open(io.BytesIO(bound.data)) as file:
        sizes = {tuple(round(float(side), 1) for side in page.mediabox) for page in file.pages}
        assert len(sizes) == 1, "all pages have the same boxes"
        left, bottom, _, top = sizes.pop()
    document = pypdfium2.PdfDocument(bound.data)
    picture = document[index].render(scale=2).to_pil().convert("RGB")
    document.close()
    accent = tuple(bytes.fromhex(compiled.book.chapters[1].document.accent.removeprefix("#")))
    middle = round((top - MIDDLE) * 2)
    assert left == bottom == pytest.approx(-8.5, abs=0.1)
    assert picture.getpixel((2, middle + 8)) == accent
    assert picture.getpixel((2, middle - 4)) == (255, 255, 255)
    assert picture.getpixel((300, middle - 4)) == (255, 255, 255)


def test_a_word_file_that_nobody_edited_changes_nothing(
    where: Workspace, compiled: CompiledBooklet, tmp_path: Path, run: Run
) -> None:
    output, cache = where.root / "output", Cache(where.root / FOLDER)
    publish.build_booklet(where, compiled, output=output, formats=("docx",), cache=cache)
    ran = run("revise", "output/x.docx", where=where.root)
    assert ran.code == 0
    assert ran.out.startswith("no edits: booklets/x.yaml")
