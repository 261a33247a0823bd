"""The fonts of a page: names in other scripts are printed in their faces; Japanese pages stay as they are."""

from __future__ import annotations

import io
import itertools
import os
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from brochure.build.booklet import build_booklet, compile_booklet
from brochure.build.inputs import shared_inputs
from brochure.build.load import load_common, load_partner
from brochure.diagnostics.problem import Location
from brochure.pdf import reader
from brochure.schema import font_families
from brochure.schema.font_families import FontFamily, fallback_families, fallback_folder
from brochure.schema.layout import Layout
from brochure.storage.cache import Cache
from brochure.storage.workspace import Workspace
from brochure.typesetting import html, page_cache, weasyprint
from brochure.typesetting.html import HtmlPage, Stylesheet
from brochure.typesetting.page_fonts import fallback_rules
from brochure.typesetting.typeset import Setting
from workspaces import REPO

NAMES = {
    "Latin": "Thừa Thiên Huế, Timișoara, Κρήτη",
    "JIS": "𠮷田",
    "Han-TC": "嗰",
    "Hangul": "강원도",
    "Thai": "เชียงใหม่",
    "Lao": "ຫຼວງພະບາງ",
    "Khmer": "សៀមរាប",
    "Myanmar": "မန္တလေး",
    "Devanagari": "पुणे",
    "Bengali": "চট্টগ্রাম",
    "Tamil": "சென்னை",
    "Arabic": "الدار البيضاء",
    "Hebrew": "ירושלים",
    "Georgian": "ბათუმი",
    "Armenian": "Գյումրի",
    "Symbols-Two": "✉✓",
    "Math": "∯",
}
NO_BOLD = {"Symbols-Two", "Math"}
PITCH = 14.4


def page(body: str, layout: Layout, css: str = "") -> HtmlPage:
    head = '<meta charset="utf-8"><title>頁</title>'
    text = f'<!doctype html><html lang="ja"><head>{head}</head><body>{body}</body></html>'
    rules = f"html {{ font: 9.25pt/{PITCH}pt var(--font) }} p {{ margin: 0 }} {css}"
    return html.styled_page(text, layout, "#0b4f8a", (Stylesheet(rules, "page.css"),), root=REPO, shown="x")


def printed(body: str, layout: Layout, css: str = "") -> bytes:
    rendered = weasyprint.render_pdf(page(body, layout, css), layout.font_paths)
    assert [str(warning) for warning in rendered.warnings] == []
    return rendered.data


def faces(data: bytes) -> set[str]:
    """The faces in a file, without the prefix of their subset."""
    with pikepdf.open(io.BytesIO(data)) as file:
        fonts = [font for sheet in file.pages for font in sheet.Resources.get("/Font", {}).values()]
        return {str(font.BaseFont).partition("+")[2] for font in fonts}


def baselines(data: bytes, character: str) -> list[float]:
    """The height of each line that begins with a character."""
    from ctypes import c_double

    found = []
    with pypdfium2.PdfDocument(data) as file:
        text = file[0].get_textpage()
        for index in range(text.count_chars()):
            x, y = c_double(), c_double()
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            if raw.FPDFText_GetUnicode(text, index) == ord(character):
                found.append(y.value)
    return found


def without_fallbacks(layout: Layout) -> Layout:
    return replace(layout, data=layout.data.model_copy(update={"fallback_fonts": False}))


@pytest.mark.parametrize("weight", ["400", "700"])
def test_every_name_is_printed_in_the_face_of_its_script(weight: str, layout: Layout) -> None:
    body = "".join(f"<p>名は{name}。</p>" for name in NAMES.values())
    found = faces(printed(body, layout, f"p {{ font-weight: {weight} }}"))
    bold = weight == "700"
    wanted = {f"Brochure-{name}{'-Bold' * (bold and name not in NO_BOLD)}" for name in NAMES}
    assert found == {"BIZ-UDPGothic" + "-Bold" * bold, *wanted}


@pytest.mark.parametrize("weight", ["400", "700"])
@pytest.mark.parametrize("name", [*NAMES.values(), "辽宁省", "경기도 ไทย मराठी"])
def test_no_line_grows(name: str, weight: str, layout: Layout) -> None:
    marked = f"<p>ア<br>ア{name}<br>ア<br>ア<b>{name}</b><br>ア</p>"
    found = baselines(printed(marked, layout, f"p {{ font-weight: {weight} }}"), "ア")
    assert len(found) == 5
    assert [a - b for a, b in itertools.pairwise(found)] == pytest.approx([PITCH] * 4, abs=0.02)


@pytest.mark.parametrize(
    ("lang", "face"),
    [
        ("zh-TW", "Brochure-Han-TC"),
        ("zh-Hant-HK", "Brochure-Han-TC"),
        ("zh-CN", "Brochure-Han-SC"),
        ("zh", "Brochure-Han-SC"),
        ("ja", "BIZ-UDPGothic"),
    ],
)
def test_the_language_of_a_word_decides_which_face_prints_its_han_characters(
    lang: str, face: str, layout: Layout
) -> None:
    assert faces(printed(f'<p lang="{lang}">北京</p>', layout)) == {face}
    both = printed(f'<p>北京<span lang="{lang}">北京</span></p>', layout)
    assert faces(both) == {"BIZ-UDPGothic", face}


def test_two_kinds_of_chinese_stand_on_one_page(layout: Layout) -> None:
    text = '<p>京<span lang="zh-TW">北京</span><span lang="zh-CN">北京</span><span lang="mr">पुणे</span></p>'
    wanted = {"BIZ-UDPGothic", "Brochure-Han-TC", "Brochure-Han-SC", "Brochure-Devanagari"}
    assert faces(printed(text, layout)) == wanted


def test_a_japanese_page_is_the_same_with_and_without_fallback_fonts(layout: Layout) -> None:
    body = '<p>遼寧省（中国）とLiaoning、1.5 %。<span lang="zh-CN">辽宁省</span><b>太字</b></p>'
    with_them, without = page(body, layout), page(body, without_fallbacks(layout))
    assert with_them == without
    assert with_them.fallback_fonts == ()
    assert printed(body, layout) == printed(body, without_fallbacks(layout))


def test_the_renderer_sees_fallback_fonts_only_for_a_page_that_needs_one(layout: Layout) -> None:
    def seen(body: str) -> set[str]:
        printed(body, layout)
        return set(re.findall(r"Brochure\w+", Path(os.environ["FONTCONFIG_FILE"]).read_text("utf-8")))

    own = {"BrochureHanSC"}
    assert seen("<p>日本</p>") == own
    assert {"BrochureThai", "BrochureHanTC"} < seen("<p>ไทย</p>")
    assert seen("<p>日本</p>") == own


def test_text_of_style_sheets_and_entities_count(layout: Layout) -> None:
    assert "Brochure Thai" in fallback_rules("<p>&#x0e44;</p>", [], layout)[0]
    assert "Brochure Hangul" in fallback_rules("", ['p::before { content: "한" }'], layout)[0]
    assert "Brochure Symbols Two" in fallback_rules("", [r'p::before { content: "\2709" }'], layout)[0]
    assert fallback_rules("<p>&amp;#x0e44;</p>", [r'p::before { content: "\2060\25cb" }'], layout) == ("", ())


def test_a_family_of_the_layout_keeps_its_language(layout: Layout) -> None:
    own = FontFamily(
        family="BIZ UDPMincho", word="BIZ UDP明朝", lang=["ko"], faces={"400": "BIZUDPMincho-Regular.ttf"}
    )
    changed = replace(layout, data=layout.data.model_copy(update={"fonts": [*layout.data.fonts, own]}))
    assert faces(printed('<p lang="ko">京畿</p>', changed)) == {"BIZ-UDPMincho"}
    assert faces(printed('<p lang="ko">京畿 경기</p>', changed)) == {"BIZ-UDPMincho", "Brochure-Hangul"}


def test_a_page_without_fallback_fonts_has_none_of_them(layout: Layout) -> None:
    rendered = weasyprint.render_pdf(page("<p>名は경기</p>", without_fallbacks(layout)), layout.font_paths)
    assert faces(rendered.data) == {"BIZ-UDPGothic"}
    assert any("notdef" in str(warning) for warning in rendered.warnings)


PROFILE = """\
partner:
  {name: 架空州, reading: かくうしゅう, kind: state, region: asia, country: 架空, country_reading: かくう,
   latin: Bình Dương, native: 경기도, native_lang: ko}
edition: 2026-11
accent: "#766496"
answers:
  about:
    - bullets: ["越南のThừa Thiên Huếと、경기도と、[臺北市]{lang=zh-TW}。"]
"""


@pytest.fixture
def named(fresh: Path) -> Workspace:
    """A workspace with a partner whose names are in several scripts."""
    (fresh / "profiles" / "kakuu.yaml").write_text(PROFILE, "utf-8")
    (fresh / "booklets").mkdir()
    (fresh / "booklets" / "all.yaml").write_text(
        "title: 한국の冊子\nedition: 2026-11\npartners: {sort: reading}\n", "utf-8"
    )
    return Workspace(fresh)


@pytest.mark.parametrize("name", ["standard", "onepage"])
def test_every_layout_prints_them_without_naming_them(name: str, named: Workspace) -> None:
    common = load_common(named, name)
    document = load_partner(named, "kakuu", common).document
    made = html.write_html(document, common.layout, root=named.root, shown=name)
    rendered = weasyprint.render_pdf(made, common.layout.font_paths)
    wanted = {"Brochure-Latin", "Brochure-Hangul", "Brochure-Han-TC"}
    assert wanted <= faces(rendered.data)
    assert rendered.warnings == ()


def test_a_booklet_binds_one_subset_of_each_fallback_face(named: Workspace) -> None:
    made = build_booklet(named, compile_booklet(named, "all"), output=named.output, formats=["pdf"])
    data = made.paths[0].read_bytes()
    with pikepdf.open(io.BytesIO(data)) as file:
        bases = [
            str(o.BaseFont)
            for o in file.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == "/Type0"
        ]
    names = [base.partition("+")[2] for base in bases]
    assert len(names) == len(set(names))
    assert {"Brochure-Latin", "Brochure-Hangul", "Brochure-Han-TC", "Brochure-Hangul-Bold"} <= set(names)
    with reader.open_pdf(data) as opened:
        text = "".join(sheet.text for sheet in reader.read_pages(opened))
    assert "한국の冊子" in text and "경기도" in text


def test_the_word_names_of_all_families_are_faces_of_windows() -> None:
    known = {
        "Segoe UI",
        "Yu Gothic",
        "Microsoft YaHei",
        "Microsoft JhengHei",
        "Malgun Gothic",
        "Leelawadee UI",
    }
    known |= {"Myanmar Text", "Nirmala UI", "Segoe UI Symbol", "Cambria Math"}
    assert {family.word for family in fallback_families()} == known


def test_a_changed_fallback_font_is_noticed(
    named: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "copy" / "fallback_fonts"
    folder.mkdir(parents=True)
    (tmp_path / "copy" / "fonts").symlink_to(REPO / "fonts")
    for path in fallback_folder().iterdir():
        (folder / path.name).symlink_to(path)
    monkeypatch.setattr(font_families, "fallback_folder", lambda: folder)
    common, cache = load_common(named, "standard"), Cache(tmp_path / "cache")
    document = load_partner(named, "kakuu", common).document
    setting = Setting(
        document, common.layout, "standard", named.root, weasyprint.NO_RECORD, "kakuu.pdf", rules=()
    )
    page_cache.typeset_cached(cache, setting, Location)
    assert page_cache.find_typeset(cache, setting, Location) is not None
    changed = folder / "BrochureHangul-Regular.otf"
    assert changed in shared_inputs(named, [common])
    changed.unlink()
    changed.symlink_to(folder / "BrochureHangul-Bold.otf")
    assert page_cache.find_typeset(cache, setting, Location) is None
