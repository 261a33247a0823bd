"""The comparison table of two editions (新旧対照表) as a Word file, in landscape, in the layout's styles."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from brochure.document.comparison import Cell, ComparedSpan, Comparison, ComparisonRow
from brochure.document.tree import Document
from brochure.schema.layout import Layout
from brochure.word import fields, ooxml, sections
from brochure.word.measure import WordPage
from brochure.word.ooxml import W
from brochure.word.styles import Ids
from brochure.word.write import opened

_PLACE = 0.16  # of the width: the column that says where a text stands
_NEAR = 20  # twips: a tab stop so close to the edge is meant to be at it
_UNDERLINED = '<w:u w:val="single"/>'


def write_comparison(comparison: Comparison, document: Document, layout: Layout) -> bytes:
    """Write the table; the same input makes the same bytes.

    Args:
        comparison: What to print.
        document: The new edition, for the colours and the date of the file.
        layout: Whose ``reference.docx`` to use: its styles of comparison tables.
    """
    package, ids = opened(document, layout)
    portrait = WordPage.of(package.section)
    sections.turn(package.section)
    _move_tabs(package.styles, portrait.beside(0), WordPage.of(package.section).beside(0))
    for part in package.headers_and_footers():
        fields.fill(part, {"TITLE": comparison.title, "SUBJECT": document.series})
    package.fill("".join(_body(comparison, ids, WordPage.of(package.section))), {})
    package.describe(
        title=comparison.title,
        subject=document.series,
        language={"ja": "ja-JP"}.get(document.lang, document.lang),
        date=document.edition.first_day(),
    )
    return package.save()


def _move_tabs(styles: etree._Element, before: int, after: int) -> None:
    """Move tab stops at the right edge, such as that of running heads, to that of the turned page."""
    for tab in styles.iter(f"{{{W}}}tab"):
        if abs(int(tab.get(f"{{{W}}}pos", "0")) - before) <= _NEAR:
            tab.set(f"{{{W}}}pos", str(after))


def _body(comparison: Comparison, ids: Ids, page: WordPage) -> Iterable[str]:
    yield _paragraph(ids, "section_heading", comparison.title)
    editions = (f"旧：{comparison.old}", f"新：{comparison.new}")
    yield ooxml.paragraph(ids["section_text"], ooxml.run("<w:br/>").join(map(ooxml.words, editions)))
    yield _table(comparison, ids, page)
    yield _paragraph(ids, "compare_legend", comparison.legend)


def _table(comparison: Comparison, ids: Ids, page: WordPage) -> str:
    style = ids["compare_table"]
    indent = ids.sheet.indent(style)
    room = page.beside(indent)
    place = round(room * _PLACE)
    widths = [place, (room - place) // 2, room - place - (room - place) // 2]
    head = [[_paragraph(ids, "compare_head", text)] for text in comparison.columns]
    rows = [
        ooxml.row(map(ooxml.cell, widths, head), repeats=True),
        *(ooxml.row(map(ooxml.cell, widths, _cells(change, ids))) for change in comparison.changes),
    ]
    return ooxml.table(style, widths, rows, indent=indent, look="firstRow", caption=comparison.title)


def _cells(change: ComparisonRow, ids: Ids) -> list[list[str]]:
    where = [_paragraph(ids, "compare_text", change.part)] if change.part else []
    where.append(_paragraph(ids, "compare_name", change.place))
    return [where, _lines(change.old, ids), _lines(change.new, ids)]


def _lines(cell: Cell, ids: Ids) -> list[str]:
    return [ooxml.paragraph(ids["compare_text"], "".join(_span(span, ids) for span in line)) for line in cell]


def _span(span: ComparedSpan, ids: Ids) -> str:
    style = ids["strong"] if span.strong else ""
    return ooxml.words(span.text, style, _UNDERLINED if span.changed else "")


def _paragraph(ids: Ids, role: str, text: str) -> str:
    return ooxml.paragraph(ids[role], ooxml.words(text) if text else "")
