"""The law of questionnaires: whatever people do to a form, no answer is wrong without a word.

The fillings were measured first, in forms made as these are: the ways in which offices return a form.
"""

from __future__ import annotations

import pytest

from brochure.storage.workspace import Workspace
from brochure.survey.answers import AnswerState, Meaning
from brochure.survey.filled import FilledFile
from brochure.survey.form import FORM_LINE, Role
from brochure.survey.opening import open_filled_form
from brochure.survey.reading import form_line_of, read_answers
from survey_excel import ALL, ANSWER, DATES, EXCEL_EDITS, WORDS, ExcelFilling
from survey_forms import Said, judged, survey_form, truth
from survey_word import WORD_EDITS, WordFilling, beside, element, instead, typed
from workspaces import REPO

LANGUAGES = ["ja", "en"]
STYLES = {"ticked": None, "beside": beside, "instead": instead}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("edit", WORD_EDITS)
def test_no_answer_of_a_word_form_is_wrong_without_a_word(edit: str, style: str, language: str) -> None:
    form = survey_form(language)
    meant = truth(form)
    change, asked, missing = WORD_EDITS[edit]
    dates = ("令和8年9月1日", "R8.9.1", "2026/9/1", "２０２６年９月１日") if STYLES[style] else ()
    filling = WordFilling(form).fill(meant, STYLES[style], dates)
    change(filling)
    found = judged(read_answers(form, open_filled_form(filling.data(), "reply.docx")), meant)
    assert found.wrong == frozenset()
    assert (found.asked, found.missing) == (asked, missing)
    assert len(found.right) == len(meant) - len(asked) - len(missing)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["lists", "words"])
@pytest.mark.parametrize("edit", EXCEL_EDITS)
def test_no_answer_of_an_excel_form_is_wrong_without_a_word(edit: str, words: str, language: str) -> None:
    form = survey_form(language)
    meant = truth(form)
    change, asked, missing = EXCEL_EDITS[edit]
    others = words == "words"
    filling = ExcelFilling(form).fill(meant, WORDS if others else None, DATES if others else ("2026-09-01",))
    change(filling)
    if edit == "dangerous":
        meant = {**meant, "Q5-a": Said(Meaning.TEXT, "=1+1の意味です")}
    found = judged(read_answers(form, open_filled_form(filling.data(), "reply.xlsx")), meant)
    assert found.wrong == frozenset()
    assert (found.asked, found.missing) == (frozenset(meant) if asked == ALL else asked, missing)


def test_the_corpus_has_as_many_fillings_as_were_measured() -> None:
    assert len(WORD_EDITS) * len(STYLES) * len(LANGUAGES) + len(EXCEL_EDITS) * 2 * len(LANGUAGES) >= 232


def read(filling: WordFilling | ExcelFilling) -> tuple[FilledFile, list[str]]:
    """The file as it is read, and the codes of the remarks."""
    name = "reply.docx" if isinstance(filling, WordFilling) else "reply.xlsx"
    file = open_filled_form(filling.data(), name)
    return file, [one.code for one in read_answers(filling.form, file).remarks]


def test_an_untouched_form_says_nothing_and_nothing_is_told() -> None:
    for language in LANGUAGES:
        form = survey_form(language)
        for filling in (WordFilling(form), ExcelFilling(form)):
            file, remarks = read(filling)
            states = {one.state for one in read_answers(form, file).answers.values()}
            assert (states, remarks) == ({AnswerState.BLANK}, [])
            assert form_line_of(file) == (form.survey, form.partner, form.number)


@pytest.mark.parametrize(
    ("edit", "code"), [("added", "J212"), ("mail", "J219"), ("swapped_heads", None), ("google", None)]
)
def test_what_stands_outside_is_shown(edit: str, code: str | None) -> None:
    filling = WordFilling(survey_form())
    WORD_EDITS[edit][0](filling)
    remarks = set(read(filling)[1])
    assert remarks == ({code} if code else set())


def test_words_in_a_footer_a_comment_and_the_line_of_the_form_are_shown() -> None:
    filling = WordFilling(survey_form())
    footer = filling.parts["word/footer1.xml"].decode()
    filling.parts["word/footer1.xml"] = footer.replace("調査票", "調査票 急ぎ", 1).encode()
    for part in filling.body.iter("{*}t"):
        if FORM_LINE.search(part.text or ""):
            part.text += " 担当変更"
    file, remarks = read(filling)
    assert remarks == ["J219", "J219"]
    assert form_line_of(file) is not None


def test_a_tick_for_a_whole_table_answers_all_its_topics() -> None:
    form = survey_form()
    filling = WordFilling(form)
    filling.tick("Q3-b", Role.STILL)
    answers = read_answers(form, open_filled_form(filling.data(), "reply.docx")).answers
    inside = [code for code in answers if "Q3-b" <= code <= "Q3-p"]
    assert len(inside) == 12
    assert {answers[code].meaning for code in inside} == {Meaning.STILL}
    filling.tick("Q3-d", Role.YES)
    answers = read_answers(form, open_filled_form(filling.data(), "reply.docx")).answers
    assert answers["Q3-b"].question is not None
    assert answers["Q3-b"].question.code == "J223"
    assert answers["Q3-d"].meaning is Meaning.YES
    assert answers["Q3-e"].state is AnswerState.BLANK


def test_a_sign_of_a_symbol_font_is_asked() -> None:
    form = survey_form()
    filling = WordFilling(form)
    run = typed("")
    run.append(element("sym", font="Wingdings", char="F0FC"))
    filling.cells["Q1-a", Role.NEW].find("{*}p").append(run)
    answer = read_answers(form, open_filled_form(filling.data(), "reply.docx")).answers["Q1-a"]
    assert answer.state is AnswerState.ASK


@pytest.mark.parametrize("name", Workspace(REPO).names())
def test_a_form_of_each_partner_is_read_in_both_formats(name: str) -> None:
    form = survey_form(partner=name)
    meant = truth(form)
    for data, file in (
        (WordFilling(form).fill(meant).data(), "reply.docx"),
        (ExcelFilling(form).fill(meant, WORDS, DATES).data(), "reply.xlsx"),
    ):
        found = judged(read_answers(form, open_filled_form(data, file)), meant)
        assert found.right == frozenset(meant)


def test_a_sheet_without_its_heads_is_asked_about() -> None:
    form = survey_form()
    meant = truth(form)
    filling = ExcelFilling(form).fill(meant)
    filling.put("Q3-d", ANSWER, "提供なし")  # the same as what we hold
    filling.sheet.delete_rows(1)
    found = judged(read_answers(form, open_filled_form(filling.data(), "reply.xlsx")), meant)
    assert found.wrong == frozenset()
    assert found.asked >= {code for code, said in meant.items() if said.meaning is not Meaning.NOTHING}
    assert "Q3-d" in found.asked


def test_drawings_are_told() -> None:
    filling = WordFilling(survey_form())
    WORD_EDITS["circled"][0](filling)
    assert read(filling)[1] == ["J233"]
