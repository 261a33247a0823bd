"""Ids, letters and places of what is numbered: note ids, letters of topics, calls before stops."""

from __future__ import annotations

from hashlib import sha256

from brochure.document import markup as inline
from brochure.document.tree import Inline, Inlines, NoteCall, Text


def note_id(cite: inline.Cite) -> str:
    """The id of a citation's note: that of its source, and a mark where it is cited in a special way."""
    plain_cite = inline.Cite(cite.source_id, 0)
    special = "" if cite.key == plain_cite.key else f".{sha256(cite.key.encode()).hexdigest()[:8]}"
    return f"cite.{cite.source_id}{special}"


def calls_before_stops(content: Inlines) -> Inlines:
    """Put calls before a comma or full stop that they were typed behind: です。[^a] prints です*1。

    A call belongs to the words, not to the sentence's end, and a stop must not be parted from them
    (JLREQ 3.1.7; the source page prints all its calls so).
    """
    moved: list[Inline] = []
    stop = ""  # what waits for the last of the calls
    for part in content:
        if isinstance(part, NoteCall):
            stop = stop or _take_stop(moved)
            if not moved or moved[-1] != part:  # [@a; @a] is one call
                moved.append(part)
            continue
        if stop and isinstance(part, Text):
            part = Text(part.text.lstrip(" "))  # noqa: PLW2901  # a blank behind the call as it was typed
        moved += [Text(stop), part] if stop else [part]
        stop = ""
    return inline.merge([part for part in [*moved, Text(stop)] if part != Text("")])


STOPS = "、。，．"


def _take_stop(moved: list[Inline]) -> str:
    """Take the stop from the end of what came before a call, unless nothing else came before."""
    before = moved[-1] if moved else None
    if not isinstance(before, Text) or before.text[-1:] not in STOPS or not before.text:
        return ""
    if len(before.text) == 1 and not (len(moved) > 1 and isinstance(moved[-2], NoteCall)):
        return ""
    moved[-1:] = [Text(before.text[:-1])] if len(before.text) > 1 else []
    return before.text[-1]


def letter(index: int) -> str:
    """The letter of the topic at ``index``, from 0: a … z, aa, ab …

    >>> letter(0), letter(25), letter(26)
    ('a', 'z', 'aa')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def bands(count: int, most: int) -> list[int]:
    """Share ``count`` topics among as few bands of at most ``most`` as possible, evenly.

    >>> bands(10, 8), bands(16, 8), bands(17, 8)
    ([5, 5], [8, 8], [6, 6, 5])
    """
    number = -(-count // most)
    short, longer = divmod(count, number)
    return [short + (index < longer) for index in range(number)]
