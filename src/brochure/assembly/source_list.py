"""The table of ``brochure sources``: every source, where it is cited, and how old it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from brochure.assembly.numbering import note_id
from brochure.assembly.source_checks import cited_places
from brochure.document.rich_text import plain_rich_text
from brochure.document.tree import Document
from brochure.schema.csl_items import LedgerEntry, Source, same_sources
from brochure.schema.profile import Profile


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the table; ``age`` is the number of years before the newest edition that cites the source."""

    id: str
    title: str
    issued: str
    age: int | None
    accessed: str
    url: str
    cited: tuple[str, ...]  # partner, marker and address: liaoning *1 answers.about.0.bullets.1
    same_as: tuple[str, ...]
    verdict: str
    archive: str
    file: str


def source_rows(partners: Iterable[tuple[Profile, Document]]) -> list[SourceRow]:
    """Return a row for each source, also for uncited ones, in the order of the profiles and their sources."""
    found: dict[tuple[str, str], Source] = {}
    cited: dict[tuple[str, str], list[str]] = {}
    editions: dict[tuple[str, str], int] = {}
    ledger: dict[str, LedgerEntry] = {}
    for profile, document in partners:
        ledger.update(profile.ledger)
        markers = {note.id: note.marker for note in document.notes}
        places = cited_places(profile)
        for source in profile.sources.values():
            key = (source.file.file, source.id)
            found[key] = source
            cited.setdefault(key, [])
            for cite, at in places.get(source.id, []):
                line = f"{profile.id} {markers.get(note_id(cite), '')} {at}"
                if line not in cited[key]:
                    cited[key].append(line)
                editions[key] = max(editions.get(key, 0), profile.data.edition.year)
    pairs = same_sources(list(found.values()))
    return [_row(source, cited[key], editions.get(key), pairs, ledger) for key, source in found.items()]


def _row(
    source: Source,
    cited: list[str],
    edition: int | None,
    pairs: list[tuple[Source, Source]],
    ledger: dict[str, LedgerEntry],
) -> SourceRow:
    issued = source.date("issued")
    line = ledger.get(source.id)
    others = {two.id for one, two in pairs if one.id == source.id}
    others |= {one.id for one, two in pairs if two.id == source.id}
    return SourceRow(
        id=source.id,
        title=plain_rich_text(str(source.item.get("title") or source.item.get("container-title") or "")),
        issued=source.written_date("issued") or str(source.item.get("edition", "")),
        age=edition - issued.year if edition and issued else None,
        accessed=source.written_date("accessed"),
        url=str(source.item.get("URL", "")),
        cited=tuple(cited),
        same_as=tuple(sorted(others)),
        verdict=line.verdict if line else "",
        archive=str(source.item.get("archive_location") or (line.archive if line else "")),
        file=source.file.file,
    )
