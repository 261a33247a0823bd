"""Walk through the text units of the edited file, and find the value of the YAML that each one belongs to."""

from __future__ import annotations

from brochure.diagnostics.problem import problem
from brochure.document import markup
from brochure.document.tree import Inlines
from brochure.revision import derived_texts
from brochure.revision.address import TextAddress
from brochure.revision.characters import report_text
from brochure.revision.detect import new_blocks
from brochure.revision.detect.alignment import FOLIOS, Alignment, CompareInput, InsertedBlock, NoteText
from brochure.revision.detect.draft import AlignmentDraft
from brochure.revision.detect.oddities import unsupported_edits
from brochure.revision.detect.tables import learn_tables
from brochure.revision.text_units import TextUnit
from brochure.schema.yaml_reader import Path


def align_texts(inputs: CompareInput) -> Alignment:
    """Return the alignment of the edited file with the values of the YAML."""
    draft = AlignmentDraft(inputs)
    _learn_texts(draft)
    learn_tables(draft)
    for index, slot in enumerate(inputs.slots):
        _process_unit(draft, slot, index)
    return draft.done()


def _learn_texts(draft: AlignmentDraft) -> None:
    """Collect the sent texts of each value, and the signs that lines begin with."""
    inputs = draft.inputs
    for sent in sorted(inputs.every_sent(), key=lambda text: text.line):
        if sent.sign and sent.sign not in draft.signs:
            draft.signs.append(sent.sign)
        spot = inputs.spot(sent)
        if spot and _is_value(inputs, spot):
            draft.sent_texts.setdefault(spot.path, []).append(sent)
            draft.spots[spot.path] = spot
    for texts in draft.sent_texts.values():
        texts.sort(key=lambda text: (TextAddress.of(inputs.blocks[text.mark].address).number, text.line))


def _is_value(inputs: CompareInput, spot: TextAddress) -> bool:
    """Whether a text is a value of the YAML file, or is derived from values of it."""
    own = not inputs.profile and spot.booklet
    return spot.open or own or derived_texts.value_mapper_of(spot.address) is not None


def _process_unit(draft: AlignmentDraft, slot: TextUnit, index: int) -> None:
    """Process one text unit with its comments and its formatting."""
    inputs = draft.inputs
    spot = inputs.spot(slot.sent)
    address = spot.address if spot else draft.near()
    second = index > 0 and inputs.slots[index - 1].number == slot.number  # comments count once per line
    if slot.sent is None or not second:
        draft.found += inputs.comments(slot.line.comments, address)
    draft.found += unsupported_edits(inputs, slot, address)
    if slot.joins and slot.content and _joined_value_path(draft, slot, spot) is None:
        draft.leave(address, report_text(slot.content), report_text(slot.line.content), problem("D214"), slot)
    if slot.sent is None:
        new_blocks.place_new_line(draft, slot, index)
    elif spot is None:
        _process_generated(draft, slot)
    else:
        _process_addressed(draft, slot, spot, index)


def _process_addressed(draft: AlignmentDraft, slot: TextUnit, spot: TextAddress, index: int) -> None:
    """Process a text that has an address."""
    assert slot.sent is not None
    inputs = draft.inputs
    content = inputs.clean(slot.content)
    if spot.address.startswith(("notes.", "sources.", "_sources")):
        draft.notes[slot.sent.mark] = NoteText(spot, slot.sent.content, content, slot.line.revisions)
        return
    if spot.address.startswith("_series:questions."):
        draft.at_question(spot)
    if spot.fixed:
        _process_shared(draft, slot, spot, content)
    elif found := spot.topic:
        draft.topics.setdefault(found, slot)
        draft.at_block(spot)
    elif spot.address.endswith(".qr") or not _is_value(inputs, spot):
        if not inputs.same(slot.sent.content, content):
            draft.leave(
                spot.address, report_text(slot.sent.content), report_text(content), problem("D202"), slot
            )
    elif _is_moved_to_other_block(inputs, slot, spot, index):
        new_blocks.place_new_line(draft, slot, index)
    else:
        _process_value(draft, slot, spot, content)


def _process_value(draft: AlignmentDraft, slot: TextUnit, spot: TextAddress, content: Inlines) -> None:
    """Process a text of a value; if it was joined to the text before it, it belongs to that text's value."""
    if slot.joins and content and (path := _joined_value_path(draft, slot, spot)) is not None:
        before, words = draft.texts[path][-1]
        draft.texts[path][-1] = (before, markup.merge([*words, *content]))
        return
    draft.at_block(spot)
    if content or spot.picture:
        draft.keep_item(spot)
    draft.add_text(spot.path, content, slot)
    draft.last = spot.path


def _joined_value_path(draft: AlignmentDraft, slot: TextUnit, spot: TextAddress | None) -> Path | None:
    """The path of the value that a text was joined to; None if the line has no such value before it."""
    if spot is None or spot.fixed or spot.topic or not isinstance(draft.last, tuple):
        return None
    came = draft.texts.get(draft.last)
    return draft.last if came and came[-1][0].number == slot.number else None


def _is_moved_to_other_block(inputs: CompareInput, slot: TextUnit, spot: TextAddress, index: int) -> bool:
    """Whether a text was moved between the texts of other blocks."""
    if slot.kept_order or spot.item is None or not spot.block:
        return False
    near = {
        other.block
        for step in (-1, 1)
        if (other := _nearest_address(inputs, index, step)) is not None and other.block is not None
    }
    return bool(near) and spot.block not in near


def _nearest_address(inputs: CompareInput, index: int, step: int) -> TextAddress | None:
    """The address of the nearest text of a block in one direction, among texts that kept their order."""
    slots = inputs.slots
    index += step
    while 0 <= index < len(slots):
        spot = inputs.spot(slots[index].sent)
        if spot and spot.block and slots[index].kept_order:
            return spot
        if spot and spot.address.startswith("_series:questions."):
            return TextAddress(f"answers.{spot.address.rpartition('.')[2]}.-1", 1) if step > 0 else None
        index += step
    return None


def _process_shared(draft: AlignmentDraft, slot: TextUnit, spot: TextAddress, content: Inlines) -> None:
    """Process a text of the series; words that replace “no answer” become an answer."""
    assert slot.sent is not None
    inputs = draft.inputs
    row = draft.new_rows.get(slot.line.cell[:2]) if slot.line.cell else None
    if isinstance(row, tuple):
        draft.keep(*row)
    if inputs.same(slot.sent.content, content):
        return
    if spot.address == "_series:no_answer" and content:
        draft.insert_text(InsertedBlock(("answers", draft.question), "paragraph"), "paragraph", content, slot)
        return
    draft.leave(
        spot.address, report_text(slot.sent.content), report_text(content), inputs.not_ours(spot), slot
    )


def _process_generated(draft: AlignmentDraft, slot: TextUnit) -> None:
    """Process a generated text: table of contents, index, comparison tables."""
    assert slot.sent is not None
    before, after = report_text(slot.sent.content), report_text(draft.inputs.clean(slot.content))
    if FOLIOS.sub("", before) != FOLIOS.sub("", after):
        draft.leave("", before, after, problem("D202"), slot)
