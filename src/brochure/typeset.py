"""Set a document in pages that keep the layout's page budget and pass the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from brochure import budget, html, notecheck, pages, pdf, preflight, wordcheck
from brochure.document import Document
from brochure.errors import BrochureError, Location, Problem, problem
from brochure.html import Page, Stylesheet
from brochure.layout import Layout
from brochure.pdf import Record

Locate = Callable[[str], Location]


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished PDF that may be written.

    ``report`` is the preflight of its pages: what it finds must be mended before they are printed.
    """

    data: bytes
    page: Page
    warnings: tuple[Problem, ...]
    report: preflight.Report


@dataclass(frozen=True, slots=True)
class _Try:
    """One setting of the pages: what was done to make them fit, and what came of it."""

    names: tuple[str, ...]
    page: Page
    written: pdf.Written
    view: preflight.View


def typeset(
    document: Document,
    layout: Layout,
    *,
    shown: str,
    root: Path,
    record: Record,
    file: str,
    locate: Locate,
    more: tuple[Stylesheet, ...] = (),
    notes_at: str = "",
) -> Typeset:
    """Render a document; where it is too long, with the layout's tightenings, one after the other.

    Args:
        document: What to print.
        layout, shown: Whose templates and styles, and the name of its folder in messages.
        root: The workspace.
        record: What the file keeps for an archive.
        file: The name of the PDF in messages.
        locate: The place of an address of the document.
        more: Style sheets that come after the layout's.
        notes_at: Where calls lead, if the notes are not printed here (:func:`brochure.html.write`).

    Raises:
        BrochureError: Templates, fonts or notes have a fault that must not be printed.
    """
    fonts = frozenset(family.family for family in layout.data.fonts)
    most = layout.data.budget.most if layout.data.budget else 0

    def attempt(names: tuple[str, ...], tokens: Mapping[str, str]) -> _Try:
        page = html.write(document, layout, root=root, shown=shown, tokens=tokens, notes_at=notes_at)
        page = replace(page, stylesheets=(*page.stylesheets, *more))
        written = pdf.write(page, [font for _, _, font in layout.font_files()], record)
        return _Try(names, page, written, preflight.view(written.data, file=file, fonts=fonts))

    first = chosen = tightest = attempt((), {})
    if most and first.written.pages > most:
        for names, tokens in _tightenings(layout):
            tightest = attempt(names, tokens)
            if tightest.written.pages <= most:
                chosen = tightest
                break
    warnings = list(chosen.written.warnings)
    finished = pages.read(chosen.written.data)
    faults = [] if notes_at else notecheck.check(document, finished, locate)
    if faults := faults or wordcheck.check(document, finished, locate):
        raise BrochureError(faults, warnings)
    warnings += _budget(document, layout, chosen, tightest, locate)
    return Typeset(
        chosen.written.data, chosen.page, tuple(warnings), preflight.report(chosen.view, file=file)
    )


def _tightenings(layout: Layout) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    """The names and tokens of each step; a step keeps what the steps before it changed."""
    names: tuple[str, ...] = ()
    tokens: dict[str, str] = {}
    for step in layout.data.budget.tighten if layout.data.budget else ():
        names += (step.name,)
        tokens |= step.tokens
        yield names, dict(tokens)


def _budget(
    document: Document, layout: Layout, chosen: _Try, tightest: _Try, locate: Locate
) -> Iterator[Problem]:
    """What is to be said of the number of pages."""
    most = layout.data.budget.most if layout.data.budget else 0
    if most and (over := budget.excess(tightest.view, document, most)):
        where = locate(over.fields[0][0])
        yield problem(
            "Q801" if not tightest.names else "Q802",
            where,
            pages=chosen.written.pages,
            most=most,
            lines=over.lines,
            characters=over.characters,
            fields=_fields(over.fields),
            names="、".join(tightest.names),
        )
    elif chosen.names:
        yield problem("Q803", locate(""), most=most, names="、".join(chosen.names))
    last = chosen.written.pages - 1
    if last and (share := budget.filled(chosen.view, layout)) < budget.THIRD:
        characters, fields = budget.written_from(chosen.view, document, last)
        yield problem(
            "Q804",
            locate(fields[0][0]),
            page=last + 1,
            percent=round(100 * share),
            lines=budget.lines_from(chosen.view, last),
            characters=characters,
        )


def _fields(fields: tuple[tuple[str, int], ...]) -> str:
    """``answers.about.0.bullets.1 85, …``: addresses with their numbers of characters."""
    return ", ".join(f"{at} {count}" for at, count in fields)
