"""Tables: match their rows with the YAML, add new lines to them, and find changed marks."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.diagnostics.problem import problem
from brochure.document.tree import Inlines, plain
from brochure.revision import mark_tables
from brochure.revision.address import TextAddress
from brochure.revision.change import Change, ChangeKind
from brochure.revision.characters import report_text
from brochure.revision.detect.alignment import (
    Alignment,
    CompareInput,
    Finding,
    InsertedBlock,
    combined_evidence,
)
from brochure.revision.detect.draft import AlignmentDraft
from brochure.revision.text_units import TextUnit
from brochure.schema.yaml_reader import Path


def fact_row_of(spot: TextAddress) -> tuple[Path, int] | None:
    """Return the row of a fact table that a text is in: path of the rows, index; None for other texts.

    >>> fact_row_of(Spot.of("answers.about.0.rows.2.items.1"))
    (('answers', 'about', 0, 'rows'), 2)
    """
    item = spot.item
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
    for sent in sorted(inputs.every_sent(), key=lambda text: (text.line, text.mark)):
        spot = inputs.spot(sent)
        if spot and sent.cell and (item := fact_row_of(spot)):
            draft.rows[sent.cell[:2]] = item
    for slot in inputs.slots:
        if slot.line.cell is None:
            continue
        if (spot := inputs.spot(slot.sent)) and spot.topic:
            draft.mark_cells.add(slot.line.cell)
        if slot.sent and slot.sent.cell and (item := draft.rows.get(slot.sent.cell[:2])):
            draft.new_rows[slot.line.cell[:2]] = item
            draft.tables[slot.line.cell[0]] = item[0]


def put_in_table(
    draft: AlignmentDraft, slot: TextUnit, role: str, content: Inlines, *, guessed: bool
) -> bool:
    """Add a new line to its table; False if the table is not a fact table or has no place for it."""
    assert slot.line.cell is not None
    table, row, column = slot.line.cell
    known = draft.new_rows.get((table, row))
    if isinstance(known, tuple):
        return _put_in_row(draft, known, slot, role, content, guessed=guessed)
    rows = draft.tables.get(table)
    if rows is None:
        return False
    if known is None:
        known = InsertedBlock(rows, "row", guessed=guessed)
        draft.new_rows[table, row] = known
        draft.insert(known)
    if column == 0:
        known.add("label", content, slot)
    elif role == "fact_item":
        known.add_item(content, slot)
    else:
        known.add("text", content, slot)
    draft.last = known
    return True


def _put_in_row(
    draft: AlignmentDraft,
    known: tuple[Path, int],
    slot: TextUnit,
    role: str,
    content: Inlines,
    *,
    guessed: bool,
) -> bool:
    """Add a new line to a row that was sent; False if it has no place there."""
    assert slot.line.cell is not None
    rows, number = known
    if role == "fact_item":
        draft.insert_text(
            InsertedBlock((*rows, number, "items"), "text", guessed=guessed), "text", content, slot
        )
        return True
    if slot.line.cell[2] == 0:
        return False
    target = (*rows, number, "text")
    draft.add_text(target, content, slot)
    draft.last = target
    return True


def changed_marks(alignment: Alignment) -> list[Finding]:
    """Return the changes of marks; marks that are gone from a remaining table are reported (D206)."""
    made: list[Finding] = []
    for (block, topic), slot in alignment.topics.items():
        made += _changed_mark(alignment.inputs, block, topic, slot)
    for sent in alignment.inputs.gone:
        spot = alignment.inputs.spot(sent)
        if spot and spot.topic and spot.block and alignment.has_block(spot.block):
            made.append(alignment.inputs.left(spot.address, report_text(sent.content), "", problem("D206")))
    return made


def _changed_mark(inputs: CompareInput, block: str, topic: str, slot: TextUnit) -> Iterator[Finding]:
    assert slot.sent is not None
    before, after = plain(slot.sent.content).strip(), _cell_text(inputs, slot)
    if before == after:
        return
    answer = mark_tables.answer_of_mark(after)
    address = f"{block}.topics.{topic}"
    if answer is None:
        yield inputs.left(address, before, after, problem("D210", found=after), slot)
        return
    path = TextAddress.of(f"{block}.marks").path[:-1]
    was = mark_tables.current_answer(inputs.value(path), topic)
    if was == answer:
        return
    told = combined_evidence([slot])
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
        how=told.how,
        sure=told.sure,
        revisions=told.revisions,
    )


def _cell_text(inputs: CompareInput, slot: TextUnit) -> str:
    """The text in the cell of a mark; several lines are joined."""
    cell = slot.line.cell
    lines = [other for other in inputs.slots if other.line.cell == cell] if cell else [slot]
    return "".join(plain(other.content) for other in lines).strip()
