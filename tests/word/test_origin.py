"""Each partner of a Word booklet can be found again; odd and large booklets too."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from book_files import BookFile, Bound, book_lines, findings, recompiled, written
from brochure.build.chapters import CompiledBooklet
from brochure.build.load import LoadedPartner
from brochure.document.book import (
    Book,
    Depth,
)
from brochure.document.walk import block_paragraphs
from brochure.word import baseline as baselines
from brochure.word.baseline import Baseline, BookBaseline
from brochure.word.book import write_book
from docx_reader import W, WordFile
from workspaces import REPO


def items(file: WordFile) -> list[bytes]:
    names = sorted(name for name in file.names if re.fullmatch(r"customXml/item\d+\.xml", name))
    return [file.parts[name] for name in names]


def test_the_baselines_of_booklet_and_partners_read_back(any_book: Bound, seminar: CompiledBooklet) -> None:
    book, own, partners = baselines.read_booklet_baseline(items(any_book.file))
    assert book.booklet == "seminar-2026"
    assert book.booklet_yaml == seminar.booklet.source.text
    assert {chapter.document.id for chapter in any_book.book.chapters} <= set(partners)
    assert set(partners) <= set(seminar.partners)
    for name, (baseline, _) in partners.items():
        assert baseline.profile == name
        assert baseline.profile_yaml == seminar.partners[name].text
        assert baseline.series_yaml == book.series_yaml
        assert baseline.schema == baselines.SCHEMA
    printed = {block.address for block in own}
    assert {"title", *(term.meaning.at for term in any_book.book.glossary)} <= printed
    found = items(any_book.file)
    assert (
        len(set(found)) == len(found) == 2 + len(partners)
    )  # the booklet, and the text as it was sent  # the booklet, the text as it was sent


def test_every_paragraph_of_every_partner_is_anchored(any_book: Bound) -> None:
    _, own, partners = baselines.read_booklet_baseline(items(any_book.file))
    names = [name for _, name in any_book.file.bookmarks()]
    for chapter in any_book.book.chapters:
        document = chapter.document
        _, blocks = partners[document.id]
        addresses = {block.address for block in blocks}
        body = [p.at for q in document.questions for b in q.blocks for p in block_paragraphs(b) if p.at]
        title = (document.heading.name, document.heading.kicker, *document.heading.readings, document.imprint)
        assert {*body, *(p.at for p in title if p.at), *(n.at for n in document.notes)} <= addresses
        assert {block.bookmark for block in blocks} <= set(names)
        assert {block.scope for block in blocks} == {document.id}
    every = [*own, *(block for _, blocks in partners.values() for block in blocks)]
    assert len({block.bookmark for block in every}) == len(every)


def test_each_partner_begins_with_a_bookmark_that_tells_whose_it_is(any_book: Bound) -> None:
    found = [name for _, name in any_book.file.bookmarks() if name.startswith(("_bcid_", "_bcbook_"))]
    wanted = [
        baselines.file_bookmark(baselines.Baseline(id, text, ""))
        for id in (chapter.document.id for chapter in any_book.book.chapters)
        for text in [profile_text(any_book, id)]
    ]
    assert re.fullmatch(r"_bcbook_seminar_h2026_[0-9a-f]{8}", found[0])
    assert found[1:] == wanted


def profile_text(bound: Bound, partner: str) -> str:
    return baselines.read_booklet_baseline(items(bound.file))[2][partner][0].profile_yaml


def test_a_partner_without_a_baseline_is_a_mistake_of_the_caller(seminar: CompiledBooklet) -> None:
    layouts = {depth: common.layout for depth, common in seminar.commons.items()}
    with pytest.raises(ValueError, match="no baseline of liaoning, ayush"):
        write_book(
            seminar.book,
            layouts,
            baseline=BookBaseline("b", "", ""),
            baselines=[],
            root=REPO,
        )


def test_an_awkward_partner_twice_in_a_booklet_is_still_two(
    seminar: CompiledBooklet, loaded: LoadedPartner, root: Path, tmp_path: Path
) -> None:
    document = loaded.document
    chapter = dataclasses.replace(seminar.book.chapters[0], document=document)
    twin = dataclasses.replace(chapter, document=dataclasses.replace(document, id="twin", accent="#b3261e"))
    book = dataclasses.replace(
        seminar.book, chapters=(chapter, twin), index=(), facts=(), marks=(), silent=(), glossary=()
    )
    text = loaded.profile.source.text
    data = write_book(
        book,
        {Depth.FULL: loaded.common.layout},
        baseline=BookBaseline("b", "", ""),
        baselines=[Baseline(id, text, "") for id in (document.id, "twin")],
        root=root,
    )
    file = BookFile(data)
    assert file.without_folios().lines() == list(filter(str.strip, book_lines(book)))
    assert (file.faults(), file.formatting()) == ([], [])
    assert findings(data, tmp_path) == []
    drawings = file.body.xpath("//*[local-name()='docPr']/@id")
    assert len(set(drawings)) == len(drawings)


def test_a_booklet_of_rows_has_contents_and_tables(seminar: CompiledBooklet) -> None:
    book = recompiled(seminar, depths=(Depth.ROW,))
    file = BookFile(written(seminar, book))
    assert file.without_folios().lines() == list(filter(str.strip, book_lines(book)))
    assert file.faults() == []


def multiplied(book: Book, number: int) -> Book:
    """A book of so many partners: those of the book again and again, under other ids."""
    chapters = tuple(
        dataclasses.replace(chapter, document=dataclasses.replace(chapter.document, id=f"{id}+{index}"))
        for index in range(number)
        for chapter in [book.chapters[index % len(book.chapters)]]
        for id in [chapter.document.id]
    )
    rows = tuple(
        dataclasses.replace(book.marks[0].rows[0], partner=chapter.document.id) for chapter in chapters
    )
    marks = (dataclasses.replace(book.marks[0], rows=rows),)
    return dataclasses.replace(book, chapters=chapters, marks=marks, facts=(), index=())


def test_fifty_partners_have_marks_and_notes_of_their_own(seminar: CompiledBooklet) -> None:
    file = BookFile(written(seminar, multiplied(seminar.book, 50)))
    names = [name for _, name in file.bookmarks()]
    assert len(set(names)) == len(names)
    ids = [note.get(f"{W}id") for note in file.xml("footnotes")]
    assert len(set(ids)) == len(ids) > 100
    numbers = [line for line in file.lines() if re.match("1 どのような", line)]
    assert len(numbers) == 50
