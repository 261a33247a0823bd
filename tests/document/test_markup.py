"""Inline markup: equations between what is typed and what it means."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.document.markup import parse_markup
from brochure.document.tree import Foreign, Inline, Link, NoteCall, Ruby, Strong, SuperSub, Text, plain_text
from law import law


def call(note_id: str) -> NoteCall:
    """A call that has no number yet."""
    return NoteCall(note_id, 0, "", first=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ただの文。", [Text("ただの文。")]),
        ("前**強**後", [Text("前"), Strong((Text("強"),)), Text("後")]),
        ("**{瀋陽|しんよう}[^a]**", [Strong((Ruby("瀋陽", "しんよう"), call("a")))]),
        ("{瀋陽|しんよう}市", [Ruby("瀋陽", "しんよう"), Text("市")]),
        ("集積地」[^jetro-1]と", [Text("集積地」"), call("jetro-1"), Text("と")]),
        ("[県](https://a.jp/)", [Link("県", "https://a.jp/")]),
        ("[県]( https://a.jp/x_(y) )", [Link("県", "https://a.jp/x_(y)")]),
        (
            "http://www.ln.gov.cn/（中）",
            [Link("http://www.ln.gov.cn/", "http://www.ln.gov.cn/"), Text("（中）")],
        ),
        ("https://a.jp/x.", [Link("https://a.jp/x", "https://a.jp/x"), Text(".")]),
        ("(https://a.jp/x)", [Text("("), Link("https://a.jp/x", "https://a.jp/x"), Text(")")]),
        ("https://a.jp/x_(y)", [Link("https://a.jp/x_(y)", "https://a.jp/x_(y)")]),
        ("https://a.jp/x_y_{2}", [Link("https://a.jp/x_y", "https://a.jp/x_y"), SuperSub("2", False)]),
        ("https://a.jp/x^{2}年", [Link("https://a.jp/x", "https://a.jp/x"), SuperSub("2", True), Text("年")]),
        ("<a@b.jp>", [Link("a@b.jp", "mailto:a@b.jp")]),
        ("[辽宁]{lang=zh-CN}", [Foreign("辽宁", "zh-CN")]),
        (r"\{x\} \*\*", [Text("{x} **")]),
        ("a < b & c > d", [Text("a < b & c > d")]),
        ("R&D <Centre>、<b>太字</b>、a*b、5 * 3", [Text("R&D <Centre>、<b>太字</b>、a*b、5 * 3")]),
        ("**[庁](https://a.jp/)[^a]**", [Strong((Link("庁", "https://a.jp/"), call("a")))]),
        (r"[a\*\*b](https://a.jp/)", [Link("a**b", "https://a.jp/")]),
        ("**一****二**", [Strong((Text("一"),)), Strong((Text("二"),))]),
        ("日本\n語", [Text("日本語")]),
        ("two\nwords", [Text("two words")]),
        ("日本\nEnglish", [Text("日本English")]),
    ],
)
def test_markup_means(typed: str, meant: list[Inline]) -> None:
    parsed = parse_markup(typed)
    assert parsed.paragraphs == (tuple(meant),)
    assert parsed.faults == ()


def test_a_blank_line_parts_paragraphs() -> None:
    assert parse_markup("一\n\n二\n").paragraphs == ((Text("一"),), (Text("二"),))


@pytest.mark.parametrize(
    ("typed", "code", "offset"),
    [
        ("前**強", "P210", 1),
        ("前****後", "P211", 1),
        ("前{後", "P212", 1),
        ("{前|}", "P211", 0),
        ("{a|b|c}", "P212", 0),
        ("[x](javascript:alert)", "P213", 4),
        ("<ftp://a.jp/>", "P213", 1),
        ("[x]{lang=中国}", "P214", 9),
        ("前[^ A]", "P215", 1),
        ("前[^Ａ]", "P215", 1),
        ("甲[@j1", "P216", 1),
        ("乙[^a", "P215", 1),
        ("丙[ ^a]", "P215", 1),
        ("丁［^a］", "P219", 1),
        ("甲[＠a]", "P219", 1),
        ("全角＊＊強調", "P219", 2),
        ("[**庁**](https://a.jp/)", "P221", 1),
        ("[県の**庁](https://a.jp/)", "P221", 3),
        ("[{瀋陽|しんよう}](https://a.jp/)", "P221", 1),
        ("[<a@b.jp>](https://a.jp/)", "P221", 1),
        ("{**瀋**陽|しんよう}", "P221", 1),
        ("{瀋陽|**しん**}", "P221", 4),
        ("前[**州**]{lang=ko}", "P221", 2),
        ("***三つ", "P222", 0),
        ("*****", "P222", 0),
        ("｛漢字｜かんじ｝", "P219", 0),
        ("[x](javascript:alert(1))", "P213", 4),
    ],
)
def test_broken_markup_is_reported_at_its_character(typed: str, code: str, offset: int) -> None:
    assert [(fault.code, fault.offset) for fault in parse_markup(typed).faults] == [(code, offset)]


@law(sample=100, full=10000)
@given(st.text(alphabet="日本abc{}[]()|^*<>\\\n lang=http://.", max_size=60))
def test_any_text_is_read_and_no_ordinary_character_is_lost(typed: str) -> None:
    parsed = parse_markup(typed)
    if not parsed.faults and not set(typed) & set("{}[]()|^*<>\\\n ."):
        assert "".join(plain_text(content) for content in parsed.paragraphs) == typed
    for content in parsed.paragraphs:
        for one, other in pairwise(content):
            assert not (isinstance(one, Text) and isinstance(other, Text)), "texts are merged"


def test_blanks_around_paragraphs_are_not_text() -> None:
    parsed = parse_markup(" 一 二 \n \n\u3000三\n四\t\n\n\n五 \n ")
    assert parsed.paragraphs == ((Text("一 二"),), (Text("三四"),), (Text("五"),))
