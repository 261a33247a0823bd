"""Read, check and assemble the partners of a booklet, with a cache.

The cache holds two entries for each partner, keyed by their inputs: facts from its profile with their
warnings, and its document. Other parts of the profile are parsed from its text on demand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from brochure.assembly import images
from brochure.assembly.booklet_members import PartnerSummary, summarise_partner
from brochure.assembly.citation import load_citation_style
from brochure.assembly.citation_cache import CitationCache, citation_style_digest
from brochure.assembly.document import assemble_document
from brochure.build.load import SharedInput, load_source_library, locate_address
from brochure.diagnostics import problem as errors
from brochure.diagnostics.problem import BrochureError, Location, Problem
from brochure.document import partial_date, tree
from brochure.document.house_style import HouseStyle
from brochure.document.tree import Document
from brochure.schema import booklet as booklet_schema
from brochure.schema import csl_items, references, yaml_reader
from brochure.schema.booklet import Booklet, Override
from brochure.schema.csl_items import Source
from brochure.schema.profile import Profile
from brochure.schema.yaml_reader import YamlText
from brochure.storage.cache import Cache, bytes_digest, cache_key, program_digest
from brochure.storage.fingerprint import content_digest
from brochure.storage.serialise import Packing
from brochure.storage.workspace import Workspace

READ, ASSEMBLED = "profiles", "documents"
_PACKING = Packing(
    [*tree.TREE_CLASSES, partial_date.PartialDate, errors.Problem, errors.Location, PartnerSummary]
)


@dataclass(frozen=True)
class BookletMember:
    """A partner of a booklet, with the booklet's overrides applied.

    Attributes:
        about: The facts that the booklet's tables and index use.
        file: The name of its profile in messages.
        text: The text of its profile.
        included: The files of sources that it includes, as it names them.
        pictures: Its pictures, as paths in the workspace.
        warnings: The warnings of its profile.
        inputs: Digests of all inputs, by name; empty without a cache.
    """

    about: PartnerSummary
    file: str
    text: str
    included: tuple[str, ...]
    pictures: tuple[str, ...]
    warnings: tuple[Problem, ...]
    inputs: Mapping[str, str] = field(repr=False, compare=False)
    _written: _WrittenProfile = field(repr=False, compare=False)

    @property
    def id(self) -> str:
        """The profile's name."""
        return self.about.id

    @property
    def profile(self) -> Profile:
        """Its profile, with the booklet's overrides applied."""
        return self._written.profile

    def locate(self, at: str) -> Location:
        """The location of an address, in the profile, the series or a file of sources."""
        written = self._written
        return locate_address(
            at, written.common.series, sources=lambda: written.sources, source=lambda: written.source
        )


@dataclass
class _WrittenProfile:
    """The bytes of a profile; text, sources and profile are parsed on demand."""

    where: Workspace
    name: str
    file: str
    raw: bytes
    overrides: list[Override]
    booklet: Booklet  # the origin of the overrides
    index: int  # of the partner in the booklet
    common: SharedInput
    doubts: tuple[Problem, ...] = ()  # of the profile; set when it is parsed

    @cached_property
    def source(self) -> YamlText:
        """The parsed text of the file, without overrides."""
        return yaml_reader.parse_yaml(self.raw, self.file, references.profile_keys())

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """All sources that the profile may cite, by id."""
        known, _ = load_source_library(self.where, self.source, self.common)
        return references.known_sources(self.source, known)[0]

    @cached_property
    def profile(self) -> Profile:
        """The profile with the booklet's overrides applied; sets ``doubts``.

        Raises:
            BrochureError: All its mistakes, with their places.
        """
        source = self.source
        found: list[Problem] = []
        if self.overrides:
            source, found = booklet_schema.apply_overrides(
                source, self.overrides, self.booklet.source, self.index
            )
        if wrong := [doubt for doubt in found if doubt.code == "K104"]:
            raise BrochureError(wrong)
        known, problems = load_source_library(self.where, source, self.common)
        if problems:
            raise BrochureError(problems)
        made = references.validate_profile(source, name=self.name, series=self.common.series, library=known)
        self.doubts = (*made.warnings, *found)
        return made


class MemberReader:
    """Reads and assembles the partners of a booklet.

    Args:
        cache: The cache of partners and documents, if any.
        where: The workspace.
        booklet: The booklet, which may override values of profiles.
        common: Series, shared sources and layout; of the layout only the names of pictures are used.
    """

    def __init__(self, cache: Cache | None, where: Workspace, booklet: Booklet, common: SharedInput) -> None:
        self._cache, self._where, self._booklet, self._common = cache, where, booklet, common
        self._shared = _shared_digests(common) if cache else {}

    def read_member(self, name: str, index: int, overrides: list[Override]) -> BookletMember:
        """Read and check the partner with this index in the booklet.

        Raises:
            BrochureError: All mistakes of its profile, with their places.
        """
        path = self._where.profile(name)
        shown = self._where.shown(path)
        raw = self._where.read(path)
        written = _WrittenProfile(
            self._where, name, shown, raw, overrides, self._booklet, index, self._common
        )
        if self._cache is None:
            return self._read_profile(written, {})
        inputs = {**self._shared, "profile": f"{shown} {bytes_digest(raw)}"}
        if overrides:  # warnings may name places in the booklet's file
            booklet = self._booklet.source
            inputs["booklet"] = f"{booklet.file} {index} {bytes_digest(booklet.text.encode())}"
        key = cache_key(inputs)
        if kept := self._cache.memoize(
            READ, key, lambda: self._cached_member(key, written, inputs), self._is_current
        ):
            return kept
        made = self._read_profile(written, inputs)
        known = {"what": shown, "inputs": inputs, "included": self._content_digests(made.included)}
        value = (made.about, made.included, made.pictures, made.warnings)
        self._cache.put(READ, key, known, {"partner": _PACKING.pack(value)})
        return made

    def _read_profile(self, written: _WrittenProfile, inputs: Mapping[str, str]) -> BookletMember:
        profile = written.profile
        included = tuple(name for _, name in csl_items.included_files(profile.source))
        return BookletMember(
            summarise_partner(profile),
            written.file,
            profile.source.text,
            included,
            tuple(images.profile_pictures(profile.source)),
            written.doubts,
            {**inputs, **self._content_digests(included)} if self._cache else {},
            written,
        )

    def _cached_member(
        self, key: str, written: _WrittenProfile, inputs: Mapping[str, str]
    ) -> BookletMember | None:
        """A partner from the cache; ``None`` if a file that it includes has changed."""
        found = self._cache.get(READ, key) if self._cache else None
        try:
            included = found.about["included"] if found else {}
            if not found or self._content_digests(included) != included:
                return None
            known: tuple[Any, ...] = _PACKING.unpack(found.contents["partner"])
            subject, names, shown, doubts = known
            text = yaml_reader.decode_yaml(written.raw, written.file)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):  # a damaged entry
            return None
        return BookletMember(
            subject, written.file, text, names, shown, doubts, {**inputs, **included}, written
        )

    def _is_current(self, partner: BookletMember | None) -> bool:
        """Whether the files that a partner includes are unchanged."""
        if partner is None:
            return False
        try:
            now = self._content_digests(partner.included)
        except OSError:
            return False
        return all(partner.inputs.get(name) == is_now for name, is_now in now.items())

    def _content_digests(self, included: Iterable[str]) -> dict[str, str]:
        return {name: content_digest(self._where.profiles / name) for name in included}

    def assemble_member(
        self, partner: BookletMember, common: SharedInput, style: HouseStyle, first_note: int
    ) -> Document:
        """Assemble a partner's document, or take it from the cache.

        Args:
            partner: The value of :meth:`read_member`.
            common: The series, and the layout with citation style and code policy.
            style: The label formats of numbers and marks.
            first_note: The number of its first note.
        """
        layout = common.layout
        policy = layout.data.codes
        if self._cache is None:
            citing = load_citation_style(layout)
            return assemble_document(
                partner.profile, common.series, style, citing, code_policy=policy, first_note=first_note
            )
        inputs = {
            **partner.inputs,
            "style": bytes_digest(repr(style).encode()),
            "codes": bytes_digest(repr(policy).encode()),
            "citations": citation_style_digest(layout),
            "first note": str(first_note),
        }
        key = cache_key(inputs)
        if kept := self._cache.memoize(ASSEMBLED, key, lambda: self._cached_document(key)):
            return kept
        citations = CitationCache(self._cache, partner.file, layout)
        made = assemble_document(
            partner.profile, common.series, style, citations, code_policy=policy, first_note=first_note
        )
        citations.save()
        about = {"what": f"document of {partner.file}", "inputs": inputs}
        self._cache.put(ASSEMBLED, key, about, {"document": _PACKING.pack(made)})
        return made

    def _cached_document(self, key: str) -> Document | None:
        found = self._cache.get(ASSEMBLED, key) if self._cache else None
        try:
            kept = _PACKING.unpack(found.contents["document"]) if found else None
        except (ValueError, LookupError, TypeError, AttributeError):  # a damaged entry
            return None
        return kept if isinstance(kept, Document) else None


def _shared_digests(common: SharedInput) -> dict[str, str]:
    """Digests of the inputs that all partners depend on, by name."""
    series = common.series.source
    shelves = {source.file.file: source.file.text for source in common.sources}
    return {
        "brochure": program_digest(),
        "series": f"{series.file} {bytes_digest(series.text.encode())}",
        "sources": bytes_digest(repr(shelves).encode()),
        "ledger": bytes_digest(repr(sorted(common.ledger.items())).encode()),
    }
