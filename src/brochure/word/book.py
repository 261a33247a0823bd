"""Write a booklet as one Word file, in one pass, without merging finished files.

Every partner is a section with its own running head. Its anchors contain its id, and its baseline is a
separate part, so that the edits of one file can go back to many profiles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from brochure.document import palette
from brochure.document.book import Book, Chapter, Depth, IndexEntry
from brochure.document.comments import CommentThread
from brochure.document.tree import Document, Placement
from brochure.schema.layout import REFERENCE, Layout
from brochure.word import baseline as baselines
from brochure.word import (
    baseline_text,
    comments,
    fields,
    front_back_matter,
    notes,
    ooxml,
    partner_tables,
    sections,
    theme,
)
from brochure.word.accent_styles import AccentVariants
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
from brochure.word.kept_original import PROPERTY, URN, original_digest
from brochure.word.measure import WordPage
from brochure.word.notes import ENDNOTE, FOOTNOTE, KINDS, NoteKind
from brochure.word.notes_xml import MarkerAffixes
from brochure.word.ooxml import W
from brochure.word.page_setup import fit_to_page
from brochure.word.script_runs import ScriptRuns
from brochure.word.sections import SectionPlan
from brochure.word.styles import StyleIds, StyleSheet, StyleVariant
from brochure.word.write import number_questions, track_changes

PARTS = ("tables", "notes", "glossary", "index")  # after the partners, in the order of the contents
_NO_NOTES = ((FOOTNOTE, None), (ENDNOTE, None))  # note numbers do not restart in the section
_CONTINUOUS = SectionPlan(begins="continuous", notes=_NO_NOTES)
_PAGES = {Depth.FULL: 2, Depth.PAGE: 1, Depth.ROW: 0}  # a guess of a partner's pages by depth

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
    threads: Mapping[str, Sequence[CommentThread]] | None = None,
) -> bytes:
    """Write the editable Word file of a booklet; the same input makes the same bytes.

    Partners of every depth except ``row`` are printed in full, because editors work in one flow of text.

    Args:
        book: The booklet.
        layouts: The layout that partners of each depth were assembled for. Styles and page come from the
            layout of ``Depth.FULL``, whose ``reference.docx`` passed
            :func:`~brochure.word.styles.check_reference`; it is also used for a depth without a layout.
        folios: Known page numbers: of each partner by id, of the parts ``tables``, ``notes``, ``glossary``
            and ``index``, and of words of the index by ``partner/word``. The contents and the index show
            them until an editor updates the fields.
        baseline: The booklet's file and the series; embedded in the file.
        baselines: The profiles of all partners that have pages, and of others that the tables are made
            from; embedded in the file, one part for each.
        root: The workspace, which contains the pictures.
        threads: Threads of comments by partner; those of the booklet's own texts have an empty key.

    Raises:
        BrochureError: A picture cannot be read (F104).
        ValueError: ``reference.docx`` lacks a style, or a partner has no baseline.
    """
    return _BookWriter(book, layouts, folios, baseline, baselines, root).write(threads or {})


@dataclass
class _WrittenNotes:
    """The notes of one kind that were written so far: the next id, the last number, the XML."""

    next_id: int
    last: int = 0
    text: list[str] = field(default_factory=list)


class _BookWriter:
    """Writes the sections of a booklet; holds the state that they share."""

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
        package.remove_specimen()
        colours = theme.theme_colours(palette.derive_palette(book.cover.colour))
        theme.recolour_theme(package.theme, colours)
        for part in (package.styles, package.numbering, *package.headers_and_footers()):
            theme.recolour(part, colours)
        self._sheet = StyleSheet(package.styles, package.numbering)
        self._variants = AccentVariants(
            package.styles, package.numbering, self._sheet, self._layout.data.word
        )
        sections = package.reference_sections
        fit_to_page(sections, self._layout.data.page, StyleIds(self._sheet, self._layout.data.word))
        self._page = WordPage.of(package.section)

        self._runs = ScriptRuns(self._layout)
        self._bookmarks, self._drawings = count(1), count(1)
        self._notes = {kind: _WrittenNotes(package.first_note(kind)) for kind in KINDS}
        self._through = any(c.document.notes and c.document.notes[0].number > 1 for c in book.chapters)
        self._anchors: dict[str, Anchors] = {}
        self._chapters: dict[str, Composition] = {}
        self._own = self._composition("", StyleIds(self._sheet, self._layout.data.word))
        self._folios = self._complete_folios(folios)
        self._elements: list[str] = []
        self._plans: list[SectionPlan] = []

    def write(self, threads: Mapping[str, Sequence[CommentThread]]) -> bytes:
        """Write the booklet and return the bytes of the file."""
        package, book = self._package, self._book
        number_questions(self._own.ids, self._layout.data.labels.question)
        track_changes(package.settings)
        notes.set_up_booklet_notes(package.settings)
        self._add_front()
        for chapter in book.chapters:
            self._add_chapter(chapter)
        self._add_back()
        package.remove_reference_heads()
        package.fill_body(
            "".join(self._elements),
            {kind: "".join(known.text) for kind, known in self._notes.items()},
            partial(sections.apply_plans, self._plans),
        )
        digest = self._embed_baselines()
        comments.add_threads(
            package,
            [
                (self._anchors[key], one)
                for key, own in threads.items()
                if key in self._anchors
                for one in own
            ],
        )
        package.set_core_properties(
            title=book.title,
            subject=book.cover.subtitle,
            language={"ja": "ja-JP"}.get(book.lang, book.lang),
            date=book.edition.first_day(),
            identifier=URN + digest,
        )
        package.set_custom_properties(
            {"brochure.booklet": book.id, "brochure.edition": book.edition.iso(), PROPERTY: digest}
        )
        return package.save()

    # --- front ------------------------------------------------------------------------------

    def _add_front(self) -> None:
        """Add the cover without running head and folio, then foreword and contents with roman folios."""
        book, own = self._book, self._own
        self._add_section(
            front_back_matter.compose_cover(own, book.cover, book_bookmark(self._baseline)), SectionPlan()
        )
        title = book.titles["contents"]
        foreword = front_back_matter.compose_section(own, book.foreword, "foreword") if book.foreword else []
        listed = front_back_matter.compose_contents(own, title, [*self._contents_entries()])
        plan = SectionPlan(self._running_heads(title), folios="lowerRoman", first_folio=1, notes=_NO_NOTES)
        self._add_section([*foreword, *listed], plan)

    def _contents_entries(self) -> Iterator[ContentsEntry]:
        for chapter in self._book.chapters:
            key = chapter.document.id
            yield ContentsEntry(_contents_line(chapter), self._partner_bookmark(key), self._folios[key])
        for key in self._present_parts():
            yield ContentsEntry(self._book.titles[key], part_bookmark(key), self._folios[key], level=2)

    def _partner_bookmark(self, partner: str) -> str:
        """The name of the bookmark at the beginning of a partner."""
        return file_bookmark(self._baselines[partner])

    def _present_parts(self) -> list[str]:
        """The parts after the partners that this booklet has."""
        book = self._book
        there = {
            "tables": bool(book.marks or book.facts),
            "notes": any(_is_listed(chapter.document) for chapter in book.chapters),
            "glossary": bool(book.glossary),
            "index": bool(book.index),
        }
        return [part for part in PARTS if there[part]]

    def _complete_folios(self, folios: Mapping[str, int]) -> dict[str, int]:
        """The folios; a missing one is guessed from the part before it and its guessed length."""
        known, following = dict(folios), 1
        pages = [(chapter.document.id, _PAGES[chapter.depth]) for chapter in self._book.chapters]
        for key, length in [*pages, *((part, 1) for part in self._present_parts())]:
            following = known.setdefault(key, following) + length
        return known

    # --- partners ---------------------------------------------------------------------------

    def _add_chapter(self, chapter: Chapter) -> None:
        document = chapter.document
        layout = self._layouts.get(chapter.depth, self._layout)
        variant = self._variants.for_partner(document.id, document.accent, layout.data.labels.question)
        ids = StyleIds(self._sheet, self._layout.data.word, variant)
        composed = self._composition(document.id, ids, document, layout)
        self._chapters[document.id] = composed
        entry = _contents_line(chapter)
        body = compose_body(composed, document, mark=self._partner_bookmark(document.id), entry=entry)
        plan = SectionPlan(
            self._running_heads(document.title, variant),
            begins="oddPage" if self._book.start == "recto" else "nextPage",
            first_folio=1 if chapter is self._book.chapters[0] else None,
            notes=self._note_numbering(document),
        )
        inside = len(document.questions) if document.placement is Placement.SECTION else 0
        self._add_section(body, plan, *[_CONTINUOUS] * inside)
        if not composed.listed:
            known = self._notes[composed.kind]
            known.text.append(composed.notes(document))
            known.next_id += len(document.notes)
            known.last = document.notes[-1].number if document.notes else known.last

    def _note_numbering(self, document: Document) -> tuple[tuple[NoteKind, int | None], ...]:
        """Where Word's count of notes begins in a partner's section, by kind; ``None``: it continues.

        If notes are numbered through the book, the count continues. Only if the other kind of notes comes
        before, Word's count would be wrong, and the section sets the first number.
        """
        if _is_listed(document):
            return _NO_NOTES
        kind = notes.note_kind(document.placement)
        first = document.notes[0].number if document.notes else 1
        goes_on = self._through and (not document.notes or first == self._notes[kind].last + 1)
        return tuple((one, None if one is not kind or goes_on else first) for one in KINDS)

    def _composition(
        self, scope: str, ids: StyleIds, document: Document | None = None, layout: Layout | None = None
    ) -> Composition:
        """The composition for a partner's document, or for the book's own texts without a document."""
        kind = notes.note_kind(document.placement) if document else FOOTNOTE
        first = document.notes[0].number if document and document.notes else 1
        anchors = self._anchors[scope] = Anchors(scope, self._bookmarks)
        return Composition(
            ids=ids,
            page=self._page,
            kind=kind,
            around=MarkerAffixes.of((layout or self._layout).data.labels.note),
            anchors=anchors,
            link=self._package.link,
            note_link=partial(self._package.note_link, kind),
            picture=self._package.picture,
            sizes=self._layout.data.pictures,
            codes=self._layout.data.codes,
            runs=self._runs,
            root=self._root,
            first_note=self._notes[kind].next_id - first + 1,
            drawings=self._drawings,
            listed=document is not None and _is_listed(document),
        )

    def _last_section_numbering(self) -> tuple[tuple[NoteKind, int | None], ...]:
        """The note numbering of the last section, which has no notes.

        LibreOffice uses one way of counting for the whole file, that of the last section it reads, and
        renumbers all notes if it differs from the section before. Word ignores it.
        """
        return _NO_NOTES if self._through else tuple((kind, 1) for kind in KINDS)

    # --- back -------------------------------------------------------------------------------

    def _add_back(self) -> None:
        book, own = self._book, self._own
        self._add_tables()
        if "notes" in self._present_parts():
            self._add_part("notes", self._list_of_notes())
        if book.glossary:
            self._add_part("glossary", front_back_matter.compose_glossary(own, book.glossary))
        if book.index:
            # The heading spans both columns, so it is in a section before them.
            self._add_part("index", [])
            entries = front_back_matter.compose_index(own, book.index, self._index_places)
            self._add_section(entries, replace(_CONTINUOUS, columns=2))
        for number, part in enumerate(book.closing):
            texts = front_back_matter.compose_section(own, part, f"closing.{number}")
            self._add_section(texts, SectionPlan(self._running_heads(part.title), notes=_NO_NOTES))
        title = book.titles["colophon"]
        heading, *colophon = front_back_matter.compose_colophon(own, title, book.colophon)
        self._add_section([heading], SectionPlan(self._running_heads(title), notes=_NO_NOTES))
        self._elements += colophon
        self._plans.append(replace(_CONTINUOUS, notes=self._last_section_numbering()))

    def _add_part(self, key: str, elements: Sequence[str]) -> None:
        title = self._book.titles[key]
        heading = front_back_matter.compose_part_heading(self._own, title, part_bookmark(key))
        self._add_section([heading, *elements], SectionPlan(self._running_heads(title), notes=_NO_NOTES))

    def _add_tables(self) -> None:
        """Add the comparison tables; neighbouring tables on pages of the same orientation share a section."""
        book, own = self._book, self._own
        partner = book.titles["partner"]
        made = [
            *(
                partner_tables.compose_mark_comparison(own, marks, partner, self._of_partner)
                for marks in book.marks
            ),
            *(
                partner_tables.compose_fact_comparison(own, facts, partner, self._of_partner)
                for facts in book.facts
            ),
        ]
        title = book.titles["tables"]
        heading = [front_back_matter.compose_part_heading(own, title, part_bookmark("tables"))]
        for landscape, group in groupby(made, key=lambda table: table[0]):
            elements = [element for _, table in group for element in table]
            plan = SectionPlan(
                self._running_heads(title, landscape=landscape), notes=_NO_NOTES, landscape=landscape
            )
            self._add_section([*heading, *elements], plan)
            heading = []

    def _of_partner(self, partner: str) -> Composition:
        """The composition of the book's own texts that lists them as texts of a partner."""
        anchors = self._anchors.setdefault(partner, Anchors(partner, self._bookmarks))
        return replace(self._own, anchors=anchors)

    def _list_of_notes(self) -> list[str]:
        elements = []
        for collected in self._book.notes:
            composed = self._chapters[collected.partner]
            if composed.listed:
                name = self._runs.text_runs(collected.name)
                elements.append(ooxml.paragraph(self._own.ids["section_subheading"], name))
                elements += composed.list_of_notes(collected.notes)
        return elements

    def _index_places(self, entry: IndexEntry) -> Iterator[tuple[str, int]]:
        """The places of an entry of the index: the bookmark of the paragraph, and its folio if known."""
        for place in entry.places:
            here = self._folios[place.partner]
            bookmark = self._anchors[place.partner].first_bookmark_with(place.word) if place.word else None
            yield (
                bookmark or self._partner_bookmark(place.partner),
                self._folios.get(f"{place.partner}/{place.word}", here),
            )

    # --- sections ---------------------------------------------------------------------------

    def _add_section(self, elements: Sequence[str], *plans: SectionPlan) -> None:
        """Add elements as a section; with several plans, the first sections end within the elements."""
        *before, last = elements
        self._elements += [*before, ooxml.end_section(last)]
        self._plans += plans

    def _running_heads(
        self, title: str, variant: StyleVariant = lambda style: style, *, landscape: bool = False
    ) -> tuple[etree._Element, ...]:
        """The running heads of a section: its title and the booklet's title, in the section's colours."""
        results = {"TITLE": title, "SUBJECT": self._book.title}

        def change(part: etree._Element) -> None:
            fields.replace_fields(part, results)
            for tag in ("pStyle", "rStyle", "tblStyle"):
                for use in part.iter(f"{{{W}}}{tag}"):
                    style = variant(use.get(f"{{{W}}}val", ""))
                    if landscape and tag == "pStyle":
                        style = self._variants.widened_style(
                            style, self._page.table_width(0), self._page.in_landscape().table_width(0)
                        )
                    use.set(f"{{{W}}}val", style)

        return tuple(self._package.copy_running_heads(change))

    # --- baselines --------------------------------------------------------------------------

    def _embed_baselines(self) -> str:
        """Embed the baselines: the booklet with its own texts, then each partner; return their digest.

        A partner without pages has no blocks.
        """
        sent = baseline_text.write_sent_text(self._package.story_parts(), self._own.ids.names)
        embedded = [baselines.write_booklet_baseline(self._baseline, self._anchors[""].blocks), sent]
        for partner, one in self._baselines.items():
            blocks = self._anchors[partner].blocks if partner in self._anchors else []
            embedded.append(baselines.write_baseline(one, blocks, scope=partner))
        for item in embedded:
            self._package.embed(item, baselines.item_properties(item))
        return original_digest(embedded)


def _contents_line(chapter: Chapter) -> str:
    """A partner's line in the contents: its name and its country or region."""
    return "\u3000".join(filter(None, (chapter.name, chapter.place)))


def _is_listed(document: Document) -> bool:
    """Whether the notes are in the list at the end of the booklet."""
    return document.placement is Placement.BOOKLET
