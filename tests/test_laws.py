"""Laws over random partners: wherever notes stand, every reading of every file tells the same notes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from brochure import html, notecheck, pages, pdf
from brochure.build import Common
from brochure.document import Document, Placement, plain
from brochure.word.baseline import Baseline
from brochure.word.write import write_docx
from conftest import REPO
from generated import profile as generated
from printed import count, words
from programs import program
from test_notes import make, read_profile
from test_word import pandoc_notes
from wordkit import WordFile, expected

CASES = [(seed, placement) for seed in (101, 102, 103) for placement in Placement]


def squeezed(text: str) -> str:
    """A text without blanks and joiners."""
    return "".join(character for character in text if not character.isspace() and character != "\u2060")


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1].value}")
def case(request: pytest.FixtureRequest) -> tuple[int, Placement]:
    """A random partner and where its notes stand."""
    seed, placement = request.param
    return seed, placement


@pytest.fixture(scope="module")
def random_document(common: Common, case: tuple[int, Placement]) -> Document:
    """The partner's document."""
    return make(generated(case[0]), common, case[1])


@pytest.fixture(scope="module")
def random_docx(random_document: Document, common: Common) -> bytes:
    """Its Word file."""
    baseline = Baseline(random_document.id, "", "")
    return write_docx(random_document, common.layout, baseline=baseline, root=REPO)


def test_the_pdf_tells_the_document_s_notes_and_nothing_else(
    random_document: Document, common: Common, case: tuple[int, Placement]
) -> None:
    page = html.write(random_document, common.layout, root=REPO, shown="layouts/standard")
    data = pdf.write(page, [font for _, _, font in common.layout.font_files()]).data
    finished = pages.read(data)
    made = read_profile(generated(case[0]), common)
    assert notecheck.check(random_document, finished, made.locate) == []
    furniture = [random_document.series, "1"]
    for each in finished[1:]:
        furniture.append(f"{random_document.title}{random_document.series}{each.index + 1}")
    assert count(each.text.replace("\u2060", "") for each in finished) == count(
        [*words(random_document), *furniture]
    )


def test_the_word_file_tells_the_document_s_notes(random_document: Document, random_docx: bytes) -> None:
    file = WordFile(random_docx)
    assert file.lines() == expected(random_document)
    assert file.faults() == []


def test_pandoc_reads_the_document_s_notes_in_the_word_file(
    random_document: Document, random_docx: bytes, tmp_path: Path
) -> None:
    (tmp_path / "a.docx").write_bytes(random_docx)
    command = [program("pandoc"), str(tmp_path / "a.docx"), "-t", "json"]
    done = subprocess.run(command, capture_output=True, check=True)
    read = [squeezed(note) for note in pandoc_notes(json.loads(done.stdout))]
    assert read == [squeezed(f"*{plain(note.body, readings=False)}") for note in random_document.notes]
