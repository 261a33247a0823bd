"""``brochure survey open``: write a round of the survey into the series, with its questions as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.document.partial_date import PartialDate
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.revision.yaml_edit.edit import Edit, Put, Remove
from brochure.schema.series import SeriesData, validate_series
from brochure.schema.yaml_reader import Data, parse_yaml
from brochure.storage.atomic import replace_files
from brochure.storage.workspace import SERIES, Workspace

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class OpenedRound:
    """A round that was written: its file as it is shown, and how much it asks."""

    file: str
    questions: int
    topics: int


def open_round(where: Workspace, name: str, asked: PartialDate, title: str = "") -> OpenedRound:
    """Add a round to ``surveys`` of the series; only the ``survey:`` of older series goes for it.

    Args:
        where: The workspace.
        name: The id of the round, by which profiles name it.
        asked: When the partners are asked.
        title: The title of the survey.

    Raises:
        BrochureError: The name is none (D256) or is taken (D255), the series has mistakes, or it was saved
            meanwhile (F121).
    """
    path = where.profiles / SERIES
    raw, shown = where.read(path), where.shown(path)
    if not _NAME.fullmatch(name):
        raise BrochureError([problem("D256", None, survey=name)])
    _check_series(raw, shown)
    source = parse_yaml(raw, shown)
    data = source.data if isinstance(source.data, dict) else {}
    if name in _mapping(data.get("surveys")):
        raise BrochureError([problem("D255", source.locate_key(("surveys", name)), survey=name)])
    edits: list[Edit] = [Put(("surveys", name), _snapshot(data, asked, title), [*SeriesData.model_fields])]
    if "survey" in data:  # the date of an older series becomes this round
        edits.append(Remove(("survey",)))
    text = apply_edits(source, edits)
    made = validate_series(text.encode(), shown).data
    replace_files({path: text.encode()}, {path: raw})
    return OpenedRound(shown, len(made.questions), sum(len(table.topics) for table in made.marks.values()))


def _check_series(raw: bytes, shown: str) -> None:
    """Check the series as it is; it may lack the round that is about to be made.

    Raises:
        BrochureError: Other mistakes of the file.
    """
    try:
        validate_series(raw, shown)
    except BrochureError as error:
        others = [one for one in error.problems if not _is_a_missing_round(one)]
        if others:
            raise BrochureError(others, error.warnings) from None


def _is_a_missing_round(one: Problem) -> bool:
    return one.code == "P165" or (one.code == "P102" and dict(one.details).get("key") == "surveys")


def _mapping(data: Data) -> dict[str, Data]:
    return data if isinstance(data, dict) else {}


def _snapshot(series: dict[str, Data], asked: PartialDate, title: str) -> dict[str, Data]:
    """The questions and topics of the series, as a round keeps them."""
    found: dict[str, Data] = {"title": title} if title else {}
    found["asked"] = asked.iso()
    found["questions"] = {**_mapping(series.get("questions"))}
    if marks := _mapping(series.get("marks")):
        found["marks"] = {key: {**_mapping(_mapping(table).get("topics"))} for key, table in marks.items()}
    return found
