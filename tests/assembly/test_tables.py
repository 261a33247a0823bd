"""What a page says of answers that belong to a round of the survey."""

from __future__ import annotations

import dataclasses

import pytest

from brochure.build.load import SharedInput
from brochure.document.tree import Answer, Document, MarkTable, Remark, plain_text
from brochure.document.walk import document_blocks
from brochure.schema.series import validate_series
from small_partners import HEAD, make
from workspaces import REPO

TOPIC = "      grants: 補助金プログラム\n"
QUESTION = "  support: 国外企業（日本企業）への支援はありますか？\n"
ROUND = """\
  2026-09:
    asked: 2026-09
    questions: {support: 国外企業（日本企業）への支援はありますか？}
    marks: {support: {visas: 在留資格の支援, grants: 補助金プログラム}}
  2019-11:
"""
OLD = "    - marks: support\n      marked: [grants]\n      none: rest\n"
NEW = "    - marks: support\n      survey: 2026-09\n      marked: [visas]\n      none: rest\n"


@pytest.fixture
def later(common: SharedInput) -> SharedInput:
    """The series some years later: one topic and one question more, and one round more."""
    text = (REPO / "profiles" / "_series.yaml").read_text("utf-8")
    text = text.replace(TOPIC, TOPIC + "      visas: 在留資格の支援\n", 1)
    text = text.replace(QUESTION, QUESTION + "  future: これから何をしますか？\n", 1)
    series = validate_series(text.replace("  2019-11:\n", ROUND, 1).encode(), "_series.yaml")
    return dataclasses.replace(common, series=series)


def tables(document: Document) -> list[MarkTable]:
    return [block for block in document_blocks(document) if isinstance(block, MarkTable)]


def answers(table: MarkTable) -> dict[str, Answer]:
    return {topic.at.rpartition(".")[2]: topic.answer for band in table.bands for topic in band}


def text_of(remark: Remark | None) -> str:
    assert remark
    return "".join(plain_text(one.content) for one in remark.body)


def test_a_later_topic_is_not_asked_and_never_none(later: SharedInput) -> None:
    (table,) = tables(make(HEAD + "survey: 2019-11\nanswers:\n  support:\n" + OLD, later))
    assert answers(table)["visas"] is Answer.NOT_ASKED
    assert answers(table)["one_stop"] is Answer.NONE
    signs = {topic.mark: topic.meaning for band in table.bands for topic in band}
    assert signs["／"] == "この調査の対象外"
    assert "／ この調査の対象外" in [plain_text(one.content) for one in table.legend]
    assert table.summary.endswith("（i 補助金プログラム）。1項目（j）はこの調査の対象外")
    assert "10項目中1項目" in table.summary


def test_without_such_a_topic_the_table_is_as_before(common: SharedInput) -> None:
    (table,) = tables(make(HEAD + "survey: 2019-11\nanswers:\n  support:\n" + OLD, common))
    assert Answer.NOT_ASKED not in answers(table).values()
    assert "対象外" not in table.summary + "".join(plain_text(one.content) for one in table.legend)


def test_a_page_with_answers_of_two_rounds_says_so_for_each(later: SharedInput) -> None:
    text = HEAD + "survey: 2019-11\nanswers:\n  support:\n" + OLD + "  collaboration:\n" + NEW
    old, new = tables(make(text, later))
    assert text_of(old.remark).startswith("2019年11月に")
    assert text_of(new.remark).startswith("2026年9月に")
    assert {topic for topic, answer in answers(new).items() if answer is not Answer.NOT_ASKED} == {
        "visas",
        "grants",
    }


def test_a_later_question_was_not_part_of_the_survey(later: SharedInput) -> None:
    document = make(HEAD + "survey: 2019-11\nanswers:\n  support:\n" + OLD, later)
    said = {
        question.id: ["".join(plain_text(block.content)) for block in question.blocks]  # type: ignore[union-attr]
        for question in document.questions
        if question.unanswered
    }
    assert said["future"] == ["この質問は、2019年11月の調査にはありませんでした。"]
    assert said["relation"] == ["調査の回答はまだありません（2026年現在）。"]
    assert said["collaboration"] == ["調査の回答はまだありません（2026年現在）。"]


def test_an_empty_table_of_a_partner_that_was_never_asked_names_no_survey(common: SharedInput) -> None:
    (table,) = tables(make(HEAD + "answers:\n  support:\n    - marks: support\n", common))
    assert table.remark is None
    assert set(answers(table).values()) == {Answer.UNANSWERED}
