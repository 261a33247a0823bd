"""The title band as WordprocessingML: a table of one row, from edge to edge of the paper."""

from __future__ import annotations

from dataclasses import replace

from brochure.assembly.texts import SERIES
from brochure.document.drawing import Curve, Disc, Locator, Square
from brochure.document.tree import Document, Paragraph, Picture, Text, TitleBlock, plain_text
from brochure.document.walk import document_codes
from brochure.word import ooxml
from brochure.word.composition import Composition
from brochure.word.drawing_xml import ShownPart, behind_text
from brochure.word.languages import wide_gap
from brochure.word.name_lines import name_lines, width_in_ems
from brochure.word.ooxml import TWIPS_PER_MM
from brochure.word.years import compose_years

_EN_SPACE = "\u2002"  # between the name and its flag
_LONG_NAME = 9  # characters; a longer name is smaller, as in the templates of the PDF
_SMALLER = (0.7, 0.6)  # of its size: the first with which it is one line
_SERIES_SHARE = 0.33  # of the band: a longer line of the series is broken
_SERIES_EMS = 12
_MARK = 2.5  # mm between the middle of a mark and the key below it
_MAP_WORDS = "_words:drawing.map"  # the sign of the partner in the key: nobody can write it


NO_GROUND = '<w:shd w:val="clear" w:color="auto" w:fill="auto"/>'


def compose_title(own: Composition, document: Document) -> list[str]:
    """The title; with a photo, its cells are the name and the photo on one ground, else name and series."""
    title = document.heading
    indent = own.ids.sheet.indent(own.ids["title_table"])
    width = own.page.table_width(indent)
    room = _series_width(own, document.series, width)
    beside = room + own.page.right
    if title.photo is not None:
        beside = round(own.sizes.photo.width * TWIPS_PER_MM) + own.page.right
    widths = [width - beside, beside]
    texts = [
        *([_series_paragraph(own, document.series, widths[0] - own.page.right)] if title.photo else []),
        *([_series_above(own, document.series, widths[0])] if title.locator else []),
        *([own.styled_paragraph("kicker", title.kicker)] if plain_text(title.kicker.content) else []),
        _name_paragraph(own, title, widths[0]),
        *(own.styled_paragraph("reading", reading) for reading in title.readings),
        *([own.styled_paragraph("reading", title.flag.credit)] if title.flag and title.flag.credit else []),
    ]
    if title.photo is not None:
        aside = _photo(own, title.photo)
    else:
        codes = document_codes(document) if own.codes_above else ()
        shown = [
            paragraph for code in codes for paragraph in own.code_paragraphs(replace(code, at=""), "photo")
        ]
        if title.locator:
            aside = [*shown, _map_key(own, title.locator)]
        else:
            aside = [_series_paragraph(own, document.series, room), *shown]
    # The map is behind the text, and a ground of the cells would hide it: the ground is behind the map, too.
    ground = NO_GROUND if title.locator else ""
    low = ground + ('<w:vAlign w:val="bottom"/>' if title.locator else "")
    cells = [ooxml.cell(widths[0], texts, ground), ooxml.cell(beside, aside, low)]
    height = band_height(own, title) - own.page.top if title.locator else 0
    rows = [ooxml.row(cells, height=height)]
    years = compose_years(own, document.years, document.accent) if document.years else []
    return [ooxml.table(own.ids["title_table"], widths, rows, indent=indent), *years]


def compose_opening(own: Composition, document: Document, mark: str) -> str:
    """The paragraph above the title with the ground and the map of the title band."""
    locator = document.heading.locator
    if locator is None:
        return own.opening_paragraph(mark)
    height = band_height(own, document.heading)
    box = ShownPart(0, 0, own.page.width / TWIPS_PER_MM, height / TWIPS_PER_MM)
    shown = behind_text(locator.drawing, document.accent, box, next(own.drawings))
    return own.opening_paragraph(mark, height, shown)


def _map_key(own: Composition, locator: Locator) -> str:
    """The names of the places below the map, with their marks."""
    role = _series_role(own)
    partner, home = locator.drawing.labels
    gap = wide_gap(label.text for label in (partner, home))  # belongs to home: the partner's is a value
    texts = (("● ", _MAP_WORDS), (partner.text, partner.at), (f"{gap}□ {home.text}", home.at))
    runs = "".join(own.anchored_text(role, Paragraph((Text(text),), at)) for text, at in texts)
    return ooxml.paragraph(own.ids[role], runs)


def band_height(own: Composition, title: TitleBlock) -> int:
    """The height in twips of a title band with a map, from the upper edge of the page.

    The key of the map stands below its marks; text that needs more makes the band higher. The lines of the
    styles have exact heights.
    """
    sheet, table = own.ids.sheet, own.ids["title_table"]
    width = own.page.table_width(sheet.indent(table))
    room = width - _series_width(own, "", width) - own.page.right
    lines = len(name_lines(title.name.content, room / (own.ids.base_size("title") * 10)))
    roles = ["kicker", "kicker", *["title"] * lines, *["reading"] * len(title.readings)]
    text = sum(_line_height(own, role) for role in roles)
    text += sheet.margin(table, "top") + sheet.margin(table, "bottom")
    least = round(_map_depth(title.locator) * TWIPS_PER_MM) if title.locator else 0
    key = _line_height(own, _series_role(own)) + sheet.margin(table, "bottom")
    return max(least + key, own.page.top + text)


def _map_depth(locator: Locator) -> float:
    """How far down the page the marks and the line of a map reach, in mm; the key stands below."""
    ends = [
        place
        for shape in locator.drawing.shapes
        for place in (
            [shape.start[1], shape.end[1]]
            if isinstance(shape, Curve)
            else [shape.y + _MARK]
            if isinstance(shape, Disc | Square)
            else []
        )
    ]
    return min(locator.band, max(ends))


def _line_height(own: Composition, role: str) -> int:
    spacing = own.ids.sheet.spacing(own.ids[role])
    return sum(int(spacing.get(name, "0")) for name in ("line", "before", "after"))


def _series_role(own: Composition) -> str:
    return own.ids.role("series")


def _series_paragraph(own: Composition, series: str, width: int) -> str:
    return own.styled_name(_series_role(own), Paragraph((Text(series),), f"{SERIES}title"), width)


def _series_above(own: Composition, series: str, width: int) -> str:
    """The series above the name, because the map has its place."""
    return own.styled_name("kicker", Paragraph((Text(series),), f"{SERIES}title"), width)


def _series_width(own: Composition, series: str, band: int) -> int:
    """The width of the series beside the name: that of its line, or of its phrases if that is too wide."""
    em = own.ids.sheet.half_points(own.ids[_series_role(own)]) * 10
    whole = round((width_in_ems(series) + 0.5) * em)
    return whole if whole + own.page.right <= band * _SERIES_SHARE else min(whole, _SERIES_EMS * em)


def _name_paragraph(own: Composition, title: TitleBlock, width: int) -> str:
    """The paragraph of the name, with the flag beside it; a long name is smaller and breaks at phrases."""
    style, sheet = own.ids["title"], own.ids.sheet
    name = plain_text(title.name.content, readings=False)
    room = width - sum(sheet.indents(style))
    room -= round((own.sizes.flag.width + 2) * TWIPS_PER_MM) if title.flag else 0
    em = own.ids.base_size("title") * 10 + sheet.letter_spacing(style)
    if len(name) > _LONG_NAME or width_in_ems(name) * em > room:
        share = next((one for one in _SMALLER if width_in_ems(name) * em * one <= room), _SMALLER[-1])
        if sheet.half_points(style) == own.ids.base_size("title"):
            sheet.shrink(style, share)
        em = round(em * share)
    inner = own.anchored_name("title", title.name, room, em)
    if title.flag:
        inner += ooxml.text_run(_EN_SPACE) + own.inline_picture(title.flag, "title", own.sizes.flag)
    return ooxml.paragraph(style, inner)


def _photo(own: Composition, photo: Picture) -> list[str]:
    shown = ooxml.paragraph(own.ids["photo"], own.inline_picture(photo, "photo", own.sizes.photo, fills=True))
    return [shown, *([own.styled_paragraph("credit", photo.credit)] if photo.credit else [])]
