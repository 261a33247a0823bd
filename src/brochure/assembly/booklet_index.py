"""The index of a booklet: names with readings, in the order of the 五十音."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from brochure.assembly.booklet_members import Member
from brochure.document import collation
from brochure.document.book import Depth, IndexEntry, IndexGroup, Place
from brochure.document.tree import Inlines, Ruby, Strong, plain_text
from brochure.document.walk import text_paragraphs


def index_groups(members: Sequence[Member], terms: Sequence[tuple[str, str]]) -> tuple[IndexGroup, ...]:
    """Return the index: partners, countries, terms, and every word with ruby in the texts."""
    places: dict[tuple[str, str], list[Place]] = {}

    def put(name: str, reading: str | None, place: Place) -> None:
        if reading and place not in places.setdefault((name, reading), []):
            places[name, reading].append(place)

    for member in members:
        if member.depth is Depth.ROW:
            continue
        partner, here = member.about, member.document.id
        put(partner.name, partner.reading, Place(here))
        if partner.country:
            put(partner.country, partner.country_reading, Place(here))
        words: dict[str, str] = {}
        text: list[str] = []
        for paragraph in text_paragraphs(member.document):
            words |= dict(_readings(paragraph.content))
            text.append(plain_text(paragraph.content))
        for word, reading in words.items():
            put(word, reading, Place(here, word))
        for term, reading in terms:
            if any(term in line for line in text):
                put(term, reading, Place(here, term))
    entries = sorted(
        (IndexEntry(name, reading, tuple(found)) for (name, reading), found in places.items()),
        key=lambda entry: (*collation.collation_key(entry.reading), entry.name),
    )
    heads = dict.fromkeys(collation.gojuon_row(entry.reading) for entry in entries)
    return tuple(
        IndexGroup(head, tuple(entry for entry in entries if collation.gojuon_row(entry.reading) == head))
        for head in heads
    )


def _readings(content: Inlines) -> Iterable[tuple[str, str]]:
    for part in content:
        if isinstance(part, Ruby):
            yield part.base, part.reading
        elif isinstance(part, Strong):
            yield from _readings(part.children)
