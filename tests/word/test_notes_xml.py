"""Notes of a Word file: Word's own, wherever they stand, with the numbers and words of the layout."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from brochure.assembly.citation import load_citation_style
from brochure.assembly.document import assemble_document
from brochure.build.load import LoadedPartner
from brochure.document.question_groups import question_groups
from brochure.document.tree import (
    Document,
    Placement,
    plain_text,
)
from brochure.document.walk import block_paragraphs, note_calls
from brochure.schema.layout import Layout
from brochure.word import baseline as baselines
from brochure.word.baseline import Baseline
from brochure.word.package import zip_parts
from brochure.word.write import write_docx
from docx_reader import NAMES, W, WordFile, expected, value
from docx_validator import findings
from pandoc_notes import pandoc_notes
from programs import program
from word_files import rewritten, with_labels, with_reference


def test_the_words_round_a_note_number_are_the_layout_s(document: Document, layout: Layout) -> None:
    lines = rewritten(document, with_labels(layout, note="注{number}）")).lines()
    notes = [line for line in lines if re.match(r"注\d+）", line)]
    assert [line.split(" ")[0] for line in notes] == [f"注{n.number}）" for n in document.notes]


def test_a_note_called_twice_is_printed_once_and_referred_to_later(
    file: WordFile, document: Document
) -> None:
    later = [
        call.note_id
        for question in document.questions
        for block in question.blocks
        for paragraph in block_paragraphs(block)
        for call in note_calls(paragraph.content)
        if not call.first
    ]
    fields = [(text.text or "").split() for text in file.body.iter(f"{W}instrText")]
    assert fields == [["NOTEREF", baselines.note_bookmark(note), "\\f", "\\h"] for note in later]
    assert len(list(file.body.iter(f"{W}footnoteReference"))) == len(document.notes)


def placed_at(loaded: LoadedPartner, placement: Placement, first_note: int = 1) -> Document:
    """The document of a layout that puts its notes elsewhere."""
    chosen = loaded.common.layout
    style = dataclasses.replace(chosen.house_style, placement=placement)
    return assemble_document(
        loaded.profile,
        loaded.common.series,
        style,
        load_citation_style(chosen),
        code_policy=chosen.data.codes,
        first_note=first_note,
    )


@pytest.fixture(scope="session", params=list(Placement), ids=lambda placement: placement.value)
def placed(request: pytest.FixtureRequest, loaded: LoadedPartner) -> Document:
    return placed_at(loaded, request.param)


@pytest.fixture(scope="session")
def placed_data(placed: Document, layout: Layout, baseline: Baseline, root: Path) -> bytes:
    return write_docx(placed, layout, baseline=baseline, root=root)


@pytest.fixture(scope="session")
def placed_file(placed_data: bytes) -> WordFile:
    return WordFile(placed_data)


def test_wherever_notes_stand_the_word_file_says_the_words_of_the_document(
    placed_file: WordFile, placed: Document
) -> None:
    assert placed_file.lines() == expected(placed)


def test_wherever_notes_stand_the_file_is_whole_and_formatted_by_styles(
    placed_file: WordFile, placed_data: bytes, tmp_path: Path
) -> None:
    assert placed_file.faults() == []
    assert placed_file.formatting() == []
    assert findings(placed_data, tmp_path) == []


@pytest.mark.tools
def test_wherever_notes_stand_pandoc_reads_their_words(
    placed_data: bytes, placed: Document, tmp_path: Path
) -> None:
    (tmp_path / "a.docx").write_bytes(placed_data)
    command = [program("pandoc"), str(tmp_path / "a.docx"), "-t", "json"]
    read = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    # The number is pandoc's own to make; what we wrote round it stands in the note.
    notes = [note.replace("\u200b", "") for note in pandoc_notes(read)]  # where an address may break
    assert notes == [f"* {plain_text(note.body, readings=False)}" for note in placed.notes]


def test_notes_are_word_s_own_in_the_kind_and_place_of_the_layout(
    placed_file: WordFile, placed: Document
) -> None:
    kinds = {
        Placement.PAGE: ("footnote", ""),
        Placement.SECTION: ("endnote", "sectEnd"),
        Placement.PARTNER: ("endnote", ""),  # at the end of the document
        Placement.BOOKLET: ("endnote", ""),
    }
    assert (placed_file.kind, placed_file.of_notes("pos")) == kinds[placed.placement]
    formats = placed_file.body.xpath(f"//w:sectPr/w:{placed_file.kind}Pr/w:numFmt/@w:val", namespaces=NAMES)
    assert {placed_file.of_notes("numFmt"), *formats} == {"decimal"}
    assert len(formats) == len(list(placed_file.body.iter(f"{W}sectPr")))


def test_a_question_is_a_section_where_its_notes_stand_behind_it(
    placed_file: WordFile, placed: Document
) -> None:
    first, *others = placed_file.body.iter(f"{W}sectPr")
    groups = list(question_groups(placed))
    assert len(others) == (len(groups) if placed.placement is Placement.SECTION else 0)
    for section in others:
        assert value(section, "w:type") == "continuous"
        for name in ("headerReference", "footerReference", "titlePg"):
            assert first.find(f"w:{name}", NAMES) is not None
            assert section.find(f"w:{name}", NAMES) is None
        for name in ("pgSz", "pgMar", "docGrid"):
            assert section.find(f"w:{name}", NAMES).attrib == first.find(f"w:{name}", NAMES).attrib


@pytest.mark.parametrize("placement", Placement, ids=lambda placement: placement.value)
def test_notes_go_on_from_the_number_that_a_booklet_gives(
    loaded: LoadedPartner, layout: Layout, placement: Placement
) -> None:
    document = placed_at(loaded, placement, first_note=12)
    file = rewritten(document, layout)
    assert [line for line in file.lines() if line.startswith("*12 ")] == [
        f"*12 {plain_text(document.notes[0].body)}"
    ]
    section = file.body.xpath(f"//w:sectPr/w:{file.kind}Pr/w:numStart/@w:val", namespaces=NAMES)
    assert {file.of_notes("numStart"), *section} == {"12"}


@pytest.mark.parametrize("placement", Placement, ids=lambda placement: placement.value)
def test_a_reference_that_counts_notes_otherwise_or_not_at_all_is_set_right(
    loaded: LoadedPartner, layout: Layout, tmp_path: Path, placement: Placement
) -> None:
    counted = r'<w:\1Pr><w:numFmt w:val="lowerRoman"/><w:numRestart w:val="eachSect"/></w:\1Pr>'
    document = placed_at(loaded, placement)
    for number, settings in enumerate((counted, "")):
        folder = tmp_path / str(number)
        folder.mkdir()
        odd = with_reference(
            layout,
            folder,
            {
                "word/settings.xml": (r"<w:(footnote|endnote)Pr>.*?</w:\1Pr>", settings),
                "word/document.xml": (
                    "<w:pgSz",
                    '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>'
                    '<w:endnotePr><w:numFmt w:val="chicago"/></w:endnotePr><w:pgSz',
                ),
                r"word/document\.xml": ("<w:titlePg/>", '<w:pgNumType w:start="3"/><w:titlePg/>'),
            },
        )
        file = rewritten(document, odd)
        assert file.of_notes("numFmt") == "decimal"
        starts = file.body.xpath("//w:sectPr/w:pgNumType/@w:start", namespaces=NAMES)
        assert starts == ["3"]  # folios go on from section to section too
        for section in file.body.iter(f"{W}sectPr"):
            properties = section.find(f"w:{file.kind}Pr", NAMES)
            assert [etree.QName(child).localname for child in properties] == ["numFmt"]
        assert findings(zip_parts(file.parts), tmp_path) == []
