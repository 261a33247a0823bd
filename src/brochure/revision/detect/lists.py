"""Find items of lists, blocks and answers that were added, removed or moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from brochure.diagnostics.problem import problem
from brochure.document.diff import longest_increasing
from brochure.revision.change import (
    Change,
    ChangeKind,
    Evidence,
    dotted_path,
    insert_item,
    remove_value,
    set_value,
)
from brochure.revision.detect.alignment import (
    Alignment,
    CompareInput,
    Finding,
    InsertedBlock,
    combined_evidence,
    inserted_text,
    kept_items,
)
from brochure.revision.detect.new_blocks import remark_of_block, yaml_of_block
from brochure.revision.detect.texts import EmptiedBlock
from brochure.revision.note_calls import PartnerNotes
from brochure.schema.yaml_reader import Data, YamlPath
from brochure.word.reader.model import Revision


@dataclass(frozen=True)
class _Order:
    """The entries of lists in the edited file, and the indices of the sent items among them."""

    entries: Mapping[YamlPath, Sequence[int | InsertedBlock]]

    def of_list(self, path: YamlPath) -> Sequence[int | InsertedBlock]:
        return self.entries.get(path, ())

    def has_item(self, path: YamlPath) -> bool:
        """Whether an item of the sent file is still there."""
        return path[-1] in self._kept.get(path[:-1], ())

    @cached_property
    def _kept(self) -> Mapping[YamlPath, frozenset[int]]:
        return {path: kept_items(entries) for path, entries in self.entries.items()}


def changed_lists(
    alignment: Alignment, calls: PartnerNotes, emptied: Sequence[EmptiedBlock] = ()
) -> list[Finding]:
    """Return the changes of lists; a block whose only list is empty now is removed."""
    inputs = alignment.inputs
    known = [place.item[0] for place in alignment.addresses.values() if place.item]
    every = sorted(dict.fromkeys([*known, *alignment.order]), key=lambda path: -len(path))
    lists = [path for path in every if len(path) > 2]  # the innermost first; shorter paths are answers
    order = _without_empty_blocks(alignment, lists, emptied)
    found: list[Finding] = []
    for path in lists:
        found += _block_list(alignment, calls, order, path)
    answers = inputs.value_at(("answers",))
    questions = answers if isinstance(answers, dict) else {}
    for question in questions:
        found += _changed_answer(alignment, calls, order, ("answers", question))
    for path, entries in order.entries.items():
        if len(path) == 2 and path[1] not in questions:
            found += _new_list(alignment, calls, path, entries)
    return found


def _without_empty_blocks(
    alignment: Alignment, lists: Sequence[YamlPath], emptied: Sequence[EmptiedBlock]
) -> _Order:
    """The items of lists in the edited file, without blocks whose only text or list is empty."""
    gone = {(("answers", one.question), one.index) for one in emptied}
    for path in lists:
        if (
            not _owner_of_list(path)
            and not alignment.order.get(path)
            and isinstance(alignment.inputs.value_at(path), list)
        ):
            gone.add((("answers", str(path[1])), int(path[2])))
    return _Order(
        {
            path: [entry for entry in entries if not (isinstance(entry, int) and (path, entry) in gone)]
            for path, entries in alignment.order.items()
        }
    )


def _owner_of_list(path: YamlPath) -> YamlPath:
    """The path of the table row whose ``items``, or of the item whose ``numbers`` a list is; else ``()``."""
    return path[:-1] if path[-1] == "numbers" or (path[-1] == "items" and "rows" in path) else ()


def _block_list(
    alignment: Alignment, calls: PartnerNotes, order: _Order, path: YamlPath
) -> Iterator[Finding]:
    """Compare a list in a block."""
    row = _owner_of_list(path)
    if not order.of_list(path) and isinstance(alignment.inputs.value_at(path), list):
        if row and order.has_item(row):
            yield _empty_items(alignment, path, row)
        return
    if row and not order.has_item(row):
        return
    if order.has_item(path[:3]):
        yield from _changed_items(alignment, calls, order, path)


def _empty_items(alignment: Alignment, path: YamlPath, row: YamlPath) -> Finding:
    """All items of a remaining owner are gone: the list is removed if the owner has a text or a date."""
    inputs = alignment.inputs
    value = inputs.value_at(row)
    words = alignment.summary(path)
    if isinstance(value, dict) and ("text" in value or "date" in value):
        return remove_value(inputs.profile, path, inputs.value_at(path), old=words)
    return inputs.unresolved_edit(dotted_path(path), words, "", problem("D207"))


def _changed_answer(
    alignment: Alignment, calls: PartnerNotes, order: _Order, path: YamlPath
) -> Iterator[Finding]:
    """Compare the blocks of an answer; an answer without blocks is removed."""
    value = alignment.inputs.value_at(path)
    if value and not order.of_list(path):
        yield remove_value(alignment.inputs.profile, path, value, old=alignment.summary(path))
    else:
        yield from _changed_items(alignment, calls, order, path)


def _new_list(
    alignment: Alignment, calls: PartnerNotes, path: YamlPath, entries: Sequence[int | InsertedBlock]
) -> Iterator[Finding]:
    """A list that the sent YAML does not have."""
    news = [entry for entry in entries if isinstance(entry, InsertedBlock)]
    if news:
        inputs = alignment.inputs
        try:
            made: list[Data] = [yaml_of_block(inputs, calls, entry) for entry in news]
        except ValueError:
            yield _unwritable(inputs, path, news)
            return
        evidence = combined_evidence([unit for new in news for unit in new.units])
        remark = next(filter(None, map(remark_of_block, made)), None)
        before = "" if inputs.value_at(path) else _words_for_no_answer(inputs)
        yield set_value(
            inputs.profile,
            path,
            made,
            old=before,
            new=inserted_text(news),
            evidence=evidence,
            remark=remark,
        )


def _words_for_no_answer(inputs: CompareInput) -> str:
    """The words that are printed in place of an answer."""
    data = inputs.series.data
    return str(data.get("no_answer") or "").strip() if isinstance(data, dict) else ""


def _changed_items(
    alignment: Alignment, calls: PartnerNotes, order: _Order, path: YamlPath
) -> Iterator[Change | Finding]:
    """Compare the items of a list: removed items first, then added and moved ones in their order."""
    inputs = alignment.inputs
    value, entries = inputs.value_at(path), order.of_list(path)
    if not isinstance(value, list):
        yield from _new_list(alignment, calls, path, entries)
        return
    numbers = [entry for entry in entries if isinstance(entry, int)]
    stays = {numbers[i] for i in longest_increasing(numbers)}
    kept = set(numbers)
    for index, item in enumerate(value):
        if index not in kept:
            yield _removed_item(alignment, (*path, index), item)
    for entry, after in zip(entries, _items_after(entries, stays, len(value)), strict=True):
        if isinstance(entry, InsertedBlock):
            yield _added_item(inputs, calls, path, after, entry)
        elif entry not in stays:
            yield _moved_item(alignment, path, entry, after, value[entry])


def _added_item(
    inputs: CompareInput, calls: PartnerNotes, path: YamlPath, after: int, entry: InsertedBlock
) -> Finding:
    try:
        item = yaml_of_block(inputs, calls, entry)
    except ValueError:
        return _unwritable(inputs, path, [entry])
    return insert_item(
        inputs.profile,
        path,
        after,
        item,
        new=inserted_text([entry]),
        evidence=combined_evidence(entry.units, guessed=entry.guessed),
        remark=remark_of_block(item),
    )


def _unwritable(inputs: CompareInput, path: YamlPath, news: Sequence[InsertedBlock]) -> Finding:
    """Added items that no markup says, such as a link that is not a web address (D208)."""
    address = dotted_path(path)
    reason = problem("D208", detail=address)
    return inputs.unresolved_edit(address, "", inserted_text(news), reason, news[0].units[0])


def _items_after(entries: Sequence[int | InsertedBlock], stays: set[int], last: int) -> list[int]:
    """For each entry the next item after it that kept its order; ``last`` if there is none."""
    made: list[int] = []
    for entry in reversed(entries):
        made.append(last)
        if isinstance(entry, int) and entry in stays:
            last = entry
    return made[::-1]


def _removed_item(alignment: Alignment, path: YamlPath, item: Data) -> Change:
    return remove_value(
        alignment.inputs.profile,
        path,
        item,
        old=alignment.summary(path),
        evidence=Evidence(revisions=_removed_by(alignment, path)),
    )


def _removed_by(alignment: Alignment, path: YamlPath) -> tuple[Revision, ...]:
    """The tracked changes that deleted an item, or emptied its lines."""
    deleted = alignment.inputs.new.deleted
    gone = {revision for text in alignment.sent_of(path) for revision in deleted.get(text.mark, ())}
    return tuple(sorted({*gone, *(r for unit in alignment.units_of(path) for r in unit.line.revisions)}))


def _moved_item(alignment: Alignment, path: YamlPath, index: int, before: int, item: Data) -> Change:
    shown, evidence = alignment.summary((*path, index)), combined_evidence(alignment.units_of((*path, index)))
    return Change(
        ChangeKind.MOVE,
        alignment.inputs.profile,
        path,
        dotted_path((*path, index)),
        index=index,
        to=before,
        before=item,
        old=shown,
        new=shown,
        how=evidence.how,
        sure=evidence.sure,
        revisions=evidence.revisions,
    )
