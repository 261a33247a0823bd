"""Which characters have a font, and which fallback families a text needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from brochure.assembly import font_coverage
from brochure.assembly.font_coverage import (
    layout_family,
    missing_characters,
    needed_fallbacks,
    variation_warnings,
)
from brochure.diagnostics.problem import BrochureError
from brochure.schema.font_families import FontFamily
from brochure.schema.layout import Layout
from brochure.schema.printed_texts import PrintedText
from brochure.schema.text_kinds import TextKind
from brochure.schema.yaml_reader import parse_yaml

TYPED = "경기도 ภูเก็ต मुंबई دبي חיפה Đà Nẵng Brașov თბილისი Երևան ঢাকা 锦州 臺灣 𠮷田 ₂ ⁻ ✉ ✓ №"


def with_fonts(layout: Layout, *, fallback: bool = True, fonts: list[FontFamily] | None = None) -> Layout:
    changed = {"fallback_fonts": fallback, "fonts": fonts or layout.data.fonts}
    return replace(layout, data=layout.data.model_copy(update=changed))


def printed(text: str, kind: TextKind = TextKind.PLAIN) -> list[PrintedText]:
    """The texts of a file, all of them printed."""
    source = parse_yaml(text.encode(), "x.yaml")
    return [PrintedText(source, path, value, kind) for path, value in source.scalars()]


def test_names_in_other_scripts_have_a_font(layout: Layout) -> None:
    assert list(missing_characters(printed(f"name: {TYPED}"), layout)) == []


def test_a_character_that_no_font_has_is_told_where_it_is_typed(layout: Layout) -> None:
    (found,) = missing_characters(printed("name: 경기도\nother: 경𓀀기"), layout)  # a hieroglyph
    assert (found.code, str(found.location)) == ("G101", "x.yaml:2:9")


def test_one_message_for_each_text_and_script(layout: Layout) -> None:
    signs = "".join(map(chr, range(0x13000, 0x1300A)))  # ten hieroglyphs
    found = list(missing_characters(printed(f"a: 州𒀀{signs}𒀁𓀀\nb: '{signs[:2]}'"), layout))
    shown = [(str(one.location), str(dict(one.details)["characters"])) for one in found]
    assert [place for place, _ in shown] == ["x.yaml:1:5", "x.yaml:1:6", "x.yaml:2:5"]
    assert shown[0][1] == "𒀀 (U+12000), 𒀁 (U+12001)"
    assert shown[1][1].startswith("𓀀 (U+13000), 𓀁 (U+13001)") and shown[1][1].endswith(" … (+2)")


@pytest.mark.parametrize(
    "text", ["⼤⽇⺠", "ﾃﾞｰﾀ", "か\u309a か\u3099", "\uf907\U0002f81a", "a\u00adb", "★\ufe0f"]
)
def test_what_is_meant_needs_a_font_not_what_is_typed(layout: Layout, text: str) -> None:
    assert list(missing_characters(printed(f"a: 州{text}"), layout)) == []


@pytest.mark.parametrize("code", [*range(0x2000, 0x200B), 0xA0, 0x202F, 0x205F, 0x2060])
def test_blanks_of_any_width_need_no_font(layout: Layout, code: int) -> None:
    assert list(missing_characters(printed(f"a: 1{chr(code)}m"), with_fonts(layout, fallback=False))) == []


def test_a_form_that_a_font_has_is_meant_so(layout: Layout) -> None:
    typed = "葛\U000e0100城と葛\U000e0101飾、神\ufe00"
    assert list(variation_warnings(printed(f"a: {typed}"), layout)) == []
    assert list(missing_characters(printed(f"a: {typed}"), layout)) == []


def test_forms_that_no_font_has_are_told_once_for_a_file(layout: Layout) -> None:
    texts = printed("a: 葛\U000e0100と葛\U000e0107\nb: 山\ufe01と葛\U000e0107")
    (found,) = variation_warnings(texts, layout)
    assert (found.code, str(found.location)) == ("G102", "x.yaml:1:7")
    assert dict(found.details)["characters"] == "葛\U000e0107 (U+845B U+E0107), 山\ufe01 (U+5C71 U+FE01)"
    assert list(missing_characters(texts, layout)) == []


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
@pytest.mark.parametrize("fallback", [True, False])
def test_a_mark_that_turns_the_letters_after_it_is_told(layout: Layout, code: int, fallback: bool) -> None:
    typed = f'name: 遼寧\nurl: "http://x.jp/\\u{code:04x}abc{chr(code)}"'
    found = list(missing_characters(printed(typed), with_fonts(layout, fallback=fallback)))
    assert {one.code for one in found} == {"G103"}
    assert [str(one.location) for one in found] == ["x.yaml:2:19", "x.yaml:2:28"]


@pytest.mark.parametrize("code", ["e000", "0378", "fdd0", "1fffe", "f0000"])
def test_what_nothing_can_print_is_told_where_it_is_typed(layout: Layout, code: str) -> None:
    escape = f"\\U{code:>08}"
    (found,) = missing_characters(printed(f'name: กรุง\nother: "ไทย{escape}"'), layout)
    assert (found.code, str(found.location)) == ("G101", "x.yaml:2:12")


@pytest.mark.parametrize("code", ["0000", "0007", "000b", "001b", "007f", "0085", "009f", "2028", "2029"])
def test_a_control_character_is_told_where_it_is_typed(layout: Layout, code: str) -> None:
    (found,) = missing_characters(printed(f'name: กรุง\nother: "県\\u{code}"'), layout)
    assert (found.code, str(found.location)) == ("G104", "x.yaml:2:10")
    assert dict(found.details) == {"code": f"U+{code.upper()}"}


def test_without_fallback_fonts_only_the_fonts_of_the_layout_count(layout: Layout) -> None:
    texts = printed("name: 遼寧省경기\nother: 道기")
    found = list(missing_characters(texts, with_fonts(layout, fallback=False)))
    assert [str(problem.location) for problem in found] == ["x.yaml:1:10", "x.yaml:2:9"]
    off = with_fonts(layout, fallback=False)
    assert off.fallbacks == () and off.families == off.own_families == ("BIZ UDPGothic", "Brochure Han SC")


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("遼寧省の名称と Liaoning, 1.5 %。", []),
        ("辽宁", []),  # the layout itself names Brochure Han SC
        ("서울とไทย", ["Brochure Hangul", "Brochure Thai"]),
        ("Huế", ["Brochure Latin"]),
        ("𠮷野", ["Brochure JIS"]),
        ("ᄒ", ["Brochure Hangul"]),
        ("𓀀", []),
    ],
)
def test_a_text_needs_the_families_that_its_characters_need(
    text: str, families: list[str], layout: Layout
) -> None:
    assert [family.family for family in needed_fallbacks([text], [], layout)] == families


def test_a_marked_word_needs_its_family_though_every_font_has_its_characters(layout: Layout) -> None:
    found = needed_fallbacks(["北京"], ["Brochure Han TC", "BIZ UDPGothic"], layout)
    assert [family.family for family in found] == ["Brochure Han TC"]


def test_a_text_that_the_layout_can_print_opens_no_fallback_font(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    read = font_coverage.font_characters

    def reading(font: Path, modified: int) -> frozenset[int]:
        opened.append(font.parent.name)
        return read(font, modified)

    monkeypatch.setattr(font_coverage, "font_characters", reading)
    needed_fallbacks(["日本語だけの頁"], [], layout)
    assert set(opened) == {"fonts"}
    needed_fallbacks(["日本語と한글"], [], layout)
    assert set(opened) == {"fonts", "fallback_fonts"}


@pytest.mark.parametrize(
    ("tag", "family"),
    [
        ("zh", "Brochure Han SC"),
        ("zh-CN", "Brochure Han SC"),
        ("zh-TW", "Brochure Han TC"),
        ("zh-Hant-HK", "Brochure Han TC"),
        ("ZH-hk", "Brochure Han TC"),
        ("ne", "Brochure Devanagari"),
        ("mr-IN", "Brochure Devanagari"),
        ("ur-PK", "Brochure Arabic"),
        ("vi", "Brochure Latin"),
        ("ja", ""),
        ("en-GB", ""),
        ("und", ""),
    ],
)
def test_the_longest_tag_decides_which_family_prints_a_marked_word(
    tag: str, family: str, layout: Layout
) -> None:
    assert layout_family(tag, layout) == family


def test_a_family_of_the_layout_wins_over_the_fallback_family_of_the_same_language(layout: Layout) -> None:
    face = {"400": "BIZUDPMincho-Regular.ttf"}
    own = FontFamily(family="BIZ UDPMincho", word="BIZ UDP明朝", lang=["ko", "hi"], faces=face)
    changed = with_fonts(layout, fonts=[*layout.data.fonts, own])
    assert [layout_family(tag, changed) for tag in ("ko-KR", "hi", "ne")] == [
        "BIZ UDPMincho",
        "BIZ UDPMincho",
        "Brochure Devanagari",
    ]


def test_a_fallback_family_that_the_layout_names_itself_comes_once(layout: Layout) -> None:
    assert layout.families.count("Brochure Han SC") == 1
    assert layout.families[:2] == layout.own_families
    changed = with_fonts(layout, fonts=layout.data.fonts[:1])
    assert [family.family for family in needed_fallbacks(["辽宁"], [], changed)] == ["Brochure Han SC"]


def test_a_broken_fallback_font_is_told(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(font: Path, modified: int) -> frozenset[int]:
        if font.name == "BrochureThai-Regular.ttf":
            raise ValueError(font)
        return frozenset(range(0x3000, 0x3100))

    monkeypatch.setattr(font_coverage, "font_characters", broken)
    with pytest.raises(BrochureError) as raised:
        needed_fallbacks(["ไทย"], [], layout)
    (found,) = missing_characters(printed("name: ไทย"), layout)
    for problem in (*raised.value.problems, found):
        assert (problem.code, dict(problem.details)["file"]) == ("L106", "BrochureThai-Regular.ttf")
