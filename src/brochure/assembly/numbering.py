"""Numbering: notes and their calls, letters of topics, bands of mark tables, and calls at stops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from brochure.document import markup
from brochure.document.markup_model import Cite
from brochure.document.tree import Inline, Inlines, NoteCall, Text


@dataclass
class NoteNumbering:
    """Numbers notes in the order of their first calls; a later call of a note has its number.

    Attributes:
        marker: The form of a note number in the house style, such as ``*{number}``.
        first: The number of the first note.
        order: The number of each note called so far, by the note's id.
        reserved: The notes that have a number, but no call yet.
    """

    marker: str
    first: int = 1
    order: dict[str, int] = field(default_factory=dict)
    reserved: set[str] = field(default_factory=set)

    def reserve(self, note: str) -> None:
        """Give a note the next number, before the text with its first call is made."""
        if note not in self.order:
            self.order[note] = len(self.order) + self.first
            self.reserved.add(note)

    def numbered_call(self, note: str) -> NoteCall:
        """Return the next call in the text, of the note with this id."""
        is_first = note not in self.order or note in self.reserved
        self.reserved.discard(note)
        number = self.order.setdefault(note, len(self.order) + self.first)
        return NoteCall(note, number, self.marker.format(number=number), is_first)


def note_id(cite: Cite) -> str:
    """Return the id of a citation's note: the source's id, with a digest if it has a locator or affixes."""
    plain_cite = Cite(cite.source_id, 0)
    special = "" if cite.key == plain_cite.key else f".{sha256(cite.key.encode()).hexdigest()[:8]}"
    name = cite.source_id
    if not (name.isascii() and name.isprintable() and " " not in name):  # for ids of HTML and of bookmarks
        name = sha256(name.encode()).hexdigest()[:8]
    return f"cite.{name}{special}"


def meant_cite(cite: Cite, known: Mapping[str, Cite]) -> Cite:
    """Return the citation that a citation stands for: one of the same source, if it has no words of its own.

    >>> meant_cite(Cite("a", 0), {"a": Cite("a", 9, suffix="より")}).suffix
    'より'
    """
    return known.get(cite.source_id, cite) if cite.key == Cite(cite.source_id, 0).key else cite


def calls_before_stops(content: Inlines) -> Inlines:
    """Move calls before the comma or full stop that they were typed after: です。[^a] prints です*1。

    A call belongs to the words, not to the end of the sentence, and no line break is allowed before a stop
    (JLREQ 3.1.7). The prefecture's original brochure places all calls like this.
    """
    moved: list[Inline] = []
    stop = ""  # the stop that is printed after the last call
    for part in content:
        if isinstance(part, NoteCall):
            stop = stop or _take_stop(moved)
            if not moved or moved[-1] != part:  # [@a; @a] is one call
                moved.append(part)
            continue
        if stop and isinstance(part, Text):
            part = Text(part.text.lstrip(" "))  # noqa: PLW2901  # removes a blank typed after the call
        moved += [Text(stop), part] if stop else [part]
        stop = ""
    return markup.join_texts([part for part in [*moved, Text(stop)] if part != Text("")])


STOPS = "、。，．"


def _take_stop(moved: list[Inline]) -> str:
    """Remove and return the stop at the end of the text before a call, unless the text is only a stop."""
    before = moved[-1] if moved else None
    if not isinstance(before, Text) or before.text[-1:] not in STOPS or not before.text:
        return ""
    if len(before.text) == 1 and not (len(moved) > 1 and isinstance(moved[-2], NoteCall)):
        return ""
    moved[-1:] = [Text(before.text[:-1])] if len(before.text) > 1 else []
    return before.text[-1]


def topic_letter(index: int) -> str:
    """Return the letter of the topic at ``index``, from 0: a … z, aa, ab …

    >>> topic_letter(0), topic_letter(25), topic_letter(26)
    ('a', 'z', 'aa')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def band_lengths(count: int, most: int) -> list[int]:
    """Distribute ``count`` topics evenly over the fewest bands of at most ``most`` topics each.

    >>> band_lengths(10, 8), band_lengths(16, 8), band_lengths(17, 8)
    ([5, 5], [8, 8], [6, 6, 5])
    """
    number = -(-count // most)
    short, longer = divmod(count, number)
    return [short + (index < longer) for index in range(number)]
