"""Render a document within the layout's page budget and run the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.document.tree import Document
from brochure.pdf import reader
from brochure.pdf.geometry import Box
from brochure.pdf.preflight import footnotes_complete, preflight, text_complete
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.report import MM, Report
from brochure.schema.layout import Layout
from brochure.typesetting import html, page_budget, weasyprint
from brochure.typesetting.html import HtmlPage, Stylesheet
from brochure.typesetting.weasyprint import ArchiveRecord

Locate = Callable[[str], Location]


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished PDF that passed the checks which must not fail.

    ``page`` is the HTML it was made from, or None if it comes from the cache. ``texts`` are the texts of the
    pages as read from the PDF. ``report`` is the preflight; its errors must be corrected before printing.
    ``files`` are the pictures used, as paths in the workspace. ``drawn`` are the boxes drawn on the pages,
    from :func:`brochure.pdf.reader.drawn_boxes`.
    """

    data: bytes
    page: HtmlPage | None
    texts: tuple[str, ...]
    warnings: tuple[Problem, ...]
    report: Report
    files: tuple[str, ...]
    drawn: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class _Rendering:
    """One rendering of the document, with the names of the tightening steps used."""

    names: tuple[str, ...]
    page: HtmlPage
    written: weasyprint.RenderedPdf

    @property
    def pages(self) -> int:
        """Number of pages."""
        return self.written.pages


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
    most = layout.data.budget.most if layout.data.budget else 0

    def attempt(names: tuple[str, ...], tokens: Mapping[str, str]) -> _Rendering:
        page = _page(setting, tokens)
        written = weasyprint.render_pdf(page, layout.font_paths, setting.record)
        return _Rendering(names, page, written)

    chosen, tightest = _fit_to_budget(attempt, layout)
    warnings = list(chosen.written.warnings)
    with reader.open_pdf(chosen.written.data) as opened:
        finished = reader.read_pages(opened)
        faults = [] if setting.notes_at else footnotes_complete.check_footnotes(document, finished, locate)
        if faults := faults or text_complete.check_text_complete(document, finished, locate):
            raise BrochureError(faults, warnings)
        view = preflight.read_for_preflight(opened, file=setting.file, fonts=fonts)
    if most and chosen.pages > most:
        over = view
        if tightest is not chosen:
            over = preflight.read_for_preflight(tightest.written.data, file=setting.file, render=False)
        warnings.append(_budget_warning(document, over, chosen, tightest, most, locate))
    elif chosen.names:
        warnings.append(problem("Q803", locate(""), most=most, names="、".join(chosen.names)))
    warnings += _last_page_warning(document, layout, view, locate)
    return Typeset(
        chosen.written.data,
        chosen.page,
        tuple(page.text for page in finished),
        tuple(warnings),
        preflight.apply_rules(view, file=setting.file, rules=setting.rules),
        chosen.written.files,
        reader.drawn_boxes(chosen.written.data, _margins(layout)),
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
    )
    return replace(page, stylesheets=(*page.stylesheets, *setting.more))


def _fit_to_budget(
    attempt: Callable[[tuple[str, ...], Mapping[str, str]], _Rendering], layout: Layout
) -> tuple[_Rendering, _Rendering]:
    """The rendering to use (within the page budget if possible), and the tightest one that was made."""
    most = layout.data.budget.most if layout.data.budget else 0
    chosen = tightest = attempt((), {})
    steps = list(_tightenings(layout)) if most and chosen.pages > most else []
    if steps and (tightest := attempt(*steps[-1])).pages <= most:  # the last step includes all others
        chosen = next((t for step in steps[:-1] if (t := attempt(*step)).pages <= most), tightest)
    return chosen, tightest


def _tightenings(layout: Layout) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    """Names and tokens for each step; a step includes the changes of the steps before it."""
    names: tuple[str, ...] = ()
    tokens: dict[str, str] = {}
    for step in layout.data.budget.tighten if layout.data.budget else ():
        names += (step.name,)
        tokens |= step.tokens
        yield names, dict(tokens)


def _budget_warning(
    document: Document,
    view: PreflightContext,
    chosen: _Rendering,
    tightest: _Rendering,
    most: int,
    locate: Locate,
) -> Problem:
    """The warning Q801 or Q802; the excess is measured on ``view``, the pages of the tightest rendering."""
    over = page_budget.measure_excess(view, document, most)
    return problem(
        "Q802" if tightest.names else "Q801",
        locate(over.fields[0][0]),
        pages=chosen.pages,
        most=most,
        lines=over.lines,
        characters=over.characters,
        fields=_field_list(over.fields),
        names="、".join(tightest.names),
    )


def _last_page_warning(
    document: Document, layout: Layout, view: PreflightContext, locate: Locate
) -> Iterator[Problem]:
    """Warn about a last page that is almost empty (Q804)."""
    last = len(view.finished.sheets) - 1
    if last and (share := page_budget.used_share(view, layout)) < page_budget.MIN_USED_SHARE:
        characters, fields = page_budget.count_characters_from(view, document, last)
        yield problem(
            "Q804",
            locate(fields[0][0]),
            page=last + 1,
            percent=round(100 * share),
            lines=page_budget.count_lines_from(view, last),
            characters=characters,
        )


def _field_list(fields: tuple[tuple[str, int], ...]) -> str:
    """Addresses with their numbers of characters: ``answers.about.0.bullets.1 85, …``."""
    return ", ".join(f"{at} {count}" for at, count in fields)
