"""Questions as they are printed: each with its answer, those without an answer as one quiet block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from brochure.document.tree import Document, Paragraph, Question


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions that are printed together: one with its answer, or all adjoining ones without an answer.

    ``heading`` names a group without an answer; the others have none.
    """

    questions: tuple[Question, ...]
    unanswered: bool
    heading: Paragraph | None


def question_groups(document: Document) -> Iterator[QuestionGroup]:
    """Yield the questions in their order; adjoining ones without an answer are one group."""
    for unanswered, questions in groupby(document.questions, key=lambda question: question.unanswered):
        if unanswered:
            yield QuestionGroup(tuple(questions), True, document.unanswered)
        else:
            yield from (QuestionGroup((question,), False, None) for question in questions)


def column_starts(document: Document, columns: int) -> frozenset[int]:
    """The indices of the groups of questions that begin a column, except the first.

    Each column has as many answered questions as the others; the last may have fewer. Questions without an
    answer follow the one before them.
    """
    answered = [index for index, group in enumerate(question_groups(document)) if not group.unanswered]
    each = max(1, -(-len(answered) // columns))
    return frozenset(answered[each::each])
