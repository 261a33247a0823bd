"""Values of a profile that are old, or no longer valid, at the date of its edition.

The clock plays no part: what is stale in an edition stays so, whenever it is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from brochure.assembly.texts import SERIES
from brochure.diagnostics.problem import Location, Problem, problem
from brochure.diagnostics.visible import show_controls
from brochure.document import markup
from brochure.document.partial_date import PartialDate
from brochure.document.tree import plain_text
from brochure.schema.profile import (
    Block,
    BulletsBlock,
    CalloutBlock,
    CasesBlock,
    FactsBlock,
    ParagraphBlock,
    Profile,
)
from brochure.schema.series import ContactDef, Series

_SHOWN = 20  # characters of a block that name it
_YEAR = 12


@dataclass(frozen=True, slots=True)
class StaleValue:
    """A value that is not current.

    Attributes:
        partner: The id of the profile.
        name: The partner's name.
        value: What it is, in words: the label of a row.
        reason: ``expired`` if it was valid until ``date``, ``old`` if it was true at ``date``.
        date: That date, in ISO 8601.
        months: How many months before the edition.
        at: The address in the profile or the series.
        place: File, line and column.
    """

    partner: str
    name: str
    value: str
    reason: str
    date: str
    months: int
    at: str
    place: str


def stale_values(profile: Profile, series: Series) -> list[StaleValue]:
    """The stale values of a profile, in the order of the file."""
    return [value for value, _ in _found(profile, series)]


def stale_warnings(profile: Profile, series: Series) -> Iterator[Problem]:
    """Yield a warning for each value that is old (S217) or no longer valid (S218)."""
    for value, where in _found(profile, series):
        code = "S217" if value.reason == "old" else "S218"
        details = {"value": value.value, "date": value.date, "months": value.months}
        yield problem(code, where, **details, subject=f"{value.value} {value.at}")


def most_urgent_first(values: Iterable[StaleValue]) -> list[StaleValue]:
    """What is no longer valid, then what is old; the longest first. A value of the series is listed once."""
    once = {(one.at, one.place) if one.at.startswith(SERIES) else one: one for one in values}
    return sorted(once.values(), key=lambda one: (one.reason != "expired", -one.months, one.partner, one.at))


def rows_to_html(rows: Sequence[Sequence[str]], heads: Sequence[str], lang: str) -> str:
    """A table as a page of its own; ``heads`` are its title and those of its columns."""
    title, *columns = map(escape, heads)
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(show_controls(cell))}</td>" for cell in cells) + "</tr>\n"
        for cells in rows
    )
    style = (
        "body { font: 16px/1.6 sans-serif; margin: 2em }\ntable { border-collapse: collapse }\n"
        "th, td { text-align: left; padding: .3em .8em; border-bottom: 1px solid #cfd6dc }"
    )
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{style}</style>\n<h1>{title}</h1>\n<table>\n<tr>{head}</tr>\n{body}</table>\n</html>\n"
    )


def shown_cells(one: StaleValue, everyone: str) -> tuple[str, str, str, str, str]:
    """A row for people: partner (``everyone`` for a value of the series), value, date, months, place."""
    name = everyone if one.at.startswith(SERIES) else one.name
    until = "～" if one.reason == "expired" else ""
    return (name, one.value, until + one.date, str(one.months), one.place)


def _found(profile: Profile, series: Series) -> Iterator[tuple[StaleValue, Location]]:
    edition = profile.data.edition
    for value, at, as_of, until in _dated(profile, series):
        months = _months(until, edition) if until else 0
        if until and months > 0:
            yield _value(profile, series, value, f"{at}.valid_until", "expired", until, months)
            continue
        months = _months(as_of, edition) if as_of else 0
        if as_of and series.data.stale_after is not None and months > series.data.stale_after:
            path = f"{at}.as_of" if at else "as_of"
            yield _value(profile, series, value, path, "old", as_of, months)


def _dated(
    profile: Profile, series: Series
) -> Iterator[tuple[str, str, PartialDate | None, PartialDate | None]]:
    """Yield each value with a date: its words, its address, as of when it is true, and until when."""
    data, words = profile.data, series.data
    yield data.partner.name, "", data.as_of, None
    for question, blocks in data.answers.items():
        for index, block in enumerate(blocks):
            if isinstance(block, ParagraphBlock | BulletsBlock | CalloutBlock | CasesBlock):
                yield _first_words(block), f"answers.{question}.{index}", block.as_of, None
            elif isinstance(block, FactsBlock):
                labels = words.facts[block.facts].rows
                for number, row in enumerate(block.rows):
                    label = labels[row.field] if row.field else row.label or ""
                    at = f"answers.{question}.{index}.rows.{number}"
                    yield _plain(label), at, row.as_of, row.valid_until
    contact: ContactDef = data.contact or words.contact
    at = "contact" if data.contact else f"{SERIES}contact"
    yield _plain(contact.organisation), at, contact.as_of, contact.valid_until


def stale_dates(block: Block, profile: Profile, series: Series) -> dict[PartialDate, list[str]]:
    """What of a block is old: the dates with the labels of the rows; no labels for the block as a whole."""
    edition, most = profile.data.edition, series.data.stale_after
    found: dict[PartialDate, list[str]] = {}
    if most is None:
        return found
    if isinstance(block, FactsBlock):
        labels = series.data.facts[block.facts].rows
        for row in block.rows:
            if row.as_of and _months(row.as_of, edition) > most:
                label = labels[row.field] if row.field else row.label or ""
                found.setdefault(row.as_of, []).append(_plain(label))
        return found
    as_of = getattr(block, "as_of", None)
    return {as_of: []} if as_of and _months(as_of, edition) > most else {}


def _first_words(block: ParagraphBlock | BulletsBlock | CalloutBlock | CasesBlock) -> str:
    """The beginning of a block, by which people know it."""
    match block:
        case ParagraphBlock():
            text = block.paragraph
        case BulletsBlock():
            text = block.bullets[0]
        case CalloutBlock():
            text = block.items[0].title
        case CasesBlock():
            text = block.cases[0].title
    line = _plain(text)
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _plain(text: str) -> str:
    return "".join(plain_text(content, calls=False) for content in markup.parse_markup(text).paragraphs)


def _months(date: PartialDate, edition: PartialDate) -> int:
    """How many months lie between the end of a date and the beginning of an edition; negative if it is later.

    >>> _months(PartialDate(2019, 11), PartialDate(2026, 11)), _months(PartialDate(2026), PartialDate(2026))
    (84, -11)
    """
    return (edition.year - date.year) * _YEAR + (edition.month or 1) - (date.month or _YEAR)


def _value(
    profile: Profile, series: Series, value: str, at: str, reason: str, date: PartialDate, months: int
) -> tuple[StaleValue, Location]:
    where = profile.locate(at)
    if at.startswith(SERIES):
        where = series.source.locate(tuple(at.removeprefix(SERIES).split(".")))
    name = profile.data.partner.name
    return StaleValue(profile.id, name, value, reason, date.iso(), months, at, str(where)), where
