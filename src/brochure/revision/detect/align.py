"""Walk through the text units of the edited file, and find the value of the YAML that each one belongs to."""

from __future__ import annotations

from itertools import takewhile

from brochure.diagnostics.problem import problem
from brochure.document import markup
from brochure.document.tree import Inlines
from brochure.revision import derived_texts
from brochure.revision.address import TextAddress
from brochure.revision.characters import report_text
from brochure.revision.detect import new_blocks
from brochure.revision.detect.alignment import FOLIOS, Alignment, CompareInput, NoteText
from brochure.revision.detect.draft import AlignmentDraft
from brochure.revision.detect.line_forms import form_edits
from brochure.revision.detect.oddities import unsupported_edits
from brochure.revision.detect.places import moved_to_cell
from brochure.revision.detect.plain_texts import split_forms, takes_markup
from brochure.revision.detect.refusals import cell_address, cell_refusal, refusal_reason
from brochure.revision.detect.tables import learn_tables
from brochure.revision.text_units import TextUnit
from brochure.schema.yaml_reader import YamlPath


def align_texts(inputs: CompareInput) -> Alignment:
    """Return the alignment of the edited file with the values of the YAML."""
    draft = AlignmentDraft(inputs)
    _learn_texts(draft)
    learn_tables(draft)
    for index, unit in enumerate(inputs.units):
        _process_unit(draft, unit, index)
    return draft.finished()


def _learn_texts(draft: AlignmentDraft) -> None:
    """Collect the sent texts of each value, and the signs that lines begin with."""
    inputs = draft.inputs
    for sent in sorted(inputs.all_sent(), key=lambda text: text.line):
        if sent.sign and sent.sign not in draft.signs:
            draft.signs.append(sent.sign)
        place = inputs.address_of(sent)
        if place and not place.is_fixed and _is_value(inputs, place):
            draft.sent_texts.setdefault(place.path, []).append(sent)
            draft.addresses[place.path] = place
    for texts in draft.sent_texts.values():
        texts.sort(key=lambda text: (TextAddress.parse(inputs.blocks[text.mark].address).number, text.line))


def _is_value(inputs: CompareInput, place: TextAddress) -> bool:
    """Whether a text is a value of the YAML file, or is derived from values of it."""
    own = not inputs.profile and place.is_booklet_text
    return place.is_typed or own or derived_texts.value_mapper_of(place.address) is not None


def _process_unit(draft: AlignmentDraft, unit: TextUnit, index: int) -> None:
    """Process one text unit with its comments and its formatting."""
    inputs = draft.inputs
    place = inputs.address_of(unit.sent)
    address = (place.cell_of or place).address if place else draft.nearest_address()
    second = index > 0 and inputs.units[index - 1].number == unit.number  # comments count once per line
    if unit.sent is None or not second:
        draft.found += inputs.new_comments(unit.line.comments, address)
    draft.found += unsupported_edits(inputs, unit, address)
    draft.found += moved_to_cell(inputs, unit, address)
    draft.found += form_edits(inputs, unit, address)
    if unit.joins and unit.content and _joined_value_path(draft, unit, place) is None:
        draft.record_unresolved(
            address, report_text(unit.content), report_text(unit.line.content), problem("D214"), unit
        )
    if unit.sent is None:
        new_blocks.place_new_line(draft, unit, index)
    elif place is None:
        _process_generated(draft, unit)
    else:
        _process_addressed(draft, unit, place, index)


def _process_addressed(draft: AlignmentDraft, unit: TextUnit, place: TextAddress, index: int) -> None:
    """Process a text that has an address."""
    assert unit.sent is not None
    inputs = draft.inputs
    content = inputs.clean_content(unit.content)
    if place.address.startswith(("notes.", "sources.", "_sources")):
        draft.notes[unit.sent.mark] = NoteText(place, unit.sent.content, content, unit.line.revisions)
        return
    if value := place.cell_of:
        _process_cell(draft, unit, value, content)
        return
    if not takes_markup(place):
        content, found = split_forms(inputs, unit, place, content)
        draft.found += found
    if place.address.startswith("_series:questions."):
        draft.go_to_question(place)
    if place.is_fixed:
        _process_shared(draft, unit, place, content)
    elif topic := place.topic:
        draft.topics.setdefault(topic, unit)
        draft.go_to_block(place)
    elif place.address.endswith(".qr") or not _is_value(inputs, place):
        if not inputs.same_text(unit.sent.content, content):
            draft.record_unresolved(
                place.address, report_text(unit.sent.content), report_text(content), problem("D202"), unit
            )
    elif _is_moved_to_other_block(inputs, unit, place, index):
        new_blocks.place_new_line(draft, unit, index)
    else:
        _process_value(draft, unit, place, content)


def _process_value(draft: AlignmentDraft, unit: TextUnit, place: TextAddress, content: Inlines) -> None:
    """Process a text of a value; if it was joined to the text before it, it belongs to that text's value."""
    if unit.joins and content and (path := _joined_value_path(draft, unit, place)) is not None:
        before, words = draft.texts[path][-1]
        draft.texts[path][-1] = (before, markup.join_texts([*words, *content]))
        return
    draft.go_to_block(place)
    if content or place.is_picture:
        draft.record_item_of(place)
    draft.add_text(place.path, content, unit)
    draft.last = place.path


def _joined_value_path(draft: AlignmentDraft, unit: TextUnit, place: TextAddress | None) -> YamlPath | None:
    """The path of the value that a text was joined to; None if the line has no such value before it."""
    if place is None or place.is_fixed or place.topic or not isinstance(draft.last, tuple):
        return None
    came = draft.texts.get(draft.last)
    return draft.last if came and came[-1][0].number == unit.number else None


def _is_moved_to_other_block(inputs: CompareInput, unit: TextUnit, place: TextAddress, index: int) -> bool:
    """Whether a text was moved between the texts of other blocks."""
    if unit.kept_order or place.item is None or not place.block:
        return False
    near = {
        other.block
        for step in (-1, 1)
        if (other := _nearest_address(inputs, index, step)) is not None and other.block is not None
    }
    return bool(near) and place.block not in near


def _nearest_address(inputs: CompareInput, index: int, step: int) -> TextAddress | None:
    """The address of the nearest text of a block in one direction, among texts that kept their order."""
    units = inputs.units
    index += step
    while 0 <= index < len(units):
        place = inputs.address_of(units[index].sent)
        if place and place.block and units[index].kept_order:
            return place
        if place and place.address.startswith("_series:questions."):
            return TextAddress(f"answers.{place.address.rpartition('.')[2]}.-1", 1) if step > 0 else None
        index += step
    return None


def _process_shared(draft: AlignmentDraft, unit: TextUnit, place: TextAddress, content: Inlines) -> None:
    """Process a text of the series; words that replace “no answer” become an answer."""
    assert unit.sent is not None
    inputs = draft.inputs
    row = draft.new_rows.get(unit.line.cell[:2]) if unit.line.cell else None
    if isinstance(row, tuple):
        draft.record_item(*row)
    if inputs.same_text(unit.sent.content, content):
        return
    if place.is_repeated and any(
        inputs.same_text(words, content) for _, words in draft.texts.get(place.path, ())
    ):
        return  # the value was edited in the same way
    others = _unanswered_before(draft) if place.is_no_answer else 0
    if place.is_no_answer and content and not others:
        new_blocks.answer_question(draft, unit, content)
        return
    reason = problem("D249", count=others + 1) if others else refusal_reason(place, draft.inputs.series)
    draft.record_unresolved(
        place.address,
        report_text(unit.sent.content),
        report_text(content),
        reason,
        unit,
    )


def _unanswered_before(draft: AlignmentDraft) -> int:
    """How many questions without an answer stand directly before the present one, in the same block."""
    inputs = draft.inputs
    data = inputs.series.data if isinstance(inputs.series.data, dict) else {}
    questions = data.get("questions")
    keys = list(questions) if isinstance(questions, dict) else []
    before = keys[: keys.index(draft.question)] if draft.question in keys else []
    return sum(1 for _ in takewhile(lambda key: not inputs.value_at(("answers", str(key))), reversed(before)))


def _process_cell(draft: AlignmentDraft, unit: TextUnit, value: TextAddress, content: Inlines) -> None:
    """Process a cell of a comparison table: marks are taken, other texts are changed at their value."""
    assert unit.sent is not None
    inputs = draft.inputs
    if inputs.same_text(unit.sent.content, content):
        return
    if value.topic and value.address not in inputs.elsewhere:
        draft.cells[value.topic] = unit
        return
    draft.record_unresolved(
        cell_address(inputs, value),
        report_text(unit.sent.content),
        report_text(content),
        cell_refusal(inputs, value),
        unit,
    )


def _process_generated(draft: AlignmentDraft, unit: TextUnit) -> None:
    """Process a generated text: table of contents, index, comparison tables."""
    assert unit.sent is not None
    before, after = report_text(unit.sent.content), report_text(draft.inputs.clean_content(unit.content))
    if FOLIOS.sub("", before) != FOLIOS.sub("", after):
        draft.record_unresolved("", before, after, problem("D202"), unit)
