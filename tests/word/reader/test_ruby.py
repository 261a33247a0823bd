"""Ruby is read with its words, bold, blanks, formatting and tracked changes."""

from __future__ import annotations

import pytest
from lxml import etree

from brochure.word.ooxml import W
from brochure.word.reader.looks import is_bold
from brochure.word.reader.model import Oddity, RevisionView
from brochure.word.reader.ruby import WordRuby, read_ruby
from brochure.word.reader.run_format import RunFormat

ODD = {"em": "emphasis", "vanish": "hidden", "sz": "size"}


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def format_of(element: etree._Element) -> RunFormat:
    properties = element.find(f"{{{W}}}rPr")
    names = [etree.QName(child).localname for child in properties] if properties is not None else []
    return RunFormat(direct=is_bold(properties), odd=tuple(ODD[name] for name in names if name in ODD))


def read(
    base: str, reading: str, view: RevisionView = RevisionView.ACCEPT, *, is_bold: bool = False
) -> WordRuby:
    xml = f'<w:ruby xmlns:w="{W}"><w:rt>{reading}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby>'
    return read_ruby(etree.fromstring(xml), view, format_of, is_bold=is_bold)


def test_the_blanks_around_the_base_are_text() -> None:
    found = read(run(" 大連　"), run("だいれん"))
    assert (found.before, found.base, found.after) == (" ", "大連", "　")
    assert found.reading == "だいれん"
    assert not found.odd


@pytest.mark.parametrize("reading", [" だいれん", "だいれん　", "　だい れん "])
def test_blanks_at_the_edges_of_a_reading_are_told(reading: str) -> None:
    found = read(run("大連"), run(reading))
    assert found.reading == reading.strip()
    assert found.odd == {Oddity("blank", reading)}


def test_a_base_without_words_has_no_reading() -> None:
    found = read(run(" "), run("だいれん"))
    assert (found.before, found.base, found.after, found.reading) == (" ", "", "", "")


@pytest.mark.parametrize(("name", "kind"), [("em", "emphasis"), ("vanish", "hidden")])
def test_formatting_of_a_base_or_a_reading_is_told(name: str, kind: str) -> None:
    assert read(run("大連", f"<w:{name}/>"), run("だいれん")).odd == {Oddity(kind, "大連")}
    assert read(run("大連"), run("だいれん", f"<w:{name}/>")).odd == {Oddity(kind, "だいれん")}


def test_the_size_of_a_reading_is_that_of_ruby() -> None:
    assert not read(run("大連"), run("だいれん", "<w:sz/>")).odd


def test_a_bold_base_is_bold() -> None:
    found = read(run("大", "<w:b/>") + run("連", "<w:b/>"), run("だいれん", "<w:b/>"))
    assert found.direct
    assert not found.odd


def test_bold_of_a_part_is_told() -> None:
    found = read(run("大", "<w:b/>") + run("連"), run("だいれん"))
    assert not found.direct
    assert found.odd == {Oddity("bold", "大")}
    assert read(run("大連"), run("だいれん", "<w:b/>")).odd == {Oddity("bold", "だいれん")}


def test_nobody_sees_bold_in_a_bold_paragraph() -> None:
    assert not read(run("大連"), run("だいれん", "<w:b/>"), is_bold=True).odd


def test_a_tracked_change_is_read_in_both_views() -> None:
    change = '<w:ins w:author="佐藤" w:date="2026-01-01T00:00:00Z">' + run("しん") + "</w:ins>"
    assert read(run("新"), change + run("にい")).reading == "しんにい"
    found = read(run("新"), change + run("にい"), RevisionView.REJECT)
    assert found.reading == "にい"
    assert [revision.author for revision in found.revisions] == ["佐藤"]
