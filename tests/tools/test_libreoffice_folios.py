"""The folios that a booklet's Word file stores are those that LibreOffice computes, in contents and index."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

import generated
from book_files import BookFile, NoteNumbers, recompiled, words, written
from brochure.build.booklet import compile_booklet
from brochure.build.chapters import CompiledBooklet
from brochure.document.book import Book
from brochure.document.tree import Placement
from brochure.storage.workspace import Workspace
from docx_reader import NAMES
from libreoffice_pages import printed
from workspaces import REPO

pytestmark = pytest.mark.tools


@pytest.fixture(scope="module")
def seminar() -> CompiledBooklet:
    """The booklet of the repository."""
    return compile_booklet(Workspace(REPO), "seminar-2026")


def reordered(seminar: CompiledBooklet) -> Book:
    """A few of the partners, in another order, on right-hand pages."""
    book = recompiled(seminar, numbers=NoteNumbers.THROUGH)
    return dataclasses.replace(book, chapters=book.chapters[6::-2], start="recto", index=())


BOOKS: dict[str, Callable[[CompiledBooklet], Book]] = {
    "as it is": lambda seminar: seminar.book,
    "reordered": reordered,
    "notes after partners": lambda seminar: recompiled(seminar, Placement.PARTNER),
}


def bare(text: str) -> str:
    """A text without blanks, leaders and what a PDF adds at the ends of lines; line ends stay."""
    return re.sub(r"[^\S\n]|[.\x02\ufffe]", "", text)


def missing_lines(data: bytes, folder: Path) -> list[str]:
    """The lines of contents and index that LibreOffice does not print with the folios that are stored."""
    file = BookFile(data)
    with_folio = "//*[self::w:tr or self::w:p[not(ancestor::w:tr)]][.//w:instrText[contains(., 'PAGEREF')]]"
    lines = [bare(words(line)) for line in file.body.xpath(with_folio, namespaces=NAMES)]
    assert lines
    opened = pypdfium2.PdfDocument(str(printed(data, folder)))
    pages = "\n".join(bare(page.get_textpage().get_text_bounded()) for page in opened)
    opened.close()
    # a line may be broken, and it ends with its last folio
    return [line for line in lines if not re.search("\n?".join(map(re.escape, line)) + r"(\n|$)", pages)]


@pytest.mark.parametrize("kind", BOOKS)
def test_contents_and_index_store_the_folios_of_libreoffice(
    seminar: CompiledBooklet, kind: str, tmp_path: Path
) -> None:
    book = BOOKS[kind](seminar)
    pages = dict.fromkeys((chapter.document.id for chapter in book.chapters), 1) | {"liaoning": 2}
    assert missing_lines(written(seminar, book, pages=pages), tmp_path) == []


@pytest.mark.parametrize("first", [3, 14])
def test_so_they_are_with_partners_of_any_length(first: int, tmp_path: Path) -> None:
    for name in ("layouts", "fonts"):
        (tmp_path / name).symlink_to(REPO / name)
    shutil.copytree(REPO / "profiles", tmp_path / "profiles")
    (tmp_path / generated.PICTURE).parent.mkdir(parents=True)
    shutil.copy(REPO / generated.PICTURE, tmp_path / generated.PICTURE)
    names = [f"random-{number}" for number in range(4)]
    for number, name in enumerate(names):
        (tmp_path / f"profiles/{name}.yaml").write_text(generated.profile(10 * first + number), "utf-8")
    (tmp_path / "booklets").mkdir()
    listed = "".join(f"  - id: {name}\n" for name in (names[0], "oulu", *names[1:], "cgt-catapult"))
    head = f"title: 架空の冊子\nedition: 2026-11\nindex: true\npartners:\n{listed}"
    (tmp_path / "booklets/random.yaml").write_text(head, "utf-8")
    made = compile_booklet(Workspace(tmp_path), "random")
    assert missing_lines(written(made, made.book, root=tmp_path), tmp_path) == []


def test_the_pages_of_partners_have_the_folios_that_the_contents_say(
    seminar: CompiledBooklet, tmp_path: Path
) -> None:
    book = seminar.book
    pages = dict.fromkeys((chapter.document.id for chapter in book.chapters), 1) | {"liaoning": 2}
    data = written(seminar, book, pages=pages)
    stored = [folio for _, folio in BookFile(data).folios()][: len(book.chapters)]
    opened = pypdfium2.PdfDocument(str(printed(data, tmp_path)))
    found, place = [], 4
    for chapter in book.chapters:
        while bare(chapter.name) not in bare(opened[place].get_textpage().get_text_bounded()):
            place += 1
        foot = opened[place].get_textpage().get_text_bounded(bottom=0, top=50)
        found.append(int(foot.split()[-1]))
        place += 1
    count = len(opened)
    opened.close()
    assert found == stored
    assert abs(count - 20) <= 1  # as many as the PDF has
