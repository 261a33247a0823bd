"""The document as WordprocessingML: one paragraph style for each thing, and no formatting at all.

What is structure is written out (tables and their widths, rows that stay whole, fields, bookmarks);
what is looks comes from the styles of reference.docx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import assert_never

from brochure.assembly import images as pictures
from brochure.diagnostics.problem import BrochureError, problem
from brochure.document.tree import (
    Answer,
    Block,
    BulletList,
    Callout,
    CaseList,
    Code,
    Contact,
    Document,
    FactRow,
    FactTable,
    Figure,
    Foreign,
    Inline,
    Inlines,
    Link,
    MarkTable,
    Note,
    NoteCall,
    NoteList,
    Paragraph,
    Picture,
    Placement,
    Question,
    Remark,
    Ruby,
    Strong,
    Text,
    TitleBlock,
    TitledItem,
    Topic,
    plain,
)
from brochure.schema.layout import Codes, Pictures, Size
from brochure.word import ooxml
from brochure.word.baseline import Anchors, list_bookmark
from brochure.word.measure import Page, ems, shares
from brochure.word.notes import NoteKind
from brochure.word.ooxml import EMU_PER_MM, EMU_PER_TWIP, TWIPS_PER_MM
from brochure.word.qr_png import as_png
from brochure.word.styles import Ids

_LABELS = (6, 12)  # narrowest and widest column of labels, in ems of its text
_EN_SPACE = "\u2002"  # between the name and its flag
_OVERLAP = round(3 * TWIPS_PER_MM)  # of the ground behind the title and the title's table

Relate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Around:
    """The words round the number of a note: ``*`` and nothing, or ``（注`` and ``）``."""

    before: str
    after: str

    @classmethod
    def of(cls, label: str) -> Around:
        """Take a label format apart.

        >>> Around.of("（注{number}）")
        Around(before='（注', after='）')
        """
        before, after = label.format(number="\0").split("\0")
        return cls(before, after)


@dataclass
class Composition:
    """Turns a document into the XML of a body and its notes.

    Args (fields):
        ids: Styles by role.
        page: The page of reference.docx.
        kind: The kind of the notes, Word's footnotes or its endnotes.
        around: The words round a note's number.
        anchors: Collects what is where.
        link, note_link: Relationships of body and notes to addresses.
        picture: Takes a picture in; gives its relationship and its size in pixels.
        sizes, codes: How large the layout prints pictures and codes.
        root: The workspace, where pictures are.
        first_note: The id of the note with the number 1 in the file.
        drawings: The numbers of drawings, which all of a file share.
        listed: The notes are paragraphs of the list at the end of a booklet, not Word's own.
    """

    ids: Ids
    page: Page
    kind: NoteKind
    around: Around
    anchors: Anchors
    link: Relate
    note_link: Relate
    picture: Callable[[bytes], tuple[str, int, int]]
    sizes: Pictures
    codes: Codes
    root: Path
    first_note: int
    drawings: Iterator[int] = field(default_factory=lambda: count(1))
    listed: bool = False
    _label_width: int = 0

    def body(self, document: Document, *, mark: str, entry: str = "") -> list[str]:
        """The whole text in reading order, as paragraphs and tables; the last is a paragraph.

        ``mark`` is the bookmark that tells whose it is, ``entry`` its line in a booklet's contents.
        """
        self._label_width = self._widest_label(document)
        elements = [self.opening(mark, entry), *self._title(document.heading)]
        for question in document.questions:
            elements += self._question(question)
            if document.placement is Placement.SECTION:
                elements[-1] = ooxml.ending_section(elements[-1])
        elements += self._contact(document.contact)
        elements.append(self.set("imprint", document.imprint))
        return list(self.parted(elements))

    def notes(self, document: Document) -> str:
        """The notes, in the order of their numbers."""
        return "".join(self._note(note) for note in document.notes)

    def list_of_notes(self, notes: Iterable[Note]) -> list[str]:
        """The notes as paragraphs of a list."""
        return [self._in_list(note) for note in notes]

    # --- text -------------------------------------------------------------------------------

    def set(self, role: str, *paragraphs: Paragraph, sign: str = "") -> str:
        """One printed paragraph of one or more of the document's, each with its own anchor.

        ``sign`` stands before them (※, ◆).
        """
        inner = "".join(self.anchored(role, paragraph) for paragraph in paragraphs)
        return ooxml.paragraph(self.ids[role], (ooxml.words(sign) if sign else "") + inner)

    def anchored(self, role: str, paragraph: Paragraph) -> str:
        inner = self.inlines(paragraph.content, role, self.link)
        return self.anchor(role, paragraph.at, plain(paragraph.content), inner)

    def anchor(self, role: str, at: str, text: str, inner: str) -> str:
        return self.anchors.block(at, style=self.ids.names[role], text=text, inner=inner)

    def inlines(self, content: Inlines, role: str, relate: Relate, *, strong: str = "") -> str:
        return "".join(self._inline(inline, role, relate, strong) for inline in content)

    def _inline(self, inline: Inline, role: str, relate: Relate, strong: str) -> str:
        """One inline; ``strong`` is the style of strong words if it is among them.

        A run has one character style. Within strong words a link or a foreign word takes theirs: the
        link is still a link and the language is still told.
        """
        match inline:
            case Text(text):
                return ooxml.words(text, strong)
            case Strong(children):
                return self.inlines(children, role, relate, strong=self.ids["strong"])
            case Ruby(base, reading):
                return self._ruby(base, reading, role, strong)
            case Link(text, url):
                return ooxml.hyperlink(relate(url), ooxml.words(text, strong or self.ids["link"]))
            case Foreign(text, lang):
                return ooxml.words(text, strong or self.ids.foreign(lang), ooxml.language(lang))
            case NoteCall():
                return self._call(inline)
            case _:
                assert_never(inline)

    def _ruby(self, base: str, reading: str, role: str, strong: str) -> str:
        """A reading right over its base: raised by the base's height, less what stands above the kana."""
        size = self.ids.sheet.half_points(self.ids["ruby"])
        base_size = self.ids.sheet.half_points(self.ids[role])
        raised = base_size - max(1, base_size // 8)
        styles = (strong, self.ids["ruby"])
        return ooxml.ruby(base, reading, size=size, raised=raised, base_size=base_size, styles=styles)

    def _call(self, call: NoteCall) -> str:
        """A call: a note of Word's own where the note is first called, later a reference to it.

        The number is Word's, so that notes an editor adds are counted too; only the words round it
        are ours. (w:customMarkFollows would print our number twice in LibreOffice.)
        """
        style, name = self.ids[self.kind.call], self.anchors.note(call.note_id)
        if self.listed:
            target = list_bookmark(call.note_id, self.anchors.scope)
            marker = ooxml.reference(target, ooxml.words(call.marker, style))
            return self.anchors.named(name, marker) if call.first else marker
        if call.first:
            number = self.first_note + call.number - 1
            mark = ooxml.run(f'<w:{self.kind.tag}Reference w:id="{number}"/>', style)
            counted = self.anchors.named(name, mark)
        else:
            counted = ooxml.field(f"NOTEREF {name} \\f \\h", str(call.number), style)
        before, after = (
            ooxml.words(text, style) if text else "" for text in (self.around.before, self.around.after)
        )
        return before + counted + after

    def _note(self, note: Note) -> str:
        """A note. It has no bookmark: LibreOffice renames those in notes, and the call has one."""
        name, text = self.ids.names[self.kind.text], plain(note.body)
        self.anchors.enter(note.at, style=name, text=text, mark=self.anchors.note(note.id))
        style = self.ids["note_marker"]
        before, after = (
            ooxml.words(text, style) if text else "" for text in (self.around.before, self.around.after)
        )
        number = ooxml.run(f"<w:{self.kind.tag}Ref/>", style)
        body = self.inlines(note.body, self.kind.text, self.note_link)
        return ooxml.note(
            self.kind.tag,
            self.first_note + note.number - 1,
            ooxml.paragraph(self.ids[self.kind.text], before + number + after + ooxml.tab() + body),
        )

    def _in_list(self, note: Note) -> str:
        """A note of a list: its marker as the document has it, for Word does not count here."""
        mark = list_bookmark(note.id, self.anchors.scope)
        text = plain(note.body)
        self.anchors.enter(note.at, style=self.ids.names[self.kind.text], text=text, mark=mark)
        marker = ooxml.words(note.marker, self.ids["note_marker"])
        body = self.anchors.named(mark, self.inlines(note.body, self.kind.text, self.link))
        return ooxml.paragraph(self.ids[self.kind.text], marker + ooxml.tab() + body)

    # --- the title --------------------------------------------------------------------------

    def opening(self, mark: str, entry: str = "") -> str:
        """A paragraph without text: the file's own bookmark, and the ground above the title.

        The title stands in the type area; this ground continues its colour to the upper edges of
        the page. (In the header it would do so too, but Word shows headers faded on the screen.)
        """
        ground = self.ids.sheet.shading(self.ids["title_table"], "w:tcPr")
        shape = ""
        if fill := _drawing_colour(ground):
            height = (self.page.top + _OVERLAP) * EMU_PER_TWIP
            shape = ooxml.page_top(
                next(self.drawings), width=self.page.width * EMU_PER_TWIP, height=height, fill=fill
            )
        listed = ooxml.contents_entry(entry) if entry else ""
        return ooxml.paragraph(self.ids["gap"], self.anchors.named(mark, listed + shape))

    def _title(self, title: TitleBlock) -> list[str]:
        """The title in a table of one row: its cells make one ground, with a picture beside the name."""
        indent = self.ids.sheet.indent(self.ids["title_table"])
        width = self.page.beside(indent)
        texts = [
            self.set("kicker", title.kicker),
            self._name(title),
            *(self.set("reading", reading) for reading in title.readings),
            *([self.set("reading", title.flag.credit)] if title.flag and title.flag.credit else []),
        ]
        if title.photo is None:
            widths, cells = [width], [ooxml.cell(width, texts)]
        else:
            beside = round(self.sizes.photo.width * TWIPS_PER_MM) + self.page.right
            widths = [width - beside, beside]
            cells = [ooxml.cell(widths[0], texts), ooxml.cell(beside, self._photo(title.photo))]
        return [ooxml.table(self.ids["title_table"], widths, [ooxml.row(cells)], indent=indent)]

    def _name(self, title: TitleBlock) -> str:
        """The name, with its flag beside it."""
        inner = self.anchored("title", title.name)
        if title.flag:
            inner += ooxml.words(_EN_SPACE) + self.pictured(title.flag, "title", self.sizes.flag)
        return ooxml.paragraph(self.ids["title"], inner)

    def _photo(self, photo: Picture) -> list[str]:
        shown = ooxml.paragraph(self.ids["photo"], self.pictured(photo, "photo", self.sizes.photo))
        return [shown, *([self.set("credit", photo.credit)] if photo.credit else [])]

    def pictured(self, picture: Picture, role: str, room: Size) -> str:
        """A picture in the line, as large as its room bears."""
        try:
            data = pictures.upright((self.root / picture.file).read_bytes())
        except OSError as error:
            reason = error.strerror or error
            raise BrochureError([problem("F104", path=picture.file, reason=reason)]) from None
        return self.drawn(picture.alt, picture.at, role, data, room)

    def drawn(self, alt: str, at: str, role: str, data: bytes, room: Size) -> str:
        relationship, *seen = self.picture(data)
        width, height = pictures.fitted((seen[0], seen[1]), room)
        shown = ooxml.picture(
            relationship,
            next(self.drawings),
            width=round(width * EMU_PER_MM),
            height=round(height * EMU_PER_MM),
            alt=alt,
        )
        return self.anchor(role, at, alt, shown)

    def code(self, code: Code | None, role: str) -> list[str]:
        """A code in a paragraph of its own, at its size."""
        if code is None:
            return []
        side = self.codes.side(code.modules)
        data = as_png(code.modules, self.codes.quiet)
        shown = self.drawn(code.alt, code.at, role, data, Size(width=side, height=side))
        return [ooxml.paragraph(self.ids[role], shown)]

    # --- questions and answers --------------------------------------------------------------

    def _question(self, question: Question) -> list[str]:
        """A heading, numbered by its style, and its answer; the last element is a paragraph."""
        elements = [self.set("question", question.title)]
        for block in question.blocks:
            elements += self._block(block)
        return elements

    def _block(self, block: Block) -> list[str]:
        match block:
            case Paragraph():
                return [self.set("text", block)]
            case BulletList(items):
                return [element for item in items for element in self._following("bullet", item)]
            case Callout(heading, items):
                return [self.set("callout_heading", heading), *self._titled("callout", items), self.gap()]
            case FactTable():
                return self._facts(block)
            case MarkTable():
                return self._marks(block)
            case CaseList(heading, items, remark):
                cases = [self.set("case_heading", heading), *self._titled("case", items)]
                return [*cases, *self._remark(remark), self.gap()]
            case Figure():
                return self._figure(block)
            case Remark():
                return [*self._remark(block), self.gap()]
            case NoteList():
                return []  # Word prints the notes at the end of the question's section
            case _:
                assert_never(block)

    def _figure(self, figure: Figure) -> list[str]:
        picture = self.pictured(figure.picture, "figure", self.sizes.figures[figure.width])
        texts = (("figure_caption", figure.caption), ("figure_credit", figure.picture.credit))
        return [
            ooxml.paragraph(self.ids["figure"], picture),
            *(self.set(role, text) for role, text in texts if text),
            self.gap(),
        ]

    def _titled(self, kind: str, items: Iterable[TitledItem]) -> list[str]:
        return [
            element
            for item in items
            for element in (
                self.set(f"{kind}_title", item.title),
                *(self.set(f"{kind}_text", paragraph) for paragraph in item.body),
            )
        ]

    def _following(self, role: str, paragraphs: Sequence[Paragraph], sign: str = "") -> list[str]:
        """Paragraphs of one item: the first with its sign, the others under its text."""
        rest = (self.set(f"{role}_next", paragraph) for paragraph in paragraphs[1:])
        return [self.set(role, *paragraphs[:1], sign=sign), *rest]

    def _remark(self, remark: Remark | None) -> list[str]:
        return self._following("remark", remark.body, remark.sign) if remark else []

    # --- tables -----------------------------------------------------------------------------

    def _facts(self, table: FactTable) -> list[str]:
        style = self.ids["fact_table"]
        indent = self.ids.sheet.indent(style)
        widths = [self._label_width, self.page.beside(indent) - self._label_width]
        caption = self.set("caption", table.caption)
        made = ooxml.table(
            style,
            widths,
            [self._fact(row, widths) for row in table.rows],
            indent=indent,
            look="firstColumn",
        )
        return [caption, made, *self._remark(table.remark), self.gap()]

    def _fact(self, row: FactRow, widths: Sequence[int]) -> str:
        label = ooxml.cell(widths[0], [self.set("fact_label", row.label)])
        return ooxml.row([label, ooxml.cell(widths[1], self._known(row))])

    def _known(self, row: FactRow) -> list[str]:
        """What is known: texts, signed items, and the remark behind the last of them."""
        lines: list[tuple[str, str, list[Paragraph]]] = [
            *(("fact_text", "", [paragraph]) for paragraph in row.body),
            *(("fact_item", item.sign, [item.body]) for item in row.items),
        ]
        if row.remark and lines:
            lines[-1][2].append(row.remark)
        elif row.remark or not lines:
            lines.append(("fact_text", "", [row.remark] if row.remark else []))
        known = [self.set(role, *paragraphs, sign=sign) for role, sign, paragraphs in lines]
        return [*known, *self.code(row.code, "code")]

    def _widest_label(self, document: Document) -> int:
        """The width of the labels' column: one for all tables of a document, so that they align."""
        labels = [
            ems(plain(row.label.content))
            for question in document.questions
            for block in question.blocks
            if isinstance(block, FactTable)
            for row in block.rows
        ]
        narrow, wide = _LABELS
        room = min(max([narrow, *labels]), wide)
        em = self.ids.sheet.half_points(self.ids["fact_label"]) * 10  # twips
        padding = self.ids.sheet.padding(self.ids["fact_table"])
        return round(room * em) + padding.left + padding.right

    def _marks(self, table: MarkTable) -> list[str]:
        style = self.ids["mark_table"]
        indent = self.ids.sheet.indent(style)
        widths = shares(self.page.beside(indent), max(len(band) for band in table.bands))
        elements = [
            ooxml.table(
                style,
                widths[: len(band)],
                self._band(band, widths),
                indent=indent,
                look="firstRow",
                caption=table.caption,
                summary=table.summary,
            )
            for band in table.bands
        ]
        if table.other:
            elements.append(self.set("mark_other", table.other))
        return [*elements, *self._legend(table.legend, table.remark), self.gap()]

    def _legend(self, legend: Sequence[Paragraph], remark: Remark | None) -> list[str]:
        """What the marks mean and what is to be said of the table, on one small line under it."""
        if not legend:
            return self._remark(remark)
        parts = [self.anchored("legend", entry) for entry in legend]
        rest: Sequence[Paragraph] = ()
        if remark:
            first, *rest = remark.body
            parts.append(ooxml.words(remark.sign) + self.anchored("legend", first))
        line = ooxml.paragraph(self.ids["legend"], ooxml.words("\u3000").join(parts))
        return [line, *(self.set("remark_next", paragraph) for paragraph in rest)]

    def _band(self, band: Sequence[Topic], widths: Sequence[int]) -> list[str]:
        heads = (ooxml.cell(width, self._topic(topic)) for topic, width in zip(band, widths, strict=False))
        marks = (self._mark(topic, width) for topic, width in zip(band, widths, strict=False))
        return [ooxml.row(heads, repeats=True), ooxml.row(marks)]

    def _topic(self, topic: Topic) -> list[str]:
        code = self.anchor("topic_code", f"{topic.at}.code", topic.code, ooxml.words(topic.code))
        return [
            ooxml.paragraph(self.ids["topic_code"], code),
            self.set("topic", topic.title),
        ]

    def _mark(self, topic: Topic, width: int) -> str:
        """A cell with a mark; that of a marked topic is filled.

        The ground is the one of the paragraph style, repeated as the cell's: a paragraph's own ends
        at the cell's margins, and a table style cannot know which cells are marked.
        """
        role = "marked" if topic.answer is Answer.MARKED else "mark"
        mark = ooxml.words(topic.mark) if topic.mark else ""
        text = ooxml.paragraph(self.ids[role], self.anchor(role, topic.at, topic.mark, mark))
        return ooxml.cell(width, [text], self.ground(role))

    def ground(self, role: str) -> str:
        """The ground of a paragraph style as a cell's; nothing if it has none."""
        ground = self.ids.sheet.shading(self.ids[role])
        attributes = "".join(f" w:{name}={ooxml.attribute(value)}" for name, value in ground.items())
        return f"<w:shd{attributes}/>" if ground else ""

    # --- end matter -------------------------------------------------------------------------

    def _contact(self, contact: Contact) -> list[str]:
        heading = self.set("contact_heading", contact.heading)
        lines = (self.set("contact_text", line) for line in contact.lines)
        return [heading, *lines, *self.code(contact.code, "contact_text")]

    # --- between ----------------------------------------------------------------------------

    def gap(self) -> str:
        """The paragraph that closes a table or a box: two that touch would become one."""
        return ooxml.paragraph(self.ids["gap"])

    def parted(self, elements: Iterable[str]) -> Iterable[str]:
        """Put a gap between neighbouring tables: Word joins two that touch into one."""
        after_table = False
        for element in elements:
            is_table = element.startswith("<w:tbl>")
            if is_table and after_table:
                yield self.gap()
            yield element
            after_table = is_table


def _drawing_colour(ground: dict[str, str]) -> str:
    """The colour of a ground (attributes of ``w:shd``) as DrawingML; nothing if there is none."""
    if theme := ground.get("themeFill"):
        return f'<a:schemeClr val="{theme}"/>'
    fill = ground.get("fill", "auto")
    return "" if fill == "auto" else f'<a:srgbClr val="{fill}"/>'
