"""What the cells of one row mean, by the kind of the item: certain, blank, or a question."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from brochure.survey.answers import MARK_MEANINGS, AnswerState, Meaning, SurveyAnswer
from brochure.survey.form import FormItem, FormTable, ItemKind, Role, SurveyForm, squashed
from brochure.survey.form_words import all_form_words
from brochure.survey.vocabulary import (
    CellSign,
    cell_sign,
    certain_date,
    group_of,
    is_instruction,
    is_still,
    read_marks,
    read_one,
)

Question = tuple[str, str]
"""The code of the problem, and what stands in the file."""


def row_answer(table: FormTable, item: FormItem, cells: Mapping[Role, str]) -> tuple[SurveyAnswer, str]:
    """Return what a row says, and the code of the problem if it must be asked (else an empty text).

    Args:
        table: The table of the item.
        item: The item.
        cells: The texts of its answer cells.
    """
    found = " / ".join(text for text in cells.values() if text and text != "☐")
    match item.kind:
        case ItemKind.MARK:
            return _mark(table, item, cells, found)
        case ItemKind.FREE:
            return _free(item, cells.get(Role.NEW, ""))
        case ItemKind.WHOLE:
            return _still(item, cells, found)
        case _:
            return _text(item, cells, found)


def _ask(item: FormItem, found: str, code: str) -> tuple[SurveyAnswer, str]:
    return SurveyAnswer(item.code, AnswerState.ASK, found=found), code


def _blank(item: FormItem) -> tuple[SurveyAnswer, str]:
    return SurveyAnswer(item.code, AnswerState.BLANK), ""


def _sure(item: FormItem, meaning: Meaning, found: str, text: str = "") -> tuple[SurveyAnswer, str]:
    return SurveyAnswer(item.code, AnswerState.CERTAIN, meaning, text, found), ""


def own_words(table: FormTable) -> dict[str, CellSign]:
    """The words of a table's heads and choices, which are certain in it."""
    signs = {Role.YES: CellSign.YES, Role.NO: CellSign.NO, Role.NA: CellSign.NA}
    found = {}
    for role, text in table.answers:
        if role in signs:
            for words in (text.ja, text.other, text.both, text.both.replace("\n", " / ")):
                if words:
                    found[squashed(words)] = signs[role]
    return found


def _mark(
    table: FormTable, item: FormItem, cells: Mapping[Role, str], found: str
) -> tuple[SurveyAnswer, str]:
    own = own_words(table)
    if (one := cells.get(Role.ANSWER)) is not None:
        sign = read_one(one, own)
    else:
        sign = read_marks({role: text for role, text in cells.items() if role is not Role.NEW}, own)
    if sign is CellSign.BLANK:
        return _blank(item)
    if sign is CellSign.ASK:
        return _ask(item, found, "J202")
    return _sure(item, MARK_MEANINGS[sign], found)


@cache
def _still_words() -> frozenset[str]:
    words = all_form_words()
    every = {words[key][lang] for key in ("still", "still choice") for lang in ("ja", "en", "zh")}
    pairs = {f"{one}/{other}" for one in every for other in every}
    return frozenset(squashed(text) for text in (*every, *pairs))


def _still(item: FormItem, cells: Mapping[Role, str], found: str) -> tuple[SurveyAnswer, str]:
    text = cells.get(Role.ANSWER, cells.get(Role.STILL, ""))
    match is_still(text, _still_words()):
        case True:
            return _sure(item, Meaning.STILL, found)
        case False:
            return _blank(item)
        case _:
            return _ask(item, found, "J203")


def _text(item: FormItem, cells: Mapping[Role, str], found: str) -> tuple[SurveyAnswer, str]:
    """A text or date: still right, or another one; both at once, or a mere sign, is asked."""
    still, _ = _still(item, cells, found)
    new = cells.get(Role.NEW, "").strip()
    if still.state is AnswerState.ASK:
        return _ask(item, found, "J203")
    if new and item.held and squashed(new) == squashed(item.held):
        return _sure(item, Meaning.STILL, found)
    if new and still.state is AnswerState.CERTAIN:
        return _ask(item, found, "J204")
    if not new:
        return _sure(item, Meaning.STILL, found) if still.state is AnswerState.CERTAIN else _blank(item)
    if item.kind is ItemKind.DATE:
        date = certain_date(new)
        return _sure(item, Meaning.TEXT, found, date.iso()) if date else _ask(item, found, "J205")
    if cell_sign(new) is CellSign.BLANK:
        return _blank(item)
    word = new.lstrip("-+=@*・－ー＋＝＠　 ")
    if not word or cell_sign(word) is not CellSign.ASK or group_of(new) or group_of(word):
        return _ask(item, found, "J206")
    if is_still(word, _still_words()) or "\ufffd" in new:
        return _ask(item, found, "J206")
    if is_instruction(new) and not is_instruction(item.held):
        return _ask(item, found, "J230")
    return _sure(item, Meaning.TEXT, found, new)


def _free(item: FormItem, new: str) -> tuple[SurveyAnswer, str]:
    text = new.strip()
    return _sure(item, Meaning.TEXT, text, text) if text and text not in "☐□" else _blank(item)


def reply_answer(form: SurveyForm, code: str, text: str) -> SurveyAnswer | None:
    """What a later reply to a question means; None if it is not certain either.

    An empty reply says that the partner gave no answer.
    """
    for table in form.tables():
        for item in table.items:
            if item.code == code:
                return _reply(table, item, text.strip())
    return None


def _reply(table: FormTable, item: FormItem, text: str) -> SurveyAnswer | None:
    if squashed(text) in ("", "空欄", "blank"):
        return SurveyAnswer(item.code, AnswerState.BLANK, reply=text or "空欄")
    if item.kind in (ItemKind.TEXT, ItemKind.DATE) and is_still(text, _still_words()):
        return SurveyAnswer(item.code, AnswerState.CERTAIN, Meaning.STILL, found=text, reply=text)
    if item.kind is ItemKind.TEXT:  # a person has read it: it is the text, whatever it says
        return SurveyAnswer(item.code, AnswerState.CERTAIN, Meaning.TEXT, text, text, reply=text)
    role = Role.NEW if item.kind in (ItemKind.DATE, ItemKind.FREE) else Role.ANSWER
    answer, problem = row_answer(table, item, {role: text})
    if problem or answer.state is not AnswerState.CERTAIN:
        return None
    return SurveyAnswer(item.code, answer.state, answer.meaning, answer.text, text, reply=text)
