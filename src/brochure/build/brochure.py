"""Chain the stages: profile, document, pages, files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.assembly import citation
from brochure.assembly import font_coverage as fonts
from brochure.assembly import images as pictures
from brochure.assembly import qr_codes as codes
from brochure.assembly.citation import load_style
from brochure.assembly.citation_cache import Wordings
from brochure.assembly.document import assemble
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.document import dump as plaintext
from brochure.document.tree import Document
from brochure.schema import csl_items as sources
from brochure.schema import layout, series
from brochure.schema import references as proofread
from brochure.schema import yaml_reader as yamltext
from brochure.schema.csl_items import Entry, Source
from brochure.schema.layout import Layout
from brochure.schema.profile import Profile, path_of
from brochure.schema.references import Library
from brochure.schema.series import Series
from brochure.schema.yaml_reader import YamlText, read
from brochure.storage import atomic as files
from brochure.storage import spelling, workspace
from brochure.storage.cache import Cache
from brochure.storage.file_names import is_absolute
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.schema.print_shop import Shop
    from brochure.typesetting.fit import Typeset
    from brochure.typesetting.html import Stylesheet
    from brochure.typesetting.weasyprint import Record
    from brochure.word.baseline import Baseline

FORMATS = ("pdf", "docx")


@dataclass(frozen=True, slots=True)
class Common:
    """What all partners of a run share."""

    series: Series
    layout: Layout
    layout_shown: str
    sources: tuple[Source, ...]
    ledger: Mapping[str, Entry]
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
        return series.source.locate(path_of(address))
    if file or address.startswith("sources."):
        for found in sources().values():
            if found.at == at:
                return found.location
    return source().locate(path_of(address))


@dataclass(frozen=True, slots=True)
class Built:
    """The files of a brochure that were written.

    ``faults`` are what the preflight of the finished pages wants mended before they are printed; ``inputs``
    are the files and folders that they were made from.
    """

    paths: tuple[Path, ...]
    warnings: tuple[Problem, ...]
    faults: tuple[Problem, ...]
    inputs: tuple[Path, ...] = ()


def inputs_of(where: Workspace, commons: Iterable[Common]) -> list[Path]:
    """Files and folders that all partners depend on, also those that would be read if they were there."""
    found = [where.profiles / name for name in (workspace.SERIES, sources.FILE, sources.LEDGER)]
    found.append(where.root / "fonts")
    for common in commons:
        folder = common.layout.folder
        found += [where.root / "layouts" / folder.name, folder]
        found += sorted(path for path in folder.rglob("*") if path.is_file())
        found += [font for _, _, font in common.layout.font_files()]
    return found


def inputs_of_partner(where: Workspace, profile: Profile, common: Common) -> list[Path]:
    """Files that one partner depends on: its profile, the sources it includes, its pictures."""
    named = pictures.files(profile.source, common.layout.data.pictures)
    return [
        where.profiles / f"{profile.id}.yaml",
        *((where.profiles / name).resolve() for _, name in sources.included(profile.source)),
        *(where.root / name for name in named),
    ]


def load_series(where: Workspace) -> Series:
    """Read the series file.

    Raises:
        BrochureError: Its mistakes, located.
    """
    path = where.profiles / workspace.SERIES
    return series.load(workspace.read(path, where.shown(path)), where.shown(path))


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
        warnings += yamltext.doubts(chosen.source)
    except BrochureError as error:
        problems += error.problems
        warnings += error.warnings
    shelf: list[Source] = []
    ledger: Mapping[str, Entry] = {}
    try:
        if (path := where.profiles / sources.FILE).is_file():
            text = read_yaml(where, path)
            warnings += yamltext.doubts(text)
            shelf, faults = sources.read_items(text, (), "_sources:", shared=True, strict=True)
            problems += faults
        if (path := where.profiles / sources.LEDGER).is_file():
            text = read_yaml(where, path)
            warnings += yamltext.doubts(text)
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
    chosen = layout.load(folder, where.fonts(), shown=shown)
    if problems := [*layout.problems(chosen, shown), *citation.problems(chosen, shown, cache)]:
        raise BrochureError(problems)
    return chosen, shown


def load(where: Workspace, name: str, common: Common, *, cache: Cache | None = None) -> Loaded:
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
        warnings += tuple(yamltext.doubts(file))
    found: Profile | None = None
    try:
        found = proofread.load(source, name=name, series=common.series, library=known)
        warnings += found.warnings
    except BrochureError as error:
        problems += error.problems
        warnings += error.warnings
    problems += _beyond_schema(source, known, common, where.root)
    if problems or found is None:
        raise BrochureError(problems, warnings)
    chosen = common.layout
    warnings += tuple(pictures.doubts(source, where.root, chosen.data.pictures))
    warnings += tuple(codes.doubts(found, common.series, chosen.data.codes))
    kept = Wordings(cache, source.file, chosen) if cache else None
    document = assemble(
        found,
        common.series,
        chosen.house_style,
        kept or load_style(chosen),
        code_policy=chosen.data.codes,
    )
    if kept:
        kept.keep()
    return Loaded(document, found, common, warnings)


def read_yaml(where: Workspace, path: Path) -> YamlText:
    """Read a YAML or JSON file of the workspace.

    Raises:
        BrochureError: It cannot be read, or is not what we take for YAML.
    """
    return read(workspace.read(path, where.shown(path)), where.shown(path))


def library(where: Workspace, source: YamlText, common: Common) -> tuple[Library, list[Problem]]:
    """Read the files of sources that a profile includes."""
    problems: list[Problem] = []
    found: dict[str, YamlText] = {}
    for place, name in sources.included(source):
        here, path = source.locate(place), where.profiles / name
        if is_absolute(name):
            problems.append(problem("P154", here, file=name))
        elif misspelt := list(spelling.problems(name, where.profiles, here)):
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
    yield from fonts.missing(
        (common.layout.source, common.series.source, source, *library.included.values(), *shared.values()),
        common.layout,
    )
    yield from pictures.problems(source, root, common.layout.data.pictures)


def check(where: Workspace, name: str, common: Common) -> tuple[Problem, ...]:
    """Look for mistakes in one partner's profile and in what it is printed with.

    Returns:
        Doubts that do not stop a build.

    Raises:
        BrochureError: Mistakes, located.
    """
    from brochure.assembly.source_checks import advise
    from brochure.typesetting import html

    problems: list[Problem] = []
    warnings: tuple[Problem, ...] = ()
    try:
        loaded = load(where, name, common)
        warnings = (*loaded.warnings, *advise(loaded.profile, common.series))
        html.write(loaded.document, common.layout, root=where.root, shown=common.layout_shown)
    except BrochureError as error:
        problems += error.problems
        warnings = error.warnings
    problems += _reference_problems(common)
    if problems:
        raise BrochureError(problems, warnings)
    return warnings


def build(
    where: Workspace,
    name: str,
    common: Common,
    *,
    formats: Sequence[str] = FORMATS,
    output: Path,
    debug: bool = False,
    cache: Cache | None = None,
) -> Built:
    """Build one partner's brochure and write its files, all or none.

    Args:
        where: The workspace.
        name: The profile.
        common: What :func:`load_common` read.
        formats: ``pdf`` and ``docx``, or one of them.
        output: The folder to write to; made if it is missing.
        debug: Also leave every stage in ``output/debug/<name>/``; then all are made anew.
        cache: Where pages are kept that need not be set again.

    Raises:
        BrochureError: Mistakes in the input, or a file that cannot be written; nothing was changed.
    """
    loaded = load(where, name, common, cache=None if debug else cache)
    stages: dict[str, bytes] = {}
    if debug:
        data = loaded.profile.data.model_dump(mode="json", exclude_none=True)
        stages["1-profile.json"] = json.dumps(data, ensure_ascii=False, indent=2, default=str).encode()
        stages["2-document.txt"] = plaintext.write(loaded.document).encode()
    made: dict[str, bytes] = {}
    inputs = [*inputs_of(where, [common]), *inputs_of_partner(where, loaded.profile, common)]
    warnings = list(loaded.warnings)
    faults: tuple[Problem, ...] = ()
    try:
        for kind in dict.fromkeys(formats):
            if kind == "pdf":
                pages = _pdf(where, loaded, f"{name}.pdf", stages, None if debug else cache)
                made[kind] = pages.data
                warnings += [*pages.warnings, *pages.report.warnings]
                faults = pages.report.problems
                inputs += [where.root / file for file in pages.files]
            else:
                made[kind] = stages["5-word.docx"] = _docx(where, loaded)
    finally:
        if debug:
            folder = output / "debug" / name
            files.replace_all({folder / stage: data for stage, data in stages.items()})
    targets = {output / f"{name}.{kind}": data for kind, data in made.items()}
    files.replace_all(targets)
    return Built(tuple(targets), tuple(dict.fromkeys(warnings)), faults, tuple(inputs))


def load_shop(where: Workspace, name: str) -> Shop:
    """Read the file of a print shop.

    Raises:
        BrochureError: There is none such (F109), or its mistakes, located.
    """
    from brochure.schema import print_shop as shop

    path = where.shop(name)
    return shop.load(path, workspace.read(path, where.shown(path)), where.shown(path))


def build_for_press(
    where: Workspace,
    name: str,
    common: Common,
    shop: Shop,
    *,
    output: Path,
    debug: bool = False,
    cache: Cache | None = None,
) -> Built:
    """Build one partner's brochure for a print shop and write ``<name>-print-<shop>.pdf``.

    The pages are those of the screen with bleed, so notes are proven on them as always; then their colours
    become ink, and the finished bytes are held against the shop's rules.

    Raises:
        BrochureError: Mistakes in the input, or a rule of the shop that the file breaks; nothing was written.
    """
    from brochure.pdf.prepress.check import check_pdfx, problems_of
    from brochure.pdf.prepress.make import Imprint, bleed_style, make_pdfx
    from brochure.typesetting.html import Stylesheet

    loaded = load(where, name, common, cache=None if debug else cache)
    stages: dict[str, bytes] = {}
    warnings = [*loaded.warnings, *shop.warnings]
    try:
        sheet = Stylesheet(bleed_style(shop), shop.source.file)
        rendered = _pdf(where, loaded, f"{name}.pdf", stages, None if debug else cache, sheet)
        warnings += rendered.warnings
        record = _record(loaded)
        imprint = Imprint(loaded.document.title, record.identifier, record.date)
        pressed = make_pdfx(rendered.data, shop, imprint)
        stages["6-press.pdf"] = pressed.data
        warnings += pressed.warnings
        found = list(problems_of(check_pdfx(pressed.data, shop), shop))
        warnings += [told for doubt, told in found if doubt]
        if broken := [told for doubt, told in found if not doubt]:
            raise BrochureError(broken, warnings)
    finally:
        if debug:
            folder = output / "debug" / name
            files.replace_all({folder / stage: data for stage, data in stages.items()})
    target = output / f"{name}-print-{shop.id}.pdf"
    files.replace_all({target: pressed.data})
    inputs = [*inputs_of(where, [common]), *inputs_of_partner(where, loaded.profile, common)]
    inputs += [where.shop(shop.id), where.root / "shops", *(where.root / file for file in rendered.files)]
    return Built((target,), tuple(dict.fromkeys(warnings)), (), tuple(inputs))


def _pdf(
    where: Workspace,
    loaded: Loaded,
    file: str,
    stages: dict[str, bytes],
    cache: Cache | None,
    *more: Stylesheet,
) -> Typeset:
    """The pages; ``more`` are style sheets that come after the layout's."""
    from brochure.typesetting import page_cache as kept
    from brochure.typesetting.fit import Setting

    common = loaded.common
    made = kept.typeset(
        cache,
        Setting(
            loaded.document,
            common.layout,
            common.layout_shown,
            where.root,
            _record(loaded),
            file,
            more,
        ),
        loaded.locate,
    )
    if made.page:
        stages["3-page.html"] = made.page.html.encode()
    stages["4-page.pdf"] = made.data
    return made


def _record(loaded: Loaded) -> Record:
    """What the PDF keeps of its making: the profile and the series file, as they were."""
    from brochure.typesetting.weasyprint import Enclosure, Record

    document = loaded.document
    texts = (loaded.profile.source, loaded.common.series.source)
    return Record(
        f"urn:brochure:{document.id}:{document.edition.iso()}",
        document.edition.first_day(),
        tuple(
            Enclosure(Path(text.file).name, text.text, words)
            for text, words in zip(texts, ("機関ファイル", "共通ファイル"), strict=True)
        ),
    )


def _reference_problems(common: Common, *, probed: bool = False) -> list[Problem]:
    """What is wrong with a layout's ``reference.docx``: found once, however many partners there are.

    ``probed`` is to write a little file with it too, which loads python-docx.
    """
    path = common.layout.folder / layout.REFERENCE
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    key = (path, stamp, common.layout.source.text, probed)
    if key not in _references:
        _references[key] = _find_reference_problems(common, probed=probed)
    return _references[key]


_references: dict[tuple[Path, int, str, bool], list[Problem]] = {}


def _find_reference_problems(common: Common, *, probed: bool) -> list[Problem]:
    from brochure.word import styles
    from brochure.word.write import probe

    place = common.layout.source.locate(("word",))
    path = common.layout.folder / layout.REFERENCE
    try:
        lacking = styles.check_reference(path, common.layout.data.word)
        if not lacking and probed:
            probe(common.layout)
    except Exception as error:  # zip, XML and python-docx raise what they meet in a broken file
        shown = f"{common.layout_shown}/{layout.REFERENCE}"
        return [problem("L107", Location(shown), detail=f"{type(error).__name__}: {error}"[:120])]
    return [problem("L104", place, name=lack.name, type=lack.type) for lack in lacking]


def check_reference(common: Common) -> None:
    """Make sure that Word files can be written with a layout.

    Raises:
        BrochureError: Its ``reference.docx`` is broken, or lacks styles.
    """
    if problems := _reference_problems(common, probed=True):
        raise BrochureError(problems)


def _docx(where: Workspace, loaded: Loaded) -> bytes:
    """The Word file; ``reference.docx`` is tried by itself only where a file could not be written with it."""
    if problems := _reference_problems(loaded.common):
        raise BrochureError(problems)
    try:
        return word_file(where, loaded)
    except Exception:
        check_reference(loaded.common)
        raise


def word_file(where: Workspace, loaded: Loaded, *, scope: str = "") -> bytes:
    """The Word file of a partner; ``scope`` names its bookmarks as a booklet does."""
    from brochure.word.write import write_docx

    return write_docx(
        loaded.document,
        loaded.common.layout,
        baseline=baseline_of(loaded),
        root=where.root,
        scope=scope,
    )


def baseline_of(loaded: Loaded) -> Baseline:
    """What a partner's Word file is made from."""
    from brochure.word.baseline import Baseline

    return Baseline(
        profile=loaded.profile.id,
        profile_yaml=loaded.profile.source.text,
        series_yaml=loaded.common.series.source.text,
    )
