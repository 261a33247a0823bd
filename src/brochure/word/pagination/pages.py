"""On which page of a section each bookmark is: fills pages with lines, rows and notes, as Word does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from lxml import etree

from brochure.word.ooxml import NAMESPACES, W
from brochure.word.pagination.formats import ParagraphFormat, TableFormat
from brochure.word.pagination.lines import Line, LineBreaker, Scenario, style_of

_WIDOW = 2  # lines that stay together at the beginning and the end of a paragraph


@dataclass(frozen=True, slots=True)
class Piece:
    """What is on one page as a whole: some lines of a paragraph, or a row of a table.

    Attributes:
        element: The number of the element that it is a part of.
        before: The space above.
        height: The height without it.
        marks: The bookmarks that begin in it.
        notes: The notes that it calls.
        keeps: It stays on the page of the piece after it.
        breaks: It begins a page.
        head: The height of the repeated rows above it, if it begins a page.
        is_row: It is a row of a table.
    """

    element: int
    before: float
    height: float
    marks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    keeps: bool = False
    breaks: bool = False
    head: float = 0
    is_row: bool = False


@dataclass
class FilledPages:
    """The pages of a section.

    Attributes:
        marks: The page of each bookmark, from 0.
        ends: The page on which each element ends, from 0.
        filled: How much of each page is filled, in twips.
        noted: How many lines of notes each page calls.
    """

    marks: dict[str, int] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)
    filled: list[float] = field(default_factory=list)
    noted: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        """The number of pages."""
        return len(self.filled)


@dataclass(frozen=True)
class PageFiller:
    """Fills pages.

    Args (fields):
        breaker, note_breaker: Break the paragraphs of the text and of the notes into lines.
        width, height: The type area in twips.
        footnotes, endnotes: The paragraphs of each note by its id in the file.
        scenario: What is assumed.
    """

    breaker: LineBreaker
    note_breaker: LineBreaker
    width: float
    height: float
    footnotes: Mapping[str, Sequence[etree._Element]]
    endnotes: Mapping[str, Sequence[etree._Element]]
    scenario: Scenario

    def fill(self, elements: Sequence[etree._Element]) -> FilledPages:
        """The pages of elements that begin on a new page."""
        pages = _Pages(self.height + self.scenario.spare, self.scenario)
        pieces = list(self._with_endnotes(elements))
        start = 0
        while start < len(pieces):
            end = start + 1
            while end < len(pieces) and pieces[end - 1].keeps and not pieces[end].breaks:
                end += 1
            pages.add([(piece, self._note_lines(piece.notes)) for piece in pieces[start:end]])
            start = end
        return pages.done()

    def _note_lines(self, notes: Iterable[str]) -> list[float]:
        """The heights of the lines of notes."""
        return [
            line.height
            for note in notes
            for paragraph in self.footnotes.get(note, ())
            for line in self.note_breaker.lines(paragraph, self.width, self.scenario)
        ]

    def _with_endnotes(self, elements: Sequence[etree._Element]) -> Iterator[Piece]:
        """The pieces of elements, and those of endnotes where their section ends."""
        called: list[str] = []
        for index, pieces in groupby(self._pieces(elements), key=lambda piece: piece.element):
            for piece in pieces:
                called += piece.notes
                yield piece
            ends = elements[index].find("w:pPr/w:sectPr", NAMESPACES) is not None
            if self.scenario.endnotes and (ends or index == len(elements) - 1):
                notes = [paragraph for note in called for paragraph in self.endnotes.get(note, ())]
                for piece in replace(self, breaker=self.note_breaker)._pieces(notes):
                    yield replace(piece, element=index, marks=(), keeps=False)
                called = []

    # --- pieces -----------------------------------------------------------------------------

    def _pieces(self, elements: Sequence[etree._Element]) -> Iterator[Piece]:
        after, previous = 0.0, None
        forms = [*map(self._form, elements), None]
        for index, (element, form, following) in enumerate(zip(elements, forms, forms[1:], strict=False)):
            if form:
                yield from self._paragraph(index, element, form, previous, following)
                after = form.after
            elif element.tag == f"{{{W}}}tbl":
                yield from self._table(index, element, after)
                after = 0.0
            previous = form

    def _form(self, element: etree._Element) -> ParagraphFormat | None:
        if element.tag != f"{{{W}}}p":
            return None
        return self.breaker.styles.paragraph(style_of(element))

    def _paragraph(
        self,
        index: int,
        paragraph: etree._Element,
        form: ParagraphFormat,
        previous: ParagraphFormat | None,
        following: ParagraphFormat | None,
    ) -> Iterator[Piece]:
        """The pieces of a paragraph; neighbours with equal borders share a box."""
        lines = self.breaker.lines(paragraph, self.width, self.scenario)
        opens = not (form.box and previous and previous.box == form.box)
        closes = not (form.box and following and following.box == form.box)
        before = float(max(form.before, previous.after if previous else 0))
        if form.contextual and previous and previous.style == form.style:
            before = 0.0
        groups = _groups(lines, whole=form.keep_lines)
        for place, group in enumerate(groups):
            first, last = place == 0, place == len(groups) - 1
            edges = (form.top if first and opens else 0) + (form.bottom if last and closes else 0)
            yield Piece(
                index,
                before if first else 0.0,
                sum(line.height for line in group) + edges,
                tuple(mark for line in group for mark in line.marks),
                tuple(note for line in group for note in line.notes),
                keeps=last and form.keep_next,
                breaks=first and form.breaks_before,
            )

    def _table(self, index: int, table: etree._Element, after: float) -> Iterator[Piece]:
        """The rows of a table; a row never breaks, and stays with the next if its first paragraph does."""
        style = table.find("w:tblPr/w:tblStyle", NAMESPACES)
        form = self.breaker.styles.table("" if style is None else style.get(f"{{{W}}}val", ""))
        rows = table.findall("w:tr", NAMESPACES)
        head = 0.0
        for number, row in enumerate(rows):
            made = self._row(index, row, form)
            edge = form.inner if number < len(rows) - 1 else form.outer
            repeats = row.find("w:trPr/w:tblHeader", NAMESPACES) is not None
            first = row.find("w:tc/w:p", NAMESPACES)
            kept = first is not None and self.breaker.styles.paragraph(style_of(first)).keep_next
            yield replace(
                made,
                before=after + form.outer if number == 0 else 0.0,
                height=made.height + edge,
                keeps=repeats or kept,
                head=0 if repeats else head,
            )
            head += made.height + edge if repeats else 0

    def _row(self, index: int, row: etree._Element, form: TableFormat) -> Piece:
        height = 0.0
        marks: list[str] = []
        notes: list[str] = []
        for cell in row.findall("w:tc", NAMESPACES):
            size = cell.find("w:tcPr/w:tcW", NAMESPACES)
            width = 0 if size is None else int(size.get(f"{{{W}}}w", "0"))
            inside = replace(self, width=width - form.left - form.right)
            paragraphs = cell.findall("w:p", NAMESPACES)
            pieces = list(inside._pieces(paragraphs))
            last = self._form(paragraphs[-1]) if paragraphs else None
            own = sum(piece.before + piece.height for piece in pieces) + (last.after if last else 0)
            height = max(height, own)
            marks += [mark for piece in pieces for mark in piece.marks]
            notes += [note for piece in pieces for note in piece.notes]
        return Piece(index, 0.0, height + form.top + form.bottom, tuple(marks), tuple(notes), is_row=True)


class _Pages:
    """The pages that are filled so far."""

    def __init__(self, height: float, scenario: Scenario) -> None:
        self._height = height
        self._scenario = scenario
        self._made = FilledPages(filled=[0.0], noted=[0])
        self._noted = False  # the page has notes
        self._empty = True
        self._noted_rows = False  # the page has a row of a table with notes
        self._waiting: list[float] = []  # the lines of notes for the next page

    def add(self, chain: Sequence[tuple[Piece, list[float]]]) -> None:
        """Add pieces that stay together.

        If they are higher than a page, pieces are placed one after the other, until the rest fits on the next
        page; a program that needs little room fills the page.
        """
        while chain:
            whole = self._fits(chain, fresh=True)
            if not self._empty and (chain[0][0].breaks or (whole and not self._fits(chain))):
                self._turn()
            count = len(chain) if whole and (self._empty or self._fits(chain)) else 1
            if count == 1 and not self._empty and not self._fits(chain[:1]):
                self._turn()
            for piece, notes in chain[:count]:
                self._put(piece, notes)
            chain = chain[count:]

    def done(self) -> FilledPages:
        """The pages, also those of notes that are left."""
        while self._waiting:
            self._turn()
        return self._made

    def _fits(self, chain: Sequence[tuple[Piece, list[float]]], *, fresh: bool = False) -> bool:
        """Whether pieces fit on the page, or on a fresh one."""
        above = self._above(chain[0][0]) - chain[0][0].before
        need = above + sum(piece.before + piece.height for piece, _ in chain)
        lines = [line for _, notes in chain for line in notes]
        least = sum(lines[: self._scenario.note_lines])
        need += least + (self._scenario.separator if least and (fresh or not self._noted) else 0)
        return need + (0 if fresh else self._made.filled[-1]) <= self._height

    def _above(self, piece: Piece) -> float:
        if self._empty and self._made.count > 1 and not self._scenario.space_on_top:
            return 0.0
        return piece.before

    def _put(self, piece: Piece, notes: list[float]) -> None:
        made = self._made
        made.filled[-1] += self._above(piece) + piece.height
        made.filled[-1] += piece.head if self._empty and made.count > 1 else 0
        self._empty = False
        page = made.count - 1
        made.marks.update(dict.fromkeys(piece.marks, page))
        made.ends += [page] * (piece.element + 1 - len(made.ends))
        made.ends[piece.element] = page
        made.noted[-1] += len(notes)
        if notes and piece.is_row:
            if self._noted_rows and self._scenario.defers_notes:
                self._waiting += notes
                return
            self._noted_rows = True
        self._add_notes(notes)

    def _add_notes(self, lines: Sequence[float]) -> None:
        """Fill the foot of the page with lines of notes; those that are too many wait for the next page."""
        for line in lines:
            edge = 0 if self._noted else self._scenario.separator
            used = self._made.filled[-1]
            if self._waiting or (used and used + edge + line > self._height):
                self._waiting.append(line)
            else:
                self._made.filled[-1] += edge + line
                self._noted = True

    def _turn(self) -> None:
        self._made.filled.append(0.0)
        self._made.noted.append(0)
        self._noted, self._noted_rows, self._empty = False, False, True
        lines, self._waiting = self._waiting, []
        self._add_notes(lines)


def _groups(lines: Sequence[Line], *, whole: bool) -> list[Sequence[Line]]:
    """The lines that stay together: all of them, or the first two and the last two."""
    if whole or len(lines) < 2 * _WIDOW:
        return [lines]
    return [lines[:_WIDOW], *([line] for line in lines[_WIDOW:-_WIDOW]), lines[-_WIDOW:]]
