"""Merge a profile into the series: the one place where anything a reader could quote is decided.

Numbers of questions and notes, letters of topics, marks, signs, legends, dates and fixed texts are
made here and nowhere else. Pure: values in, a value out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from brochure.assembly import qr_codes as codes
from brochure.assembly.citation import Citation, CitationStyle
from brochure.assembly.numbering import bands, calls_before_stops, letter, note_id
from brochure.document import markup as inline
from brochure.document.house_style import HouseStyle
from brochure.document.line_breaking import kanji
from brochure.document.tree import (
    Answer,
    Block,
    BulletList,
    Callout,
    CaseList,
    Contact,
    Document,
    FactRow,
    FactTable,
    Figure,
    Foreign,
    Inline,
    Inlines,
    Link,
    MarkedItem,
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
from brochure.schema.csl_items import with_archive
from brochure.schema.layout import Codes
from brochure.schema.profile import (
    NO_CREDIT,
    BulletsBlock,
    CalloutBlock,
    CasesBlock,
    FactsBlock,
    FigureBlock,
    MarksBlock,
    ParagraphBlock,
    Partner,
    PictureDef,
    Profile,
    RemarkBlock,
    Row,
    Titled,
)
from brochure.schema.profile import Block as BlockData
from brochure.schema.series import ContactDef, Series, fill

SERIES = "_series:"  # addresses in the shared file start with this


def assemble(
    profile: Profile,
    series: Series,
    style: HouseStyle,
    citation_style: CitationStyle,
    *,
    code_policy: Codes,
    first_note: int = 1,
) -> Document:
    """Make the document of one partner.

    Args:
        profile, series: What was written.
        style: How the layout words numbers and marks.
        citation_style: How it words sources.
        code_policy: Which addresses it prints as two-dimensional codes.
        first_note: The number of the first note, where a booklet numbers them through.
    """
    return _Assembly(profile, series, style, citation_style, code_policy, first_note).document()


@dataclass
class _Assembly:
    profile: Profile
    series: Series
    style: HouseStyle
    citation_style: CitationStyle
    code_policy: Codes
    first_note: int
    order: dict[str, int] = field(default_factory=dict)  # note ids in the order of their first calls
    cites: dict[str, inline.Cite] = field(default_factory=dict)  # by note id
    listed: int = 0  # notes that stand behind a section already

    def document(self) -> Document:
        data, shared = self.profile.data, self.series.data
        partner = data.partner
        questions = tuple(
            self._question(number, key, text)
            for number, (key, text) in enumerate(shared.questions.items(), start=1)
        )
        return Document(
            id=self.profile.id,
            title=f"{partner.name}（{partner.country}）" if partner.country else partner.name,
            series=shared.title,
            lang="ja",
            accent=data.accent,
            edition=data.edition,
            heading=self._title(partner),
            questions=questions,
            notes=self._notes(),
            placement=self.style.placement,
            contact=self._contact(data.contact),
            imprint=self._imprint(),
        )

    # --- text -------------------------------------------------------------------------------

    def _paragraphs(self, text: str, at: str) -> tuple[Paragraph, ...]:
        parsed = inline.parse(text)
        self.cites |= {note_id(cite): cite for cite in parsed.cites}
        names = {cite.key: note_id(cite) for cite in parsed.cites}
        return tuple(
            Paragraph(self._numbered(calls_before_stops(content), names), at) for content in parsed.paragraphs
        )

    def _paragraph(self, text: str, at: str) -> Paragraph:
        """One paragraph, also where an editor put a blank line into a title."""
        parts = self._paragraphs(text, at)
        return Paragraph(tuple(part for paragraph in parts for part in paragraph.content), at)

    def _numbered(self, content: Inlines, names: Mapping[str, str]) -> Inlines:
        return inline.merge([self._number(part, names) for part in content])

    def _number(self, part: Inline, names: Mapping[str, str]) -> Inline:
        if isinstance(part, Strong):
            return Strong(self._numbered(part.children, names))
        if isinstance(part, Ruby) and self.style.ruby == "parentheses":
            return Text(f"{part.base}（{part.reading}）")
        if isinstance(part, NoteCall):
            name = names.get(part.note_id, part.note_id)
            first = name not in self.order
            number = self.order.setdefault(name, len(self.order) + self.first_note)
            return NoteCall(name, number, self.style.note.format(number=number), first)
        return part

    def _fixed(self, text: str, at: str) -> Paragraph:
        return self._paragraph(self._filled(text), SERIES + at)

    def _filled(self, text: str) -> str:
        survey = self.profile.data.survey or self.series.data.survey
        return fill(text, {"survey": survey.japanese()})

    # --- parts ------------------------------------------------------------------------------

    def _title(self, partner: Partner) -> TitleBlock:
        data = self.profile.data
        events = "・".join(f"{event.label} {event.date.year}年" for event in data.milestones)
        # What belongs to no country, such as an office of the United Nations, has its region in that place.
        place = partner.country or self.series.data.regions.get(partner.region or "")
        kicker = " ／ ".join(part for part in (place, events) if part)
        # The reading of メリーランド州 or WHO tells a reader nothing; it is there for sorting.
        reading = partner.reading if kanji(partner.name[0]) else None
        readings = [
            Paragraph((Text(text),), f"partner.{key}")
            for key, text in (("reading", reading), ("latin", partner.latin))
            if text
        ]
        if partner.native:
            readings.append(
                Paragraph((Foreign(partner.native, partner.native_lang or "und"),), "partner.native")
            )
        return TitleBlock(
            kicker=Paragraph((Text(kicker),), "partner.country"),
            name=Paragraph((Text(partner.name),), "partner.name"),
            readings=tuple(readings),
            photo=self._picture(data.photo, "photo"),
            flag=self._picture(data.flag, "flag"),
        )

    def _picture(self, data: PictureDef | None, at: str) -> Picture | None:
        return Picture(data.file, data.alt, self._credit(data.credit, at), at) if data else None

    def _credit(self, text: str | None, at: str) -> Paragraph | None:
        """The credit line; none where the profile says that none is needed."""
        return self._paragraph(text, f"{at}.credit") if text and text.strip() not in NO_CREDIT else None

    def _question(self, number: int, key: str, text: str) -> Question:
        at = f"answers.{key}"
        blocks = tuple(
            made
            for index, block in enumerate(self.profile.data.answers.get(key, []))
            for made in self._block(block, f"{at}.{index}")
        )
        if not blocks:
            blocks = (self._fixed(self.series.data.no_answer, "no_answer"),)
        if self.style.placement is Placement.SECTION:
            notes = self._notes()[self.listed :]
            self.listed += len(notes)
            blocks += (NoteList(notes, at),) if notes else ()
        return Question(
            id=key,
            number=number,
            label=self.style.question.format(number=number),
            title=self._fixed(text, f"questions.{key}"),
            blocks=blocks,
            at=at,
        )

    def _block(self, block: BlockData, at: str) -> Iterable[Block]:
        match block:
            case ParagraphBlock():
                yield from self._paragraphs(block.paragraph, f"{at}.paragraph")
            case BulletsBlock():
                items = (
                    self._paragraphs(text, f"{at}.bullets.{index}")
                    for index, text in enumerate(block.bullets)
                )
                yield BulletList(tuple(items), at)
            case CalloutBlock():
                heading = self._fixed(self.series.data.callouts[block.callout], f"callouts.{block.callout}")
                yield Callout(heading, self._titled(block.items, f"{at}.items"), at)
            case FactsBlock():
                yield self._facts(block, at)
            case MarksBlock():
                yield self._marks(block, at)
            case CasesBlock():
                cases = self.series.data.cases
                heading = self._fixed(cases.heading, "cases.heading")
                yield CaseList(
                    heading, self._titled(block.cases, f"{at}.cases"), self._shared_remark(cases.remark), at
                )
            case FigureBlock():
                caption = self._paragraph(block.caption, f"{at}.caption") if block.caption else None
                picture = Picture(block.figure, block.alt, self._credit(block.credit, at), f"{at}.figure")
                yield Figure(picture, caption, block.width, at)
            case RemarkBlock():
                here = f"{at}.remark"
                yield Remark(self.style.remark, self._paragraphs(block.remark, here), here)
            case _:
                assert_never(block)

    def _titled(self, items: list[Titled], at: str) -> tuple[TitledItem, ...]:
        return tuple(
            TitledItem(
                self._paragraph(item.title, f"{at}.{index}.title"),
                self._paragraphs(item.text, f"{at}.{index}.text"),
                f"{at}.{index}",
            )
            for index, item in enumerate(items)
        )

    def _shared_remark(self, key: str | None) -> Remark | None:
        if key is None:
            return None
        at = f"{SERIES}remarks.{key}"
        return Remark(
            self.style.remark, self._paragraphs(self._filled(self.series.data.remarks[key]), at), at
        )

    # --- tables -----------------------------------------------------------------------------

    def _facts(self, block: FactsBlock, at: str) -> FactTable:
        table = self.series.data.facts[block.facts]
        return FactTable(
            self._fixed(table.title, f"facts.{block.facts}.title"),
            tuple(
                self._row(row, table.rows, f"facts.{block.facts}.rows", f"{at}.rows.{index}")
                for index, row in enumerate(block.rows)
            ),
            self._shared_remark(table.remark),
            at,
        )

    def _row(self, row: Row, labels: Mapping[str, str], labels_at: str, at: str) -> FactRow:
        if row.field is not None:
            label = self._fixed(labels[row.field], f"{labels_at}.{row.field}")
        else:
            label = self._paragraph(row.label or "", f"{at}.label")
        body: tuple[Paragraph, ...] = ()
        if row.date is not None:
            body = (Paragraph((Text(row.date.japanese()),), f"{at}.date"),)
        elif row.text is not None:
            body = self._paragraphs(row.text, f"{at}.text")
        items = tuple(
            MarkedItem(self.style.item, self._paragraph(text, f"{at}.items.{index}"))
            for index, text in enumerate(row.items or ())
        )
        remark = None
        if row.remark is not None:
            content = self._paragraph(row.remark, f"{at}.remark").content
            remark = Paragraph(_bracketed(content), f"{at}.remark")
        code = codes.of_row(row, plain(label.content, calls=False), f"{at}.qr", self.code_policy)
        return FactRow(label, body, items, remark, at, code)

    def _marks(self, block: MarksBlock, at: str) -> MarkTable:
        table = self.series.data.marks[block.marks]
        marked = set(block.marked) | ({table.other} if block.other and table.other else set())
        none = set(table.topics) - marked if block.none == "rest" else set(block.none)
        signs = {
            Answer.MARKED: (self.style.marked, table.legend.marked),
            Answer.NONE: (self.style.none, table.legend.none or ""),
            Answer.UNANSWERED: (self.style.unanswered, table.legend.unanswered),
        }
        topics = []
        for index, (key, title) in enumerate(table.topics.items()):
            answer = Answer.MARKED if key in marked else Answer.NONE if key in none else Answer.UNANSWERED
            mark, meaning = signs[answer]
            topics.append(
                Topic(
                    self.style.topic.format(letter=letter(index)),
                    self._fixed(title, f"marks.{block.marks}.topics.{key}"),
                    answer,
                    mark,
                    meaning,
                    f"{at}.topics.{key}",
                )
            )
        return MarkTable(
            caption=table.title,
            bands=_cut(topics, bands(len(topics), self.style.topics_per_band)),
            legend=self._legend(block, topics),
            other=self._other(block, topics, table.other, at),
            remark=self._shared_remark(table.remark),
            summary=_summary(table.title, topics, table.legend.marked),
            at=at,
        )

    def _legend(self, block: MarksBlock, topics: list[Topic]) -> tuple[Paragraph, ...]:
        """The marks of this table; a mark of the table is explained also where no topic has it."""
        legend = self.series.data.marks[block.marks].legend
        entries = [(self.style.marked, legend.marked, "marked")]
        if legend.none is not None:
            entries.append((self.style.none, legend.none, "none"))
            # With three answers an empty cell says something; with two it is only not marked.
            if any(topic.answer is Answer.UNANSWERED for topic in topics):
                sign = self.style.unanswered or self.style.blank
                entries.append((sign, legend.unanswered, "unanswered"))
        return tuple(
            Paragraph(
                (Text(self.style.legend.format(mark=mark, meaning=meaning)),),
                f"{SERIES}marks.{block.marks}.legend.{key}",
            )
            for mark, meaning, key in entries
        )

    def _other(self, block: MarksBlock, topics: list[Topic], key: str | None, at: str) -> Paragraph | None:
        if block.other is None or key is None:
            return None
        topic = next(topic for topic in topics if topic.at.endswith(f".topics.{key}"))
        content = self._paragraph(block.other, f"{at}.other").content
        return Paragraph((Text(f"{topic.code} {plain(topic.title.content)}："), *content), f"{at}.other")

    # --- end matter -------------------------------------------------------------------------

    def _notes(self) -> tuple[Note, ...]:
        """The notes called so far, in the order of their numbers."""
        return tuple(
            Note(key, number, self.style.note.format(number=number), *self._note(key))
            for key, number in self.order.items()
        )

    def _note(self, key: str) -> tuple[Inlines, str]:
        """A note's words and address."""
        if cite := self.cites.get(key):
            source = self.profile.sources[cite.source_id]
            item = with_archive(source, self.profile.ledger)
            citation = Citation(item, cite.locator, cite.label, cite.prefix, cite.suffix)
            return self.citation_style.render(citation), source.at
        at = f"notes.{key}"
        return self._paragraph(self.profile.data.notes[key], at).content, at

    def _contact(self, own: ContactDef | None) -> Contact:
        data = own or self.series.data.contact
        at = "contact" if own else f"{SERIES}contact"
        lines = [self._paragraph(data.organisation, f"{at}.organisation")]
        if data.tel:
            lines.append(Paragraph((Text(f"TEL：{data.tel}"),), f"{at}.tel"))
        if data.email:
            mail = Link(data.email, f"mailto:{data.email}")
            lines.append(Paragraph((Text("メール："), mail), f"{at}.email"))
        if data.website:
            lines.append(Paragraph((Link(data.website, data.website),), f"{at}.website"))
        heading = self._paragraph(data.heading, f"{at}.heading")
        code = codes.of_contact(data, plain(heading.content), f"{at}.qr", self.code_policy)
        return Contact(heading, tuple(lines), at, code)

    def _imprint(self) -> Paragraph:
        data = self.profile.data
        parts = [f"{data.edition.japanese()}版"]
        if data.as_of:
            parts.append(f"内容は{data.as_of.japanese()}時点")
        return Paragraph((Text("　".join(parts)),), "edition")


def _bracketed(content: Inlines) -> Inlines:
    return inline.merge([Text("（"), *content, Text("）")])


def _cut(topics: list[Topic], lengths: list[int]) -> tuple[tuple[Topic, ...], ...]:
    cut, start = [], 0
    for length in lengths:
        cut.append(tuple(topics[start : start + length]))
        start += length
    return tuple(cut)


def _summary(title: str, topics: list[Topic], meaning: str) -> str:
    """What the table shows, in a sentence: 10項目中1項目が提供あり：c 市場情報提供."""
    marked = [f"{t.code} {plain(t.title.content)}" for t in topics if t.answer is Answer.MARKED]
    count = f"{title}：{len(topics)}項目中{len(marked)}項目が{meaning}"
    return f"{count}（{'、'.join(marked)}）" if marked else count
