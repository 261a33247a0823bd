"""A change of a profile that an answer makes, and what changes are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from brochure.build.load import LoadedPartner
from brochure.diagnostics.problem import Problem
from brochure.revision.yaml_edit.edit import Edit, Insert, Put
from brochure.schema.yaml_reader import Data, YamlPath
from brochure.survey.answers import SurveyAnswer
from brochure.survey.form import SurveyForm

ADDED = ".+"  # in the address of what the profile has not


@dataclass(frozen=True, slots=True)
class SurveyChange:
    """What an answer changes, or confirms.

    Attributes:
        codes: The items whose answers it takes.
        at: The address in the profile.
        label: What it is, in words.
        old, new: The words before and after; the same for what is confirmed.
        edits: The edits of the profile's YAML; none if nothing has to be written.
        remarks: What to look at: calls that are dropped, a text that is too long.
        lines: The parts of a table that differ, each with its words before and after.
    """

    codes: tuple[str, ...]
    at: str
    label: str
    old: str = ""
    new: str = ""
    edits: tuple[Edit, ...] = ()
    remarks: tuple[Problem, ...] = ()
    lines: tuple[tuple[str, str, str], ...] = ()

    @property
    def confirms(self) -> bool:
        """Whether it says that what we hold is still right."""
        return self.old == self.new and not self.lines


@dataclass(frozen=True, slots=True)
class ChangeSource:
    """What changes are made from.

    Attributes:
        form: The form that was sent.
        now: The form as it would be sent now; its texts are what we hold now.
        loaded: The partner.
        answers: The answers by code.
        date: The date of the answers, in ISO 8601: ``as_of`` of rows.
        taken: The codes of answers that are in the profile already; they change nothing more.
    """

    form: SurveyForm
    now: SurveyForm
    loaded: LoadedPartner
    answers: Mapping[str, SurveyAnswer]
    date: str
    taken: frozenset[str] = frozenset()

    @property
    def data(self) -> dict[str, Data]:
        """The data of the profile."""
        data = self.loaded.profile.source.data
        return data if isinstance(data, dict) else {}

    def value(self, path: YamlPath) -> Data:
        """The value at a path of the profile; None if there is none."""
        try:
            return self.loaded.profile.source.value(path)
        except (KeyError, IndexError, TypeError):
            return None


def added_block(source: ChangeSource, path: YamlPath, block: Data) -> Edit:
    """The edit that adds a block at the end of a question's answer."""
    blocks = source.value(path)
    if isinstance(blocks, list) and blocks:
        return Insert(path, len(blocks), block)
    return Put(path, [block], [*source.loaded.common.series.data.questions])
