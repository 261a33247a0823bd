"""What is printed beside the pages, and what someone at the printer needs to know."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.diagnostics.text_files import Lang, load_texts
from brochure.pdf.imposition.creep import creep
from brochure.pdf.imposition.plan import ImpositionPlan, Scheme, Side

WORDS = "pdf/imposition/words"  # the files of texts of this room


def title(scheme: Scheme, paper: str, lang: Lang) -> str:
    """What an imposed file calls itself; ``{title}`` in it stands for the source's own title."""
    words = load_texts(WORDS, lang)
    return words["title"].format(scheme=words[f"title {scheme}"], paper=paper.upper())


def label(side: Side, plan: ImpositionPlan, lang: Lang) -> str:
    """What the margin of a side says; ``{title}`` in it stands for the source's own title."""
    words = load_texts(WORDS, lang)["front" if side.front else "back"]
    return words.format(sheet=side.sheet, sheets=len(plan.sheets))


def report(plan: ImpositionPlan, paper: str, lang: Lang) -> Iterator[str]:
    """Sheets, scale, blank pages, creep, and how to print and finish.

    Args:
        plan: What was planned.
        paper: The name of the paper's size.
        lang: The language.
    """
    words = load_texts(WORDS, lang)
    trim = plan.sheets[0].front.slots[0].trim
    yield words["summary"].format(
        sheets=len(plan.sheets),
        sides=2 * len(plan.sheets),
        paper=paper.upper(),
        way=words["landscape" if plan.width > plan.height else "portrait"],
        percent=f"{100 * plan.scale:.1f}".removesuffix(".0"),
        size=f"{trim.width:.0f} × {trim.height:.0f}",
    )
    booklet = plan.wishes.scheme == "saddle"
    if plan.blanks and not booklet:  # of a booklet's a warning tells
        yield words["blanks"].format(after=plan.blanks_after, count=plan.blanks)
    if booklet and (most := creep(len(plan.sheets) - 1, plan.wishes.thickness)):
        yield words["creep"].format(creep=f"{most:.2f}")
    yield words[plan.duplex]
    if booklet:
        yield words["saddle"]
