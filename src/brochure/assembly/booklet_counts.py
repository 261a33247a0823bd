"""Up to three numbers under the foreword of a booklet, counted from its partners: nobody types them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from brochure.assembly.booklet_members import Member
from brochure.document.printed_words import PrintedWords
from brochure.document.tree import KeyNumber, Paragraph, Text
from brochure.schema.series import Series

_AT = "_words:counted"  # they are no values of a file
_LEAST = 2  # one partner, or one country, is no number worth a line


def counted_numbers(members: Sequence[Member], series: Series, words: PrintedWords) -> tuple[KeyNumber, ...]:
    """The partners, their countries, and the year of the first milestone; what says nothing is left out."""
    if len(members) < _LEAST:
        return ()
    return tuple(_numbers(members, series, words))


def _numbers(members: Sequence[Member], series: Series, words: PrintedWords) -> Iterator[KeyNumber]:
    yield _number(str(len(members)), words["counted.partners_unit"], words["counted.partners"])
    countries = {member.about.country for member in members} - {None}
    if len(countries) >= _LEAST:
        others = _without_country(members, series)
        label = words["counted.countries"]
        if others:
            shown = words["text.separator"].join(
                words.fill("counted.of_kind", kind=kind, count=count) for kind, count in others.items()
            )
            label = words.fill("counted.others", others=shown)
        yield _number(str(len(countries)), words["counted.countries_unit"], label)
    events = [
        (date, label, member.about.name) for member in members for label, date, _, _ in member.about.events
    ]
    if len(events) >= _LEAST:
        date, label, name = min(events, key=lambda event: event[0])
        said = words.fill("counted.first", event=label, name=name)
        year = str(date.year) if words.calendar == "both" else words.year_number(date)  # it is set large
        yield _number(year, words["counted.year_unit"], said)


def _without_country(members: Sequence[Member], series: Series) -> Counter[str]:
    """How many partners have no country, by their kind; those without a kind are not named."""
    kinds = (series.data.kinds.get(one.about.kind or "") for one in members if not one.about.country)
    return Counter(kind for kind in kinds if kind)


def _number(value: str, unit: str, label: str) -> KeyNumber:
    shown, size, name = (Paragraph((Text(text),), _AT) for text in (value, unit, label))
    return KeyNumber(shown, size if unit else None, name)
