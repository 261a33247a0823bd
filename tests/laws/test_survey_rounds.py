"""An answer keeps the meaning that it had in its round of the survey, whatever the series asks later."""

from __future__ import annotations

import copy
import dataclasses
import json
import random
from typing import Any

from brochure.build.load import SharedInput
from brochure.diagnostics.problem import BrochureError
from brochure.document.tree import Answer, MarkTable, plain_text
from brochure.document.walk import document_blocks
from brochure.schema.series import validate_series
from law import law
from small_partners import make

TOLD = {"P120", "P123", "P124", "P158", "P162", "P163", "P164"}
Meaning = tuple[dict[str, Answer], str]


def series_of(dice: random.Random) -> dict[str, Any]:
    """A series with one round, in which every topic and question was asked."""
    topics = {f"t{index}": f"項目{index}" for index in range(dice.randint(1, 6))}
    questions = {"support": "支援は？", "other": "ほかには？"}
    return {
        "title": "架空の冊子",
        "no_answer": "回答なし",
        "questions": questions,
        "marks": {
            "table": {
                "title": "支援",
                "topics": topics,
                "legend": {"marked": "あり", "none": "なし", "unanswered": "回答なし"},
                "remark": "survey",
            }
        },
        "remarks": {"survey": "{survey}の調査"},
        "surveys": {"first": {"asked": "2019-11", "questions": questions, "marks": {"table": {**topics}}}},
        "contact": {"organisation": "架空の課"},
    }


def answers_of(dice: random.Random, topics: list[str]) -> dict[str, Any]:
    """Answers to some topics, to one at least; the others are none, or unanswered."""
    marked = [topic for topic in topics if dice.random() < 0.4]
    left = [topic for topic in topics if topic not in marked]
    none: Any = dice.choice(["rest", [topic for topic in left if dice.random() < 0.5], []])
    return {"marks": "table", "marked": marked, "none": none if marked or none else "rest"}


def changed(series: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """The series after what somebody may do to it in the years that follow, up to six changes."""
    made = copy.deepcopy(series)
    topics, questions = made["marks"]["table"]["topics"], made["questions"]
    for step in range(dice.randint(1, 6)):
        match dice.randrange(8):
            case 0:
                topics[f"new{step}"] = f"新しい項目{step}"
            case 1 if len(topics) > 1:
                del topics[dice.choice([*topics])]
            case 2:
                listed = [*topics.items()]
                dice.shuffle(listed)
                topics.clear()
                topics.update(listed)
            case 3:
                topics[dice.choice([*topics])] = f"ほかの項目{step}"
            case 4:
                asked = {"questions": {**questions}, "marks": {"table": {**topics}}}
                made["surveys"][f"later{step}"] = {"asked": f"20{20 + step}-05", **asked}
            case 5:
                made["surveys"] = dict(reversed(made["surveys"].items()))
            case 6:
                questions[f"q{step}"] = "新しい質問は？"
            case 7 if questions:
                del questions[dice.choice([*questions])]
    if not questions:
        questions["last"] = "残った質問は？"
    return made


def meaning(series: dict[str, Any], profile: str, common: SharedInput) -> Meaning:
    """The answer to each topic, and the remark below the table.

    Raises:
        BrochureError: The series or the profile has mistakes.
    """
    checked = validate_series(json.dumps(series, ensure_ascii=False).encode(), "_series.yaml")
    document = make(profile, dataclasses.replace(common, series=checked))
    table = next(block for block in document_blocks(document) if isinstance(block, MarkTable))
    found = {topic.at.rpartition(".")[2]: topic.answer for band in table.bands for topic in band}
    assert table.remark
    return found, "".join(plain_text(one.content) for one in table.remark.body)


@law(sample=30, full=3000)
def test_what_is_asked_later_changes_no_answer(seed: int, common: SharedInput) -> None:
    """Topics and rounds that come, go or move change no answer that was given, or an error tells them."""
    dice = random.Random(seed)
    series = series_of(dice)
    answers = answers_of(dice, [*series["marks"]["table"]["topics"]])
    profile = json.dumps(
        {
            "partner": {"name": "架空機関", "country": "架空国"},
            "edition": "2026-11",
            "survey": "first",
            "answers": {"support": [answers]},
        },
        ensure_ascii=False,
    )
    before, remark = meaning(series, profile, common)
    try:
        after, remark_after = meaning(changed(series, dice), profile, common)
    except BrochureError as error:
        assert {one.code for one in error.problems} <= TOLD
        return
    assert remark_after == remark
    assert {topic: answer for topic, answer in after.items() if topic in before} == before
    assert {answer for topic, answer in after.items() if topic not in before} <= {Answer.NOT_ASKED}
