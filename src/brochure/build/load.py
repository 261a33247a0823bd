"""Read and assemble one partner: its profile, the series, the layout, the sources."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.assembly import citation, font_coverage, images, qr_codes
from brochure.assembly.citation import load_citation_style
from brochure.assembly.citation_cache import CitationCache
from brochure.assembly.document import assemble_document
from brochure.build.comments import comments_path, load_comments, lost_threads
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.document.comments import CommentThread
from brochure.document.printed_words import LANGUAGES
from brochure.document.tree import Document
from brochure.schema import csl_items, layout, layout_check, references, series
from brochure.schema.character_warnings import character_warnings
from brochure.schema.csl_items import LedgerEntry, Source
from brochure.schema.exports.read import read_export
from brochure.schema.layout import Layout, LayoutData
from brochure.schema.look_alike_warnings import look_alike_warnings
from brochure.schema.printed_texts import PrintedText, item_texts, model_texts
from brochure.schema.profile import Profile, address_path
from brochure.schema.references import Library
from brochure.schema.series import Series, SeriesData
from brochure.schema.share_safe import carried_text
from brochure.schema.yaml_reader import YamlText, parse_yaml
from brochure.storage import spelling, workspace
from brochure.storage.cache import Cache
from brochure.storage.file_names import is_absolute
from brochure.storage.input_file import MISSING, is_within, path_fault
from brochure.storage.workspace import Workspace
from brochure.typesetting import stylesheet_check

if TYPE_CHECKING:
    from brochure.schema.print_shop import Shop


@dataclass(frozen=True, slots=True)
class SharedInput:
    """The files that all partners of a run share: series, layout, shared sources, archive ledger.

    ``layout_shown`` is the folder of the layout as it is named in messages; ``warnings`` are doubts about
    these files.
    """

    series: Series
    layout: Layout
    layout_shown: str
    sources: tuple[Source, ...]
    ledger: Mapping[str, LedgerEntry]
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedPartner:
    """A partner's document, the profile and the shared files it was made from, and warnings.

    ``share_safe`` says whether finished files carry the sources without comments and internal keys.
    ``threads`` are the comments of editors with the answers to them, which only Word files show.
    """

    document: Document
    profile: Profile
    common: SharedInput
    warnings: tuple[Problem, ...]
    share_safe: bool = False
    threads: tuple[CommentThread, ...] = ()

    def carried_texts(self) -> tuple[str, str]:
        """The texts of the profile and of the series that a finished file carries."""
        return (
            carried_text(self.profile.source.text, share_safe=self.share_safe),
            carried_text(self.common.series.source.text, share_safe=self.share_safe),
        )

    def locate(self, at: str) -> Location:
        """The location of an address, in the profile, the series or a file of sources."""
        profile = self.profile
        return locate_address(
            at, self.common.series, sources=lambda: profile.sources, source=lambda: profile.source
        )


def locate_address(
    at: str,
    series: Series,
    *,
    sources: Callable[[], Mapping[str, Source]],
    source: Callable[[], YamlText],
) -> Location:
    """The location of an address.

    Args:
        at: The address.
        series: The series, for addresses in ``_series.yaml``.
        sources: Returns all sources that the profile may cite; called only for addresses of sources.
        source: Returns the profile's text; called only if the address is in none of the other files.
    """
    file, _, address = at.rpartition(":")
    if file == "_series":
        return series.source.locate(address_path(address))
    if file or address.startswith("sources."):
        for found in sources().values():
            if found.at == at:
                return found.location
    return source().locate(address_path(address))


def load_series(where: Workspace) -> Series:
    """Read the series file.

    Raises:
        BrochureError: Its mistakes, with their places.
    """
    path = where.profiles / workspace.SERIES
    return series.validate_series(where.read(path), where.shown(path))


def load_common(
    where: Workspace, layout_name: str, *, known: Series | None = None, cache: Cache | None = None
) -> SharedInput:
    """Read the files that all partners share.

    Args:
        where: The workspace.
        layout_name: The layout.
        known: The series, if it was read already.
        cache: The cache with the results of earlier checks of citation styles.

    Raises:
        BrochureError: All mistakes in the series, the layout, the shared sources and the ledger.
    """
    problems: list[Problem] = []
    warnings: list[Problem] = []
    shared: Series | None = None
    chosen: Layout | None = None
    shown = ""
    try:
        shared = known or load_series(where)
        warnings += shared.warnings
    except BrochureError as error:
        problems += error.problems
        warnings += error.warnings
    try:
        chosen, shown = load_layout(where, layout_name, cache=cache)
        warnings += character_warnings(chosen.source)
        warnings += look_alike_warnings(model_texts(chosen.source, LayoutData))
    except BrochureError as error:
        problems += error.problems
        warnings += error.warnings
    shelf: list[Source] = []
    ledger: Mapping[str, LedgerEntry] = {}
    try:
        if os.path.lexists(path := where.profiles / csl_items.SOURCES_FILE):
            text = read_yaml(where, path)
            warnings += character_warnings(text)
            warnings += look_alike_warnings(item_texts(text))
            shelf, faults = csl_items.read_items(text, (), "_sources:", shared=True, strict=True)
            problems += faults
        if os.path.lexists(path := where.profiles / csl_items.LEDGER_FILE):
            text = read_yaml(where, path)
            warnings += character_warnings(text)
            ledger = csl_items.read_ledger(text)
    except BrochureError as error:
        problems += error.problems
        warnings += error.warnings
    if problems or shared is None or chosen is None:
        raise BrochureError(problems, warnings)
    return SharedInput(shared, chosen.in_language_of(shared), shown, tuple(shelf), ledger, tuple(warnings))


def with_layout(
    where: Workspace, common: SharedInput, layout_name: str, *, cache: Cache | None = None
) -> SharedInput:
    """The same shared files with another layout.

    Raises:
        BrochureError: Mistakes in the layout.
    """
    chosen, shown = load_layout(where, layout_name, cache=cache)
    return replace(common, layout=chosen.in_language_of(common.series), layout_shown=shown)


def load_layout(where: Workspace, name: str, *, cache: Cache | None = None) -> tuple[Layout, str]:
    """Read a layout.

    Args:
        where: The workspace.
        name: The layout.
        cache: The cache with the results of earlier checks of citation styles.

    Returns:
        The layout, and its folder as it is named in messages.

    Raises:
        BrochureError: There is no such layout, or it has mistakes.
    """
    folder = where.layout(name)
    shown = where.shown(folder)
    chosen = layout.validate_layout(folder, where.fonts(), shown=shown)
    problems = layout_check.layout_problems(chosen, shown)
    if all(found.code.startswith("L") for found in problems):  # all its files can be read
        for language in LANGUAGES:
            problems += citation.citation_style_problems(replace(chosen, language=language), shown, cache)
        problems += stylesheet_check.stylesheet_problems(chosen, shown)
    if problems:
        raise BrochureError(problems)
    return chosen, shown


def load_partner(
    where: Workspace, name: str, common: SharedInput, *, cache: Cache | None = None
) -> LoadedPartner:
    """Read and assemble one partner; ``cache`` holds its formatted citations.

    Raises:
        BrochureError: All mistakes of the profile, with their places.
    """
    loaded = load_partner_text(where, name, read_yaml(where, where.profile(name)), common, cache=cache)
    found = load_comments(where, comments_path(where, name))
    if found is None:
        return loaded
    warnings = (*loaded.warnings, *lost_threads(found, loaded.document))
    return replace(loaded, threads=found.threads, warnings=warnings)


def load_partner_text(
    where: Workspace, name: str, source: YamlText, common: SharedInput, *, cache: Cache | None = None
) -> LoadedPartner:
    """Assemble one partner from a YAML text, which may differ from its file.

    Raises:
        BrochureError: All its mistakes, with their places.
    """
    known, problems = load_source_library(where, source, common)
    warnings = common.warnings
    for file in known.included.values():
        warnings += tuple(character_warnings(file))
        warnings += tuple(look_alike_warnings(references.cited_texts(file, source)))
    found: Profile | None = None
    try:
        found = references.validate_profile(source, name=name, series=common.series, library=known)
        warnings += found.warnings
    except BrochureError as error:
        problems += error.problems
        warnings += error.warnings
    printed = tuple(_printed_texts(source, known, common))
    problems += font_coverage.missing_characters(printed, common.layout)
    problems += images.picture_problems(source, where.root, common.layout.data.pictures)
    warnings += tuple(font_coverage.variation_warnings(printed, common.layout))
    if problems or found is None:
        raise BrochureError(problems, warnings)
    chosen = common.layout
    warnings += tuple(images.picture_warnings(source, where.root, chosen.data.pictures))
    warnings += tuple(qr_codes.code_warnings(found, common.series, chosen.data.codes))
    kept = CitationCache(cache, source.file, chosen) if cache else None
    document = assemble_document(
        found,
        common.series,
        chosen.style_for(common.series),
        kept or load_citation_style(chosen),
        code_policy=chosen.data.codes,
    )
    if kept:
        kept.save()
    return LoadedPartner(document, found, common, warnings)


def read_yaml(where: Workspace, path: Path) -> YamlText:
    """Read a YAML or JSON file of the workspace: a profile, sources, the ledger.

    Raises:
        BrochureError: It cannot be read, or is not in our subset of YAML.
    """
    return read_yaml_bytes(where.read(path), where.shown(path))


def read_yaml_bytes(data: bytes, shown: str) -> YamlText:
    """Read the content of a YAML file of the workspace, as :func:`read_yaml` does.

    Raises:
        BrochureError: It is not in our subset of YAML.
    """
    return parse_yaml(data, shown, references.profile_keys())


def load_source_library(
    where: Workspace, source: YamlText, common: SharedInput
) -> tuple[Library, list[Problem]]:
    """Read the files of sources that a profile includes.

    Returns:
        All sources that the profile may cite, and the problems of the files.
    """
    problems: list[Problem] = []
    found: dict[str, YamlText] = {}
    for place, name in csl_items.included_files(source):
        here, path = source.locate(place), where.profiles / name
        if is_absolute(name):
            problems.append(problem("P154", here, file=name))
        elif misspelt := list(spelling.spelling_problems(name, where.profiles, here)):
            problems += misspelt
        elif not is_within(path, where.root):
            problems.append(problem("P154", here, file=name))
        elif (kind := path_fault(path)) == MISSING:
            problems.append(problem("P155", here, file=name))
        elif kind:
            problems.append(problem("F119", here, path=name, kind=kind))
        else:
            try:
                found[name] = read_export(workspace.read_file(path, where.shown(path)), where.shown(path))
            except BrochureError as error:
                problems += (*error.problems, *error.warnings)
    return Library(common.sources, found, common.ledger), problems


def _printed_texts(source: YamlText, library: Library, common: SharedInput) -> Iterator[PrintedText]:
    """All texts that are printed of a profile and of the files it uses."""
    for text in model_texts(common.layout.source, LayoutData):
        if text.path[0] == "labels":
            yield text
    yield from model_texts(common.series.source, SeriesData)
    yield from references.profile_texts(source)
    shared = {found.file.file: found.file for found in library.shared}
    for file in (*library.included.values(), *shared.values()):
        yield from references.cited_texts(file, source)


def load_shop(where: Workspace, name: str) -> Shop:
    """Read the file of a print shop.

    Raises:
        BrochureError: There is no such file (F109), or it has mistakes.
    """
    from brochure.schema import print_shop

    path = where.shop(name)
    return print_shop.validate_print_shop(path, where.read(path), where.shown(path))
