"""Redline: the changes since an earlier edition, as tracked changes in Word and as a comparison table."""

from __future__ import annotations

import datetime
from hashlib import sha256
from pathlib import Path

from brochure.build.brochure import BuildResult, baseline_of
from brochure.build.check import check_reference
from brochure.build.load import LoadedPartner, SharedInput, load_partner
from brochure.document.comparison import Comparison, compare_editions
from brochure.document.partial_date import PartialDate
from brochure.document.tree import Document
from brochure.document.walk import picture_files
from brochure.pdf.preflight import preflight
from brochure.pdf.preflight.report import Report
from brochure.revision import earlier_edition
from brochure.revision.earlier_edition import EarlierEdition
from brochure.schema.series import organisation_name
from brochure.storage.own_files import replace_outputs
from brochure.storage.workspace import Workspace
from brochure.typesetting import comparison_html, weasyprint
from brochure.word.comparison_table import write_comparison
from brochure.word.tracked_changes.write import write_redline


def build_redline(
    where: Workspace,
    name: str,
    common: SharedInput,
    since: str,
    *,
    here: Path,
    author: str,
    date: datetime.date,
    output: Path,
) -> BuildResult:
    """Write the redline and the comparison table of a partner, all files or none.

    The files are ``<name>-redline.docx``, ``<name>-comparison.docx`` and ``<name>-comparison.pdf``.

    Args:
        where: The workspace.
        name: The partner.
        common: The result of :func:`brochure.build.load.load_common`.
        since: The earlier edition: a file or a git revision.
        here: The folder that a relative path of a file starts at.
        author: The author of the tracked changes; ``""`` for the organisation of the series.
        date: The date of the tracked changes; the same date gives the same bytes.
        output: The output folder; created if it is missing.

    Returns:
        The written files and the warnings; no files if no visible text or picture changed.

    Raises:
        BrochureError: An edition cannot be read, or a file cannot be written; no file was changed.
    """
    loaded = load_partner(where, name, common)
    check_reference(common)
    with earlier_edition.open_earlier_edition(where, name, common, since, here=here) as old:
        table = partner_comparison(old, loaded, where.root, date)
        made = write_redline(
            old.document,
            loaded.document,
            common.layout,
            baseline=baseline_of(loaded),
            roots=(old.root, where.root),
            author=author or organisation_name(common.series),
            date=date,
        )
    if not (table.changes or made.changes):
        return BuildResult((), loaded.warnings, ())
    rendered, report = render_comparison(table, loaded, where, name)
    targets = {
        output / f"{name}-redline.docx": made.data,
        output / f"{name}-comparison.docx": write_comparison(table, loaded.document, common.layout),
        output / f"{name}-comparison.pdf": rendered.data,
    }
    replace_outputs(targets)
    warnings = (*loaded.warnings, *rendered.warnings, *report.warnings)
    return BuildResult(tuple(targets), tuple(dict.fromkeys(warnings)), report.problems)


def partner_comparison(
    old: EarlierEdition, loaded: LoadedPartner, root: Path, date: datetime.date
) -> Comparison:
    """The comparison table of a partner; the headings name each edition by its date and its origin."""
    new, words = loaded.document, loaded.common.layout.words_for(loaded.common.series)
    day = words.date(PartialDate(date.year, date.month, date.day))
    edition = words.edition(old.document.edition)
    editions = (
        words.fill("edition.made_from", edition=edition, file=old.source_name),
        words.fill("edition.made_on", edition=words.edition(new.edition), date=day),
    )
    pictures = (_digests(old.document, old.root), _digests(new, root))
    return compare_editions(old.document, new, editions=editions, words=words, pictures=pictures)


def _digests(document: Document, root: Path) -> dict[str, str]:
    """Digests of the picture files of a document: a picture may change while its file name stays."""
    return {file: sha256((root / file).read_bytes()).hexdigest() for file in picture_files(document)}


def render_comparison(
    table: Comparison, loaded: LoadedPartner, where: Workspace, name: str
) -> tuple[weasyprint.RenderedPdf, Report]:
    """Typeset a comparison table, and check its pages; the partner decides on colours and date."""
    common, document = loaded.common, loaded.document
    page = comparison_html.write_comparison_html(
        table, document, common.layout, root=where.root, shown=common.layout_shown
    )
    identifier = f"urn:brochure:{document.id}:{document.edition.iso()}:comparison"
    record = weasyprint.ArchiveRecord(identifier, document.edition.first_day(), ())
    written = weasyprint.render_pdf(page, common.layout.font_paths, record)
    fonts = frozenset(common.layout.families)
    return written, preflight.check_part(written.data, file=f"{name}-comparison.pdf", fonts=fonts)
