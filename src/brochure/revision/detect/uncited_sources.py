"""Find sources of the profile that no text cites any more, and offer to remove them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from brochure.diagnostics.problem import problem
from brochure.document import markup
from brochure.document.tree import plain_text
from brochure.revision.change import Change, ChangeKind, remove_value
from brochure.revision.detect.alignment import Alignment, CompareInput
from brochure.revision.note_calls import note_text
from brochure.schema.yaml_reader import Data


def uncited_sources(alignment: Alignment, changes: Sequence[Change]) -> Iterator[Change]:
    """Yield optional changes that remove the sources that only removed texts and calls cited.

    Args:
        alignment: The edited file and the YAML.
        changes: All other changes of the profile.
    """
    inputs = alignment.inputs
    sources = inputs.value_at(("sources",))
    if not isinstance(sources, list) or not sources:
        return
    before = cited_sources(text for _, text in inputs.base.scalars())
    lost = before - cited_sources(_texts_after(inputs, changes))
    for index, item in enumerate(sources):
        name = str(item.get("id", "")) if isinstance(item, dict) else ""
        if name in lost:
            yield remove_value(
                inputs.profile,
                ("sources", index),
                item,
                old=_printed_citation(inputs, index),
                remark=problem("D232", name=name),
                optional=True,
            )


def cited_sources(texts: Iterable[str]) -> set[str]:
    """Return the ids of the sources that texts cite."""
    return {cite.source_id for text in texts if "@" in text for cite in markup.parse_markup(text).cites}


def _texts_after(inputs: CompareInput, changes: Sequence[Change]) -> Iterator[str]:
    """The texts of the profile with the changes."""
    replaced = {one.path for one in changes if one.kind is ChangeKind.SET}
    removed = [one.path for one in changes if one.kind is ChangeKind.REMOVE]
    for path, text in inputs.base.scalars():
        if path not in replaced and not any(path[: len(gone)] == gone for gone in removed):
            yield text
    for one in changes:
        if one.kind is not ChangeKind.MARK:
            yield from all_texts(one.after)


def all_texts(data: Data) -> Iterator[str]:
    """Yield the texts in a value."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from all_texts(value)


def _printed_citation(inputs: CompareInput, index: int) -> str:
    """The words of the first citation of a source in the sent file."""
    for block in inputs.blocks.values():
        if block.mark and block.address == f"sources.{index}" and block.mark in inputs.old.notes:
            return plain_text(note_text(inputs.old.notes[block.mark]))
    return ""
