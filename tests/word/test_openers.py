"""Openers of regions in a Word booklet: a page before the first partner, with the folios of the contents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from book_files import FOLIO, BookFile, Bound, heads, opener_lines, with_openers, words, written
from brochure.build.chapters import CompiledBooklet
from docx_reader import W, value

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
SIDES = {"page": "nextPage", "recto": "oddPage", "spread": "oddPage"}


@pytest.fixture(scope="module", params=SIDES)
def opened(request: pytest.FixtureRequest, seminar: CompiledBooklet) -> Bound:
    """The booklet with openers, by where its partners begin."""
    book = with_openers(seminar, request.param)
    data = written(seminar, book)
    return Bound(book, data, BookFile(data))


def own_sections(bound: Bound) -> list[tuple[list[Any], Any]]:
    """The sections of the openers."""
    names = [opener.name for opener in bound.book.openers]
    found = [
        (elements, section)
        for elements, section in bound.file.sections()[2:]
        if any(words(element) in names for element in elements[:2])
    ]
    assert len(found) == len(names) == 3
    return found


def test_an_opener_is_a_section_before_the_first_partner_of_its_region(opened: Bound) -> None:
    sections = opened.file.sections()
    for opener, (elements, section) in zip(opened.book.openers, own_sections(opened), strict=True):
        assert value(section, "w:type") == SIDES[opened.book.start]
        assert heads(opened.file, section)["default"].startswith(opener.name)
        own = [element for element, _ in sections].index(elements)
        following = "".join(words(element) for element in sections[own + 1][0])
        assert opener.rows[0].name.replace(" ", "") in following.replace(" ", "")


def test_an_opener_says_its_region_and_its_partners(opened: Bound) -> None:
    without = BookFile(opened.data).without_folios()
    printed = without.lines()
    for opener in opened.book.openers:
        lines = [line for line in opener_lines(opener) if line]
        begin = next(i for i in range(len(printed)) if printed[i : i + len(lines)] == lines)
        assert FOLIO in printed[begin + 2]


def test_the_folios_of_an_opener_are_those_of_the_contents(opened: Bound) -> None:
    for opener, (elements, _) in zip(opened.book.openers, own_sections(opened), strict=True):
        links = [link for element in elements for link in element.iter(f"{W}hyperlink")]
        assert [words(link).rstrip("0123456789") for link in links] == [row.name for row in opener.rows]
    listed: dict[str, set[int]] = {}
    for bookmark, folio in opened.file.folios():
        listed.setdefault(bookmark, set()).add(folio)
    assert all(len(folios) == 1 for folios in listed.values())
    first, *others = (folios.copy().pop() for mark, folios in listed.items() if mark.startswith("_bcid_"))
    assert first == {"page": 2, "recto": 3, "spread": 2}[opened.book.start]
    assert others == sorted(others)


def test_the_map_is_behind_the_text_and_the_name_below_it(opened: Bound) -> None:
    for elements, _ in own_sections(opened):
        assert elements[0].findall(f".//{{{WP}}}anchor[@behindDoc='1']")
        assert elements[1].find(f"{W}pPr/{W}pStyle") is not None


def test_a_long_list_begins_at_the_top_of_the_page(seminar: CompiledBooklet) -> None:
    book = with_openers(seminar)
    long = tuple(replace(opener, rows=opener.rows * 6) for opener in book.openers)
    file = BookFile(written(seminar, replace(book, openers=long)))
    starts = [words(elements[0]) for elements, _ in file.sections() if elements]
    assert {opener.name for opener in long} <= set(starts)


def test_a_booklet_without_openers_has_none(sample: Bound) -> None:
    assert not [name for _, name in sample.file.bookmarks() if name.startswith("_part_opener")]
