"""Compare the Word file of the changed profile with the edited Word file, line by line.

Both files are read in the same way. A line that only one of them has must belong to an edit that is reported
as not made; so no edit is lost without a message.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from brochure.assembly.numbering import calls_before_stops
from brochure.document import markup
from brochure.document.diff import likeness, opcodes
from brochure.document.tree import Inlines, NoteCall, Text, plain_text
from brochure.document.written_date import read_date
from brochure.revision import mark_tables
from brochure.revision.arrangement import in_one_order
from brochure.revision.change import Change, ChangeKind, UnresolvedEdit
from brochure.revision.characters import from_atoms, report_text, straight_quotes, straighten_quotes, to_atoms
from brochure.revision.date_edits import is_printed_date
from brochure.revision.note_calls import note_text
from brochure.word.reader.model import WordLine, WordReading

REPEATED = "_repeated"  # the address of a text that repeats a value, for which the value is compared
YEARS = "_words:drawing.years"  # the heading and the years of the axis: its milestones decide which it has
NO_ANSWERS = {"_series:no_answer", "_words:unanswered"}  # the words for questions without an answer
_QUESTION = re.compile(r"_series:questions\..+")
_LEGEND = re.compile(r"_series:marks\.[^.]+\.legend\..+")
_MARKS = {"mark", "marked"}
_LEAST_LIKENESS = 0.4
_ANY_DATE = "(.{1,30}?)"


def differing_lines(
    fresh: WordReading,
    edited: WordReading,
    roles: Mapping[str, str],
    signs: Sequence[str],
    swaps: Sequence[tuple[str, str]] = (),
    fixed: Mapping[str, str] | None = None,
    dated: Sequence[tuple[str, str]] = (),
    meanings: Mapping[str, mark_tables.Answer] | None = None,
    axis: Mapping[str, str] | None = None,
) -> DifferingLines:
    """Return the lines that only one of two files has, or that have another place in each.

    Args:
        fresh: The Word file printed from the profile with its changes.
        edited: The edited Word file.
        roles: Roles of styles by style name, casefolded.
        signs: Signs printed before lines (◆), which an editor need not type.
        swaps: Pairs of words: with the explanation that a booklet adds, and without it.
        fixed: The addresses of texts that are not values of the profile (headings, legends, remarks of the
            series), by bookmark.
        dated: Edits with a date that is printed in another form: the words of the line, and the typed date.
        meanings: The answers that words of the legends stand for.
        axis: The addresses of texts on the axis of years, by bookmark.
    """
    fresh, edited = in_one_order(fresh, _with_styles(edited, fresh, roles), roles, axis)
    old, new = (list(_visible_with_column(file, roles, signs, meanings or {})) for file in (fresh, edited))
    one, other = (_replace_words([text for text, _ in lines], swaps) for lines in (old, new))
    one = _with_typed_dates(one, other, dated)
    shared: dict[str, set[str]] = {}
    for reading in (fresh, edited):
        for line in reading.lines:
            if fixed and line.marks and all(mark in fixed for mark in line.marks):
                text = _visible_text(line, reading, roles.get(line.style, ""), signs, meanings or {})
                shared.setdefault(text, set()).update(fixed[mark] for mark in line.marks)
    printed: list[str] = []
    came: list[str] = []
    chunks: list[list[str]] = []
    for kind, start, end, from_, to in opcodes(one, other):
        if kind != "equal":
            # A moved line is in both lists, because the order of lines is part of the text.
            printed += one[start:end]
            came += other[from_:to]
            chunks += [one[start:end], other[from_:to]]
            continue
        for index in range(start, end):
            if _is_in_other_column(old[index][1], new[from_ + index - start][1]):
                printed.append(one[index])
                came.append(one[index])
    both = set(printed) & set(came)
    moved = {text for text in both if any(map(_QUESTION.fullmatch, shared.get(text, ())))}
    return DifferingLines(
        tuple(line for line in printed if line not in shared),
        tuple(line for line in came if line not in shared),
        tuple(dict.fromkeys(_differing_shared_lines(printed, came, shared))),
        frozenset(text for chunk in chunks if not moved.isdisjoint(chunk) for text in chunk if text in both),
    )


def _with_typed_dates(printed: list[str], came: Sequence[str], dated: Sequence[tuple[str, str]]) -> list[str]:
    """Printed lines with their dates as they were typed in the edited file; only the lines of these edits."""
    made = [*printed]
    more = Counter(printed) - Counter(came)  # 2010 below the axis, which both have, is no date of an edit
    for line in dict.fromkeys(came):
        typed = {
            "".join(date.split()): read_date(date).date
            for words, date in dated
            if "".join(date.split()) in line and _ReportedWords.of([words]).contain(line)
        }
        if not typed or line in printed:
            continue
        parts = re.split(f"({'|'.join(map(re.escape, sorted(typed, key=len, reverse=True)))})", line)
        dates = [typed[part] for part in parts[1::2]]
        form = re.compile(_ANY_DATE.join(map(re.escape, parts[::2])))
        for index, other in enumerate(printed):
            found = form.fullmatch(other) if other in more else None
            if found and all(map(is_printed_date, found.groups(), dates)):
                made[index] = line
    return made


def _with_styles(edited: WordReading, fresh: WordReading, roles: Mapping[str, str]) -> WordReading:
    """Give lines that lost their style the one of the same text: the style tells which cells are marks."""
    styles = {mark: line.style for line in fresh.lines for mark in line.marks}
    lines = (
        replace(line, style=styles[line.marks[0]])
        if line.style not in roles and line.marks and line.marks[0] in styles
        else line
        for line in edited.lines
    )
    return replace(edited, lines=tuple(lines))


def _differing_shared_lines(
    printed: Sequence[str], came: Sequence[str], shared: Mapping[str, set[str]]
) -> Iterator[str]:
    """Yield the shared lines that differ, without those that printing makes from changed values.

    These are the words for questions whose answers were removed or added, with their heading, the legend of
    a mark table, which explains the marks that the table has, texts that repeat a value, and the years of
    the axis.
    """
    legends = {line for line, addresses in shared.items() if any(map(_LEGEND.fullmatch, addresses))}
    for lines, others in ((printed, came), (came, printed)):
        for line in lines:
            is_legend = line in legends and not legends.isdisjoint(others)
            is_no_answer = line in shared and shared[line] <= NO_ANSWERS
            is_computed = line in shared and not shared[line].isdisjoint((REPEATED, YEARS))
            if line in shared and not (is_legend or is_no_answer or is_computed):
                yield line


@dataclass(frozen=True, slots=True)
class DifferingLines:
    """Lines that differ: ``printed`` from the changed profile, and ``came`` from the edited file.

    ``shared`` are the differing lines of either file that are not values of the profile: no change of the
    profile can give them another place. ``moved`` are the questions that stand at another place in each
    file, and the lines that were moved with them.
    """

    printed: tuple[str, ...]
    came: tuple[str, ...]
    shared: tuple[str, ...] = ()
    moved: frozenset[str] = field(default=frozenset(), compare=False)

    def without(self, reported: Sequence[str]) -> DifferingLines:
        """Return the lines that do not belong to edits reported as not made."""
        words = _ReportedWords.of(reported)
        return DifferingLines(
            tuple(line for line in self.printed if not words.contain(line)),
            tuple(line for line in self.came if not words.contain(line)),
            tuple(line for line in self.shared if not words.contain(line)),
            self.moved,
        )

    def __bool__(self) -> bool:
        """Whether lines of the profile differ."""
        return bool(self.printed or self.came)


def visible_lines(
    reading: WordReading,
    roles: Mapping[str, str],
    signs: Sequence[str],
    meanings: Mapping[str, mark_tables.Answer] | None = None,
) -> list[str]:
    """Return the visible text of the lines of a file, without whitespace; empty lines are left out."""
    return [text for text, _ in _visible_with_column(reading, roles, signs, meanings or {})]


_Column = tuple[int, int] | None  # the column of a line in a table, and how many cells its row has


def _visible_with_column(
    reading: WordReading,
    roles: Mapping[str, str],
    signs: Sequence[str],
    meanings: Mapping[str, mark_tables.Answer],
) -> Iterator[tuple[str, _Column]]:
    """The visible text of each line that has one, and its column."""
    for line in _with_whole_marks(reading, roles):
        if text := _visible_text(line, reading, roles.get(line.style, ""), signs, meanings):
            yield text, _column_of(line, reading)


def _column_of(line: WordLine, reading: WordReading) -> _Column:
    if line.cell is None:
        return None
    table, row, column = line.cell
    rows = reading.tables[table] if table < len(reading.tables) else ()
    return (column, rows[row]) if row < len(rows) else None


def _is_in_other_column(one: _Column, other: _Column) -> bool:
    """Whether a text stands in another column of rows that have the same number of cells."""
    return one is not None and other is not None and one[1] == other[1] and one[0] != other[0]


def _replace_words(texts: Sequence[str], swaps: Sequence[tuple[str, str]]) -> list[str]:
    made = []
    for text in texts:
        for one, other in swaps:
            text = text.replace("".join(one.split()), "".join(other.split()))  # noqa: PLW2901
        made.append(text)
    return made


def _with_whole_marks(reading: WordReading, roles: Mapping[str, str]) -> Iterator[WordLine]:
    """The lines of a file; all lines in the cell of a mark are joined to one."""
    for (cell, is_mark), lines in groupby(
        reading.lines, lambda line: (line.cell, roles.get(line.style, "") in _MARKS)
    ):
        listed = list(lines)
        if is_mark and cell is not None:
            yield replace(listed[0], pieces=tuple(piece for line in listed for piece in line.pieces))
        else:
            yield from listed


def _visible_text(
    line: WordLine,
    reading: WordReading,
    role: str,
    signs: Sequence[str],
    meanings: Mapping[str, mark_tables.Answer],
) -> str:
    """The visible text of a line, with the text of its notes; a mark as the answer it stands for."""
    if role in _MARKS:
        typed = plain_text(line.content)
        meant = meanings.get(typed.strip(), mark_tables.answer_of_mark(typed))
        return f"［{meant.value}］" if meant else typed
    content = straighten_quotes(calls_before_stops(line.content))
    text = report_text(from_atoms(to_atoms(_with_notes(content, reading))))
    for sign in signs:
        text = text.removeprefix(sign)
    return "".join(text.split())


def _with_notes(content: Inlines, reading: WordReading) -> Inlines:
    """Return content with the text of notes in place of their calls."""
    return markup.join_texts(
        [
            Text(
                f"［{plain_text(straighten_quotes(note_text(reading.notes.get(atom.inline.note_id, ()))))}］"
            )
            if isinstance(atom.inline, NoteCall)
            else atom.inline
            for atom in to_atoms(content)
        ]
    )


def words_of_unresolved(left: Iterable[UnresolvedEdit]) -> list[str]:
    """Return the words of edits that are not made, before and after; also marks as their answers."""
    found = []
    for entry in left:
        found += [entry.old, entry.new]
        if entry.reason.code in ("D206", "D210", "D227", "D254"):
            marks = [*entry.old.split(" "), *([entry.new] if entry.reason.code == "D227" else [])]
            meant = (mark_tables.answer_of_mark(mark) for mark in marks)
            found += [f"［{answer.value}］" for answer in meant if answer]
    return found


@dataclass(frozen=True, slots=True)
class _ReportedWords:
    """The words of edits that are not made, without whitespace; ``joined`` is to search all at once.

    The text of notes in a line is ignored.
    """

    texts: frozenset[str]
    joined: str

    @classmethod
    def of(cls, words: Sequence[str]) -> _ReportedWords:
        listed = ("".join(text.replace("＊", "").split()) for part in words for text in part.split("\n"))
        # The lines have straight quotes, but for the words of links.
        texts = frozenset(form for text in listed if text for form in (text, straight_quotes(text)))
        return cls(texts, "\n".join(texts))

    def contain(self, line: str) -> bool:
        """Whether a line is in one of the words, or one of them in the line."""
        forms = [one for one in {line, _without_notes(line)} if one]
        if any(one in self.texts or one in self.joined for one in forms):
            return True
        return any(text in one for one in forms for text in self.texts)


def _without_notes(line: str) -> str:
    return re.sub(r"［[^［］]*］", "", line)


def words_of_change(change: Change) -> str:
    """Return the words of a change, before and after; a mark as the answer it stands for."""
    if change.kind is ChangeKind.MARK:
        return f"［{change.before}］\n［{change.after}］"
    return f"{change.old}\n{change.new}"


def closest_text(line: str, texts: Sequence[str]) -> int:
    """Return the index of the text that is most similar to a line; -1 if none is similar enough."""
    scores = [
        max(likeness("".join(part.split()), _without_notes(line) or line) for part in text.split("\n"))
        for text in texts
    ]
    best = max(range(len(scores)), key=lambda index: scores[index], default=-1)
    return best if best >= 0 and scores[best] >= _LEAST_LIKENESS else -1
