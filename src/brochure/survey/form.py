"""A questionnaire as values: what is asked of one partner in one round, and what we hold.

The identity of an item is its visible code (``Q3-c``) and its address; never its position in the file.
The form that was sent is kept as JSON, so that what comes back can be compared with it.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import Enum
from typing import Any

LETTERS = "abcdefghjkmnpqrstuvwxyz"  # without i, l, o, which look like 1 and 0
CODE = re.compile(r"Q[0-9]{1,2}-[a-z]{1,2}")


class ItemKind(Enum):
    """What is answered to an item."""

    MARK = "mark"  # yes, no, cannot answer: a topic of a mark table
    TEXT = "text"  # still right, or another text
    DATE = "date"  # still right, or another date
    WHOLE = "whole"  # a mark table as a whole is still right
    FREE = "free"  # a text that goes into no field of the profile: sources, contact, remarks


class Role(Enum):
    """What an answer cell is for; the value is the word for it in the words of the form."""

    YES = "yes"
    NO = "no"
    NA = "na"  # cannot answer
    STILL = "still"  # what we hold is still right
    NEW = "new"  # a text
    ANSWER = "answer"  # the one cell of a spreadsheet for yes, no, cannot answer or still right


class TableKind(Enum):
    """A table of a form has items of one kind of answer cells."""

    MARKS = "marks"
    WHOLE = "whole"
    TEXTS = "texts"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class FormText:
    """Words of the form: in Japanese, and in the partner's language; the latter may be empty."""

    ja: str
    other: str = ""

    @property
    def both(self) -> str:
        """The words in both languages, one below the other."""
        return f"{self.ja}\n{self.other}" if self.other else self.ja


@dataclass(frozen=True, slots=True)
class FormItem:
    """One thing that is asked.

    Attributes:
        code: The visible code.
        at: The address in the profile, or ``form.NAME`` for what is in no profile; unique in the form.
        kind: What is answered.
        label: What is asked, in words.
        held: What we hold as it is printed; empty if nothing.
        limit: The most characters of a new text; 0 for no limit.
    """

    code: str
    at: str
    kind: ItemKind
    label: FormText
    held: str = ""
    limit: int = 0


@dataclass(frozen=True, slots=True)
class FormTable:
    """Items that stand in one table of the Word form; ``answers`` are the heads of its answer columns."""

    kind: TableKind
    items: tuple[FormItem, ...]
    answers: tuple[tuple[Role, FormText], ...]
    name: str = ""  # of the mark table in the series


@dataclass(frozen=True, slots=True)
class FormSection:
    """A question with its tables."""

    number: int
    title: FormText
    tables: tuple[FormTable, ...]


@dataclass(frozen=True, slots=True)
class SurveyForm:
    """The questionnaire of one partner.

    ``number`` tells one sending from another: it is made of all that the form asks and shows. ``room`` is how
    many characters the pages still have for all answers together; None if no page budget says so.
    """

    survey: str
    title: FormText
    partner: str
    name: FormText
    language: str
    sections: tuple[FormSection, ...]
    due: str = ""
    number: str = ""
    room: int | None = None

    def items(self) -> Iterator[FormItem]:
        """Yield all items in their order."""
        for table in self.tables():
            yield from table.items

    def tables(self) -> Iterator[FormTable]:
        """Yield all tables in their order."""
        for section in self.sections:
            yield from section.tables

    def line(self, kind: str) -> str:
        """The line by which a returned file is known; ``kind`` is E (Word) or X (Excel)."""
        return f"[{self.survey} / {self.partner} / {kind}-{self.number}]"


FORM_LINE = re.compile(r"\[([a-z0-9_-]+) ?/ ?([a-z0-9_-]+) ?/ ?([EX])-([0-9a-f]{6})\]")


def squashed(text: str) -> str:
    """A text for comparison: NFKC, without blanks and line ends, in small letters.

    >>> squashed("［Ｑ３－ｃ］ 規制 / 対応")
    '[q3-c]規制/対応'
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def plain_signs(text: str) -> str:
    """A text in NFKC with plain hyphens, to look for codes in it.

    >>> plain_signs("［Ｑ３‑ｃ］")
    '[Q3-c]'
    """
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text))


_DASHES = re.compile("[‐‑‒–—−]")


def item_code(question: int, index: int) -> str:
    """The code of an item of a question.

    >>> item_code(3, 2), item_code(4, 23)
    ('Q3-c', 'Q4-aa')
    """
    many = len(LETTERS)
    first = LETTERS[index // many - 1] if index >= many else ""
    return f"Q{question}-{first}{LETTERS[index % many]}"


def witness_name(at: str, role: Role) -> str:
    """The hidden name of an answer cell: a second witness of its item and its role."""
    return f"_qa_{hashlib.sha256(f'{at}#{role.value}'.encode()).hexdigest()[:12]}"


def table_roles(table: FormTable) -> tuple[Role, ...]:
    """The answer columns of a table."""
    return tuple(role for role, _ in table.answers)


def numbered_form(form: SurveyForm) -> SurveyForm:
    """The form with its number."""
    plain = json.dumps(form_data(replace(form, number="")), sort_keys=True, ensure_ascii=False)
    return replace(form, number=hashlib.sha256(plain.encode()).hexdigest()[:6])


def form_data(form: SurveyForm) -> dict[str, Any]:
    """The form as data for JSON."""

    def plain(value: Any) -> Any:
        if isinstance(value, Enum):
            return value.value
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items()}
        return [plain(one) for one in value] if isinstance(value, list | tuple) else value

    found: dict[str, Any] = plain(asdict(form))
    return found


def form_of_data(data: Mapping[str, Any]) -> SurveyForm:
    """The form that was given to :func:`form_data`.

    Raises:
        KeyError, TypeError, ValueError: The data are no form.
    """
    sections = tuple(
        FormSection(
            section["number"],
            FormText(**section["title"]),
            tuple(_table(table) for table in section["tables"]),
        )
        for section in data["sections"]
    )
    return SurveyForm(
        str(data["survey"]),
        FormText(**data["title"]),
        str(data["partner"]),
        FormText(**data["name"]),
        str(data["language"]),
        sections,
        str(data["due"]),
        str(data["number"]),
        None if data.get("room") is None else int(data["room"]),
    )


def _table(data: Mapping[str, Any]) -> FormTable:
    items = tuple(
        FormItem(**{**item, "kind": ItemKind(item["kind"]), "label": FormText(**item["label"])})
        for item in data["items"]
    )
    answers = tuple((Role(role), FormText(**text)) for role, text in data["answers"])
    return FormTable(TableKind(data["kind"]), items, answers, data["name"])
