"""The partners of a booklet: the data of each besides its document, and the choice and order of partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brochure.document import collation
from brochure.document.book import Depth
from brochure.document.partial_date import PartialDate
from brochure.document.tree import Document
from brochure.schema.booklet import Choice
from brochure.schema.profile import FactsBlock, MarksBlock, Profile
from brochure.schema.series import Series


@dataclass(frozen=True, slots=True)
class PartnerSummary:
    """Data of a partner besides its document, for the order, the tables and the index of a booklet.

    ``event_dates`` are the milestones that have a kind, as (kind, date, label). ``marks`` are the partner's
    mark tables as (kind, address); ``facts`` are the rows of its fact tables as (kind, row, address).
    """

    id: str
    name: str
    reading: str | None
    country: str | None
    country_reading: str | None
    region: str | None
    kind: str | None
    event_dates: tuple[tuple[str, PartialDate, str], ...]
    as_of: PartialDate | None
    marks: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str, str], ...]
    place: tuple[float, float] | None = None  # latitude and longitude
    events: tuple[tuple[str, PartialDate, bool, str], ...] = ()  # label, date, has an event's key, address

    def first_event(self, kind: str) -> tuple[PartialDate, str] | None:
        """The date and the label of the first milestone of a kind; None if there is none."""
        found = [(date, label) for event, date, label in self.event_dates if event == kind]
        return min(found, key=lambda one: one[0], default=None)


def summarise_partner(profile: Profile) -> PartnerSummary:
    """Return the data of a partner for booklets, from its profile."""
    data, partner = profile.data, profile.data.partner
    blocks = [
        (f"answers.{question}.{index}", block)
        for question, answer in data.answers.items()
        for index, block in enumerate(answer)
    ]
    return PartnerSummary(
        id=profile.id,
        name=partner.name,
        reading=partner.reading,
        country=partner.country,
        country_reading=partner.country_reading,
        region=partner.region,
        kind=partner.kind,
        event_dates=tuple((one.event, one.date, one.label) for one in data.milestones if one.event),
        as_of=data.as_of,
        marks=tuple((block.marks, at) for at, block in blocks if isinstance(block, MarksBlock)),
        facts=tuple(
            (block.facts, row.field, f"{at}.rows.{number}")
            for at, block in blocks
            if isinstance(block, FactsBlock)
            for number, row in enumerate(block.rows)
            if row.field
        ),
        place=(data.place.lat, data.place.lon) if data.place else None,
        events=tuple(
            (event.label, event.date, event.event is not None, f"milestones.{index}")
            for index, event in enumerate(data.milestones)
        ),
    )


def country_or_region(partner: PartnerSummary, series: Series) -> str:
    """The country of a partner, or its region if it has no country."""
    return partner.country or series.data.regions.get(partner.region or "", "")


@dataclass(frozen=True, slots=True)
class Member:
    """A partner of a booklet: its data, its document, and how much of it is printed."""

    about: PartnerSummary
    document: Document
    depth: Depth


def choose_partners(
    choice: Choice, partners: Sequence[PartnerSummary], series: Series
) -> list[PartnerSummary]:
    """Return the partners that a booklet's choice selects, in the order of ``choice.sort``."""
    found = [
        partner
        for partner in partners
        if (not choice.region or partner.region in choice.region)
        and (not choice.kind or partner.kind in choice.kind)
    ]
    regions = list(series.data.regions)

    def region(partner: PartnerSummary) -> int:
        return regions.index(partner.region) if partner.region in regions else len(regions)

    def reading(partner: PartnerSummary) -> tuple[bool, str, str]:
        return collation.collation_key(partner.reading or partner.name)

    match choice.sort:
        case "region":
            return sorted(found, key=lambda partner: (region(partner), reading(partner)))
        case "reading":
            return sorted(found, key=reading)
        case event:
            unknown = (PartialDate(9999), "")
            return sorted(
                found, key=lambda partner: ((partner.first_event(event) or unknown)[0], reading(partner))
            )
