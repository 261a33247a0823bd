"""Derived texts: map an edit of a text that is made from several values, or of a date, to the values."""

from __future__ import annotations

import re
from collections.abc import Callable

from brochure.diagnostics.problem import Problem, problem
from brochure.document.partial_date import PartialDate
from brochure.schema.yaml_reader import Data, YamlPath, YamlText

NewValues = list[tuple[YamlPath, Data]]
"""Pairs of path and new value; None removes the value."""

ValueMapper = Callable[[YamlPath, str, str, YamlText], "NewValues | Problem"]
"""Takes the path of the text, its words before and after the edit, and the YAML that was sent."""


def value_mapper_of(address: str) -> ValueMapper | None:
    """Return the function that maps an edit of a derived text to values; None if the text is a value."""
    if address == "partner.country":
        return _kicker
    if address == "edition":
        return _edition_line
    return _date if address.endswith(".date") and address.startswith("answers.") else None


def _date(path: YamlPath, _before: str, after: str, _base: YamlText) -> NewValues | Problem:
    """A date of a fact; words that are no date become ``text``."""
    if found := PartialDate.read(after):
        return [(path, found.iso())]
    return [(path, None), ((*path[:-1], "text"), after)]


_EVENT = re.compile(r"(?P<label>.+) (?P<year>\d{4})年")


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
        made.append((("partner", "country"), new[0]))
    if listed and old[-1] != new[-1]:
        events = new[-1].split("・")
        if len(events) != len(listed):
            return problem("D203")
        for index, (text, event) in enumerate(zip(events, listed, strict=True)):
            found = _EVENT.fullmatch(text.strip())
            if found is None or not isinstance(event, dict):
                return problem("D203")
            date = str(event.get("date"))
            if found["label"] != event.get("label"):
                made.append((("milestones", index, "label"), found["label"]))
            if found["year"] != date[:4]:
                if len(date) > 4:  # month and day are not printed, so their new values are unknown
                    return problem("D203")
                made.append((("milestones", index, "date"), found["year"]))
    return made or problem("D203")


def _edition_line(_path: YamlPath, before: str, after: str, base: YamlText) -> NewValues | Problem:
    """The edition line, such as 2026年11月版　内容は2019年11月時点."""
    parts = [part for part in re.split(r"[\s\u3000]+", after.strip()) if part]
    made: NewValues = []
    for part in parts:
        edition = re.fullmatch(r"(.+)版", part)
        as_of = re.fullmatch(r"内容は(.+)時点", part)
        date = PartialDate.read((edition or as_of)[1]) if edition or as_of else None  # type: ignore[index]
        if date is None:
            return problem("D203")
        key = "edition" if edition else "as_of"
        if date.iso() != _value(base, (key,)):
            made.append(((key,), date.iso()))
    if "as_of" not in {path[0] for path, _ in made} and "時点" in before and "時点" not in after:
        made.append((("as_of",), None))
    return made or problem("D203")


def _value(base: YamlText, path: YamlPath) -> Data:
    try:
        return base.value(path)
    except (KeyError, IndexError, TypeError):
        return None
