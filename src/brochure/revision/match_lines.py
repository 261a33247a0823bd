"""Match the lines of the sent file with the lines of the edited file.

Lines with the same bookmark match. Between matched lines, lines with the same words match, then similar
lines; style and table cell count too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from brochure.document.diff import longest_increasing, opcodes
from brochure.document.likeness import LikenessSearch
from brochure.document.tree import plain_text
from brochure.word.reader.model import WordLine, WordPicture

_LEAST_SCORE = 0.55  # least score (likeness, style and table cell) of two lines that match
_MOST_CONFIDENCE = 0.95  # highest confidence of a match by likeness
_MOST_PAIRS = 40_000  # most pairs of lines that are compared by likeness at once


class MatchMethod(Enum):
    """How a line was matched."""

    BOOKMARK = "bookmark"
    TEXT = "text"
    LIKENESS = "likeness"


@dataclass(frozen=True, slots=True)
class LineMatch:
    """The match of a line of the edited file: the indices of its sent lines, and the confidence from 0 to 1.

    There are several sent lines if an editor joined them.
    """

    olds: tuple[int, ...]
    how: MatchMethod = MatchMethod.BOOKMARK
    sure: float = 1.0


def comparable_text(line: WordLine) -> str:
    """Return the text of a line for comparison, without readings and calls."""
    return plain_text(line.content, readings=False, calls=False)


def _comparable(line: WordLine) -> tuple[str, tuple[WordPicture, ...]]:
    """The text and the pictures of a line; so two lines without words differ if their pictures differ."""
    return comparable_text(line), tuple(piece for piece in line.pieces if isinstance(piece, WordPicture))


def is_empty_line(line: WordLine) -> bool:
    """Whether a line has neither content nor a picture."""
    return not line.content and not any(isinstance(piece, WordPicture) for piece in line.pieces)


def match_lines(old: Sequence[WordLine], new: Sequence[WordLine]) -> dict[int, LineMatch]:
    """Return the matches of the lines of the edited file, by their index; a line without one is new."""
    found = _match_by_bookmark(old, new)
    _match_between(old, new, found)
    _match_in_cells(old, new, found)
    _match_moved(old, new, found)
    return found


def _match_by_bookmark(old: Sequence[WordLine], new: Sequence[WordLine]) -> dict[int, LineMatch]:
    owner = {mark: index for index, line in enumerate(old) for mark in line.marks}
    met: set[str] = set()
    found: dict[int, LineMatch] = {}
    for index, line in enumerate(new):
        marks = [mark for mark in line.marks if mark in owner and mark not in met]
        met |= set(marks)
        if marks:
            found[index] = LineMatch(tuple(dict.fromkeys(owner[mark] for mark in marks)))
    # Both halves of a split line may have one of its bookmarks: the first half matches the line.
    seen: set[int] = set()
    for index in sorted(found):
        olds = tuple(number for number in found[index].olds if number not in seen)
        seen |= set(olds)
        if olds:
            found[index] = LineMatch(olds)
        else:
            del found[index]
    return found


def _match_between(old: Sequence[WordLine], new: Sequence[WordLine], found: dict[int, LineMatch]) -> None:
    """Match lines without a bookmark, between matched lines that kept their order."""
    anchored = sorted(found)
    firsts = [found[index].olds[0] for index in anchored]
    spine = longest_increasing(firsts)
    corners = [(-1, -1), *((anchored[i], max(found[anchored[i]].olds)) for i in spine), (len(new), len(old))]
    taken = {number for one in found.values() for number in one.olds}
    search = LikenessSearch()
    for (new_start, old_start), (new_end, old_end) in pairwise(corners):
        news = [i for i in range(new_start + 1, new_end) if i not in found and not is_empty_line(new[i])]
        olds = [i for i in range(old_start + 1, old_end) if i not in taken and not is_empty_line(old[i])]
        if news and olds:
            _match_ranges(old, new, olds, news, found, search)


def _match_ranges(
    old: Sequence[WordLine],
    new: Sequence[WordLine],
    olds: list[int],
    news: list[int],
    found: dict[int, LineMatch],
    search: LikenessSearch,
) -> None:
    """Match two ranges of lines in order: lines with the same text first, then similar lines between."""
    same = list(opcodes([_comparable(old[i]) for i in olds], [_comparable(new[i]) for i in news]))
    for kind, start, end, from_, to in same:
        if kind == "equal":
            for one, other in zip(olds[start:end], news[from_:to], strict=True):
                found[other] = LineMatch((one,), MatchMethod.TEXT)
        elif kind == "replace":
            _match_by_likeness(old, new, olds[start:end], news[from_:to], found, search)


def _match_by_likeness(
    old: Sequence[WordLine],
    new: Sequence[WordLine],
    olds: list[int],
    news: list[int],
    found: dict[int, LineMatch],
    search: LikenessSearch,
) -> None:
    """Match two ranges of lines by likeness, in order, with the best total score (dynamic programming)."""
    if len(olds) * len(news) > _MOST_PAIRS:
        return
    words = [comparable_text(new[other]) for other in news]
    texts = [comparable_text(old[one]) for one in olds]
    alike = [
        [
            search.likeness(text, other, _LEAST_SCORE - _place_score(old[i], new[j]))
            for j, other in zip(news, words, strict=True)
        ]
        for i, text in zip(olds, texts, strict=True)
    ]
    score = [
        [alike[i][j] + _place_score(old[one], new[other]) for j, other in enumerate(news)]
        for i, one in enumerate(olds)
    ]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for i in range(len(olds) - 1, -1, -1):
        for j in range(len(news) - 1, -1, -1):
            both = best[i + 1][j + 1] + max(0.0, score[i][j] - _LEAST_SCORE)
            best[i][j] = max(best[i + 1][j], best[i][j + 1], both)
    i = j = 0
    while i < len(olds) and j < len(news):
        gain = score[i][j] - _LEAST_SCORE
        if gain > 0 and abs(best[i][j] - best[i + 1][j + 1] - gain) < 1e-9:
            found[news[j]] = LineMatch((olds[i],), MatchMethod.LIKENESS, certainty_of_likeness(alike[i][j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def certainty_of_likeness(alike: float) -> float:
    """Return how certain the match of two lines is, as measured; lines also match by their order and cell.

    >>> certainty_of_likeness(0.98), certainty_of_likeness(0.6), certainty_of_likeness(0.3)
    (0.95, 0.84, 0.51)
    """
    return round(min(_MOST_CONFIDENCE, 1 - (1 - alike) ** 2), 2)


def has_lost_bookmarks(old: Sequence[WordLine], new: Sequence[WordLine]) -> bool:
    """Return whether most bookmarks of the sent lines are missing in the edited ones."""
    sent = {mark for line in old for mark in line.marks}
    kept = {mark for line in new for mark in line.marks} & sent
    return 2 * len(kept) < len(sent)


def _place_score(one: WordLine, other: WordLine) -> float:
    """The score for the same style and the same table cell; the likeness of the text is added to it."""
    place = 0.25 if one.cell is not None and one.cell == other.cell else 0.0
    style = 0.2 if one.style == other.style else -0.1
    return place + style


def _match_in_cells(old: Sequence[WordLine], new: Sequence[WordLine], found: dict[int, LineMatch]) -> None:
    """Match the only lines of the same table cell: empty ones, and those with new text.

    LibreOffice 26.8 removes the bookmark of a cell that is emptied. The match of an empty cell is certain if
    all other cells of its row kept their bookmarks and columns.
    """
    taken = {number for one in found.values() for number in one.olds}
    rows: dict[tuple[int, int], tuple[int, int]] = {}
    for index, one in found.items():
        here, there = new[index].cell, old[one.olds[0]].cell
        if here and there:
            rows.setdefault(here[:2], there[:2])
    tables = {here[0]: there[0] for here, there in rows.items()}
    kept = _kept_cells(old, new, found)
    free: dict[tuple[int, int, int], list[int]] = {}
    marked: dict[tuple[int, int], set[int]] = {}  # columns with bookmarks, by sent row
    for number, line in enumerate(old):
        if line.cell and line.marks:
            marked.setdefault(line.cell[:2], set()).add(line.cell[2])
            if number not in taken:
                free.setdefault(line.cell, []).append(number)
    for index, line in enumerate(new):
        if index in found or line.cell is None:
            continue
        table, row, column = line.cell
        place = rows.get((table, row)) or (tables.get(table, table), row)
        if len(waiting := free.get((*place, column), [])) == 1:
            others = marked[place] - {column}
            alone = is_empty_line(line) and others and others <= kept.get(((table, row), place), set())
            same = alone or comparable_text(line) == comparable_text(old[waiting[0]])
            found[index] = LineMatch(
                (waiting.pop(),), MatchMethod.LIKENESS, 1.0 if same else _MOST_CONFIDENCE
            )


def _kept_cells(
    old: Sequence[WordLine], new: Sequence[WordLine], found: dict[int, LineMatch]
) -> dict[tuple[tuple[int, int], tuple[int, int]], set[int]]:
    """The columns whose cells kept their bookmarks, by the rows in the edited file and in the sent file."""
    kept: dict[tuple[tuple[int, int], tuple[int, int]], set[int]] = {}
    for index, one in found.items():
        here, there = new[index].cell, old[one.olds[0]].cell
        if one.how is MatchMethod.BOOKMARK and here and there and here[2] == there[2]:
            kept.setdefault((here[:2], there[:2]), set()).add(here[2])
    return kept


def _match_moved(old: Sequence[WordLine], new: Sequence[WordLine], found: dict[int, LineMatch]) -> None:
    """Match lines with exactly the text of a missing line elsewhere; short texts are not unique enough."""
    taken = {number for one in found.values() for number in one.olds}
    missing = {
        comparable_text(line): i
        for i, line in enumerate(old)
        if i not in taken and len(comparable_text(line)) > 5
    }
    counted = Counter(comparable_text(line) for line in new)
    for index, line in enumerate(new):
        text = comparable_text(line)
        if index not in found and counted[text] == 1 and text in missing:
            found[index] = LineMatch((missing.pop(text),), MatchMethod.TEXT, 0.9)
