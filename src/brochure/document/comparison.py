"""The comparison table of two editions (新旧対照表): old and new texts side by side, for sign-off.

Pure: two documents in, rows out. Texts are compared by words; long unchanged parts are shortened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from brochure.document import alignment, diff
from brochure.document.comparison_texts import (
    BREAK,
    NOTES,
    ComparedText,
    ComparedWord,
    compared_texts,
    join_word_lines,
)
from brochure.document.printed_words import PrintedWords, words_of
from brochure.document.tree import Document, Note, plain_text

_CONTEXT = 16  # characters of unchanged text that are printed before and after a change
_LONG = 3 * _CONTEXT  # longer unchanged parts are shortened
_LEAST_LIKENESS = 0.4  # least likeness of two texts that are paired as old and new wording
_SAME_PLACE = 0.4  # added to the likeness if both texts have the same place
_SAME_NOTE = 0.6  # least likeness of two notes that are paired as old and new wording


@dataclass(frozen=True, slots=True)
class ComparedSpan:
    """Words of a cell; ``changed`` words are underlined (下線), ``strong`` ones emphasised."""

    text: str
    changed: bool = False
    strong: bool = False


Cell = tuple[tuple[ComparedSpan, ...], ...]
"""The lines of a cell."""


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A row of the table: the place of a text, its old and its new wording.

    ``part`` is the question, or empty. ``place`` names the text in it, with its number in the new edition (in
    the old one if it was removed). A missing text is printed as （新設） or （削除）.
    """

    part: str
    place: str
    old: Cell
    new: Cell
    group: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes between two editions, in reading order.

    ``old`` and ``new`` are the names of the editions. ``renumbered`` is true if some texts differ only in the
    numbers of notes; such texts have no row. In a table of several partners each row has the name of its
    partner as ``group``, and ``lines`` name the partners without a change. ``form`` is the group of words: a
    comparison table, or a slip of corrections (正誤表).
    """

    title: str
    old: str
    new: str
    changes: tuple[ComparisonRow, ...]
    words: PrintedWords = field(default_factory=lambda: words_of("ja"))
    renumbered: bool = False
    lines: tuple[str, ...] = ()
    form: Literal["comparison", "errata"] = "comparison"

    @property
    def groups(self) -> list[tuple[str, list[ComparisonRow]]]:
        """The rows of each partner with its name; one group without a name for a table of one partner."""
        return [(name, list(rows)) for name, rows in groupby(self.changes, key=lambda row: row.group)]

    @property
    def columns(self) -> tuple[str, str, str]:
        """The headings of the three columns."""
        words = self.words
        if self.form == "errata":
            return (words["comparison.place"], words["errata.old_column"], words["errata.new_column"])
        return (words["comparison.place"], words["comparison.old_column"], words["comparison.new_column"])

    @property
    def sides(self) -> tuple[str, str]:
        """The words for the old and the new edition."""
        return self.words["comparison.old"], self.words["comparison.new"]

    @property
    def named_editions(self) -> tuple[str, str]:
        """The names of the editions, each with its side."""
        old, new = self.sides
        fill = self.words.fill
        return (
            fill("comparison.edition", side=old, name=self.old),
            fill("comparison.edition", side=new, name=self.new),
        )

    @property
    def legend(self) -> str:
        """The explanation printed with the table."""
        words = self.words
        left_out = words["comparison.left_out"]
        if self.form == "errata":
            return words.fill("errata.legend", left_out=left_out)
        said = words.fill("comparison.legend", left_out=left_out)
        if not self.renumbered:
            return said
        between = "" if words.language == "ja" else " "
        return f"{said}{between}{words['comparison.renumbered']}"


NO_PICTURES: Mapping[str, str] = {}


def compare_editions(
    old: Document,
    new: Document,
    *,
    editions: tuple[str, str],
    words: PrintedWords,
    pictures: tuple[Mapping[str, str], Mapping[str, str]] = (NO_PICTURES, NO_PICTURES),
) -> Comparison:
    """Compare two editions of a partner.

    Args:
        old, new: The editions.
        editions: The names of the editions, for the table.
        words: The words of the series.
        pictures: A digest of each picture file by its name, for the old and the new edition.
    """
    keys = note_keys(old.notes, new.notes)
    before = list(compared_texts(old, keys, pictures[0], words))
    after = list(compared_texts(new, {}, pictures[1], words))
    changes, renumbered = changed_rows(before, after, words)
    name = plain_text(new.heading.name.content)
    title = words.fill("comparison.heading", name=name, title=words["comparison.title"])
    return Comparison(title, *editions, changes, words, renumbered)


def changed_rows(
    before: Sequence[ComparedText], after: Sequence[ComparedText], words: PrintedWords
) -> tuple[tuple[ComparisonRow, ...], bool]:
    """Return the rows of the texts that changed, and whether others differ in the numbers of notes only."""
    found: list[_Pair] = []
    renumbered = False
    for one, other in _pair_units(before, after):
        if one and other and one.keys == other.keys:
            renumbered = renumbered or one.text != other.text
        else:
            found.append((one, other))
    return tuple(_row_of_change(together, words) for together in _grouped_by_row(found)), renumbered


def note_keys(old: Sequence[Note], new: Sequence[Note]) -> dict[str, str]:
    """Map the ids of old notes to the ids of the new notes that they became.

    Notes are paired by id, and if the id is gone, by likeness of their texts, because readers do not see ids.
    A note that was removed gets a key that no new note has.
    """
    keys = {note.id: note.id for note in old}
    lost = [note for note in old if note.id not in {one.id for one in new}]
    found = [note for note in new if note.id not in keys]
    for note in lost:
        likeness = {one.id: diff.likeness(plain_text(note.body), plain_text(one.body)) for one in found}
        best = max(likeness, key=likeness.__getitem__, default="")
        if best and likeness[best] >= _SAME_NOTE:
            keys[note.id] = best
            found = [one for one in found if one.id != best]
        else:
            keys[note.id] = f"was:{note.id}"  # ids contain no colon
    return keys


# --- pairing ----------------------------------------------------------------------------------


_Pair = alignment.Pair[ComparedText]


def _pair_units(old: Sequence[ComparedText], new: Sequence[ComparedText]) -> Iterator[_Pair]:
    """Pair the texts of the same part; the parts are in the order of the new edition."""
    before, after = _units_by_part(old), _units_by_part(new)
    for one, other in alignment.align_by_key(list(before), list(after), lambda key: key):
        mine, theirs = before.get(one or "", []), after.get(other or "", [])
        if (one or other) == NOTES:
            yield from _pair_notes(mine, theirs)
        else:
            yield from alignment.align_by_score(mine, theirs, _score, _same)


def _pair_notes(old: Sequence[ComparedText], new: Sequence[ComparedText]) -> Iterator[_Pair]:
    """Pair notes by ``kind`` (their key), because their order may differ."""
    known = {unit.kind: unit for unit in old}
    for unit in new:
        yield known.pop(unit.kind, None), unit
    yield from ((unit, None) for unit in known.values())


def _grouped_by_row(found: Sequence[_Pair]) -> Iterator[list[_Pair]]:
    """Group changes into rows; a mark table or case that was added or removed as a whole is one row."""
    for _, group in groupby(enumerate(found), key=_group_key):
        yield [pair for _, pair in group]


def _group_key(numbered: tuple[int, _Pair]) -> tuple[object, ...]:
    number, (old, new) = numbered
    unit = new or old
    if (old and new) or unit is None or not unit.whole:
        return (number,)
    return (unit.part, unit.whole, old is None)


def _units_by_part(found: Sequence[ComparedText]) -> dict[str, list[ComparedText]]:
    parts: dict[str, list[ComparedText]] = {}
    for unit in found:
        parts.setdefault(unit.part, []).append(unit)
    return parts


def _same(old: ComparedText, new: ComparedText) -> bool:
    return old.kind == new.kind and old.keys == new.keys


def _score(old: ComparedText, new: ComparedText) -> float | None:
    if old.kind != new.kind:
        return None
    if old.keys == new.keys:
        return 2
    score = diff.likeness(old.text, new.text) + (_SAME_PLACE if old.place == new.place else 0)
    return score if score >= _LEAST_LIKENESS else None


# --- cells ------------------------------------------------------------------------------------


def _row_of_change(pairs: Sequence[_Pair], words: PrintedWords) -> ComparisonRow:
    """Return the row of one text, or of several that were added or removed together."""
    old, new = pairs[0]
    unit = new or old
    if unit is None:
        raise ValueError("a change of nothing")
    place = unit.whole if len(pairs) > 1 else unit.place
    if old is None:
        return ComparisonRow(
            unit.title,
            place,
            _plain_cell(words["comparison.added"]),
            _changed_cell([one for _, one in pairs if one]),
        )
    if new is None:
        return ComparisonRow(
            unit.title,
            place,
            _changed_cell([one for one, _ in pairs if one]),
            _plain_cell(words["comparison.removed"]),
        )
    before: list[tuple[ComparedWord, bool]] = []
    after: list[tuple[ComparedWord, bool]] = []
    left_out = words["comparison.left_out"]
    for kind, i, until_i, j, until_j in _diff_steps(old, new):
        mine, theirs = old.words[i:until_i], new.words[j:until_j]
        if kind == "equal":
            ends = (i > 0 or j > 0, until_i < len(old.words) or until_j < len(new.words))
            mine, theirs = _shorten(mine, *ends, left_out), _shorten(theirs, *ends, left_out)
        before += [(word, kind != "equal") for word in mine]
        after += [(word, kind != "equal") for word in theirs]
    return ComparisonRow(unit.title, place, _cell(before), _cell(after))


def _diff_steps(old: ComparedText, new: ComparedText) -> list[tuple[str, int, int, int, int]]:
    """Return the opcodes from old to new; unlike texts are replaced between their equal ends."""
    steps = list(diff.opcodes(old.keys, new.keys))
    if diff.likeness(old.text, new.text) >= _LEAST_LIKENESS:
        return steps
    first = steps.pop(0) if steps[0][0] == "equal" else ("equal", 0, 0, 0, 0)
    i, j = len(old.words), len(new.words)
    last = steps.pop() if steps and steps[-1][0] == "equal" else ("equal", i, i, j, j)
    return [first, ("replace", first[2], last[1], first[4], last[3]), last]


def _plain_cell(text: str) -> Cell:
    return ((ComparedSpan(text),),)


def _changed_cell(found: Sequence[ComparedText]) -> Cell:
    """Return a cell in which all words are changed."""
    return _cell([(word, True) for word in join_word_lines([unit.words for unit in found])])


def _cell(words: Sequence[tuple[ComparedWord, bool]]) -> Cell:
    lines: list[list[ComparedSpan]] = [[]]
    for word, changed in words:
        if word == BREAK:
            lines.append([])
        else:
            lines[-1].append(ComparedSpan(word.text, changed, word.strong))
    return tuple(tuple(_join_spans(line)) for line in lines if line)


def _join_spans(spans: Sequence[ComparedSpan]) -> list[ComparedSpan]:
    """Join neighbouring spans with the same formatting."""
    joined: list[ComparedSpan] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and (last.changed, last.strong) == (span.changed, span.strong):
            joined[-1] = ComparedSpan(last.text + span.text, span.changed, span.strong)
        else:
            joined.append(span)
    return joined


def _shorten(
    words: tuple[ComparedWord, ...], before: bool, after: bool, left_out: str
) -> tuple[ComparedWord, ...]:
    """Shorten a long unchanged part; keep its beginning and end only where a change is next to them."""
    if sum(len(word.text) for word in words) <= _LONG:
        return words
    head = _words_in_context(words, "（「『(“[") if before else ()
    tail = _words_in_context(words[::-1], "）」』)”]、。,.")[::-1] if after else ()
    return (*head, ComparedWord((left_out,), left_out), *tail)


def _words_in_context(words: Sequence[ComparedWord], never_last: str) -> tuple[ComparedWord, ...]:
    """Return as many words as fit into the context, at least one; the last is none of ``never_last``."""
    room, taken = _CONTEXT, 0
    for word in words:
        room -= len(word.text)
        if room < 0:
            break
        taken += 1
    taken = max(1, taken)
    while taken > 1 and words[taken - 1].text in never_last:
        taken -= 1
    return tuple(words[:taken])
