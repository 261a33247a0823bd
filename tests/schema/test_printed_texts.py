"""Which texts of a file are printed: a missing glyph, or a look-alike, matters only there."""

from __future__ import annotations

from brochure.schema.printed_texts import ABOUT_CONTENT, item_texts, model_texts
from brochure.schema.profile import ProfileData
from brochure.schema.text_kinds import TextKind
from brochure.schema.yaml_reader import parse_yaml

PROFILE = """\
partner: {name: 名, country: 国, country_reading: よみ, native: 現地, native_lang: zh}
answers:
  about:
    - paragraph: 段落
    - {figure: a.png, alt: 説明, caption: 図}
    - {callout: strength, items: [{title: 題, text: 文}]}
notes: {a: 注}
accepted: [{code: S201, text: 文, reason: 理由}]
contact: {heading: 先, organisation: 課, email: a@b.jp, website: 'https://b.jp/'}
sources: [{id: s, type: book, title: 本}]
"""
ITEMS = """\
- {id: a, type: book, title: 題, abstract: 要旨, note: 覚え, keyword: 語, annote: 評, language: ja,
   author: [{family: 姓, given: 名}], URL: 'https://a.jp/', issued: 2020年}
- {id: b, type: book, title: 別}
- x.bib
"""


def test_the_printed_texts_of_a_profile() -> None:
    found = list(model_texts(parse_yaml(PROFILE.encode(), "p.yaml"), ProfileData))
    drawn = {one.text for one in found if one.is_drawn}
    assert drawn == {
        *["名", "国", "現地", "段落", "図", "題", "文", "注", "先", "課", "a@b.jp", "https://b.jp/"]
    }
    assert {one.text for one in found if not one.is_drawn} == {"説明"}
    assert {one.text for one in found if one.kind is None} == {"a@b.jp", "https://b.jp/"}


def test_the_printed_texts_of_cited_sources() -> None:
    source = parse_yaml(ITEMS.encode(), "s.yaml")
    assert {one.text for one in item_texts(source, (), {"a"})} == {
        *["題", "姓", "名", "https://a.jp/", "2020年"]
    }
    assert {one.text for one in item_texts(source, (), {"b"})} == {"別"}
    assert {one.text for one in item_texts(source)} > {"題", "別"}
    plain = {one.text for one in item_texts(source) if one.kind is TextKind.PLAIN}
    assert plain == {"題", "姓", "名", "別"}
    own = parse_yaml(PROFILE.encode(), "p.yaml")
    assert [one.path for one in item_texts(own, ("sources",), {"s"})] == [("sources", 0, "title")]


def test_no_style_of_brochure_prints_what_a_source_says_of_its_content() -> None:
    from workspaces import REPO

    styles = list((REPO / "layouts").glob("*/citation/*.csl"))
    assert styles
    for style in styles:
        text = style.read_text("utf-8")
        assert not any(f'variable="{name}"' in text for name in ABOUT_CONTENT), style
