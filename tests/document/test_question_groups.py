"""Questions without an answer are printed together, and columns have about as many answers each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brochure.document.question_groups import column_starts, question_groups
from brochure.document.tree import Document, Paragraph, Question, Text


def asked(number: int, *, answered: bool) -> Question:
    blocks = (Paragraph((Text("答え"),)),) if answered else ()
    title = Paragraph((Text(f"質問{number}"),))
    return Question(f"q{number}", number, str(number), title, blocks, unanswered=not answered)


@pytest.mark.parametrize(
    ("answers", "groups", "turns"),
    [  # ○ answered, – without an answer; the groups; those that begin the second of two columns
        ("○○○○", [[1], [2], [3], [4]], {2}),
        ("○○––", [[1], [2], [3, 4]], {1}),
        ("○–○–", [[1], [2], [3], [4]], {2}),
        ("––○○", [[1, 2], [3], [4]], {2}),
        ("○––○", [[1], [2, 3], [4]], {2}),
        ("––––", [[1, 2, 3, 4]], set()),
        ("○–––", [[1], [2, 3, 4]], set()),
        ("○○○", [[1], [2], [3]], {2}),
    ],
)
def test_adjoining_questions_without_an_answer_are_one_group(
    document: Document, answers: str, groups: list[list[int]], turns: set[int]
) -> None:
    questions = tuple(asked(number, answered=sign == "○") for number, sign in enumerate(answers, start=1))
    changed = replace(document, questions=questions, unanswered=Paragraph((Text("回答のない質問"),)))
    found = list(question_groups(changed))
    assert [[question.number for question in group.questions] for group in found] == groups
    assert [group.heading is not None for group in found] == [group.unanswered for group in found]
    assert column_starts(changed, 2) == turns
