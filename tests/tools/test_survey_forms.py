"""Filled questionnaires that LibreOffice saved, also in other formats: every answer is still read."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.survey.opening import open_filled_form
from brochure.survey.reading import read_answers
from programs import program
from survey_excel import DATES, WORDS, ExcelFilling
from survey_forms import judged, survey_form, truth
from survey_saved import EXCEL, WORD, saved_as
from survey_word import WordFilling, beside

pytestmark = pytest.mark.tools


def there_and_back(form: str, own: str, files: list[Path], folder: Path) -> list[Path]:
    """Files that were saved in another format, opened, and saved in their own; or only saved again."""
    if form != own:
        files = saved_as(form, files, folder / "there", folder / "profile")
    return saved_as(own, files, folder / "back", folder / "profile")


@pytest.mark.parametrize("form", [WORD, "odt", "doc", "rtf", "html"])
def test_a_word_form_comes_back_whole(form: str, tmp_path: Path) -> None:
    asked = survey_form("en")
    meant = truth(asked)
    files = []
    for name, style in (("ticked", None), ("beside", beside)):
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(WordFilling(asked).fill(meant, style).data())
    for path in there_and_back(form, WORD, files, tmp_path):
        found = judged(read_answers(asked, open_filled_form(path.read_bytes(), path.name)), meant)
        assert (found.right, found.wrong) == (frozenset(meant), frozenset())


@pytest.mark.parametrize("form", [EXCEL, "ods", "xls"])
def test_an_excel_form_comes_back_whole(form: str, tmp_path: Path) -> None:
    assert program("localc")
    asked = survey_form("en")
    meant = truth(asked)
    files = []
    for name, words in (("lists", None), ("words", WORDS)):
        files.append(tmp_path / f"{name}.xlsx")
        filling = ExcelFilling(asked).fill(meant, words, DATES if words else ("2026-09-01",))
        files[-1].write_bytes(filling.data())
    for path in there_and_back(form, EXCEL, files, tmp_path):
        found = judged(read_answers(asked, open_filled_form(path.read_bytes(), path.name)), meant)
        assert (found.right, found.wrong) == (frozenset(meant), frozenset())
