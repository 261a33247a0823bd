"""The rich text of CSL: tags and entities become inlines, and nothing is lost."""

from __future__ import annotations

import random

import pytest

from brochure.document.rich_text import (
    MARKERS,
    marked,
    marked_inlines,
    plain_rich_text,
    unclosed_tags,
)
from brochure.document.tree import Link, Strong, SuperSub, Text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("濃度10<sup>-9</sup> mol", "濃度10⁻⁹ mol"),
        ("H<sub>2</sub>SO<sub>4</sub>", "H₂SO₄"),
        ("x<sup>ab</sup>とy<sub>甲</sub>", "xᵃᵇとy甲"),
        ("<i>Oryza sativa</i>の栽培", "Oryza sativaの栽培"),
        ('<span class="nocase">McKinsey</span>と<sc>Unesco</sc>', "McKinseyとUnesco"),
        ("A&amp;B &lt;C&gt; &#x5b50; &#23398; &eacute;", "A&B <C> 子 学 é"),
        ("R&D; AT&T &copy=1 &unknownthing;", "R&D; AT&T &copy=1 &unknownthing;"),
        ("3<5 and 5>3, <未定>, <table>", "3<5 and 5>3, <未定>, <table>"),
        ("<I>大文字</I>と<em>em</em>", "大文字とem"),
        ("<i>閉じない", "<i>閉じない"),
        ("</b>開かない", "</b>開かない"),
        ("<i></i>空", "空"),
        ("<span style='font-variant: small-caps;'>Nato</span>", "Nato"),
    ],
)
def test_tags_and_entities_print_as_meant(typed: str, printed: str) -> None:
    assert plain_rich_text(typed) == printed


def test_bold_is_strong_and_no_strong_is_in_a_strong() -> None:
    found = marked_inlines(marked("前<b>太<i>字<b>中</b></i></b>後"))
    assert found == (Text("前"), Strong((Text("太字中"),)), Text("後"))


def test_an_address_in_bold_is_a_link() -> None:
    found = marked_inlines(marked("<b>https://example.jp/a</b>"))
    assert found == (Strong((Link("https://example.jp/a", "https://example.jp/a"),)),)


def test_tags_without_a_partner_are_found_and_typed_signs_are_not() -> None:
    assert unclosed_tags("<i>a</i> <sup>2 </b> &lt;i&gt; 3<5") == ["<sup>", "</b>"]
    assert unclosed_tags("<i><b>a</i></b>") == ["<i>", "</i>"]


def test_a_stop_is_not_doubled_across_a_tag() -> None:
    assert marked_inlines(f"{marked('<i>spp.</i>')}. 続き") == (Text("spp. 続き"),)


def test_raised_and_lowered_words_are_superscripts_and_subscripts() -> None:
    found = marked_inlines(marked("10<sup>-12</sup>、H<sub>2</sub>O、m²"))
    assert found == (
        *(Text("10"), SuperSub("−12", True), Text("、H"), SuperSub("2", False), Text("O、m")),
        SuperSub("2", True),
    )


def test_no_text_loses_a_word_or_keeps_a_marker() -> None:
    chance = random.Random(20261129)
    tags = [
        "<i>",
        "</i>",
        "<b>",
        "</b>",
        "<sup>",
        "</sup>",
        "<span class='nocase'>",
        "</span>",
        "<sc>",
        "</sc>",
    ]
    for _ in range(500):
        words = [chance.choice([*tags, f"語{number}", "\ufdd0", "\ufdd6"]) for number in range(9)]
        printed = plain_rich_text("".join(words))
        assert not MARKERS.search(printed)
        for word in words:
            assert not word.startswith("語") or word in printed, words
