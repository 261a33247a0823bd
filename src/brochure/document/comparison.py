"""The comparison table of two editions (新旧対照表): what changed, side by side, as offices sign it off.

Pure: two documents in, rows out. Each text is compared in words; what did not change is shortened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from brochure.document import alignment
from brochure.document import diff as textdiff
from brochure.document.comparison_texts import BREAK, NOTES, ComparedWord, Unit, lined, units
from brochure.document.tree import Document, Note, plain

TITLE = "新旧対照表"
ADDED, REMOVED, LEFT_OUT = "（新設）", "（削除）", "（略）"
_CONTEXT = 16  # characters of an unchanged text that stay beside a change
_LONG = 3 * _CONTEXT  # an unchanged text of more characters is shortened
_ALIKE = 0.4  # from here on a text is another's new wording
_SAME_PLACE = 0.4  # what standing in the same place adds to that
_SAME_NOTE = 0.6  # likeness of two notes that are one with a new wording


@dataclass(frozen=True, slots=True)
class ComparedSpan:
    """Words of a cell: whether they changed (下線), and whether they are strong."""

    text: str
    changed: bool = False
    strong: bool = False


Cell = tuple[tuple[ComparedSpan, ...], ...]
"""The lines of a cell."""


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A row: where the text stands, as it was, and as it is; an empty cell is said in words.

    ``part`` is the question, or nothing; ``place`` is the text in it, with the number that it has in the new
    edition, or had in the old one if it is gone.
    """

    part: str
    place: str
    old: Cell
    new: Cell


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two editions, in reading order.

    ``old`` and ``new`` say which editions they are. ``renumbered`` tells that numbers of notes differ where
    nothing else does.
    """

    title: str
    old: str
    new: str
    changes: tuple[ComparisonRow, ...]
    renumbered: bool = False

    @property
    def columns(self) -> tuple[str, str, str]:
        """The heads of the table."""
        return ("箇所", "旧（変更前）", "新（変更後）")

    @property
    def legend(self) -> str:
        """What a reader of the table has to know."""
        said = f"下線は変わったところ、{LEFT_OUT}は変わらないので省いたところです。"
        said += "箇所の番号は新（削除したものは旧）での順です。"
        return said + ("注の番号だけが変わったところは載せていません。" if self.renumbered else "")


NO_PICTURES: Mapping[str, str] = {}


def compare(
    old: Document,
    new: Document,
    *,
    editions: tuple[str, str],
    pictures: tuple[Mapping[str, str], Mapping[str, str]] = (NO_PICTURES, NO_PICTURES),
) -> Comparison:
    """Compare two editions of a partner.

    Args:
        old, new: The editions.
        editions: How to call them.
        pictures: Of each edition, what tells its picture files apart, by their names: a digest.
    """
    keys = note_keys(old.notes, new.notes)
    before = list(units(old, keys, pictures[0]))
    after = list(units(new, {}, pictures[1]))
    found: list[_Pair] = []
    renumbered = False
    for one, other in _pairs(before, after):
        if one and other and one.keys == other.keys:
            renumbered = renumbered or one.text != other.text
        else:
            found.append((one, other))
    name = plain(new.heading.name.content)
    changes = tuple(_change(together) for together in _together(found))
    return Comparison(f"{name}　{TITLE}", *editions, changes, renumbered)


def note_keys(old: Sequence[Note], new: Sequence[Note]) -> dict[str, str]:
    """For the ids of old notes those of the new ones that they are, else keys of their own.

    A note is known by its id; one whose id is gone by its words, for what it is called no reader sees.
    """
    keys = {note.id: note.id for note in old}
    lost = [note for note in old if note.id not in {one.id for one in new}]
    found = [note for note in new if note.id not in keys]
    for note in lost:
        likeness = {one.id: textdiff.likeness(plain(note.body), plain(one.body)) for one in found}
        best = max(likeness, key=likeness.__getitem__, default="")
        if best and likeness[best] >= _SAME_NOTE:
            keys[note.id] = best
            found = [one for one in found if one.id != best]
        else:
            keys[note.id] = f"was:{note.id}"  # no id has a colon
    return keys


# --- pairing ----------------------------------------------------------------------------------


_Pair = alignment.Pair[Unit]


def _pairs(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[_Pair]:
    """Pair the texts of the same part; parts keep the order of the new edition."""
    before, after = _parted(old), _parted(new)
    for one, other in alignment.by_key(list(before), list(after), lambda key: key):
        mine, theirs = before.get(one or "", []), after.get(other or "", [])
        if (one or other) == NOTES:
            yield from _by_kind(mine, theirs)
        else:
            yield from alignment.pairs(mine, theirs, _score, _same)


def _by_kind(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[_Pair]:
    """Pair notes by what they are: they may stand in another order."""
    known = {unit.kind: unit for unit in old}
    for unit in new:
        yield known.pop(unit.kind, None), unit
    yield from ((unit, None) for unit in known.values())


def _together(found: Sequence[_Pair]) -> Iterator[list[_Pair]]:
    """Changes by rows: what came or went as a whole, such as a table of marks, is one."""
    for _, group in groupby(enumerate(found), key=_row_of):
        yield [pair for _, pair in group]


def _row_of(numbered: tuple[int, _Pair]) -> tuple[object, ...]:
    number, (old, new) = numbered
    unit = new or old
    if (old and new) or unit is None or not unit.whole:
        return (number,)
    return (unit.part, unit.whole, old is None)


def _parted(found: Sequence[Unit]) -> dict[str, list[Unit]]:
    parts: dict[str, list[Unit]] = {}
    for unit in found:
        parts.setdefault(unit.part, []).append(unit)
    return parts


def _same(old: Unit, new: Unit) -> bool:
    return old.kind == new.kind and old.keys == new.keys


def _score(old: Unit, new: Unit) -> float | None:
    if old.kind != new.kind:
        return None
    if old.keys == new.keys:
        return 2
    score = textdiff.likeness(old.text, new.text) + (_SAME_PLACE if old.place == new.place else 0)
    return score if score >= _ALIKE else None


# --- cells ------------------------------------------------------------------------------------


def _change(pairs: Sequence[_Pair]) -> ComparisonRow:
    """The row of a text, or of several that came or went together."""
    old, new = pairs[0]
    unit = new or old
    if unit is None:
        raise ValueError("a change of nothing")
    place = unit.whole if len(pairs) > 1 else unit.place
    if old is None:
        return ComparisonRow(unit.title, place, _said(ADDED), _whole([one for _, one in pairs if one]))
    if new is None:
        return ComparisonRow(unit.title, place, _whole([one for one, _ in pairs if one]), _said(REMOVED))
    before: list[tuple[ComparedWord, bool]] = []
    after: list[tuple[ComparedWord, bool]] = []
    for kind, i, until_i, j, until_j in _steps(old, new):
        mine, theirs = old.words[i:until_i], new.words[j:until_j]
        if kind == "equal":
            ends = (i > 0 or j > 0, until_i < len(old.words) or until_j < len(new.words))
            mine, theirs = _shortened(mine, *ends), _shortened(theirs, *ends)
        before += [(word, kind != "equal") for word in mine]
        after += [(word, kind != "equal") for word in theirs]
    return ComparisonRow(unit.title, place, _cell(before), _cell(after))


def _steps(old: Unit, new: Unit) -> list[tuple[str, int, int, int, int]]:
    """How one text becomes the other; where hardly any words stay, all between their ends are replaced."""
    steps = list(textdiff.opcodes(old.keys, new.keys))
    if textdiff.likeness(old.text, new.text) >= _ALIKE:
        return steps
    first = steps.pop(0) if steps[0][0] == "equal" else ("equal", 0, 0, 0, 0)
    i, j = len(old.words), len(new.words)
    last = steps.pop() if steps and steps[-1][0] == "equal" else ("equal", i, i, j, j)
    return [first, ("replace", first[2], last[1], first[4], last[3]), last]


def _said(text: str) -> Cell:
    return ((ComparedSpan(text),),)


def _whole(found: Sequence[Unit]) -> Cell:
    """Texts that changed as a whole."""
    return _cell([(word, True) for word in lined([unit.words for unit in found])])


def _cell(words: Sequence[tuple[ComparedWord, bool]]) -> Cell:
    lines: list[list[ComparedSpan]] = [[]]
    for word, changed in words:
        if word == BREAK:
            lines.append([])
        else:
            lines[-1].append(ComparedSpan(word.text, changed, word.strong))
    return tuple(tuple(_joined(line)) for line in lines if line)


def _joined(spans: Sequence[ComparedSpan]) -> list[ComparedSpan]:
    """Neighbouring words that look the same as one."""
    joined: list[ComparedSpan] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and (last.changed, last.strong) == (span.changed, span.strong):
            joined[-1] = ComparedSpan(last.text + span.text, span.changed, span.strong)
        else:
            joined.append(span)
    return joined


def _shortened(words: tuple[ComparedWord, ...], before: bool, after: bool) -> tuple[ComparedWord, ...]:
    """An unchanged text without its middle if it is long; what meets a change before or after it stays."""
    if sum(len(word.text) for word in words) <= _LONG:
        return words
    head = _taken(words, "（「『([") if before else ()
    tail = _taken(words[::-1], "）」』)]、。")[::-1] if after else ()
    return (*head, ComparedWord((LEFT_OUT,), LEFT_OUT), *tail)


def _taken(words: Sequence[ComparedWord], never_last: str) -> tuple[ComparedWord, ...]:
    """As many words as fit into the context, one at least; the last is none of some signs."""
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
