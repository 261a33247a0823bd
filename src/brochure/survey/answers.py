"""An answer as it was read: what it means, how sure that is, and what to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from brochure.diagnostics.problem import Problem
from brochure.survey.vocabulary import CellSign


class AnswerState(Enum):
    """How an item came back."""

    CERTAIN = "certain"
    ASK = "ask"  # something was said that is not certain
    BLANK = "blank"  # the cell is there, and empty
    MISSING = "missing"  # the item is not in the file


class Meaning(Enum):
    """What a certain answer means."""

    NOTHING = ""
    YES = "marked"
    NO = "none"
    NA = "na"  # the partner cannot answer
    STILL = "still"  # what we hold is still right
    TEXT = "text"  # a new text


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """The answer to one item.

    Attributes:
        code: The code of the item.
        state: How it came back.
        meaning: What it means, if it is certain.
        text: The new text; of a date in ISO 8601.
        found: What stands in the file.
        question: What to ask, if it is not certain.
        reply: What was found out later, with who said so; it decided an answer that was asked.
    """

    code: str
    state: AnswerState
    meaning: Meaning = Meaning.NOTHING
    text: str = ""
    found: str = ""
    question: Problem | None = None
    reply: str = ""

    def says_the_same(self, other: SurveyAnswer) -> bool:
        """Whether two answers mean the same."""
        return (self.state, self.meaning, self.text) == (other.state, other.meaning, other.text)


@dataclass(frozen=True, slots=True)
class FormReading:
    """What a file says: an answer for each item of the form, in its order, and remarks about the rest."""

    answers: Mapping[str, SurveyAnswer]
    remarks: tuple[Problem, ...] = ()


MARK_MEANINGS = {CellSign.YES: Meaning.YES, CellSign.NO: Meaning.NO, CellSign.NA: Meaning.NA}
