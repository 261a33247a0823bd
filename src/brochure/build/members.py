"""The partners of a booklet: read, checked and assembled, or as they were kept when nothing has changed.

Two things are kept of each, under what they depend on: what was read of its profile, with the doubts found in
it, and its document. Whatever else is asked of a profile is read from its text when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from brochure.assembly import images as pictures
from brochure.assembly.booklet_members import PartnerSummary, summarise_partner
from brochure.assembly.citation import load_citation_style
from brochure.assembly.citation_cache import CitationCache, citation_style_digest
from brochure.assembly.document import assemble_document
from brochure.build.load import Common, library, located
from brochure.diagnostics import problem as errors
from brochure.diagnostics.problem import BrochureError, Location, Problem
from brochure.document import partial_date as dates
from brochure.document import tree as document
from brochure.document.house_style import HouseStyle
from brochure.document.tree import Document
from brochure.schema import booklet as booklets
from brochure.schema import csl_items as sources
from brochure.schema import references as proofread
from brochure.schema import yaml_reader as yamltext
from brochure.schema.booklet import Booklet, Override
from brochure.schema.csl_items import Source
from brochure.schema.profile import Profile
from brochure.schema.yaml_reader import YamlText
from brochure.storage import workspace
from brochure.storage.cache import Cache, bytes_digest, cache_key, program_digest
from brochure.storage.fingerprint import content_digest
from brochure.storage.serialise import Packing
from brochure.storage.workspace import Workspace

READ, ASSEMBLED = "profiles", "documents"
_PACKING = Packing(
    [*document.TREE_CLASSES, dates.PartialDate, errors.Problem, errors.Location, PartnerSummary]
)


@dataclass(frozen=True)
class BookletMember:
    """A partner as a booklet has it.

    Attributes:
        about: What the booklet tells of it.
        file: Its profile's name in messages.
        text: What its profile says.
        included: The files with sources that it includes, as it names them.
        pictures: Its pictures, by their paths in the workspace.
        warnings: Doubts found in it.
        inputs: What all this depends on, by name; empty where nothing is kept.
    """

    about: PartnerSummary
    file: str
    text: str
    included: tuple[str, ...]
    pictures: tuple[str, ...]
    warnings: tuple[Problem, ...]
    inputs: Mapping[str, str] = field(repr=False, compare=False)
    _written: _Written = field(repr=False, compare=False)

    @property
    def id(self) -> str:
        """The profile's name."""
        return self.about.id

    @property
    def profile(self) -> Profile:
        """All of its profile, as the booklet has it."""
        return self._written.profile

    def locate(self, at: str) -> Location:
        """The place of an address, in whichever file it lies."""
        written = self._written
        return located(
            at, written.common.series, sources=lambda: written.sources, source=lambda: written.source
        )


@dataclass
class _Written:
    """A profile as it is written, of which no more is read than is asked for."""

    where: Workspace
    name: str
    file: str
    raw: bytes
    overrides: list[Override]
    booklet: Booklet  # that says otherwise
    index: int  # of the partner in it
    common: Common
    doubts: tuple[Problem, ...] = ()  # of the profile that was read

    @cached_property
    def source(self) -> YamlText:
        """The file's own text."""
        return yamltext.parse_yaml(self.raw, self.file)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """All that may be cited."""
        known, _ = library(self.where, self.source, self.common)
        return proofread.known_sources(self.source, known)[0]

    @cached_property
    def profile(self) -> Profile:
        """The profile with what the booklet says otherwise; then ``doubts`` are known.

        Raises:
            BrochureError: All its mistakes, located.
        """
        source = self.source
        found: list[Problem] = []
        if self.overrides:
            source, found = booklets.apply_overrides(source, self.overrides, self.booklet.source, self.index)
        if wrong := [doubt for doubt in found if doubt.code == "K104"]:
            raise BrochureError(wrong)
        known, problems = library(self.where, source, self.common)
        if problems:
            raise BrochureError(problems)
        made = proofread.validate_profile(source, name=self.name, series=self.common.series, library=known)
        self.doubts = (*made.warnings, *found)
        return made


class Reader:
    """Reads and assembles the partners of a booklet.

    Args:
        cache: Where to look and to keep, if anything is to be kept.
        where: The workspace.
        booklet: What may say otherwise.
        common: Series and shared sources; the layout has no part in reading.
    """

    def __init__(self, cache: Cache | None, where: Workspace, booklet: Booklet, common: Common) -> None:
        self._cache, self._where, self._booklet, self._common = cache, where, booklet, common
        self._shared = _shared(common) if cache else {}

    def read(self, name: str, index: int, overrides: list[Override]) -> BookletMember:
        """Read and check a partner, the booklet's ``index``-th.

        Raises:
            BrochureError: All mistakes of its profile, located.
        """
        path = self._where.profile(name)
        shown = self._where.shown(path)
        raw = workspace.read_file(path, shown)
        written = _Written(self._where, name, shown, raw, overrides, self._booklet, index, self._common)
        if self._cache is None:
            return self._anew(written, {})
        inputs = {**self._shared, "profile": f"{shown} {bytes_digest(raw)}"}
        if overrides:  # places in the booklet's file are told, too
            booklet = self._booklet.source
            inputs["booklet"] = f"{booklet.file} {index} {bytes_digest(booklet.text.encode())}"
        key = cache_key(inputs)
        if kept := self._cache.memoize(READ, key, lambda: self._kept(key, written, inputs), self._is_current):
            return kept
        made = self._anew(written, inputs)
        known = {"what": shown, "inputs": inputs, "included": self._digests(made.included)}
        value = (made.about, made.included, made.pictures, made.warnings)
        self._cache.put(READ, key, known, {"partner": _PACKING.pack(value)})
        return made

    def _anew(self, written: _Written, inputs: Mapping[str, str]) -> BookletMember:
        profile = written.profile
        included = tuple(name for _, name in sources.included_files(profile.source))
        return BookletMember(
            summarise_partner(profile),
            written.file,
            profile.source.text,
            included,
            tuple(pictures.profile_pictures(profile.source, self._common.layout.data.pictures)),
            written.doubts,
            {**inputs, **self._digests(included)} if self._cache else {},
            written,
        )

    def _kept(self, key: str, written: _Written, inputs: Mapping[str, str]) -> BookletMember | None:
        """What was kept of a partner, unless a file has changed that it includes."""
        found = self._cache.get(READ, key) if self._cache else None
        try:
            included = found.about["included"] if found else {}
            if not found or self._digests(included) != included:
                return None
            known: tuple[Any, ...] = _PACKING.unpack(found.contents["partner"])
            subject, names, shown, doubts = known
            text = yamltext.decode_yaml(written.raw, written.file)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):  # no entry of ours
            return None
        return BookletMember(
            subject, written.file, text, names, shown, doubts, {**inputs, **included}, written
        )

    def _is_current(self, partner: BookletMember | None) -> bool:
        """Whether the files that a partner includes are what they were."""
        if partner is None:
            return False
        try:
            now = self._digests(partner.included)
        except OSError:
            return False
        return all(partner.inputs.get(name) == is_now for name, is_now in now.items())

    def _digests(self, included: Iterable[str]) -> dict[str, str]:
        return {name: content_digest(self._where.profiles / name) for name in included}

    def assembled(
        self, partner: BookletMember, common: Common, style: HouseStyle, first_note: int
    ) -> Document:
        """A partner's document.

        Args:
            partner: What :meth:`read` gave.
            common: Series, and the layout whose citation style and code policy are used.
            style: How numbers and marks are worded.
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
        if kept := self._cache.memoize(ASSEMBLED, key, lambda: self._kept_document(key)):
            return kept
        citations = CitationCache(self._cache, partner.file, layout)
        made = assemble_document(
            partner.profile, common.series, style, citations, code_policy=policy, first_note=first_note
        )
        citations.save()
        about = {"what": f"document of {partner.file}", "inputs": inputs}
        self._cache.put(ASSEMBLED, key, about, {"document": _PACKING.pack(made)})
        return made

    def _kept_document(self, key: str) -> Document | None:
        found = self._cache.get(ASSEMBLED, key) if self._cache else None
        try:
            kept = _PACKING.unpack(found.contents["document"]) if found else None
        except (ValueError, LookupError, TypeError, AttributeError):  # not what this version keeps
            return None
        return kept if isinstance(kept, Document) else None


def _shared(common: Common) -> dict[str, str]:
    """What all partners depend on."""
    series = common.series.source
    shelves = {source.file.file: source.file.text for source in common.sources}
    return {
        "brochure": program_digest(),
        "series": f"{series.file} {bytes_digest(series.text.encode())}",
        "sources": bytes_digest(repr(shelves).encode()),
        "ledger": bytes_digest(repr(sorted(common.ledger.items())).encode()),
    }
