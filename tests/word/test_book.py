"""The Word booklet says what the book says, partner by partner, and each partner can be found again."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from brochure.assembly import qr_codes as codes
from brochure.assembly.booklet import compile_book
from brochure.assembly.booklet_members import Member
from brochure.assembly.citation import load_style
from brochure.assembly.document import assemble
from brochure.build.booklet import compiled
from brochure.build.chapters import CompiledBooklet
from brochure.build.load import Loaded
from brochure.document import palette as colour
from brochure.document.book import (
    Book,
    Depth,
    FactComparison,
    IndexEntry,
    MarkComparison,
    NoteNumbers,
    Section,
)
from brochure.document.tree import Answer, Paragraph, Placement, Text, plain
from brochure.document.walk import paragraphs
from brochure.schema.layout import Layout
from brochure.storage.workspace import Workspace
from brochure.word import baseline as baselines
from brochure.word.accent_styles import base_name
from brochure.word.baseline import Baseline, BookBaseline
from brochure.word.book import write_book
from brochure.word.package import zipped
from brochure.word.write import write_docx
from docx_reader import KINDS, NAMES, W, WordFile, expected, value
from workspaces import REPO

FOLIOS = {"liaoning": 5, "ayush": 7, "tables": 31, "index": 36, "singapore/未病": 9}
ALL_DEPTHS = (Depth.FULL, Depth.PAGE, Depth.ROW)


class BookFile(WordFile):
    """A booklet: its sections, and its words with the numbers that each section gives its notes."""

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
        return [line for line in lines if line.strip()]

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


@pytest.fixture(scope="module")
def seminar() -> CompiledBooklet:
    """The booklet of the repository."""
    return compiled(Workspace(REPO), "seminar-2026")


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
        document = assemble(
            partner.profile,
            common.series,
            style,
            load_style(layout),
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


def written(seminar: CompiledBooklet, book: Book, *, layouts: dict[Depth, Layout] | None = None) -> bytes:
    """The Word file of a book of these partners, which may come back under other ids."""
    series = seminar.commons[Depth.FULL].series.source.text
    shipped = {depth: common.layout for depth, common in seminar.commons.items()}
    ids = [row.partner for row in book.marks[0].rows]
    partners = seminar.partners
    return write_book(
        book,
        layouts or shipped,
        folios=FOLIOS,
        baseline=BookBaseline("seminar-2026", seminar.booklet.source.text, series),
        baselines=[Baseline(id, partners[id.split("+")[0]].text, series) for id in ids],
        root=REPO,
    )


def bound(seminar: CompiledBooklet, book: Book) -> Bound:
    data = written(seminar, book)
    return Bound(book, data, BookFile(data))


@pytest.fixture(scope="module")
def sample(seminar: CompiledBooklet) -> Bound:
    """The booklet as it is."""
    return bound(seminar, seminar.book)


def full(seminar: CompiledBooklet) -> Book:
    """A book with everything there is."""
    text = (Paragraph((Text("終わりの文です。"),), "closing.0.text"),)
    policy = seminar.commons[Depth.FULL].layout.data.codes
    book = recompiled(seminar, numbers=NoteNumbers.THROUGH)
    code = codes.of_address("https://example.jp/b", "オンライン版", "colophon.online", policy)
    return dataclasses.replace(
        book,
        closing=(Section("おわりに", text), Section("謝辞", text)),
        colophon=dataclasses.replace(book.colophon, code=code),
        start="recto",
    )


def bare(seminar: CompiledBooklet) -> Book:
    """A book with as little as there may be."""
    cover = dataclasses.replace(seminar.book.cover, above="", subtitle="", seminar=())
    return dataclasses.replace(
        recompiled(seminar, depths=ALL_DEPTHS), foreword=None, facts=(), glossary=(), index=(), cover=cover
    )


BOOKS = {
    "page": lambda seminar: seminar.book,
    "section": lambda seminar: recompiled(seminar, Placement.SECTION),
    "partner": lambda seminar: recompiled(seminar, Placement.PARTNER),
    "booklet": lambda seminar: recompiled(seminar, Placement.BOOKLET),
    "depths": lambda seminar: recompiled(seminar, depths=ALL_DEPTHS),
    "through-depths": lambda seminar: recompiled(seminar, numbers=NoteNumbers.THROUGH, depths=ALL_DEPTHS[:2]),
    "full": full,
    "bare": bare,
}


@pytest.fixture(scope="module", params=BOOKS)
def any_book(request: pytest.FixtureRequest, seminar: CompiledBooklet) -> Bound:
    """Books of every kind."""
    return bound(seminar, BOOKS[request.param](seminar))


# --- what it says -----------------------------------------------------------------------------


def test_the_file_says_the_words_of_the_book_in_its_order(any_book: Bound) -> None:
    assert any_book.file.lines() == list(filter(str.strip, book_lines(any_book.book)))


def book_lines(book: Book) -> Iterator[str]:
    """The lines that a booklet must have, from the book alone."""
    cover = book.cover
    yield from (cover.above, cover.title, cover.subtitle, *cover.seminar, cover.publisher, cover.edition)
    if book.foreword:
        yield from section_lines(book.foreword)
    yield book.titles["contents"]
    yield from contents_lines(book)
    for chapter in book.chapters:
        document = chapter.document
        lines = expected(document)
        if document.placement is Placement.BOOKLET:
            lines = lines[: len(lines) - len(document.notes)]
        yield from lines
    if book.marks or book.facts:
        yield book.titles["tables"]
    for marks in book.marks:
        yield from mark_lines(book, marks)
    for facts in book.facts:
        yield from fact_lines(book, facts)
    if any(chapter.document.placement is Placement.BOOKLET for chapter in book.chapters):
        yield book.titles["notes"]
        for collected in book.notes:
            yield collected.name
            yield from (f"{note.marker} {plain(note.body)}" for note in collected.notes)
    if book.glossary:
        yield book.titles["glossary"]
        for term in book.glossary:
            yield from (f"{term.term}（{term.reading}）", plain(term.meaning.content))
    if book.index:
        yield book.titles["index"]
        yield from index_lines(book)
    for section in book.closing:
        yield from section_lines(section)
    yield from (book.titles["colophon"], book.colophon.title)
    for label, text in book.colophon.lines:
        yield from (label, plain(text))


def section_lines(section: Section) -> Iterator[str]:
    yield section.title
    yield from (plain(paragraph.content) for paragraph in section.body)


def folios(book: Book) -> dict[str, int]:
    """The folios as given, and a guess where there is none: two pages for a partner, or one."""
    found, following = dict(FOLIOS), 1
    lengths = [(chapter.document.id, 2 if chapter.depth is Depth.FULL else 1) for chapter in book.chapters]
    for key, length in [*lengths, *((part, 1) for part in parts(book))]:
        following = found.setdefault(key, following) + length
    return found


def parts(book: Book) -> list[str]:
    listed = any(chapter.document.placement is Placement.BOOKLET for chapter in book.chapters)
    there = {"tables": bool(book.marks or book.facts), "notes": listed}
    there |= {"glossary": bool(book.glossary), "index": bool(book.index)}
    return [part for part, content in there.items() if content]


def contents_lines(book: Book) -> Iterator[str]:
    numbers = folios(book)
    for chapter in book.chapters:
        yield f"{chapter.name}\u3000{chapter.place} {numbers[chapter.document.id]}"
    yield from (f"{book.titles[part]} {numbers[part]}" for part in parts(book))


def mark_lines(book: Book, table: MarkComparison) -> Iterator[str]:
    yield from (table.title, book.titles["partner"])
    for topic in table.topics:
        yield from topic
    for row in table.rows:
        yield from (row.name, *(mark for _, mark, _ in row.cells))
        if row.instead:
            yield row.instead
    yield "\u3000".join(table.legend)
    yield from table.remarks


def fact_lines(book: Book, table: FactComparison) -> Iterator[str]:
    yield from (table.title, book.titles["partner"], *table.columns)
    for _, name, texts in table.rows:
        yield from (name, *map(plain, texts))


def index_lines(book: Book) -> Iterator[str]:
    for group in book.index:
        yield group.head
        yield from (index_line(entry, folios(book)) for entry in group.entries)


def index_line(entry: IndexEntry, numbers: dict[str, int]) -> str:
    found = {numbers.get(f"{p.partner}/{p.word}", numbers[p.partner]) for p in entry.places}
    return f"{entry.name}（{entry.reading}） {'、'.join(map(str, sorted(found)))}"


# --- fields -----------------------------------------------------------------------------------


def test_the_contents_are_a_field_that_asks_nothing(any_book: Bound) -> None:
    file = any_book.file
    kinds = [mark.get(f"{W}fldCharType") for mark in file.body.iter(f"{W}fldChar")]
    assert kinds.count("begin") == kinds.count("end")
    assert not file.xml("settings").findall("w:updateFields", NAMES)
    assert not file.body.xpath("//*[@w:dirty]", namespaces=NAMES)
    instructions = [(text.text or "").strip() for text in file.body.iter(f"{W}instrText")]
    assert [i for i in instructions if i.startswith("TOC")] == ['TOC \\f C \\l "1-2" \\h \\z']


def test_the_marks_in_the_text_would_make_the_same_contents(any_book: Bound) -> None:
    marks = [
        found[1]
        for text in any_book.file.body.iter(f"{W}instrText")
        if (found := re.fullmatch(r' TC "(.*)" \\f C \\l [12] ', text.text or ""))
    ]
    assert marks == [line.rpartition(" ")[0] for line in contents_lines(any_book.book)]


def test_page_numbers_and_links_lead_to_bookmarks_that_are_there(any_book: Bound) -> None:
    file = any_book.file
    there = {name for _, name in file.bookmarks()}
    fields = [(text.text or "").split() for text in file.body.iter(f"{W}instrText")]
    targets = {field[1] for field in fields if field[0] in ("PAGEREF", "NOTEREF")}
    targets |= set(file.body.xpath("//w:hyperlink/@w:anchor", namespaces=NAMES))
    assert targets
    assert targets <= there


def test_a_word_of_the_index_leads_to_the_paragraph_where_it_stands(sample: Bound) -> None:
    (entry,) = [e for group in sample.book.index for e in group.entries if e.name == "瀋陽"]
    (line,) = [p for p in sample.file.body.iterfind("w:p", NAMES) if "瀋陽（しんよう）" in words(p)]
    (field,) = line.xpath(".//w:instrText/text()", namespaces=NAMES)
    name = field.split()[1]
    (mark,) = sample.file.body.xpath(f"//w:bookmarkStart[@w:name='{name}']", namespaces=NAMES)
    assert [place.partner for place in entry.places] == ["liaoning"]
    assert "瀋陽" in words(mark.getparent())


def words(paragraph: Any) -> str:
    return "".join(paragraph.xpath(".//w:t/text()", namespaces=NAMES))


# --- sections ---------------------------------------------------------------------------------


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


def test_every_partner_is_a_section_with_its_own_running_head(any_book: Bound) -> None:
    book, file = any_book.book, any_book.file
    found = [(heads(file, section), section) for _, section in file.sections()]
    cover, front = found[0], found[1]
    assert cover[0] == {}
    assert cover[1].find("w:titlePg", NAMES) is None
    assert front[0]["default"] == f"{book.titles['contents']}|{book.title}"
    partners = [head["default"] for head, _ in found[2:] if head][: len(book.chapters)]
    assert partners == [f"{chapter.document.title}|{book.title}" for chapter in book.chapters]
    for head, section in found[1:]:
        runs_on = value(section, "w:type") == "continuous"
        assert (set(head) == set()) == runs_on
        assert (section.find("w:titlePg", NAMES) is None) == runs_on
        assert head.get("first", "") == ""


def test_folios_are_roman_before_the_partners_and_begin_with_1_there(any_book: Bound) -> None:
    found = []
    for _, section in any_book.file.sections():
        numbers = section.find("w:pgNumType", NAMES)
        found.append({} if numbers is None else {k.split("}")[1]: v for k, v in numbers.attrib.items()})
    assert found[:3] == [{}, {"fmt": "lowerRoman", "start": "1"}, {"start": "1"}]
    assert not any(found[3:])
    for _, section in any_book.file.sections()[1:]:
        feet = heads(any_book.file, section, "footer")
        assert set(feet) in (set(), {"default", "first"})


def test_partners_begin_on_the_page_that_the_booklet_says(any_book: Bound) -> None:
    kinds = [value(section, "w:type") for _, section in any_book.file.sections()]
    partners = len(any_book.book.chapters)
    assert kinds.count("oddPage") == (partners if any_book.book.start == "recto" else 0)


def test_no_section_is_empty_and_none_but_the_cover_s_begins_without_words(any_book: Bound) -> None:
    for elements, section in any_book.file.sections():
        assert any(words(element).strip() for element in elements), etree.tostring(section)
        assert elements[-1].tag == f"{W}p"


def test_a_table_of_many_topics_lies_in_landscape_and_its_head_reaches_to_the_edge(sample: Bound) -> None:
    lying = [(e, s) for e, s in sample.file.sections() if s.find("w:pgSz", NAMES).get(f"{W}orient")]
    ((elements, section),) = lying
    size = section.find("w:pgSz", NAMES).attrib
    assert (size[f"{W}w"], size[f"{W}h"]) == ("16838", "11906")
    (table,) = [element for element in elements if element.tag == f"{W}tbl"]
    assert int(table.find("w:tblPr/w:tblW", NAMES).get(f"{W}w")) == 16838 - 2 * 907
    assert value(table, "w:tblPr/w:tblCaption") == sample.book.marks[1].title
    turned = [name for _, name in sample.file.styles.items() if name.endswith("｜wide")]
    assert turned == ["header｜wide"]


def test_a_comparison_of_more_topics_than_a_page_bears_is_parted(seminar: CompiledBooklet) -> None:
    marks = seminar.book.marks[1]
    rows = tuple(dataclasses.replace(row, cells=row.cells * 3) for row in marks.rows)
    wide = dataclasses.replace(marks, topics=marks.topics * 3, rows=rows)
    file = BookFile(written(seminar, dataclasses.replace(seminar.book, marks=(wide,))))
    tables = file.body.xpath("w:tbl[w:tblPr/w:tblDescription]", namespaces=NAMES)
    compared = [t for t in tables if value(t, "w:tblPr/w:tblCaption") == marks.title and len(t) > 5]
    columns = [len(table.findall("w:tblGrid/w:gridCol", NAMES)) - 1 for table in compared]
    assert columns == [16, 16, 16]
    assert file.faults() == []


def test_cells_of_marked_topics_are_filled_and_no_others(sample: Bound) -> None:
    marks = sample.book.marks
    marked = sum(c[0] is Answer.MARKED for table in marks for row in table.rows for c in row.cells)
    names = [sample.file.named(p) for p in sample.file.body.iter(f"{W}p")]
    assert names.count("冊子 早見表の記号（あり）") == marked > 0


# --- notes ------------------------------------------------------------------------------------


def test_notes_of_each_partner_begin_with_1(sample: Bound) -> None:
    sections = [section for _, section in sample.file.sections()]
    partners = sections[2 : 2 + len(sample.book.chapters)]
    assert {value(s, "w:footnotePr/w:numRestart") for s in partners} == {"eachSect"}
    assert not any(s.findall("w:footnotePr/w:numStart", NAMES) for s in sections)
    others = [value(s, "w:footnotePr/w:numRestart") for s in sections[1:2] + sections[12:-1]]
    assert set(others) == {"continuous"}


def test_notes_that_go_through_the_book_are_counted_on(seminar: CompiledBooklet) -> None:
    file = BookFile(written(seminar, recompiled(seminar, numbers=NoteNumbers.THROUGH)))
    for _, section in file.sections()[1:]:
        assert value(section, "w:footnotePr/w:numRestart") == "continuous"


def test_notes_at_the_end_of_the_booklet_are_a_list_and_their_calls_lead_there(
    seminar: CompiledBooklet,
) -> None:
    file = BookFile(written(seminar, recompiled(seminar, Placement.BOOKLET)))
    for kind in KINDS:
        assert not list(file.body.iter(f"{W}{kind}Reference"))
    calls = file.body.xpath("//w:hyperlink[starts-with(@w:anchor,'_list_')]", namespaces=NAMES)
    listed = {name for _, name in file.bookmarks() if name.startswith("_list_")}
    assert {call.get(f"{W}anchor") for call in calls} == listed
    assert words(calls[0]) == "*1"


def test_ids_of_notes_are_unique(any_book: Bound) -> None:
    for kind in KINDS:
        ids = [note.get(f"{W}id") for note in any_book.file.xml(f"{kind}s")]
        calls = [call.get(f"{W}id") for call in any_book.file.body.iter(f"{W}{kind}Reference")]
        assert len(set(ids)) == len(ids)
        assert calls == ids[2:]  # after the separators


# --- looks ------------------------------------------------------------------------------------


def test_nothing_is_formatted_but_by_styles_and_everything_leads_somewhere(any_book: Bound) -> None:
    assert any_book.file.formatting() == []
    assert any_book.file.faults() == []


def test_every_partner_has_its_accent(sample: Bound) -> None:
    file = sample.file
    for (elements, _), chapter in zip(file.sections()[2:], sample.book.chapters, strict=False):
        accent, text = (
            getattr(colour.palette(chapter.document.accent), name).removeprefix("#").upper()
            for name in ("accent", "text")
        )
        (band,) = elements[1].xpath("w:tblPr/w:tblStyle/@w:val", namespaces=NAMES)
        assert shading(file, band) == accent
        heading = next(p for p in elements if p.tag == f"{W}p" and file.named(p) == "heading 1")
        style = value(heading, "w:pPr/w:pStyle")
        colours = file.xml("styles").xpath(
            f"w:style[@w:styleId='{style}']/w:rPr/w:color/@w:val", namespaces=NAMES
        )
        assert colours == [text]
        assert value(file.level(style), "w:rPr/w:color") == text
    for style in file.xml("styles").iterfind("w:style", NAMES):
        if "｜" in value(style, "w:name"):  # its colours are the partner's, not those of the theme
            text = etree.tostring(style, encoding="unicode")
            assert not re.search(r'"(accent[1-4]|hyperlink)"', text)


def shading(file: BookFile, style: str) -> str:
    (fill,) = file.xml("styles").xpath(
        f"w:style[@w:styleId='{style}']/w:tcPr/w:shd/@w:fill", namespaces=NAMES
    )
    return str(fill)


def test_a_variant_is_used_or_follows_one_and_is_based_on_a_style_of_the_layout(sample: Bound) -> None:
    styles = {
        style.get(f"{W}styleId"): style for style in sample.file.xml("styles").iterfind("w:style", NAMES)
    }
    variants = {key for key, style in styles.items() if "｜" in value(style, "w:name")}
    used = {value(styles[key], "w:next") for key in variants}
    for name in sample.file.names:
        if name.startswith("word/") and name.endswith(".xml"):
            root: Any = etree.fromstring(sample.file.parts[name])
            for tag in ("pStyle", "rStyle", "tblStyle"):
                used |= {use.get(f"{W}val") for use in root.iter(f"{W}{tag}")}
    assert variants <= used
    for key in variants:
        base = value(styles[key], "w:basedOn")
        assert value(styles[base], "w:name") == base_name(value(styles[key], "w:name"))


def test_headings_have_levels_without_gaps(any_book: Bound) -> None:
    levels = {}
    for style in any_book.file.xml("styles").iterfind("w:style", NAMES):
        levels[style.get(f"{W}styleId")] = value(style, "w:pPr/w:outlineLvl")
    found = [levels[value(p, "w:pPr/w:pStyle")] for p in any_book.file.body.iter(f"{W}p")]
    order = [int(level) for level in found if level]
    assert order[0] == 0
    assert all(after <= before + 1 for before, after in pairwise(order))
    titles = [chapter.name for chapter in any_book.book.chapters]
    outlined = [
        words(p) for p, level in zip(any_book.file.body.iter(f"{W}p"), found, strict=True) if level == "0"
    ]
    assert [line for line in outlined if line in titles] == titles


def test_a_partner_alone_has_no_variants(seminar: CompiledBooklet) -> None:
    chapter = seminar.book.chapters[0]
    layout: Layout = seminar.commons[Depth.FULL].layout
    data = write_docx(chapter.document, layout, baseline=Baseline("x", "", ""), root=REPO)
    assert not [name for name in WordFile(data).styles.values() if "｜" in name]


def test_the_validator_finds_nothing(any_book: Bound, tmp_path: Path) -> None:
    assert findings(any_book.data, tmp_path) == []


def findings(data: bytes, folder: Path) -> list[str]:
    """What a validator of Word files has to say."""
    path = folder / "book.docx"
    path.write_bytes(data)
    return [str(error) for error in OpenXmlValidator(FileFormat.MICROSOFT_365).validate(str(path)).errors]


def test_the_same_book_makes_the_same_bytes(seminar: CompiledBooklet, sample: Bound) -> None:
    assert written(seminar, seminar.book) == sample.data


# --- finding it again -------------------------------------------------------------------------


def items(file: WordFile) -> list[bytes]:
    names = sorted(name for name in file.names if re.fullmatch(r"customXml/item\d+\.xml", name))
    return [file.parts[name] for name in names]


def test_the_baselines_of_booklet_and_partners_read_back(any_book: Bound, seminar: CompiledBooklet) -> None:
    book, own, partners = baselines.read_book(items(any_book.file))
    assert book.booklet == "seminar-2026"
    assert book.booklet_yaml == seminar.booklet.source.text
    assert set(partners) == set(seminar.partners)
    for name, (baseline, _) in partners.items():
        assert baseline.profile == name
        assert baseline.profile_yaml == seminar.partners[name].text
        assert baseline.series_yaml == book.series_yaml
        assert baseline.schema == baselines.SCHEMA
    printed = {block.address for block in own}
    assert {"title", *(term.meaning.at for term in any_book.book.glossary)} <= printed
    found = items(any_book.file)
    assert (
        len(set(found)) == len(found) == 2 + len(partners)
    )  # the booklet, and the text as it was sent  # the booklet, the text as it was sent


def test_every_paragraph_of_every_partner_is_anchored(any_book: Bound) -> None:
    _, own, partners = baselines.read_book(items(any_book.file))
    names = [name for _, name in any_book.file.bookmarks()]
    for chapter in any_book.book.chapters:
        document = chapter.document
        _, blocks = partners[document.id]
        addresses = {block.address for block in blocks}
        body = [p.at for q in document.questions for b in q.blocks for p in paragraphs(b) if p.at]
        title = (document.heading.name, document.heading.kicker, *document.heading.readings, document.imprint)
        assert {*body, *(p.at for p in title if p.at), *(n.at for n in document.notes)} <= addresses
        assert {block.bookmark for block in blocks} <= set(names)
        assert {block.scope for block in blocks} == {document.id}
    every = [*own, *(block for _, blocks in partners.values() for block in blocks)]
    assert len({block.bookmark for block in every}) == len(every)


def test_each_partner_begins_with_a_bookmark_that_tells_whose_it_is(any_book: Bound) -> None:
    found = [name for _, name in any_book.file.bookmarks() if name.startswith(("_bcid_", "_bcbook_"))]
    wanted = [
        baselines.file_bookmark(baselines.Baseline(id, text, ""))
        for id in (chapter.document.id for chapter in any_book.book.chapters)
        for text in [profile_text(any_book, id)]
    ]
    assert re.fullmatch(r"_bcbook_seminar_h2026_[0-9a-f]{8}", found[0])
    assert found[1:] == wanted


def profile_text(bound: Bound, partner: str) -> str:
    return baselines.read_book(items(bound.file))[2][partner][0].profile_yaml


def test_a_partner_without_a_baseline_is_a_mistake_of_the_caller(seminar: CompiledBooklet) -> None:
    layouts = {depth: common.layout for depth, common in seminar.commons.items()}
    with pytest.raises(ValueError, match="no baseline of liaoning, ayush"):
        write_book(
            seminar.book,
            layouts,
            folios={},
            baseline=BookBaseline("b", "", ""),
            baselines=[],
            root=REPO,
        )


# --- the designer's side ----------------------------------------------------------------------


def with_reference(
    seminar: CompiledBooklet, folder: Path, part: str, old: str, new: str
) -> dict[Depth, Layout]:
    """Layouts whose reference.docx a designer has changed in a part."""
    layout = seminar.commons[Depth.FULL].layout
    file = WordFile((layout.folder / "reference.docx").read_bytes())
    text = file.parts[part].decode()
    assert re.search(old, text)
    parts = file.parts | {part: re.sub(old, new, text).encode()}
    (folder / "reference.docx").write_bytes(zipped(parts))
    return {Depth.FULL: dataclasses.replace(layout, folder=folder)}


def test_heads_in_which_word_wrote_fields_as_runs_become_text_too(
    seminar: CompiledBooklet, tmp_path: Path
) -> None:
    runs = (
        r'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TITLE \\* MERGEFORMAT '
        r'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>機</w:t></w:r>'
        r'<w:r><w:t>関名</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    field = r'<w:fldSimple w:instr=" TITLE ">.*?</w:fldSimple>'
    layouts = with_reference(seminar, tmp_path, "word/header1.xml", field, runs)
    file = BookFile(written(seminar, seminar.book, layouts=layouts))
    section = file.sections()[2][1]
    assert heads(file, section)["default"] == f"遼寧省（中国）|{seminar.book.title}"
    for name in file.names:
        if name.startswith("word/header"):
            assert b"fldChar" not in file.parts[name]
            assert b"fldSimple" not in file.parts[name]
            assert b"instrText" not in file.parts[name]


def test_a_change_to_a_style_reaches_its_variants(seminar: CompiledBooklet, tmp_path: Path) -> None:
    size = r'(<w:name w:val="冊子 表の見出し"/>.*?<w:sz w:val=)"17"'
    layouts = with_reference(seminar, tmp_path, "word/styles.xml", size, r'\1"31"')
    file = BookFile(written(seminar, seminar.book, layouts=layouts))
    (variant,) = file.xml("styles").xpath(
        "w:style[w:name/@w:val='冊子 表の見出し｜0B4F8A']", namespaces=NAMES
    )
    assert variant.find("w:rPr/w:sz", NAMES) is None
    assert value(variant, "w:rPr/w:color") == "0B4F8A"


def test_a_reference_without_accents_needs_only_lists_and_levels_of_a_partner(
    seminar: CompiledBooklet, tmp_path: Path
) -> None:
    layout = seminar.commons[Depth.FULL].layout
    file = WordFile((layout.folder / "reference.docx").read_bytes())
    plain_parts = {
        name: re.sub(rb'"(accent[1-4]|hyperlink)"', b'"text1"', content) if name.endswith("xml") else content
        for name, content in file.parts.items()
    }
    (tmp_path / "reference.docx").write_bytes(zipped(plain_parts))
    layouts = {Depth.FULL: dataclasses.replace(layout, folder=tmp_path)}
    made = BookFile(written(seminar, seminar.book, layouts=layouts))
    variants = {name for name in made.styles.values() if "｜" in name}
    assert {base_name(name) for name in variants} == {"heading 1", "冊子 名称", "header"}
    assert made.faults() == []


def test_an_awkward_partner_twice_in_a_booklet_is_still_two(
    seminar: CompiledBooklet, loaded: Loaded, root: Path, tmp_path: Path
) -> None:
    document = loaded.document
    chapter = dataclasses.replace(seminar.book.chapters[0], document=document)
    twin = dataclasses.replace(chapter, document=dataclasses.replace(document, id="twin", accent="#b3261e"))
    book = dataclasses.replace(
        seminar.book, chapters=(chapter, twin), index=(), facts=(), marks=(), glossary=()
    )
    text = loaded.profile.source.text
    data = write_book(
        book,
        {Depth.FULL: loaded.common.layout},
        folios=FOLIOS,
        baseline=BookBaseline("b", "", ""),
        baselines=[Baseline(id, text, "") for id in (document.id, "twin")],
        root=root,
    )
    file = BookFile(data)
    assert file.lines() == list(filter(str.strip, book_lines(book)))
    assert (file.faults(), file.formatting()) == ([], [])
    assert findings(data, tmp_path) == []
    drawings = file.body.xpath("//*[local-name()='docPr']/@id")
    assert len(set(drawings)) == len(drawings)


def test_a_booklet_of_rows_has_contents_and_tables(seminar: CompiledBooklet) -> None:
    book = recompiled(seminar, depths=(Depth.ROW,))
    file = BookFile(written(seminar, book))
    assert file.lines() == list(filter(str.strip, book_lines(book)))
    assert file.faults() == []


# --- how many ---------------------------------------------------------------------------------


def multiplied(book: Book, number: int) -> Book:
    """A book of so many partners: those of the book again and again, under other ids."""
    chapters = tuple(
        dataclasses.replace(chapter, document=dataclasses.replace(chapter.document, id=f"{id}+{index}"))
        for index in range(number)
        for chapter in [book.chapters[index % len(book.chapters)]]
        for id in [chapter.document.id]
    )
    rows = tuple(
        dataclasses.replace(book.marks[0].rows[0], partner=chapter.document.id) for chapter in chapters
    )
    marks = (dataclasses.replace(book.marks[0], rows=rows),)
    return dataclasses.replace(book, chapters=chapters, marks=marks, facts=(), index=())


def test_fifty_partners_have_marks_and_notes_of_their_own(seminar: CompiledBooklet) -> None:
    file = BookFile(written(seminar, multiplied(seminar.book, 50)))
    names = [name for _, name in file.bookmarks()]
    assert len(set(names)) == len(names)
    ids = [note.get(f"{W}id") for note in file.xml("footnotes")]
    assert len(set(ids)) == len(ids) > 100
    numbers = [line for line in file.lines() if re.match("1 どのような", line)]
    assert len(numbers) == 50
