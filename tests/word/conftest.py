"""Fixtures of the tests of Word files and Word booklets."""

from __future__ import annotations

from pathlib import Path

import pytest

from book_files import (
    ALL_DEPTHS,
    BookFile,
    Bound,
    NoteNumbers,
    bare,
    full,
    recompiled,
    with_openers,
    written,
)
from brochure.build.booklet import compile_booklet
from brochure.build.chapters import CompiledBooklet
from brochure.build.load import LoadedPartner
from brochure.document.book import (
    Book,
)
from brochure.document.tree import (
    Document,
    Placement,
)
from brochure.schema.layout import Layout
from brochure.storage.workspace import Workspace
from brochure.word.baseline import Baseline
from brochure.word.write import write_docx
from docx_reader import WordFile
from workspaces import REPO


@pytest.fixture(scope="session")
def baseline(loaded: LoadedPartner) -> Baseline:
    return Baseline(
        profile=loaded.profile.id,
        profile_yaml=loaded.profile.source.text,
        series_yaml=loaded.common.series.source.text,
    )


@pytest.fixture(scope="session")
def data(document: Document, layout: Layout, baseline: Baseline, root: Path) -> bytes:
    return write_docx(document, layout, baseline=baseline, root=root)


@pytest.fixture(scope="session")
def file(data: bytes) -> WordFile:
    return WordFile(data)


@pytest.fixture(scope="session")
def seminar() -> CompiledBooklet:
    """The booklet of the repository."""
    return compile_booklet(Workspace(REPO), "seminar-2026")


def bound(seminar: CompiledBooklet, book: Book) -> Bound:
    data = written(seminar, book)
    return Bound(book, data, BookFile(data))


@pytest.fixture(scope="session")
def sample(seminar: CompiledBooklet) -> Bound:
    """The booklet as it is."""
    return bound(seminar, seminar.book)


BOOKS = {
    "page": lambda seminar: seminar.book,
    "section": lambda seminar: recompiled(seminar, Placement.SECTION),
    "partner": lambda seminar: recompiled(seminar, Placement.PARTNER),
    "booklet": lambda seminar: recompiled(seminar, Placement.BOOKLET),
    "depths": lambda seminar: recompiled(seminar, depths=ALL_DEPTHS),
    "through-depths": lambda seminar: recompiled(seminar, numbers=NoteNumbers.THROUGH, depths=ALL_DEPTHS[:2]),
    "full": full,
    "bare": bare,
    "openers": with_openers,
}


@pytest.fixture(scope="session", params=BOOKS)
def any_book(request: pytest.FixtureRequest, seminar: CompiledBooklet) -> Bound:
    """Books of every kind."""
    return bound(seminar, BOOKS[request.param](seminar))
