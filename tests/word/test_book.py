"""The Word booklet says what the book says, partner by partner, in its order; contents and index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from book_files import (
    BookFile,
    Bound,
    NoteNumbers,
    book_lines,
    findings,
    parts,
    recompiled,
    words,
    written,
)
from brochure.build.chapters import CompiledBooklet
from brochure.document.tree import Placement
from docx_reader import KINDS, NAMES, W, value


def test_the_file_says_the_words_of_the_book_in_its_order(any_book: Bound) -> None:
    assert any_book.file.without_folios().lines() == list(filter(str.strip, book_lines(any_book.book)))


def test_numbers_of_pages_are_fields_that_ask_nothing(any_book: Bound) -> None:
    file = any_book.file
    kinds = [mark.get(f"{W}fldCharType") for mark in file.body.iter(f"{W}fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    assert not file.xml("settings").findall("w:updateFields", NAMES)
    assert not file.body.xpath("//*[@w:dirty]", namespaces=NAMES)
    instructions = {(text.text or "").split()[0] for text in file.body.iter(f"{W}instrText")}
    assert {"PAGEREF"} <= instructions <= {"PAGEREF", "NOTEREF"}  # no TOC, which would lose chips and columns


def contents_rows(file: BookFile) -> list[Any]:
    """The rows of the contents."""
    elements, _ = file.sections()[1]
    rows = "descendant::w:tr[.//w:instrText[contains(., 'PAGEREF')]]"
    return [row for element in elements for row in element.xpath(rows, namespaces=NAMES)]


def test_every_line_of_the_contents_has_the_folio_of_its_bookmark(any_book: Bound) -> None:
    rows = contents_rows(any_book.file)
    known = dict(any_book.file.folios())
    assert len(rows) == len(any_book.book.chapters) + len(parts(any_book.book))
    for row in rows:
        targets = set(row.xpath(".//w:hyperlink/@w:anchor", namespaces=NAMES))
        (field,) = row.xpath(".//w:instrText/text()", namespaces=NAMES)
        assert targets == {field.split()[1]}
        line = row.xpath(".//w:p[w:hyperlink]", namespaces=NAMES)[0]  # lines about the partner follow
        assert words(line).endswith(str(known[field.split()[1]]))


def test_contents_and_index_agree_and_folios_rise(any_book: Bound) -> None:
    listed: dict[str, set[int]] = {}
    for bookmark, folio in any_book.file.folios():
        listed.setdefault(bookmark, set()).add(folio)
    assert all(len(found) == 1 for found in listed.values())
    known = dict(any_book.file.folios())
    targets = [
        row.xpath("string(.//w:hyperlink/@w:anchor)", namespaces=NAMES)
        for row in contents_rows(any_book.file)
    ]
    folios = [known[target] for target in targets]
    assert folios == sorted(folios)
    assert folios[0] == 1 + bool(any_book.book.openers)  # an opener is before the first partner
    chapters = folios[: len(any_book.book.chapters)]
    assert len(set(chapters)) == len(chapters)
    if any_book.book.start == "recto":
        assert all(folio % 2 for folio in chapters)


def test_the_chips_of_the_contents_have_the_colours_of_the_partners(any_book: Bound) -> None:
    chips = [
        (words(row.find("w:tc", NAMES)), row.xpath("w:tc[1]/w:tcPr/w:shd/@w:fill", namespaces=NAMES))
        for row in contents_rows(any_book.file)
    ]
    wanted = [(c.tab, [c.document.accent.removeprefix("#").upper()]) for c in any_book.book.chapters]
    assert chips[: len(wanted)] == wanted
    assert [fills for _, fills in chips[len(wanted) :]] == [[]] * len(parts(any_book.book))


def test_the_cover_names_the_partners_in_two_columns(any_book: Bound) -> None:
    elements, _ = any_book.file.sections()[0]
    (names,) = [e for e in elements if e.tag == f"{W}tbl" and any_book.book.chapters[0].name in words(e)]
    columns = [[words(p) for p in cell.findall("w:p", NAMES)] for cell in names.iter(f"{W}tc")]
    wanted = [chapter.name for chapter in any_book.book.chapters]
    assert columns[0] + columns[1] == wanted
    assert len(columns[0]) - len(columns[1]) in (0, 1)


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
    (field, *_) = line.xpath(".//w:instrText/text()", namespaces=NAMES)
    name = field.split()[1]
    (mark,) = sample.file.body.xpath(f"//w:bookmarkStart[@w:name='{name}']", namespaces=NAMES)
    assert [place.partner for place in entry.places] == ["liaoning"]
    assert "瀋陽" in words(mark.getparent())


def test_notes_of_each_partner_begin_with_1(sample: Bound) -> None:
    sections = [section for _, section in sample.file.sections()]
    partners = sections[3 : 3 + len(sample.book.chapters)]  # after cover, contents and the page of all
    assert {value(s, "w:footnotePr/w:numRestart") for s in partners} == {"eachSect"}
    assert not any(s.findall("w:footnotePr/w:numStart", NAMES) for s in sections)
    others = [value(s, "w:footnotePr/w:numRestart") for s in sections[1:3] + sections[13:-1]]
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
