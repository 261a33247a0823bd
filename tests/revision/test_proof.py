"""What differs between the printed profile and the edited file: lines of the profile, and shared lines."""

from __future__ import annotations

from brochure.document.tree import Text
from brochure.revision.proof import DifferingLines, differing_lines
from brochure.word.reader.model import BookmarkStart, WordLine, WordReading

FIXED = {
    "heading": "_series:questions.about",
    "callout": "_series:callouts.strength",
    "remark": "_series:remarks.cases",
    "legend": "_series:marks.support.legend.marked",
    "none": "_series:no_answer",
}
SENT = ("heading どんなところ", "callout 例えば…", "title 港", "text 港がある。", "remark ※ウェブによる。")


def reading(*lines: str) -> WordReading:
    """A file of these lines, each with a bookmark and its words."""
    pairs = (line.split(" ") for line in lines)
    made = [WordLine("body", None, "", (BookmarkStart(mark), Text(words))) for mark, words in pairs]
    return WordReading(tuple(made), {}, (), {}, ())


def differing(fresh: tuple[str, ...], edited: tuple[str, ...]) -> DifferingLines:
    return differing_lines(reading(*fresh), reading(*edited), {}, (), (), FIXED)


def test_equal_files_do_not_differ() -> None:
    assert differing(SENT, SENT) == DifferingLines((), ())


def test_a_shared_line_that_was_moved_differs() -> None:
    found = differing(SENT, (*SENT[:1], *SENT[2:], SENT[1]))
    assert found.shared == ("例えば…",)
    assert not found  # no change of the profile is to blame


def test_shared_lines_whose_block_was_removed_differ() -> None:
    found = differing(SENT[:1], (SENT[0], SENT[1], SENT[4]))
    assert found == DifferingLines((), (), ("例えば…", "※ウェブによる。"))
    assert found.without(["例えば"]).shared == ("※ウェブによる。",)


def test_a_shared_line_that_was_deleted_alone_differs() -> None:
    assert differing(SENT, (SENT[0], *SENT[2:])).shared == ("例えば…",)


def test_the_words_for_missing_answers_are_no_difference_where_answers_come_or_go() -> None:
    emptied, answered = ("heading どんなところ", "none 回答なし"), ("heading どんなところ", "text 港がある。")
    assert differing(emptied, emptied[:1]).shared == ()
    assert differing(answered, (*answered, "none 回答なし")).shared == ()


def test_a_legend_that_explains_other_marks_is_no_difference_but_one_without_its_table_is() -> None:
    assert differing(("legend ○あり",), ("legend ○あり－なし",)).shared == ()
    assert differing(("heading どんなところ",), ("heading どんなところ", "legend ○あり")).shared == ("○あり",)


def row(*cells: str, table: int = 0, count: int = 3) -> WordReading:
    """A file with one row; empty cells have no line, so its lines are the same wherever they stand."""
    lines = [
        WordLine("body", (table, 0, column), "", (Text(words),))
        for column, words in enumerate(cells)
        if words
    ]
    return WordReading(tuple(lines), {}, (), {}, ((count,),))


def test_a_text_in_another_cell_of_its_row_differs() -> None:
    found = differing_lines(row("人口", "", "25万人"), row("人口", "25万人", ""), {}, ())
    assert (found.printed, found.came) == (("25万人",), ("25万人",))
    assert not differing_lines(row("人口", "", "25万人"), row("人口", "", "25万人"), {}, ())


def test_cells_are_compared_only_in_rows_of_the_same_length() -> None:
    assert not differing_lines(row("人口", "25万人"), row("人口", "", "25万人", count=4), {}, ())
