"""Build one partner's files: PDF and Word, for the screen or for a print shop."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.build.check import check_reference, reference_problems
from brochure.build.inputs import inputs_of, inputs_of_partner
from brochure.build.load import Common, Loaded, load_partner
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.document import dump as plaintext
from brochure.storage import atomic as files
from brochure.storage.cache import Cache
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.schema.print_shop import Shop
    from brochure.typesetting.fit import Typeset
    from brochure.typesetting.html import Stylesheet
    from brochure.word.baseline import Baseline

FORMATS = ("pdf", "docx")


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
        common: What :func:`brochure.build.load.load_common` read.
        formats: ``pdf`` and ``docx``, or one of them.
        output: The folder to write to; made if it is missing.
        debug: Also leave every stage in ``output/debug/<name>/``; then all are made anew.
        cache: Where pages are kept that need not be set again.

    Raises:
        BrochureError: Mistakes in the input, or a file that cannot be written; nothing was changed.
    """
    loaded = load_partner(where, name, common, cache=None if debug else cache)
    stages: dict[str, bytes] = {}
    if debug:
        data = loaded.profile.data.model_dump(mode="json", exclude_none=True)
        stages["1-profile.json"] = json.dumps(data, ensure_ascii=False, indent=2, default=str).encode()
        stages["2-document.txt"] = plaintext.dump_document(loaded.document).encode()
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
            files.replace_files({folder / stage: data for stage, data in stages.items()})
    targets = {output / f"{name}.{kind}": data for kind, data in made.items()}
    files.replace_files(targets)
    return Built(tuple(targets), tuple(dict.fromkeys(warnings)), faults, tuple(inputs))


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
    from brochure.build.press import press
    from brochure.build.record import record_of_partner
    from brochure.pdf.prepress.make import Imprint, bleed_style
    from brochure.typesetting.html import Stylesheet

    loaded = load_partner(where, name, common, cache=None if debug else cache)
    stages: dict[str, bytes] = {}
    warnings = [*loaded.warnings, *shop.warnings]
    try:
        sheet = Stylesheet(bleed_style(shop), shop.source.file)
        rendered = _pdf(where, loaded, f"{name}.pdf", stages, None if debug else cache, sheet)
        warnings += rendered.warnings
        record = record_of_partner(loaded)
        imprint = Imprint(loaded.document.title, record.identifier, record.date)
        pressed = press(rendered.data, shop, imprint, warnings, stages)
    finally:
        if debug:
            folder = output / "debug" / name
            files.replace_files({folder / stage: data for stage, data in stages.items()})
    target = output / f"{name}-print-{shop.id}.pdf"
    files.replace_files({target: pressed.data})
    inputs = [*inputs_of(where, [common]), *inputs_of_partner(where, loaded.profile, common)]
    inputs += [where.shop(shop.id), where.root / "shops", *(where.root / file for file in rendered.files)]
    return Built((target,), tuple(dict.fromkeys(pressed.warnings)), (), tuple(inputs))


def _pdf(
    where: Workspace,
    loaded: Loaded,
    file: str,
    stages: dict[str, bytes],
    cache: Cache | None,
    *more: Stylesheet,
) -> Typeset:
    """The pages; ``more`` are style sheets that come after the layout's."""
    from brochure.build.record import record_of_partner
    from brochure.typesetting import page_cache as kept
    from brochure.typesetting.fit import Setting

    common = loaded.common
    made = kept.typeset_cached(
        cache,
        Setting(
            loaded.document,
            common.layout,
            common.layout_shown,
            where.root,
            record_of_partner(loaded),
            file,
            more,
        ),
        loaded.locate,
    )
    if made.page:
        stages["3-page.html"] = made.page.html.encode()
    stages["4-page.pdf"] = made.data
    return made


def _docx(where: Workspace, loaded: Loaded) -> bytes:
    """The Word file; ``reference.docx`` is tried by itself only where a file could not be written with it."""
    if problems := reference_problems(loaded.common):
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
