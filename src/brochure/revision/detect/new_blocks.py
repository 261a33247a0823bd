"""Added lines: find the list or block of the profile that each belongs to, and its YAML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from brochure.diagnostics.problem import Problem, problem
from brochure.document import markup_writer
from brochure.document.printed_words import is_house_date
from brochure.document.tree import Inlines, Text, plain_text
from brochure.document.written_date import DateError, read_date
from brochure.revision.characters import from_atoms, normalise_whitespace, report_text, to_atoms
from brochure.revision.date_edits import other_form
from brochure.revision.detect.alignment import CompareInput, InsertedBlock
from brochure.revision.detect.draft import AlignmentDraft
from brochure.revision.detect.line_forms import FORMS_OF_ANSWERS
from brochure.revision.detect.tables import put_in_table
from brochure.revision.note_calls import PartnerNotes
from brochure.revision.text_units import TextUnit
from brochure.schema.yaml_reader import Data, YamlPath

_SIGNED = ("fact_item", "remark")
_PLAIN_TEXT = ("text", "unanswered")  # the roles of a new paragraph of an answer
_FURTHER = ("bullet_next", "callout_text", "case_text", "remark_next", "text", "section_text")
_TEXT_OF = {  # role of a new line whose style is not one of the layout's, by the value before it
    "bullets": "bullet",
    "items": "callout_text",
    "cases": "case_text",
    "rows": "fact_text",
    "paragraph": "text",
    "remark": "remark_next",
}
_TEXT_OF_NEW = {  # the same, by the kind of the new item before it
    "titled": "callout_text",
    "text": "bullet",
    "paragraph": "text",
    "remark": "remark_next",
    "row": "fact_text",
    "bullets": "bullet",
}
_KEY_OF_FURTHER = {  # key of a new item that a further paragraph is added to, by kind and role
    ("titled", "callout_text"): "text",
    ("titled", "case_text"): "text",
    ("text", "bullet_next"): "text",
    ("remark", "remark_next"): "remark",
}


def place_new_line(draft: AlignmentDraft, unit: TextUnit, index: int) -> None:
    """Add a new line to the alignment; a line that has no place is reported (D204)."""
    content = draft.inputs.clean_content(unit.content)
    if not content or unit.line.cell in draft.mark_cells:
        return
    role, guessed = draft.inputs.role_of(unit), False
    if not role or role == "gap":
        role, guessed = _guess_role(draft), True
    sign = next((sign for sign in draft.signs if plain_text(content).startswith(sign)), "")
    if sign and role in _SIGNED:
        content = normalise_whitespace(from_atoms(to_atoms(content)[len(sign) :]))
    if unit.line.cell is not None:
        done = put_in_table(draft, unit, role, content, guessed=guessed)
    else:
        done = _put_line(draft, unit, role, content, index, guessed=guessed)
    if not done:
        if unit.sent is not None and (place := draft.inputs.address_of(unit.sent)) is not None:
            draft.keep_in_place(place, content, unit)
        words = report_text(content)
        kind = "table" if unit.line.cell is not None else "paragraph"
        draft.record_unresolved(
            draft.nearest_address(), "", words, problem("D204", kind=kind, words=words[:40]), unit
        )


def answer_question(draft: AlignmentDraft, unit: TextUnit, content: Inlines) -> None:
    """Add the words typed over “no answer” as an answer, in the form that their style gives."""
    kind = FORMS_OF_ANSWERS.get(draft.inputs.role_of(unit), "paragraph")
    made = InsertedBlock(("answers", draft.question), kind)
    if kind == "bullets":
        made.add_item(content, unit)
        draft.insert_block(made)
    else:
        draft.insert_block_with_text(made, kind, content, unit)


def _guess_role(draft: AlignmentDraft) -> str:
    """Guess the role of a line whose style is not one of the layout's, from the text before it."""
    if isinstance(draft.last, InsertedBlock):
        return _TEXT_OF_NEW[draft.last.kind]
    for step in reversed(draft.last or ()):
        if step in _TEXT_OF:
            return _TEXT_OF[str(step)]
    return "text"


def _put_line(
    draft: AlignmentDraft, unit: TextUnit, role: str, content: Inlines, index: int, *, guessed: bool
) -> bool:
    if role in _FURTHER and _append_paragraph(draft, role, content, unit):
        return True
    if role in ("callout_title", "case_title"):
        return _put_title(draft, unit, role, content, index, guessed=guessed)
    if role == "bullet":
        return _put_bullet(draft, unit, content, index, guessed=guessed)
    if role in (*_PLAIN_TEXT, "remark") and draft.question and not draft.is_within_block(index):
        kind = "remark" if role == "remark" else "paragraph"
        draft.insert_block_with_text(
            InsertedBlock(("answers", draft.question), kind, guessed=guessed), kind, content, unit
        )
        return True
    return False


def _put_title(
    draft: AlignmentDraft, unit: TextUnit, role: str, content: Inlines, index: int, *, guessed: bool
) -> bool:
    kind = "items" if role == "callout_title" else "cases"
    path = draft.last.into if isinstance(draft.last, InsertedBlock) else _current_list(draft, kind, index)
    if path is None or path[-1] != kind:
        return False
    draft.insert_block_with_text(InsertedBlock(path, "titled", guessed=guessed), "title", content, unit)
    return True


def _put_bullet(
    draft: AlignmentDraft, unit: TextUnit, content: Inlines, index: int, *, guessed: bool
) -> bool:
    """Add a bullet to the current list, or begin a list of bullets."""
    if isinstance(draft.last, InsertedBlock) and draft.last.kind == "bullets":
        draft.last.add_item(content, unit)
        return True
    path = _current_list(draft, "bullets", index)
    if path is not None:
        draft.insert_block_with_text(InsertedBlock(path, "text", guessed=guessed), "text", content, unit)
        return True
    if not draft.question or draft.is_within_block(index):
        return False
    made = InsertedBlock(("answers", draft.question), "bullets", guessed=guessed)
    made.add_item(content, unit)
    draft.insert_block(made)
    return True


def _append_paragraph(draft: AlignmentDraft, role: str, content: Inlines, unit: TextUnit) -> bool:
    """Add a paragraph to the text before it, if its role allows that."""
    last = draft.last
    if isinstance(last, InsertedBlock):
        leaf = _KEY_OF_FURTHER.get((last.kind, role))
        if leaf:
            last.add(leaf, content, unit)
        return leaf is not None
    if last is None:
        return False
    if "numbers" in last:  # a paragraph below the numbers belongs to the text of their item
        last = (*last[: last.index("numbers")], "title")
    fits = {
        "bullet_next": last[-2:-1] == ("bullets",),
        "section_text": last[-1] == "text" and not draft.inputs.profile,
        "callout_text": last[-3:-2] == ("items",) and "rows" not in last,
        "case_text": last[-3:-2] == ("cases",),
        "remark_next": last[-1] == "remark" and "rows" not in last,
    }
    if not fits.get(role):
        return False
    draft.add_text((*last[:-1], "text") if last[-1] == "title" else last, content, unit)
    return True


def _current_list(draft: AlignmentDraft, kind: str, index: int) -> YamlPath | None:
    """The path of the list of the current block, or of the block that begins after this text unit."""
    for near in (draft.last if isinstance(draft.last, tuple) else None, draft.following_path(index)):
        if near is not None and kind in near:
            return near[: near.index(kind) + 1]
    if isinstance(draft.last, InsertedBlock) and draft.last.into[-1] == kind:
        return draft.last.into
    return None


def yaml_of_block(inputs: CompareInput, calls: PartnerNotes, new: InsertedBlock) -> Data:
    """Return the YAML value of a new item or block."""
    parts = {leaf: _markup(calls, paragraphs) for leaf, paragraphs in new.parts.items()}
    if new.kind == "text":
        return parts["text"]
    if new.kind == "titled":
        return {"title": parts.get("title", ""), "text": parts.get("text", "")}
    if new.kind in ("paragraph", "remark"):
        return {new.kind: parts[new.kind]}
    items: list[Data] = [_markup(calls, item) for item in new.items]
    if new.kind == "bullets":
        return {"bullets": items}
    return _yaml_of_row(inputs, new, parts, items)


def _yaml_of_row(inputs: CompareInput, new: InsertedBlock, parts: dict[str, str], items: list[Data]) -> Data:
    made: dict[str, Data] = {}
    label = plain_text(tuple(p for words in new.parts.get("label", []) for p in words), calls=False)
    if name := _row_field(inputs, new.into, label):
        made["field"] = name
    else:
        made["label"] = parts.get("label", "")
    if "text" in parts:
        date = date_of_row(new.parts["text"])
        made |= {"date": date} if date else {"text": parts["text"]}
    if items:
        made["items"] = items
    return made


def date_of_row(paragraphs: Sequence[Inlines]) -> str | None:
    """The date that the text of a new row is: in ISO if it has the form of the house, else as it was typed.

    None if the row has other words, or what may be something else (2018.5).
    """
    if len(paragraphs) != 1 or not all(isinstance(part, Text) for part in paragraphs[0]):
        return None
    try:
        date = read_date(plain_text(paragraphs[0]))
    except DateError:
        return None
    if date.says_more or not date.is_unmistakable:
        return None
    return date.date.iso() if is_house_date(date.typed, date.date) else date.typed


def remark_of_block(value: Data) -> Problem | None:
    """The remark that the date of a new row is printed in another form than it was typed (D242)."""
    if not isinstance(value, dict) or not isinstance(value.get("date"), str):
        return None
    date = read_date(str(value["date"]))
    return None if date.typed == date.date.iso() else other_form(date)


def _markup(calls: PartnerNotes, paragraphs: Iterable[Inlines]) -> str:
    return "\n\n".join(
        markup_writer.write_markup(normalise_whitespace(calls.as_typed(words))) for words in paragraphs
    )


def _row_field(inputs: CompareInput, rows: YamlPath, label: str) -> str:
    """The name of the row with this label in the series file; ``""`` if there is none."""
    block = inputs.value_at(rows[:-1])
    kind = block.get("facts") if isinstance(block, dict) else None
    try:
        labels: Any = inputs.series.value(("facts", str(kind), "rows"))
    except (KeyError, TypeError):
        return ""
    return next((name for name, words in labels.items() if str(words).strip() == label.strip()), "")
