"""Blocks of a story (body, note, running head): its paragraphs and tables in reading order, as lines.

Source: ECMA-376-1:2016, 17.3.1 (paragraphs), 17.4 (tables).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from brochure.word.ooxml import W
from brochure.word.reader import tables
from brochure.word.reader.elements import local
from brochure.word.reader.fixups_libreoffice import without_joiners
from brochure.word.reader.looks import FileStyles
from brochure.word.reader.model import Mark, Odd, Revision, RevisionView, WordLine
from brochure.word.reader.pieces import joined, pieces
from brochure.word.reader.revisions import (
    HIDDEN,
    REVISIONS,
    bookmark_names,
    is_cell_gone,
    revision,
    row_change,
)
from brochure.word.reader.runs import Format, RunReader
from brochure.word.untrusted import OpenedWord


@dataclass
class Story:
    """Goes through one story of a file: what is read is in ``lines``, ``tables``, ``deleted``, ``called``."""

    file: OpenedWord
    part: str
    name: str
    styles: FileStyles
    view: RevisionView
    lines: list[WordLine] = field(default_factory=list)
    tables: list[tuple[int, ...]] = field(default_factory=list)
    deleted: dict[str, set[Revision]] = field(default_factory=dict)  # by bookmark, if their line is gone
    _held: WordLine | None = None  # a line whose end is gone: the next joins it

    def __post_init__(self) -> None:
        folder, _, file = self.part.rpartition("/")
        rels = self.file.xml(f"{folder}/_rels/{file}.rels")
        targets = {rel.get("Id"): rel.get("Target", "") for rel in (rels if rels is not None else ())}
        self._runs = RunReader(self.styles, targets, self.view)

    @property
    def called(self) -> dict[str, str]:
        """The bookmarks round the calls of notes, by kind and number of the note."""
        return self._runs.called

    def walk(self, parent: etree._Element, cell: tuple[int, int, int] | None) -> None:
        """Read the paragraphs and tables of a body, cell or note."""
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            name = local(child)
            if name == "p":
                self._paragraph(child, cell)
            elif name == "tbl":
                self._table(child)
            elif name in ("bookmarkStart",):
                self._runs.bookmark(child)
            elif name == "sdt":
                content = child.find(f"{{{W}}}sdtContent")
                if content is not None:
                    self.walk(content, cell)
            elif name == "altChunk":
                self.lines.append(WordLine(self.name, cell, "", (), odd=(Odd("object", ""),)))
            elif name in HIDDEN[self.view]:
                continue
            elif name not in ("sectPr", "tblPr", "tblGrid", "trPr", "tcPr"):
                self.walk(child, cell)
        self._release()

    def _table(self, table: etree._Element) -> None:
        number = len(self.tables)
        self.tables.append(())
        counts = []
        shown = 0
        for row in tables.rows(table):
            change = row_change(row)
            by = None if change is None else revision(change)
            if change is not None and by is not None and local(change) in HIDDEN[self.view]:
                self._gone(row, {by})
                continue
            cells = list(tables.cells(row))
            counts.append(len(cells))
            for column, cell in enumerate(cells):
                if is_cell_gone(cell, self.view):
                    continue
                before = len(self.lines)
                self.walk(cell, (number, shown, column))
                if by:
                    self.lines[before:] = [
                        replace(line, revisions=tuple(sorted({*line.revisions, by})))
                        for line in self.lines[before:]
                    ]
            shown += 1
        self.tables[number] = tuple(counts)

    def _paragraph(self, element: etree._Element, cell: tuple[int, int, int] | None) -> None:
        properties = element.find(f"{{{W}}}pPr")
        style = self.styles.name(properties, "pStyle")
        gone = False
        for change in properties.iterfind(f"{{{W}}}rPr/*") if properties is not None else ():
            if local(change) in REVISIONS:
                self._runs.content.revisions.add(revision(change))
                gone = gone or local(change) in HIDDEN[self.view]
        self._runs.colour = self.styles.colours.get(style, self.styles.colours.get("", "auto"))
        self._runs.inside(element, Format())
        content = self._runs.end()
        if gone and all(isinstance(run.piece, Mark) for run in content.runs):
            self._gone(element, content.revisions)
            content.runs = [run for run in content.runs if not run.hidden]
            content.revisions = set()  # of a line that is gone as a whole; the next is none of its business
        if cell is not None:
            without_joiners(content.runs)
        line = WordLine(
            self.name,
            cell,
            style,
            pieces(content.runs, content.odd),
            tuple(sorted(content.revisions)),
            tuple(content.comments),
            tuple(sorted(content.odd)),
        )
        if self._held is not None:
            line = joined(self._held, line)
            self._held = None
        if gone:
            self._held = line
        else:
            self.lines.append(line)

    def _release(self) -> None:
        """A line at the end of a cell or story ends, whatever was done to its mark."""
        if self._held is not None:
            line, self._held = self._held, None
            if line.pieces or line.odd:
                self.lines.append(line)

    def _gone(self, element: etree._Element, revisions: set[Revision]) -> None:
        """What was deleted as a whole, and by whom."""
        for name in bookmark_names(element):
            self.deleted.setdefault(name, set()).update(revisions)
