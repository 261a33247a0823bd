"""Notes are numbered once, in the order of their calls, with the words of the layout."""

from __future__ import annotations

import dataclasses

import pytest

from brochure.assembly.citation import load_citation_style
from brochure.assembly.document import assemble_document
from brochure.assembly.numbering import calls_before_stops
from brochure.build.load import SharedInput
from brochure.document.markup import parse_markup
from brochure.document.tree import Document, NoteCall, plain_text
from brochure.document.walk import block_paragraphs, note_calls
from noted_partners import CITED
from small_partners import found, make, read_profile, render


def markers(document: Document) -> list[str]:
    """All calls in reading order."""
    return [
        call.marker
        for question in document.questions
        for block in question.blocks
        for paragraph in block_paragraphs(block)
        for call in note_calls(paragraph.content)
    ]


def test_the_first_call_gives_the_number_and_the_same_citation_reuses_it(common: SharedInput) -> None:
    document = make(CITED, common)
    assert markers(document) == ["*1", "*2", "*1", "*3", "*4", "*1", "*5", "*2"]
    assert [plain_text(note.body) for note in document.notes] == [
        "「一」",
        "出典でない注（架空）",
        "「一」p. 3",
        "「二」",
        "「二」より",
    ]


def test_a_booklet_may_number_through(common: SharedInput) -> None:
    document = make(CITED, common, first_note=12)
    assert [note.marker for note in document.notes] == ["*12", "*13", "*14", "*15", "*16"]


@pytest.mark.parametrize("form", ["*{number}", "※{number}", "{number})", "[{number}]"])
def test_the_layout_words_the_markers(common: SharedInput, form: str) -> None:
    layout = common.layout
    style = dataclasses.replace(layout.house_style, note=form)
    made, policy = read_profile(CITED, common), layout.data.codes
    document = assemble_document(made, common.series, style, load_citation_style(layout), code_policy=policy)
    assert markers(document)[0] == form.format(number=1)
    assert found(document, render(document, common), made) == []


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("です。[^a]", "です*。"),
        ("です、[^a][^b]また", "です**、また"),
        ("です[^a]。", "です*。"),
        ("「です。」[^a]", "「です。」*"),
        ("一。[^a]二。[^b]", "一*。二*。"),
        ("。[^a]", "。*"),
        ("甲[^a]。[^b]", "甲**。"),
        ("甲[^a][^a]", "甲*"),
        ("です。[^a] 次の文", "です*。次の文"),
    ],
)
def test_a_call_stands_before_the_stop(typed: str, printed: str) -> None:
    (content,) = parse_markup(typed).paragraphs
    turned = calls_before_stops(content)
    assert (
        "".join("*" if isinstance(part, NoteCall) else str(getattr(part, "text", "")) for part in turned)
        == printed
    )
    assert calls_before_stops(turned) == turned
