"""The Word booklet says what the book says, partner by partner, in its order; contents and index."""

from __future__ import annotations

import re
from pathlib import Path

from book_files import (
    BookFile,
    Bound,
    NoteNumbers,
    book_lines,
    contents_lines,
    findings,
    recompiled,
    words,
    written,
)
from brochure.build.chapters import CompiledBooklet
from brochure.document.tree import Placement
from docx_reader import KINDS, NAMES, W, value


def test_the_file_says_the_words_of_the_book_in_its_order(any_book: Bound) -> None:
    assert any_book.file.lines() == list(filter(str.strip, book_lines(any_book.book)))


def test_the_contents_are_a_field_that_asks_nothing(any_book: Bound) -> None:
    file = any_book.file
    kinds = [mark.get(f"{W}fldCharType") for mark in file.body.iter(f"{W}fldChar")]
    assert kinds.count("begin") == kinds.count("end")
    assert not file.xml("settings").findall("w:updateFields", NAMES)
    assert not file.body.xpath("//*[@w:dirty]", namespaces=NAMES)
    instructions = [(text.text or "").strip() for text in file.body.iter(f"{W}instrText")]
    assert [i for i in instructions if i.startswith("TOC")] == ['TOC \\f C \\l "1-2" \\h \\z']


def test_the_marks_in_the_text_would_make_the_same_contents(any_book: Bound) -> None:
    marks = [
        found[1]
        for text in any_book.file.body.iter(f"{W}instrText")
        if (found := re.fullmatch(r' TC "(.*)" \\f C \\l [12] ', text.text or ""))
    ]
    assert marks == [line.rpartition(" ")[0] for line in contents_lines(any_book.book)]


def test_page_numbers_and_links_lead_to_bookmarks_that_are_there(any_book: Bound) -> None:
    file = any_book.file
    there = {name for _, name in file.bookmarks()}
    fields = [(text.text or "").split() for text in file.body.iter(f"{W}instrText")]
    targets = {field[1] for field in fields if field[0] in ("PAGEREF", "NOTEREF")}
    targets |= set(file.body.xpath("//w:hyperlink/@w:anchor", namespaces=NAMES))
    assert targets
    assert targets <= there


def test_a_word_of_the_index_leads_to_the_paragraph_where_it_stands(sample: Bound) -> None:
    (entry,) = [e for group in sample.book.index for e in group.entries if e.name == "瀋陽"]
    (line,) = [p for p in sample.file.body.iterfind("w:p", NAMES) if "瀋陽（しんよう）" in words(p)]
    (field,) = line.xpath(".//w:instrText/text()", namespaces=NAMES)
    name = field.split()[1]
    (mark,) = sample.file.body.xpath(f"//w:bookmarkStart[@w:name='{name}']", namespaces=NAMES)
    assert [place.partner for place in entry.places] == ["liaoning"]
    assert "瀋陽" in words(mark.getparent())


def test_notes_of_each_partner_begin_with_1(sample: Bound) -> None:
    sections = [section for _, section in sample.file.sections()]
    partners = sections[2 : 2 + len(sample.book.chapters)]
    assert {value(s, "w:footnotePr/w:numRestart") for s in partners} == {"eachSect"}
    assert not any(s.findall("w:footnotePr/w:numStart", NAMES) for s in sections)
    others = [value(s, "w:footnotePr/w:numRestart") for s in sections[1:2] + sections[12:-1]]
    assert set(others) == {"continuous"}


def test_notes_that_go_through_the_book_are_counted_on(seminar: CompiledBooklet) -> None:
    file = BookFile(written(seminar, recompiled(seminar, numbers=NoteNumbers.THROUGH)))
    for _, section in file.sections()[1:]:
        assert value(section, "w:footnotePr/w:numRestart") == "continuous"


def test_notes_at_the_end_of_the_booklet_are_a_list_and_their_calls_lead_there(
    seminar: CompiledBooklet,
) -> None:
    file = BookFile(written(seminar, recompiled(seminar, Placement.BOOKLET)))
    for kind in KINDS:
        assert not list(file.body.iter(f"{W}{kind}Reference"))
    calls = file.body.xpath("//w:hyperlink[starts-with(@w:anchor,'_list_')]", namespaces=NAMES)
    listed = {name for _, name in file.bookmarks() if name.startswith("_list_")}
    assert {call.get(f"{W}anchor") for call in calls} == listed
    assert words(calls[0]) == "*1"


def test_ids_of_notes_are_unique(any_book: Bound) -> None:
    for kind in KINDS:
        ids = [note.get(f"{W}id") for note in any_book.file.xml(f"{kind}s")]
        calls = [call.get(f"{W}id") for call in any_book.file.body.iter(f"{W}{kind}Reference")]
        assert len(set(ids)) == len(ids)
        assert calls == ids[2:]  # after the separators


def test_nothing_is_formatted_but_by_styles_and_everything_leads_somewhere(any_book: Bound) -> None:
    assert any_book.file.formatting() == []
    assert any_book.file.faults() == []


def test_the_validator_finds_nothing(any_book: Bound, tmp_path: Path) -> None:
    assert findings(any_book.data, tmp_path) == []


def test_the_same_book_makes_the_same_bytes(seminar: CompiledBooklet, sample: Bound) -> None:
    assert written(seminar, seminar.book) == sample.data
