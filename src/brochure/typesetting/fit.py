"""Set a document in pages that keep the layout's page budget and pass the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.document.tree import Document
from brochure.pdf import reader as pages
from brochure.pdf.geometry import Box
from brochure.pdf.preflight import footnotes_complete as notecheck
from brochure.pdf.preflight import preflight
from brochure.pdf.preflight import text_complete as wordcheck
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.report import MM, Report
from brochure.schema.layout import Layout
from brochure.typesetting import html
from brochure.typesetting import page_budget as budget
from brochure.typesetting import weasyprint as pdf
from brochure.typesetting.html import HtmlPage, Stylesheet
from brochure.typesetting.weasyprint import ArchiveRecord

Locate = Callable[[str], Location]


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished PDF that may be written.

    ``page`` is what it was made from, unless it comes from the cache; ``texts`` are those of its pages as
    they were read back; ``report`` is the preflight of the pages: what it finds must be mended before they
    are printed; ``files`` are the pictures it shows, by their paths in the workspace; ``drawn`` is where its
    pages have anything outside the type area, as :func:`brochure.pdf.reader.drawn` tells it.
    """

    data: bytes
    page: HtmlPage | None
    texts: tuple[str, ...]
    warnings: tuple[Problem, ...]
    report: Report
    files: tuple[str, ...]
    drawn: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class _Try:
    """One setting of the pages: what was done to make them fit, and what came of it."""

    names: tuple[str, ...]
    page: HtmlPage
    written: pdf.Written

    @property
    def pages(self) -> int:
        """How many there are."""
        return self.written.pages


@dataclass(frozen=True, slots=True)
class Setting:
    """What pages are made of.

    Attributes:
        document: What to print.
        layout, shown: Whose templates and styles, and the name of its folder in messages.
        root: The workspace.
        record: What the file keeps for an archive.
        file: The name of the PDF in messages.
        more: Style sheets that come after the layout's.
        notes_at: Where calls lead, if the notes are not printed here (``html.write``).
        rules: What the finished pages are held against.
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


def typeset(setting: Setting, locate: Locate) -> Typeset:
    """Render a document; where it is too long, with the layout's tightenings, one after the other.

    Args:
        setting: The document and what it is set with.
        locate: The place of an address of the document.

    Raises:
        BrochureError: Templates, fonts or notes have a fault that must not be printed.
    """
    document, layout = setting.document, setting.layout
    fonts = frozenset(layout.families)
    most = layout.data.budget.most if layout.data.budget else 0

    def attempt(names: tuple[str, ...], tokens: Mapping[str, str]) -> _Try:
        page = _page(setting, tokens)
        written = pdf.render_pdf(page, layout.font_paths, setting.record)
        return _Try(names, page, written)

    chosen, tightest = _settled(attempt, layout)
    warnings = list(chosen.written.warnings)
    with pages.opened(chosen.written.data) as opened:
        finished = pages.read_pages(opened)
        faults = [] if setting.notes_at else notecheck.check_footnotes(document, finished, locate)
        if faults := faults or wordcheck.check_text(document, finished, locate):
            raise BrochureError(faults, warnings)
        view = preflight.view(opened, file=setting.file, fonts=fonts)
    if most and chosen.pages > most:
        over = view
        if tightest is not chosen:
            over = preflight.view(tightest.written.data, file=setting.file, pictured=False)
        warnings.append(_too_long(document, over, chosen, tightest, most, locate))
    elif chosen.names:
        warnings.append(problem("Q803", locate(""), most=most, names="、".join(chosen.names)))
    warnings += _thin(document, layout, view, locate)
    return Typeset(
        chosen.written.data,
        chosen.page,
        tuple(page.text for page in finished),
        tuple(warnings),
        preflight.report(view, file=setting.file, rules=setting.rules),
        chosen.written.files,
        pages.drawn(chosen.written.data, _margins(layout)),
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


def _settled(
    attempt: Callable[[tuple[str, ...], Mapping[str, str]], _Try], layout: Layout
) -> tuple[_Try, _Try]:
    """The setting to use, which keeps the page budget if any does, and the tightest that was tried."""
    most = layout.data.budget.most if layout.data.budget else 0
    chosen = tightest = attempt((), {})
    steps = list(_tightenings(layout)) if most and chosen.pages > most else []
    if steps and (tightest := attempt(*steps[-1])).pages <= most:  # what the last does not win, none does
        chosen = next((t for step in steps[:-1] if (t := attempt(*step)).pages <= most), tightest)
    return chosen, tightest


def _tightenings(layout: Layout) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    """The names and tokens of each step; a step keeps what the steps before it changed."""
    names: tuple[str, ...] = ()
    tokens: dict[str, str] = {}
    for step in layout.data.budget.tighten if layout.data.budget else ():
        names += (step.name,)
        tokens |= step.tokens
        yield names, dict(tokens)


def _too_long(
    document: Document, view: PreflightContext, chosen: _Try, tightest: _Try, most: int, locate: Locate
) -> Problem:
    """How much is too much: of the pages as they are set, or of the tightest that were tried."""
    over = budget.excess(view, document, most)
    return problem(
        "Q802" if tightest.names else "Q801",
        locate(over.fields[0][0]),
        pages=chosen.pages,
        most=most,
        lines=over.lines,
        characters=over.characters,
        fields=_fields(over.fields),
        names="、".join(tightest.names),
    )


def _thin(document: Document, layout: Layout, view: PreflightContext, locate: Locate) -> Iterator[Problem]:
    """A last page that is almost empty."""
    last = len(view.finished.sheets) - 1
    if last and (share := budget.filled(view, layout)) < budget.THIRD:
        characters, fields = budget.written_from(view, document, last)
        yield problem(
            "Q804",
            locate(fields[0][0]),
            page=last + 1,
            percent=round(100 * share),
            lines=budget.lines_from(view, last),
            characters=characters,
        )


def _fields(fields: tuple[tuple[str, int], ...]) -> str:
    """``answers.about.0.bullets.1 85, …``: addresses with their numbers of characters."""
    return ", ".join(f"{at} {count}" for at, count in fields)
