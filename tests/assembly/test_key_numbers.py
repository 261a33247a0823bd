"""The numbers of a callout share the notes of the text below them, and change none of their numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.build.load import SharedInput
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.document.tree import Callout, Document, KeyNumber, Placement, plain_text
from brochure.document.walk import answer_paragraphs, note_calls
from docx_reader import NAMES, W
from small_partners import HEAD, found, make, read_profile, render
from word_files import rewritten

SOURCES = """sources:
  - {id: a, type: report, title: 一}
  - {id: b, type: report, title: 二}
  - {id: c, type: report, title: 三}
"""
NOTES = "notes:\n  n: 出典でない注（架空）\n"


def partner(numbers: str, text: str, title: str = "題名", notes: str = "") -> str:
    return (
        HEAD + "answers:\n  about:\n    - callout: strength\n      items:\n"
        f"        - title: '{title}'\n          numbers: [{numbers}]\n          text: '{text}'\n"
        + SOURCES
        + notes
    )


def number(value: str, label: str, unit: str = "") -> str:
    return f"{{value: '{value}', label: '{label}'" + (f", unit: '{unit}'}}" if unit else "}")


def numbers_of(document: Document) -> list[KeyNumber]:
    return [
        one
        for question in document.questions
        for block in question.blocks
        if isinstance(block, Callout)
        for item in block.items
        for one in item.numbers
    ]


def markers(document: Document) -> list[str]:
    return [call.marker for text in answer_paragraphs(document) for call in note_calls(text.content)]


MANY = partner(
    ", ".join([number("27", "大学[@b]", "校"), number("3", "注[^n]"), number("9", "三[@c]")]),
    "甲は1位[@a より]、27校[@b より]、三は3、四は9[^n]。",
    title="題名[@a より]",
    notes=NOTES,
)


def test_the_sentence_and_the_number_carry_the_same_call_and_the_sentence_numbers_it(
    common: SharedInput,
) -> None:
    document = make(MANY, common)
    # c is cited by a number only, so its note comes where the number stands; b and n are the text's
    assert markers(document) == ["*1", "*3", "*4", "*2", "*1", "*3", "*4"]
    assert [plain_text(note.body) for note in document.notes][3] == "出典でない注（架空）"
    assert len(document.notes) == 4


def test_numbers_without_a_source_change_no_note(common: SharedInput) -> None:
    bare = partner(number("27", "大学", "校"), "甲は1位[@a]、27校[@b]。")
    plain = bare.replace("          numbers: [" + number("27", "大学", "校") + "]\n", "")
    assert make(bare, common).notes == make(plain, common).notes


@pytest.mark.parametrize("placement", [Placement.PAGE, Placement.SECTION, Placement.PARTNER])
def test_every_note_of_a_number_is_printed_once_and_in_order(
    placement: Placement, common: SharedInput
) -> None:
    document = make(MANY, common, placement)
    assert found(document, render(document, common), read_profile(MANY, common)) == []


def test_words_own_notes_have_the_numbers_of_the_document(common: SharedInput) -> None:
    document = make(MANY, common)
    file = rewritten(document, common.layout)
    order = [int(one.get(f"{W}id")) for one in file.body.iter(f"{W}footnoteReference")]
    assert order == sorted(order)  # Word counts in this order
    assert len(order) == 4
    fields = [text.text for text in file.body.iter(f"{W}instrText") if "NOTEREF" in (text.text or "")]
    assert len(fields) == 3  # the other calls repeat a number


def test_a_number_is_read_value_unit_label_in_word(common: SharedInput) -> None:
    file = rewritten(make(MANY, common), common.layout)
    cells = file.body.xpath(".//w:tbl//w:tc[.//w:t[text()='27']]", namespaces=NAMES)
    (cell,) = cells
    first, *_ = ["".join(text.itertext()) for text in cell.iterfind("w:p", NAMES)]
    assert first == "27校"


def test_a_fourth_number_is_refused_where_it_stands(common: SharedInput) -> None:
    text = partner(", ".join([number(str(n), "何か") for n in range(5)]), "0、1、2、3、4。")
    with pytest.raises(BrochureError) as raised:
        read_profile(text, common)
    (told,) = raised.value.problems
    assert told.code == "P139"
    line = text.splitlines()[told.location.line - 1]  # type: ignore[union-attr]
    assert line[told.location.column - 1 :].startswith("{value: '3'")  # type: ignore[union-attr]
    assert "3" in str(format_problem(told, "en")).splitlines()[0]


def test_a_number_typed_as_a_number_is_printed_as_typed(common: SharedInput) -> None:
    typed = partner("{value: 1.50, label: 倍}", "1.50倍。")
    assert [plain_text(one.value.content) for one in numbers_of(make(typed, common))] == ["1.50"]
    assert read_profile(typed, common).warnings == ()


def test_liaoning_keeps_its_two_pages(tmp_path: Path) -> None:
    from brochure.build.brochure import build_brochure
    from brochure.build.load import load_common
    from brochure.pdf.reader import read_pages
    from workspaces import workspace

    where = workspace("repo")
    build_brochure(where, "liaoning", load_common(where, "standard"), formats=["pdf"], output=tmp_path)
    assert len(read_pages((tmp_path / "liaoning.pdf").read_bytes())) == 2
