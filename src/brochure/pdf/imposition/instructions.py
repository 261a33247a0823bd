"""Texts of an imposition: title, label in the margin, and instructions for printing."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.diagnostics.text_files import Lang, load_texts
from brochure.pdf.imposition.creep import creep
from brochure.pdf.imposition.plan import ImpositionPlan, Scheme, Side

WORDS = "pdf/imposition/words"  # path of this package's text files


def imposed_title(scheme: Scheme, paper: str, lang: Lang) -> str:
    """The title of an imposed file; ``{title}`` in it stands for the source's own title."""
    words = load_texts(WORDS, lang)
    return words["title"].format(scheme=words[f"title {scheme}"], paper=paper.upper())


def side_label(side: Side, plan: ImpositionPlan, lang: Lang) -> str:
    """The label in the margin of a side; ``{title}`` in it stands for the source's own title."""
    words = load_texts(WORDS, lang)["front" if side.front else "back"]
    return words.format(sheet=side.sheet, sheets=len(plan.sheets))


def summary_lines(plan: ImpositionPlan, paper: str, lang: Lang) -> Iterator[str]:
    """The lines of the summary: sheets, scale, blank pages, creep, and how to print and finish.

    Args:
        plan: The plan of the sheets.
        paper: The name of the paper size.
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
    booklet = plan.options.scheme == "saddle"
    if plan.blanks and not booklet:  # a booklet's blank pages get the warning I201
        yield words["blanks"].format(after=plan.blanks_after, count=plan.blanks)
    if booklet and (most := creep(len(plan.sheets) - 1, plan.options.thickness)):
        yield words["creep"].format(creep=f"{most:.2f}")
    yield words[plan.duplex]
    if booklet:
        yield words["saddle"]
