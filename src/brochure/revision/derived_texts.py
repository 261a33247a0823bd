"""Derived texts: map an edit of a text that is made from several values, or of a date, to the values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from brochure.diagnostics.problem import Problem, caused_problem, problem
from brochure.document.printed_words import PrintedWords
from brochure.document.written_date import DateError, DateFaultKind, find_dates, read_date
from brochure.revision.date_edits import NewDate, edited_date, has_printed_form, nothing_changes
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

ValueMapper = Callable[[YamlPath, str, str, YamlText, PrintedWords], "NewValues | Problem"]
"""Takes the path of the text, the text before and after the edit, the YAML that was sent, and the words."""


def value_mapper_of(address: str) -> ValueMapper | None:
    """Return the function that maps an edit of a derived text to values; None if the text is a value."""
    if address == "partner.country":
        return _kicker
    if address == "edition":
        return _edition_line
    if address == "seminar.date":
        return _seminar_date
    if _DATE_OF_EVENT.fullmatch(address):
        return _date_of_event
    return _date if address.endswith(".date") and address.startswith("answers.") else None


def _date(
    path: YamlPath, before: str, after: str, base: YamlText, _words: PrintedWords
) -> NewValues | Problem:
    """A date of a fact; words that are no date, or say more than the date, become ``text``."""
    try:
        written = read_date(after)
        if not written.says_more or has_printed_form(written, before):  # 2018（平成30）年 says a year twice
            return [_new_date(path, edited_date(_value(base, path), before, after))]
    except DateError as fault:
        if fault.kind in _NO_SUCH_DATE:  # 平成35年
            cause = problem(date_code(fault), None, value=after, **date_details(fault))
            return caused_problem("D208", cause)
    return [NewValue(path, None), NewValue((*path[:-1], "text"), after)]


def _new_date(path: YamlPath, found: NewDate | Problem) -> NewValue | Problem:
    return NewValue(path, found.value, found.sure, found.remark) if isinstance(found, NewDate) else found


def _seminar_date(
    path: YamlPath, before: str, after: str, base: YamlText, _words: PrintedWords
) -> NewValues | Problem:
    """The date of a booklet's event."""
    try:
        if not read_date(after).says_more:
            return [_new_date(path, edited_date(_value(base, path), before, after))]
    except DateError:
        pass
    return problem("D229", found=after)


_DATE_OF_EVENT = re.compile(r"milestones\.\d+\.date")


def _date_of_event(
    path: YamlPath, before: str, after: str, base: YamlText, _words: PrintedWords
) -> NewValues | Problem:
    """The date of a milestone on the axis of years."""
    try:
        if not read_date(after).says_more:
            return [_new_date(path, edited_date(_value(base, path), before, after))]
    except DateError as fault:
        if fault.kind in _NO_SUCH_DATE:
            return caused_problem("D208", problem(date_code(fault), None, value=after, **date_details(fault)))
    return problem("D229", found=after)


def part_event(text: str) -> tuple[str, str] | None:
    """Part an event of the axis that was typed over as a whole into its label and its date, or return None.

    >>> part_event("姉妹提携 1984年"), part_event("1984年")
    (('姉妹提携', '1984年'), None)
    """
    typed = text.strip()
    date = next((one for one in find_dates(typed, bare_years=True) if one.end == len(typed)), None)
    label = typed[: date.start].strip() if date else ""
    return (label, typed[date.start :]) if date and label else None


def _event_form(words: PrintedWords) -> re.Pattern[str]:
    """The form of a milestone in the kicker: its label and its year."""
    sign = words["title.before_year"].strip()
    between = rf"\s*{re.escape(sign)}\s*" if sign else r"[ \u3000]"
    return re.compile(rf"(?P<label>.+){between}(?P<when>\S+)")


def _split(text: str, separator: str, alike: str = "") -> list[str]:
    """Split a text at a separator, or at one that looks like it; blanks around it may be missing."""
    sign = separator.strip() or separator
    pattern = f"[{re.escape(sign + alike)}]" if len(sign) == 1 else re.escape(sign)
    return [part.strip() for part in re.split(pattern, text)]


def _kicker(
    _path: YamlPath, before: str, after: str, base: YamlText, words: PrintedWords
) -> NewValues | Problem:
    """The country, and milestones with their years (中国 ／ 友好提携 1983年) or the kind (中国 ／ 州・省)."""
    old, new = before.split(words["title.after_place"]), _split(after, words["title.after_place"], "／/")
    milestones = base.data.get("milestones") if isinstance(base.data, dict) else None
    listed = milestones if isinstance(milestones, list) else []
    country = _value(base, ("partner", "country"))
    has_place = len(old) == (2 if listed else 1)
    between = words["title.between_events"]
    if listed and old[-1] != between.join(_event_with_year(event, words) for event in listed):
        listed, has_place = [], True  # the milestones are on the axis of years
        if old[1:] != new[1:]:
            return problem("D203")
    if len(old) != len(new):
        return problem("D203")
    made: NewValues = []
    if has_place and old[0] != new[0]:
        if country is None:
            return problem("D203")
        made.append(NewValue(("partner", "country"), new[0]))
    if listed and old[-1] != new[-1]:
        events = _split(new[-1], words["title.between_events"])
        if len(events) != len(listed):
            return problem("D203")
        for index, (text, event) in enumerate(zip(events, listed, strict=True)):
            found = _event_form(words).fullmatch(text)
            if found is None or not isinstance(event, dict):
                return problem("D203")
            if found["label"] != event.get("label"):
                made.append(NewValue(("milestones", index, "label"), found["label"]))
            try:
                made += _year_of_event(index, str(event.get("date")), found["when"], words)
            except DateError:
                return problem("D203")
    return made or problem("D203")


def _event_with_year(event: Data, words: PrintedWords) -> str:
    """A milestone as the kicker prints it."""
    if not isinstance(event, dict):
        return ""
    try:
        year = words.year(read_date(str(event.get("date"))).date)
    except DateError:
        return ""
    return f"{event.get('label')}{words['title.before_year']}{year}"


def _year_of_event(index: int, before: str, typed: str, words: PrintedWords) -> NewValues:
    """The year of a milestone; its month and day are not printed.

    Raises:
        DateError: It is no year, or the new month and day are unknown.
    """
    date, year = read_date(before).date, read_date(typed)
    printed = words.year(date)
    if typed == printed:
        return []
    if year.date.month or (date.month and year.date.year != date.year):
        raise DateError(typed, DateFaultKind.UNREADABLE)
    if date.month:
        return [nothing_changes(printed, typed)]
    return [_new_date(("milestones", index, "date"), edited_date(before, printed, typed))]


def _edition_line(
    _path: YamlPath, before: str, after: str, base: YamlText, words: PrintedWords
) -> NewValues | Problem:
    """The edition line, such as 2026年11月版　内容は2019年11月時点."""
    printed, edited = (dict(_dates_of_edition_line(line, words)) for line in (before, after))
    made: NewValues = []
    for key, typed in edited.items():
        if not key:
            return problem("D203")
        if typed != printed.get(key):
            try:
                found = edited_date(_value(base, (key,)), printed.get(key, ""), typed)
            except DateError:
                return problem("D203")
            made.append(_new_date((key,), found))
    if "as_of" in printed and "as_of" not in edited:
        made.append(NewValue(("as_of",), None))
    return made or problem("D203")


def _dates_of_edition_line(line: str, words: PrintedWords) -> Iterator[tuple[str, str]]:
    """Yield the key and the date of each part of the edition line; an empty key for other words."""
    (first, after_edition), (before_contents, last) = (
        map(_with_any_blanks, words.parts(f"edition.{key}")) for key in ("name", "contents_of")
    )
    rest = line.strip()
    if found := re.match(rf"{first}(.+?){after_edition}(?={before_contents}|$)", rest):
        yield "edition", found[1].strip()
        rest = rest[found.end() :]
    if found := re.fullmatch(rf"{before_contents}(.+?){last}", rest):
        yield "as_of", found[1].strip()
    elif rest:
        yield "", rest


def _with_any_blanks(text: str) -> str:
    """A pattern for a text with any number of blanks around its words."""
    return r"\s*".join(["", *(re.escape(word) for word in text.split()), ""]) if text.strip() else r"\s*"


def _value(base: YamlText, path: YamlPath) -> Data:
    try:
        return base.value(path)
    except (KeyError, IndexError, TypeError):
        return None
