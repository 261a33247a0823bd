"""Compare mark tables of files that different layouts made: as bands side by side, or as a list of topics.

The order of lines is part of the text that is compared. The cells of a mark table stand in the order of the
layout, so the lines of both files are put into one order if it differs: that of their bookmarks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from brochure.document.tree import plain_text
from brochure.word.reader.model import WordLine, WordReading

_MARKS = {"mark", "marked"}


def in_one_order(
    one: WordReading, other: WordReading, roles: Mapping[str, str]
) -> tuple[WordReading, WordReading]:
    """Two readings whose mark tables have the same order of cells; ``roles`` are roles by name of style."""
    orders = [
        [mark for line in _lines_of_tables(reading, roles) for mark in line.marks] for reading in (one, other)
    ]
    both = set(orders[0]) & set(orders[1])
    first, second = ([mark for mark in order if mark in both] for order in orders)
    if first == second:
        return one, other
    return _sorted_tables(one, roles), _sorted_tables(other, roles)


def _lines_of_tables(reading: WordReading, roles: Mapping[str, str]) -> Iterator[WordLine]:
    tables = _mark_tables(reading, roles)
    return (line for line in reading.lines if line.cell is not None and line.cell[0] in tables)


def _mark_tables(reading: WordReading, roles: Mapping[str, str]) -> set[int]:
    """The indices of the tables with marks."""
    marks = (line for line in reading.lines if roles.get(line.style, "") in _MARKS)
    return {line.cell[0] for line in marks if line.cell is not None}


def _sorted_tables(reading: WordReading, roles: Mapping[str, str]) -> WordReading:
    tables = _mark_tables(reading, roles)

    def is_inside(line: WordLine) -> bool:
        """Whether a line is in a mark table, or blank, as the lines between its bands."""
        is_blank = not line.marks and not plain_text(line.content).strip()
        return is_blank or (line.cell is not None and line.cell[0] in tables)

    made: list[WordLine] = []
    for inside, lines in groupby(reading.lines, is_inside):
        block = list(lines)
        made += _by_bookmark(block) if inside else block
    return replace(reading, lines=tuple(made))


def _by_bookmark(lines: Iterable[WordLine]) -> list[WordLine]:
    """Lines in the order of their bookmarks; a line without one stays after the line before it."""
    keyed: list[tuple[str, WordLine]] = []
    for line in lines:
        key = line.marks[0] if line.marks else keyed[-1][0] if keyed else ""
        keyed.append((key, line))
    return [line for _, line in sorted(keyed, key=lambda pair: pair[0])]
