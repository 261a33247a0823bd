"""Edits of printed dates: what a field gets, and which dates of a citation only have another form.

A date is printed in the form of the house, whatever form a file has. So another form of the same date changes
nothing that is printed: a person decides whether the file gets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from brochure.diagnostics.problem import Problem, problem
from brochure.document.partial_date import PartialDate
from brochure.document.printed_words import house_forms, is_house_date
from brochure.document.written_date import DateError, FoundDate, WrittenDate, find_dates, read_date
from brochure.revision.change import Change, UnresolvedEdit
from brochure.schema.csl_dates import csl_date
from brochure.schema.csl_items import DATES
from brochure.schema.yaml_reader import Data, YamlPath

_SAME_DATE = "D241"
_OTHER_FORM = "D242"
_NOTHING_CHANGES = "D243"
_ONLY_THE_FORM = 0.5  # confidence: the file may keep the form, but the page does not show it
_KEYS = ("date", "as_of", "valid_until", "asked", "published", *DATES)


@dataclass(frozen=True, slots=True)
class NewDate:
    """What the field of an edited date gets; ``remark`` says that the page shows another form."""

    value: str
    sure: float = 1.0
    remark: Problem | None = None


def edited_date(before: Data, printed: str, typed: str) -> NewDate | Problem:
    """Return the new value of a field with a date: as it was typed, or in ISO if it has the printed form.

    Args:
        before: The value of the field.
        printed: The date as it was printed.
        typed: The date as it was typed over it.

    Returns:
        The new value, or the reason why nothing changes (D243).

    Raises:
        DateError: It is not a date.

    >>> edited_date("2018-05-08", "2018年5月8日", "2019年6月1日").value
    '2019-06-01'
    >>> edited_date("2018-05-08", "2018年5月8日", "R1.6.1").value
    'R1.6.1'
    """
    written = read_date(typed)
    if same_dates(before, written.typed):
        if written.typed == before:
            return nothing_changes(printed, typed)
        return NewDate(
            written.typed, _ONLY_THE_FORM, problem(_SAME_DATE, printed=printed, typed=written.typed)
        )
    if has_printed_form(written, printed):
        return NewDate(written.date.iso())
    return NewDate(written.typed, remark=other_form(written))


def has_printed_form(written: WrittenDate, printed: str) -> bool:
    """Whether a date is typed in the form in which another one was printed, or nothing was printed."""
    if written.has_form_of(printed):
        return True
    typed = house_forms(written.typed, written.date)
    if not printed:
        return is_house_date(written.typed, written.date)
    try:
        return not typed.isdisjoint(house_forms(printed, read_date(printed).date))
    except DateError:
        return False


def other_form(written: WrittenDate) -> Problem:
    """The remark that a date is printed in the form of the house (D242)."""
    return problem(_OTHER_FORM, typed=written.typed, date=written.date.iso())


def date_remark(key: str, value: str, words: str) -> Problem | None:
    """The remark about the new value of a field of a source: a date that is not printed as it was typed.

    A date in ISO stands for one in the printed form, unless ``words``, the edited citation, have it so.
    """
    try:
        written = read_date(value)
    except DateError:
        return None
    is_printed = written.typed == written.date.iso() and written.typed not in words
    return other_form(written) if key in DATES and not is_printed else None


def nothing_changes(printed: str, typed: str) -> Problem:
    """The reason why another form of the same date changes nothing (D243)."""
    return problem(_NOTHING_CHANGES, printed=printed, typed=typed)


def dates_in_other_form(changes: Iterable[Change]) -> list[tuple[str, str]]:
    """Return the dates that these changes do not print as they were typed, with the words of their lines."""
    marked = [one for one in changes if one.remark and one.remark.code in (_SAME_DATE, _OTHER_FORM)]
    return [(line, typed) for one in marked for line in one.new.split("\n") for typed in _dates_in(one.after)]


def dates_left_in_other_form(left: Iterable[UnresolvedEdit]) -> list[tuple[str, str]]:
    """Return the dates that only have another form (D243), with the words of their lines."""
    return [
        (one.new, str(dict(one.reason.details)["typed"]))
        for one in left
        if one.reason.code == _NOTHING_CHANGES
    ]


def _dates_in(value: Data) -> list[str]:
    """The date that a change writes; also those in new rows of a table."""
    if isinstance(value, str):
        return [value]
    rows = value if isinstance(value, list) else [value]
    return [str(row["date"]) for row in rows if isinstance(row, dict) and row.get("date")]


def is_printed_date(printed: str, date: PartialDate) -> bool:
    """Whether printed words are a date, or the part of it that is printed: only the year.

    >>> is_printed_date("2018年", PartialDate(2018, 5, 8)), is_printed_date("2018年6月", PartialDate(2018, 5))
    (True, False)
    """
    try:
        found = read_date(printed).date
    except DateError:
        return False
    return found == PartialDate(date.year, date.month * bool(found.month), date.day * bool(found.day))


def is_date(path: YamlPath) -> bool:
    """Whether the value at a path of a file is a date."""
    return path[-1:] == ("edition",) == path[:1] or (bool(path) and path[-1] in _KEYS)


def same_dates(one: Data, other: Data) -> bool:
    """Whether two values are the same date in any form.

    >>> same_dates("2018-05", "平成30年5月"), same_dates("2018-05", "2018-05-01"), same_dates("昨年", "昨年")
    (True, False, False)
    """
    try:
        return csl_date(one) == csl_date(other)
    except (ValueError, TypeError, KeyError):
        return False


@dataclass(frozen=True, slots=True)
class OtherForm:
    """A date of an edited citation that only has another form: as it was printed, and as it was typed."""

    printed: str
    typed: str
    date: PartialDate


def with_printed_dates(
    before: str, after: str, elsewhere: Sequence[tuple[int, int]] = ()
) -> tuple[str, list[OtherForm]]:
    """Return an edited citation with its dates in the form in which they were printed, and their other forms.

    Args:
        before: The citation as it was printed.
        after: The edited citation.
        elsewhere: Where the citation has fields that are not dates, such as a title with a year.

    >>> with_printed_dates("調査（2018年7月）より", "調査（平成30年7月）から")[0]
    '調査（2018年7月）から'
    """
    printed = [
        one
        for one in find_dates(before, bare_years=True)
        if not any(one.start < end and start < one.end for start, end in elsewhere)
    ]
    typed = list(find_dates(after, bare_years=True))
    for one in [*typed]:
        same = next((other for other in printed if other.typed == one.typed), None)
        if same is not None:  # untouched
            printed.remove(same)
            typed.remove(one)
    pairs: list[tuple[FoundDate, FoundDate]] = []
    for one in typed:
        same = next((other for other in printed if other.date == one.date), None)
        if same is not None:
            printed.remove(same)
            pairs.append((same, one))
    made, at = [], 0
    for same, one in pairs:
        made += [after[at : one.start], same.typed]
        at = one.end
    return "".join((*made, after[at:])), [OtherForm(p.typed, t.typed, t.date) for p, t in pairs]


def date_field(item: Mapping[str, Data], date: PartialDate) -> str | None:
    """Return the field of a source that has a date, if it is written as a text."""
    return next(
        (key for key in DATES if isinstance(item.get(key), str) and same_dates(item[key], date.iso())), None
    )
