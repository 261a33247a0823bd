"""Build one partner's files: PDF and Word, for the screen or for a print shop."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.build.check import check_reference, reference_problems
from brochure.build.history import keep_originals
from brochure.build.inputs import partner_inputs, shared_inputs
from brochure.build.load import LoadedPartner, SharedInput, load_partner
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.document import dump
from brochure.storage import atomic
from brochure.storage.cache import Cache
from brochure.storage.own_files import replace_outputs
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.pdf.prepress.make import PressFile
    from brochure.schema.print_shop import Shop
    from brochure.typesetting.stylesheets import Stylesheet
    from brochure.typesetting.typeset import Typeset
    from brochure.word.baseline import Baseline

FORMATS = ("pdf", "docx")


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The result of a build.

    Attributes:
        paths: The files that were written.
        warnings: The warnings of the input and of the pages.
        faults: Faults that the preflight found on the finished pages; they must be mended before print.
        inputs: The files and folders that the build depends on.
    """

    paths: tuple[Path, ...]
    warnings: tuple[Problem, ...]
    faults: tuple[Problem, ...]
    inputs: tuple[Path, ...] = ()


def build_brochure(
    where: Workspace,
    name: str,
    common: SharedInput,
    *,
    formats: Sequence[str] = FORMATS,
    output: Path,
    debug: bool = False,
    share_safe: bool = False,
    cache: Cache | None = None,
    keeps: bool = True,
) -> BuildResult:
    """Build one partner's brochure and write its files, all or none.

    Args:
        where: The workspace.
        name: The profile.
        common: The value of :func:`brochure.build.load.load_common`.
        formats: ``pdf`` and ``docx``, or one of them.
        output: The folder to write to; created if it is missing.
        debug: Also write every stage to ``output/debug/<name>/``; the cache is not used then.
        share_safe: Leave comments and internal keys out of the sources that the files carry.
        cache: The cache of pages.
        keeps: Keep the original of the Word file in ``history/``; not for files that go elsewhere first.

    Raises:
        BrochureError: Mistakes in the input, or a file that cannot be written; nothing was changed.
    """
    loaded = load_partner(where, name, common, cache=None if debug else cache)
    loaded = replace(loaded, share_safe=share_safe)
    stages: dict[str, bytes] = {}
    if debug:
        data = loaded.profile.data.model_dump(mode="json", exclude_none=True)
        stages["1-profile.json"] = json.dumps(data, ensure_ascii=False, indent=2, default=str).encode()
        stages["2-document.txt"] = dump.dump_document(loaded.document).encode()
    made: dict[str, bytes] = {}
    inputs = [*shared_inputs(where, [common]), *partner_inputs(where, loaded.profile)]
    warnings = list(loaded.warnings)
    faults: tuple[Problem, ...] = ()
    try:
        for kind in dict.fromkeys(formats):
            if kind == "pdf":
                pages = _typeset_pages(where, loaded, stages, None if debug else cache)
                made[kind] = pages.data
                warnings += [*pages.warnings, *pages.report.warnings]
                faults = pages.report.problems
                inputs += [where.root / file for file in pages.files]
            else:
                made[kind] = stages["5-word.docx"] = _write_docx_checked(where, loaded)
    finally:
        if debug:
            folder = output / "debug" / name
            atomic.replace_files({folder / stage: data for stage, data in stages.items()})
    targets = {output / f"{name}.{kind}": data for kind, data in made.items()}
    replace_outputs(targets)
    warnings += keep_originals(where, targets) if keeps else []
    return BuildResult(tuple(targets), tuple(dict.fromkeys(warnings)), faults, tuple(inputs))


def build_brochure_for_press(
    where: Workspace,
    name: str,
    common: SharedInput,
    shop: Shop,
    *,
    output: Path,
    debug: bool = False,
    cache: Cache | None = None,
    unapproved: bool = False,
) -> BuildResult:
    """Build one partner's brochure for a print shop and write ``<name>-print-<shop>.pdf``.

    The pages are the same as for the screen, with bleed added. Then the colours are converted to ink, and the
    finished file is checked by the shop's rules. ``unapproved`` prints 未校了 outside the trim.

    Raises:
        BrochureError: Mistakes in the input, or a rule of the shop that the file breaks; nothing was written.
    """
    loaded = load_partner(where, name, common, cache=None if debug else cache)
    stages: dict[str, bytes] = {}
    try:
        rendered = typeset_for_press(where, loaded, shop, stages, cache=None if debug else cache)
        pressed = press_pages(loaded, shop, rendered, stages, unapproved=unapproved)
    finally:
        if debug:
            folder = output / "debug" / name
            atomic.replace_files({folder / stage: data for stage, data in stages.items()})
    target = output / f"{name}-print-{shop.id}.pdf"
    replace_outputs({target: pressed.data})
    inputs = [*shared_inputs(where, [common]), *partner_inputs(where, loaded.profile)]
    inputs += [where.shop(shop.id), where.root / "shops", *(where.root / file for file in rendered.files)]
    return BuildResult((target,), tuple(dict.fromkeys(pressed.warnings)), (), tuple(inputs))


def typeset_for_press(
    where: Workspace,
    loaded: LoadedPartner,
    shop: Shop,
    stages: dict[str, bytes],
    *,
    cache: Cache | None = None,
    with_boxes: bool = False,
) -> Typeset:
    """Typeset the pages of a partner with a shop's bleed, and keep their stages.

    Raises:
        BrochureError: The pages have an error that must not be printed.
    """
    from brochure.pdf.prepress.make import bleed_style
    from brochure.typesetting.stylesheets import Stylesheet

    sheet = Stylesheet(bleed_style(shop), shop.source.file)
    return _typeset_pages(where, loaded, stages, cache, sheet, with_boxes=with_boxes)


def press_pages(
    loaded: LoadedPartner,
    shop: Shop,
    rendered: Typeset,
    stages: dict[str, bytes],
    *,
    unapproved: bool = False,
) -> PressFile:
    """Make the file for a shop of pages that :func:`typeset_for_press` returned.

    The file is added to ``stages`` as :data:`brochure.build.press.PRESSED`, also if it breaks a rule.

    Raises:
        BrochureError: The file breaks a rule of the shop.
    """
    from brochure.build.press import make_press_file, unapproved_slug
    from brochure.build.record import record_of_partner
    from brochure.pdf.prepress.make import Imprint

    record = record_of_partner(loaded)
    slug = unapproved_slug(loaded.common) if unapproved else None
    imprint = Imprint(loaded.document.title, record.identifier, record.date, slug)
    warnings = [*loaded.warnings, *shop.warnings, *rendered.warnings]
    return make_press_file(rendered.data, shop, imprint, warnings, stages)


def _typeset_pages(
    where: Workspace,
    loaded: LoadedPartner,
    stages: dict[str, bytes],
    cache: Cache | None,
    *more: Stylesheet,
    with_boxes: bool = False,
) -> Typeset:
    """Typeset the pages, and keep their stages; ``more`` are style sheets that come after the layout's."""
    made = typeset_partner(where, loaded, cache, *more, with_boxes=with_boxes)
    if made.page:
        stages["3-page.html"] = made.page.html.encode()
    stages["4-page.pdf"] = made.data
    return made


def typeset_partner(
    where: Workspace,
    loaded: LoadedPartner,
    cache: Cache | None,
    *more: Stylesheet,
    with_boxes: bool = False,
) -> Typeset:
    """Typeset the pages of a partner, or find them in the cache.

    Args:
        where: The workspace.
        loaded: The partner.
        cache: The cache of pages.
        more: Style sheets that come after the layout's.
        with_boxes: Whether the places of the values are wanted; the file is the same.

    Raises:
        BrochureError: Templates, fonts or notes have an error that must not be printed.
    """
    from brochure.assembly.citation import load_citation_style
    from brochure.assembly.cited_fields import with_cited_fields
    from brochure.build.record import record_of_partner
    from brochure.typesetting import page_cache
    from brochure.typesetting.typeset import Setting

    common = loaded.common
    setting = Setting(
        loaded.document,
        common.layout,
        common.layout_shown,
        where.root,
        record_of_partner(loaded),
        f"{loaded.profile.id}.pdf",
        more,
        with_boxes=with_boxes,
    )
    if with_boxes:
        if (found := page_cache.find_typeset(cache, setting, loaded.locate)) is not None:
            return found
        style = load_citation_style(common.layout)
        setting = replace(setting, document=with_cited_fields(loaded.document, loaded.profile, style))
    return page_cache.typeset_cached(cache, setting, loaded.locate)


def _write_docx_checked(where: Workspace, loaded: LoadedPartner) -> bytes:
    """The Word file of a partner.

    If it cannot be written, ``reference.docx`` is tried alone, to name it as the cause.
    """
    if problems := reference_problems(loaded.common):
        raise BrochureError(problems)
    try:
        return write_word_file(where, loaded)
    except Exception:
        check_reference(loaded.common)
        raise


def write_word_file(where: Workspace, loaded: LoadedPartner, *, scope: str = "") -> bytes:
    """Write the Word file of a partner; ``scope`` is a prefix for its bookmarks, as in a booklet."""
    from brochure.word.write import write_docx

    return write_docx(
        loaded.document,
        loaded.common.layout,
        baseline=baseline_of(loaded),
        root=where.root,
        scope=scope,
        threads=() if loaded.share_safe else loaded.threads,
    )


def baseline_of(loaded: LoadedPartner) -> Baseline:
    """The baseline that a partner's Word file carries: the text of its profile and of the series."""
    from brochure.word.baseline import Baseline

    profile, series = loaded.carried_texts()
    return Baseline(profile=loaded.profile.id, profile_yaml=profile, series_yaml=series)
