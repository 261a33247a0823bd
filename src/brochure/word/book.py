"""Write a booklet as one Word file, in one pass, without merging finished files.

Every partner is a section with its own running head. Its anchors contain its id, and its baseline is a
separate part, so that the edits of one file can go back to many profiles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import count, groupby
from pathlib import Path
from types import MappingProxyType

from lxml import etree

from brochure.document import palette
from brochure.document.book import Book, Chapter, Depth, IndexEntry, Opener, opener_side, page_side
from brochure.document.comments import CommentThread
from brochure.document.question_groups import question_groups
from brochure.document.tree import Document, Placement
from brochure.schema.layout import REFERENCE, Layout
from brochure.word import comments, fields, front_back_matter, notes, ooxml, partner_tables, sections, theme
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
from brochure.word.book_notes import NO_NOTES, BookNotes, is_listed
from brochure.word.booklet_baselines import embed_baselines
from brochure.word.composition import Composition
from brochure.word.front_back_matter import ContentsEntry, FrontStyles
from brochure.word.kept_original import PROPERTY, URN
from brochure.word.measure import WordPage
from brochure.word.notes import FOOTNOTE
from brochure.word.notes_xml import MarkerAffixes
from brochure.word.numbers import compose_counts
from brochure.word.ooxml import W
from brochure.word.openers import OpenerSections
from brochure.word.page_setup import fit_to_page
from brochure.word.pagination.estimate import PageEstimator
from brochure.word.pagination.fit import SectionFitter
from brochure.word.pagination.folios import FolioCounter
from brochure.word.pagination.formats import StyleFormats
from brochure.word.script_runs import ScriptRuns
from brochure.word.sections import SectionPlan
from brochure.word.styles import StyleIds, StyleSheet, StyleVariant
from brochure.word.thumb_tabs import ThumbTab
from brochure.word.world_page import compose_world
from brochure.word.write import number_questions, track_changes

_CONTINUOUS = SectionPlan(begins="continuous", notes=NO_NOTES)
_INDEX_COLUMNS = 2
_BELOW = '<w:pPr><w:spacing w:before="576"/></w:pPr>'  # a heading below another part
_HEADINGS = ("section_subheading", "glossary_term", "section_heading")  # they may begin a page


def write_book(
    book: Book,
    layouts: Mapping[Depth, Layout],
    *,
    baseline: BookBaseline,
    baselines: Sequence[Baseline],
    root: Path,
    pages: Mapping[str, int] = MappingProxyType({}),
    threads: Mapping[str, Sequence[CommentThread]] | None = None,
) -> bytes:
    """Write the editable Word file of a booklet; the same input makes the same bytes.

    Partners of every depth except ``row`` are printed in full, because editors work in one flow of text.

    Args:
        book: The booklet.
        layouts: The layout that partners of each depth were assembled for. Styles and page come from the
            layout of ``Depth.FULL``, whose ``reference.docx`` passed
            :func:`~brochure.word.styles.check_reference`; it is also used for a depth without a layout.
        baseline: The booklet's file and the series; embedded in the file.
        baselines: The profiles of all partners that have pages, and of others that the tables are made
            from; embedded in the file, one part for each.
        root: The workspace, which contains the pictures.
        pages: The number of pages of each partner in the PDF, by id. A partner that would be a little longer
            in Word is squeezed.
        threads: Threads of comments by partner; those of the booklet's own texts have an empty key.

    Raises:
        BrochureError: A picture cannot be read (F104).
        ValueError: ``reference.docx`` lacks a style, or a partner has no baseline.
    """
    return _BookWriter(book, layouts, baseline, baselines, root, pages).write(threads or {})


class _BookWriter:
    """Writes the sections of a booklet; holds the state that they share."""

    def __init__(
        self,
        book: Book,
        layouts: Mapping[Depth, Layout],
        baseline: BookBaseline,
        baselines: Sequence[Baseline],
        root: Path,
        pages: Mapping[str, int],
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
        self._notes = BookNotes(book, package.first_note)
        self._anchors: dict[str, Anchors] = {}
        self._chapters: dict[str, Composition] = {}
        self._own = self._composition("", StyleIds(self._sheet, self._layout.data.word))
        formats = StyleFormats(package.styles, self._sheet)
        estimator = PageEstimator(package.styles, self._sheet, self._layout, package.section)
        self._folios = FolioCounter(SectionFitter(estimator, self._variants, formats))
        self._pages = pages
        self._openers = OpenerSections(book, self._own, self._variants, self._folios)
        self._unfilled: list[tuple[int, Opener]] = []
        self._elements: list[str] = []
        self._plans: list[SectionPlan] = []

    def write(self, threads: Mapping[str, Sequence[CommentThread]]) -> bytes:
        """Write the booklet and return the bytes of the file."""
        package, book = self._package, self._book
        number_questions(self._own.ids, self._layout.data.labels.question)
        track_changes(package.settings)
        notes.set_up_booklet_notes(package.settings)
        for chapter in book.chapters:
            if opener := self._openers.before(chapter.document.id):
                self._add_opener(opener)
            self._add_chapter(chapter)
        self._fill_openers()
        self._add_back()
        elements, plans = self._elements, self._plans
        self._elements, self._plans = [], []
        self._add_front()  # last, because the contents show the folios of all that follows
        self._elements += elements
        self._plans += plans
        package.remove_reference_heads()
        package.fill_body(
            "".join(self._elements),
            self._notes.xml(),
            partial(sections.apply_plans, self._plans),
        )
        digest = embed_baselines(package, self._own, self._baseline, self._baselines, self._anchors)
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
        names = [chapter.name for chapter in book.chapters]
        width = front_back_matter.contents_width(own)
        looks = FrontStyles.derive(own.ids, self._variants, width)
        mark = book_bookmark(self._baseline)
        cover = front_back_matter.compose_cover(own, book.cover, names, looks, mark)
        self._add_section(cover, SectionPlan())
        title = book.titles["contents"]
        foreword: list[str] = []
        if book.foreword:
            foreword += front_back_matter.compose_section(own, book.foreword, "foreword")
            foreword += compose_counts(own, book.counts)
        listed = front_back_matter.compose_contents(own, title, [*self._contents_entries()], looks)
        plan = SectionPlan(self._running_heads(title), folios="lowerRoman", first_folio=1, notes=NO_NOTES)
        self._add_section([*foreword, *listed], plan)
        if book.world:
            world = compose_world(own, book.world, book.titles["partner"], book.cover.colour)
            heads = self._running_heads(book.world.title)
            self._add_section(world, SectionPlan(heads, folios="lowerRoman", notes=NO_NOTES))

    def _contents_entries(self) -> Iterator[ContentsEntry]:
        for chapter in self._book.chapters:
            yield self._partner_entry(chapter)
        for key in front_back_matter.present_parts(self._book):
            bookmark = part_bookmark(key)
            yield ContentsEntry(self._book.titles[key], bookmark, self._folio(bookmark))

    def _partner_entry(self, chapter: Chapter) -> ContentsEntry:
        bookmark = self._partner_bookmark(chapter.document.id)
        folio, chip = self._folio(bookmark), self._chapters[chapter.document.id].ids
        return ContentsEntry(chapter.name, bookmark, folio, chapter.about, chapter.region, chapter.tab, chip)

    def _folio(self, bookmark: str) -> int:
        """The folio of the beginning of a section, which is always certain."""
        folio = self._folios.of(bookmark)
        if folio is None:
            raise ValueError(f"no section begins with {bookmark}")
        return folio

    def _partner_bookmark(self, partner: str) -> str:  # at the beginning of the partner
        return file_bookmark(self._baselines[partner])

    # --- partners ---------------------------------------------------------------------------

    def _add_opener(self, opener: Opener) -> None:
        """Add the section of an opener, which is filled when the folios of its partners are known."""
        begins = sections.begin_on(opener_side(self._book.start))
        heads, first = self._running_heads(opener.name), self._openers.place(opener)
        self._plans.append(SectionPlan(heads, begins=begins, first_folio=first, notes=NO_NOTES))
        self._unfilled.append((len(self._elements), opener))
        self._elements.append("")

    def _fill_openers(self) -> None:
        chapters = {chapter.document.id: chapter for chapter in self._book.chapters}
        for index, opener in self._unfilled:
            *before, last = self._openers.compose(
                opener, lambda row: self._partner_entry(chapters[row.partner])
            )
            self._elements[index] = "".join([*before, ooxml.end_section(last)])

    def _add_chapter(self, chapter: Chapter) -> None:
        document = chapter.document
        layout = self._layouts.get(chapter.depth, self._layout)
        variant = self._variants.for_partner(document.id, document.accent, layout.data.labels.question)
        ids = StyleIds(self._sheet, self._layout.data.word, variant)
        composed = self._composition(document.id, ids, document, layout)
        self._chapters[document.id] = composed
        body = compose_body(composed, document, mark=self._partner_bookmark(document.id))
        notes_xml = "" if composed.listed else composed.notes(document)
        side = page_side(self._book.start, self._pages.get(document.id, 1))
        placed = self._folios.place(
            body,
            frozenset((ids["question"], ids["contact_heading"])),
            notes=notes_xml,
            most=self._pages.get(document.id),
            side=side,
        )
        chapters = self._book.chapters
        tab = ThumbTab(chapters.index(chapter), len(chapters), document.accent)
        plan = SectionPlan(
            self._running_heads(document.title, variant, tab=tab),
            begins=sections.begin_on(side),
            first_folio=placed.first_folio,
            notes=self._notes.numbering(document),
        )
        inside = sum(1 for _ in question_groups(document)) if document.placement is Placement.SECTION else 0
        self._add_section(placed.elements, plan, *[_CONTINUOUS] * inside)
        if not composed.listed:
            self._notes.add(document, notes_xml)

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
            first_note=self._notes.next_id(kind) - first + 1,
            drawings=self._drawings,
            listed=document is not None and is_listed(document),
        )

    # --- back -------------------------------------------------------------------------------

    def _add_back(self) -> None:
        book, own = self._book, self._own
        self._add_tables()
        if "notes" in front_back_matter.present_parts(book):
            self._add_part("notes", front_back_matter.compose_notes(own, book.notes, self._chapters))
        if book.glossary:
            self._add_part("glossary", front_back_matter.compose_glossary(own, book.glossary))
        if book.index:
            self._add_index()
        for number, part in enumerate(book.closing):
            mark = "" if number else part_bookmark("closing")
            texts = front_back_matter.compose_section(own, part, f"closing.{number}", mark)
            self._add_own_section(part.title, texts)
        title = book.titles["colophon"]
        heading, *colophon = front_back_matter.compose_colophon(own, title, book.colophon)
        self._add_section([heading], SectionPlan(self._running_heads(title), notes=NO_NOTES))
        self._elements += colophon
        self._plans.append(replace(_CONTINUOUS, notes=self._notes.last_numbering()))

    def _add_part(self, key: str, elements: Sequence[str]) -> None:
        title = self._book.titles[key]
        heading = front_back_matter.compose_part_heading(self._own, title, part_bookmark(key))
        self._add_own_section(title, [heading, *elements])

    def _add_own_section(self, title: str, elements: Sequence[str], *, landscape: bool = False) -> None:
        """Add a section of the book itself, which begins a page."""
        headings = frozenset(self._own.ids[role] for role in _HEADINGS)
        placed = self._folios.place(elements, headings, landscape=landscape)
        heads = self._running_heads(title, landscape=landscape)
        plan = SectionPlan(heads, first_folio=placed.first_folio, notes=NO_NOTES, landscape=landscape)
        self._add_section(placed.elements, plan)

    def _add_index(self) -> None:
        """Add the index: its heading spans both columns, so it is in a section before them.

        If the glossary leaves half a page, the index is below it, as in the PDF.
        """
        own, title, places = self._own, self._book.titles["index"], self._index_places
        entries = front_back_matter.compose_index(own, self._book.index, places, self._book.separator)
        below = bool(self._book.glossary) and self._folios.filled < self._page.height / 2
        style = own.ids["section_heading"]
        if below:
            style = self._variants.derived_style(style, "below", _BELOW)
        heading = front_back_matter.compose_part_heading(own, title, part_bookmark("index"), style)
        plan = _CONTINUOUS
        if below:
            self._folios.place_below(heading, entries, _INDEX_COLUMNS)
        else:
            placed = self._folios.place([heading, *entries], frozenset(), columns=_INDEX_COLUMNS)
            plan = SectionPlan(self._running_heads(title), first_folio=placed.first_folio, notes=NO_NOTES)
        self._add_section([heading], plan)
        self._add_section(entries, replace(_CONTINUOUS, columns=_INDEX_COLUMNS))

    def _add_tables(self) -> None:
        """Add the comparison tables; neighbouring tables on pages of the same orientation share a section."""
        book, own = self._book, self._own
        if not (book.marks or book.facts):
            return
        partner = book.titles["partner"]
        made = [
            *(
                partner_tables.compose_fact_comparison(own, facts, partner, self._of_partner)
                for facts in book.facts
            ),
            *(
                partner_tables.compose_mark_comparison(own, marks, partner, self._of_partner)
                for marks in book.marks
                if marks.rows
            ),
        ]
        title = book.titles["tables"]
        heading = [front_back_matter.compose_part_heading(own, title, part_bookmark("tables"))]
        made = made or [(False, [])]  # no table has a row
        made[-1][1].extend(partner_tables.compose_silent(own, book.silent))
        for landscape, group in groupby(made, key=lambda table: table[0]):
            elements = [element for _, table in group for element in table]
            self._add_own_section(title, [*heading, *elements], landscape=landscape)
            heading = []

    def _of_partner(self, partner: str) -> Composition:
        """The composition of the book's own texts that lists them as texts of a partner."""
        anchors = self._anchors.setdefault(partner, Anchors(partner, self._bookmarks))
        return replace(self._own, anchors=anchors)

    def _index_places(self, entry: IndexEntry) -> Iterator[tuple[str, int]]:
        """The places of an entry of the index: a bookmark and its folio for each page with the word.

        A paragraph that may be on one page or the next is left out; if there is no other, the partner's first
        page is given.
        """
        for place in entry.places:
            begin = self._partner_bookmark(place.partner)
            marks = self._anchors[place.partner].bookmarks_with(place.word) if place.word else [begin]
            found: dict[int, str] = {}
            for mark in marks:
                if (folio := self._folios.of(mark)) is not None:
                    found.setdefault(folio, mark)
            for folio, mark in found.items() or [(self._folio(begin), begin)]:
                yield mark, folio

    # --- sections ---------------------------------------------------------------------------

    def _add_section(self, elements: Sequence[str], *plans: SectionPlan) -> None:
        """Add elements as a section; with several plans, the first sections end within the elements."""
        *before, last = elements
        self._elements += [*before, ooxml.end_section(last)]
        self._plans += plans

    def _running_heads(
        self,
        title: str,
        variant: StyleVariant = lambda style: style,
        *,
        landscape: bool = False,
        tab: ThumbTab | None = None,
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
            if tab and etree.QName(part).localname == "hdr":
                tab.add_to(part, next(self._drawings), self._layout)

        return tuple(self._package.copy_running_heads(change))
