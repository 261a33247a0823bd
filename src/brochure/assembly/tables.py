"""Make the tables of a partner: fact tables and mark tables."""

from __future__ import annotations

from collections.abc import Mapping

from brochure.assembly import qr_codes
from brochure.assembly.numbering import band_lengths, topic_letter
from brochure.assembly.texts import SERIES, Texts
from brochure.document import markup
from brochure.document.house_style import HouseStyle
from brochure.document.printed_words import PrintedWords
from brochure.document.tree import (
    Answer,
    FactRow,
    FactTable,
    Inlines,
    MarkedItem,
    MarkTable,
    Paragraph,
    Part,
    Text,
    Topic,
    plain_text,
)
from brochure.schema.layout import Codes
from brochure.schema.profile import FactsBlock, MarksBlock, Row
from brochure.schema.series import LegendDef, MarkTableDef


def fact_table(texts: Texts, block: FactsBlock, at: str, code_policy: Codes) -> FactTable:
    """Return a fact table; ``code_policy`` decides which addresses get two-dimensional codes."""
    table = texts.series.data.facts[block.facts]
    return FactTable(
        texts.fixed(table.title, f"facts.{block.facts}.title"),
        tuple(
            _row(texts, row, table.rows, f"facts.{block.facts}.rows", f"{at}.rows.{index}", code_policy)
            for index, row in enumerate(block.rows)
        ),
        texts.shared_remark(table.remark),
        at,
    )


def _row(
    texts: Texts, row: Row, labels: Mapping[str, str], labels_at: str, at: str, code_policy: Codes
) -> FactRow:
    if row.field is not None:
        label = texts.fixed(labels[row.field], f"{labels_at}.{row.field}")
    else:
        label = texts.paragraph(row.label or "", f"{at}.label")
    body: tuple[Paragraph, ...] = ()
    if row.date is not None:
        body = (Paragraph((Text(texts.style.words.date(row.date)),), f"{at}.date"),)
    elif row.text is not None:
        body = texts.paragraphs(row.text, f"{at}.text")
    items = tuple(
        MarkedItem(texts.style.item, texts.paragraph(text, f"{at}.items.{index}"))
        for index, text in enumerate(row.items or ())
    )
    remark = None
    if row.remark is not None:
        content = texts.paragraph(row.remark, f"{at}.remark").content
        remark = Paragraph(_in_parentheses(content, texts.style.words), f"{at}.remark")
    code = qr_codes.row_code(row, label, f"{at}.qr", code_policy, texts.style.words)
    return FactRow(label, body, items, remark, at, code)


def mark_table(texts: Texts, block: MarksBlock, at: str) -> MarkTable:
    """Return a mark table, with its topics in bands."""
    table = texts.series.data.marks[block.marks]
    signs = answer_signs(table.legend, texts.style)
    topics = []
    answers = _answers(texts, block, table)
    for index, (key, title) in enumerate(table.topics.items()):
        answer = answers[key]
        mark, meaning = signs[answer]
        topics.append(
            Topic(
                texts.style.topic.format(letter=topic_letter(index)),
                texts.fixed(title, f"marks.{block.marks}.topics.{key}"),
                answer,
                mark,
                meaning,
                f"{at}.topics.{key}",
            )
        )
    return MarkTable(
        caption=table.title,
        bands=_cut_into_bands(topics, band_lengths(len(topics), texts.style.topics_per_band)),
        legend=_legend(texts, block, topics),
        other=_other(texts, block, topics, table.other, at),
        remark=texts.shared_remark(table.remark, block.survey),
        summary=_summary(texts.style.words, table.title, topics, table.legend.marked),
        at=at,
    )


def answer_signs(legend: LegendDef, style: HouseStyle) -> dict[Answer, tuple[str, str]]:
    """The mark that stands for each answer, and its meaning."""
    return {
        Answer.MARKED: (style.marked, legend.marked),
        Answer.NONE: (style.none, legend.none or ""),
        Answer.UNANSWERED: (style.unanswered, legend.unanswered),
        Answer.NOT_ASKED: (style.not_asked, legend.not_asked or style.words["marks.not_asked"]),
    }


def _answers(texts: Texts, block: MarksBlock, table: MarkTableDef) -> dict[str, Answer]:
    """The answer for each topic; a topic that the round of the answer did not have was not asked."""
    own = texts.round(block.survey)
    asked = table.topics if own is None else own.topics(block.marks)
    marked = set(block.marked) | ({table.other} if block.other and table.other else set())
    none = set(asked) - marked if block.none == "rest" else set(block.none)
    return {
        topic: Answer.MARKED
        if topic in marked
        else Answer.NOT_ASKED
        if topic not in asked
        else Answer.NONE
        if topic in none
        else Answer.UNANSWERED
        for topic in table.topics
    }


def _legend(texts: Texts, block: MarksBlock, topics: list[Topic]) -> tuple[Paragraph, ...]:
    """Return the legend of a mark table; it explains ○ and the mark for “none” even if no topic has them."""
    legend = texts.series.data.marks[block.marks].legend
    entries = [(texts.style.marked, legend.marked, "marked")]
    if legend.none is not None:
        entries.append((texts.style.none, legend.none, "none"))
        # An empty cell is explained only if the table also has the answer “none”.
        if any(topic.answer is Answer.UNANSWERED for topic in topics):
            sign = texts.style.unanswered or texts.style.words["marks.blank"]
            entries.append((sign, legend.unanswered, "unanswered"))
    if any(topic.answer is Answer.NOT_ASKED for topic in topics):
        entries.append((*answer_signs(legend, texts.style)[Answer.NOT_ASKED], "not_asked"))
    return tuple(
        Paragraph(
            (Text(texts.style.legend.format(mark=mark, meaning=meaning)),),
            f"{SERIES}marks.{block.marks}.legend.{key}",
        )
        for mark, meaning, key in entries
    )


def _other(
    texts: Texts, block: MarksBlock, topics: list[Topic], key: str | None, at: str
) -> Paragraph | None:
    if block.other is None or key is None:
        return None
    topic = next(topic for topic in topics if topic.at.endswith(f".topics.{key}"))
    content = texts.paragraph(block.other, f"{at}.other").content
    first, last = texts.style.words.parts("marks.other")
    before, title = f"{first}{topic.code} ", plain_text(topic.title.content)
    until = len(before) + len(title)
    parts = (
        Part(topic.at, 0, len(before)),
        Part(topic.title.at, len(before), until),
        Part("", until, until + len(last)),
    )
    return Paragraph((Text(f"{before}{title}{last}"), *content), f"{at}.other", parts)


def _in_parentheses(content: Inlines, words: PrintedWords) -> Inlines:
    before, after = words.parts("text.parentheses")
    return markup.join_texts([Text(before), *content, Text(after)])


def _cut_into_bands(topics: list[Topic], lengths: list[int]) -> tuple[tuple[Topic, ...], ...]:
    cut, start = [], 0
    for length in lengths:
        cut.append(tuple(topics[start : start + length]))
        start += length
    return tuple(cut)


def _summary(words: PrintedWords, title: str, topics: list[Topic], meaning: str) -> str:
    """Return a sentence that describes the table: 10項目中1項目が提供あり（c 市場情報提供）."""
    asked = [topic for topic in topics if topic.answer is not Answer.NOT_ASKED]
    marked = [f"{t.code} {plain_text(t.title.content)}" for t in topics if t.answer is Answer.MARKED]
    count = words.fill("marks.summary", title=title, count=len(asked), marked=len(marked), meaning=meaning)
    summary = count + words.fill("text.parentheses", text=words.listed(marked)) if marked else count
    if others := [topic.code for topic in topics if topic not in asked]:
        named = words.listed(others)
        summary = words.fill("marks.summary_not_asked", summary=summary, count=len(others), topics=named)
    return summary
