"""Words and signs: what is certain is read, what is not is asked; every word of the table."""

from __future__ import annotations

import pytest

from brochure.survey.answers import AnswerState, Meaning
from brochure.survey.form import FormItem, FormTable, FormText, ItemKind, Role, TableKind
from brochure.survey.meaning import row_answer
from brochure.survey.vocabulary import CellSign, certain_date, read_marks, word_groups

GROUPS = {group.name: group for group in word_groups()}
MARK = FormItem("Q3-c", "answers.support.1.topics.a", ItemKind.MARK, FormText("規制"), "提供なし")
TEXT = FormItem("Q1-a", "answers.about.0.bullets.0", ItemKind.TEXT, FormText("本文"), "14市です。")
DATE = FormItem("Q2-a", "answers.relation.1.rows.0.date", ItemKind.DATE, FormText("時期"), "2018年5月8日")
HEADS = (
    (Role.YES, FormText("提供あり")),
    (Role.NO, FormText("提供なし")),
    (Role.NA, FormText("回答できない")),
)
MARKS = FormTable(TableKind.MARKS, (MARK,), HEADS, "support")
TEXTS = FormTable(
    TableKind.TEXTS, (TEXT, DATE), ((Role.STILL, FormText("このままでよい")), (Role.NEW, FormText("直し")))
)
ONE = {
    "circle": Meaning.YES,
    "affirmed": Meaning.YES,
    "cross": Meaning.NO,
    "denied": Meaning.NO,
    "na": Meaning.NA,
}


def words(*names: str) -> list[tuple[str, str]]:
    """The words of groups, each with the name of its group."""
    return [(name, word) for name in names for word in GROUPS[name].words]


ASKED = [name for name, group in GROUPS.items() if not group.certain and name != "instruction"]


@pytest.mark.parametrize(("group", "word"), words(*ONE))
def test_a_certain_word_is_read_in_a_single_cell(group: str, word: str) -> None:
    for written in (word, f" {word}。", word.upper()):
        answer, code = row_answer(MARKS, MARK, {Role.ANSWER: written})
        assert (answer.meaning, code) == (ONE[group], ""), written


@pytest.mark.parametrize(("group", "word"), words("circle", "tick"))
def test_a_mark_says_what_its_column_says(group: str, word: str) -> None:
    for role, meaning in ((Role.YES, Meaning.YES), (Role.NO, Meaning.NO), (Role.NA, Meaning.NA)):
        cells = {Role.YES: "", Role.NO: "", Role.NA: ""}
        answer, code = row_answer(MARKS, MARK, {**cells, role: word})
        assert (answer.meaning, code) == (meaning, "")


@pytest.mark.parametrize(("group", "word"), [*words(*ASKED), *words("tick")])
def test_a_doubtful_word_is_asked_in_a_single_cell(group: str, word: str) -> None:
    answer, code = row_answer(MARKS, MARK, {Role.ANSWER: word})
    assert (answer.state, code) == (AnswerState.ASK, "J202")


@pytest.mark.parametrize(("group", "word"), words(*ASKED))
def test_a_doubtful_word_is_asked_in_every_cell(group: str, word: str) -> None:
    cells = {Role.YES: "", Role.NO: "", Role.NA: ""}
    for role in cells:
        assert row_answer(MARKS, MARK, {**cells, role: word})[0].state is AnswerState.ASK
    assert row_answer(TEXTS, TEXT, {Role.STILL: word, Role.NEW: ""})[0].state is AnswerState.ASK
    assert row_answer(TEXTS, TEXT, {Role.STILL: "", Role.NEW: word})[0].state is AnswerState.ASK
    assert row_answer(TEXTS, DATE, {Role.STILL: "", Role.NEW: word})[0].state is AnswerState.ASK


@pytest.mark.parametrize(("group", "word"), words("still", "tick"))
def test_still_right_is_read_in_its_cell(group: str, word: str) -> None:
    assert row_answer(TEXTS, TEXT, {Role.STILL: word, Role.NEW: ""})[0].meaning is Meaning.STILL
    both = row_answer(TEXTS, TEXT, {Role.STILL: word, Role.NEW: "15市です。"})
    assert (both[0].state, both[1]) == (AnswerState.ASK, "J204")


@pytest.mark.parametrize(
    "word", ["あり", "なし", "-なし", "○", "×", "該当なし", "回答できない", "OK", "変更なし", "—"]
)
def test_a_mere_sign_is_no_text(word: str) -> None:
    answer, code = row_answer(TEXTS, TEXT, {Role.STILL: "", Role.NEW: word})
    assert (answer.state, code) == (AnswerState.ASK, "J206")


@pytest.mark.parametrize(("group", "word"), words("instruction"))
def test_a_request_is_no_text(group: str, word: str) -> None:
    answer, code = row_answer(TEXTS, TEXT, {Role.STILL: "", Role.NEW: f"この部分は{word}。15市"})
    assert (answer.state, code) == (AnswerState.ASK, "J230")


def test_our_own_text_typed_again_is_still_right() -> None:
    answer, _ = row_answer(TEXTS, TEXT, {Role.STILL: "", Role.NEW: "14 市です。"})
    assert answer.meaning is Meaning.STILL


@pytest.mark.parametrize(
    ("yes", "no", "na", "sign"),
    [
        ("", "", "", CellSign.BLANK),
        ("☐", "□", " ", CellSign.BLANK),
        ("○", "×", "", CellSign.YES),
        ("×", "○", "", CellSign.NO),
        ("○", "×", "×", CellSign.YES),
        ("", "×", "", CellSign.NO),
        ("", "なし", "", CellSign.NO),
        ("", "×", "○", CellSign.NA),
        ("", "", "回答できない", CellSign.NA),
        ("×", "", "", CellSign.ASK),
        ("", "", "×", CellSign.ASK),
        ("○", "○", "", CellSign.ASK),
        ("○", "なし", "", CellSign.ASK),
        ("", "あり", "", CellSign.ASK),
        ("なし", "", "", CellSign.ASK),
        ("○（一部）", "", "", CellSign.ASK),
        ("○", "", "△", CellSign.ASK),
        ("x", "", "", CellSign.ASK),
    ],
)
def test_three_cells_are_certain_if_all_readings_agree(yes: str, no: str, na: str, sign: CellSign) -> None:
    assert read_marks({Role.YES: yes, Role.NO: no, Role.NA: na}, {}) is sign


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("令和8年9月1日", "2026-09-01"),
        ("R8.9.1", "2026-09-01"),
        ("Ｒ８．９．１", "2026-09-01"),
        ("令和８年９月１日", "2026-09-01"),
        ("令和元年5月1日", "2019-05-01"),
        ("H30.5.8", "2018-05-08"),
        ("昭和58年", "1983"),
        ("2026/9/1", "2026-09-01"),
        ("2026.9.1", "2026-09-01"),
        ("2026-09-01", "2026-09-01"),
        ("2026年9月", "2026-09"),
        ("2026年", "2026"),
        ("２０２６年９月１日", "2026-09-01"),
        *[
            (text, "")
            for text in (
                *("9/1/2026", "1/9/2026", "26/9/1", "8.9.1", "9月1日", "来年9月", "上旬", "46266", "2018"),
                *("1 September 2026", "2026年13月", "2026年2月30日", "2026年9月1日（予定）", "2026/9-1"),
                *("平成31年5月1日", "令和元年4月30日", "平成35年4月", "2026年度", "20260901"),
            )
        ],
    ],
)
def test_a_date_is_certain_or_asked(text: str, date: str) -> None:
    found = certain_date(text)
    assert (found.iso() if found else "") == date


def test_every_word_is_in_one_group_of_its_cell() -> None:
    in_cells = [word for name, group in GROUPS.items() if name != "still" for word in group.words]
    assert len(in_cells) == len(set(in_cells))
    for group in GROUPS.values():
        assert set(group.reasons) == {"ja", "en"}
