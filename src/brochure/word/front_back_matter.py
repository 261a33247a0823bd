"""The parts of a booklet that are not a partner's: cover, contents, glossary, index, colophon.

Each function gives paragraphs and tables in reading order; the last is always a paragraph, which can
end a section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from brochure.document.book import Colophon, Cover, IndexEntry, IndexGroup, Section, Term
from brochure.document.tree import Paragraph, Text
from brochure.word import ooxml
from brochure.word.composition import Composition
from brochure.word.measure import ems


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents: its text, where it leads, and the folio there as far as is known."""

    text: str
    bookmark: str
    folio: int
    level: int = 1


Pages = Callable[[IndexEntry], Iterable[tuple[str, int]]]
"""From an entry of the index to the bookmarks where it is found, each with its folio."""


def cover(own: Composition, cover: Cover, mark: str) -> list[str]:
    """The front cover: a band like a partner's title, and lines under it."""
    style = own.ids["title_table"]
    indent = own.ids.sheet.indent(style)
    width = own.page.beside(indent)
    band = [
        own.set("cover_above", *_line(cover.above, "cover.above")),
        own.set("cover_title", *_line(cover.title, "title")),
        *(own.set("cover_subtitle", line) for line in _line(cover.subtitle, "subtitle")),
    ]
    return [
        own.opening(mark),
        ooxml.table(style, [width], [ooxml.row([ooxml.cell(width, band)])], indent=indent),
        *_photo(own, cover),
        *(own.set("cover_line", *_line(line)) for line in cover.seminar),
        own.set("cover_publisher", *_line(cover.publisher)),
        own.set("cover_publisher", *_line(cover.edition)),
    ]


def _photo(own: Composition, cover: Cover) -> list[str]:
    if cover.photo is None:
        return []
    room = own.sizes.figures["full"]
    shown = ooxml.paragraph(own.ids["cover_photo"], own.pictured(cover.photo, "cover_photo", room))
    credit = cover.photo.credit
    return [shown, *([own.set("figure_credit", credit)] if credit else [])]


def section(own: Composition, section: Section, at: str) -> list[str]:
    """A titled text of the book's own."""
    heading = own.set("section_heading", *_line(section.title, f"{at}.title"))
    return [heading, *(own.set("section_text", paragraph) for paragraph in section.body)]


def contents(own: Composition, title: str, entries: Sequence[ContentsEntry]) -> list[str]:
    """The contents: a field whose result is filled in, so that Word asks nothing and F9 renews it.

    It collects the marks of :func:`.ooxml.contents_entry`: headings would lose the country.

    Source: ECMA-376-1:2016, 17.16.5.68 (TOC) and 17.16.5.43 (PAGEREF).
    """
    begin = ooxml.field_begin('TOC \\f C \\l "1-2" \\h \\z')
    lines = [
        ooxml.paragraph(own.ids[f"toc_{entry.level}"], ("" if index else begin) + _leading(entry))
        for index, entry in enumerate(entries)
    ]
    end = ooxml.paragraph(own.ids["gap"], ooxml.field_end())
    return [own.set("contents_heading", *_line(title)), *lines, *([end] if lines else [own.gap()])]


def _leading(entry: ContentsEntry) -> str:
    inner = ooxml.words(entry.text) + ooxml.tab() + _folio(entry.bookmark, entry.folio)
    return ooxml.reference(entry.bookmark, inner)


def _folio(bookmark: str, folio: int) -> str:
    return ooxml.field(f"PAGEREF {bookmark} \\h", str(folio))


def heading(own: Composition, title: str, bookmark: str) -> str:
    """The heading of a part that the contents list."""
    inner = ooxml.contents_entry(title, 2) + ooxml.words(title)
    return ooxml.paragraph(own.ids["section_heading"], own.anchors.named(bookmark, inner))


def glossary(own: Composition, terms: Iterable[Term]) -> list[str]:
    """Terms with their readings and meanings."""
    return [element for term in terms for element in _term(own, term)]


def _term(own: Composition, term: Term) -> list[str]:
    at = term.meaning.at.removesuffix(".meaning") + ".term"
    inner = own.anchor("glossary_term", at, term.term, ooxml.words(term.term))
    inner += ooxml.words(f"（{term.reading}）") if term.reading else ""
    return [
        ooxml.paragraph(own.ids["glossary_term"], inner),
        own.set("glossary_meaning", term.meaning),
    ]


def index(own: Composition, groups: Iterable[IndexGroup], pages: Pages) -> list[str]:
    """The entries of the index under their heads; folios are fields, which F9 renews."""
    return [element for group in groups for element in _group(own, group, pages)]


def _group(own: Composition, group: IndexGroup, pages: Pages) -> list[str]:
    return [
        own.set("index_head", *_line(group.head)),
        *(ooxml.paragraph(own.ids["index_entry"], _found(entry, pages)) for entry in group.entries),
    ]


def _found(entry: IndexEntry, pages: Pages) -> str:
    folios = {folio: _folio(bookmark, folio) for bookmark, folio in reversed([*pages(entry)])}
    listed = ooxml.words("、").join(folios[folio] for folio in sorted(folios))
    return ooxml.words(f"{entry.name}（{entry.reading}）") + ooxml.tab() + listed


def colophon(own: Composition, title: str, colophon: Colophon) -> list[str]:
    """The last page (奥付)."""
    style = own.ids["fact_table"]
    indent = own.ids.sheet.indent(style)
    em = own.ids.sheet.half_points(own.ids["colophon_label"]) * 10  # twips
    padding = own.ids.sheet.padding(style)
    label = round(max([6, *(ems(label) for label, _ in colophon.lines)]) * em) + sum(padding)
    widths = [label, own.page.beside(indent) - label]
    cells = [(label, [own.set("colophon_text", Paragraph(text))]) for label, text in colophon.lines]
    if colophon.code:
        cells.append(("", own.code(colophon.code, "colophon_text")))
    rows = [
        ooxml.row(
            [ooxml.cell(widths[0], [own.set("colophon_label", *_line(label))]), ooxml.cell(widths[1], text)]
        )
        for label, text in cells
    ]
    return [
        own.set("section_heading", *_line(title)),
        own.set("colophon_title", *_line(colophon.title)),
        ooxml.table(style, widths, rows, indent=indent, look="firstColumn"),
        own.gap(),
    ]


def _line(text: str, at: str = "") -> list[Paragraph]:
    """A text as a paragraph; none if there is no text."""
    return [Paragraph((Text(text),), at)] if text else []
