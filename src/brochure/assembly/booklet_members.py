"""The partners of a booklet: what it tells of each besides its document, and which it chooses, in order."""

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
class About:
    """What a booklet tells of a partner besides its document: in its order, its tables and its index.

    ``marks`` are its mark tables as (kind, address); ``facts`` are rows of its fact tables as (kind, row,
    address).
    """

    id: str
    name: str
    reading: str | None
    country: str | None
    country_reading: str | None
    region: str | None
    kind: str | None
    first_mou: PartialDate | None
    as_of: PartialDate | None
    marks: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str, str], ...]


def about(profile: Profile) -> About:
    """What a booklet tells of a partner, from its profile."""
    data, partner = profile.data, profile.data.partner
    blocks = [
        (f"answers.{question}.{index}", block)
        for question, answer in data.answers.items()
        for index, block in enumerate(answer)
    ]
    return About(
        id=profile.id,
        name=partner.name,
        reading=partner.reading,
        country=partner.country,
        country_reading=partner.country_reading,
        region=partner.region,
        kind=partner.kind,
        first_mou=data.first_mou,
        as_of=data.as_of,
        marks=tuple((block.marks, at) for at, block in blocks if isinstance(block, MarksBlock)),
        facts=tuple(
            (block.facts, row.field, f"{at}.rows.{number}")
            for at, block in blocks
            if isinstance(block, FactsBlock)
            for number, row in enumerate(block.rows)
            if row.field
        ),
    )


@dataclass(frozen=True, slots=True)
class Member:
    """A partner that was chosen: what is told of it, its document in this booklet, and how much of it."""

    about: About
    document: Document
    depth: Depth


def chosen(choice: Choice, partners: Sequence[About], series: Series) -> list[About]:
    """The partners that a booklet's choice means, in its order."""
    found = [
        partner
        for partner in partners
        if (not choice.region or partner.region in choice.region)
        and (not choice.kind or partner.kind in choice.kind)
    ]
    regions = list(series.data.regions)

    def region(partner: About) -> int:
        return regions.index(partner.region) if partner.region in regions else len(regions)

    def reading(partner: About) -> tuple[bool, str, str]:
        return collation.key(partner.reading or partner.name)

    match choice.sort:
        case "region":
            return sorted(found, key=lambda partner: (region(partner), reading(partner)))
        case "mou":
            unknown = PartialDate(9999)
            return sorted(found, key=lambda partner: (partner.first_mou or unknown, reading(partner)))
        case "reading":
            return sorted(found, key=reading)
