"""What a screen reader is told of the comparison tables of a booklet in Word."""

from __future__ import annotations

from book_files import Bound
from brochure.document.tree import Answer, plain_text
from docx_reader import W, value


def _descriptions(book: Bound) -> dict[str, str]:
    """The descriptions of the tables by their captions."""
    found = {}
    for table in book.file.body.iter(f"{W}tblPr"):
        caption, said = value(table, "w:tblCaption"), value(table, "w:tblDescription")
        if caption and said:
            found[caption] = said
    return found


def test_the_description_names_the_marked_topics_of_each_partner(any_book: Bound) -> None:
    told = _descriptions(any_book)
    for table in any_book.book.marks:
        assert told[table.title] == table.summary
        assert table.legend[0].split()[-1] in table.summary
        for row in table.rows:
            cells = zip(row.cells, table.topics, strict=False)
            marked = [" ".join(topic) for (answer, _, _), topic in cells if answer is Answer.MARKED]
            assert (f"{row.name}（{'、'.join(marked)}）" in table.summary) is bool(marked)


def test_a_cell_without_a_fact_says_so(any_book: Bound) -> None:
    texts = [plain_text(cell) for table in any_book.book.facts for row in table.rows for cell in row[2]]
    assert all(texts)
    absent = {table.absent for table in any_book.book.facts}
    assert absent <= {"記載なし", "not stated"}
