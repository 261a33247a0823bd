"""Assemble the document of a partner from its profile and the series.

Numbers of questions and notes, letters of topics, marks, signs, legends, dates and fixed texts are made here
and in the modules it calls, and nowhere else. Pure: values in, a value out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import assert_never

from brochure.assembly import qr_codes, title_drawings
from brochure.assembly.citation import CitationStyle
from brochure.assembly.cited_fields import citation_of
from brochure.assembly.key_numbers import titled_items
from brochure.assembly.numbering import NoteNumbering
from brochure.assembly.stale_values import stale_dates
from brochure.assembly.tables import fact_table, mark_table
from brochure.assembly.texts import SERIES, Texts
from brochure.document.drawing import Years
from brochure.document.house_style import HouseStyle
from brochure.document.line_breaking import is_kanji
from brochure.document.picture_crop import CENTRE
from brochure.document.tree import (
    Block,
    BulletList,
    Callout,
    CaseList,
    Contact,
    Document,
    Figure,
    Foreign,
    Inlines,
    Link,
    Note,
    NoteList,
    Paragraph,
    Part,
    Picture,
    Placement,
    Question,
    Remark,
    Strip,
    Text,
    TitleBlock,
)
from brochure.document.web_address import address_target
from brochure.schema.layout import Codes
from brochure.schema.profile import (
    NO_CREDIT,
    BulletsBlock,
    CalloutBlock,
    CasesBlock,
    CroppedPictureDef,
    FactsBlock,
    FigureBlock,
    MarksBlock,
    ParagraphBlock,
    Partner,
    PictureDef,
    Profile,
    RemarkBlock,
    StripBlock,
    StripPictureDef,
)
from brochure.schema.profile import Block as BlockData
from brochure.schema.series import ContactDef, Series


def assemble_document(
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
        profile, series: The profile and the series.
        style: The layout's house style.
        citation_style: The formatter of citations.
        code_policy: The layout's policy for two-dimensional codes.
        first_note: The number of the first note, if a booklet numbers notes through.
    """
    texts = Texts(profile, series, style, NoteNumbering(style.note, first_note))
    return _Assembly(profile, series, style, citation_style, code_policy, texts).document()


@dataclass
class _Assembly:
    profile: Profile
    series: Series
    style: HouseStyle
    citation_style: CitationStyle
    code_policy: Codes
    texts: Texts
    listed: int = 0  # number of notes already listed after a question

    def document(self) -> Document:
        data, shared = self.profile.data, self.series.data
        partner, words = data.partner, self.style.words
        questions = self._questions()
        has_unanswered = any(question.unanswered for question in questions)
        heading = Paragraph((Text(words["unanswered.heading"]),), "_words:unanswered")
        return Document(
            id=self.profile.id,
            title=(
                words.fill("title.with_country", name=partner.name, country=partner.country)
                if partner.country
                else partner.name
            ),
            series=shared.title,
            lang=shared.language,
            accent=data.accent,
            edition=data.edition,
            heading=self._title(partner),
            questions=questions,
            notes=self._notes(),
            placement=self.style.placement,
            contact=self._contact(data.contact),
            imprint=self._imprint(),
            unanswered=heading if has_unanswered else None,
            years=self._years(),
        )

    # --- parts ------------------------------------------------------------------------------

    def _title(self, partner: Partner) -> TitleBlock:
        data = self.profile.data
        # A reading is printed only for names in kanji: that of メリーランド州 or WHO is for sorting only.
        reading = partner.reading if is_kanji(partner.name[0]) else None
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
            kicker=self._kicker(partner),
            name=Paragraph((Text(partner.name),), "partner.name"),
            readings=tuple(readings),
            photo=self._picture(data.photo, "photo"),
            flag=self._picture(data.flag, "flag"),
            locator=title_drawings.title_locator(self.profile, self.series, self.style),
        )

    def _years(self) -> Years | None:
        return title_drawings.partner_years(self.profile, self.series, self.style)

    def _kicker(self, partner: Partner) -> Paragraph:
        """The line above the name: country and milestones, or country and kind if the years have an axis."""
        # A partner without a country, such as an office of the United Nations, shows its region instead.
        country, region = partner.country, self.series.data.regions.get(partner.region or "")
        label = f"{SERIES}regions.{partner.region}"
        pieces = [("partner.country", country)] if country else [(label, region or "")]
        words = self.style.words
        if self._years():
            kind = self.series.data.kinds.get(partner.kind or "")
            kind = kind if kind != pieces[0][1] else None  # 国際機関 is a region and a kind
            between = words["title.after_place"] if pieces[0][1] else ""
            pieces += [("", between), (f"{SERIES}kinds.{partner.kind}", kind)] if kind else []
            return _paragraph_of_values(pieces, "partner.country")
        for index, event in enumerate(self.profile.data.milestones):
            between = words["title.between_events"] if index else words["title.after_place"]
            at = f"milestones.{index}"
            pieces.append(("", between if index or pieces[0][1] else ""))
            pieces += [(f"{at}.label", event.label), ("", words["title.before_year"])]
            pieces.append((f"{at}.date", words.year(event.date)))
        return _paragraph_of_values(pieces, "partner.country")

    def _picture(self, data: PictureDef | None, at: str) -> Picture | None:
        if data is None:
            return None
        focus = data.focus_point if isinstance(data, CroppedPictureDef) else CENTRE
        return Picture(data.file, data.alt, self._credit(data.credit, at), at, focus)

    def _credit(self, text: str | None, at: str) -> Paragraph | None:
        """Return the credit line, or None if the profile gives none or says that none is needed."""
        return self.texts.paragraph(text, f"{at}.credit") if text and text.strip() not in NO_CREDIT else None

    def _questions(self) -> tuple[Question, ...]:
        """The questions; the last of adjoining ones without an answer says why there is none."""
        listed = list(islice(self.series.data.questions.items(), self.style.questions))
        reasons = [self._reason(key) for key, _ in listed]
        return tuple(
            self._question(number, key, text, "" if reason == follows else reason)
            for number, ((key, text), reason, follows) in enumerate(
                zip(listed, reasons, [*reasons[1:], ""], strict=True), start=1
            )
        )

    def _reason(self, question: str) -> str:
        """Why a question has no answer: the key of the words for it; empty if it has one."""
        if self.profile.data.answers.get(question):
            return ""
        own = self.texts.round()
        return "unanswered.sentence" if own is None or question in own.questions else "unanswered.not_asked"

    def _question(self, number: int, key: str, text: str, reason: str) -> Question:
        at = f"answers.{key}"
        blocks = tuple(
            made
            for index, block in enumerate(self.profile.data.answers.get(key, []))
            for made in (*self._block(block, f"{at}.{index}"), *self._stale_remarks(block))
        )
        unanswered = not blocks
        if unanswered and reason:
            blocks = (self._unanswered(reason),)
        if self.style.placement is Placement.SECTION:
            notes = self._notes()[self.listed :]
            self.listed += len(notes)
            blocks += (NoteList(notes, at),) if notes else ()
        return Question(
            id=key,
            number=number,
            label=self.style.question.format(number=number),
            title=self.texts.fixed(text, f"questions.{key}"),
            blocks=blocks,
            at=at,
            unanswered=unanswered,
        )

    def _unanswered(self, reason: str) -> Paragraph:
        """The sentence that stands for missing answers, with the date of which it is true."""
        words, own = self.style.words, self.texts.round()
        date, at = words.date(self.profile.data.edition), self._edition_at()
        if reason == "unanswered.not_asked" and own:
            date, at = words.date(own.asked), f"{SERIES}surveys.{self.profile.data.survey}.asked"
        before, after = words.parts(reason)
        part = Part(at, len(before), len(before) + len(date))
        return Paragraph((Text(before + date + after),), f"{SERIES}no_answer", (part,))

    def _block(self, block: BlockData, at: str) -> Iterable[Block]:
        match block:
            case ParagraphBlock():
                yield from self.texts.paragraphs(block.paragraph, f"{at}.paragraph")
            case BulletsBlock():
                items = (
                    self.texts.paragraphs(text, f"{at}.bullets.{index}")
                    for index, text in enumerate(block.bullets)
                )
                yield BulletList(tuple(items), at)
            case CalloutBlock():
                heading = self.texts.fixed(
                    self.series.data.callouts[block.callout], f"callouts.{block.callout}"
                )
                yield Callout(heading, titled_items(self.texts, block.items, f"{at}.items"), at)
            case FactsBlock():
                yield fact_table(self.texts, block, at, self.code_policy)
            case MarksBlock():
                yield mark_table(self.texts, block, at)
            case CasesBlock():
                cases = self.series.data.cases
                heading = self.texts.fixed(
                    cases.heading or self.style.words["cases.heading"], "cases.heading"
                )
                yield CaseList(
                    heading,
                    titled_items(self.texts, block.cases, f"{at}.cases"),
                    self.texts.shared_remark(cases.remark, block.survey),
                    at,
                )
            case FigureBlock():
                caption = self.texts.paragraph(block.caption, f"{at}.caption") if block.caption else None
                picture = Picture(block.figure, block.alt, self._credit(block.credit, at), f"{at}.figure")
                yield Figure(picture, caption, block.width, at)
            case StripBlock():
                figures = (
                    self._strip_figure(one, f"{at}.strip.{index}") for index, one in enumerate(block.strip)
                )
                yield Strip(tuple(figures), at)
            case RemarkBlock():
                here = f"{at}.remark"
                yield Remark(self.style.remark, self.texts.paragraphs(block.remark, here), here)
            case _:
                assert_never(block)

    def _stale_remarks(self, block: BlockData) -> Iterator[Remark]:
        """The dates of what is old in a block, if the layout asks for them."""
        words = self.style.words
        found = stale_dates(block, self.profile, self.series) if self.style.mark_stale else {}
        for date, labels in found.items():
            key = "stale.rows" if labels else "stale.block"
            text = words.fill(key, rows=words.listed(labels), date=words.date(date))
            yield Remark(self.style.remark, (Paragraph((Text(text),), "_words:stale"),), "_words:stale")

    def _strip_figure(self, data: StripPictureDef, at: str) -> Figure:
        caption = self.texts.paragraph(data.caption, f"{at}.caption") if data.caption else None
        credit = self._credit(data.credit, at)
        return Figure(Picture(data.file, data.alt, credit, f"{at}.file", data.focus_point), caption, "", at)

    # --- end matter -------------------------------------------------------------------------

    def _notes(self) -> tuple[Note, ...]:
        """Return the notes called so far, in the order of their numbers."""
        return tuple(
            Note(key, number, self.style.note.format(number=number), *self._note(key))
            for key, number in self.texts.numbers.order.items()
        )

    def _note(self, key: str) -> tuple[Inlines, str]:
        """Return the text and the address of a note."""
        if cite := self.texts.cites.get(key):
            source = self.profile.sources[cite.source_id]
            return self.citation_style.render(citation_of(cite, self.profile)), source.at
        at = f"notes.{key}"
        return self.texts.paragraph(self.profile.data.notes[key], at).content, at

    def _contact(self, own: ContactDef | None) -> Contact:
        data, words = own or self.series.data.contact, self.style.words
        at = "contact" if own else f"{SERIES}contact"

        def text(key: str, typed: str) -> Paragraph:  # only the series file has placeholders
            return (
                self.texts.paragraph(typed, f"{at}.{key}")
                if own
                else self.texts.fixed(typed, f"contact.{key}")
            )

        lines = [text("organisation", data.organisation)]
        if data.tel:
            lines.append(Paragraph((Text(words["contact.tel"] + data.tel),), f"{at}.tel"))
        if data.email:
            mail = Link(data.email, f"mailto:{data.email}")
            lines.append(Paragraph((Text(words["contact.email"]), mail), f"{at}.email"))
        if data.website:
            lines.append(Paragraph((Link(data.website, address_target(data.website)),), f"{at}.website"))
        heading = text("heading", data.heading or words["contact.heading"])
        code = qr_codes.contact_code(data, heading, f"{at}.qr", self.code_policy, words)
        return Contact(heading, tuple(lines), at, code)

    def _edition_at(self) -> str:
        """The address of the edition: in the profile, or in the series if the profile has none."""
        own = self.profile.source.data
        return "edition" if isinstance(own, dict) and own.get("edition") else f"{SERIES}edition"

    def _imprint(self) -> Paragraph:
        data, words = self.profile.data, self.style.words
        pieces: list[tuple[str, str]] = []
        for key, form, date in (("edition", "name", data.edition), ("as_of", "contents_of", data.as_of)):
            if date:
                before, after = words.parts(f"edition.{form}")
                at = self._edition_at() if key == "edition" else key
                pieces += [("", before), (at, words.date(date)), ("", after)]
        return _paragraph_of_values(pieces, "edition")


def _paragraph_of_values(pieces: Sequence[tuple[str, str]], at: str) -> Paragraph:
    """A paragraph of pieces (address, text); a piece without an address is text of ours."""
    text, parts = "", []
    for own, words in pieces:
        if words:
            parts.append(Part(own, len(text), len(text) + len(words)))
        text += words
    return Paragraph((Text(text),), at, tuple(parts))
