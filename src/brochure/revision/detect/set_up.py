"""Edits of the form of the file that belong to no text: the set-up of its pages, and empty items of lists."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.diagnostics.problem import problem
from brochure.revision.change import UnresolvedEdit
from brochure.word.reader.model import WordReading
from brochure.word.reader.set_up import RUNNING


def set_up_edits(
    old: WordReading, new: WordReading, gone: int, *, keeps_headers: bool = True
) -> Iterator[UnresolvedEdit]:
    """Yield what an editor set for pages, and that items of lists without text were added.

    Programs drop settings that they do not know, so only those that are new are edits. ``gone`` is how many
    texts are gone: an item may be left of each. Without ``keeps_headers`` it is no edit that a header stands
    on other pages.
    """
    for kind, values in sorted(new.set_up.items()):
        if kind == RUNNING and not keeps_headers:
            continue
        if values - old.set_up.get(kind, frozenset()):
            yield UnresolvedEdit("", "", "", "", problem("D252", kind=kind))
    if new.empty_items > old.empty_items + gone:
        yield UnresolvedEdit("", "", "", "", problem("D246", kind="list item"))
