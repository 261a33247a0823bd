"""What the list shows of each partner. A file of the workspace is read when it changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from brochure.diagnostics.problem import BrochureError, Problem
from brochure.document import palette
from brochure.document.collation import collation_key
from brochure.document.written_date import DateError, read_date
from brochure.schema.profile import ProfileData
from brochure.schema.references import profile_keys
from brochure.schema.series import Series, SeriesData, validate_series
from brochure.schema.survey_rounds import topics_of_round
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.workspace import SERIES, Workspace

Stamp = tuple[int, int, int]
"""The state of a file on disk: time, size and number; zeros without a file."""

_DEFAULT_ACCENT = str(ProfileData.model_fields["accent"].default)
_RECENT = 2_000_000_000  # ns: a file saved twice within the clock's step of a file system has one time


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner in the list.

    Attributes:
        id: The name of its file.
        texts: Name, reading, country and the others of :data:`TEXTS`; ``""`` for what the profile lacks.
        updated: The time of the file, in seconds.
        unanswered: How many answers are missing; see :func:`count_unanswered`. None without a series.
        silent: The numbers of the questions without an answer.
        broken: Why the file cannot be read. The texts are then those that were read last.
    """

    id: str
    texts: dict[str, str]
    updated: float = 0.0
    unanswered: int | None = None
    silent: tuple[int, ...] = ()
    broken: Problem | None = None


TEXTS = ("name", "reading", "latin", "country", "region", "kind", "as_of", "edition", "accent")
_NO_TEXTS = {**dict.fromkeys(TEXTS, ""), "accent": _DEFAULT_ACCENT}


@dataclass(frozen=True, slots=True)
class ListedPartners:
    """All partners of a workspace in their order, the series if it can be read, and its problems."""

    rows: tuple[PartnerRow, ...]
    series: SeriesData | None
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class PartnerRows:
    """The rows of all partners. Requests of several threads may ask for them at once."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _rows: dict[str, tuple[Stamp, PartnerRow]] = field(default_factory=dict)
    _series: tuple[Stamp, Series | None, tuple[Problem, ...]] | None = None
    reads: int = 0  # how many files were read, for tests

    def read(self, where: Workspace) -> ListedPartners:
        """Return the partners by region and reading.

        A file that cannot be read is listed with its problem. Without a series, or with a broken one, the
        partners are listed all the same.

        Raises:
            BrochureError: The folder of the profiles cannot be read (F104).
        """
        with self._lock:
            series, problems = self._read_series(where)
            data = series.data if series else None
            names = where.names()
            rows = [self._read_row(where, name, data) for name in names]
            self._rows = {name: self._rows[name] for name in names}
        order = list(data.regions) if data else []
        rows.sort(key=lambda row: _order(row, order))
        return ListedPartners(tuple(rows), data, problems)

    def _read_series(self, where: Workspace) -> tuple[Series | None, tuple[Problem, ...]]:
        path = where.profiles / SERIES
        stamp = file_stamp(path)
        if self._series is None or self._series[0] != stamp or _is_recent(stamp):
            self.reads += 1
            former = self._series[1] if self._series else None
            try:
                series = validate_series(where.read(path), where.shown(path))
                found: tuple[Series | None, tuple[Problem, ...]] = (series, series.warnings)
            except BrochureError as error:
                found = (None, error.problems)
            self._series = (stamp, *found)
            if (former.data if former else None) != (found[0].data if found[0] else None):
                self._rows = {name: ((0, 0, 0), row) for name, (_, row) in self._rows.items()}
        return self._series[1:]

    def _read_row(self, where: Workspace, name: str, series: SeriesData | None) -> PartnerRow:
        path = where.profiles / f"{name}.yaml"
        stamp = file_stamp(path)
        former = self._rows.get(name)
        if former and former[0] == stamp and not _is_recent(stamp):
            return former[1]
        self.reads += 1
        row = PartnerRow(name, former[1].texts if former else _NO_TEXTS, stamp[0] / 1e9)
        try:
            data = parse_yaml(where.read(where.profile(name)), where.shown(path), profile_keys()).data
        except BrochureError as error:
            row = replace(row, broken=error.problems[0])
        else:
            row = replace(row, texts=_texts(data, series))
            if series:
                silent = tuple(_silent_questions(data, series))
                row = replace(row, unanswered=count_unanswered(data, series), silent=silent)
        self._rows[name] = (stamp, row)
        return row


def count_unanswered(data: object, series: SeriesData) -> int:
    """Return how many answers a profile lacks: what its pages print as 回答なし, or leave empty as that.

    - A question of the series without a block counts once, whatever tables it might have.
    - In a mark table whose legend has a sign for “none”, each topic in neither list counts. In a table
      without that sign an empty cell is an answer (特に挙げられていない); the table counts once if nothing
      is marked in it.
    - In a fact table, each row that has no content, or the words of ``no_answer``, counts. A row that the
      profile leaves out does not: it is not printed, since not every memorandum was renewed.
    """
    blocks = _blocks(data, series)
    return sum(
        sum(_unanswered_in(block, series, _mapping(data)) for block in listed) if listed else 1
        for listed in blocks.values()
    )


def _silent_questions(data: object, series: SeriesData) -> Iterator[int]:
    for number, blocks in enumerate(_blocks(data, series).values(), start=1):
        if not blocks:
            yield number


def _blocks(data: object, series: SeriesData) -> dict[str, list[Any]]:
    """The blocks of each question of the series."""
    answers = _mapping(_mapping(data).get("answers"))
    return {key: _list(answers.get(key)) for key in series.questions}


def _unanswered_in(block: object, series: SeriesData, profile: Mapping[str, Any]) -> int:
    block = _mapping(block)
    if (table := series.marks.get(str(block.get("marks")))) is not None:
        marked = set(map(str, _list(block.get("marked"))))
        if not table.legend.none:
            return 0 if marked else 1
        if block.get("none") == "rest":
            return 0
        asked = topics_of_round(series.surveys, profile, block)
        topics = {topic for topic in table.topics if asked is None or topic in asked}
        return len(topics - marked - set(map(str, _list(block.get("none")))))
    if str(block.get("facts")) in series.facts:
        return sum(_is_empty(_mapping(row), series.no_answer) for row in _list(block.get("rows")))
    return 0


def _is_empty(row: dict[str, Any], no_answer: str) -> bool:
    said = [row.get("text"), row.get("date"), *_list(row.get("items"))]
    texts = [text.strip() for text in said if isinstance(text, str) and text.strip()]
    return not texts or texts == [no_answer.strip()]


def _texts(data: object, series: SeriesData | None) -> dict[str, str]:
    top = _mapping(data)
    partner = _mapping(top.get("partner"))
    found = {
        key: _text(partner.get(key)) for key in ("name", "reading", "latin", "country", "region", "kind")
    }
    found |= {key: _date(_text(top.get(key))) for key in ("as_of", "edition")}
    if not found["edition"] and series and series.edition:
        found["edition"] = series.edition.iso()
    accent = _text(top.get("accent"))
    try:
        palette.parse_colour(accent)
    except ValueError:
        accent = _DEFAULT_ACCENT
    return {**found, "accent": accent.lower()}


def _date(text: str) -> str:
    """A date in the form of a profile (2019-11); what is no date stays as it is typed."""
    try:
        return read_date(text).date.iso()
    except DateError:
        return text


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _order(row: PartnerRow, regions: list[str]) -> tuple[int, tuple[bool, str, str], str]:
    region = row.texts["region"]
    place = regions.index(region) if region in regions else len(regions)
    return place, collation_key(row.texts["reading"] or row.texts["name"] or row.id), row.id


def file_stamp(path: Path) -> Stamp:
    """Return the state of a file, which changes when it is saved."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return (0, 0, 0)
    return found.st_mtime_ns, found.st_size, found.st_ino


def _is_recent(stamp: Stamp) -> bool:
    """Whether a file may be saved again without another stamp; also if its time is in the future."""
    return time.time_ns() - stamp[0] < _RECENT
