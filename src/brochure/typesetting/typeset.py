"""Render a document within the layout's page budget and run the checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, Problem
from brochure.document.tree import Document, Placement
from brochure.pdf import reader
from brochure.pdf.geometry import Box
from brochure.pdf.preflight import footnotes_complete, preflight, text_complete
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.report import MM, Report
from brochure.schema.layout import Layout
from brochure.typesetting import html, note_gaps, page_budget, weasyprint
from brochure.typesetting.html import HtmlPage, Stylesheet
from brochure.typesetting.page_budget import Attempt, Locate
from brochure.typesetting.value_boxes import ValueBox
from brochure.typesetting.weasyprint import ArchiveRecord


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished PDF that passed the checks which must not fail.

    ``page`` is the HTML it was made from, or None if it comes from the cache. ``texts`` are the texts of the
    pages as read from the PDF. ``report`` is the preflight; its errors must be corrected before printing.
    ``files`` are the pictures used, as paths in the workspace. ``drawn`` are the boxes drawn on the pages,
    from :func:`brochure.pdf.reader.drawn_boxes`. ``boxes`` say where each value stands, if the setting asks.
    """

    data: bytes
    page: HtmlPage | None
    texts: tuple[str, ...]
    warnings: tuple[Problem, ...]
    report: Report
    files: tuple[str, ...]
    drawn: tuple[tuple[Box, ...], ...]
    boxes: tuple[ValueBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """The input of a rendering.

    Attributes:
        document: The document to print.
        layout, shown: The layout with templates and styles, and the name of its folder in messages.
        root: The workspace.
        record: Archive metadata and enclosures of the file.
        file: The name of the PDF in messages.
        more: Style sheets that come after the layout's.
        notes_at: Start of the targets of calls, if the notes are printed elsewhere (``html.write_html``).
        rules: Preflight rules for the finished pages.
        with_boxes: Whether the places of the values are wanted; the file is the same.
    """

    document: Document
    layout: Layout
    shown: str
    root: Path
    record: ArchiveRecord
    file: str
    more: tuple[Stylesheet, ...] = ()
    notes_at: str = ""
    rules: tuple[preflight.Rule, ...] = preflight.RULES
    with_boxes: bool = False


def typeset_document(setting: Setting, locate: Locate) -> Typeset:
    """Render a document; if it is too long, apply the layout's tightening steps one after the other.

    Args:
        setting: The input of the rendering.
        locate: Returns the place of an address of the document.

    Raises:
        BrochureError: Templates, fonts or notes have an error that must not be printed.
    """
    document, layout = setting.document, setting.layout
    fonts = frozenset(layout.families)

    def attempt(names: tuple[str, ...], tokens: Mapping[str, str]) -> Attempt:
        page = _page(setting, tokens)
        written = weasyprint.render_pdf(page, layout.font_paths, setting.record)
        return Attempt(names, page, written)

    views: dict[Attempt, PreflightContext] = {}

    def read_pages_of(attempt: Attempt) -> PreflightContext:
        if attempt not in views:
            views[attempt] = preflight.read_for_preflight(
                attempt.written.data, file=setting.file, fonts=fonts
            )
        return views[attempt]

    chosen, tightest = page_budget.fit_to_budget(attempt, layout, read_pages_of)
    warnings = list(chosen.written.warnings)
    finished = reader.read_pages(chosen.written.data)
    faults = [] if setting.notes_at else footnotes_complete.check_footnotes(document, finished, locate)
    if faults := faults or text_complete.check_text_complete(document, finished, locate):
        raise BrochureError(faults, warnings)
    view = read_pages_of(chosen)

    def set_again(more: Stylesheet) -> tuple[reader.FinishedPage, ...]:
        page = replace(chosen.page, stylesheets=(*chosen.page.stylesheets, more))
        return reader.read_pages(weasyprint.render_pdf(page, layout.font_paths).data)

    warnings += page_budget.budget_warnings(document, layout, (chosen, tightest), read_pages_of, locate)
    if document.placement is Placement.PAGE and not setting.notes_at:
        warnings += note_gaps.note_gap_warnings(document, layout, view, finished, set_again, locate)
    return Typeset(
        chosen.written.data,
        chosen.page,
        tuple(page.text for page in finished),
        tuple(warnings),
        preflight.apply_rules(view, file=setting.file, rules=setting.rules),
        chosen.written.files,
        reader.drawn_boxes(chosen.written.data, _margins(layout)),
        chosen.written.boxes,
    )


def _margins(layout: Layout) -> tuple[float, ...]:
    margins = layout.data.page.margins
    return tuple(side * MM for side in (margins.top, margins.right, margins.bottom, margins.left))


def _page(setting: Setting, tokens: Mapping[str, str]) -> HtmlPage:
    page = html.write_html(
        setting.document,
        setting.layout,
        root=setting.root,
        shown=setting.shown,
        tokens=tokens,
        notes_at=setting.notes_at,
        with_marks=setting.with_boxes,
    )
    return replace(page, stylesheets=(*page.stylesheets, *setting.more))
