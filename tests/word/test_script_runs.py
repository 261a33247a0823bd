"""Each script has a run of its own with the font, direction and language that Word needs."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from brochure.build.load import load_common
from brochure.schema.layout import Layout
from brochure.storage.workspace import Workspace
from brochure.word.ooxml import vertical_alignment
from brochure.word.script_runs import ScriptRuns
from docx_reader import NAMES, W, WordFile, value
from docx_validator import findings
from script_files import booklet_of_scripts, word_file_of_scripts, workspace_of_scripts

_RUN = re.compile(r'<w:r>(?:<w:rPr>(.*?)</w:rPr>)?<w:t xml:space="preserve">(.*?)</w:t></w:r>')


def east_asian(face: str, lang: str = "") -> str:
    return f'<w:rFonts w:hint="eastAsia" w:eastAsia="{face}"/>' + lang


def latin(face: str, lang: str = "") -> str:
    return f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}"/>' + lang


def complex_(face: str, kind: str, lang: str) -> str:
    return f'<w:rFonts w:cs="{face}"/><w:{kind}/><w:lang w:bidi="{lang}"/>'


def runs(layout: Layout, text: str, **wishes: str) -> list[tuple[str, str]]:
    """The texts of the runs and their properties."""
    made = ScriptRuns(layout).text_runs(text, **wishes)
    found = [(match[2], match[1] or "") for match in _RUN.finditer(made)]
    assert _RUN.sub("", made) == ""
    assert "".join(piece for piece, _ in found) == text
    return found


# Words and what Word needs for them; they stand between Japanese words, which need nothing.
WORDS = {
    "제주도": east_asian("Malgun Gothic", '<w:lang w:eastAsia="ko-KR"/>'),
    "เชียงใหม่": complex_("Leelawadee UI", "cs", "th-TH"),
    "ວຽງຈັນ": complex_("Leelawadee UI", "cs", "lo-LA"),
    "ភ្នំពេញ": complex_("Leelawadee UI", "cs", "km-KH"),
    "ရန်ကုန်": complex_("Myanmar Text", "cs", "my-MM"),
    "नई दिल्ली": complex_("Nirmala UI", "cs", "hi-IN"),
    "ঢাকা": complex_("Nirmala UI", "cs", "bn-BD"),
    "சென்னை": complex_("Nirmala UI", "cs", "ta-IN"),
    "القاهرة 2026 (مصر)": complex_("Segoe UI", "rtl", "ar-SA"),
    "תל אביב (2026)": complex_("Segoe UI", "rtl", "he-IL"),
    "თბილისი": latin("Segoe UI", '<w:lang w:val="ka-GE"/>'),
    "Երևան": latin("Segoe UI", '<w:lang w:val="hy-AM"/>'),
    "Đà Nẵng": latin("Segoe UI"),
    "Târgu Mureș": latin("Segoe UI"),
    "తెలుగు": '<w:cs/><w:lang w:bidi="te-IN"/>',  # no family of ours has it: Word chooses
    "𠮷": east_asian("Yu Gothic"),
    "镕": east_asian("Microsoft YaHei"),
    "✉": latin("Segoe UI Symbol"),
}


@pytest.mark.parametrize("words", WORDS)
def test_words_between_japanese_words(words: str, layout: Layout) -> None:
    assert runs(layout, f"前の{words}、後。") == [("前の", ""), (words, WORDS[words]), ("、後。", "")]
    assert runs(layout, words) == [(words, WORDS[words])]


@pytest.mark.parametrize(
    "text", ["日本語とEnglishと１２３（①）㈱№、ｶﾅ。", "Café Zürich 2026", "Привет", "𠮟る𩸽", ""]
)
def test_what_the_layout_s_own_face_has_is_one_run(text: str, layout: Layout) -> None:
    assert runs(layout, text) == [(text, "")]


def test_marks_and_joiners_stay_with_their_letters(layout: Layout) -> None:
    assert [piece for piece, _ in runs(layout, "前の𠮷\U000e0100後、می\u200cخواهم後")] == [
        "前の", "𠮷\U000e0100", "後、", "می\u200cخواهم", "後",
    ]  # fmt: skip


# A marked word: its tag as it was typed, in the attribute for its characters.
MARKED = [
    ("부산", "ko", east_asian("Malgun Gothic", '<w:lang w:eastAsia="ko"/>')),
    ("पुणे", "mr", complex_("Nirmala UI", "cs", "mr")),
    ("تهران", "fa", complex_("Segoe UI", "rtl", "fa")),
    ("高雄市", "zh-TW", east_asian("Microsoft JhengHei", '<w:lang w:eastAsia="zh-TW"/>')),
    ("大连市", "zh-CN", '<w:lang w:eastAsia="zh-CN"/>'),  # the style has the face
    ("Dalian", "zh-CN", '<w:lang w:val="zh-CN"/>'),
    ("Ankara", "tr", latin("Segoe UI", '<w:lang w:val="tr"/>')),
    ("London", "en-GB", '<w:lang w:val="en-GB"/>'),
    ("مصر", "und", complex_("Segoe UI", "rtl", "ar-SA")),
    ("Cairo", "und", ""),
]


@pytest.mark.parametrize(("text", "tag", "properties"), MARKED)
def test_a_marked_word_keeps_its_tag(text: str, tag: str, properties: str, layout: Layout) -> None:
    assert runs(layout, text, lang=tag) == [(text, properties)]


@pytest.mark.parametrize(
    ("name", "more"), [("u", '<w:u w:val="single"/>'), ("vertAlign", vertical_alignment(is_super=True))]
)
def test_properties_are_in_the_order_of_the_schema(name: str, more: str, layout: Layout) -> None:
    for words in WORDS:
        for _, properties in runs(layout, words, style="Strong", more=more):
            names = re.findall(r"<w:(\w+)", properties)
            order = ["rStyle", "rFonts", "u", "vertAlign", "rtl", "cs", "lang"]
            assert names == sorted(names, key=order.index)
            assert {"rStyle", name} <= set(names)


def test_without_fallback_fonts_word_chooses(layout: Layout) -> None:
    data = layout.data.model_copy(update={"fallback_fonts": False})
    without = dataclasses.replace(layout, data=data)
    assert runs(without, "부산") == [("부산", '<w:lang w:eastAsia="ko-KR"/>')]
    assert runs(without, "مصر") == [("مصر", '<w:rtl/><w:lang w:bidi="ar-SA"/>')]
    assert runs(without, "𠮷") == [("𠮷", "")]


def test_a_layout_with_its_own_face_for_a_complex_script_names_it(layout: Layout) -> None:
    (own,) = [family for family in layout.fallbacks if family.family == "Brochure Hebrew"]
    faces = {weight: str(path) for weight, path in zip(own.faces, own.files, strict=True)}
    first = layout.data.fonts[0].model_copy(update={"word": "Own Face", "faces": faces})
    data = layout.data.model_copy(update={"fonts": [first]})
    assert runs(dataclasses.replace(layout, data=data), "חיפה") == [
        ("חיפה", complex_("Own Face", "rtl", "he-IL"))
    ]


def test_a_font_that_cannot_be_read_changes_no_run(layout: Layout, tmp_path: Path) -> None:
    """The check reports it; here it is taken for a font that has everything."""
    assert runs(dataclasses.replace(layout, fonts=tmp_path), "前の𠮷、後") == [("前の𠮷、後", "")]


# --- whole files ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace_of_scripts(tmp_path_factory.mktemp("scripts"))


def of_places(file: WordFile) -> dict[str, set[str]]:
    """The kinds of properties of runs, by the name of the style of their paragraph."""
    found: dict[str, set[str]] = {}
    for part in ("document", "footnotes"):
        for run in file.xml(part).iter(f"{W}r"):
            style = value(next(run.iterancestors(f"{W}p")), "w:pPr/w:pStyle")
            for name in ("rtl", "cs", "rFonts"):
                if run.find(f"w:rPr/w:{name}", NAMES) is not None:
                    found.setdefault(file.styles["paragraph", style], set()).add(name)
    return found


def test_the_file_with_all_scripts_is_valid_and_has_them_in_every_place(
    where: Workspace, tmp_path: Path
) -> None:
    data = word_file_of_scripts(where)
    assert findings(data, tmp_path) == []
    file = WordFile(data)
    assert file.faults() == []
    places = of_places(file)
    roles = load_common(where, "standard").layout.data.word
    for role in (roles.text, roles.bullet, roles.fact_text, roles.note):
        assert places[role] == {"rtl", "cs", "rFonts"}, role
    others = {roles.title, roles.reading, roles.callout_title, roles.case_title, roles.fact_label}
    assert others | {roles.fact_item, roles.remark} <= set(places)
    (stopped,) = [run for run in file.body.iter(f"{W}r") if "".join(run.itertext()) == "السلام عليكم (2026)."]
    assert stopped.find("w:rPr/w:rtl", NAMES) is not None  # with its digits, brackets and stop
    assert word_file_of_scripts(where) == data


def test_the_booklet_with_all_scripts_is_valid_and_has_them_in_its_own_parts(
    where: Workspace, tmp_path: Path
) -> None:
    data = booklet_of_scripts(where)
    assert findings(data, tmp_path) == []
    places = of_places(WordFile(data))
    roles = load_common(where, "standard").layout.data.word
    parts = {roles.cover_title, roles.section_heading, roles.glossary_meaning}
    assert any(style.startswith(roles.toc_1) for style in places)  # a variant with the tabs of the contents
    assert parts | {roles.section_text, roles.index_entry} <= set(places)
