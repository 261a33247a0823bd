"""LibreOffice opens the Word file: pages, faces, and the look of the first page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from brochure.build.booklet import compile_booklet
from brochure.build.chapters import CompiledBooklet
from brochure.build.load import LoadedPartner
from brochure.document import palette as colour
from brochure.document.book import Book
from brochure.document.tree import Document
from brochure.storage.workspace import Workspace
from brochure.word.baseline import Baseline, BookBaseline
from brochure.word.book import write_book
from brochure.word.write import write_docx
from libreoffice_pages import printed
from workspaces import REPO

pytestmark = pytest.mark.tools


@pytest.fixture(scope="module")
def converted(loaded: LoadedPartner, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Word file of a partner."""
    common = loaded.common
    baseline = Baseline(loaded.profile.id, loaded.profile.source.text, common.series.source.text)
    docx = write_docx(loaded.document, common.layout, baseline=baseline, root=root)
    return printed(docx, tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="module")
def seminar() -> CompiledBooklet:
    """The booklet of the repository."""
    return compile_booklet(Workspace(REPO), "seminar-2026")


def word_booklet(seminar: CompiledBooklet, book: Book) -> bytes:
    """The Word file of a book of these partners, which have as many pages as in the PDF."""
    pages = dict.fromkeys((chapter.document.id for chapter in book.chapters), 1) | {"liaoning": 2}
    return write_book(
        book,
        {depth: common.layout for depth, common in seminar.commons.items()},
        baseline=BookBaseline(seminar.booklet.id, seminar.booklet.source.text, ""),
        baselines=[Baseline(p.id, p.text, "") for p in seminar.partners.values()],
        root=REPO,
        pages=pages,
    )


@pytest.fixture(scope="module")
def booklet(
    seminar: CompiledBooklet, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[pypdfium2.PdfDocument]:
    """The Word file of the booklet, opened as LibreOffice prints it."""
    docx = word_booklet(seminar, seminar.book)
    opened = pypdfium2.PdfDocument(str(printed(docx, tmp_path_factory.mktemp("libreoffice-booklet"))))
    yield opened
    opened.close()


def test_the_word_file_has_as_many_pages_as_the_pdf(converted: Path, document: Document) -> None:
    opened = pypdfium2.PdfDocument(str(converted))
    assert len(opened) == (3 if document.id == "awkward" else 2)
    opened.close()


def test_word_shows_our_faces(converted: Path) -> None:
    names = set()
    with pikepdf.open(converted) as opened:
        for page in opened.pages:
            names |= {str(font.BaseFont) for font in page.Resources.get("/Font", {}).values()}
    assert any("BIZ-UDPGothic" in name or "BIZUDPGothic" in name for name in names)
    assert not [name for name in names if "DejaVu" in name or "Liberation" in name]


def test_the_title_stands_on_the_partner_s_colour_and_the_page_is_not_empty(
    converted: Path, loaded: LoadedPartner
) -> None:
    opened = pypdfium2.PdfDocument(str(converted))
    picture = opened[0].render(scale=0.5).to_pil().convert("RGB")
    opened.close()
    accent = colour.parse_colour(colour.derive_palette(loaded.document.accent).accent)
    corner = picture.getpixel((6, 12))
    assert isinstance(corner, tuple)
    assert max(abs(a - b) for a, b in zip(corner, accent, strict=True)) < 12
    body = picture.crop((0, picture.height // 3, picture.width, picture.height))
    dark = sum(body.convert("L").histogram()[:160])
    assert dark > 500, "the page below the title is empty"


def texts(opened: pypdfium2.PdfDocument) -> list[str]:
    """The words of each page, without blanks."""
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in opened]


def test_a_booklet_has_no_empty_page(booklet: pypdfium2.PdfDocument, seminar: CompiledBooklet) -> None:
    pages = texts(booklet)
    assert all(len(text) > 20 for text in pages)
    title = "".join(seminar.book.title.split())
    assert title in pages[0]
    assert [index for index, text in enumerate(pages) if text.startswith("目次")] == [2]
    assert "奥付" in pages[-1]


def test_partners_of_a_booklet_begin_on_their_colour_with_note_1(
    booklet: pypdfium2.PdfDocument, seminar: CompiledBooklet
) -> None:
    pages = texts(booklet)
    place = 4
    for chapter in seminar.book.chapters:
        name = "".join(chapter.name.split())
        index = next(i for i in range(place, len(pages)) if name in pages[i])
        picture = booklet[index].render(scale=0.25).to_pil().convert("RGB")
        band = picture.crop((0, 2, picture.width, 12)).getcolors(picture.width * 10)
        grounds = [found for count, found in band if count > picture.width]  # of the land and around it
        accent = colour.parse_colour(colour.derive_palette(chapter.document.accent).accent)
        assert any(max(abs(a - b) for a, b in zip(one, accent, strict=True)) < 12 for one in grounds)
        if chapter.document.notes:
            assert "*1" in pages[index]
            assert "*0" not in pages[index]
        place = index + 1


def test_the_second_page_of_a_partner_has_its_running_head(
    booklet: pypdfium2.PdfDocument, seminar: CompiledBooklet
) -> None:
    document = seminar.book.chapters[0].document
    pages = texts(booklet)
    second = 5  # after cover, foreword, contents, the page of all and the partner's first page
    assert document.title in pages[second]
    assert "".join(seminar.book.title.split()) in pages[second]
    assert document.title not in pages[second + 1]


def lying(opened: pypdfium2.PdfDocument) -> int:
    """The number of pages in landscape."""
    return sum(page.get_width() > page.get_height() for page in opened)


def test_a_wide_comparison_lies_in_landscape_and_one_in_bands_does_not(
    booklet: pypdfium2.PdfDocument, seminar: CompiledBooklet, tmp_path: Path
) -> None:
    one_band = replace(seminar.book.marks[1], bands=((0, 16),))
    book = replace(seminar.book, marks=(seminar.book.marks[0], one_band))
    opened = pypdfium2.PdfDocument(str(printed(word_booklet(seminar, book), tmp_path)))
    assert (lying(booklet), lying(opened)) == (0, 1)
    opened.close()
