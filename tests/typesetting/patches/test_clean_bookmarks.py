"""Bookmarks say the words of their headings."""

from __future__ import annotations

import pytest
from weasyprint.formatting_structure import build

from preflight_pages import make
from tag_outline import bookmarks
from upstream_source import source


def test_upstream_still_joins_the_texts_of_all_boxes() -> None:
    assert "box.bookmark_label = ''.join(box.content_text for box in box_list)" in source(build)


@pytest.mark.parametrize(
    ("heading", "css", "title"),
    [
        ("<ruby>瀋陽<rt>しんよう</rt></ruby>市", "", "瀋陽市"),
        (
            "<span class=phrase>長い\u2060題を</span><span class=phrase>分け\u200bます</span>",
            "",
            "長い題を分けます",
        ),
        ('<span class="number">1</span>質問', "", "1 質問"),
        ('<span class="q" data-at="_series:a">Q1</span>\n  質問', "", "Q1 質問"),
        ("<i>1.</i>質問", "h1 { display: flex } i { display: block }", "1. 質問"),
        ("<i>1.</i><b>質問</b>です", "h1 { display: flex } i, b { display: block }", "1. 質問 です"),
        ("質問", 'h1::before { content: "問" }', "問 質問"),
        ('題<a class="call" href="#note-a">*1</a>', "", "題"),
        (
            '題<x-note class="note" id="note-a" data-marker="*1">注</x-note>',
            ".note { float: footnote }",
            "題",
        ),
        ("Liaoning <b>Province</b>", "", "Liaoning Province"),
        ("नमस्\u200dते", "", "नमस्\u200dते"),
        ("題", "h1 { bookmark-label: '別の\u2060名' }", "別の名"),
    ],
)
def test_a_bookmark_has_the_words_of_its_heading(heading: str, css: str, title: str) -> None:
    assert bookmarks(make(f"<h1>{heading}</h1><p>文</p>", css)) == [title]
