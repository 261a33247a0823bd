"""The comparison tables of a booklet (早見表): marks and facts of all partners."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TypeVar

from brochure.assembly.booklet_members import Member, country_or_region
from brochure.assembly.numbering import band_lengths, topic_letter
from brochure.assembly.tables import answer_signs
from brochure.assembly.texts import SERIES, plain_series_text
from brochure.document.book import FactComparison, MarkComparison, MarkRow, SilentPartners
from brochure.document.house_style import HouseStyle
from brochure.document.printed_words import PrintedWords
from brochure.document.tree import Answer, FactRow, FactTable, Inlines, MarkTable, Text, plain_text
from brochure.document.walk import document_blocks
from brochure.schema.booklet import FactColumn
from brochure.schema.series import Series


def mark_comparison(key: str, series: Series, members: Sequence[Member], style: HouseStyle) -> MarkComparison:
    table = series.data.marks[key]
    topics = tuple(
        (style.topic.format(letter=topic_letter(index)), plain_series_text(title, series, style.words))
        for index, title in enumerate(table.topics.values())
    )
    everyone = [_mark_row(member, key) for member in members]
    rows = tuple(row for row in everyone if row.cells)
    answers = {cell[0] for row in rows for cell in row.cells}
    legend = [style.legend.format(mark=style.marked, meaning=table.legend.marked)]
    if table.legend.none and Answer.NONE in answers:
        legend.append(style.legend.format(mark=style.none, meaning=table.legend.none))
    if Answer.UNANSWERED in answers:
        blank = style.unanswered or style.words["marks.blank"]
        legend.append(style.legend.format(mark=blank, meaning=table.legend.unanswered))
    if Answer.NOT_ASKED in answers:
        mark, meaning = answer_signs(table.legend, style)[Answer.NOT_ASKED]
        legend.append(style.legend.format(mark=mark, meaning=meaning))
    words = style.words
    summary = words.fill("book.summary", title=table.title, count=len(everyone), answered=len(rows))
    if marked := list(filter(None, (_marked_topics(row, topics, words) for row in rows))):
        partners = words["text.separator"].join(marked)
        meaning = table.legend.marked
        summary = words.fill("book.marked", summary=summary, meaning=meaning, partners=partners)
    return MarkComparison(
        title=table.title,
        topics=topics,
        rows=rows,
        legend=tuple(legend),
        remarks=tuple(_remarks(key, members, style)),
        summary=summary,
        silent=tuple(row.name for row in everyone if not row.cells),
        bands=tuple(pairwise(accumulate(band_lengths(len(topics), style.topics_per_band), initial=0))),
        at=f"{SERIES}marks.{key}",
        topic_ats=tuple(f"{SERIES}marks.{key}.topics.{topic}" for topic in table.topics),
    )


def _remarks(key: str, members: Sequence[Member], style: HouseStyle) -> Iterator[str]:
    """Yield the remarks of the partners' own tables; where they differ, each with the names of its partners.

    They differ by the rounds of the survey in which the partners answered.
    """
    names: dict[str, list[str]] = {}
    for member in members:
        if (table := _mark_table(member, key)) and table.remark:
            text = "".join(plain_text(one.content, calls=False) for one in table.remark.body)
            names.setdefault(text, []).append(member.about.name)
    for text, those in names.items():
        named = style.words.fill("text.parentheses", text=style.words.listed(those))
        yield style.remark + text + (named if len(names) > 1 else "")


def silent_partners(tables: Sequence[MarkComparison], words: PrintedWords) -> tuple[SilentPartners, ...]:
    """The partners without an answer, for tables that have them; once for tables that lack the same ones."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for table in tables:
        if table.silent:
            groups.setdefault(table.silent, []).append(table.title)
    found = []
    for names, titles in groups.items():
        head = words.fill("book.silent", count=len(names))
        if len(groups) > 1:
            head = words.listed(titles) + words.fill("text.parentheses", text=head)
        found.append(SilentPartners(head, words.listed(names)))
    return tuple(found)


def _marked_topics(row: MarkRow, topics: Sequence[tuple[str, str]], words: PrintedWords) -> str:
    """The marked topics of a partner, for the summary that a screen reader reads; empty if there are none."""
    cells = zip(row.cells, topics, strict=False)
    marked = [f"{code} {title}" for (answer, _, _), (code, title) in cells if answer is Answer.MARKED]
    if not marked:
        return ""
    return row.name + words.fill("text.parentheses", text=words["text.separator"].join(marked))


def _mark_row(member: Member, key: str) -> MarkRow:
    """The row of a partner; without cells if it was not asked or did not answer."""
    partner, name = member.document.id, member.about.name
    table = _mark_table(member, key)
    topics = [topic for band in table.bands for topic in band] if table else []
    cells = tuple((topic.answer, topic.mark, topic.meaning) for topic in topics)
    return MarkRow(partner, name, cells, ats=tuple(topic.at for topic in topics))


def _mark_table(member: Member, key: str) -> MarkTable | None:
    """Return a partner's mark table of a kind, or None; it is found by its address in the profile."""
    places = {at for kind, at in member.about.marks if kind == key}
    return next((table for table in _blocks(member, MarkTable) if table.at in places), None)


Kind = TypeVar("Kind")


def _blocks(member: Member, kind: type[Kind]) -> list[Kind]:
    return [block for block in document_blocks(member.document) if isinstance(block, kind)]


def fact_comparisons(
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
    heads = tuple(column.title for column in columns)
    return (FactComparison(words["book.facts"], heads, rows, ats, words["book.no_fact"]),)


def _fact_address(column: FactColumn, member: Member) -> str:
    """The address of a fact in the profile; if there is none, that of the place where it can be added."""
    partner = member.about
    match column.value:
        case "place":
            return "partner.country" if partner.country else "partner.region"
        case "as_of":
            return "as_of"
        case str():
            return "milestones"
    row = _fact_row(column, member)
    return row.at if row else f"answers.facts.{column.tables[0]}"


def _fact_cell(column: FactColumn, member: Member, series: Series, words: PrintedWords) -> Inlines:
    partner, absent = member.about, words["book.no_fact"]
    match column.value:
        case "place":
            return (Text(country_or_region(partner, series) or absent),)
        case "as_of":
            return (Text(words.date(partner.as_of) if partner.as_of else absent),)
        case str(kind):
            return (Text(_first_event(kind, column, member, series, words) or absent),)
    row = _fact_row(column, member)
    if row is None:
        return (Text(absent),)
    body = "".join(plain_text(p.content, calls=False) for p in row.body)
    items = [plain_text(item.body.content, calls=False) for item in row.items]
    return (Text(words.listed([piece for piece in (body, *items) if piece]) or absent),)


def _first_event(kind: str, column: FactColumn, member: Member, series: Series, words: PrintedWords) -> str:
    """The date of the first event of a kind; with its name, unless the column or the series says it."""
    found = member.about.first_event(kind)
    if found is None:
        return ""
    date, name = found
    plain_name = re.split("[（(]", name)[0].strip()
    is_said = plain_name in column.title or series.data.known_events.get(kind, "") in name
    return words.date(date) if is_said else f"{words.date(date)} {name}"


def _fact_row(column: FactColumn, member: Member) -> FactRow | None:
    places = {at for kind, row, at in member.about.facts if kind in column.tables and row == column.field}
    return next((row for table in _blocks(member, FactTable) for row in table.rows if row.at in places), None)
