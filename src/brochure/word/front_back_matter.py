"""The parts of a booklet besides its partners: cover, contents, glossary, index, colophon.

Each function returns paragraphs and tables in reading order; the last one is always a paragraph, which can
end a section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from brochure.document.book import (
    Book,
    CollectedNotes,
    Colophon,
    Cover,
    IndexEntry,
    IndexGroup,
    Section,
    Term,
)
from brochure.document.tree import Paragraph, Text
from brochure.word import ooxml
from brochure.word.accent_styles import AccentVariants
from brochure.word.book_notes import is_listed
from brochure.word.composition import Composition
from brochure.word.measure import divide_width, length_in_ems
from brochure.word.styles import StyleIds


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents.

    Attributes:
        text: The name of a partner or the title of a part.
        bookmark: The bookmark at its beginning.
        folio: The folio there.
        about: Lines below the name: country and kind, first memorandum; what the partner is strong in.
        region: The region of the partner; printed above the first partner of a region.
        label: The label of the partner's thumb tab; empty for a part.
        ids: The styles in the partner's colours; ``None`` for a part.
    """

    text: str
    bookmark: str
    folio: int
    about: tuple[str, ...] = ()
    region: str = ""
    label: str = ""
    ids: StyleIds | None = None


@dataclass(frozen=True, slots=True)
class FrontStyles:
    """The ids of styles of cover and contents that are made from those of the layout.

    Attributes:
        gap: The space above the names of the partners on the cover, and above the parts in the contents.
        table: The table of the contents: the comparison table without lines between columns.
        chip, line, part: The paragraphs of the contents: chips, partners, and the parts after them.
        place, folio: The characters of the end of a line.
    """

    gap: str
    table: str
    chip: str
    line: str
    part: str
    place: str
    folio: str

    @classmethod
    def derive(cls, ids: StyleIds, variants: AccentVariants, width: int) -> FrontStyles:
        """Make the styles as variants of those of the layout; ``width`` is that of the lines in twips."""
        derive, line, part = variants.derived_style, ids["toc_1"], ids["toc_2"]

        def tabs(style: str) -> str:
            old = "".join(f'<w:tab w:val="clear" w:pos="{stop}"/>' for stop in ids.sheet.tab_stops(style))
            return f'<w:pPr><w:tabs>{old}<w:tab w:val="right" w:pos="{width}"/></w:tabs></w:pPr>'

        chip = f'<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr>{_BOLD}{_WHITE}{_CHIP_SIZE}</w:rPr>'
        grey = f"{_GREY}{ooxml.run_size(ids.sheet.half_points(ids['compare_name']))}"
        return cls(
            derive(ids["gap"], "cover", f'<w:pPr><w:spacing w:line="{_GAP}" w:lineRule="exact"/></w:pPr>'),
            derive(ids["compare_table"], "contents", _CONTENTS_TABLE),
            derive(line, "chip", chip),
            derive(line, "contents", tabs(line)),
            derive(part, "contents", tabs(part)),
            derive(ids["foreign"], "place", f"<w:rPr>{grey}</w:rPr>"),
            derive(ids["foreign"], "folio", f"<w:rPr>{_BOLD}</w:rPr>"),
        )


_BOLD, _WHITE = "<w:b/><w:bCs/>", '<w:color w:val="FFFFFF" w:themeColor="background1"/>'
_GREY = '<w:color w:val="4A555E" w:themeColor="text2"/>'
_CHIP_SIZE = ooxml.run_size(17)
_CONTENTS_TABLE = '<w:tblPr><w:tblBorders><w:insideV w:val="nil"/></w:tblBorders></w:tblPr>'
_GAP = 360  # twips
_CHIP = 460  # the width of a chip in the contents, in twips
_MOST_NAMES = 20  # on the cover

PARTS = ("tables", "notes", "glossary", "index", "closing")  # after the partners, as in the contents

IndexPlaces = Callable[[IndexEntry], Iterable[tuple[str, int]]]
"""From an entry of the index to the bookmarks of its places, each with its folio."""


def compose_cover(
    own: Composition, cover: Cover, names: Sequence[str], looks: FrontStyles, mark: str
) -> list[str]:
    """The front cover: a band like a partner's title, below it the names of the partners, and lines."""
    style = own.ids["title_table"]
    indent = own.ids.sheet.indent(style)
    width = own.page.table_width(indent)
    band = [
        own.styled_paragraph("cover_above", *_optional_paragraph(cover.above, "cover.above")),
        own.styled_paragraph("cover_title", *_optional_paragraph(cover.title, "title")),
        *(
            own.styled_paragraph("cover_subtitle", line)
            for line in _optional_paragraph(cover.subtitle, "subtitle")
        ),
    ]
    return [
        own.opening_paragraph(mark),
        ooxml.table(style, [width], [ooxml.row([ooxml.cell(width, band)])], indent=indent),
        *_photo(own, cover),
        *_names_table(own, names, looks, cover.title),
        *(
            own.styled_paragraph("cover_line", *_optional_paragraph(line, at))
            for line, at in zip_longest(cover.seminar, cover.seminar_at[: len(cover.seminar)], fillvalue="")
        ),
        own.styled_paragraph("cover_publisher", *_optional_paragraph(cover.edition, "edition")),
        own.styled_paragraph("cover_publisher", *_optional_paragraph(cover.publisher, cover.publisher_at)),
    ]


def _names_table(own: Composition, names: Sequence[str], looks: FrontStyles, caption: str) -> list[str]:
    """The names of the partners in two columns; more would not fit on the cover, as in the PDF."""
    if not 0 < len(names) <= _MOST_NAMES:
        return []
    style = own.ids["fact_table"]
    indent = own.ids.sheet.indent(style)
    widths = divide_width(own.page.table_width(indent), 2)
    half = -(-len(names) // 2)
    columns = [
        [ooxml.paragraph(own.ids["fact_text"], own.text_runs(name)) for name in part]
        for part in (names[:half], names[half:])
    ]
    columns[1] = columns[1] or [ooxml.paragraph(own.ids["fact_text"])]
    row = ooxml.row(map(ooxml.cell, widths, columns))
    return [
        ooxml.paragraph(looks.gap),
        ooxml.table(style, widths, [row], indent=indent, caption=caption),
    ]


def _photo(own: Composition, cover: Cover) -> list[str]:
    if cover.photo is None:
        return []
    room = own.sizes.figures["full"]
    shown = ooxml.paragraph(own.ids["cover_photo"], own.inline_picture(cover.photo, "cover_photo", room))
    credit = cover.photo.credit
    return [shown, *([own.styled_paragraph("figure_credit", credit)] if credit else [])]


def compose_section(own: Composition, section: Section, at: str, mark: str = "") -> list[str]:
    """A section of the book with its title, for example the foreword; ``mark`` is a bookmark at its title."""
    title = own.text_runs(section.title) if section.title else ""
    inner = own.anchor("section_heading", f"{at}.title", section.title, title) if title else ""
    heading = ooxml.paragraph(
        own.ids["section_heading"], own.anchors.add_bookmark(mark, inner) if mark else inner
    )
    return [heading, *(own.styled_paragraph("section_text", paragraph) for paragraph in section.body)]


def compose_contents(
    own: Composition, title: str, entries: Sequence[ContentsEntry], looks: FrontStyles
) -> list[str]:
    """The contents: a table of links with chips in the partners' colours, as in the PDF.

    The folios are fields like those of the index, so Word opens the file without a question; F9 updates them.
    The table of contents that Word makes itself (TOC) would have neither chips nor columns.

    Source: ECMA-376-1:2016, 17.16.5.43 (PAGEREF).
    """
    heading = own.styled_paragraph("contents_heading", *_optional_paragraph(title))
    partners = [entry for entry in entries if entry.ids]
    parts = [entry for entry in entries if not entry.ids]
    tables = [contents_table(own, title, some, looks) for some in (partners, parts) if some]
    gap = ooxml.paragraph(looks.gap)
    return [heading, *(element for table in tables for element in (table, gap))]


def present_parts(book: Book) -> list[str]:
    """The parts after the partners that a booklet has."""
    there = {
        "tables": bool(book.marks or book.facts),
        "notes": any(is_listed(chapter.document) for chapter in book.chapters),
        "glossary": bool(book.glossary),
        "index": bool(book.index),
        "closing": bool(book.closing),
    }
    return [part for part in PARTS if there[part]]


def contents_width(own: Composition) -> int:
    """The width of the lines of the contents, without the chips."""
    padding = own.ids.sheet.padding(own.ids["compare_table"])
    return own.page.table_width(own.ids.sheet.indent(own.ids["fact_table"])) - _CHIP - sum(padding)


def contents_table(own: Composition, title: str, entries: Sequence[ContentsEntry], looks: FrontStyles) -> str:
    """The table of partners, or that of the parts, which has no chips and begins at the names.

    ``title`` is its caption for readers that do not see it.
    """
    indent = own.ids.sheet.indent(own.ids["fact_table"])
    widths = [_CHIP, own.page.table_width(indent) - _CHIP]
    if not entries[0].ids:
        indent, widths = indent + _CHIP, widths[1:]
    rows = []
    for region, group in groupby(entries, key=lambda entry: entry.region):
        if region:
            head = ooxml.keep_with_next(ooxml.paragraph(looks.part, own.text_runs(region)))
            rows.append(ooxml.row([ooxml.cell(sum(widths), [head], span=len(widths))]))
        rows += [ooxml.row(_contents_cells(own, entry, widths, looks)) for entry in group]
    return ooxml.table(looks.table, widths, rows, indent=indent, look="firstColumn", caption=title)


def _contents_cells(
    own: Composition, entry: ContentsEntry, widths: Sequence[int], looks: FrontStyles
) -> Iterator[str]:
    """A chip if the entry is a partner, its line of name and folio, and the lines about it."""
    if entry.ids:
        ground = ooxml.shading(own.ids.sheet.shading(entry.ids["compare_marked"]))
        yield ooxml.cell(widths[0], [ooxml.paragraph(looks.chip, own.text_runs(entry.label))], ground)
    inner = own.text_runs(entry.text) + ooxml.tab_run()
    inner += _folio_field(entry.bookmark, entry.folio, looks.folio)
    style = looks.line if entry.ids else looks.part
    line = ooxml.paragraph(style, ooxml.bookmark_link(entry.bookmark, inner))
    small = own.ids["compare_text"]
    about = [ooxml.paragraph(small, own.text_runs(text, looks.place)) for text in entry.about]
    yield ooxml.cell(widths[-1], [line, *about])


def _folio_field(bookmark: str, folio: int, style: str = "") -> str:
    return ooxml.field(f"PAGEREF {bookmark} \\h", str(folio), style)


def compose_part_heading(own: Composition, title: str, bookmark: str, style: str = "") -> str:
    """The heading of a part that is listed in the contents; ``style`` is the id of its style, if special."""
    inner = own.anchors.add_bookmark(bookmark, own.text_runs(title))
    return ooxml.paragraph(style or own.ids["section_heading"], inner)


def compose_notes(
    own: Composition, collected: Iterable[CollectedNotes], partners: Mapping[str, Composition]
) -> list[str]:
    """The notes of all partners whose notes stand at the end of the booklet, below their names."""
    elements = []
    for group in collected:
        composed = partners[group.partner]
        if composed.listed:
            name = own.text_runs(group.name)
            elements.append(ooxml.paragraph(own.ids["section_subheading"], name))
            elements += composed.list_of_notes(group.notes)
    return elements


def compose_glossary(own: Composition, terms: Iterable[Term]) -> list[str]:
    """Terms with their readings and meanings."""
    return [element for term in terms for element in _glossary_entry(own, term)]


def _glossary_entry(own: Composition, term: Term) -> list[str]:
    at = term.meaning.at.removesuffix(".meaning") + ".term"
    inner = own.anchor("glossary_term", at, term.term, own.text_runs(term.term))
    inner += own.text_runs(term.reading) if term.reading else ""
    return [
        ooxml.paragraph(own.ids["glossary_term"], inner),
        own.styled_paragraph("glossary_meaning", term.meaning),
    ]


def compose_index(
    own: Composition, groups: Iterable[IndexGroup], pages: IndexPlaces, separator: str
) -> list[str]:
    """The entries of the index below their heads; folios are fields, which F9 updates."""
    return [element for group in groups for element in _index_group(own, group, pages, separator)]


def _index_group(own: Composition, group: IndexGroup, pages: IndexPlaces, separator: str) -> list[str]:
    return [
        own.styled_paragraph("index_head", *_optional_paragraph(group.head)),
        *(
            ooxml.paragraph(own.ids["index_entry"], _index_entry(own, entry, pages, separator))
            for entry in group.entries
        ),
    ]


def _index_entry(own: Composition, entry: IndexEntry, pages: IndexPlaces, separator: str) -> str:
    folios = {folio: _folio_field(bookmark, folio) for bookmark, folio in reversed([*pages(entry)])}
    listed = ooxml.text_run(separator).join(folios[folio] for folio in sorted(folios))
    return own.text_runs(f"{entry.name}{entry.shown_reading}") + ooxml.tab_run() + listed


def compose_colophon(own: Composition, title: str, colophon: Colophon) -> list[str]:
    """The last page (奥付): tables of the lines with labels, and the other lines as paragraphs.

    A line without a label is no row, because its header cell would be empty. The code is in the cell of the
    line before it, which says where it leads.
    """
    em = own.ids.sheet.half_points(own.ids["colophon_label"]) * 10  # twips
    padding = own.ids.sheet.padding(own.ids["fact_table"])
    label_width = round(max([6, *(length_in_ems(label) for label, _ in colophon.lines)]) * em) + sum(padding)
    lines = [
        (label, [own.styled_paragraph("colophon_text", Paragraph(text))]) for label, text in colophon.lines
    ]
    lines[-1][1].extend(own.code_paragraphs(colophon.code, "colophon_text"))
    elements = [
        own.styled_paragraph("section_heading", *_optional_paragraph(title)),
        own.styled_paragraph("colophon_title", *_optional_paragraph(colophon.title)),
    ]
    for labelled, group in groupby(lines, key=lambda line: bool(line[0])):
        if labelled:
            elements += [_colophon_table(own, title, group, label_width), own.gap_paragraph()]
        else:
            elements += [paragraph for _, paragraphs in group for paragraph in paragraphs]
    return elements


def _colophon_table(
    own: Composition, title: str, lines: Iterable[tuple[str, list[str]]], label_width: int
) -> str:
    style = own.ids["fact_table"]
    indent = own.ids.sheet.indent(style)
    widths = [label_width, own.page.table_width(indent) - label_width]
    rows = [
        ooxml.row(
            [
                ooxml.cell(widths[0], [own.styled_paragraph("colophon_label", *_optional_paragraph(label))]),
                ooxml.cell(widths[1], text),
            ]
        )
        for label, text in lines
    ]
    return ooxml.table(style, widths, rows, indent=indent, look="firstColumn", caption=title)


def _optional_paragraph(text: str, at: str = "") -> list[Paragraph]:
    """A text as a list of one paragraph; an empty list if the text is empty."""
    return [Paragraph((Text(text),), at)] if text else []
