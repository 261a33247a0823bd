"""What someone at the printer needs to know, in their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from brochure.pdf.imposition.creep import creep
from brochure.pdf.imposition.plan import Plan


def report(plan: Plan, paper: str, words: Mapping[str, str]) -> Iterator[str]:
    """Sheets, scale, blank pages, creep, and how to print and finish.

    Args:
        plan: What was planned.
        paper: The name of the paper's size.
        words: Of :data:`brochure.words.WORDS`, in one language.
    """
    trim = plan.sheets[0].front.slots[0].trim
    yield words["imposed"].format(
        sheets=len(plan.sheets),
        sides=2 * len(plan.sheets),
        paper=paper.upper(),
        way=words["imposed landscape" if plan.width > plan.height else "imposed portrait"],
        percent=f"{100 * plan.scale:.1f}".removesuffix(".0"),
        size=f"{trim.width:.0f} × {trim.height:.0f}",
    )
    booklet = plan.wishes.scheme == "saddle"
    if plan.blanks and not booklet:  # of a booklet's a warning tells
        yield words["imposed blanks"].format(after=plan.blanks_after, count=plan.blanks)
    if booklet and (most := creep(len(plan.sheets) - 1, plan.wishes.thickness)):
        yield words["imposed creep"].format(creep=f"{most:.2f}")
    yield words[f"imposed {plan.duplex}"]
    if booklet:
        yield words["imposed saddle"]
