"""Preflight: each rule has a page that breaks it and one that does not."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from brochure.assembly.qr_codes import modules_of
from brochure.build.load import load_common, load_partner
from brochure.cli.main import main
from brochure.diagnostics.catalogue import catalogue, say
from brochure.diagnostics.problem import BrochureError
from brochure.document.tree import Code
from brochure.pdf import reader as pages
from brochure.pdf.preflight import html_report as sheet
from brochure.pdf.preflight import preflight
from brochure.pdf.preflight.contrast_resolution import BLINDNESS, simulate
from brochure.pdf.preflight.reader import read_page_contents
from brochure.pdf.preflight.report import Report
from brochure.schema.layout import Codes
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from damaged import damaged
from law import law
from workspaces import REPO, workspace

BASE = """
@page { size: 100mm 80mm; margin: 10mm }
@font-face { font-family: BIZ UDPGothic; src: url(fonts/BIZUDPGothic-Regular.ttf) }
html { font: 10pt/15pt BIZ UDPGothic; color: #1c2329 } body, p, h1, h2 { margin: 0 }
table { border-collapse: collapse; table-layout: fixed; width: 100% }
"""
LINES = "<p>一行めです。</p><p>二行めです。</p><p>三行めです。</p><p>四行めです。</p>"
FACES = [REPO / "fonts" / "BIZUDPGothic-Regular.ttf", REPO / "fonts" / "BIZUDPGothic-Bold.ttf"]


def make(
    body: str, css: str = "", *, title: str = "試験", lang: str = "ja", faces: list[Path] = FACES
) -> bytes:
    """A PDF of a body, on pages of 100 × 80 mm."""
    text = f'<!doctype html><html lang="{lang}"><head><title>{title}</title>'
    text += f'<meta name="dcterms.created" content="2026-11-01"></head><body>{body}</body></html>'
    sheets = (html.Stylesheet(BASE, "base.css", REPO), html.Stylesheet(css, "extra.css", REPO))
    return pdf.render_pdf(html.HtmlPage(text, sheets, REPO), faces).data


def codes(data: bytes, **asked: Any) -> set[str]:
    """The codes of all findings."""
    return {found.code for found in preflight.run_preflight(data, **asked).findings}


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A PDF after something was done to it."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        change(opened)
        opened.save(target)
    return target.getvalue()


@pytest.fixture(scope="module")
def plain() -> bytes:
    """A page with nothing wrong."""
    return make(LINES)


def test_a_page_with_nothing_wrong_has_no_findings(plain: bytes) -> None:
    assert preflight.run_preflight(plain, file="p.pdf") == Report("p.pdf", 1, ())


# --- lines ------------------------------------------------------------------------------------


@pytest.mark.parametrize("character", list("、。」）・：？ーっ々％℃㎡"))
def test_a_character_that_must_not_begin_a_line(character: str) -> None:
    assert "Q101" in codes(make(f"{LINES}<p>あいうえお<br>{character}かきくけこ</p>"))


def test_other_characters_may_begin_a_line() -> None:
    assert codes(make(f"{LINES}<p>あいうえお<br>「かきくけこ」と<br>（さしすせそ）</p>")) == set()


@pytest.mark.parametrize("character", list("「（『【￥"))
def test_a_character_that_must_not_end_a_line(character: str) -> None:
    assert "Q102" in codes(make(f"{LINES}<p>あいうえお{character}<br>かきくけこ</p>"))


def test_a_break_inside_an_address_is_not_judged() -> None:
    text = "{}<p>https://example.jp/a<br>.b-c/2018<br>年</p>"
    assert "Q101" not in codes(make(text.format(LINES)))


def test_a_call_must_not_begin_a_line() -> None:
    call = '<sup style="font-size: 6.6pt; line-height: 1; vertical-align: super">*1</sup>'
    assert "Q103" in codes(make(f"{LINES}<p>あいうえお<br>{call}かきくけこ</p>"))
    assert codes(make(f"{LINES}<p>あいうえお{call}<br>かきくけこ</p>")) == set()


def test_a_call_counts_nothing() -> None:
    call = '<sup style="font-size: 6.6pt; line-height: 1; vertical-align: super">*23</sup>'
    assert codes(make(f"{LINES}<p>締結した{call}大<br>学と企業</p>")) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("それは2018", "年のこと"),
        ("約1,772", "社が進出"),
        ("世界第3", "位である"),
        ("(045)", "210-2725 まで"),
    ],
)
def test_a_number_must_not_be_parted_from_its_counter(one: str, other: str) -> None:
    assert "Q104" in codes(make(f"{LINES}<p>{one}<br>{other}</p>"))
    assert codes(make(f"{LINES}<p>{one}{other}</p>")) == set()


TEXT = "本文の文字を両端でそろえて組むとき、どの行も同じ幅になります。" * 3


def test_a_ragged_line_in_justified_text() -> None:
    justified = f"<p>{TEXT}</p><p>{TEXT}</p>"
    assert codes(make(justified, "p { text-align: justify; width: 201.3pt }")) == set()
    css = "p { text-align: justify; width: 201.3pt } p + p { text-align: left }"
    assert codes(make(justified, css)) == {"Q105"}


def test_a_line_that_was_ended_on_purpose_is_not_ragged() -> None:
    css = "p { text-align: justify; width: 201.3pt }"
    assert codes(make(f"<p>{TEXT}</p><p>短い行で改める<br>{TEXT}</p>", css)) == set()


def test_a_line_with_holes() -> None:
    css = "p { text-align: justify; width: 201.3pt } span { padding-left: 7pt }"
    assert codes(make(f"<p>{TEXT}</p><p>穴の<span>ある</span>行。{TEXT}</p>", css)) == {"Q106"}


def test_a_last_line_of_one_character() -> None:
    assert "Q107" in codes(make(f"{LINES}<p>あいうえおかきくけこさしすせ<br>そ。</p>"))
    assert codes(make(f"{LINES}<p>あいうえおかきくけこさしす<br>せそ。</p>")) == set()


# --- places -----------------------------------------------------------------------------------


def test_text_outside_the_trim() -> None:
    assert "Q201" in codes(make(f'{LINES}<p style="margin-left: 75mm; white-space: nowrap">はみ出します</p>'))


def test_text_at_the_trim() -> None:
    assert codes(make(f'{LINES}<p style="margin-left: -8mm">端に近い</p>')) == {"Q202", "Q203"}
    assert codes(make(f'{LINES}<p style="margin-left: 1mm">端に近くない</p>')) == set()


def test_text_outside_the_type_area() -> None:
    css = "p { text-align: justify } .out { white-space: nowrap; margin-left: 70mm }"
    assert codes(make(f'<p>{TEXT * 2}</p><p class="out">はみ出し</p>', css)) == {"Q203"}
    assert codes(make(f'<p>{TEXT * 2}</p><p class="out">中</p>', css)) == set()


def test_a_second_column_of_short_lines_is_no_text_outside_the_type_area() -> None:
    css = "p { text-align: justify } .one { width: 38mm } .two { margin-left: 42mm }"
    short = '<p class="two">短い</p>' * 3
    assert "Q203" not in codes(make(f'<p class="one">{TEXT * 2}</p>{short}', css))
    assert "Q203" in codes(make(f'<p class="one">{TEXT * 2}</p><p class="two">短い</p>', css))


def test_text_over_other_text() -> None:
    assert codes(make(f'{LINES}<p style="margin-top: -11pt">重なります</p>')) == {"Q204"}


def test_ruby_is_no_overlap() -> None:
    ruby = "<ruby>瀋陽<rt>しんよう</rt></ruby>"
    css = html.BASE_CSS.read_text("utf-8")
    assert codes(make(f"{LINES}<p>ルビのある行{ruby}です。</p><p>{ruby}は次の行</p>", css)) == set()


# --- pages ------------------------------------------------------------------------------------


def test_a_heading_alone_at_the_foot() -> None:
    page = '{}<h2>見出し</h2><div style="break-before: page">{}</div>'
    assert codes(make("<h1>題</h1>" + page.format(LINES, LINES))) == {"Q301"}
    assert (
        codes(make(f'<h1>題</h1>{LINES}<div style="break-before: page"><h2>見出し</h2>{LINES}</div>'))
        == set()
    )


def test_a_heading_with_a_picture_below_it_is_not_alone() -> None:
    picture = '<p><img src="tests/samples/photos/mountains.png" alt="山" style="width: 20mm"></p>'
    behind = f'<div style="break-before: page">{LINES}</div>'
    assert "Q301" not in codes(make(f"<h1>題</h1><p>文</p><h2>見出し</h2>{picture}{behind}"))
    assert "Q301" in codes(make(f"<h1>題</h1><p>文</p>{picture}<h2>見出し</h2>{behind}"))


MARKS = (
    "<table><thead><tr><th>項目a</th><th>項目b</th></tr></thead>"
    "<tbody><tr><td>○</td><td>–</td></tr></tbody></table>"
)


def test_a_mark_table_cut_between_heads_and_marks() -> None:
    plain = MARKS.replace("thead", "tbody")
    cut = make(LINES + plain + LINES, "tbody + tbody { break-before: page }")
    assert codes(cut) == {"Q302"}
    assert codes(make(LINES + MARKS + LINES)) == set()


def test_bands_on_two_pages_are_not_cut() -> None:
    assert codes(make(LINES + MARKS + MARKS + LINES, "table + table { break-before: page }")) == set()


def test_a_page_with_hardly_a_line() -> None:
    assert codes(make(f'{LINES}<p style="break-before: page">おわり。</p>')) == {"Q303"}


def test_a_number_of_pages_that_cannot_be_bound(plain: bytes) -> None:
    assert codes(plain, multiple=2) == {"Q304"}
    assert codes(make(f'{LINES}<div style="break-before: page">{LINES}</div>'), multiple=2) == set()


def test_page_boxes(plain: bytes) -> None:
    def outside(opened: pikepdf.Pdf) -> None:
        opened.pages[0].trimbox = pikepdf.Array([-20, -20, 400, 400])

    assert "Q305" in codes(changed(plain, outside))
    sizes = make(f"{LINES}<section>{LINES}</section>", "@page b { size: 90mm 80mm } section { page: b }")
    assert codes(sizes) == {"Q306"}


def test_bleed(plain: bytes) -> None:
    assert codes(plain, bleed=3) == {"Q307"}
    assert codes(make(LINES, "@page { bleed: 3mm; marks: crop }"), bleed=3) == set()


# --- notes ------------------------------------------------------------------------------------

NOTE = '<x-note id="note-{0}" class="note" data-marker="*1">注の文です。</x-note>'


def noted(css: str = "", body: str = f"{LINES}<p>本文{NOTE.format('a')}です。</p>") -> set[str]:
    """The codes of a page with a note."""
    base = html.BASE_CSS.read_text("utf-8")
    return codes(make(body, f"{base} .note {{ font-size: 7pt }} {css}"))


def test_notes_in_their_place() -> None:
    assert noted() == set()


def test_a_call_without_its_note(plain: bytes) -> None:
    assert "Q401" in codes(make(f'{LINES}<p>本文<a href="#note-a">*1</a>です。</p><p id="note-a">注</p>'))


def test_a_note_on_another_page() -> None:
    def call(name: str) -> str:
        return f'<p id="call-{name}">語<a href="#note-{name}">*{name}</a></p>'

    def note(name: str) -> str:
        return f'<p id="note-{name}"><a href="#call-{name}">*{name}</a> 注の文</p>'

    calls, notes = "".join(map(call, "123")), "".join(map(note, "12"))
    next_page = f'<div style="break-before: page">{LINES}</div>'
    assert codes(make(LINES + calls + notes + next_page + note("3"))) == {"Q402"}
    assert codes(make(LINES + calls + notes + note("3"))) == set()
    assert codes(make(LINES + call("1") + next_page + note("1"))) == set()  # at the end
    assert codes(make(calls + notes + LINES + next_page + note("3"))) == set()  # behind a section


def test_a_note_without_text() -> None:
    body = f"{LINES}<p>本文{NOTE.format('a').replace('注の文です。', '')}です。</p>"
    assert noted(body=body) == {"Q403"}


# --- characters and fonts ---------------------------------------------------------------------


def fonts_of(opened: pikepdf.Pdf) -> list[Any]:
    """The fonts of the first page."""
    return list(opened.pages[0].Resources.Font.values())


def test_fonts(plain: bytes) -> None:
    def torn_out(opened: pikepdf.Pdf) -> None:
        for font in fonts_of(opened):
            del font.DescendantFonts[0].FontDescriptor.FontFile2

    def whole(opened: pikepdf.Pdf) -> None:
        for font in fonts_of(opened):
            font.BaseFont = pikepdf.Name("/" + str(font.BaseFont)[8:])

    assert "Q501" in codes(changed(plain, torn_out))
    assert codes(changed(plain, whole)) == {"Q502"}
    assert codes(plain, fonts=frozenset({"BIZ UDPMincho"})) == {"Q503"}
    assert codes(plain, fonts=frozenset({"BIZ UDPGothic"})) == set()


def test_a_character_without_a_glyph(plain: bytes) -> None:
    def undefined(opened: pikepdf.Pdf) -> None:
        page = opened.pages[0]
        name = next(iter(page.Resources.Font.keys()))
        page.contents_add(f"BT {name} 10 Tf 1 0 0 1 40 40 Tm <0000> Tj ET".encode())

    assert "Q504" in codes(changed(plain, undefined))


def test_a_character_that_means_nothing(plain: bytes) -> None:
    def unknown(opened: pikepdf.Pdf) -> None:
        for font in fonts_of(opened):
            text = font.ToUnicode.read_bytes()
            font.ToUnicode.write(text.replace(b"<884c>", b"<fffd>").replace(b"<884C>", b"<FFFD>"))

    assert codes(changed(plain, unknown)) == {"Q505"}


# --- pictures and colours ---------------------------------------------------------------------


def test_a_coarse_picture() -> None:
    picture = '<img src="tests/samples/photos/mountains.png" alt="山" style="width: {}mm">'
    assert codes(make(LINES + picture.format(10)), dpi=300) == set()
    assert "Q601" in codes(make(LINES + picture.format(80)), dpi=1000)


def drawn(side: float, ground: str = "#fff", beside: str = "") -> bytes:
    """A page with a code of 25 cells, 33 with its quiet zone, whose side is so many mm."""
    code = Code("https://example.jp/", "", "符号", modules_of("https://example.jp/12"))
    svg = str(html.drawn(code, Codes())).replace('13.2mm"', f'{side}mm"').replace("#fff", ground)
    return make(f'{LINES}<div style="display: flex">{svg}{beside}</div>')


def test_a_code_of_too_small_cells() -> None:
    assert codes(drawn(33 * 0.4)) == set()
    assert codes(drawn(33 * 0.38)) == {"Q605"}


def test_a_code_without_a_quiet_zone() -> None:
    near = '<p style="position: relative; margin-left: -1mm; width: 9em">田田<br>田田</p>'
    assert codes(drawn(33 * 0.4, beside="<p>文字</p>")) == set()
    assert codes(drawn(33 * 0.4, beside=near)) == {"Q606"}
    assert codes(drawn(33 * 0.4, ground="#888")) == {"Q606"}


def test_faint_text() -> None:
    assert codes(make(f'{LINES}<p style="color: #888">薄い文字</p>')) == {"Q602"}
    assert codes(make(f'{LINES}<p style="color: #888; font-size: 18pt; line-height: 2">大きい</p>')) == set()
    white = '<p style="color: #fff; background: {}">地の上</p>'
    assert codes(make(LINES + white.format("#004"))) == set()
    assert codes(make(LINES + white.format("#fd8"))) == {"Q602"}


def test_colours_that_the_colour_blind_cannot_tell() -> None:
    assert codes(make(f'{LINES}<p style="color: #f00; background: #000">赤と黒</p>')) == {"Q603"}
    assert simulate((255, 255, 255), BLINDNESS["deuteranopia"]) == (255, 255, 255)


def test_text_under_something() -> None:
    cover = (
        '<div style="position: absolute; top: 0; left: 0; width: 80mm; height: {}; background: #fff"></div>'
    )
    assert codes(make(LINES + cover.format("15pt"))) == {"Q604"}
    assert codes(make(LINES + cover.format("0"))) == set()


PHOTO = '<img src="tests/samples/photos/mountains.png" alt="山" style="{}">'


def test_text_under_an_image() -> None:
    over = "position: absolute; top: {}mm; left: 0; width: 60mm; height: 15pt"
    assert "Q604" in codes(make(LINES + PHOTO.format(over.format(0))))
    assert "Q604" not in codes(make(LINES + PHOTO.format(over.format(40))))


def test_images_on_which_nothing_stands_are_not_drawn_for_the_rules() -> None:
    alone = make(LINES + PHOTO.format("width: 60mm"))
    drawn, spared = read_page_contents(alone).sheets[0], read_page_contents(alone, spared=True).sheets[0]
    image = drawn.images[0].box
    middle = (image.left + image.right) / 2, (image.bottom + image.top) / 2
    assert drawn.shown.at(*middle) != (255, 255, 255) == spared.shown.at(*middle)
    assert spared.chars == drawn.chars and spared.images == drawn.images


def test_a_file_that_is_opened_once_reads_the_same(plain: bytes) -> None:
    turned = changed(plain, lambda opened: setattr(opened.pages[0], "Rotate", 90))
    for data in (plain, turned):
        with pages.opened(data) as opened:
            assert pages.read_pages(opened) == pages.read_pages(data)
            assert preflight.view(opened) == preflight.view(data)
            assert pages.read_pages(opened) == pages.read_pages(data)


# --- links and metadata -----------------------------------------------------------------------


def test_links() -> None:
    good = '<p><a href="https://example.jp/a">表示</a> <a href="mailto:a@example.jp">表示</a></p>'
    assert codes(make(LINES + good)) == set()
    assert codes(make(f'{LINES}<p><a href="ftp://example.jp/">表示</a></p>')) == {"Q702"}

    def nowhere(opened: pikepdf.Pdf) -> None:
        opened.pages[0].Annots[0].Dest = pikepdf.String("nowhere")

    inner = make(f'{LINES}<p><a href="#a">表示</a></p><p id="a">先の文です</p>')
    assert codes(inner) == set()
    assert codes(changed(inner, nowhere)) == {"Q701"}


def test_metadata(plain: bytes) -> None:
    def bare(opened: pikepdf.Pdf) -> None:
        del opened.Root.Metadata, opened.trailer["/Info"], opened.Root.Lang

    assert codes(changed(plain, bare)) == {"Q703", "Q704", "Q705", "Q706", "Q707"}


def test_content_leads_to_its_tags() -> None:
    whole = make(f'{LINES}<p><a href="https://example.jp/a">表示</a></p>')

    def crossed(opened: pikepdf.Pdf) -> None:
        of_page = opened.Root.StructTreeRoot.ParentTree.Nums[1]
        of_page[0], of_page[1] = of_page[1], of_page[0]

    def run_together(opened: pikepdf.Pdf) -> None:
        numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
        opened.Root.StructTreeRoot.ParentTree.Nums = pikepdf.Array([10, *numbers[1:]])

    def without_link(opened: pikepdf.Pdf) -> None:
        opened.pages[0].Annots[0].StructParent = 99

    def of_a_form(opened: pikepdf.Pdf) -> None:  # whose numbers begin at 0 as those of the page do
        element = next(kid for kid in opened.Root.StructTreeRoot.ParentTree.Nums[1] if kid is not None)
        form = opened.make_stream(b"")
        mark = pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=opened.pages[0].obj, Stm=form, MCID=1)
        element.K = pikepdf.Array(
            [*(element.K if isinstance(element.K, pikepdf.Array) else [element.K]), mark]
        )

    assert codes(whole) == set() == codes(changed(whole, of_a_form))
    for change in (crossed, run_together, without_link):
        assert codes(changed(whole, change)) == {"Q708"}, change.__name__
    for change in (run_together, without_link):  # of a bound file only the entries are looked at
        with preflight.readable(changed(whole, change), file="x.pdf") as opened:
            found = {one.code for one in preflight.check_whole(opened, file="x.pdf").findings}
        assert found == {"Q708"}, change.__name__


# --- what cannot be read ----------------------------------------------------------------------


def test_files_that_cannot_be_read(plain: bytes) -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain)) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    broken = plain[: len(plain) // 2].replace(b"/Page", b"/Pgae")
    for data, code in ((b"", "Q901"), (b"text", "Q901"), (locked.getvalue(), "Q902"), (broken, "Q901")):
        with pytest.raises(BrochureError) as raised:
            preflight.run_preflight(data, file="x.pdf")
        assert [found.code for found in raised.value.problems] == [code]


@law(sample=12, full=3000)
def test_a_damaged_file_is_told_and_never_a_traceback(plain: bytes, seed: int) -> None:
    try:
        preflight.run_preflight(damaged(plain, seed))
    except BrochureError as error:
        assert {found.code for found in error.problems} <= {"Q901", "Q902"}


def test_a_file_without_tags_is_read_by_its_places() -> None:
    data = changed(
        make(f"{LINES}<p>あいうえお<br>、かきくけこ</p>"),
        lambda opened: opened.Root.__delitem__("/StructTreeRoot"),
    )
    assert {"Q101", "Q705"} <= codes(data)


def test_a_turned_page_is_measured_as_it_was_made(plain: bytes) -> None:
    def turned(opened: pikepdf.Pdf) -> None:
        opened.pages[0].Rotate = 90

    assert codes(changed(plain, turned)) == set()


# --- our own pages ----------------------------------------------------------------------------

SEEN = {
    # What is true of the shipped pages: the accent of the callout, and those of a light partner.
    "liaoning": ["Q603"],
    # … and the white credit line on a light photograph, 2 mm from the trim.
    "awkward": ["Q202", "Q602", "Q603"],
}


@pytest.mark.parametrize(("which", "name"), [("repo", "liaoning"), ("samples", "awkward")])
def test_our_own_pages(which: str, name: str) -> None:
    where = workspace(which)
    common = load_common(where, "standard")
    loaded = load_partner(where, name, common)
    page = html.write_html(loaded.document, common.layout, root=where.root, shown="layouts/standard")
    data = pdf.render_pdf(page, common.layout.font_paths).data
    families = frozenset(common.layout.families)
    found = codes(data, fonts=families) - {"Q707"}  # only a build knows the date
    assert found <= set(SEEN[name])


# --- report and command -----------------------------------------------------------------------

BAD = '<p>あいうえお<br>、&lt;b&gt;&amp;</p><p style="color: #999">薄い文字<br>薄い文字です</p>' + LINES


def test_the_report_has_pictures_and_numbered_places() -> None:
    data = make(BAD)
    report = preflight.run_preflight(data, file="<b>.pdf")
    text = sheet.write_report(report, data)
    assert text.count("data:image/png;base64,") == 1
    assert text.count('<div class="place') == len(report.findings) == 2
    assert "行の頭に" not in text.split("<ol>")[0]
    assert "直すところが2件あります" in text
    assert "&lt;b&gt;.pdf" in text
    assert "<b>.pdf" not in text
    assert "http" not in text  # it needs nothing from elsewhere


def test_every_code_has_a_rule_and_a_line_in_the_guide() -> None:
    guide = (REPO / "docs" / "preflight.md").read_text("utf-8")
    rooms = REPO / "src" / "brochure"
    files = [*(rooms / "pdf" / "preflight").glob("*.py"), rooms / "typesetting" / "fit.py"]
    source = "".join(path.read_text("utf-8") for path in files)
    for code in catalogue():
        if code.startswith("Q"):
            assert code in guide, code
            assert f'"{code}"' in source, code


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> int:
    """The exit code of ``brochure preflight …``."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    monkeypatch.setattr(sys, "argv", ["brochure", "preflight", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def test_the_command(
    plain: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.pdf").write_bytes(plain)
    (tmp_path / "bad.pdf").write_bytes(make(BAD))
    assert run(monkeypatch, tmp_path, "good.pdf", "--html", "r.html") == 0
    assert capsys.readouterr().out == "r.html\ngood.pdf：1頁、直すところ0件、注意0件。\n"
    assert "問題は見つかりませんでした" in (tmp_path / "r.html").read_text("utf-8")
    assert run(monkeypatch, tmp_path, "bad.pdf") == 5
    printed = capsys.readouterr()
    assert printed.out == "bad.pdf：1頁、直すところ2件、注意0件。\n"
    assert printed.err.startswith(
        "bad.pdf: エラー Q101: 1頁（左10mm・上16mm）：「、」が行の頭にあります（行頭禁則）\n  → "
    )
    assert run(monkeypatch, tmp_path, "bad.pdf", "--format", "json") == 5
    said = json.loads(capsys.readouterr().out)
    assert [found["code"] for found in said["findings"]] == ["Q101", "Q602"]
    assert run(monkeypatch, tmp_path, "none.pdf") == 3
    assert "F104" in capsys.readouterr().err


def test_messages_are_said_in_both_languages() -> None:
    report = preflight.run_preflight(make(BAD), file="b.pdf")
    assert [str(say(found, "en")).splitlines()[0] for found in report.problems] == [
        "b.pdf: error Q101: page 1, 10 mm from the left, 16 mm from the top: “、” begins a line",
        "b.pdf: error Q602: page 1, 10 mm from the left, 21 mm from the top: contrast is 2.8:1, "
        "at least 4.5:1 is needed: #999999 on #ffffff (1 places)",
    ]
