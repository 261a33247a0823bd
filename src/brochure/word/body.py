"""The body of a document as WordprocessingML: title, questions and answers, contact.

This module writes structure (tables and their widths, rows that do not break, fields, bookmarks). The
appearance comes from the styles of reference.docx.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from brochure.document.question_groups import QuestionGroup, column_starts, question_groups
from brochure.document.tree import (
    Block,
    BulletList,
    Callout,
    CaseList,
    Document,
    FactTable,
    Figure,
    MarkTable,
    NoteList,
    Paragraph,
    Placement,
    Question,
    Remark,
    Strip,
    TitledItem,
)
from brochure.word import ooxml, tables
from brochure.word.composition import Composition
from brochure.word.contact import compose_contact
from brochure.word.figures import compose_figure, compose_strip
from brochure.word.keep_together import keep_together
from brochure.word.measure import WordPage
from brochure.word.numbered_lists import continued_list
from brochure.word.numbers import compose_numbers
from brochure.word.page_setup import SectionSetUp
from brochure.word.title import compose_opening, compose_title


def compose_body(
    own: Composition, document: Document, *, mark: str, columns: Columns | None = None
) -> list[str]:
    """The whole text in reading order, as paragraphs and tables; the last element is a paragraph.

    Args:
        own: The composition.
        document: The document.
        mark: The bookmark that identifies the profile.
        columns: The columns of the questions, which are a section of their own; ``None`` without columns.
    """
    head = [compose_opening(own, document, mark), *compose_title(own, document)]
    within = own if columns is None else replace(own, page=columns.page)
    label_width = tables.widest_label(within, document)
    answers: list[str] = []
    list_of_questions, is_interrupted = "", False
    for index, group in enumerate(question_groups(document)):
        starts = "" if columns is None else columns.start(index)
        if group.unanswered:
            answers += _unanswered(within, group, starts, within_columns=columns is not None)
        else:
            [question] = group.questions
            if is_interrupted:  # Word numbers the questions; it does not count those without an answer
                list_of_questions = _numbered_from(own, question, "question")
            answers += _question(within, question, label_width, starts, list_of_questions)
        is_interrupted = group.unanswered
        if document.placement is Placement.SECTION:
            answers[-1] = ooxml.end_section(answers[-1])
    if columns is None:
        contact = compose_contact(own, document.contact)
        foot = [*contact, own.styled_paragraph("imprint", document.imprint)]
    else:
        head.append(ooxml.end_section(own.gap_paragraph()))
        if answers and document.placement is not Placement.SECTION:
            answers[-1] = ooxml.end_section(answers[-1])
        foot = [*compose_contact(own, document.contact, document.imprint), own.gap_paragraph()]
    return keep_together(own, list(separate_tables(own, [*head, *answers, *foot])))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the questions.

    Attributes:
        page: A page as wide as a column.
        begins: The indices of the groups of questions that begin a column, except the first.
        count: How many there are.
    """

    page: WordPage
    begins: frozenset[int]
    count: int

    @classmethod
    def of(cls, set_up: SectionSetUp, document: Document) -> Columns:
        """The columns of a set-up for a document."""
        return cls(set_up.column_page(), column_starts(document, set_up.columns), set_up.columns)

    def start(self, index: int) -> str:
        """How a group of questions starts: ``first`` of the columns, ``next`` column, or empty."""
        return "next" if index in self.begins else "" if index else "first"


def _question(
    own: Composition, question: Question, label_width: int, starts: str, numbered: str
) -> list[str]:
    """A heading, counted by its style or by ``numbered``, and the answer, which ends in a paragraph."""
    style = own.ids["question"]
    room = own.page.type_width() - sum(own.ids.sheet.indents(style))
    heading = own.anchored_name("question", question.title, room)
    before = ooxml.column_break() if starts == "next" else ""
    more = numbered + (ooxml.FIRST_OF_COLUMN if starts else "")
    elements = [ooxml.paragraph(style, before + heading, more)]
    for block in question.blocks:
        elements += _block(own, block, label_width)
    return elements


def _unanswered(own: Composition, group: QuestionGroup, starts: str, *, within_columns: bool) -> list[str]:
    """Questions without an answer: a heading, a line each, and the sentence that says so."""
    role = own.ids.role("unanswered_heading")
    before = ooxml.column_break() if starts == "next" else ""
    more = ooxml.FIRST_OF_COLUMN if starts else ""
    heading = own.anchored_text(role, group.heading) if group.heading else ""
    elements = [ooxml.paragraph(own.ids[role], before + heading, more)]
    line = own.ids.role("unanswered")
    numbered = _numbered_from(own, group.questions[0], line)
    for question in group.questions:
        elements.append(ooxml.paragraph(own.ids[line], own.anchored_text(line, question.title), numbered))
        elements += [
            own.styled_paragraph(line, block) for block in question.blocks if isinstance(block, Paragraph)
        ]
    if (
        not within_columns
    ):  # LibreOffice moves what follows columns to the next page if lines are kept together
        elements[:-1] = map(ooxml.keep_with_next, elements[:-1])
    return elements


def _numbered_from(own: Composition, question: Question, role: str) -> str:
    """The properties of paragraphs that count questions in a list of their own, from this one on."""
    found = continued_list(own.ids.sheet, own.ids["question"], question.number, own.ids[role])
    return ooxml.in_list(found)


def _block(own: Composition, block: Block, label_width: int) -> list[str]:
    match block:
        case Paragraph():
            return [own.styled_paragraph("text", block)]
        case BulletList(items):
            return [element for item in items for element in own.item_paragraphs("bullet", item)]
        case Callout(heading, items):
            return [
                own.styled_paragraph("callout_heading", heading),
                *_titled_items(own, "callout", items),
                own.gap_paragraph(),
            ]
        case FactTable():
            return tables.compose_fact_table(own, block, label_width)
        case MarkTable():
            return tables.compose_mark_table(own, block)
        case CaseList(heading, items, remark):
            cases = [own.styled_paragraph("case_heading", heading), *_titled_items(own, "case", items)]
            return [*cases, *own.remark_paragraphs(remark), own.gap_paragraph()]
        case Figure():
            return compose_figure(own, block)
        case Strip():
            return compose_strip(own, block)
        case Remark():
            return [*own.remark_paragraphs(block), own.gap_paragraph()]
        case NoteList():
            return []  # Word prints the notes at the end of the question's section
        case _:
            assert_never(block)


def _titled_items(own: Composition, kind: str, items: Iterable[TitledItem]) -> list[str]:
    return [
        element
        for item in items
        for element in (
            own.styled_paragraph(f"{kind}_title", item.title),
            *compose_numbers(own, item.numbers),
            *(own.styled_paragraph(f"{kind}_text", paragraph) for paragraph in item.body),
        )
    ]


def separate_tables(own: Composition, elements: Iterable[str]) -> Iterable[str]:
    """Add a gap between neighbouring tables, because Word joins two tables that touch."""
    after_table = False
    for element in elements:
        is_table = element.startswith("<w:tbl>")
        if is_table and after_table:
            yield own.gap_paragraph()
        yield element
        after_table = is_table
