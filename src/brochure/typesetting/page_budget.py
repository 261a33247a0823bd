"""The page budget of a partner: tighten a document that is too long, and report the excess."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.document.tree import Document, Paragraph, plain_text
from brochure.document.walk import answer_paragraphs
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.report import MM
from brochure.schema.layout import Layout
from brochure.typesetting.html import HtmlPage
from brochure.typesetting.weasyprint import RenderedPdf

MIN_USED_SHARE = 1 / 3  # of the type area: a last page with less text looks like a mistake


Locate = Callable[[str], Location]


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """One rendering of the document, with the names of the tightening steps used."""

    names: tuple[str, ...]
    page: HtmlPage
    written: RenderedPdf

    @property
    def pages(self) -> int:
        """Number of pages."""
        return self.written.pages


@dataclass(frozen=True, slots=True)
class Excess:
    """The text after the last page that is allowed.

    ``fields`` are addresses of the profile with their numbers of characters, in the order of the document. A
    field that begins on an allowed page counts only the characters after it. If only fixed text stands there,
    such as the contact, ``fields`` has the contact's address.
    """

    lines: int
    characters: int
    fields: tuple[tuple[str, int], ...]


def fit_to_budget(
    attempt: Callable[[tuple[str, ...], Mapping[str, str]], Attempt],
    layout: Layout,
    read_pages: Callable[[Attempt], PreflightContext],
) -> tuple[Attempt, Attempt]:
    """Render a document and, if it has too many pages, render it again with the layout's tightening steps.

    A last page that is almost empty is one too many, if a step can do without it.

    Args:
        attempt: Renders the document with the names and the tokens of the steps so far.
        layout: The layout with the budget.
        read_pages: Returns the pages of an attempt as the preflight reads them.

    Returns:
        The rendering to use, within the budget if possible, and the tightest one that was made.
    """
    most = layout.data.budget.most if layout.data.budget else 0
    chosen = tightest = attempt((), {})
    steps = list(_tightenings(layout)) if most else []
    if not steps:
        return chosen, tightest
    wanted = most if chosen.pages > most else chosen.pages
    if chosen.pages <= most and _has_almost_empty_page(read_pages(chosen), layout):
        wanted -= 1
    if chosen.pages > wanted and (tightest := attempt(*steps[-1])).pages <= wanted:  # it includes all others
        chosen = next((t for step in steps[:-1] if (t := attempt(*step)).pages <= wanted), tightest)
    return chosen, tightest


def _has_almost_empty_page(view: PreflightContext, layout: Layout) -> bool:
    """Whether there are several pages, and the last one has little text."""
    last = len(view.finished.sheets) - 1
    return last > 0 and used_share(view, layout, last) < MIN_USED_SHARE


def _tightenings(layout: Layout) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    """Names and tokens for each step; a step includes the changes of the steps before it."""
    names: tuple[str, ...] = ()
    tokens: dict[str, str] = {}
    for step in layout.data.budget.tighten if layout.data.budget else ():
        names += (step.name,)
        tokens |= step.tokens
        yield names, dict(tokens)


def budget_warnings(
    document: Document,
    layout: Layout,
    attempts: tuple[Attempt, Attempt],
    read_pages: Callable[[Attempt], PreflightContext],
    locate: Locate,
) -> Iterator[Problem]:
    """Warn about pages over the budget (Q801, Q802), tightening (Q803) and an almost empty last page (Q804).

    In a layout that allows no more pages, too many are an error (Q806).

    Args:
        document, layout: The document and the layout with the budget.
        attempts: The result of :func:`fit_to_budget`.
        read_pages: Returns the pages of an attempt as the preflight reads them.
        locate: Returns the place of an address of the document.
    """
    chosen, tightest = attempts
    most = layout.data.budget.most if layout.data.budget else 0
    if most and chosen.pages > most and layout.data.budget and layout.data.budget.over == "refuse":
        raise BrochureError([_refusal(document, read_pages(tightest), most, locate)])
    if most and chosen.pages > most:
        yield _budget_warning(document, read_pages(tightest), chosen, tightest, most, locate)
    elif chosen.names:
        yield problem("Q803", locate(""), most=chosen.pages, names="、".join(chosen.names))
    yield from _last_page_warning(document, layout, read_pages(chosen), locate)


def _budget_warning(
    document: Document,
    view: PreflightContext,
    chosen: Attempt,
    tightest: Attempt,
    most: int,
    locate: Locate,
) -> Problem:
    """The warning Q801 or Q802; the excess is measured on ``view``, the pages of the tightest rendering."""
    over = measure_excess(view, document, most)
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


def _refusal(document: Document, view: PreflightContext, most: int, locate: Locate) -> Problem:
    """The error Q806, at the field in which the last page that is allowed ends."""
    over = measure_excess(view, document, most)
    whole = sum(
        len(_without_blanks(plain_text(paragraph.content, readings=False))) for paragraph in _fields(document)
    )
    return problem(
        "Q806",
        locate(over.fields[0][0]),
        most=most,
        whole=whole,
        fitting=max(0, whole - over.characters),
        characters=over.characters,
        lines=over.lines,
        fields=_field_list(over.fields),
    )


def _last_page_warning(
    document: Document, layout: Layout, view: PreflightContext, locate: Locate
) -> Iterator[Problem]:
    """Warn about a last page that is almost empty (Q804)."""
    last = len(view.finished.sheets) - 1
    if last and (share := used_share(view, layout, last)) < MIN_USED_SHARE:
        characters, fields = count_characters_from(view, document, last)
        yield problem(
            "Q804",
            locate(fields[0][0]),
            page=last + 1,
            percent=round(100 * share),
            lines=count_lines_from(view, last),
            characters=characters,
        )


def _field_list(fields: tuple[tuple[str, int], ...]) -> str:
    """Addresses with their numbers of characters: ``answers.about.0.bullets.1 85, …``."""
    return ", ".join(f"{at} {count}" for at, count in fields)


def measure_excess(view: PreflightContext, document: Document, most: int) -> Excess:
    """The text on the pages after the first ``most``."""
    characters, fields = count_characters_from(view, document, most)
    return Excess(count_lines_from(view, most), characters, fields)


def count_lines_from(view: PreflightContext, page: int) -> int:
    """Number of text lines from a page on (index from 0), without notes; lines side by side count once."""
    return len(
        {
            (paragraph.page, round(line.chars[0].baseline))
            for paragraph in view.body
            if paragraph.page >= page and not paragraph.note
            for line in paragraph.lines
        }
    )


def count_characters_from(
    view: PreflightContext, document: Document, page: int
) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Number of characters, and fields, from a page on, as in :class:`Excess`."""
    if fields := _fields_from(view, document, page):
        return sum(count for _, count in fields), fields
    fixed = sum(len(_without_blanks(p.text)) for p in view.body if p.page >= page)
    return fixed, ((document.contact.at, fixed),)


def used_share(view: PreflightContext, layout: Layout, page: int) -> float:
    """The used share of the type area of a page (index from 0), from 0 to 1."""
    sheet, margins = view.finished.sheets[page], layout.data.page.margins
    top = sheet.trim.top - margins.top * MM
    height = top - sheet.trim.bottom - margins.bottom * MM
    on_page = [paragraph for paragraph in view.body if paragraph.page == sheet.index]
    text = [paragraph.box.bottom for paragraph in on_page if not paragraph.note]
    notes = [paragraph.box for paragraph in on_page if paragraph.note]
    images = [image.box.bottom for image in sheet.images]
    lowest = min([*text, *images], default=top)
    foot = max(box.top for box in notes) - min(box.bottom for box in notes) if notes else 0
    return (top - lowest + foot) / height


def _fields_from(view: PreflightContext, document: Document, page: int) -> tuple[tuple[str, int], ...]:
    pieces = [_without_blanks(p.text) for p in view.body if p.page >= page and not p.note]
    together = "".join(pieces)
    found: list[tuple[str, int]] = []
    for paragraph in reversed(list(_fields(document))):
        text = _without_blanks(plain_text(paragraph.content, readings=False))
        count = len(text)
        if text not in together:  # begins on a page before, or is there as a whole
            count = max(
                (len(piece) for piece in pieces if len(piece) > 1 and text.endswith(piece)), default=0
            )
        if count:
            found.append((paragraph.at, count))
        if count < len(text):
            break
    return tuple(reversed(found))


def _fields(document: Document) -> Iterator[Paragraph]:
    """The paragraphs of the answers with text from the profile, in the order of the pages."""
    for paragraph in answer_paragraphs(document):
        if paragraph.content and not paragraph.at.startswith("_"):
            yield paragraph


def _without_blanks(text: str) -> str:
    return "".join(text.split())
