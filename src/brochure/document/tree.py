"""The document tree: everything that a brochure prints, as immutable values.

The writers (PDF, Word, plain text) print these values in this order and choose only the appearance.
``at`` is the address of a value in the profile, such as ``answers.about.0.bullets.1``; an address in the
series file starts with ``_series:``. It names the place in errors, HTML ids and Word bookmarks, and is not
compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar, Literal, get_args

from brochure.document.drawing import DRAWING_CLASSES, Locator, Years
from brochure.document.inlines import (
    Foreign,
    Inline,
    Inlines,
    Link,
    NoteCall,
    Ruby,
    Strong,
    SuperSub,
    Text,
    plain_text,
    printed_text,
    with_reading,
)
from brochure.document.partial_date import PartialDate

# Inline content is a part of the tree, so this module passes it on.
__all__ = [
    "Foreign",
    "Inline",
    "Inlines",
    "Link",
    "NoteCall",
    "Ruby",
    "Strong",
    "SuperSub",
    "Text",
    "plain_text",
    "printed_text",
    "with_reading",
]

# --- blocks -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BlockKind:
    """A kind of block (まとまり) and its names.

    ``key`` is its key in a profile and the name of its template; ``ja`` and ``en`` name it in reports.
    """

    key: str
    ja: str
    en: str

    def name(self, lang: Literal["ja", "en"]) -> str:
        """The name in a language."""
        return self.ja if lang == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paragraph or note that another value prints: its address, and its characters.

    ``start`` and ``end`` count characters of the printed text. A part without an address belongs to no value.
    """

    at: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    ``parts`` are those that other values print. ``continues`` is true if the paragraph before has the same
    value.
    """

    kind: ClassVar = BlockKind("paragraph", "段落", "paragraph")
    content: Inlines
    at: str = field(default="", compare=False)
    parts: tuple[Part, ...] = field(default=(), compare=False)
    continues: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class BulletList:
    """Unnumbered items, each of one or more paragraphs (箇条書き)."""

    kind: ClassVar = BlockKind("bullets", "箇条書き", "bullets")
    items: tuple[tuple[Paragraph, ...], ...]
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A number that is set large (大きな数), with its unit and what it counts; read in this order."""

    value: Paragraph
    unit: Paragraph | None
    label: Paragraph
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class TitledItem:
    """A title and the text under it; numbers of a callout stand between them."""

    title: Paragraph
    body: tuple[Paragraph, ...]
    at: str = field(default="", compare=False)
    numbers: tuple[KeyNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class Callout:
    """A box that stands out (囲み), such as ここがすごい！."""

    kind: ClassVar = BlockKind("callout", "囲み", "callout")
    heading: Paragraph
    items: tuple[TitledItem, ...]
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class MarkedItem:
    """An item in a table cell with its sign, ◆."""

    sign: str
    body: Paragraph


@dataclass(frozen=True, slots=True)
class Remark:
    """An unnumbered remark (注記) with its sign, ※."""

    kind: ClassVar = BlockKind("remark", "注記", "remark")
    sign: str
    body: tuple[Paragraph, ...]
    at: str = field(default="", compare=False)


Modules = tuple[tuple[bool, ...], ...]
"""The cells of a code, row by row from the upper left, without the quiet zone; true is dark."""


@dataclass(frozen=True, slots=True)
class Code:
    """A two-dimensional code (二次元コード) of a web address, ready to draw.

    ``label`` names the address, for layouts that print the code away from its text, and ``label_at`` is the
    address of its value; ``alt`` is the alternative text.
    """

    url: str
    label: str
    alt: str
    modules: Modules
    at: str = field(default="", compare=False)
    label_at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of a fact table: label, paragraphs, items with signs, and a remark after them.

    ``code`` is the code of the address that the paragraphs print.
    """

    label: Paragraph
    body: tuple[Paragraph, ...]
    items: tuple[MarkedItem, ...]
    remark: Paragraph | None
    at: str = field(default="", compare=False)
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table of facts (概要), one per row."""

    kind: ClassVar = BlockKind("facts", "表", "table")
    caption: Paragraph
    rows: tuple[FactRow, ...]
    remark: Remark | None
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the workspace: path from its root, alternative text, credit line.

    ``focus`` is the point that a crop keeps, as shares of width and height from the upper left.
    """

    file: str
    alt: str
    credit: Paragraph | None
    at: str = field(default="", compare=False)
    focus: tuple[float, float] = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Figure:
    """A photograph or map among the answers (図), with its caption.

    ``width`` is the name of one of the layout's widths: full, half, wide; empty in a strip.
    """

    kind: ClassVar = BlockKind("figure", "図", "figure")
    picture: Picture
    caption: Paragraph | None
    width: str
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Strip:
    """Two or three pictures side by side, equally high (並べた写真)."""

    kind: ClassVar = BlockKind("strip", "並べた写真", "picture strip")
    figures: tuple[Figure, ...]
    at: str = field(default="", compare=False)


class Answer(Enum):
    """A partner's answer to a topic."""

    MARKED = "marked"
    NONE = "none"
    UNANSWERED = "unanswered"
    NOT_ASKED = "not_asked"  # the round of the survey did not have the topic


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic (項目) with its letter (``code``), the partner's answer, and the mark (印) that is printed.

    ``mark`` may be empty; ``meaning`` is the answer in words.
    """

    code: str
    title: Paragraph
    answer: Answer
    mark: str
    meaning: str
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class MarkTable:
    """A mark table (星取表): topics and their marks, in bands with as many topics as the layout allows.

    ``summary`` describes the table in a sentence, for screen readers.
    """

    kind: ClassVar = BlockKind("marks", "星取表", "mark table")
    caption: str
    bands: tuple[tuple[Topic, ...], ...]
    legend: tuple[Paragraph, ...]
    other: Paragraph | None
    remark: Remark | None
    summary: str
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class CaseList:
    """Named cases (事例) under the heading of the series: 例えば…."""

    kind: ClassVar = BlockKind("cases", "事例", "cases")
    heading: Paragraph
    items: tuple[TitledItem, ...]
    remark: Remark | None
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note (注), ready to print.

    ``marker`` is the text before the note and at each of its calls, already in house style; the writers do
    not count. ``parts`` are the fields of a source in a citation, where somebody asked for them; they change
    nothing that is printed, so they are not part of the text that tells documents apart.
    """

    id: str
    number: int
    marker: str
    body: Inlines
    at: str = field(default="", compare=False)
    parts: tuple[Part, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NoteList:
    """A list of notes: after a question, or at the end (後注)."""

    kind: ClassVar = BlockKind("notes", "注", "notes")
    notes: tuple[Note, ...]
    at: str = field(default="", compare=False)


class Placement(Enum):
    """Where notes are printed (CSS GCPM 3, 2.8; JLREQ 4.2)."""

    PAGE = "page"  # at the foot of the page of the first call (脚注)
    SECTION = "section"  # after the question with the first call
    PARTNER = "partner"  # at the end of the partner (後注)
    BOOKLET = "booklet"  # at the end of the booklet; in a brochure of one partner, at its end


Block = (
    Paragraph | BulletList | Callout | FactTable | MarkTable | CaseList | Figure | Strip | Remark | NoteList
)
BLOCK_KINDS: Mapping[str, BlockKind] = {block.kind.key: block.kind for block in get_args(Block)}


@dataclass(frozen=True, slots=True)
class Question:
    """A numbered question and its answer.

    A question that has no answer is ``unanswered``. Adjoining ones are printed as one quiet block
    (:mod:`brochure.document.question_groups`), and only the last of them has a block: the sentence that
    says so.
    """

    id: str
    number: int
    label: str
    title: Paragraph
    blocks: tuple[Block, ...]
    at: str = field(default="", compare=False)
    unanswered: bool = False


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """The title block above the questions.

    ``kicker`` is the line above the name: country, and kind or milestones. ``readings`` are the name's
    reading, its Latin form and its native form, if they are known. The ``flag`` is printed beside the name.
    """

    kicker: Paragraph
    name: Paragraph
    readings: tuple[Paragraph, ...]
    photo: Picture | None
    flag: Picture | None = None
    locator: Locator | None = None  # the map beside the name


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact (お問い合わせ先)."""

    heading: Paragraph
    lines: tuple[Paragraph, ...]
    at: str = field(default="", compare=False)
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One partner's brochure."""

    id: str
    title: str  # 遼寧省（中国）: the title of the file, also in the running head
    series: str  # the title of the series, in the running head
    lang: str
    accent: str
    edition: PartialDate
    heading: TitleBlock
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]
    placement: Placement
    contact: Contact
    imprint: Paragraph  # edition and date of the contents (版・内容の時点)
    unanswered: Paragraph | None = None  # the heading of questions without an answer
    years: Years | None = None  # milestones on an axis (年譜)


# All classes above, for storing documents in files (storage/serialise.py).
TREE_CLASSES: tuple[type, ...] = (
    *(Text, Strong, Ruby, Link, Foreign, SuperSub, NoteCall, Part, Paragraph, BulletList),
    *(
        KeyNumber,
        TitledItem,
        Callout,
        MarkedItem,
        Remark,
        Code,
        FactRow,
        FactTable,
        Picture,
        Figure,
        Answer,
        Topic,
    ),
    *(Strip, MarkTable, CaseList, Note, NoteList, Placement, Question, TitleBlock, Contact, Document),
    *DRAWING_CLASSES,
)
