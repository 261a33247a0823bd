"""Runs of complex scripts have their own bold, italic and size; direction marks are no text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from brochure.document.tree import Inline, Strong, Text
from brochure.word.ooxml import with_namespaces
from brochure.word.reader.looks import FileStyles
from brochure.word.reader.model import RevisionView
from brochure.word.reader.pieces import inline_pieces
from brochure.word.reader.run_format import RunFormat
from brochure.word.reader.runs import RunReader

STYLES = FileStyles(
    {"S": "strong"},
    {"": "auto"},
    {"": "20"},
    {"strong": "strong", "foreign": "foreign", "call": "call", "endnote_call": "end", "note_marker": "mark"},
    frozenset({"mark"}),
    frozenset(),
    has_bold_tables=False,
)


def read(properties: str, text: str = "الوزارة") -> tuple[tuple[Any, ...], set[str]]:
    """The content of a paragraph with a run between other words, and its kinds of oddities."""
    runs = f"<w:r><w:t>前</w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"
    root = etree.fromstring(with_namespaces("w:p", runs))
    reader = RunReader(STYLES, {}, RevisionView.ACCEPT)
    reader.read_children(root, RunFormat())
    content = reader.end()
    return inline_pieces(content.runs, bold=False), {odd.kind for odd in content.odd}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ('<w:br w:type="textWrapping" w:clear="all"/>', "セラピー・カタパルト"),  # the writer's
        ("<w:br/>", "セラピー・\nカタパルト"),  # of an editor
        ('<w:br w:type="textWrapping" w:clear="none"/>', "セラピー・\nカタパルト"),
        ("<w:cr/>", "セラピー・\nカタパルト"),
    ],
)
def test_a_break_between_phrases_is_no_text_but_that_of_an_editor_is(form: str, text: str) -> None:
    runs = f"<w:r><w:t>セラピー・</w:t></w:r><w:r>{form}</w:r><w:r><w:t>カタパルト</w:t></w:r>"
    reader = RunReader(STYLES, {}, RevisionView.ACCEPT)
    reader.read_children(etree.fromstring(with_namespaces("w:p", runs)), RunFormat())
    content = reader.end()
    assert inline_pieces(content.runs, bold=False) == (Text(text),)
    assert content.odd == set()


def test_breaks_of_an_address_are_no_text_even_if_the_link_was_removed() -> None:
    cut = ("（https://\u200bexample", "\u200b", ".jp/\u200bdocs", "\u200b.html）กรุง\u200bเทพ")
    runs = "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in cut)
    reader = RunReader(STYLES, {}, RevisionView.ACCEPT)
    reader.read_children(etree.fromstring(with_namespaces("w:p", runs)), RunFormat())
    (piece,) = inline_pieces(reader.end().runs, bold=False)
    assert piece == Text("（https://example.jp/docs.html）กรุง\u200bเทพ")


STRONG: tuple[Inline, ...] = (Text("前"), Strong((Text("الوزارة"),)))
PLAIN: tuple[Inline, ...] = (Text("前الوزارة"),)


@pytest.mark.parametrize("kind", ["<w:rtl/>", "<w:cs/>"])
@pytest.mark.parametrize(
    ("properties", "wanted"),
    [
        ("<w:bCs/>", STRONG),
        ("<w:b/>", STRONG),  # programs that know one kind of bold
        ("<w:b/><w:bCs/>", STRONG),
        ("", PLAIN),
        ('<w:bCs w:val="0"/>', PLAIN),
        ('<w:rStyle w:val="S"/>', STRONG),
        ('<w:rStyle w:val="S"/><w:bCs w:val="0"/>', PLAIN),
        ('<w:rStyle w:val="S"/><w:b w:val="0"/><w:bCs w:val="0"/>', PLAIN),
    ],
)
def test_bold_of_complex_scripts(kind: str, properties: str, wanted: tuple[Inline, ...]) -> None:
    assert read(properties + kind) == (wanted, set())


def lines(*runs: tuple[str, str], style: str = "", bold: bool = False) -> tuple[Any, list[tuple[str, str]]]:
    """The content of a paragraph of these runs (properties and text), and its oddities."""
    xml = "".join(f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>" for properties, text in runs)
    reader = RunReader(replace(STYLES, bold=frozenset({"head"})), {}, RevisionView.ACCEPT)
    reader.style = style
    reader.read_children(etree.fromstring(with_namespaces("w:p", xml)), RunFormat())
    content = reader.end()
    return inline_pieces(content.runs, bold=bold), sorted((odd.kind, odd.words) for odd in content.odd)


def test_formatting_of_neighbours_is_one_oddity() -> None:
    """Word processors split runs where the script changes."""
    under = '<w:u w:val="single"/>'
    assert lines((under, "約"), (under, "195"), (under, "社"))[1] == [("underline", "約195社")]
    assert lines((under, "約"), ("", "195"), (under, "社"))[1] == [("underline", "社"), ("underline", "約")]
    assert lines((under, "甲"), (f"{under}<w:i/>", "乙"), ("<w:i/>", "丙"))[1] == [
        ("italic", "乙丙"),
        ("underline", "甲乙"),
    ]
    assert lines((under, "長い文です" * 9))[1] == [("underline", "長い文です" * 4)]


def test_a_line_in_bold_is_strong_unless_its_style_is_bold() -> None:
    assert lines(("<w:b/>", "全部"), ("<w:b/>", "太い"))[0] == (Strong((Text("全部太い"),)),)
    assert lines(("<w:b/>", "全部"), bold=True)[0] == (Text("全部"),)
    assert lines(("<w:b/>", "一部"), ("", "だけ"), bold=True)[0] == (Strong((Text("一部"),)), Text("だけ"))


def test_bold_that_is_turned_off_in_a_bold_style_is_an_oddity() -> None:
    off = '<w:b w:val="0"/>'
    assert lines((off, "細い"), style="head") == ((Text("細い"),), [("bold off", "細い")])
    assert lines((off, "細い"))[1] == []


def test_bold_of_complex_scripts_says_nothing_of_others() -> None:
    assert read("<w:bCs/>", "文") == ((Text("前文"),), set())
    assert read('<w:rStyle w:val="S"/><w:bCs w:val="0"/>', "文")[0] == (Text("前"), Strong((Text("文"),)))


@pytest.mark.parametrize(
    ("properties", "kinds"),
    [
        ('<w:szCs w:val="30"/><w:rtl/>', {"size"}),
        ('<w:sz w:val="30"/><w:rtl/>', set()),
        ('<w:szCs w:val="20"/><w:cs/>', set()),
        ('<w:szCs w:val="30"/>', set()),
        ("<w:iCs/><w:rtl/>", {"italic"}),
        ("<w:iCs/>", set()),
        ('<w:rFonts w:cs="Arial" w:hint="cs"/><w:rtl w:val="1"/><w:lang w:bidi="ar-EG"/>', set()),
    ],
)
def test_looks_of_complex_scripts(properties: str, kinds: set[str]) -> None:
    assert read(properties)[1] == kinds


@pytest.mark.parametrize("mark", "\u00ad\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069")
def test_direction_marks_are_no_text(mark: str) -> None:
    assert read("<w:rtl/>", f"{mark}الوزارة{mark}")[0] == PLAIN
    assert read('<w:rStyle w:val="M"/>', mark)[0] == (Text("前"),)


def test_joiners_of_a_script_are_text() -> None:
    assert read("<w:rtl/>", "می\u200cخواهم")[0] == (Text("前می\u200cخواهم"),)


def test_a_letter_and_its_mark_in_two_runs_are_one_letter() -> None:
    assert read("", "e</w:t></w:r><w:r><w:t>\u0302\u0301")[0] == (Text("前ế"),)
