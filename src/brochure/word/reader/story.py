"""Read a story (body, note, header or footer): its paragraphs and tables in reading order, as lines.

Source: ECMA-376-1:2016, 17.3.1 (paragraphs), 17.4 (tables).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from brochure.document.tree import Foreign, Link, Text
from brochure.word.ooxml import W
from brochure.word.reader import tables
from brochure.word.reader.elements import local_name
from brochure.word.reader.fixups_libreoffice import remove_joiners
from brochure.word.reader.looks import FileStyles, paragraph_formatting
from brochure.word.reader.model import BookmarkStart, Oddity, Revision, RevisionView, WordLine, WordPicture
from brochure.word.reader.pieces import FormattedPiece, inline_pieces, join_lines
from brochure.word.reader.revisions import (
    HIDDEN,
    REVISIONS,
    bookmark_names,
    is_cell_gone,
    read_revision,
    row_change,
)
from brochure.word.reader.run_format import RunFormat
from brochure.word.reader.runs import RunReader
from brochure.word.untrusted import OpenedWord, too_large

MAX_PARAGRAPH = 100_000  # characters of one paragraph: each becomes a value; all of a profile have 5,000
_WORDS = (Text, Link, Foreign)


@dataclass
class Story:
    """Reads one story of a file; the results are in ``lines``, ``tables``, ``deleted`` and ``called``."""

    file: OpenedWord
    part: str
    name: str
    styles: FileStyles
    view: RevisionView
    numbers: bool = False  # whether numbers of notes that are text are read
    lines: list[WordLine] = field(default_factory=list)
    tables: list[tuple[int, ...]] = field(default_factory=list)
    deleted: dict[str, set[Revision]] = field(default_factory=dict)  # by the bookmark of a deleted line
    empty_items: int = 0  # items of lists without text
    # lines whose paragraph marks were deleted: the next line is joined to them
    _held: list[WordLine] = field(default_factory=list)
    _held_length: int = 0  # characters in these lines and the current one

    def __post_init__(self) -> None:
        self._runs = RunReader(self.styles, self.file.link_targets(self.part), self.view, self.numbers)

    @property
    def called(self) -> dict[str, str]:
        """The bookmarks around calls, by kind and number of the note."""
        return self._runs.called

    @property
    def markers(self) -> frozenset[str]:
        """The texts in a style of note numbers."""
        return frozenset(self._runs.markers)

    def read_blocks(self, parent: etree._Element, cell: tuple[int, int, int] | None) -> None:
        """Read the paragraphs and tables of a body, cell or note."""
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            name = local_name(child)
            if name == "p":
                self._read_paragraph(child, cell)
            elif name == "tbl":
                self._read_table(child)
            elif name in ("bookmarkStart",):
                self._runs.bookmark(child)
            elif name == "sdt":
                content = child.find(f"{{{W}}}sdtContent")
                if content is not None:
                    self.read_blocks(content, cell)
            elif name == "altChunk":
                self.lines.append(WordLine(self.name, cell, "", (), odd=(Oddity("object", ""),)))
            elif name in HIDDEN[self.view]:
                continue
            elif name not in ("sectPr", "tblPr", "tblGrid", "trPr", "tcPr"):
                self.read_blocks(child, cell)
        self._flush_held_line()

    def _read_table(self, table: etree._Element) -> None:
        number = len(self.tables)
        self.tables.append(())
        counts = []
        shown = 0
        for row in tables.table_rows(table):
            change = row_change(row)
            by = None if change is None else read_revision(change)
            if change is not None and by is not None and local_name(change) in HIDDEN[self.view]:
                self._record_deleted(row, {by})
                continue
            cells = list(tables.row_cells(row))
            counts.append(len(cells))
            for column, cell in enumerate(cells):
                if is_cell_gone(cell, self.view):
                    continue
                before = len(self.lines)
                self.read_blocks(cell, (number, shown, column))
                odd = {Oddity(kind, "") for kind in tables.odd_kinds(table, row, cell)}
                if odd:
                    self.lines[before:] = [
                        replace(line, odd=tuple(sorted({*line.odd, *odd}))) for line in self.lines[before:]
                    ]
                if by:
                    self.lines[before:] = [
                        replace(line, revisions=tuple(sorted({*line.revisions, by})))
                        for line in self.lines[before:]
                    ]
            shown += 1
        self.tables[number] = tuple(counts)

    def _read_paragraph(self, element: etree._Element, cell: tuple[int, int, int] | None) -> None:
        properties = element.find(f"{{{W}}}pPr")
        gone = False
        for change in properties.iterfind(f"{{{W}}}rPr/*") if properties is not None else ():
            if local_name(change) in REVISIONS:
                self._runs.content.revisions.add(read_revision(change))
                gone = gone or local_name(change) in HIDDEN[self.view]
        properties = self._properties_in_view(properties)
        style = self.styles.name(properties, "pStyle")
        self._runs.style = style
        self._runs.read_children(element, RunFormat())
        content = self._runs.end()
        kinds = [] if cell is not None else [*paragraph_formatting(properties)]
        kinds += self.styles.list_edits(properties, style)
        kinds += ["hidden"] if self.styles.is_hidden(style) else []
        self.empty_items += _is_empty(content.runs) and self.styles.is_item(properties, style)
        content.odd |= {
            Oddity(kind, _first_words(content.runs)) for kind in kinds if content.runs or kind == "page break"
        }
        if gone and all(isinstance(run.piece, BookmarkStart) for run in content.runs):
            self._record_deleted(element, content.revisions)
            content.runs = [run for run in content.runs if not run.hidden]
            content.revisions = set()  # they belong to the deleted line, not to the next one
        if cell is not None:
            remove_joiners(content.runs)
        line = WordLine(
            self.name,
            cell,
            style,
            inline_pieces(content.runs, bold=self.styles.is_bold(style, in_table=cell is not None)),
            tuple(sorted(content.revisions)),
            tuple(content.comments),
            tuple(sorted(content.odd)),
        )
        self._held_length += sum(len(run.piece.text) for run in content.runs if isinstance(run.piece, _WORDS))
        if self._held_length > MAX_PARAGRAPH:
            what = "characters in one paragraph"
            raise too_large(self.file.shown, self.part, what, self._held_length, MAX_PARAGRAPH)
        self._held.append(line)
        if not gone:
            self.lines.append(self._take_held_line())

    def _properties_in_view(self, properties: etree._Element | None) -> etree._Element | None:
        """The properties of a paragraph; those before a tracked change if changes are rejected."""
        change = None if properties is None else properties.find(f"{{{W}}}pPrChange")
        if change is None:
            return properties
        self._runs.content.revisions.add(read_revision(change))
        return change.find(f"{{{W}}}pPr") if self.view is RevisionView.REJECT else properties

    def _flush_held_line(self) -> None:
        """Add a held line at the end of a cell or story, where no next line can join it."""
        if self._held:
            line = self._take_held_line()
            if line.pieces or line.odd:
                self.lines.append(line)

    def _take_held_line(self) -> WordLine:
        held, self._held, self._held_length = self._held, [], 0
        return held[0] if len(held) == 1 else join_lines(held)

    def _record_deleted(self, element: etree._Element, revisions: set[Revision]) -> None:
        """Record the bookmarks and tracked changes of a paragraph or row that was deleted as a whole."""
        for name in bookmark_names(element):
            self.deleted.setdefault(name, set()).update(revisions)


def _is_empty(runs: Sequence[FormattedPiece]) -> bool:
    """Whether a paragraph has nothing but decoration: drawings without alternative text."""
    return all(isinstance(run.piece, WordPicture) and not run.piece.alt for run in runs)


def _first_words(runs: Sequence[FormattedPiece]) -> str:
    """The first words of a paragraph, to find it by."""
    return next((run.piece.text[:20] for run in runs if isinstance(run.piece, _WORDS)), "")
