"""Sections of a Word booklet: running heads, folios, and tables that lie in landscape."""

from __future__ import annotations

import dataclasses

from lxml import etree

from book_files import BookFile, Bound, heads, words, written
from brochure.build.chapters import CompiledBooklet
from brochure.document.tree import Answer
from docx_reader import NAMES, W, value


def test_every_partner_is_a_section_with_its_own_running_head(any_book: Bound) -> None:
    book, file = any_book.book, any_book.file
    found = [(heads(file, section), section) for _, section in file.sections()]
    cover, front = found[0], found[1]
    assert cover[0] == {}
    assert cover[1].find("w:titlePg", NAMES) is None
    assert front[0]["default"] == f"{book.titles['contents']}|{book.title}"
    first = 2 + (book.world is not None)  # the page of all partners is a section of the front matter
    openers = {opener.before: [opener.name] for opener in book.openers}
    titles = [
        title
        for chapter in book.chapters
        for title in (*openers.get(chapter.document.id, []), chapter.document.title)
    ]
    shown = [head["default"] for head, _ in found[first:] if head][: len(titles)]
    assert shown == [f"{title}|{book.title}" for title in titles]
    for head, section in found[1:]:
        runs_on = value(section, "w:type") == "continuous"
        assert (set(head) == set()) == runs_on
        assert (section.find("w:titlePg", NAMES) is None) == runs_on
        assert head.get("first", "") == ""


def test_folios_are_roman_before_the_partners_and_begin_with_1_there(any_book: Bound) -> None:
    found = []
    for _, section in any_book.file.sections():
        numbers = section.find("w:pgNumType", NAMES)
        found.append({} if numbers is None else {k.split("}")[1]: v for k, v in numbers.attrib.items()})
    more = [{"fmt": "lowerRoman"}] if any_book.book.world else []
    front = [{}, {"fmt": "lowerRoman", "start": "1"}, *more, {"start": "1"}]
    assert found[: len(front)] == front
    assert not any(found[len(front) :])
    for _, section in any_book.file.sections()[1:]:
        feet = heads(any_book.file, section, "footer")
        assert set(feet) in (set(), {"default", "first"})


def test_partners_begin_on_the_page_that_the_booklet_says(any_book: Bound) -> None:
    kinds = [value(section, "w:type") for _, section in any_book.file.sections()]
    partners = len(any_book.book.chapters)
    assert kinds.count("oddPage") == (partners if any_book.book.start == "recto" else 0)


def test_no_section_is_empty_and_none_but_the_cover_s_begins_without_words(any_book: Bound) -> None:
    for elements, section in any_book.file.sections():
        assert any(words(element).strip() for element in elements), etree.tostring(section)
        assert elements[-1].tag == f"{W}p"


def test_a_table_of_many_topics_lies_in_landscape_and_its_head_reaches_to_the_edge(
    seminar: CompiledBooklet,
) -> None:
    one_band = dataclasses.replace(seminar.book.marks[1], bands=((0, 16),))
    book = dataclasses.replace(seminar.book, marks=(seminar.book.marks[0], one_band))
    file = BookFile(written(seminar, book))
    lying = [(e, s) for e, s in file.sections() if s.find("w:pgSz", NAMES).get(f"{W}orient")]
    ((elements, section),) = lying
    size = section.find("w:pgSz", NAMES).attrib
    assert (size[f"{W}w"], size[f"{W}h"]) == ("16838", "11906")
    (table,) = [element for element in elements if element.tag == f"{W}tbl"]
    assert int(table.find("w:tblPr/w:tblW", NAMES).get(f"{W}w")) == 16838 - 2 * 907
    assert value(table, "w:tblPr/w:tblCaption") == one_band.title
    turned = [name for _, name in file.styles.items() if name.endswith("｜wide")]
    assert turned == ["header｜wide"]


def test_a_comparison_of_more_topics_than_a_page_bears_is_parted(seminar: CompiledBooklet) -> None:
    marks = seminar.book.marks[1]
    rows = tuple(
        dataclasses.replace(row, cells=row.cells * 3, ats=row.ats * (3 if row.cells else 1))
        for row in marks.rows
    )
    wide = dataclasses.replace(
        marks, topics=marks.topics * 3, topic_ats=marks.topic_ats * 3, rows=rows, bands=((0, 48),)
    )
    file = BookFile(written(seminar, dataclasses.replace(seminar.book, marks=(wide,))))
    tables = file.body.xpath("w:tbl[w:tblPr/w:tblDescription]", namespaces=NAMES)
    titled = [t for t in tables if value(t, "w:tblPr/w:tblCaption") == marks.title]
    compared = [t for t in titled if "".join(t.itertext()).startswith("機関")]  # not those of a partner
    columns = [len(table.findall("w:tblGrid/w:gridCol", NAMES)) - 1 for table in compared]
    assert columns == [16, 16, 16]
    assert file.faults() == []


def test_cells_of_marked_topics_are_filled_and_no_others(sample: Bound) -> None:
    marks = sample.book.marks
    marked = sum(c[0] is Answer.MARKED for table in marks for row in table.rows for c in row.cells)
    names = [sample.file.named(p) for p in sample.file.body.iter(f"{W}p")]
    assert names.count("冊子 早見表の記号（あり）") == marked > 0
