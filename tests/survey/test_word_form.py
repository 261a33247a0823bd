"""The Word form: valid, the same each time, every item with its code, its cells and its witnesses."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from brochure.storage.own_files import is_own_docx
from brochure.survey.form import Role, form_data, form_of_data
from brochure.survey.word_form import write_word_form
from brochure.survey.word_reading import read_word_form
from brochure.word.untrusted import open_word
from docx_validator import findings
from survey_forms import survey_form, tables
from survey_word import WordFilling


@pytest.mark.parametrize("language", ["ja", "en", "zh"])
def test_the_file_is_valid_and_the_same_each_time(language: str, tmp_path: Path) -> None:
    form = survey_form(language)
    data = write_word_form(form)
    assert data == write_word_form(form)
    assert is_own_docx(data)
    assert not [one for one in findings(data, tmp_path) if "relationship type" not in one]


def test_each_item_has_its_code_and_a_named_cell_for_each_answer() -> None:
    form = survey_form()
    filling = WordFilling(form)
    assert set(filling.cells) == {
        (item.code, role) for table, item in tables(form) for role, _ in table.answers
    }
    texts = "".join(filling.root.itertext())
    for _, item in tables(form):
        assert texts.count(f"[{item.code}]") == 1
        assert item.held.split("\n")[0] in texts


def test_a_form_is_the_same_after_it_was_kept() -> None:
    for language in ("ja", "en"):
        form = survey_form(language)
        assert form_of_data(form_data(form)) == form
        assert form.number not in ("", survey_form("zh").number)


def test_words_of_the_other_language_stand_below_the_japanese_ones() -> None:
    file = read_word_form(open_word(write_word_form(survey_form("en")), "form.docx"))
    labels = {row.cells[0].text for row in file.rows}
    assert "[Q3-c] ワンストップ相談窓口/専門家派遣\nOne-stop desk" in labels
    assert "[Q3-d] 規制/制度対応支援" in labels  # the series has no words for it
    heads = next(row.cells for row in file.rows if len(row.cells) == 5 and "提供あり" in row.cells[2].text)
    assert [cell.text for cell in heads[2:]] == [
        "提供あり\nAvailable",
        "提供なし\nNot available",
        "回答できない\nCannot answer",
    ]


def test_there_is_no_protection_and_the_last_thing_is_a_paragraph() -> None:
    data = write_word_form(survey_form())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert b"documentProtection" not in archive.read("word/settings.xml")
    filling = WordFilling(survey_form())
    assert [part.tag.rpartition("}")[2] for part in filling.body][-2:] == ["p", "sectPr"]
    assert all(role in Role for _, role in filling.cells)
