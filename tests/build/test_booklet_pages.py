"""The tags, bookmarks and contents of a bound booklet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brochure.build.booklet import compile_booklet
from brochure.build.booklet_pages import typeset_book
from brochure.build.chapters import CompiledBooklet
from brochure.document.tree import Answer, plain_text
from brochure.pdf.preflight import preflight
from brochure.storage.workspace import Workspace
from tag_outline import bookmarks, spoken, tag_outline
from workspaces import REPO


@pytest.fixture(scope="module")
def compiled() -> CompiledBooklet:
    """The sample booklet."""
    return compile_booklet(Workspace(REPO), "seminar-2026")


@pytest.fixture(scope="module")
def book(compiled: CompiledBooklet) -> bytes:
    """The sample booklet, typeset and bound."""
    return typeset_book(Workspace(REPO), compiled).data


def test_each_heading_is_one_level_and_stands_in_no_heading(book: bytes) -> None:
    above: list[str] = []
    levels = []
    for line in tag_outline(book):
        depth, tag = len(line) - len(line.lstrip()), line.split()[0]
        above[depth:] = [tag]
        if tag[0] == "H" and tag[1:].isdigit():
            assert not any(one[0] == "H" and one[1:].isdigit() for one in above[:depth]), line
            levels.append(int(tag[1:]))
    assert levels[0] == 1
    assert all(levels[i] <= levels[i - 1] + 1 for i in range(1, len(levels)))
    assert len(levels) > 60


def test_a_comparison_is_one_table_and_each_list_one_list(compiled: CompiledBooklet, book: bytes) -> None:
    outline = [line.strip() for line in tag_outline(book)]
    start = outline.index("H1 早見表")
    tables = [line for line in outline[start:] if line.split()[0] == "Table"]
    bands = [band for table in compiled.book.marks if table.rows for band in table.bands]
    assert len(tables) == len(compiled.book.facts) + len(bands)
    lists = [line for line in tag_outline(book) if line.split()[0] == "L"]
    assert lists
    assert all(after.split()[0] == "LI" for after in _lines_behind(tag_outline(book), "L"))


def test_a_partner_is_one_element_on_all_its_pages(compiled: CompiledBooklet, book: bytes) -> None:
    outline = [line.strip() for line in tag_outline(book)]
    assert outline.count("Art") == len(compiled.book.chapters)
    names = [line.removeprefix("H1 ").replace(" ", "") for line in outline if line.startswith("H1 ")]
    for chapter in compiled.book.chapters:
        assert names.count(chapter.name.replace(" ", "")) == 1


def _lines_behind(lines: list[str], tag: str) -> list[str]:
    return [lines[index + 1] for index, line in enumerate(lines) if line.split()[0] == tag]


def test_marks_are_spoken_as_their_meaning(compiled: CompiledBooklet, book: bytes) -> None:
    said = spoken(book)
    cells = [cell for table in compiled.book.marks for row in table.rows for cell in row.cells]
    meanings = [meaning for _, mark, meaning in cells if mark]
    assert len([one for one in cells if one[0] is Answer.MARKED]) >= 3
    for meaning in set(meanings):
        assert said.count(meaning) >= meanings.count(meaning)


def test_bookmarks_part_the_number_from_the_question(compiled: CompiledBooklet, book: bytes) -> None:
    titles = bookmarks(book)
    for chapter in compiled.book.chapters:
        assert chapter.name in titles
        for question in chapter.document.questions:
            asked = plain_text(question.title.content, readings=False)
            with_number = [title for title in titles if title.endswith(asked)]
            assert f"{question.label} {asked}" in with_number
            assert all(title.split(" ")[0] == question.label for title in with_number)
    assert not any(sign in title for title in titles for sign in "\u200b\u200d\u2060\ufeff\u2005")


def test_folios_in_the_contents_end_in_one_column(compiled: CompiledBooklet, book: bytes) -> None:
    view = preflight.read_for_preflight(book)
    page = next(p.page for p in view.body if p.heading and p.text == compiled.book.titles["contents"])
    lines = [line for p in view.body if p.page == page and not p.heading for line in p.lines]
    right = max(line.box.right for line in lines)
    ends = [line.box.right for line in lines if line.text.isdigit() and line.box.right > right - 20]
    assert len(ends) > len(compiled.book.chapters)
    assert max(ends) - min(ends) < 0.5


def test_two_pages_face_each_other_in_a_spread(compiled: CompiledBooklet) -> None:
    book = replace(compiled.book, start="spread")
    folios = typeset_book(Workspace(REPO), replace(compiled, book=book)).folios
    assert [folios[name] for name in ("liaoning", "ayush", "singapore")] == [2, 4, 5]
