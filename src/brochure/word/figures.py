"""Figures and picture strips as WordprocessingML."""

from __future__ import annotations

from brochure.assembly import images
from brochure.document.tree import Figure, Strip
from brochure.schema.layout import Size
from brochure.word import ooxml
from brochure.word.composition import Composition
from brochure.word.ooxml import TWIPS_PER_MM

ROLES = ("strip_picture", "strip_caption", "strip_credit")


def compose_figure(own: Composition, figure: Figure) -> list[str]:
    """A picture with its caption and its credit below; no wider than the text."""
    room = own.sizes.figures[figure.width]
    widest = _widest(own)
    if room.width > widest:
        room = Size(width=widest, height=room.height)
    picture = own.inline_picture(figure.picture, "figure", room)
    return [ooxml.paragraph(own.ids["figure"], picture), *_texts(own, figure, "figure"), own.gap_paragraph()]


def compose_strip(own: Composition, strip: Strip) -> list[str]:
    """Pictures side by side in a table of one row, each with caption and credit below.

    If the layout has no styles for them, they stand one below the other.
    """
    paths = [own.root / figure.picture.file for figure in strip.figures]
    widest = _widest(own)
    sizes = [
        Size(width=width, height=height)
        for width, height in images.strip_picture_sizes(paths, own.sizes, widest)
    ]
    pairs = list(zip(strip.figures, sizes, strict=True))
    if any(role not in own.ids.names for role in ROLES):
        return [
            element
            for figure, size in pairs
            for element in (
                ooxml.paragraph(own.ids["figure"], _shown(own, figure, size, "figure")),
                *_texts(own, figure, "figure"),
                own.gap_paragraph(),
            )
        ]
    gap = round(own.sizes.strip_gap * TWIPS_PER_MM)
    widths = [round(size.width * TWIPS_PER_MM) + gap for size in sizes]
    widths[-1] -= gap
    cells = [
        ooxml.cell(
            width,
            [
                ooxml.paragraph(own.ids["strip_picture"], _shown(own, figure, size, "strip_picture")),
                *_texts(own, figure, "strip"),
            ],
        )
        for (figure, size), width in zip(pairs, widths, strict=True)
    ]
    style = own.ids["fact_table"]
    indent = own.ids.sheet.indent(style)
    table = ooxml.table(style, widths, [ooxml.row(cells)], indent=indent, padding=0)
    return [own.gap_paragraph(), table, own.gap_paragraph()]


def _widest(own: Composition) -> float:
    """The width of the text in mm."""
    return (own.page.type_width() - sum(own.ids.sheet.indents(own.ids["figure"]))) / TWIPS_PER_MM


def _shown(own: Composition, figure: Figure, size: Size, role: str) -> str:
    return own.inline_picture(figure.picture, role, size, fills=True)


def _texts(own: Composition, figure: Figure, kind: str) -> list[str]:
    texts = ((f"{kind}_caption", figure.caption), (f"{kind}_credit", figure.picture.credit))
    return [own.styled_paragraph(role, text) for role, text in texts if text]
