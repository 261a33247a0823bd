"""Laws over random partners: wherever notes stand, every reading of every file tells the same notes."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import pytest

from brochure.build.load import SharedInput
from brochure.document.tree import Document, Placement, plain_text
from brochure.pdf import reader as pages
from brochure.pdf.preflight import footnotes_complete as notecheck
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from brochure.word.baseline import Baseline
from brochure.word.write import write_docx
from docx_reader import WordFile, expected
from expected_words import count, words
from generated import profile as generated
from law import law
from pandoc_notes import pandoc_notes
from programs import program
from small_partners import make, read_profile
from workspaces import REPO


def squeezed(text: str) -> str:
    """A text without blanks, joiners and the places where an address may break."""
    return "".join(
        character for character in text if not character.isspace() and character not in "\u200b\u2060"
    )


def random_document(seed: int, common: SharedInput) -> Document:
    """A random partner, its notes in any place."""
    return make(generated(seed), common, random.Random(seed).choice(list(Placement)))


def random_docx(document: Document, common: SharedInput) -> bytes:
    """Its Word file."""
    return write_docx(document, common.layout, baseline=Baseline(document.id, "", ""), root=REPO)


@law(sample=6, full=250)
def test_the_pdf_tells_the_document_s_notes_and_nothing_else(common: SharedInput, seed: int) -> None:
    """The PDF says what the document says and nothing else, and its notes stand where they are called."""
    document = random_document(seed, common)
    page = html.write_html(document, common.layout, root=REPO, shown="layouts/standard")
    data = pdf.render_pdf(page, common.layout.font_paths).data
    finished = pages.read_pages(data)
    made = read_profile(generated(seed), common)
    assert notecheck.check_footnotes(document, finished, made.locate) == []
    furniture = [document.series, "1"]
    for each in finished[1:]:
        furniture.append(f"{document.title}{document.series}{each.index + 1}")
    assert count(each.text.replace("\u2060", "") for each in finished) == count(
        [*words(document), *furniture]
    )


@law(sample=12, full=2000)
def test_the_word_file_tells_the_document_s_notes(common: SharedInput, seed: int) -> None:
    """The Word file says what the document says, line by line, its notes with it."""
    document = random_document(seed, common)
    file = WordFile(random_docx(document, common))
    assert file.lines() == expected(document)
    assert file.faults() == []


@law(sample=6, full=300)
@pytest.mark.tools
def test_pandoc_reads_the_document_s_notes_in_the_word_file(
    common: SharedInput, seed: int, tmp_path: Path
) -> None:
    """Pandoc reads the document's notes in the Word file."""
    pandoc = program("pandoc")
    document = random_document(seed, common)
    (tmp_path / "a.docx").write_bytes(random_docx(document, common))
    command = [pandoc, str(tmp_path / "a.docx"), "-t", "json"]
    done = subprocess.run(command, capture_output=True, check=True)
    read = [squeezed(note) for note in pandoc_notes(json.loads(done.stdout))]
    assert read == [squeezed(f"*{plain_text(note.body, readings=False)}") for note in document.notes]
