"""Word booklets of the repository's partners, and what is read from them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from brochure.assembly import qr_codes as codes
from brochure.assembly.booklet import compile_book
from brochure.assembly.booklet_members import Member
from brochure.assembly.citation import load_citation_style
from brochure.assembly.document import assemble_document
from brochure.build.chapters import CompiledBooklet
from brochure.document.book import (
    Book,
    Depth,
    FactComparison,
    MarkComparison,
    Opener,
    Section,
    WorldPage,
)
from brochure.document.printed_words import words_of
from brochure.document.tree import Paragraph, Placement, Text, plain_text
from brochure.schema.layout import Layout
from brochure.word.accent_styles import base_name
from brochure.word.baseline import Baseline, BookBaseline
from brochure.word.book import write_book
from docx_reader import KINDS, NAMES, W, WordFile, expected, value
from workspaces import REPO

FOLIO = "#"  # for every folio of contents and index, and for several of one entry
ALL_DEPTHS = (Depth.FULL, Depth.PAGE, Depth.ROW)


class NoteNumbers(Enum):
    """Where the numbering of notes begins with 1: with each partner, or once for the whole book."""

    PARTNER = "partner"
    THROUGH = "through"


class BookFile(WordFile):
    """A booklet: its sections, and its words with the numbers that each section gives its notes."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.data = data

    def sections(self) -> list[tuple[list[Any], Any]]:
        """The elements of each section, and what the section has of its own."""
        found: list[tuple[list[Any], Any]] = [([], None)]
        for child in self.body:
            if child.tag == f"{W}sectPr":
                found[-1] = (found[-1][0], child)
                continue
            found[-1][0].append(child)
            ending = child.find("w:pPr/w:sectPr", NAMES)
            if ending is not None:
                found[-1] = (found[-1][0], ending)
                found.append(([], None))
        return found

    def lines(self) -> list[str]:
        """Every printed paragraph; notes stand where their section ends."""
        lines: list[str] = []
        counts: dict[str, int] = {}
        last = dict.fromkeys(KINDS, 0)
        for elements, section in self.sections():
            for kind in KINDS:
                if value(section, f"w:{kind}Pr/w:numRestart") == "eachSect":
                    last[kind] = int(value(section, f"w:{kind}Pr/w:numStart") or 1) - 1
            numbers = {kind: _Numbers(last[kind]) for kind in KINDS}
            for element in elements:
                for paragraph in element.iter(f"{W}p"):
                    lines.append(self._numbering(paragraph, counts) + self._words(paragraph, numbers))
            for kind in KINDS:
                lines += self._at_end(kind, numbers[kind])
                last[kind] += len(numbers[kind])
        return [re.sub(f"{FOLIO}(、{FOLIO})*", FOLIO, line) for line in lines if line.strip()]

    def folios(self) -> list[tuple[str, int]]:
        """The bookmark and the stored result of each number of a page (PAGEREF), in their order."""
        return [(target, int("".join(t.text for t in texts))) for target, texts in self._folio_fields()]

    def _folio_fields(self) -> Iterator[tuple[str, list[Any]]]:
        """The bookmark and the texts of the result of each PAGEREF."""
        instruction: list[str] = []
        texts: list[Any] | None = None
        for element in self.body.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
            kind = element.get(f"{W}fldCharType")
            if kind == "begin":
                instruction, texts = [], None
            elif kind == "separate":
                texts = []
            elif kind == "end":
                if instruction[0] == "PAGEREF":
                    yield instruction[1], texts or []
                texts = None
            elif element.tag == f"{W}instrText":
                instruction += element.text.split()
            elif texts is not None:
                texts.append(element)

    def without_folios(self) -> BookFile:
        """The file with a sign for every number of a page, to compare its words."""
        made = BookFile(self.data)
        for _, texts in made._folio_fields():
            for text, sign in zip(texts, FOLIO, strict=False):
                text.text = sign
        return made

    def _words(self, paragraph: Any, numbers: dict[str, _Numbers]) -> str:
        kinds = [kind for kind in KINDS if paragraph.find(f".//w:{kind}Reference", NAMES) is not None]
        return self._text(paragraph, numbers[kinds[0]] if kinds else {})

    def _at_end(self, kind: str, numbers: _Numbers) -> Iterator[str]:
        notes = {note.get(f"{W}id"): note for note in self.xml(f"{kind}s")}
        for identity, number in numbers.items():
            yield from (self._text(paragraph, {}, own=str(number)) for paragraph in notes[identity])

    def of_notes(self, name: str) -> str:
        """Nothing: sections say it, not the file."""
        return ""

    def named(self, paragraph: Any) -> str:
        """The name of a paragraph's style, as the layout has it."""
        return base_name(self.styles["paragraph", value(paragraph, "w:pPr/w:pStyle")])


class _Numbers(dict[str, int]):
    """Numbers of notes by their ids, in the order of their calls, after a number."""

    def __init__(self, last: int) -> None:
        super().__init__()
        self._following = count(last + 1)

    def setdefault(self, key: str, default: int = 0) -> int:
        if key not in self:
            self[key] = next(self._following)
        return self[key]


@dataclasses.dataclass(frozen=True)
class Bound:
    """A booklet and its Word file."""

    book: Book
    data: bytes
    file: BookFile


def recompiled(
    seminar: CompiledBooklet,
    placement: Placement | None = None,
    *,
    numbers: NoteNumbers = NoteNumbers.PARTNER,
    depths: tuple[Depth, ...] = (Depth.FULL,),
) -> Book:
    """The book with its notes elsewhere, or its partners in other depths, one after the other."""
    first, members = 1, []
    for index, partner in enumerate(seminar.partners.values()):
        common = seminar.commons[depths[index % len(depths)]]
        layout = common.layout
        style = layout.house_style
        if placement:
            style = dataclasses.replace(style, placement=placement)
        document = assemble_document(
            partner.profile,
            common.series,
            style,
            load_citation_style(layout),
            code_policy=layout.data.codes,
            first_note=first,
        )
        depth = depths[index % len(depths)]
        if numbers is NoteNumbers.THROUGH and depth is not Depth.ROW:
            first += len(document.notes)
        members.append(Member(partner.about, document, depth))
    main = seminar.commons[Depth.FULL]
    return compile_book(
        seminar.booklet, main.series, members, main.layout.house_style, main.layout.data.codes
    )


def written(
    seminar: CompiledBooklet,
    book: Book,
    *,
    layouts: dict[Depth, Layout] | None = None,
    pages: Mapping[str, int] = MappingProxyType({}),
    root: Path = REPO,
) -> bytes:
    """The Word file of a book of these partners, which may come back under other ids."""
    series = seminar.commons[Depth.FULL].series.source.text
    shipped = {depth: common.layout for depth, common in seminar.commons.items()}
    ids = dict.fromkeys(
        [
            *(chapter.document.id for chapter in book.chapters),
            *(partner for table in book.facts for partner, _, _ in table.rows),
            *(row.partner for table in book.marks for row in table.rows),
        ]
    )
    partners = seminar.partners
    return write_book(
        book,
        layouts or shipped,
        baseline=BookBaseline("seminar-2026", seminar.booklet.source.text, series),
        baselines=[Baseline(id, partners[id.split("+")[0]].text, series) for id in ids],
        root=root,
        pages=pages,
    )


def full(seminar: CompiledBooklet) -> Book:
    """A book with everything there is."""
    text = (Paragraph((Text("終わりの文です。"),), "closing.0.text"),)
    policy = seminar.commons[Depth.FULL].layout.data.codes
    book = recompiled(seminar, numbers=NoteNumbers.THROUGH)
    code = codes.address_code(
        "https://example.jp/b", "オンライン版", "colophon.online", policy, words_of("ja")
    )
    return dataclasses.replace(
        book,
        closing=(Section("おわりに", text), Section("謝辞", text)),
        colophon=dataclasses.replace(book.colophon, code=code),
        start="recto",
    )


def with_openers(seminar: CompiledBooklet, start: str = "page") -> Book:
    """The book with openers of regions."""
    data = seminar.booklet.data.model_copy(update={"openers": True})
    booklet = dataclasses.replace(seminar.booklet, data=data)
    book = recompiled(dataclasses.replace(seminar, booklet=booklet))
    return dataclasses.replace(book, start=start)


def bare(seminar: CompiledBooklet) -> Book:
    """A book with as little as there may be."""
    cover = dataclasses.replace(seminar.book.cover, above="", subtitle="", seminar=())
    return dataclasses.replace(
        recompiled(seminar, depths=ALL_DEPTHS), foreword=None, facts=(), glossary=(), index=(), cover=cover
    )


def book_lines(book: Book) -> Iterator[str]:
    """The lines that a booklet must have, from the book alone."""
    cover = book.cover
    yield from (cover.above, cover.title, cover.subtitle, *(chapter.name for chapter in book.chapters))
    yield from (*cover.seminar, cover.edition, cover.publisher)
    if book.foreword:
        yield from section_lines(book.foreword)
        for number in book.counts:
            unit = plain_text(number.unit.content) if number.unit else ""
            yield from (plain_text(number.value.content) + unit, plain_text(number.label.content))
    yield book.titles["contents"]
    yield from contents_lines(book)
    if book.world:
        yield from world_lines(book, book.world)
    openers = {opener.before: opener for opener in book.openers}
    for chapter in book.chapters:
        document = chapter.document
        if opener := openers.get(document.id):
            yield from opener_lines(opener)
        lines = expected(document)
        if document.placement is Placement.BOOKLET:
            lines = lines[: len(lines) - len(document.notes)]
        yield from lines
    if book.marks or book.facts:
        yield book.titles["tables"]
    for facts in book.facts:
        yield from fact_lines(book, facts)
    for marks in book.marks:
        yield from mark_lines(book, marks) if marks.rows else ()
    for line in book.silent:
        yield f"{line.head}\u3000{line.names}"
    if any(chapter.document.placement is Placement.BOOKLET for chapter in book.chapters):
        yield book.titles["notes"]
        for collected in book.notes:
            yield collected.name
            yield from (f"{note.marker} {plain_text(note.body)}" for note in collected.notes)
    if book.glossary:
        yield book.titles["glossary"]
        for term in book.glossary:
            yield from (f"{term.term}{term.reading}", plain_text(term.meaning.content))
    if book.index:
        yield book.titles["index"]
        yield from index_lines(book)
    for section in book.closing:
        yield from section_lines(section)
    yield from (book.titles["colophon"], book.colophon.title)
    for label, text in book.colophon.lines:
        yield from (label, plain_text(text))


def world_lines(book: Book, world: WorldPage) -> Iterator[str]:
    yield world.title
    yield from (book.titles["partner"], world.heading)
    for row in world.rows:
        yield f"{row.tab} {row.name}"
        yield world.separator.join(f"{event.date} {event.label}" for event in row.events)


def section_lines(section: Section) -> Iterator[str]:
    yield section.title
    yield from (plain_text(paragraph.content) for paragraph in section.body)


def parts(book: Book) -> list[str]:
    listed = any(chapter.document.placement is Placement.BOOKLET for chapter in book.chapters)
    there = {"tables": bool(book.marks or book.facts), "notes": listed}
    there |= {"glossary": bool(book.glossary), "index": bool(book.index), "closing": bool(book.closing)}
    return [part for part, content in there.items() if content]


def contents_lines(book: Book) -> Iterator[str]:
    region = ""
    for chapter in book.chapters:
        if chapter.region != region:
            yield chapter.region
        region = chapter.region
        yield from (chapter.tab, f"{chapter.name} {FOLIO}", *chapter.about)
    yield from (f"{book.titles[part]} {FOLIO}" for part in parts(book))


def opener_lines(opener: Opener) -> Iterator[str]:
    yield opener.name
    for row in opener.rows:
        yield from (row.tab, f"{row.name} {FOLIO}", row.about)


def mark_lines(book: Book, table: MarkComparison) -> Iterator[str]:
    yield table.title
    for start, end in table.bands:
        yield book.titles["partner"]
        for topic in table.topics[start:end]:
            yield from topic
        for row in table.rows:
            yield from (row.name, *(mark for _, mark, _ in row.cells[start:end]))
    yield "\u3000".join(table.legend)
    yield from table.remarks


def fact_lines(book: Book, table: FactComparison) -> Iterator[str]:
    yield from (table.title, book.titles["partner"], *table.columns)
    for _, name, texts in table.rows:
        yield from (name, *map(plain_text, texts))


def index_lines(book: Book) -> Iterator[str]:
    for group in book.index:
        yield group.head
        yield from (f"{entry.name}（{entry.reading}） {FOLIO}" for entry in group.entries)


def words(paragraph: Any) -> str:
    return "".join(paragraph.xpath(".//w:t/text()", namespaces=NAMES))


def heads(file: BookFile, section: Any, kind: str = "header") -> dict[str, str]:
    """The words of a section's heads or feet by when they are printed."""
    rels: Any = etree.fromstring(file.parts["word/_rels/document.xml.rels"])
    targets = {rel.get("Id"): rel.get("Target") for rel in rels}
    found = {}
    for reference in section.iterfind(f"w:{kind}Reference", NAMES):
        identity = reference.get(f"{{{NAMES['r']}}}id")
        part: Any = etree.fromstring(file.parts["word/" + targets[identity].rpartition("/")[2]])
        found[reference.get(f"{W}type")] = "|".join(part.xpath("//w:t/text()", namespaces=NAMES))
    return found


def findings(data: bytes, folder: Path) -> list[str]:
    """What a validator of Word files has to say."""
    path = folder / "book.docx"
    path.write_bytes(data)
    return [str(error) for error in OpenXmlValidator(FileFormat.MICROSOFT_365).validate(str(path)).errors]
