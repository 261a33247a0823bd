"""Impose a finished PDF, and say what may surprise on the sheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.assembly.font_coverage import Stroke, outline_text
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.pdf.geometry import Box
from brochure.pdf.imposition.page_counts import SADDLE, lacking, surplus
from brochure.pdf.imposition.paper import MOST_STAPLED
from brochure.pdf.imposition.plan import ImpositionOptions, ImpositionPlan, Side, plan
from brochure.pdf.imposition.source import SourceFile, opened, unequal
from brochure.pdf.imposition.write import placement, write_imposed


@dataclass(frozen=True, slots=True)
class Imposed:
    """What was planned, the file of each run, and doubts."""

    plan: ImpositionPlan
    files: tuple[bytes, ...]
    warnings: tuple[Problem, ...]


def impose(
    data: bytes,
    wishes: ImpositionOptions,
    *,
    file: str,
    title: str,
    label: Callable[[Side, ImpositionPlan], str],
    fonts: tuple[Path, ...],
) -> Imposed:
    """Impose a finished PDF.

    Args:
        data: The file.
        wishes: Scheme, paper and the rest.
        file: Its name in messages.
        title: What the new file calls itself; ``{title}`` becomes the source's own title.
        label: What the margin of a side says, if there is room; ``{title}`` in it, too.
        fonts: Fonts for the label.

    Raises:
        BrochureError: It cannot be read or printed (Q901, I102, I103), pages differ in size (I101), or the
            margins leave no paper (I104).
    """
    where = Location(file) if file else None
    if wishes.margin > min(wishes.paper) / 4:
        raise BrochureError([problem("I104", margin=f"{wishes.margin:g}")])
    with opened(data, file) as source:
        if problems := tuple(unequal(source, file)):
            raise BrochureError(problems)
        first = source.pages[0]
        planned = plan(len(source.pages), first.width, first.height, wishes)
        named = replace(source, title=source.title or Path(file).stem)

        def labelled(side: Side) -> tuple[tuple[Stroke, ...], float]:
            return outline_text(label(side, planned).replace("{title}", named.title), fonts)

        files = tuple(
            write_imposed(
                source, planned, run, title=title.replace("{title}", named.title), labelled=labelled
            )
            for run in planned.runs
        )
        doubts = (*_blanks(planned, where), *_thick(planned, where), *_lost(data, named, planned, where))
    return Imposed(planned, files, doubts)


def _blanks(planned: ImpositionPlan, where: Location | None) -> tuple[Problem, ...]:
    """A booklet whose pages are no multiple of four (I201)."""
    if planned.wishes.scheme != "saddle" or not planned.blanks:
        return ()
    pages = planned.pages
    details = {"lacking": lacking(pages), "surplus": surplus(pages), "after": planned.blanks_after}
    return (problem("I201", where, count=pages, multiple=SADDLE, **details),)


def _thick(planned: ImpositionPlan, where: Location | None) -> tuple[Problem, ...]:
    """More sheets than an office stapler holds (I202)."""
    thickness, sheets = planned.wishes.thickness, len(planned.sheets)
    if planned.wishes.scheme != "saddle" or thickness * sheets <= MOST_STAPLED + 1e-9:
        return ()
    details = {"sheets": sheets, "most": int(MOST_STAPLED / thickness + 1e-9), "thickness": f"{thickness:g}"}
    return (problem("I202", where, **details),)


def _lost(
    data: bytes, source: SourceFile, planned: ImpositionPlan, where: Location | None
) -> tuple[Problem, ...]:
    """Pages with text where the printer does not reach (I203)."""
    from brochure.pdf import reader as pages

    read = pages.read_pages(data)
    found = []
    for sheet in planned.sheets:
        for slot in (*sheet.front.slots, *sheet.back.slots):
            if slot.page is None:
                continue
            page, matrix = source.pages[slot.page], placement(source.pages[slot.page], slot)
            on_paper = (
                (matrix.box(box), glyph.text)
                for glyph in read[slot.page].glyphs
                if _within(box := Box(glyph.left, glyph.bottom, glyph.right, glyph.top), page.trim)
            )
            if any(text.strip() and not _within(box, slot.clip) for box, text in on_paper):
                found.append(slot.page + 1)
    if not found:
        return ()
    said = ", ".join(map(str, sorted(found)))
    return (problem("I203", where, pages=said, margin=f"{planned.wishes.margin:g}"),)


def _within(box: Box, outer: Box) -> bool:
    """Whether a box lies inside another, but for a rounding."""
    slack = 0.05
    return (
        outer.left - slack <= box.left
        and outer.bottom - slack <= box.bottom
        and box.right <= outer.right + slack
        and box.top <= outer.top + slack
    )
