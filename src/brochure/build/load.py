"""Read and assemble one partner: its profile, the series, the layout, the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.assembly import citation
from brochure.assembly import font_coverage as fonts
from brochure.assembly import images as pictures
from brochure.assembly import qr_codes as codes
from brochure.assembly.citation import load_citation_style
from brochure.assembly.citation_cache import CitationCache
from brochure.assembly.document import assemble_document
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.document.tree import Document
from brochure.schema import csl_items as sources
from brochure.schema import layout, series
from brochure.schema import references as proofread
from brochure.schema import yaml_reader as yamltext
from brochure.schema.csl_items import LedgerEntry, Source
from brochure.schema.layout import Layout
from brochure.schema.profile import Profile, address_path
from brochure.schema.references import Library
from brochure.schema.series import Series
from brochure.schema.yaml_reader import YamlText, parse_yaml
from brochure.storage import spelling, workspace
from brochure.storage.cache import Cache
from brochure.storage.file_names import is_absolute
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.schema.print_shop import Shop


@dataclass(frozen=True, slots=True)
class Common:
    """What all partners of a run share."""

    series: Series
    layout: Layout
    layout_shown: str
    sources: tuple[Source, ...]
    ledger: Mapping[str, LedgerEntry]
    warnings: tuple[Problem, ...] = ()  # doubts about all these files


@dataclass(frozen=True, slots=True)
class Loaded:
    """A partner's document, what it was made from, and the doubts found on the way."""

    document: Document
    profile: Profile
    common: Common
    warnings: tuple[Problem, ...]

    def locate(self, at: str) -> Location:
        """The place of an address, in whichever file it lies."""
        profile = self.profile
        return located(at, self.common.series, sources=lambda: profile.sources, source=lambda: profile.source)


def located(
    at: str,
    series: Series,
    *,
    sources: Callable[[], Mapping[str, Source]],
    source: Callable[[], YamlText],
) -> Location:
    """The place of an address.

    Args:
        at: The address.
        series: The shared file, if it lies there.
        sources: Gives what the profile may cite, where that is asked for.
        source: Gives the profile's text, likewise.
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
        BrochureError: Its mistakes, located.
    """
    path = where.profiles / workspace.SERIES
    return series.validate_series(workspace.read_file(path, where.shown(path)), where.shown(path))


def load_common(
    where: Workspace, layout_name: str, *, known: Series | None = None, cache: Cache | None = None
) -> Common:
    """Read what all partners share.

    Args:
        where: The workspace.
        layout_name: The layout.
        known: The series, if it was read already.
        cache: Where it is kept which citation styles are sound.

    Raises:
        BrochureError: Mistakes in the series file or in the layout, of both in one run.
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
        warnings += yamltext.character_warnings(chosen.source)
    except BrochureError as error:
        problems += error.problems
        warnings += error.warnings
    shelf: list[Source] = []
    ledger: Mapping[str, LedgerEntry] = {}
    try:
        if (path := where.profiles / sources.SOURCES_FILE).is_file():
            text = read_yaml(where, path)
            warnings += yamltext.character_warnings(text)
            shelf, faults = sources.read_items(text, (), "_sources:", shared=True, strict=True)
            problems += faults
        if (path := where.profiles / sources.LEDGER_FILE).is_file():
            text = read_yaml(where, path)
            warnings += yamltext.character_warnings(text)
            ledger = sources.read_ledger(text)
    except BrochureError as error:
        problems += error.problems
        warnings += error.warnings
    if problems or shared is None or chosen is None:
        raise BrochureError(problems, warnings)
    return Common(shared, chosen, shown, tuple(shelf), ledger, tuple(warnings))


def with_layout(where: Workspace, common: Common, layout_name: str, *, cache: Cache | None = None) -> Common:
    """The same with another layout.

    Raises:
        BrochureError: Mistakes in the layout.
    """
    chosen, shown = load_layout(where, layout_name, cache=cache)
    return replace(common, layout=chosen, layout_shown=shown)


def load_layout(where: Workspace, name: str, *, cache: Cache | None = None) -> tuple[Layout, str]:
    """Read a layout; the text is the name of its folder in messages.

    Args:
        where: The workspace.
        name: The layout.
        cache: Where it is kept which citation styles are sound.

    Raises:
        BrochureError: There is none such, or its mistakes, located.
    """
    folder = where.layout(name)
    shown = where.shown(folder)
    chosen = layout.validate_layout(folder, where.fonts(), shown=shown)
    if problems := [
        *layout.layout_problems(chosen, shown),
        *citation.citation_style_problems(chosen, shown, cache),
    ]:
        raise BrochureError(problems)
    return chosen, shown


def load_partner(where: Workspace, name: str, common: Common, *, cache: Cache | None = None) -> Loaded:
    """Read and assemble one partner; ``cache`` is where its citations are kept.

    Raises:
        BrochureError: All mistakes of the profile, located.
    """
    return load_text(where, name, read_yaml(where, where.profile(name)), common, cache=cache)


def load_text(
    where: Workspace, name: str, source: YamlText, common: Common, *, cache: Cache | None = None
) -> Loaded:
    """Assemble one partner from a text, which need not be the one in its file.

    Raises:
        BrochureError: All its mistakes, located.
    """
    known, problems = library(where, source, common)
    warnings = common.warnings
    for file in known.included.values():
        warnings += tuple(yamltext.character_warnings(file))
    found: Profile | None = None
    try:
        found = proofread.validate_profile(source, name=name, series=common.series, library=known)
        warnings += found.warnings
    except BrochureError as error:
        problems += error.problems
        warnings += error.warnings
    problems += _beyond_schema(source, known, common, where.root)
    if problems or found is None:
        raise BrochureError(problems, warnings)
    chosen = common.layout
    warnings += tuple(pictures.picture_warnings(source, where.root, chosen.data.pictures))
    warnings += tuple(codes.code_warnings(found, common.series, chosen.data.codes))
    kept = CitationCache(cache, source.file, chosen) if cache else None
    document = assemble_document(
        found,
        common.series,
        chosen.house_style,
        kept or load_citation_style(chosen),
        code_policy=chosen.data.codes,
    )
    if kept:
        kept.save()
    return Loaded(document, found, common, warnings)


def read_yaml(where: Workspace, path: Path) -> YamlText:
    """Read a YAML or JSON file of the workspace.

    Raises:
        BrochureError: It cannot be read, or is not what we take for YAML.
    """
    return parse_yaml(workspace.read_file(path, where.shown(path)), where.shown(path))


def library(where: Workspace, source: YamlText, common: Common) -> tuple[Library, list[Problem]]:
    """Read the files of sources that a profile includes."""
    problems: list[Problem] = []
    found: dict[str, YamlText] = {}
    for place, name in sources.included_files(source):
        here, path = source.locate(place), where.profiles / name
        if is_absolute(name):
            problems.append(problem("P154", here, file=name))
        elif misspelt := list(spelling.spelling_problems(name, where.profiles, here)):
            problems += misspelt
        elif not path.resolve().is_relative_to(where.root.resolve()):
            problems.append(problem("P154", here, file=name))
        elif not path.is_file():
            problems.append(problem("P155", here, file=name))
        else:
            try:
                found[name] = read_yaml(where, path)
            except BrochureError as error:
                problems += error.problems
    return Library(common.sources, found, common.ledger), problems


def _beyond_schema(source: YamlText, library: Library, common: Common, root: Path) -> Iterable[Problem]:
    """What only fonts and the disk can tell."""
    shared = {found.file.file: found.file for found in library.shared}
    yield from fonts.missing_characters(
        (common.layout.source, common.series.source, source, *library.included.values(), *shared.values()),
        common.layout,
    )
    yield from pictures.picture_problems(source, root, common.layout.data.pictures)


def load_shop(where: Workspace, name: str) -> Shop:
    """Read the file of a print shop.

    Raises:
        BrochureError: There is none such (F109), or its mistakes, located.
    """
    from brochure.schema import print_shop as shop

    path = where.shop(name)
    return shop.validate_print_shop(path, workspace.read_file(path, where.shown(path)), where.shown(path))
