"""The index of a booklet: names with readings, in the order of the 五十音."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from brochure.assembly.booklet_members import Member
from brochure.document import collation
from brochure.document.book import Depth, IndexEntry, IndexGroup, Place
from brochure.document.printed_words import PrintedWords
from brochure.document.tree import Inlines, Ruby, Strong, plain_text
from brochure.document.walk import text_paragraphs


def index_groups(
    members: Sequence[Member], terms: Sequence[tuple[str, str | None]], words: PrintedWords
) -> tuple[IndexGroup, ...]:
    """Return the index: partners, countries, terms, and every word with ruby in the texts.

    A Japanese index lists what has a reading. In other languages a name without a reading is its own reading.
    """
    own_reading = words.language != "ja"
    places: dict[tuple[str, str], list[Place]] = {}

    def put(name: str, typed: str | None, place: Place) -> None:
        reading = typed or (name if own_reading else None)
        if reading and place not in places.setdefault((name, reading), []):
            places[name, reading].append(place)

    for member in members:
        if member.depth is Depth.ROW:
            continue
        partner, here = member.about, member.document.id
        put(partner.name, partner.reading, Place(here))
        if partner.country:
            put(partner.country, partner.country_reading, Place(here))
        readings: dict[str, str] = {}
        text: list[str] = []
        for paragraph in text_paragraphs(member.document):
            readings |= dict(_readings(paragraph.content))
            text.append(plain_text(paragraph.content))
        for word, reading in readings.items():
            put(word, reading, Place(here, word))
        for term, typed in terms:
            if any(term in line for line in text):
                put(term, typed, Place(here, term))

    def sorted_by(entry: IndexEntry) -> str:
        """What an entry is sorted by: a name in Latin letters by itself, the others by their readings."""
        return entry.name if not own_reading and entry.name[:1].isascii() else entry.reading

    entries = sorted(
        (
            IndexEntry(name, reading, tuple(found), shown_reading(name, reading, words))
            for (name, reading), found in places.items()
        ),
        key=lambda entry: (*collation.collation_key(sorted_by(entry)), entry.name),
    )
    head_of = collation.first_letter if own_reading else collation.gojuon_row
    heads = dict.fromkeys(head_of(sorted_by(entry)) for entry in entries)
    return tuple(
        IndexGroup(head, tuple(entry for entry in entries if head_of(sorted_by(entry)) == head))
        for head in heads
    )


def shown_reading(name: str, reading: str | None, words: PrintedWords) -> str:
    """Return a reading as it is printed after its name; empty if there is none, or it is the name itself."""
    return words.fill("text.parentheses", text=reading) if reading and reading != name else ""


def _readings(content: Inlines) -> Iterable[tuple[str, str]]:
    for part in content:
        if isinstance(part, Ruby):
            yield part.base, part.reading
        elif isinstance(part, Strong):
            yield from _readings(part.children)
