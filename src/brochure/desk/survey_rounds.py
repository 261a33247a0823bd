"""The state of the newest round of the survey for each partner: what ``brochure survey status`` tells."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.desk.documents import told_problems
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.schema.series import SeriesData
from brochure.schema.survey_rounds import latest_round
from brochure.storage.fingerprint import content_digest
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.diagnostics.text_files import Lang
    from brochure.survey.status import RoundRow

_LATE = ("waiting", "open")  # states in which answers are still due


@dataclass(frozen=True, slots=True)
class RoundState:
    """The newest round of the survey.

    Attributes:
        id: Its name in the series.
        title: Its title; may be empty.
        late: By how many days answers that did not come are late.
        partners: The state of each partner, or why it cannot be read.
    """

    id: str
    title: str
    late: int
    partners: dict[str, RoundRow | Problem]


@dataclass(slots=True)
class SurveyRounds:
    """The newest round; the files of a partner are read again only when they changed."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _found: dict[str, tuple[tuple[str, ...], RoundRow | Problem]] = field(default_factory=dict)
    reads: int = 0  # how often the files of a partner were read, for tests

    def read(self, where: Workspace, series: SeriesData | None, names: Iterable[str]) -> RoundState | None:
        """Return the state of the newest round; None as long as no form of it was sent."""
        from brochure.survey.status import days_late
        from brochure.survey.store import survey_folder

        chosen = latest_round(series.surveys) if series else ""
        if series is None or not chosen or not survey_folder(where, chosen).is_dir():
            return None
        survey = series.surveys[chosen]
        due = survey.due.iso() if survey.due else ""
        with self._lock:
            rows = {name: self._row(where, chosen, name) for name in names}
            self._found = {name: self._found[name] for name in rows}
        late = days_late(due, datetime.date.today().isoformat())
        return RoundState(chosen, survey.title or "", late, rows)

    def _row(self, where: Workspace, survey: str, name: str) -> RoundRow | Problem:
        from brochure.survey.status import partner_round
        from brochure.survey.store import survey_folder

        folder = survey_folder(where, survey)
        files = (folder / "sent" / f"{name}.json", folder / "answers" / f"{name}.yaml")
        key = (survey, *map(_digest, files))
        former = self._found.get(name)
        if former and former[0] == key:
            return former[1]
        self.reads += 1
        try:
            found: RoundRow | Problem = partner_round(where, survey, name, 0)
        except BrochureError as error:
            found = error.problems[0]
        self._found[name] = key, found
        return found


def told_round(state: RoundState | None, name: str, lang: Lang) -> dict[str, Any] | None:
    """Return the state of a partner in a round as JSON."""
    row = state.partners.get(name) if state else None
    if state is None or row is None:
        return None
    if isinstance(row, Problem):
        return {"state": "unreadable", "problem": told_problems([row], lang)[0]}
    return {
        "state": row.state,
        "sent": row.sent,
        "received": row.received,
        "questions": row.questions,
        "missing": row.missing,
        "overdue": state.late if row.state in _LATE else 0,
        "problem": None,
    }


def _digest(path: Path) -> str:
    """The digest of a file; empty if there is none, or it cannot be read."""
    try:
        return content_digest(path)
    except OSError:
        return ""
