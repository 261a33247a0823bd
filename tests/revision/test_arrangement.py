"""Mark tables of two layouts are compared in one order of cells."""

from __future__ import annotations

from brochure.document.tree import Text
from brochure.revision.arrangement import in_one_order
from brochure.word.reader.model import BookmarkStart, WordLine, WordReading

ROLES = {"t": "topic", "m": "mark"}


def reading(*cells: str) -> WordReading:
    """A file of one table between two lines; a cell is its place, style, bookmark and words."""
    lines = [WordLine("body", None, "x", (BookmarkStart("z"), Text("前")))]
    for cell in cells:
        place, style, mark, words = cell.split(" ")
        row, column = map(int, place.split("."))
        marks = (BookmarkStart(mark),) if mark != "-" else ()
        lines.append(WordLine("body", (0, row, column), style, (*marks, Text(words))))
    lines.append(WordLine("body", None, "x", (BookmarkStart("a"), Text("後"))))
    return WordReading(tuple(lines), {}, (), {}, ())


BANDS = reading("0.0 t t1 甲", "0.1 t t2 乙", "1.0 m m1 ○", "1.1 m m2 –")
LISTED = reading("0.0 t t1 甲", "0.1 m m1 ○", "1.0 t t2 乙", "1.1 m m2 –")


def words(file: WordReading) -> list[str]:
    return ["".join(piece.text for piece in line.pieces if isinstance(piece, Text)) for line in file.lines]


def test_files_of_one_layout_stay_as_they_are() -> None:
    assert in_one_order(BANDS, BANDS, ROLES) == (BANDS, BANDS)


def test_bands_and_a_list_have_the_same_lines_in_one_order() -> None:
    one, other = map(words, in_one_order(BANDS, LISTED, ROLES))
    assert one == other
    assert (one[0], one[-1]) == ("前", "後")  # what stands around the table does not move
    assert sorted(one) == sorted(words(BANDS))


def test_a_changed_mark_is_still_another_line() -> None:
    flipped = reading("0.0 t t1 甲", "0.1 m m1 –", "1.0 t t2 乙", "1.1 m m2 ○")
    one, other = map(words, in_one_order(BANDS, flipped, ROLES))
    assert one != other


def test_a_line_that_an_editor_added_stays_after_the_line_before_it() -> None:
    added = reading("0.0 t t1 甲", "0.0 t - 丙", "0.1 m m1 ○", "1.0 t t2 乙", "1.1 m m2 –")
    _, other = map(words, in_one_order(BANDS, added, ROLES))
    assert other[other.index("甲") + 1] == "丙"


AXIS = {"l1": "milestones.0.label", "l2": "milestones.1.label", "y1": "_words:drawing.years"}
OLDER_FIRST = reading("0.0 t l1 1983年", "0.1 t l2 2018年", "1.1 t y1 1990")


def test_events_on_an_axis_have_the_order_of_their_addresses() -> None:
    """Their dates decide their order and their cells, so a new date puts them elsewhere."""
    swapped = reading("0.0 t y1 1990", "0.1 t l2 2018年", "1.0 t l1 1983年")
    one, other = in_one_order(OLDER_FIRST, swapped, {}, AXIS)
    assert words(one) == words(other) == ["前", "1990", "1983年", "2018年", "後"]
    assert {line.cell for line in (*one.lines, *other.lines)} == {None}


def test_an_event_that_was_moved_away_from_its_axis_stays_there() -> None:
    moved = reading("0.0 t l1 1983年", "1.1 t y1 1990", "2.0 t - 別の行", "2.1 t l2 2018年")
    one, other = map(words, in_one_order(OLDER_FIRST, moved, {}, AXIS))
    assert one != other
    assert other.index("2018年") > other.index("別の行")
