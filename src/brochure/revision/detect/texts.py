"""Find values whose text was edited, emptied or removed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from brochure.diagnostics.problem import Problem, problem
from brochure.document import markup, markup_writer
from brochure.document.tree import Inlines, Text, plain_text
from brochure.revision import derived_texts
from brochure.revision.address import TextAddress
from brochure.revision.change import Change, remove_value, set_value
from brochure.revision.characters import (
    atoms_to_paragraphs,
    normalise_whitespace,
    paragraphs_to_atoms,
    report_text,
    undo_printing,
)
from brochure.revision.detect.alignment import (
    Alignment,
    CompareInput,
    Finding,
    combined_evidence,
    paragraphs_text,
)
from brochure.revision.detect.new_blocks import date_of_row, remark_of_block
from brochure.revision.detect.refusals import cell_address, cell_refusal, refusal_reason
from brochure.revision.note_calls import PartnerNotes
from brochure.revision.text_units import SentText, TextUnit
from brochure.schema.profile import kinds_by_text_key, optional_text_keys
from brochure.schema.yaml_reader import YamlPath

_ROLES_BEFORE_BLOCK = (
    "callout_heading",
    "caption",
    "case_heading",
    "topic_code",
    "topic",
)  # come before their block
_WITHOUT_BLOCK = ("_series:questions.", "_series:contact.", "_series:no_answer")  # addresses
_OPTIONAL_KEYS = ("remark", "reading", "latin", "native", "tel", "email", "website", "unit")

_EditedTexts = Sequence[tuple[TextUnit, Inlines]]


@dataclass(frozen=True, slots=True)
class EmptiedBlock:
    """A block of one text that is empty in the edited file: it will be removed."""

    question: str
    index: int


def edited_texts(alignment: Alignment, calls: PartnerNotes) -> list[Finding | EmptiedBlock]:
    """Return the changes of edited and emptied values, and the blocks that are empty now."""
    found: list[Finding | EmptiedBlock] = []
    alignment = replace(alignment, texts=_with_parted_events(alignment.texts))
    for path in dict.fromkeys([*alignment.sent_texts, *alignment.texts]):
        came = [(unit, words) for unit, words in alignment.texts.get(path, ()) if words]
        place = alignment.addresses.get(path) or TextAddress(".".join(map(str, path)), 1)
        if place.is_picture:
            found += _changed_picture(alignment, place, path)
        elif not came:
            found += _emptied_value(alignment, place, path)
        elif maker := derived_texts.value_mapper_of(place.address):
            found += _changed_derived_text(alignment, maker, place, came)
        else:
            found += _changed_text(alignment, calls, place, path, came)
    return found


def _with_parted_events(texts: Mapping[YamlPath, _EditedTexts]) -> Mapping[YamlPath, _EditedTexts]:
    """The texts; an event that was typed over as a whole, so into one of its fields, is in both again."""
    made = dict(texts)
    for label in texts:
        date = (*label[:-1], "date")
        if label[:1] != ("milestones",) or label[-1] != "label" or date not in texts:
            continue
        both = [*texts[label], *texts[date]]
        filled = [(unit, words) for unit, words in both if plain_text(words).strip()]
        parts = derived_texts.part_event(plain_text(filled[0][1])) if len(filled) == 1 else None
        if parts:
            made[label], made[date] = ([(filled[0][0], (Text(part),))] for part in parts)
    return made


def _changed_text(
    alignment: Alignment, calls: PartnerNotes, place: TextAddress, path: YamlPath, came: _EditedTexts
) -> Iterator[Finding | EmptiedBlock]:
    """A text that is printed as it was typed."""
    inputs, unit = alignment.inputs, came[0][0]
    before = [calls.as_sent(text.content) for text in alignment.sent_texts.get(path, ())]
    after = came_texts = [calls.as_typed(words) for _, words in came]
    if len(before) == len(after) and all(map(inputs.same_text, before, after)):
        return
    if place.address in inputs.elsewhere:
        reason = problem("D215", file=inputs.booklet)
        yield inputs.unresolved_edit(
            place.address, paragraphs_text(before), paragraphs_text(after), reason, unit
        )
        return
    raw = inputs.value_at(path)
    old = raw if isinstance(raw, str) else ""
    before, after = ([calls.as_in(words, old) for words in texts] for texts in (before, after))
    typed = ((Text(old),),) if place.is_plain and old else markup.parse_markup(old).paragraphs
    row = undo_printing(paragraphs_to_atoms(typed), paragraphs_to_atoms(before), paragraphs_to_atoms(after))
    after = [words for words in map(normalise_whitespace, atoms_to_paragraphs(row)) if words]
    if not after:
        yield from _emptied_value(alignment, place, path)
        return
    try:
        new = plain_text(after[0], calls=False) if place.is_plain else markup_writer.revise_markup(old, after)
    except ValueError:
        reason = problem("D208", detail=place.address)
        yield inputs.unresolved_edit(
            place.address, paragraphs_text(before), paragraphs_text(after), reason, unit
        )
        return
    if new == old and [plain_text(words) for words in before] == [plain_text(words) for words in came_texts]:
        return  # only the language of words differs, which programs change
    if new == old:  # the edit is in what printing adds, such as a blank after その他：
        yield inputs.unresolved_edit(
            place.address, paragraphs_text(before), paragraphs_text(came_texts), problem("D214"), unit
        )
        return
    said = partial(
        set_value,
        inputs.profile,
        old=paragraphs_text(typed),
        new=paragraphs_text(after),
        address=place.address,
        evidence=combined_evidence([one for one, _ in came]),
    )
    date = date_of_row(after) if _is_unanswered_row(inputs, place, old) else None
    if date is None:
        yield said(path, new, before=raw)
        return
    remark = remark_of_block({"date": date})
    yield said((*path[:-1], "date"), date, group=place.address, remark=remark)
    yield remove_value(
        inputs.profile, path, raw, old=paragraphs_text(typed), address=place.address, group=place.address
    )


def _is_unanswered_row(inputs: CompareInput, place: TextAddress, text: str) -> bool:
    """Whether the text of a fact row says that there is no answer."""
    words = inputs.series.data.get("no_answer") if isinstance(inputs.series.data, dict) else None
    is_row = place.item is not None and place.item[0][-1] == "rows" and place.item[2] == "text"
    return is_row and text.strip() == str(words).strip()


def _changed_picture(alignment: Alignment, place: TextAddress, path: YamlPath) -> Iterator[Change]:
    """The alternative text of a picture."""
    inputs = alignment.inputs
    for unit, _ in alignment.texts.get(path, ())[:1]:
        old = inputs.value_at(path)
        alt = unit.drawings[0].alt if unit.drawings else ""
        if alt and unit.sent and unit.sent.drawings and alt != unit.sent.drawings[0].alt:
            yield set_value(
                inputs.profile,
                path,
                alt,
                before=old,
                old=report_text((Text(str(old)),)),
                new=report_text((Text(alt),)),
                address=place.address,
                evidence=combined_evidence([unit]),
            )


def _changed_derived_text(
    alignment: Alignment, maker: derived_texts.ValueMapper, place: TextAddress, came: _EditedTexts
) -> Iterator[Finding]:
    """A text that is derived from several values, or from a date."""
    inputs = alignment.inputs
    sent = alignment.sent_texts.get(place.path, ())
    before = plain_text(tuple(p for text in sent for p in text.content), calls=False)
    after = plain_text(tuple(p for _, words in came for p in words), calls=False)
    if before == after:
        return
    units = [unit for unit, _ in came]
    found = maker(place.path, before, after, inputs.base, inputs.words)
    if isinstance(found, Problem):
        yield inputs.unresolved_edit(place.address, before, after, found, units[0])
        return
    for one in found:
        if isinstance(one, Problem):
            yield inputs.unresolved_edit(place.address, before, after, one, units[0])
            continue
        evidence = combined_evidence(units)
        evidence = replace(evidence, sure=min(evidence.sure, one.sure))
        was = inputs.value_at(one.path)
        if one.value is None:
            yield remove_value(
                inputs.profile, one.path, was, old=before, new=after, evidence=evidence, group=place.address
            )
        else:
            yield set_value(
                inputs.profile,
                one.path,
                one.value,
                before=was,
                old=before,
                new=after,
                evidence=evidence,
                remark=one.remark,
                group=place.address,
            )


def _emptied_value(
    alignment: Alignment, place: TextAddress, path: YamlPath
) -> Iterator[Finding | EmptiedBlock]:
    """A value that is empty or gone; removed items and blocks are handled with their lists."""
    inputs = alignment.inputs
    if place.item is not None:
        rows, index, leaf = place.item
        if not leaf or not alignment.has_item(rows, index):
            return
    elif place.block and len(path) == 4 and kinds_by_text_key().get(str(path[-1])) == path[-1]:
        yield EmptiedBlock(*place.block)
        return
    elif place.block and not alignment.has_block(place.block):
        return
    value = inputs.value_at(path)
    if value is None:
        return
    units = [unit for unit, _ in alignment.texts.get(path, ())]
    old = paragraphs_text(text.content for text in alignment.sent_texts.get(path, ()))
    optional = (*_OPTIONAL_KEYS, *optional_text_keys() - {"credit"})  # a picture must have a credit
    if path[-1] in optional:
        yield remove_value(
            inputs.profile, path, value, old=old, address=place.address, evidence=combined_evidence(units)
        )
    else:
        yield inputs.unresolved_edit(place.address, old, "", problem("D207"), units[0] if units else None)


def lost_texts(alignment: Alignment) -> list[Finding]:
    """Report removed texts that are not values of the profile: generated, of the series, or marks."""
    inputs = alignment.inputs
    blocks = _BlocksAround.of(alignment)
    found: list[Finding] = []
    marks: dict[str, list[str]] = {}  # removed marks, by block
    for sent in inputs.gone:
        place = inputs.address_of(sent)
        if place and place.topic:
            marks.setdefault(place.topic[0], []).append(plain_text(sent.content))
        if place is None:
            if sent.content:
                found.append(
                    inputs.unresolved_edit(alignment.end, report_text(sent.content), "", problem("D202"))
                )
        elif value := place.cell_of:
            if sent.content:
                reason = cell_refusal(inputs, value)
                found.append(
                    inputs.unresolved_edit(cell_address(inputs, value), report_text(sent.content), "", reason)
                )
        elif place.is_fixed and sent.content and not _is_gone_with_block(alignment, sent, blocks):
            found.append(
                inputs.unresolved_edit(
                    place.address, report_text(sent.content), "", refusal_reason(place, inputs.series)
                )
            )
    for block, words in marks.items():
        block_address = TextAddress.parse(f"{block}.marks").block
        if block_address and alignment.has_block(block_address):
            found.append(inputs.unresolved_edit(block, " ".join(words), "", problem("D206")))
    return found


@dataclass(frozen=True, slots=True)
class _BlocksAround:
    """By sent text, the block of the nearest text before it, and after it, that is in a block."""

    before: Mapping[SentText, tuple[str, int] | None]
    after: Mapping[SentText, tuple[str, int] | None]

    @classmethod
    def of(cls, alignment: Alignment) -> _BlocksAround:
        every = sorted(alignment.inputs.all_sent(), key=lambda text: text.line)
        return cls(_nearest_blocks(alignment, every), _nearest_blocks(alignment, [*reversed(every)]))


def _nearest_blocks(
    alignment: Alignment, texts: Sequence[SentText]
) -> Mapping[SentText, tuple[str, int] | None]:
    """By sent text, the block of the last text before it in ``texts`` that is in a block."""
    found: dict[SentText, tuple[str, int] | None] = {}
    nearest = None
    for sent in texts:
        found[sent] = nearest
        place = alignment.inputs.address_of(sent)
        nearest = (place.block if place else None) or nearest
    return found


def _is_gone_with_block(alignment: Alignment, sent: SentText, blocks: _BlocksAround) -> bool:
    """Whether a fixed text is gone because its row or its block is gone."""
    place = alignment.inputs.address_of(sent)
    if place is None or place.address.startswith(_WITHOUT_BLOCK):
        return False
    if sent.cell and (item := alignment.rows.get(sent.cell[:2])):
        return not alignment.has_item(*item)
    role = alignment.inputs.roles.get(sent.style, "")
    block = (blocks.after if role in _ROLES_BEFORE_BLOCK else blocks.before).get(sent)
    return block is not None and not alignment.has_block(block)
