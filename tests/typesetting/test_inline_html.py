"""Superscripts, subscripts and words of other scripts: in the PDF, in Word, and back from Word."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from brochure.document.scripts import split_scripts
from brochure.document.tree import Link, Ruby, SuperSub, Text
from brochure.pdf.reader import read_pages
from brochure.typesetting.inline_html import NO_NOTES, inline_html, phrases_html
from cli_result import Run
from pdf_validator import failures

PROFILE = """\
partner: {name: 架空州, reading: かくうしゅう, country: 架空国}
edition: 2026-11
answers:
  about:
    - bullets:
        - 排出量はCO_{2}換算で10^{9}トン、面積は25,000 km²、濃度は10⁻⁹です。この文は二行になります。
        - 項目のH₂Oと1ˢᵗと**太字のm^{3}**と注[^a]があります。
    - facts: organisation
      rows: [{label: 面積, text: 12 m²}]
notes:
  a: 注のCO₂と10^{-3}。
"""


@pytest.fixture
def raised(fresh: Path) -> Path:
    """A workspace with a profile of superscripts."""
    (fresh / "profiles" / "kaku.yaml").write_text(PROFILE, "utf-8")
    return fresh


def test_pages_and_word_files_have_them(run: Run, raised: Path) -> None:
    assert run("check", "kaku").code == 0
    built = run("build", "kaku")
    assert (built.code, built.err) == (0, "")
    pdf = raised / "output" / "kaku.pdf"
    assert failures(pdf, "pdfua-1") == []
    with pikepdf.open(pdf) as opened:
        content = opened.pages[0].Contents.read_bytes()
    for said in ("₂", "⁹", "⁻⁹"):
        assert b"/ActualText <feff%b>" % said.encode("utf-16-be").hex().encode() in content
    shown = run("show", "kaku").out
    assert "CO₂換算で10⁹トン" in shown
    with zipfile.ZipFile(raised / "output" / "kaku.docx") as archive:
        word = archive.read("word/document.xml").decode()
    assert word.count('<w:vertAlign w:val="superscript"/>') == 6
    assert word.count('<w:vertAlign w:val="subscript"/>') == 2


def test_the_pitch_of_the_lines_is_the_same_with_and_without_them(run: Run, raised: Path) -> None:
    path = raised / "profiles" / "kaku.yaml"
    plain = str.maketrans("₂²⁻⁹ᵗˢ", "22−9ts")
    places = []
    for text in (PROFILE, re.sub(r"[_^]\{(.*?)\}", r"\1", PROFILE).translate(plain)):
        path.write_text(text, "utf-8")
        assert run("build", "kaku", "--format", "pdf").code == 0
        (page,) = read_pages((raised / "output" / "kaku.pdf").read_bytes())
        places.append(
            {glyph.text: round(glyph.bottom, 2) for glyph in page.glyphs if glyph.text in "排続見項積"}
        )
    assert places[0] == places[1]
    assert len(set(places[0].values())) >= 3


def test_revise_takes_them_back(run: Run, raised: Path) -> None:
    assert run("build", "kaku", "--format", "docx").code == 0
    word = raised / "output" / "kaku.docx"
    assert "直し0件、取り込めないもの0件" in run("revise", str(word), lang="ja_JP.UTF-8").out
    edited = raised / "edited.docx"
    with zipfile.ZipFile(word) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    assert ">9<" in body
    body = body.replace(">9<", ">12<", 1).replace("濃度は10", "体積はm", 1)
    parts["word/document.xml"] = body.encode()
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    edited.write_bytes(made.getvalue())
    assert run("revise", str(edited), "--write").code == 0
    text = (raised / "profiles" / "kaku.yaml").read_text("utf-8")
    assert "CO_{2}換算で10^{12}トン" in text
    assert "25,000 km²、体積はm⁻⁹です" in text


SCRIPTS = """\
partner:
  name: 文字見本州（架空）
  latin: Tiếng Việt, Iași
  native: وزارة الصحة اليابانية 2026
  country: 架空国
edition: 2026-11
answers:
  about:
    - bullets:
        - 韓国の경기도、タイのกรุงเทพมหานครเป็นเมืองหลวง
        - インドのआयुष मंत्रालय（AYUSH省）、क्षत्रिय、हिन्दी
        - アラビア語وزارة الصحة اليابانية 2026（2026年）、ヘブライ語の
          הממשלה (2026)と[경기도]{lang=ko}が並ぶ文章です[^n]。
        - საქართველო、Հայաստան、বাংলাদেশ、தமிழ்நாடு
        - កម្ពុជា、ລາວ、မြန်မာ、辽宁省、臺北市、𠮷野、𠮟る、𩸽、№、✉、✓[@s]。
    - callout: strength
      items: [{title: 서울の見出し, text: '**ไทย**と[וְעִידָה](https://example.org/)。'}]
    - facts: organisation
      rows: [{label: 중화, text: آسيا والمحيط、กรุงเทพมหานคร, remark: עברית}]
notes:
  n: 注の문화、وزارة الصحة 2026、आयुष मंत्रालय、הממשלה (2026)、Việt、𠮷野。
sources:
  - {id: s, type: report, author: وزارة الصحة, title: 경기도とกรุงเทพมหานคร, issued: 2025-03}
contact: {organisation: 架空課, tel: "(045) 210-2725"}
"""
WORDS = [
    "경기도",
    "กรุงเทพมหานครเป็นเมืองหลวง",
    "आयुष",
    "मंत्रालय",
    "क्षत्रिय",
    "हिन्दी",
    "وزارة",
    "الصحة",
    "اليابانية",
    "הממשלה",
    "საქართველო",
    "Հայաստան",
    "বাংলাদেশ",
    "தமிழ்நாடு",
    "កម្ពុជា",
    "ລາວ",
    "မြန်မာ",
    "辽宁省",
    "臺北市",
    "𠮷野",
    "𠮟る",
    "𩸽",
    "№",
    "✉",
    "✓",
    "서울",
    "ไทย",
    "آسيا",
    "والمحيط",
    "עברית",
    "Việt",
    "Iași",
]


def test_words_of_other_scripts_are_set_read_and_copied_right(run: Run, fresh: Path) -> None:
    (fresh / "profiles" / "kaku.yaml").write_text(SCRIPTS, "utf-8")
    built = run("build", "kaku", "--format", "pdf")
    assert (built.code, built.err) == (0, "")
    path = fresh / "output" / "kaku.pdf"
    assert failures(path, "pdfua-1") == []
    assert failures(path, "pdfa-3a") == []
    copied = "".join(page.text for page in read_pages(path.read_bytes()))
    assert [word for word in WORDS if word.replace("\u05b0", "") not in copied] == []
    assert "(045)" in copied
    assert ")045(" not in copied
    with pikepdf.open(path) as pdf:
        elements = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
        langs = {str(item.Lang) for item in elements if "/Lang" in item}
        read_aloud = {str(item.ActualText) for item in elements if "/ActualText" in item}
    assert langs >= {"ko", "th", "hi", "ar", "he", "ka", "hy", "bn", "ta", "km", "lo", "my"}
    assert {"وزارة الصحة اليابانية 2026", "הממשלה (2026)", "וְעִידָה"} <= read_aloud


def test_the_words_that_stay_together_at_the_end_cut_no_word_of_another_script() -> None:
    for text in (
        "この文はインドの言葉で終わります、हिन्दी",
        "この文は韓国の言葉で終わります、경기도です",
        "言葉がたくさん続いた文の終わりのéàüöe\u0301a",
    ):
        html = str(inline_html((Text(text),), NO_NOTES))
        assert re.sub(r"<[^>]+>", "", html) == text
        for run in split_scripts(text):
            if run.script:
                assert f'<span lang="{run.script.lang}">{run.text}</span>' in html
        assert not re.search(r">[\u0300-\u036f]", html)


@pytest.mark.parametrize("unit", "℃¢‰％")
def test_a_sign_behind_a_bracket_does_not_begin_a_line(unit: str) -> None:
    assert f"」\u2060{unit}" in inline_html((Text(f"「協力」{unit}"),), NO_NOTES)


@pytest.mark.parametrize("unit", "㎏㌔㎡㏄℃")
def test_a_unit_does_not_begin_a_line(unit: str) -> None:
    assert f"の\u2060{unit}" in inline_html((Text(f"この{unit}です"),), NO_NOTES)
    assert f'<span class="unit">12{unit}</span>' in inline_html((Text(f"重さは12{unit}です"),), NO_NOTES)


def test_a_bracket_in_a_heading_stays_with_the_word_in_another_script() -> None:
    made = phrases_html((Text("支援（កម្ពុជា）と"),), NO_NOTES, 6)
    assert '<span class="phrase">（<span lang="km">កម្ពុជា</span>）' in made


def test_signs_in_a_heading_stay_with_what_has_an_element_of_its_own() -> None:
    link, ruby = Link("頁", "https://example.jp/"), Ruby("𠮷", "よし")
    made = phrases_html((Text("（"), link, Text("、"), ruby, Text("々と")), NO_NOTES, 6)
    assert made.count("\u2060") == 3
    raised = phrases_html((Text("H"), SuperSub("2", False), Text("O")), NO_NOTES, 6)
    assert raised == '<span class="phrase">H\u2060<sub>2</sub>O</span>'
    more = phrases_html((Text("m"), SuperSub("2", True), Text("と硫酸")), NO_NOTES, 6)
    assert more.startswith('<span class="phrase">m\u2060<sup>2</sup></span><span class="phrase">')


def test_a_sign_behind_ruby_in_a_heading_stays_with_it_and_not_with_a_long_phrase() -> None:
    made = phrases_html((Ruby("臺北", "たいぺい"), Text("〉Reykjavíkが")), NO_NOTES, 14)
    assert made.startswith('<ruby>臺北<rt>たいぺい</rt></ruby>\u2060〉<span class="phrase">Reykjavíkが')
    assert phrases_html((Ruby("臺北", "たいぺい"), Text("。")), NO_NOTES, 6).endswith("\u2060。")
