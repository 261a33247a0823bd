"""Compile partners into a book: order, contents, comparison tables, glossary, index, colophon.

Pure, like :mod:`.document`: values in, a value out. All printed texts of the booklet are made here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from brochure.assembly import booklet_counts, booklet_index, booklet_maps, booklet_tables, qr_codes
from brochure.assembly.booklet_halves import pair_halves
from brochure.assembly.booklet_members import Member, country_or_region
from brochure.assembly.booklet_openers import region_openers
from brochure.assembly.texts import SERIES, plain_series_text
from brochure.document import collation, markup
from brochure.document.book import (
    Book,
    Chapter,
    CollectedNotes,
    Colophon,
    Cover,
    Depth,
    Section,
    Term,
)
from brochure.document.drawing import Drawing
from brochure.document.house_style import HouseStyle
from brochure.document.printed_words import PrintedWords
from brochure.document.tree import (
    Callout,
    Inline,
    Inlines,
    Link,
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
from brochure.schema.booklet import Booklet, SectionDef
from brochure.schema.layout import Codes
from brochure.schema.profile import PictureDef
from brochure.schema.series import Series

PARTS = (
    *("resources", "contents", "tables", "notes", "glossary", "index", "closing", "colophon"),
    *("partner", "legend"),
)


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
    marks = tuple(
        booklet_tables.mark_comparison(key, series, members, style)
        for key in (list(series.data.marks) if data.compare_marks is None else data.compare_marks)
    )
    chapters = tuple(
        _chapter(member, series, number, words)
        for number, member in enumerate((m for m in members if m.depth is not Depth.ROW), start=1)
    )
    openers = region_openers(members, chapters, series, style) if data.openers else ()
    return Book(
        id=booklet.id,
        title=data.title,
        lang=series.data.language,
        edition=data.edition,
        cover=_cover(
            booklet, series, words, booklet_maps.cover_map(members, series, style, data.cover.colour)
        ),
        foreword=_section(data.foreword, "foreword") if data.foreword else None,
        chapters=pair_halves(chapters, words, apart={opener.before for opener in openers}),
        marks=marks,
        silent=booklet_tables.silent_partners(marks, words),
        facts=booklet_tables.fact_comparisons(data.compare_facts, members, series, words),
        notes=_collected_notes(members),
        glossary=_glossary(booklet, words),
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
        counts=booklet_counts.counted_numbers(members, series, words) if data.foreword else (),
        foreword_ground=booklet_maps.foreword_map(members, series, style) if data.foreword else None,
        openers=openers,
    )


def _glossary(booklet: Booklet, words: PrintedWords) -> tuple[Term, ...]:
    """The terms by their readings."""
    terms = sorted(
        enumerate(booklet.data.glossary),
        key=lambda pair: collation.collation_key(pair[1].reading or pair[1].term),
    )
    return tuple(
        Term(
            term.term,
            booklet_index.shown_reading(term.term, term.reading, words),
            _paragraphs(term.meaning, f"glossary.{index}.meaning")[0],
        )
        for index, term in terms
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
    return booklet.data.colophon.publisher or plain_series_text(
        series.data.contact.organisation, series, words
    )


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


def _chapter(member: Member, series: Series, number: int, words: PrintedWords) -> Chapter:
    about = member.about
    blocks = document_blocks(member.document)
    titles = (item.title for block in blocks if isinstance(block, Callout) for item in block.items)
    strength = next(titles, None)
    first = about.first_event(next(iter(series.data.known_events)))
    signed = (first[1], words.year(first[0])) if first else ()
    return Chapter(
        document=member.document,
        depth=member.depth,
        name=about.name,
        place=country_or_region(about, series),
        tab=str(number),
        region=series.data.regions.get(about.region or "", ""),
        kind=series.data.kinds.get(about.kind or "", ""),
        signed=" ".join(filter(None, signed)),
        strength=plain_text(strength.content, calls=False) if strength else "",
    )


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
