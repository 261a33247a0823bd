"""The comparison table of two editions (新旧対照表) as a Word file, in landscape, in the layout's styles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from brochure.document.comparison import Cell, ComparedSpan, Comparison, ComparisonRow
from brochure.document.tree import Document
from brochure.schema.layout import Layout
from brochure.word import fields, ooxml, sections
from brochure.word.measure import WordPage
from brochure.word.ooxml import W
from brochure.word.script_runs import ScriptRuns
from brochure.word.styles import StyleIds
from brochure.word.write import open_reference

_PLACE = 0.16  # of the width: the column with the place of each change
_NEAR = 20  # twips: a tab stop this close to the edge counts as being at the edge
_UNDERLINED = '<w:u w:val="single"/>'


def write_comparison(comparison: Comparison, document: Document, layout: Layout) -> bytes:
    """Write the comparison table as a Word file; the same input makes the same bytes.

    Args:
        comparison: The table.
        document: The new edition, for the colours and the date of the file.
        layout: The layout with ``reference.docx``, which has the styles of comparison tables.
    """
    package, ids = open_reference(document, layout)
    portrait = WordPage.of(package.section)
    sections.turn_to_landscape(package.section)
    _move_tabs(package.styles, portrait.table_width(0), WordPage.of(package.section).table_width(0))
    for part in package.headers_and_footers():
        fields.set_field_results(part, {"TITLE": comparison.title, "SUBJECT": document.series})
    writer = _TableWriter(ids, ScriptRuns(layout))
    package.fill_body("".join(writer.body(comparison, WordPage.of(package.section))), {})
    package.set_core_properties(
        title=comparison.title,
        subject=document.series,
        language={"ja": "ja-JP"}.get(document.lang, document.lang),
        date=document.edition.first_day(),
    )
    return package.save()


def _move_tabs(styles: etree._Element, before: int, after: int) -> None:
    """Move tab stops at the right edge, for example of running heads, to the edge of the landscape page."""
    for tab in styles.iter(f"{{{W}}}tab"):
        if abs(int(tab.get(f"{{{W}}}pos", "0")) - before) <= _NEAR:
            tab.set(f"{{{W}}}pos", str(after))


@dataclass(frozen=True, slots=True)
class _TableWriter:
    """Writes the table; the styles, and the runs of texts."""

    ids: StyleIds
    runs: ScriptRuns

    def body(self, comparison: Comparison, page: WordPage) -> Iterator[str]:
        yield self._paragraph("section_heading", comparison.title)
        editions = comparison.named_editions
        lines = ooxml.run("<w:br/>").join(map(self.runs.text_runs, editions))
        yield ooxml.paragraph(self.ids["section_text"], lines)
        for line in comparison.lines:
            yield self._paragraph("section_text", line)
        for name, changes in comparison.groups:
            if name:
                yield self._paragraph("section_subheading", name)
            yield self._table(comparison, changes, name or comparison.title, page)
        yield self._paragraph("compare_legend", comparison.legend)

    def _table(
        self, comparison: Comparison, changes: Iterable[ComparisonRow], caption: str, page: WordPage
    ) -> str:
        style = self.ids["compare_table"]
        indent = self.ids.sheet.indent(style)
        room = page.table_width(indent)
        place = round(room * _PLACE)
        widths = [place, (room - place) // 2, room - place - (room - place) // 2]
        head = [[self._paragraph("compare_head", text)] for text in comparison.columns]
        rows = [
            ooxml.row(map(ooxml.cell, widths, head), repeats=True),
            *(ooxml.row(map(ooxml.cell, widths, self._cells(change))) for change in changes),
        ]
        return ooxml.table(style, widths, rows, indent=indent, look="firstRow", caption=caption)

    def _cells(self, change: ComparisonRow) -> list[list[str]]:
        where = [self._paragraph("compare_text", change.part)] if change.part else []
        where.append(self._paragraph("compare_name", change.place))
        return [where, self._lines(change.old), self._lines(change.new)]

    def _lines(self, cell: Cell) -> list[str]:
        return [ooxml.paragraph(self.ids["compare_text"], "".join(map(self._span, line))) for line in cell]

    def _span(self, span: ComparedSpan) -> str:
        style = self.ids["strong"] if span.strong else ""
        return self.runs.text_runs(span.text, style, _UNDERLINED if span.changed else "")

    def _paragraph(self, role: str, text: str) -> str:
        return ooxml.paragraph(self.ids[role], self.runs.text_runs(text) if text else "")
