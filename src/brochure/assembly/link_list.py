"""The web addresses of partners: of their sources, contacts and texts, with their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from brochure.assembly.source_checks import cited_places
from brochure.diagnostics.problem import Location, Problem, problem
from brochure.document.markup import markup_pieces
from brochure.document.tree import Link
from brochure.document.web_address import AddressError, address_target
from brochure.schema.base import Strict
from brochure.schema.csl_items import with_archive
from brochure.schema.link_file import LinkEntry
from brochure.schema.profile import Profile, ProfileData
from brochure.schema.series import Series, SeriesData
from brochure.schema.text_kinds import TextKind, text_kinds
from brochure.schema.yaml_reader import YamlText


@dataclass(frozen=True, slots=True)
class UsedAddress:
    """A web address of a workspace: its URI, its places in the files, and where it is archived."""

    url: str
    places: tuple[str, ...]
    archive: str


def used_addresses(profiles: Iterable[Profile], series: Series) -> list[UsedAddress]:
    """Return the web addresses of partners and of the series, each once, in the order of the files.

    These are the addresses of the sources that a partner cites or lists itself and of their archived copies,
    of contacts, and of links in texts.
    """
    places: dict[str, dict[str, None]] = {}
    archives: dict[str, str] = {}
    for profile in profiles:
        for url, where, archive in (*_of_sources(profile), *_of_file(profile.source, ProfileData)):
            places.setdefault(url, {})[str(where)] = None
            if archive:
                archives.setdefault(url, archive)
    for url, where, _ in _of_file(series.source, SeriesData):
        places.setdefault(url, {})[str(where)] = None
    return [UsedAddress(url, tuple(at), archives.get(url, "")) for url, at in places.items()]


def dead_link_warnings(profile: Profile, known: Mapping[str, LinkEntry]) -> Iterator[Problem]:
    """Yield a warning for each address of a profile that had no page when somebody last asked (S222).

    Args:
        profile: The profile.
        known: What is known of addresses; none is asked for.
    """
    dead = {url: entry for url, entry in known.items() if entry.state in _DEAD}
    if not dead:
        return
    for url, where, archive in (*_of_sources(profile), *_of_file(profile.source, ProfileData)):
        if url in dead and not archive:
            entry = dead[url]
            yield problem(
                "S222", where, url=url, checked=entry.checked, alive=entry.alive or "—", subject=url
            )


_DEAD = ("gone", "no_name")  # not what may be otherwise tomorrow, such as a server that does not answer


def _of_sources(profile: Profile) -> Iterator[tuple[str, Location, str]]:
    cited = cited_places(profile)
    for source in profile.sources.values():
        if source.mistakes or (source.shared and source.id not in cited):
            continue
        archive = _web(str(with_archive(source, profile.ledger).get("archive_location") or ""))
        if url := _web(str(source.item.get("URL") or "")):
            yield url, source.file.locate((*source.path, "URL")), archive
        if archive:
            yield archive, source.location, ""


def _of_file(source: YamlText, model: type[Strict]) -> Iterator[tuple[str, Location, str]]:
    data = source.data if isinstance(source.data, dict) else {}
    contact = data.get("contact")
    website = contact.get("website") if isinstance(contact, dict) else None
    if isinstance(website, str) and (url := _web(website)):
        yield url, source.locate(("contact", "website")), ""
    for path, text, kind in text_kinds(source, model):
        if kind is TextKind.PLAIN or not any(sign in text for sign in ("/", "／", "www", "ｗｗｗ")):
            continue
        for piece in markup_pieces(text):
            for said in piece.said:
                if isinstance(said, Link) and (url := _web(said.url)):
                    yield url, source.locate(path, piece.start), ""


def _web(typed: str) -> str:
    """The URI of a web address, without the place in the page; empty for other addresses."""
    try:
        target = address_target(typed).partition("#")[0]
    except AddressError:
        return ""  # the check of the file tells it
    return target if target.startswith(("http://", "https://")) else ""
