"""Compare texts that a layout or a value puts in another order: mark tables, and the axis of years.

The order of lines is part of the text that is compared. The cells of a mark table stand in the order of the
layout: as bands side by side, or as a list of topics. The milestones on an axis stand in the order of their
dates. So the lines of both files are put into one order: that of their bookmarks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from brochure.document.tree import plain_text
from brochure.word.reader.model import WordLine, WordReading

_MARKS = {"mark", "marked"}


def in_one_order(
    one: WordReading, other: WordReading, roles: Mapping[str, str], axis: Mapping[str, str] | None = None
) -> tuple[WordReading, WordReading]:
    """Two readings whose mark tables and axes of years have the same order.

    ``roles`` are roles by name of style, and ``axis`` the addresses of texts on an axis by bookmark.
    """
    one, other = (_sorted_axis(reading, axis) if axis else reading for reading in (one, other))
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
        return _is_blank(line) or (line.cell is not None and line.cell[0] in tables)

    made: list[WordLine] = []
    for inside, lines in groupby(reading.lines, is_inside):
        block = list(lines)
        made += _by_bookmark(block) if inside else block
    return replace(reading, lines=tuple(made))


def _sorted_axis(reading: WordReading, axis: Mapping[str, str]) -> WordReading:
    """The texts of the axis in the order of their addresses, and in no cell: dates decide their cells.

    The years of the axis stay in their order.
    """

    def is_on_axis(line: WordLine) -> bool:
        return bool(line.marks) and all(mark in axis for mark in line.marks)

    made: list[WordLine] = []
    for inside, lines in groupby(reading.lines, lambda line: _is_blank(line) or is_on_axis(line)):
        block = list(lines)
        if inside and any(map(is_on_axis, block)):
            block = [replace(line, cell=None) for line in block if not _is_blank(line)]
            block.sort(key=lambda line: axis[line.marks[0]])
        made += block
    return replace(reading, lines=tuple(made))


def _is_blank(line: WordLine) -> bool:
    return not line.marks and not plain_text(line.content).strip()


def _by_bookmark(lines: Iterable[WordLine]) -> list[WordLine]:
    """Lines in the order of their bookmarks; a line without one stays after the line before it."""
    keyed: list[tuple[str, WordLine]] = []
    for line in lines:
        key = line.marks[0] if line.marks else keyed[-1][0] if keyed else ""
        keyed.append((key, line))
    return [line for _, line in sorted(keyed, key=lambda pair: pair[0])]
