"""Booklets: what is compiled from data, and the bound file, as a reader and a validator find it."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from brochure.build import booklet as publish
from brochure.build.booklet_pages import BoundBooklet, typeset_book
from brochure.build.chapters import CompiledBooklet
from brochure.diagnostics.problem import BrochureError
from brochure.document import collation
from brochure.document.book import Depth
from brochure.pdf import reader as pages
from brochure.pdf.merge.merge import BookPart, BrokenLinkError, merge_parts
from brochure.pdf.preflight import preflight
from brochure.storage.workspace import Workspace
from pdf_validator import failures
from workspaces import REPO


@pytest.fixture(scope="module")
def compiled() -> CompiledBooklet:
    """The sample booklet."""
    return publish.compile_booklet(Workspace(REPO), "seminar-2026")


@pytest.fixture(scope="module")
def bound(compiled: CompiledBooklet) -> BoundBooklet:
    """The sample booklet, typeset and bound."""
    return typeset_book(Workspace(REPO), compiled)


Write = Callable[[str], CompiledBooklet]


@pytest.fixture
def write(shelf: Path) -> Write:
    """Write a booklet's file and compile it."""

    def written(text: str) -> CompiledBooklet:
        (shelf / "booklets" / "x.yaml").write_text(f"title: 架空の冊子\nedition: 2026-11\n{text}", "utf-8")
        return publish.compile_booklet(Workspace(shelf), "x")

    return written


def test_partners_stand_in_the_order_of_the_file(write: Write) -> None:
    made = write("partners: [{id: oulu}, {id: liaoning}, {id: ayush}]\n")
    assert [chapter.document.id for chapter in made.book.chapters] == ["oulu", "liaoning", "ayush"]


@pytest.mark.parametrize(
    ("choice", "first"),
    [
        ("{region: [europe], sort: reading}", ["oulu", "cgt-catapult", "baden-wuerttemberg"]),
        ("{sort: mou}", ["massachusetts", "maryland", "oulu", "baden-wuerttemberg"]),
        ("{sort: reading}", ["ayush", "singapore", "oulu"]),
    ],
)
def test_partners_are_chosen_by_what_they_are(write: Write, choice: str, first: list[str]) -> None:
    found = [chapter.document.id for chapter in write(f"partners: {choice}\n").book.chapters]
    if "mou" in choice:
        assert sorted(found[:2]) == sorted(first[:2])  # one day apart
    else:
        assert found[: len(first)] == first


def test_a_row_is_in_the_tables_only_and_a_page_uses_its_layout(write: Write) -> None:
    made = write("partners: [{id: liaoning, depth: page}, {id: oulu, depth: row}]\n")
    assert [(c.document.id, c.depth) for c in made.book.chapters] == [("liaoning", Depth.PAGE)]
    assert [row.partner for row in made.book.marks[0].rows] == ["liaoning"]
    assert [(line.head, line.names) for line in made.book.silent] == [("回答のない機関（1）", "オウル市")]
    bound = typeset_book(Workspace(REPO), made)
    assert bound.folios["liaoning"] == 1


def test_an_override_changes_the_booklet_and_not_the_profile(write: Write, shelf: Path) -> None:
    before = (shelf / "profiles" / "oulu.yaml").read_bytes()
    made = write(
        "partners:\n  - id: oulu\n    overrides:\n"
        "      - {at: partner.name, was: オウル市, use: オウル市（架空の別名）}\n"
    )
    assert made.book.chapters[0].name == "オウル市（架空の別名）"
    assert (shelf / "profiles" / "oulu.yaml").read_bytes() == before
    assert [problem.code for problem in made.warnings if problem.code.startswith("K")] == []


def test_an_override_of_a_value_that_changed_is_told(write: Write) -> None:
    made = write(
        "partners:\n  - id: oulu\n    overrides:\n      - {at: partner.name, was: 前の名, use: 別の名}\n"
    )
    (told,) = [problem for problem in made.warnings if problem.code == "K201"]
    assert str(told.location) == "booklets/x.yaml:6:14"


def test_mistakes_of_the_file_and_of_all_partners_are_told_at_once(write: Write, shelf: Path) -> None:
    with pytest.raises(BrochureError) as raised:
        write("partners: [{id: nowhere}, {id: oulu}, {id: oulu}]\ncompare_marks: [nothing]\n")
    assert [problem.code for problem in raised.value.problems] == ["K101", "K102", "K101"]
    for name in ("oulu", "ayush"):
        path = shelf / "profiles" / f"{name}.yaml"
        path.write_text(path.read_text("utf-8").replace("edition:", "editon:"), "utf-8")
    with pytest.raises(BrochureError) as raised:
        write("partners: [{id: oulu}, {id: liaoning}, {id: ayush}]\n")
    files = {problem.location.file for problem in raised.value.problems if problem.location}
    assert files == {"profiles/oulu.yaml", "profiles/ayush.yaml"}


def test_a_term_is_explained_where_it_is_used_first(write: Write) -> None:
    term = "glossary: [{term: 未病, reading: みびょう, meaning: 説明, short: 架空の説明}]\n"
    made = write(f"partners: [{{id: singapore}}, {{id: baden-wuerttemberg}}]\n{term}")
    texts = [repr(chapter.document) for chapter in made.book.chapters]
    assert [text.count("架空の説明") for text in texts] == [1, 0]


def test_the_index_is_in_the_order_of_the_syllabary(compiled: CompiledBooklet) -> None:
    heads = [group.head for group in compiled.book.index]
    assert heads == sorted(heads, key="A–Zあかさたなはまやらわ".index)
    latin, *others = compiled.book.index
    assert [entry.name for entry in latin.entries] == ["A*STAR・NUS・NUHS", "MOU", "WHO 西太平洋地域事務局"]
    readings = [entry.reading for group in others for entry in group.entries]
    assert readings == sorted(readings, key=collation.collation_key)
    names = {entry.name for group in compiled.book.index for entry in group.entries}
    assert {"遼寧省", "瀋陽", "中国", "MOU"} <= names


def test_notes_may_be_numbered_through(write: Write) -> None:
    made = write("partners: [{id: liaoning}, {id: oulu}]\nnotes: {numbers: through}\n")
    numbers = [note.number for chapter in made.book.chapters for note in chapter.document.notes]
    assert numbers == list(range(1, len(numbers) + 1))


# --- the bound file -------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_bound_file_passes_all_rules(bound: BoundBooklet, tmp_path: Path, profile: str) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(bound.data)
    assert failures(path, profile) == []


def test_nothing_must_be_mended_and_the_pages_are_a_multiple(bound: BoundBooklet) -> None:
    assert bound.faults == ()
    assert bound.pages % 4 == 0
    assert len(pages.read_pages(bound.data)) == bound.pages
    assert {w.code for w in bound.warnings} <= {"K202", "Q803", "S201", "S203"}


def test_each_font_is_embedded_once(bound: BoundBooklet) -> None:
    with pikepdf.open(io.BytesIO(bound.data)) as pdf:
        names = {
            str(item.BaseFont)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/Type0"
        }
        files = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and ("/FontFile2" in item or "/FontFile3" in item)
        ]
        used = {
            font.objgen for page in pdf.pages for font in (page.Resources.get("/Font", {}) or {}).values()
        }
    assert len(used) == len(names) == len(files)


def test_the_colour_profile_of_all_parts_is_embedded_once(bound: BoundBooklet) -> None:
    with pikepdf.open(io.BytesIO(bound.data)) as opened:
        spaces = [page.Resources.ColorSpace.srgb for page in opened.pages if "/ColorSpace" in page.Resources]
        assert len({str(space[1].objgen) for space in spaces}) == 1 < len(spaces)
        intents = [intent.DestOutputProfile.objgen for intent in opened.Root.OutputIntents]
        assert intents == [spaces[0][1].objgen]


def test_contents_print_the_folios_of_the_pages(compiled: CompiledBooklet, bound: BoundBooklet) -> None:
    finished = pages.read_pages(bound.data)
    contents = next(
        p for p in finished if p.text.startswith("神奈川県 MOU締結先機関ガイド目次") or "目次" in p.text[:40]
    )
    for chapter in compiled.book.chapters:
        folio = str(bound.folios[chapter.document.id])
        told = "".join(contents.text.split())
        behind = told.index("".join(chapter.name.split()))
        signed = "".join(chapter.signed.split())
        assert told[behind:].partition(signed)[2].startswith(folio)
    with pikepdf.open(io.BytesIO(bound.data)) as pdf:
        labels = [str(page.label) for page in pdf.pages]
    for chapter in compiled.book.chapters:
        folio = str(bound.folios[chapter.document.id])
        page = finished[labels.index(folio)]
        assert chapter.name.replace(" ", "") in page.text.replace(" ", "")
        assert folio in page.text[-40:]


def test_front_matter_is_roman_and_the_outline_nested(compiled: CompiledBooklet, bound: BoundBooklet) -> None:
    with pikepdf.open(io.BytesIO(bound.data)) as pdf:
        labels = [str(page.label) for page in pdf.pages]
        assert labels[1:4] == ["ii", "iii", "iv"]  # from the inside of the cover
        with pdf.open_outline() as outline:
            titles = {item.title: [child.title for child in item.children] for item in outline.root}
    for chapter in compiled.book.chapters:
        first, *_, last = (title for title in titles[chapter.name] if title != "年譜")
        assert (first[:2], last) == ("1 ", "お問い合わせ先")


def test_every_inner_link_leads_to_a_page(bound: BoundBooklet) -> None:
    count = 0
    with pikepdf.open(io.BytesIO(bound.data)) as pdf:
        names = pdf.Root.Names.Dests.Names
        known = {str(names[i]): names[i + 1][0].objgen for i in range(0, len(names), 2)}
        there = {page.objgen for page in pdf.pages}
        for page in pdf.pages:
            for link in page.obj.get("/Annots", []):
                if "/Dest" in link:
                    assert known[str(link.Dest)] in there
                    count += 1
                else:
                    assert not str(link.A.URI).startswith("brochure:")
    assert count > 100


def test_blank_pages_say_nothing(bound: BoundBooklet) -> None:
    blank = [page for page in pages.read_pages(bound.data) if not page.text.strip()]
    assert len(blank) == 2  # before the back cover; the front matter begins inside the cover


def test_the_same_booklet_gives_the_same_bytes_in_one_process_and_in_several(write: Write) -> None:
    made = write("partners: [{id: oulu}, {id: liaoning}]\nstart: recto\n")
    one, *others = (typeset_book(Workspace(REPO), made, jobs=jobs) for jobs in (1, 1, 2))
    for other in others:
        assert one.data == other.data
        assert one.folios == other.folios
        assert one.warnings == other.warnings
    assert one.folios["oulu"] == 1
    assert one.folios["liaoning"] == 3  # on a right-hand page


def test_faults_of_all_partners_are_told_by_several_processes(write: Write, shelf: Path) -> None:
    style = shelf / "layouts" / "standard" / "style.css"
    style.write_text(style.read_text("utf-8") + "\n.question h2 { display: none }\n", "utf-8")
    made = write("partners: [{id: oulu}, {id: ayush}]\n")
    with pytest.raises(BrochureError) as raised:
        typeset_book(Workspace(shelf), made, jobs=2)
    assert [problem.code for problem in raised.value.problems] == ["R310", "R310"]


def test_the_bound_file_is_sound_as_a_whole(bound: BoundBooklet) -> None:
    with preflight.open_readable(bound.data, file="x.pdf") as opened:
        assert preflight.check_whole_file(opened, file="x.pdf", multiple=4).problems == ()
    assert "Q708" not in {found.code for found in preflight.run_preflight(bound.data).findings}


def test_a_file_that_cannot_be_opened_replaces_none(
    compiled: CompiledBooklet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = tmp_path / "seminar-2026.pdf"
    before.write_bytes(b"as it was")
    broken = BoundBooklet(b"%PDF-1.7 and no more", 1, {}, {}, (), (), ())
    monkeypatch.setattr(publish, "typeset_book", lambda *_, **__: broken)
    with pytest.raises(BrochureError) as raised:
        publish.build_booklet(Workspace(REPO), compiled, output=tmp_path, formats=("pdf",))
    assert [problem.code for problem in raised.value.problems] == ["Q901"]
    assert before.read_bytes() == b"as it was"


def test_collected_notes_stand_at_the_end_and_are_linked_both_ways(write: Write) -> None:
    made = write("partners: [{id: liaoning}, {id: oulu}]\nnotes: {placement: booklet}\n")
    bound = typeset_book(Workspace(REPO), made)
    finished = pages.read_pages(bound.data)
    (page,) = [
        p
        for p in finished
        if p.text.startswith("注・出典") or ("注・出典" in p.text[:40] and "海外在留" in p.text)
    ]
    assert "海外在留邦人数調査統計" in page.text
    targets = {link.target for link in page.links}
    assert {"liaoning#call-cite.jetro-seminar"} <= targets
    calls = {link.target for p in finished for link in p.links if link.target.startswith("back#note-")}
    assert "back#note-liaoning.cite.jetro-seminar" in calls


def test_one_partner_is_printed_as_in_the_book(write: Write, tmp_path: Path, bound: BoundBooklet) -> None:
    made = write("partners: [{id: liaoning}, {id: oulu}]\n")
    built = publish.build_partner_as_in_booklet(Workspace(REPO), made, "oulu", output=tmp_path)
    (page,) = pages.read_pages(built.paths[0].read_bytes())
    assert "3" in page.text[-6:]
    with pikepdf.open(built.paths[0]) as file:
        assert str(file.pages[0].label) == "3"
    with pytest.raises(BrochureError) as raised:
        publish.build_partner_as_in_booklet(Workspace(REPO), made, "ayush", output=tmp_path)
    assert raised.value.problems[0].code == "K107"


def test_a_link_to_a_part_that_is_not_there_is_refused(bound: BoundBooklet) -> None:
    with pytest.raises(BrokenLinkError):
        merge_parts([BookPart("front", _with_link(), title="x")], {})


def _with_link() -> bytes:
    from brochure.typesetting import weasyprint as pdf
    from brochure.typesetting.html import BASE_CSS, HtmlPage, Stylesheet

    body = '<p><a href="brochure:y">行</a></p>'
    html = f'<!DOCTYPE html><html lang="ja"><head><title>x</title></head><body>{body}</body></html>'
    css = Stylesheet(BASE_CSS.read_text("utf-8"), "base.css")
    own = Stylesheet('html { font-family: "BIZ UDPGothic" }', "x.css")
    page = HtmlPage(html, (css, own), REPO, other_parts="brochure:")
    return pdf.render_pdf(page, [REPO / "fonts" / "BIZUDPGothic-Regular.ttf"]).data


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("partners: []\n", ["P110"]),
        ("partners: [{idd: oulu}]\n", ["P102", "P101"]),
        ("partners: {regionn: [asia]}\n", ["P101"]),
        ("partners: 7\n", ["P103"]),
        ("partners: [{id: oulu}]\nsubtitle: 𓀀\n", ["G101"]),
        ("partners: [{id: oulu}]\ncover: {photo: {file: none.jpg, alt: x}}\n", ["P141"]),
        ("partners: [{id: oulu}]\ncompare_facts: [{title: x}]\n", ["K103"]),
        ("partners: [{id: oulu}]\nforeword: {title: x, text: 'x[@y]'}\n", ["K105"]),
        ("partners: [{id: oulu, overrides: [{at: nowhere, was: x, use: y}]}]\n", ["K104"]),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(write: Write, text: str, codes: list[str]) -> None:
    with pytest.raises(BrochureError) as raised:
        write(text)
    assert [problem.code for problem in raised.value.problems] == codes
    assert all(p.location and p.location.file == "booklets/x.yaml" for p in raised.value.problems)


def test_a_layout_without_pages_for_booklets_is_told(write: Write) -> None:
    made = write("partners: [{id: oulu}]\nlayout: onepage\n")
    with pytest.raises(BrochureError) as raised:
        typeset_book(Workspace(REPO), made)
    assert {problem.code for problem in raised.value.problems} == {"K106"}


def test_partners_that_are_asked_for_alone_must_be_in_the_booklet() -> None:
    with pytest.raises(BrochureError) as raised:
        publish.compile_booklet(Workspace(REPO), "seminar-2026", only=["nowhere"])
    assert [problem.code for problem in raised.value.problems] == ["K107"]


@pytest.mark.parametrize("name", ["booklet", "leaflet"])
def test_a_booklet_is_made_for_a_print_shop(write: Write, tmp_path: Path, name: str) -> None:
    from brochure.build.load import load_shop

    made = write("partners: [{id: oulu}, {id: liaoning}]\n")
    shop = load_shop(Workspace(REPO), name)
    built = publish.build_booklet(Workspace(REPO), made, output=tmp_path, shop=shop)
    with pikepdf.open(built.paths[0]) as pdf:
        assert len(pdf.pages) % 4 == 0
        for page in pdf.pages:
            assert float(page.bleedbox[2] - page.trimbox[2]) == pytest.approx(
                shop.data.bleed * 72 / 25.4, abs=0.1
            )


def test_the_command_writes_both_files_and_lists_and_begins_booklets(
    shelf: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from brochure.cli.main import main

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["brochure", *arguments])
        with pytest.raises(SystemExit) as raised:
            main()
        return int(raised.value.code or 0), capsys.readouterr().out

    monkeypatch.chdir(shelf)
    monkeypatch.setenv("LC_ALL", "C")
    assert run("booklet", "--new", "mine") == (0, "booklets/mine.yaml\n")
    assert run("booklet", "--new", "mine")[0] == 3
    assert run("booklet", "--list") == (0, "mine  神奈川県 MOU締結先機関ガイド\n")
    assert run("booklet") == (2, "")
    code, out = run("booklet", "mine", "--only", "oulu,ayush", "--for", "office")
    assert code == 0
    assert out.splitlines()[0] == "output/mine.pdf"
    assert (shelf / "output" / "mine-office.pdf").is_file()
    code, out = run("booklet", "mine", "--only", "oulu,ayush")
    assert (code, out.splitlines()) == (0, ["output/mine.pdf", "output/mine.docx"])


def test_a_perfect_bound_book_gets_a_cover_with_its_spine(write: Write, tmp_path: Path) -> None:
    from brochure.build.load import load_shop

    made = write("partners: [{id: oulu}, {id: liaoning}]\nbinding: perfect\nmultiple: 2\n")
    shop = load_shop(Workspace(REPO), "booklet")
    assert shop.data.paper
    thick = shop.data.paper.model_copy(update={"thickness": 2.0})
    shop = replace(shop, data=shop.data.model_copy(update={"paper": thick}))
    built = publish.build_booklet(Workspace(REPO), made, output=tmp_path, shop=shop)
    body, cover = built.paths
    with pikepdf.open(body) as pdf:
        count = len(pdf.pages)
    spine = count / 2 * 2.0
    with pikepdf.open(cover) as pdf:
        (page,) = pdf.pages
        left, bottom, right, top = (float(side) * 25.4 / 72 for side in page.trimbox)
    assert right - left == pytest.approx(2 * 210 + spine, abs=0.1)
    assert top - bottom == pytest.approx(297, abs=0.1)
    assert pages.read_pages(body.read_bytes())[0].text.endswith(
        "i"
    )  # the text block begins with the contents
    (said,) = pages.read_pages(cover.read_bytes())
    title = [glyph for glyph in said.glyphs if 210 * 72 / 25.4 < glyph.left < (210 + spine) * 72 / 25.4]
    assert "".join(glyph.text for glyph in title) == "架空の冊子"
    assert "K203" in {warning.code for warning in built.warnings}


def test_a_spine_needs_paper(write: Write, tmp_path: Path) -> None:
    from brochure.build.load import load_shop

    made = write("partners: [{id: oulu}]\nbinding: perfect\n")
    shop = load_shop(Workspace(REPO), "booklet")
    shop = replace(shop, data=shop.data.model_copy(update={"paper": None}))
    with pytest.raises(BrochureError) as raised:
        publish.build_booklet(Workspace(REPO), made, output=tmp_path, shop=shop)
    assert [problem.code for problem in raised.value.problems] == ["K109"]


def test_a_picture_that_two_partners_have_is_in_the_book_once(
    write: Write, shelf: Path, tmp_path: Path
) -> None:
    shutil.copytree(REPO / "tests" / "samples" / "pictures", shelf / "pictures")
    for name in ("oulu", "singapore"):
        path = shelf / "profiles" / f"{name}.yaml"
        flag = "flag: {file: pictures/flag.png, alt: 旗, credit: none}\n"
        path.write_text(path.read_text("utf-8").replace("answers:\n", f"{flag}answers:\n", 1), "utf-8")
    made = typeset_book(Workspace(shelf), write("partners: [{id: oulu}, {id: singapore}]\n"))
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        drawn = [
            image.objgen
            for page in pdf.pages
            for image in page.obj.Resources.get("/XObject", {}).values()
            if image.get("/Subtype") == "/Image"
        ]
    assert (len(drawn), len(set(drawn))) == (2, 1)
    path = tmp_path / "book.pdf"
    path.write_bytes(made.data)
    assert failures(path, "pdfua-1") == []
