"""Compare two finished PDFs, and write the comparison as PDF and as HTML."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, problem
from brochure.diagnostics.text_files import Lang, load_texts
from brochure.pdf.diff.compare import compare_pdf_data, read_both
from brochure.pdf.diff.model import PdfComparison
from brochure.pdf.diff.report import WORDS
from brochure.pdf.diff.sheets import comparison_sheets
from brochure.pdf.diff.write_html import write_html_comparison
from brochure.pdf.diff.write_pdf import is_own_comparison, write_sheets
from brochure.storage.atomic import replace_files
from brochure.storage.own_files import checked_target, is_own_report

FORMATS = ("pdf", "html")


@dataclass(frozen=True, slots=True)
class ComparisonFiles:
    """The written files, and what was found."""

    paths: tuple[Path, ...]
    found: PdfComparison


def build_comparison(
    before: Path, after: Path, *, formats: Sequence[str] = (), target: Path | None = None, lang: Lang
) -> ComparisonFiles:
    """Compare two PDFs and write what changed.

    Args:
        before, after: The two files.
        formats: ``pdf``, ``html`` or both; empty for what the ending of the target says, or for both.
        target: A file, or a folder for files that are named after both PDFs; by default beside ``after``.
        lang: The language of the report.

    Raises:
        BrochureError: A file cannot be compared, or a target is not a file of brochure.
    """
    targets = _targets(before, after, formats, target)
    for form, path in targets.items():
        if os.path.realpath(path) in map(os.path.realpath, (before, after)):
            raise BrochureError([problem("F107", path=path)])
        if form == "pdf":
            checked_target(path, is_own_comparison, ".pdf")
        else:
            checked_target(path, is_own_report, ".html", ".htm")
    one, other = read_both(before, after)
    names = str(before), str(after)
    found = compare_pdf_data(one, other, names)
    files: dict[Path, bytes] = {}
    shown = (before.name, after.name)
    if "pdf" in targets:
        sheets = comparison_sheets(found, one, other, shown, lang)
        files[targets["pdf"]] = write_sheets(sheets, load_texts(WORDS, lang)["title"], lang)
    if "html" in targets:
        files[targets["html"]] = write_html_comparison(found, one, other, shown, lang)
    replace_files(files)
    return ComparisonFiles(tuple(files), found)


def _targets(before: Path, after: Path, formats: Sequence[str], target: Path | None) -> dict[str, Path]:
    """The file of each format; a target with the ending of a format is a file, any other a folder."""
    folder = after.parent
    if target:
        ending = target.suffix.lower().removeprefix(".").replace("htm", "html").replace("htmll", "html")
        if ending in FORMATS and not target.is_dir():
            named = {form: target.with_suffix(f".{form}") for form in formats if form != ending}
            return {ending: target, **named}
        folder = target
    return {form: folder / f"{before.stem}-{after.stem}-diff.{form}" for form in formats or FORMATS}
