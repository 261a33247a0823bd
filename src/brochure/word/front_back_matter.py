"""The parts of a booklet besides its partners: cover, contents, glossary, index, colophon.

Each function returns paragraphs and tables in reading order; the last one is always a paragraph, which can
end a section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from brochure.document.book import Colophon, Cover, IndexEntry, IndexGroup, Section, Term
from brochure.document.tree import Paragraph, Text
from brochure.word import ooxml
from brochure.word.composition import Composition
from brochure.word.measure import length_in_ems


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents: its text, the bookmark it links to, the folio there, and its level."""

    text: str
    bookmark: str
    folio: int
    level: int = 1


IndexPlaces = Callable[[IndexEntry], Iterable[tuple[str, int]]]
"""From an entry of the index to the bookmarks of its places, each with its folio."""


def compose_cover(own: Composition, cover: Cover, mark: str) -> list[str]:
    """The front cover: a band like a partner's title, and lines below it."""
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
        *(
            own.styled_paragraph("cover_line", *_optional_paragraph(line, at))
            for line, at in zip_longest(cover.seminar, cover.seminar_at, fillvalue="")
        ),
        own.styled_paragraph("cover_publisher", *_optional_paragraph(cover.publisher, cover.publisher_at)),
        own.styled_paragraph("cover_publisher", *_optional_paragraph(cover.edition, "edition")),
    ]


def _photo(own: Composition, cover: Cover) -> list[str]:
    if cover.photo is None:
        return []
    room = own.sizes.figures["full"]
    shown = ooxml.paragraph(own.ids["cover_photo"], own.inline_picture(cover.photo, "cover_photo", room))
    credit = cover.photo.credit
    return [shown, *([own.styled_paragraph("figure_credit", credit)] if credit else [])]


def compose_section(own: Composition, section: Section, at: str) -> list[str]:
    """A section of the book with its title, for example the foreword."""
    heading = own.styled_paragraph("section_heading", *_optional_paragraph(section.title, f"{at}.title"))
    return [heading, *(own.styled_paragraph("section_text", paragraph) for paragraph in section.body)]


def compose_contents(own: Composition, title: str, entries: Sequence[ContentsEntry]) -> list[str]:
    """The contents: a field with its result, so that Word opens the file without a question; F9 updates it.

    The field collects the marks of :func:`.ooxml.contents_entry`; headings would not contain the country.

    Source: ECMA-376-1:2016, 17.16.5.68 (TOC) and 17.16.5.43 (PAGEREF).
    """
    begin = ooxml.field_begin('TOC \\f C \\l "1-2" \\h \\z')
    lines = [
        ooxml.paragraph(own.ids[f"toc_{entry.level}"], ("" if index else begin) + _contents_link(own, entry))
        for index, entry in enumerate(entries)
    ]
    end = ooxml.paragraph(own.ids["gap"], ooxml.field_end())
    return [
        own.styled_paragraph("contents_heading", *_optional_paragraph(title)),
        *lines,
        *([end] if lines else [own.gap_paragraph()]),
    ]


def _contents_link(own: Composition, entry: ContentsEntry) -> str:
    inner = own.text_runs(entry.text) + ooxml.tab_run() + _folio_field(entry.bookmark, entry.folio)
    return ooxml.bookmark_link(entry.bookmark, inner)


def _folio_field(bookmark: str, folio: int) -> str:
    return ooxml.field(f"PAGEREF {bookmark} \\h", str(folio))


def compose_part_heading(own: Composition, title: str, bookmark: str) -> str:
    """The heading of a part that is listed in the contents."""
    inner = ooxml.contents_entry(title, 2) + own.text_runs(title)
    return ooxml.paragraph(own.ids["section_heading"], own.anchors.add_bookmark(bookmark, inner))


def compose_glossary(own: Composition, terms: Iterable[Term]) -> list[str]:
    """Terms with their readings and meanings."""
    return [element for term in terms for element in _glossary_entry(own, term)]


def _glossary_entry(own: Composition, term: Term) -> list[str]:
    at = term.meaning.at.removesuffix(".meaning") + ".term"
    inner = own.anchor("glossary_term", at, term.term, own.text_runs(term.term))
    inner += own.text_runs(f"（{term.reading}）") if term.reading else ""
    return [
        ooxml.paragraph(own.ids["glossary_term"], inner),
        own.styled_paragraph("glossary_meaning", term.meaning),
    ]


def compose_index(own: Composition, groups: Iterable[IndexGroup], pages: IndexPlaces) -> list[str]:
    """The entries of the index below their heads; folios are fields, which F9 updates."""
    return [element for group in groups for element in _index_group(own, group, pages)]


def _index_group(own: Composition, group: IndexGroup, pages: IndexPlaces) -> list[str]:
    return [
        own.styled_paragraph("index_head", *_optional_paragraph(group.head)),
        *(
            ooxml.paragraph(own.ids["index_entry"], _index_entry(own, entry, pages))
            for entry in group.entries
        ),
    ]


def _index_entry(own: Composition, entry: IndexEntry, pages: IndexPlaces) -> str:
    folios = {folio: _folio_field(bookmark, folio) for bookmark, folio in reversed([*pages(entry)])}
    listed = ooxml.text_run("、").join(folios[folio] for folio in sorted(folios))
    return own.text_runs(f"{entry.name}（{entry.reading}）") + ooxml.tab_run() + listed


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
