"""The source page: every sentence of it is in the document, and its faults are put right."""

from __future__ import annotations

import re

import pytest

from brochure.build.load import load_common, load_partner
from brochure.document import dump as plaintext
from brochure.document.tree import Document, MarkTable
from workspaces import SAMPLES, workspace

# The source page's sentences and table contents, with its own faults mended as profiles/liaoning.yaml
# says: だいれん for だいにん, full-width brackets, one form of question number.
SENTENCES = (SAMPLES / "liaoning-sentences.txt").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def liaoning() -> Document:
    """The document of the source page."""
    where = workspace("repo")
    return load_partner(where, "liaoning", load_common(where, "standard")).document


def test_every_sentence_of_the_source_page_is_in_the_document(liaoning: Document) -> None:
    text = plaintext.dump_document(liaoning).replace("**", "")
    assert [sentence for sentence in SENTENCES if sentence not in text] == []


def test_the_marks_are_those_of_the_source_page(liaoning: Document) -> None:
    tables = [block for q in liaoning.questions for block in q.blocks if isinstance(block, MarkTable)]
    marks = ["".join(t.mark or "·" for band in table.bands for t in band) for table in tables]
    assert marks == ["––○–––––––", "···○·····○······"]
    codes = ["".join(t.code for band in table.bands for t in band) for table in tables]
    assert codes == ["abcdefghij", "abcdefghijklmnop"]


def test_the_questions_are_numbered_and_the_notes_are_in_the_order_of_their_calls(liaoning: Document) -> None:
    assert [question.label for question in liaoning.questions] == ["1", "2", "3", "4"]
    assert [note.marker for note in liaoning.notes] == ["*1", "*2", "*3", "*4", "*5"]


def test_no_number_mark_or_sign_is_typed_in_the_profile() -> None:
    text = (workspace("repo").profiles / "liaoning.yaml").read_text("utf-8")
    typed = re.sub(r"#.*", "", text)
    assert re.findall(r"[○※◆＜＞]|\*\d|（\d）どの", typed) == []
