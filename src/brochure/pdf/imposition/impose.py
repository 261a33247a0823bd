"""Impose a finished PDF and warn about results that may surprise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.assembly.font_coverage import Stroke, outline_text
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.pdf.geometry import Box
from brochure.pdf.imposition.page_counts import SADDLE, missing_pages, surplus_pages
from brochure.pdf.imposition.paper import MAX_STAPLED
from brochure.pdf.imposition.plan import ImpositionOptions, ImpositionPlan, Side, plan_imposition
from brochure.pdf.imposition.source import SourceFile, find_unequal_pages, open_source
from brochure.pdf.imposition.write import placement_matrix, write_imposed


@dataclass(frozen=True, slots=True)
class Imposed:
    """The result of an imposition: the plan, one file for each print run, and warnings."""

    plan: ImpositionPlan
    files: tuple[bytes, ...]
    warnings: tuple[Problem, ...]


def impose_pdf(
    data: bytes,
    options: ImpositionOptions,
    *,
    file: str,
    title: str,
    label: Callable[[Side, ImpositionPlan], str],
    fonts: tuple[Path, ...],
) -> Imposed:
    """Impose a finished PDF.

    Args:
        data: The bytes of the file.
        options: Scheme, paper and the other options.
        file: The file's name in messages.
        title: The title of the new file; ``{title}`` in it becomes the source's own title.
        label: Returns the text for the margin of a side; ``{title}`` in it becomes the source's own title.
            The text is printed if there is room.
        fonts: Fonts for the label.

    Raises:
        BrochureError: The file cannot be read or printed (Q901, I102, I103), pages differ in size (I101),
            or the margins leave no paper (I104).
    """
    where = Location(file) if file else None
    if options.margin > min(options.paper) / 4:
        raise BrochureError([problem("I104", margin=f"{options.margin:g}")])
    with open_source(data, file) as source:
        if problems := tuple(find_unequal_pages(source, file)):
            raise BrochureError(problems)
        first = source.pages[0]
        planned = plan_imposition(len(source.pages), first.width, first.height, options)
        named = replace(source, title=source.title or Path(file).stem)

        def labelled(side: Side) -> tuple[tuple[Stroke, ...], float]:
            return outline_text(label(side, planned).replace("{title}", named.title), fonts)

        files = tuple(
            write_imposed(
                source, planned, run, title=title.replace("{title}", named.title), labelled=labelled
            )
            for run in planned.runs
        )
        warnings = (
            *_blank_page_warnings(planned, where),
            *_thickness_warnings(planned, where),
            *_lost_text_warnings(data, named, planned, where),
        )
    return Imposed(planned, files, warnings)


def _blank_page_warnings(planned: ImpositionPlan, where: Location | None) -> tuple[Problem, ...]:
    """Warn if the page count of a booklet is not a multiple of four (I201)."""
    if planned.options.scheme != "saddle" or not planned.blanks:
        return ()
    pages = planned.pages
    details = {
        "lacking": missing_pages(pages),
        "surplus": surplus_pages(pages),
        "after": planned.blanks_after,
    }
    return (problem("I201", where, count=pages, multiple=SADDLE, **details),)


def _thickness_warnings(planned: ImpositionPlan, where: Location | None) -> tuple[Problem, ...]:
    """Warn if there are more sheets than an office stapler holds (I202)."""
    thickness, sheets = planned.options.thickness, len(planned.sheets)
    if planned.options.scheme != "saddle" or thickness * sheets <= MAX_STAPLED + 1e-9:
        return ()
    details = {"sheets": sheets, "most": int(MAX_STAPLED / thickness + 1e-9), "thickness": f"{thickness:g}"}
    return (problem("I202", where, **details),)


def _lost_text_warnings(
    data: bytes, source: SourceFile, planned: ImpositionPlan, where: Location | None
) -> tuple[Problem, ...]:
    """Warn about pages with text outside the printable area (I203)."""
    from brochure.pdf import reader

    read = reader.read_pages(data)
    found = []
    for sheet in planned.sheets:
        for slot in (*sheet.front.slots, *sheet.back.slots):
            if slot.page is None:
                continue
            page, matrix = source.pages[slot.page], placement_matrix(source.pages[slot.page], slot)
            on_paper = (
                (matrix.box(box), glyph.text)
                for glyph in read[slot.page].glyphs
                if _within(box := Box(glyph.left, glyph.bottom, glyph.right, glyph.top), page.trim)
            )
            if any(text.strip() and not _within(box, slot.clip) for box, text in on_paper):
                found.append(slot.page + 1)
    if not found:
        return ()
    page_list = ", ".join(map(str, sorted(found)))
    return (problem("I203", where, pages=page_list, margin=f"{planned.options.margin:g}"),)


def _within(box: Box, outer: Box) -> bool:
    """Whether a box lies inside another, with a tolerance for rounding."""
    slack = 0.05
    return (
        outer.left - slack <= box.left
        and outer.bottom - slack <= box.bottom
        and box.right <= outer.right + slack
        and box.top <= outer.top + slack
    )
