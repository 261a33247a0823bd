"""Derived texts: map an edit of a text that is made from several values, or of a date, to the values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from brochure.diagnostics.problem import Problem, caused_problem, problem
from brochure.document.written_date import DateError, DateFaultKind, read_date
from brochure.revision.date_edits import NewDate, edited_date, nothing_changes
from brochure.schema.date_problems import date_code, date_details
from brochure.schema.yaml_reader import Data, YamlPath, YamlText

_NO_SUCH_DATE = (DateFaultKind.DAY, DateFaultKind.ERA, DateFaultKind.CONFLICT)


@dataclass(frozen=True, slots=True)
class NewValue:
    """The new value at a path, with the confidence and a remark; None removes the value."""

    path: YamlPath
    value: Data
    sure: float = 1.0
    remark: Problem | None = None


NewValues = list["NewValue | Problem"]
"""New values, and the reasons why parts of an edit change no value."""

ValueMapper = Callable[[YamlPath, str, str, YamlText], "NewValues | Problem"]
"""Takes the path of the text, its words before and after the edit, and the YAML that was sent."""


def value_mapper_of(address: str) -> ValueMapper | None:
    """Return the function that maps an edit of a derived text to values; None if the text is a value."""
    if address == "partner.country":
        return _kicker
    if address == "edition":
        return _edition_line
    if address == "seminar.date":
        return _seminar_date
    return _date if address.endswith(".date") and address.startswith("answers.") else None


def _date(path: YamlPath, before: str, after: str, base: YamlText) -> NewValues | Problem:
    """A date of a fact; words that are no date, or say more than the date, become ``text``."""
    try:
        if not read_date(after).says_more:
            return [_new_date(path, edited_date(_value(base, path), before, after))]
    except DateError as fault:
        if fault.kind in _NO_SUCH_DATE:  # 平成35年
            cause = problem(date_code(fault), None, value=after, **date_details(fault))
            return caused_problem("D208", cause)
    return [NewValue(path, None), NewValue((*path[:-1], "text"), after)]


def _new_date(path: YamlPath, found: NewDate | Problem) -> NewValue | Problem:
    return NewValue(path, found.value, found.sure, found.remark) if isinstance(found, NewDate) else found


def _seminar_date(path: YamlPath, before: str, after: str, base: YamlText) -> NewValues | Problem:
    """The date of a booklet's event."""
    try:
        if not read_date(after).says_more:
            return [_new_date(path, edited_date(_value(base, path), before, after))]
    except DateError:
        pass
    return problem("D229", found=after)


_EVENT = re.compile(r"(?P<label>.+)[ \u3000](?P<when>\S+)")


def _kicker(_path: YamlPath, before: str, after: str, base: YamlText) -> NewValues | Problem:
    """The kicker, such as 中国 ／ 友好提携 1983年・MOU 2018年: the country, and milestones with years."""
    old, new = before.split(" ／ "), [part.strip() for part in re.split(r"\s*[／/]\s*", after)]
    milestones = base.data.get("milestones") if isinstance(base.data, dict) else None
    listed = milestones if isinstance(milestones, list) else []
    country = _value(base, ("partner", "country"))
    has_place = len(old) == (2 if listed else 1)
    if len(old) != len(new):
        return problem("D203")
    made: NewValues = []
    if has_place and old[0] != new[0]:
        if country is None:
            return problem("D203")
        made.append(NewValue(("partner", "country"), new[0]))
    if listed and old[-1] != new[-1]:
        events = new[-1].split("・")
        if len(events) != len(listed):
            return problem("D203")
        for index, (text, event) in enumerate(zip(events, listed, strict=True)):
            found = _EVENT.fullmatch(text.strip())
            if found is None or not isinstance(event, dict):
                return problem("D203")
            if found["label"] != event.get("label"):
                made.append(NewValue(("milestones", index, "label"), found["label"]))
            try:
                made += _year_of_event(index, str(event.get("date")), found["when"])
            except DateError:
                return problem("D203")
    return made or problem("D203")


def _year_of_event(index: int, before: str, typed: str) -> NewValues:
    """The year of a milestone; its month and day are not printed.

    Raises:
        DateError: It is no year, or the new month and day are unknown.
    """
    date, year = read_date(before).date, read_date(typed)
    printed = f"{date.year}年"
    if typed == printed:
        return []
    if year.date.month or (date.month and year.date.year != date.year):
        raise DateError(typed, DateFaultKind.UNREADABLE)
    if date.month:
        return [nothing_changes(printed, typed)]
    return [_new_date(("milestones", index, "date"), edited_date(before, printed, typed))]


def _edition_line(_path: YamlPath, before: str, after: str, base: YamlText) -> NewValues | Problem:
    """The edition line, such as 2026年11月版　内容は2019年11月時点."""
    printed = dict(_dates_of_edition_line(before))
    made: NewValues = []
    for key, typed in _dates_of_edition_line(after):
        if not key:
            return problem("D203")
        if typed != printed.get(key):
            try:
                found = edited_date(_value(base, (key,)), printed.get(key, ""), typed)
            except DateError:
                return problem("D203")
            made.append(_new_date((key,), found))
    is_gone = "時点" in before and "時点" not in after
    if is_gone:
        made.append(NewValue(("as_of",), None))
    return made or problem("D203")


def _dates_of_edition_line(line: str) -> Iterator[tuple[str, str]]:
    """Yield the key and the date of each part of the edition line; an empty key for other words."""
    for part in filter(None, re.split(r"[\s\u3000]+", line.strip())):
        edition = re.fullmatch(r"(.+)版", part)
        as_of = re.fullmatch(r"内容は(.+)時点", part)
        if found := edition or as_of:
            yield "edition" if edition else "as_of", found[1]
        else:
            yield "", part


def _value(base: YamlText, path: YamlPath) -> Data:
    try:
        return base.value(path)
    except (KeyError, IndexError, TypeError):
        return None
