"""``brochure survey open``: write a round of the survey into the series, with its questions as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from brochure.build.load import load_series
from brochure.diagnostics.problem import BrochureError, problem
from brochure.document.partial_date import PartialDate
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.revision.yaml_edit.edit import Put
from brochure.schema.series import SeriesData, validate_series
from brochure.schema.yaml_reader import Data
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
    """Add a round to ``surveys`` of the series; nothing else in the file changes.

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
    raw = where.read(path)
    series = load_series(where)
    if not _NAME.fullmatch(name):
        raise BrochureError([problem("D256", None, survey=name)])
    if name in series.data.surveys:
        here = series.source.locate_key(("surveys", name))
        raise BrochureError([problem("D255", here, survey=name)])
    text = apply_edits(
        series.source,
        [Put(("surveys", name), _snapshot(series.data, asked, title), [*SeriesData.model_fields])],
    )
    validate_series(text.encode(), series.source.file)
    replace_files({path: text.encode()}, {path: raw})
    topics = sum(len(table.topics) for table in series.data.marks.values())
    return OpenedRound(series.source.file, len(series.data.questions), topics)


def _snapshot(series: SeriesData, asked: PartialDate, title: str) -> dict[str, Data]:
    """The questions and topics of the series, as a round keeps them."""
    found: dict[str, Data] = {"title": title} if title else {}
    found["asked"] = asked.iso()
    found["questions"] = {**series.questions}
    if series.marks:
        found["marks"] = {key: {**table.topics} for key, table in series.marks.items()}
    return found
