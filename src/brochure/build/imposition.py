"""Impose a finished PDF for the office printer, and write the file beside it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.diagnostics.text_files import Lang
from brochure.pdf.imposition.impose import impose_pdf
from brochure.pdf.imposition.instructions import imposed_title, side_label, summary_lines
from brochure.pdf.imposition.plan import ImpositionOptions
from brochure.pdf.imposition.source import is_imposed
from brochure.storage.atomic import replace_files
from brochure.storage.own_files import checked_target
from brochure.storage.shipped import shipped_folder
from brochure.storage.workspace import read_file

RUNS = ("1-front", "2-back")
"""Ends of the names of the two files of a manual duplex; they sort in the order of printing."""


@dataclass(frozen=True, slots=True)
class ImposedFiles:
    """The written files, how to print and fold them, and warnings."""

    paths: tuple[Path, ...]
    lines: tuple[str, ...]
    warnings: tuple[Problem, ...]


def impose_file(
    file: Path,
    asked: ImpositionOptions,
    size: str,
    *,
    lang: Lang,
    target: Path | None = None,
    shown: str = "",
) -> ImposedFiles:
    """Impose a PDF and write one file, or two for a manual duplex; all or none.

    Args:
        file: The finished PDF.
        asked: Scheme, paper and the other options.
        size: The name of the paper size.
        lang: The language of title, labels and instructions.
        target: The file to write; by default beside the source.
        shown: The source's name in messages; by default its path.

    Raises:
        BrochureError: The file cannot be imposed, or a file of the target's name is not of brochure.
    """
    shown = shown or str(file)
    target = target or file.with_name(f"{file.stem}-{asked.scheme}-{size}.pdf")
    done = impose_pdf(
        read_file(file, shown),
        asked,
        file=shown,
        title=imposed_title(asked.scheme, size, lang),
        label=lambda side, plan: side_label(side, plan, lang),
        fonts=tuple(sorted((shipped_folder() / "fonts").glob("*-Regular.*"))),
    )
    targets = [target]
    if len(done.files) == len(RUNS):
        targets = [target.with_name(f"{target.stem}-{part}{target.suffix}") for part in RUNS]
    if os.path.realpath(file) in map(os.path.realpath, targets):
        raise BrochureError([problem("F107", path=shown)])
    for path in targets:
        checked_target(path, is_imposed, ".pdf")
    replace_files(dict(zip(targets, done.files, strict=True)))
    return ImposedFiles(tuple(targets), tuple(summary_lines(done.plan, size, lang)), done.warnings)
