"""Compile partners into a book: order, contents, comparison tables, glossary, index, colophon.

Pure, like :mod:`.document`: values in, a value out. All printed texts of the booklet are made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from brochure.assembly import booklet_index, booklet_maps, qr_codes
from brochure.assembly.booklet_members import Member, PartnerSummary
from brochure.assembly.numbering import topic_letter
from brochure.assembly.texts import SERIES
from brochure.document import collation, markup
from brochure.document.book import (
    Book,
    Chapter,
    CollectedNotes,
    Colophon,
    Cover,
    Depth,
    FactComparison,
    MarkComparison,
    MarkRow,
    Section,
    Term,
)
from brochure.document.drawing import Drawing
from brochure.document.house_style import HouseStyle
from brochure.document.printed_words import PrintedWords
from brochure.document.tree import (
    Answer,
    FactRow,
    FactTable,
    Inline,
    Inlines,
    Link,
    MarkTable,
    Paragraph,
    Picture,
    Placement,
    Ruby,
    Strong,
    Text,
    plain_text,
)
from brochure.document.walk import document_blocks, map_question
from brochure.document.web_address import address_target
from brochure.schema.booklet import Booklet, FactColumn, SectionDef
from brochure.schema.layout import Codes
from brochure.schema.profile import PictureDef
from brochure.schema.series import Series, fill_placeholders

PARTS = ("contents", "tables", "notes", "glossary", "index", "closing", "colophon", "partner", "legend")

NO_ANSWER = "—"  # printed in a table of facts if there is no content


def compile_book(
    booklet: Booklet, series: Series, members: Sequence[Member], style: HouseStyle, code_policy: Codes
) -> Book:
    """Make the book of a booklet.

    Args:
        booklet: The booklet's file.
        series: The series, with topics, tables and contact.
        members: The partners in their order.
        style: The house style, with the signs of the comparison tables.
        code_policy: The layout's policy for the code in the colophon.
    """
    data = booklet.data
    words = style.words
    shorts = {term.term: term.short for term in data.glossary if term.short}
    members = _explain_terms(members, shorts, words)
    return Book(
        id=booklet.id,
        title=data.title,
        lang=series.data.language,
        edition=data.edition,
        cover=_cover(
            booklet, series, words, booklet_maps.cover_map(members, series, style, data.cover.colour)
        ),
        foreword=_section(data.foreword, "foreword") if data.foreword else None,
        chapters=tuple(
            _chapter(member, series, number)
            for number, member in enumerate((m for m in members if m.depth is not Depth.ROW), start=1)
        ),
        marks=tuple(
            _mark_comparison(key, series, members, style)
            for key in (list(series.data.marks) if data.compare_marks is None else data.compare_marks)
        ),
        facts=_fact_comparisons(data.compare_facts, members, series, words),
        notes=_collected_notes(members),
        glossary=tuple(
            Term(
                term.term,
                booklet_index.shown_reading(term.term, term.reading, words),
                _paragraphs(term.meaning, f"glossary.{index}.meaning")[0],
            )
            for index, term in sorted(
                enumerate(data.glossary),
                key=lambda pair: collation.collation_key(pair[1].reading or pair[1].term),
            )
        ),
        index=booklet_index.index_groups(members, [(t.term, t.reading) for t in data.glossary], words)
        if data.index
        else (),
        closing=tuple(_section(part, f"closing.{index}") for index, part in enumerate(data.closing)),
        colophon=_colophon(booklet, series, code_policy, words),
        titles={part: words[f"book.{part}"] for part in PARTS},
        separator=words["text.separator"],
        start=data.start,
        multiple=data.multiple,
        binding=data.binding,
        world=booklet_maps.all_partners(members, series, style, data.edition),
    )


def _collected_notes(members: Sequence[Member]) -> tuple[CollectedNotes, ...]:
    """The notes at the end of the book, if a partner has its notes there."""
    if not any(member.document.placement is Placement.BOOKLET for member in members):
        return ()
    return tuple(
        CollectedNotes(member.document.id, member.about.name, member.document.notes)
        for member in members
        if member.document.notes and member.depth is not Depth.ROW
    )


# --- texts of the booklet itself ----------------------------------------------------------------


def _paragraphs(text: str, at: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(content, at) for content in markup.parse_markup(text).paragraphs)


def _plain(text: str, series: Series, words: PrintedWords) -> str:
    """Return a text of the series file without markup, with its placeholders replaced, on one line."""
    filled = fill_placeholders(text, {"survey": words.date(series.data.survey)})
    return "".join(plain_text(content) for content in markup.parse_markup(filled).paragraphs)


def _section(part: SectionDef, at: str) -> Section:
    return Section(part.title, _paragraphs(part.text, f"{at}.text"))


def _cover(booklet: Booklet, series: Series, words: PrintedWords, drawing: Drawing | None) -> Cover:
    data = booklet.data
    lines: dict[str, str] = {}
    if data.seminar:
        date = data.seminar.date and words.date(data.seminar.date)
        parts = {"name": data.seminar.name, "date": date, "place": data.seminar.place}
        lines = {f"seminar.{key}": part for key, part in parts.items() if part}
    return Cover(
        colour=data.cover.colour,
        above=data.cover.above or "",
        title=data.title,
        subtitle=data.subtitle or "",
        seminar=tuple(lines.values()),
        publisher=_publisher(booklet, series, words),
        edition=words.edition(data.edition),
        photo=_photo(data.cover.photo),
        seminar_at=tuple(lines),
        publisher_at="colophon.publisher" if data.colophon.publisher else f"{SERIES}contact.organisation",
        map=drawing,
    )


def _photo(photo: PictureDef | None) -> Picture | None:
    if photo is None:
        return None
    credit = _paragraphs(photo.credit, "cover.photo.credit")[0] if photo.credit else None
    return Picture(photo.file, photo.alt, credit, "cover.photo")


def _publisher(booklet: Booklet, series: Series, words: PrintedWords) -> str:
    return booklet.data.colophon.publisher or _plain(series.data.contact.organisation, series, words)


def _colophon(booklet: Booklet, series: Series, code_policy: Codes, words: PrintedWords) -> Colophon:
    data, contact = booklet.data, series.data.contact
    published = data.colophon.published or data.edition
    lines: list[tuple[str, Inlines]] = [
        (
            words["colophon.published"],
            (
                Text(
                    words.fill(
                        "colophon.date", date=words.date(published), edition=words.edition(data.edition)
                    )
                ),
            ),
        ),
        (words["colophon.publisher"], (Text(_publisher(booklet, series, words)),)),
    ]
    if contact.tel:
        lines.append((words["colophon.tel"], (Text(contact.tel),)))
    if contact.email:
        lines.append((words["colophon.email"], (Link(contact.email, f"mailto:{contact.email}"),)))
    lines += [
        ("", paragraph.content)
        for index, line in enumerate(data.colophon.lines)
        for paragraph in _paragraphs(line, f"colophon.lines.{index}")
    ]
    code = None
    if online := data.colophon.online:
        label = words["colophon.online"]
        lines.append((label, (Link(online, address_target(online)),)))
        code = qr_codes.address_code(address_target(online), label, "colophon.online", code_policy, words)
    return Colophon(data.title, tuple(lines), code)


# --- partners -----------------------------------------------------------------------------------


def _place(partner: PartnerSummary, series: Series) -> str:
    return partner.country or series.data.regions.get(partner.region or "", "")


def _chapter(member: Member, series: Series, number: int) -> Chapter:
    place = _place(member.about, series)
    return Chapter(member.document, member.depth, member.about.name, place, str(number))


def _explain_terms(members: Sequence[Member], shorts: dict[str, str], words: PrintedWords) -> list[Member]:
    """Insert the short explanation of each term after its first use in a profile's texts."""
    if not shorts:
        return list(members)
    left = dict(shorts)

    def explain(paragraph: Paragraph) -> Paragraph:
        if not left or paragraph.at.startswith("_"):
            return paragraph
        return replace(paragraph, content=_first_uses(paragraph.content, left, words))

    done = []
    for member in members:
        if member.depth is Depth.ROW:
            done.append(member)
            continue
        questions = tuple(map_question(question, explain) for question in member.document.questions)
        done.append(replace(member, document=replace(member.document, questions=questions)))
    return done


def _first_uses(content: Inlines, left: dict[str, str], words: PrintedWords) -> Inlines:
    found: list[Inline] = []
    for part in content:
        if isinstance(part, Strong):
            found.append(Strong(_first_uses(part.children, left, words)))
            continue
        if isinstance(part, Text):
            text = part.text
            for term in [term for term in left if term in text]:
                before, _, behind = text.partition(term)
                short = words.fill("text.parentheses", text=left.pop(term))
                text = f"{before}{term}{short}{behind}"
            found.append(Text(text))
            continue
        found.append(part)
        if isinstance(part, Ruby) and part.base in left:
            found.append(Text(words.fill("text.parentheses", text=left.pop(part.base))))
    return markup.join_texts(found)


# --- comparisons --------------------------------------------------------------------------------


def _mark_comparison(
    key: str, series: Series, members: Iterable[Member], style: HouseStyle
) -> MarkComparison:
    table = series.data.marks[key]
    topics = tuple(
        (style.topic.format(letter=topic_letter(index)), _plain(title, series, style.words))
        for index, title in enumerate(table.topics.values())
    )
    rows = tuple(_mark_row(member, key, series, style.words) for member in members)
    answers = {cell[0] for row in rows for cell in row.cells}
    legend = [style.legend.format(mark=style.marked, meaning=table.legend.marked)]
    if table.legend.none and Answer.NONE in answers:
        legend.append(style.legend.format(mark=style.none, meaning=table.legend.none))
    if Answer.UNANSWERED in answers:
        blank = style.unanswered or style.words["marks.blank"]
        legend.append(style.legend.format(mark=blank, meaning=table.legend.unanswered))
    remarks = (
        [style.remark + _plain(series.data.remarks[table.remark], series, style.words)]
        if table.remark
        else []
    )
    answered = sum(bool(row.cells) for row in rows)
    words = style.words
    summary = words.fill("book.summary", title=table.title, count=len(rows), answered=answered)
    if marked := list(filter(None, (_marked_topics(row, topics, words) for row in rows))):
        partners = words["text.separator"].join(marked)
        meaning = table.legend.marked
        summary = words.fill("book.marked", summary=summary, meaning=meaning, partners=partners)
    return MarkComparison(
        title=table.title,
        topics=topics,
        rows=rows,
        legend=tuple(legend),
        remarks=tuple(remarks),
        summary=summary,
        at=f"{SERIES}marks.{key}",
        topic_ats=tuple(f"{SERIES}marks.{key}.topics.{topic}" for topic in table.topics),
    )


def _marked_topics(row: MarkRow, topics: Sequence[tuple[str, str]], words: PrintedWords) -> str:
    """The marked topics of a partner, for the summary that a screen reader reads; empty if there are none."""
    cells = zip(row.cells, topics, strict=False)
    marked = [f"{code} {title}" for (answer, _, _), (code, title) in cells if answer is Answer.MARKED]
    if not marked:
        return ""
    return row.name + words.fill("text.parentheses", text=words["text.separator"].join(marked))


def _mark_row(member: Member, key: str, series: Series, words: PrintedWords) -> MarkRow:
    partner, name = member.document.id, member.about.name
    table = _mark_table(member, key)
    if table is None:
        instead = _plain(series.data.no_answer, series, words)
        return MarkRow(partner, name, (), instead, (f"answers.marks.{key}",))
    topics = [topic for band in table.bands for topic in band]
    cells = tuple((topic.answer, topic.mark, topic.meaning) for topic in topics)
    return MarkRow(partner, name, cells, ats=tuple(topic.at for topic in topics))


def _mark_table(member: Member, key: str) -> MarkTable | None:
    """Return a partner's mark table of a kind, or None; it is found by its address in the profile."""
    places = {at for kind, at in member.about.marks if kind == key}
    return next((table for table in _blocks(member, MarkTable) if table.at in places), None)


Kind = TypeVar("Kind")


def _blocks(member: Member, kind: type[Kind]) -> list[Kind]:
    return [block for block in document_blocks(member.document) if isinstance(block, kind)]


def _fact_comparisons(
    columns: Sequence[FactColumn], members: Sequence[Member], series: Series, words: PrintedWords
) -> tuple[FactComparison, ...]:
    if not columns:
        return ()
    rows = tuple(
        (
            member.document.id,
            member.about.name,
            tuple(_fact_cell(column, member, series, words) for column in columns),
        )
        for member in members
    )
    ats = tuple(tuple(_fact_address(column, member) for column in columns) for member in members)
    absent = words["book.no_fact"]  # what a screen reader says in place of the sign
    spoken = tuple(
        tuple(absent if plain_text(cell) == NO_ANSWER else "" for cell in cells) for _, _, cells in rows
    )
    heads = tuple(column.title for column in columns)
    is_absent = any(any(of_row) for of_row in spoken)
    sign = words.fill("book.sign", sign=NO_ANSWER, meaning=absent) if is_absent else ""
    return (FactComparison(words["book.facts"], heads, rows, ats, spoken, sign),)


def _fact_address(column: FactColumn, member: Member) -> str:
    """The address of a fact in the profile; if there is none, that of the place where it can be added."""
    partner = member.about
    match column.value:
        case "place":
            return "partner.country" if partner.country else "partner.region"
        case "mou":
            return "milestones"
        case "as_of":
            return "as_of"
    row = _fact_row(column, member)
    return row.at if row else f"answers.facts.{column.facts}"


def _fact_cell(column: FactColumn, member: Member, series: Series, words: PrintedWords) -> Inlines:
    partner = member.about
    match column.value:
        case "place":
            return (Text(_place(partner, series) or NO_ANSWER),)
        case "mou":
            return (Text(words.date(partner.first_mou) if partner.first_mou else NO_ANSWER),)
        case "as_of":
            return (Text(words.date(partner.as_of) if partner.as_of else NO_ANSWER),)
    row = _fact_row(column, member)
    if row is None:
        return (Text(NO_ANSWER),)
    pieces = [plain_text(p.content, calls=False) for p in row.body]
    pieces += [plain_text(item.body.content, calls=False) for item in row.items]
    return (Text(" ".join(pieces) or NO_ANSWER),)


def _fact_row(column: FactColumn, member: Member) -> FactRow | None:
    places = {at for kind, row, at in member.about.facts if (kind, row) == (column.facts, column.field)}
    return next((row for table in _blocks(member, FactTable) for row in table.rows if row.at in places), None)
