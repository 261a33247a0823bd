"""Tables: match their rows with the YAML, add new lines to them, and find changed marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from brochure.diagnostics.problem import problem
from brochure.document.tree import Inlines, plain_text
from brochure.revision import mark_tables
from brochure.revision.address import TextAddress
from brochure.revision.change import Change, ChangeKind
from brochure.revision.characters import report_text
from brochure.revision.detect.alignment import (
    GUESSED,
    Alignment,
    CompareInput,
    Finding,
    InsertedBlock,
    combined_evidence,
)
from brochure.revision.detect.draft import AlignmentDraft
from brochure.revision.detect.places import moved_mark_rows
from brochure.revision.text_units import TextUnit
from brochure.schema.survey_rounds import asked_topics
from brochure.schema.yaml_reader import YamlPath

_ANSWER_WORDS = {  # as an editor types them in the table
    mark_tables.Answer.MARKED: "○",
    mark_tables.Answer.NONE: "–",
    mark_tables.Answer.UNANSWERED: "回答なし",
}


def fact_row_of(place: TextAddress) -> tuple[YamlPath, int] | None:
    """Return the row of a fact table that a text is in: path of the rows, index; None for other texts.

    >>> fact_row_of(TextAddress.parse("answers.about.0.rows.2.items.1"))
    (('answers', 'about', 0, 'rows'), 2)
    """
    item = place.item
    if item is None or "rows" not in item[0]:
        return None
    path, index, _ = item
    if path[-1] == "items":
        number = path[-2]
        return (path[:-2], number) if isinstance(number, int) else None
    return path, index


def learn_tables(draft: AlignmentDraft) -> None:
    """Match table rows of both files with rows of the YAML, and collect the cells of marks."""
    inputs = draft.inputs
    for sent in sorted(inputs.all_sent(), key=lambda text: (text.line, text.mark)):
        place = inputs.address_of(sent)
        if place and sent.cell and (item := fact_row_of(place)):
            draft.rows[sent.cell[:2]] = item
    for unit in inputs.units:
        if unit.line.cell is None:
            continue
        if (place := inputs.address_of(unit.sent)) and place.topic:
            draft.mark_cells.add(unit.line.cell)
        if unit.sent and unit.sent.cell and (item := draft.rows.get(unit.sent.cell[:2])):
            draft.new_rows[unit.line.cell[:2]] = item
            draft.tables[unit.line.cell[0]] = item[0]


def put_in_table(
    draft: AlignmentDraft, unit: TextUnit, role: str, content: Inlines, *, guessed: bool
) -> bool:
    """Add a new line to its table; False if the table is not a fact table or has no place for it."""
    assert unit.line.cell is not None
    table, row, column = unit.line.cell
    known = draft.new_rows.get((table, row))
    if isinstance(known, tuple):
        return _put_in_row(draft, known, unit, role, content, guessed=guessed)
    rows = draft.tables.get(table)
    if rows is None:
        return False
    if known is None:
        known = InsertedBlock(rows, "row", guessed=guessed)
        draft.new_rows[table, row] = known
        draft.insert_block(known)
    if column == 0:
        known.add("label", content, unit)
    elif role == "fact_item":
        known.add_item(content, unit)
    else:
        known.add("text", content, unit)
    draft.last = known
    return True


def _put_in_row(
    draft: AlignmentDraft,
    known: tuple[YamlPath, int],
    unit: TextUnit,
    role: str,
    content: Inlines,
    *,
    guessed: bool,
) -> bool:
    """Add a new line to a row that was sent; False if it has no place there."""
    assert unit.line.cell is not None
    rows, number = known
    if role == "fact_item":
        draft.insert_block_with_text(
            InsertedBlock((*rows, number, "items"), "text", guessed=guessed), "text", content, unit
        )
        return True
    if unit.line.cell[2] == 0:
        return False
    target = (*rows, number, "text")
    draft.add_text(target, content, unit)
    draft.last = target
    return True


def changed_marks(alignment: Alignment) -> list[Finding]:
    """Return the changes of marks; marks that are gone from a remaining table are reported (D206)."""
    made: list[Finding] = []
    signs = _sent_signs(alignment)
    for (block, topic), unit in alignment.topics.items():
        meanings = signs | _legend_words(alignment.inputs, block)
        made += _changed_mark(alignment.inputs, block, topic, unit, meanings)
    made += moved_mark_rows(alignment)
    made += _marks_of_comparison(alignment, signs)
    for sent in alignment.inputs.gone:
        place = alignment.inputs.address_of(sent)
        if place and place.topic and place.block and alignment.has_block(place.block):
            made.append(
                alignment.inputs.unresolved_edit(
                    place.address, report_text(sent.content), "", problem("D206")
                )
            )
    return made


def _marks_of_comparison(alignment: Alignment, signs: Mapping[str, mark_tables.Answer]) -> Iterator[Finding]:
    """Yield the changes of marks in the comparison tables; a mark that the pages change otherwise is told."""
    inputs = alignment.inputs
    for (block, topic), unit in alignment.cells.items():
        meanings = {**signs, **_legend_words(inputs, block)}
        own = alignment.topics.get((block, topic))
        found = [*_changed_mark(inputs, block, topic, unit, meanings)]
        on_page = [*_changed_mark(inputs, block, topic, own, meanings)] if own else []
        if not on_page:
            yield from (replace(one, in_table=True) if isinstance(one, Change) else one for one in found)
        elif [_answer(one) for one in found] != [_answer(one) for one in on_page]:
            words = report_text(unit.sent.content) if unit.sent else ""
            address = f"{block}.topics.{topic}"
            yield inputs.unresolved_edit(address, words, _cell_text(inputs, unit), problem("D244"), unit)


def _answer(one: Finding) -> object:
    return one.after if isinstance(one, Change) else None


def _sent_signs(alignment: Alignment) -> dict[str, mark_tables.Answer]:
    """The meanings of the layout's own signs, as they were sent."""
    return {
        plain_text(unit.sent.content).strip(): _answer_of(alignment.inputs, block, topic)
        for (block, topic), unit in (*alignment.cells.items(), *alignment.topics.items())
        if unit.sent is not None
    }


def _answer_of(inputs: CompareInput, block: str, topic: str) -> mark_tables.Answer:
    """The answer for a topic in the profile that was sent."""
    value = inputs.value_at(TextAddress.parse(f"{block}.marks").path[:-1])
    asked = asked_topics(inputs.series, inputs.base, value) if isinstance(value, dict) else None
    return mark_tables.current_answer(value, topic, asked)


def _legend_words(inputs: CompareInput, block: str) -> dict[str, mark_tables.Answer]:
    """The meanings of the words that the table's legend has for the answers."""
    kind = inputs.value_at(TextAddress.parse(f"{block}.marks").path)
    try:
        legend = inputs.series.value(("marks", str(kind), "legend"))
    except (KeyError, TypeError):
        return {}
    words = legend if isinstance(legend, dict) else {}
    known = {answer.value: answer for answer in mark_tables.Answer}
    return {str(words[key]).strip(): known[key] for key in words if key in known}


def _changed_mark(
    inputs: CompareInput, block: str, topic: str, unit: TextUnit, meanings: Mapping[str, mark_tables.Answer]
) -> Iterator[Finding]:
    assert unit.sent is not None
    before, after = plain_text(unit.sent.content).strip(), _cell_text(inputs, unit)
    if before == after:
        return
    answer = meanings.get(after, mark_tables.answer_of_mark(after))
    address = f"{block}.topics.{topic}"
    if answer is None:
        yield inputs.unresolved_edit(address, before, after, problem("D210", found=after), unit)
        return
    path = TextAddress.parse(f"{block}.marks").path[:-1]
    was = _answer_of(inputs, block, topic)
    certain = after in meanings or mark_tables.is_certain_mark(after)
    if was == answer:
        if not certain:
            yield inputs.unresolved_edit(address, before, after, problem("D210", found=after), unit)
        return
    if mark_tables.Answer.NOT_ASKED in (was, answer):
        yield inputs.unresolved_edit(address, before, after, problem("D254"), unit)
        return
    evidence = combined_evidence([unit])
    yield Change(
        ChangeKind.MARK,
        inputs.profile,
        path,
        address,
        topic=topic,
        before=was.value,
        after=answer.value,
        old=before,
        new=after,
        how=evidence.how,
        sure=evidence.sure if certain else min(evidence.sure, GUESSED),
        revisions=evidence.revisions,
        remark=None if certain else problem("D231", found=after, answer=_ANSWER_WORDS[answer]),
    )


def _cell_text(inputs: CompareInput, unit: TextUnit) -> str:
    """The text in the cell of a mark; several lines are joined."""
    cell = unit.line.cell
    lines = [other for other in inputs.units if other.line.cell == cell] if cell else [unit]
    return "".join(plain_text(other.content) for other in lines).strip()


def changed_shapes(alignment: Alignment) -> Iterator[Finding]:
    """Yield the columns, empty rows and empty tables that were added; rows with text are items."""
    inputs = alignment.inputs
    tables: dict[int, TextUnit] = {}  # the first text of each table of the edited file
    filled: dict[int, set[int]] = {}
    for unit in inputs.units:
        if unit.line.cell is not None:
            filled.setdefault(unit.line.cell[0], set()).add(unit.line.cell[1])
            if unit.sent is not None and unit.sent.cell is not None:
                tables.setdefault(unit.line.cell[0], unit)
    if inputs.profile and not inputs.scope:  # the tables of a booklet belong to several partners
        shown = [number for number, rows in enumerate(inputs.new.tables) if rows]  # others are deleted
        for number in shown if len(shown) > len(inputs.old.tables) else ():
            if number not in filled:
                yield inputs.unresolved_edit("", "", "", problem("D246", kind="table"))
    for number, unit in tables.items():
        assert unit.sent is not None
        assert unit.sent.cell is not None
        old, new = inputs.old.tables[unit.sent.cell[0]], inputs.new.tables[number]
        place = inputs.address_of(unit.sent)
        empty = [row for row in range(len(new)) if row not in filled[number]]
        kinds = ["column"] if max(new, default=0) > max(old, default=0) else []
        kinds += ["row"] if empty and len(new) > len(old) else []
        for kind in kinds:
            reason = problem("D246", kind=kind)
            yield inputs.unresolved_edit(place.address if place else "", "", "", reason, unit)
