"""Write a booklet as one Word file, in one pass: no finished files are merged.

Every partner is a section with a running head of its own; its anchors carry its id, and what it was
made from is a part of its own, so that one edited file goes back to many profiles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from brochure.document import palette as colour
from brochure.document.book import Book, Chapter, Depth, IndexEntry
from brochure.document.tree import Document, Placement
from brochure.schema.layout import REFERENCE, Layout
from brochure.word import baseline as baselines
from brochure.word import baseline_text as stories
from brochure.word import fields, notes, ooxml, sections, theme
from brochure.word import front_back_matter as parts
from brochure.word import partner_tables as compare
from brochure.word.accent_styles import Variants
from brochure.word.baseline import (
    Anchors,
    Baseline,
    BookBaseline,
    book_bookmark,
    file_bookmark,
    part_bookmark,
)
from brochure.word.body import compose_body
from brochure.word.composition import Composition
from brochure.word.front_back_matter import ContentsEntry
from brochure.word.measure import WordPage
from brochure.word.notes import ENDNOTE, FOOTNOTE, KINDS, NoteKind
from brochure.word.notes_xml import Around
from brochure.word.ooxml import W
from brochure.word.sections import SectionPlan
from brochure.word.styles import Ids, StyleSheet, Variant
from brochure.word.write import number_questions, track_changes

PARTS = ("tables", "notes", "glossary", "index")  # behind the partners, as the contents list them
_NO_NOTES = ((FOOTNOTE, None), (ENDNOTE, None))  # no count begins
_GOING_ON = SectionPlan(begins="continuous", notes=_NO_NOTES)
_PAGES = {Depth.FULL: 2, Depth.PAGE: 1, Depth.ROW: 0}  # of a partner, where nobody has counted them

if TYPE_CHECKING:
    pass


def write_book(
    book: Book,
    layouts: Mapping[Depth, Layout],
    *,
    folios: Mapping[str, int],
    baseline: BookBaseline,
    baselines: Sequence[Baseline],
    root: Path,
) -> bytes:
    """Write the editable Word file of a booklet; the same input makes the same bytes.

    Partners of every depth but ``row`` are printed in full: an editor works in one flow.

    Args:
        book: What to print.
        layouts: The layout that partners of a depth were assembled for. Styles and page are those of
            ``Depth.FULL``, whose ``reference.docx`` passed
            :func:`~brochure.word.styles.check_reference`; a depth without a layout has that one too.
        folios: The page of each partner by its id, of the parts ``tables``, ``notes``, ``glossary`` and
            ``index``, and of a word of the index by ``partner/word``, as far as they are known. They
            are what the contents and the index show until an editor renews the fields.
        baseline: The booklet's file and the series; kept inside the file.
        baselines: The profiles of all partners that have pages, and of others that the tables are made
            from; kept inside the file, one part for each.
        root: The workspace, where the pictures are.

    Raises:
        BrochureError: A picture cannot be read (F104).
        ValueError: ``reference.docx`` lacks a style, or a partner has no baseline.
    """
    return _Writer(book, layouts, folios, baseline, baselines, root).write()


@dataclass
class _Notes:
    """The notes of a kind as they are written: the next id, and the last number."""

    next_id: int
    last: int = 0
    text: list[str] = field(default_factory=list)


class _Writer:
    """What the sections of a booklet share."""

    def __init__(
        self,
        book: Book,
        layouts: Mapping[Depth, Layout],
        folios: Mapping[str, int],
        baseline: BookBaseline,
        baselines: Sequence[Baseline],
        root: Path,
    ) -> None:
        self._book = book
        self._layout = layouts[Depth.FULL]
        self._layouts = layouts
        self._baseline = baseline
        self._baselines = {one.profile: one for one in baselines}
        self._root = root
        if missing := [c.document.id for c in book.chapters if c.document.id not in self._baselines]:
            raise ValueError(f"no baseline of {', '.join(missing)}")

        from brochure.word.package import WordPackage

        self._package = package = WordPackage((self._layout.folder / REFERENCE).read_bytes())
        package.clear()
        colours = theme.slots(colour.derive_palette(book.cover.colour))
        theme.recolour_theme(package.theme, colours)
        for part in (package.styles, package.numbering, *package.headers_and_footers()):
            theme.recolour(part, colours)
        self._sheet = StyleSheet(package.styles, package.numbering)
        self._variants = Variants(package.styles, package.numbering, self._sheet, self._layout.data.word)
        self._page = WordPage.of(package.section)

        self._bookmarks, self._drawings = count(1), count(1)
        self._notes = {kind: _Notes(package.first_note(kind)) for kind in KINDS}
        self._through = any(c.document.notes and c.document.notes[0].number > 1 for c in book.chapters)
        self._anchors: dict[str, Anchors] = {}
        self._chapters: dict[str, Composition] = {}
        self._own = self._composition("", Ids(self._sheet, self._layout.data.word))
        self._folios = self._guessed(folios)
        self._elements: list[str] = []
        self._plans: list[SectionPlan] = []

    def write(self) -> bytes:
        """The file."""
        package, book = self._package, self._book
        number_questions(self._own.ids, self._layout.data.labels.question)
        track_changes(package.settings)
        notes.set_up_book(package.settings)
        self._front()
        for chapter in book.chapters:
            self._chapter(chapter)
        self._back()
        package.drop_running()
        package.fill(
            "".join(self._elements),
            {kind: "".join(known.text) for kind, known in self._notes.items()},
            partial(sections.follow, self._plans),
        )
        self._embed()
        package.describe(
            title=book.title,
            subject=book.cover.subtitle,
            language={"ja": "ja-JP"}.get(book.lang, book.lang),
            date=book.edition.first_day(),
        )
        package.tell({"brochure.booklet": book.id, "brochure.edition": book.edition.iso()})
        return package.save()

    # --- front ------------------------------------------------------------------------------

    def _front(self) -> None:
        """The cover without head or folio; foreword and contents with folios of their own."""
        book, own = self._book, self._own
        self._section(parts.cover(own, book.cover, book_bookmark(self._baseline)), SectionPlan())
        title = book.titles["contents"]
        foreword = parts.section(own, book.foreword, "foreword") if book.foreword else []
        listed = parts.contents(own, title, [*self._entries()])
        plan = SectionPlan(self._heads(title), folios="lowerRoman", first_folio=1, notes=_NO_NOTES)
        self._section([*foreword, *listed], plan)

    def _entries(self) -> Iterator[ContentsEntry]:
        for chapter in self._book.chapters:
            key = chapter.document.id
            yield ContentsEntry(_listed(chapter), self._home(key), self._folios[key])
        for key in self._present():
            yield ContentsEntry(self._book.titles[key], part_bookmark(key), self._folios[key], level=2)

    def _home(self, partner: str) -> str:
        """The bookmark at the beginning of a partner."""
        return file_bookmark(self._baselines[partner])

    def _present(self) -> list[str]:
        """The parts behind the partners that this booklet has."""
        book = self._book
        there = {
            "tables": bool(book.marks or book.facts),
            "notes": any(_is_listed(chapter.document) for chapter in book.chapters),
            "glossary": bool(book.glossary),
            "index": bool(book.index),
        }
        return [part for part in PARTS if there[part]]

    def _guessed(self, folios: Mapping[str, int]) -> dict[str, int]:
        """The folios, with a guess where one is missing: the page behind what stands before."""
        known, following = dict(folios), 1
        pages = [(chapter.document.id, _PAGES[chapter.depth]) for chapter in self._book.chapters]
        for key, length in [*pages, *((part, 1) for part in self._present())]:
            following = known.setdefault(key, following) + length
        return known

    # --- partners ---------------------------------------------------------------------------

    def _chapter(self, chapter: Chapter) -> None:
        document = chapter.document
        layout = self._layouts.get(chapter.depth, self._layout)
        variant = self._variants.of(document.id, document.accent, layout.data.labels.question)
        ids = Ids(self._sheet, self._layout.data.word, variant)
        composed = self._composition(document.id, ids, document, layout)
        self._chapters[document.id] = composed
        entry = _listed(chapter)
        body = compose_body(composed, document, mark=self._home(document.id), entry=entry)
        plan = SectionPlan(
            self._heads(document.title, variant),
            begins="oddPage" if self._book.start == "recto" else "nextPage",
            first_folio=1 if chapter is self._book.chapters[0] else None,
            notes=self._counted(document),
        )
        inside = len(document.questions) if document.placement is Placement.SECTION else 0
        self._section(body, plan, *[_GOING_ON] * inside)
        if not composed.listed:
            known = self._notes[composed.kind]
            known.text.append(composed.notes(document))
            known.next_id += len(document.notes)
            known.last = document.notes[-1].number if document.notes else known.last

    def _counted(self, document: Document) -> tuple[tuple[NoteKind, int | None], ...]:
        """How Word counts the notes of a partner: anew, or on from the partner before.

        Where they go on through the book, it is said only where Word's count would be another: of a
        kind that follows the other one.
        """
        if _is_listed(document):
            return _NO_NOTES
        kind = notes.kind_of(document.placement)
        first = document.notes[0].number if document.notes else 1
        goes_on = self._through and (not document.notes or first == self._notes[kind].last + 1)
        return tuple((one, None if one is not kind or goes_on else first) for one in KINDS)

    def _composition(
        self, scope: str, ids: Ids, document: Document | None = None, layout: Layout | None = None
    ) -> Composition:
        """What sets the texts of a partner, or the book's own if there is none."""
        kind = notes.kind_of(document.placement) if document else FOOTNOTE
        first = document.notes[0].number if document and document.notes else 1
        anchors = self._anchors[scope] = Anchors(scope, self._bookmarks)
        return Composition(
            ids=ids,
            page=self._page,
            kind=kind,
            around=Around.of((layout or self._layout).data.labels.note),
            anchors=anchors,
            link=self._package.link,
            note_link=partial(self._package.note_link, kind),
            picture=self._package.picture,
            sizes=self._layout.data.pictures,
            codes=self._layout.data.codes,
            root=self._root,
            first_note=self._notes[kind].next_id - first + 1,
            drawings=self._drawings,
            listed=document is not None and _is_listed(document),
        )

    def _count_of_file(self) -> tuple[tuple[NoteKind, int | None], ...]:
        """What the last section, which has no notes, says of their numbers.

        LibreOffice counts a file in one way, that of the section it reads last, and counts all notes
        again when that differs from the one before. Word does not care.
        """
        return _NO_NOTES if self._through else tuple((kind, 1) for kind in KINDS)

    # --- back -------------------------------------------------------------------------------

    def _back(self) -> None:
        book, own = self._book, self._own
        self._tables()
        if "notes" in self._present():
            self._part("notes", self._list_of_notes())
        if book.glossary:
            self._part("glossary", parts.glossary(own, book.glossary))
        if book.index:
            # The heading stands over both columns.
            self._part("index", [])
            entries = parts.index(own, book.index, self._found)
            self._section(entries, replace(_GOING_ON, columns=2))
        for number, part in enumerate(book.closing):
            texts = parts.section(own, part, f"closing.{number}")
            self._section(texts, SectionPlan(self._heads(part.title), notes=_NO_NOTES))
        title = book.titles["colophon"]
        heading, *colophon = parts.colophon(own, title, book.colophon)
        self._section([heading], SectionPlan(self._heads(title), notes=_NO_NOTES))
        self._elements += colophon
        self._plans.append(replace(_GOING_ON, notes=self._count_of_file()))

    def _part(self, key: str, elements: Sequence[str]) -> None:
        title = self._book.titles[key]
        heading = parts.heading(self._own, title, part_bookmark(key))
        self._section([heading, *elements], SectionPlan(self._heads(title), notes=_NO_NOTES))

    def _tables(self) -> None:
        """The comparison tables; those that follow each other on pages of one kind share a section."""
        book, own = self._book, self._own
        partner = book.titles["partner"]
        made = [
            *(compare.marks(own, marks, partner) for marks in book.marks),
            *(compare.facts(own, facts, partner) for facts in book.facts),
        ]
        title = book.titles["tables"]
        heading = [parts.heading(own, title, part_bookmark("tables"))]
        for landscape, group in groupby(made, key=lambda table: table[0]):
            elements = [element for _, table in group for element in table]
            plan = SectionPlan(self._heads(title, landscape=landscape), notes=_NO_NOTES, landscape=landscape)
            self._section([*heading, *elements], plan)
            heading = []

    def _list_of_notes(self) -> list[str]:
        elements = []
        for collected in self._book.notes:
            composed = self._chapters[collected.partner]
            if composed.listed:
                name = ooxml.words(collected.name)
                elements.append(ooxml.paragraph(self._own.ids["section_subheading"], name))
                elements += composed.list_of_notes(collected.notes)
        return elements

    def _found(self, entry: IndexEntry) -> Iterator[tuple[str, int]]:
        """Where a name is found: the bookmark of the paragraph, and its folio as far as it is known."""
        for place in entry.places:
            here = self._folios[place.partner]
            bookmark = self._anchors[place.partner].first_with(place.word) if place.word else None
            yield (
                bookmark or self._home(place.partner),
                self._folios.get(f"{place.partner}/{place.word}", here),
            )

    # --- sections ---------------------------------------------------------------------------

    def _section(self, elements: Sequence[str], *plans: SectionPlan) -> None:
        """Add a section, or several that end within the elements; the last ends behind them."""
        *before, last = elements
        self._elements += [*before, ooxml.ending_section(last)]
        self._plans += plans

    def _heads(
        self, title: str, variant: Variant = lambda style: style, *, landscape: bool = False
    ) -> tuple[etree._Element, ...]:
        """The running heads of a section: what it is, and the booklet; in the section's colours."""
        results = {"TITLE": title, "SUBJECT": self._book.title}

        def change(part: etree._Element) -> None:
            fields.settle(part, results)
            for tag in ("pStyle", "rStyle", "tblStyle"):
                for use in part.iter(f"{{{W}}}{tag}"):
                    style = variant(use.get(f"{{{W}}}val", ""))
                    if landscape and tag == "pStyle":
                        style = self._variants.widened(
                            style, self._page.beside(0), self._page.turned().beside(0)
                        )
                    use.set(f"{{{W}}}val", style)

        return tuple(self._package.running(change))

    # --- baselines --------------------------------------------------------------------------

    def _embed(self) -> None:
        """The booklet with its own texts, then each partner; one that has no pages has no texts."""
        sent = stories.write_sent_text(self._package.stories(), self._own.ids.names)
        embedded = [baselines.write_book(self._baseline, self._anchors[""].blocks), sent]
        for partner, one in self._baselines.items():
            blocks = self._anchors[partner].blocks if partner in self._anchors else []
            embedded.append(baselines.write_baseline(one, blocks, scope=partner))
        for item in embedded:
            self._package.embed(item, baselines.item_properties(item))


def _listed(chapter: Chapter) -> str:
    """A partner's line in the contents: its name and its country or region."""
    return "\u3000".join(filter(None, (chapter.name, chapter.place)))


def _is_listed(document: Document) -> bool:
    """Whether the notes stand in the list at the end of the booklet."""
    return document.placement is Placement.BOOKLET
