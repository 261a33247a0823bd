"""``brochure sources``: where each source is cited, and how old it is."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from brochure.assembly.row_files import rows_to_csv, rows_to_json
from brochure.assembly.source_list import SourceRow, source_rows
from source_texts import load_fresh
from workspaces import Edit


def test_the_table_says_where_each_source_is_cited_and_how_old_it_is(fresh: Path) -> None:
    loaded = load_fresh(fresh)
    table = source_rows([(loaded.profile, loaded.document)])
    first = table[0]
    assert (first.id, first.issued, first.age, first.cited) == (
        "jetro-seminar",
        "2018-05-31",
        8,
        ("liaoning *1 answers.about.0.bullets.1",),
    )
    assert [row.id for row in table] == [
        "jetro-seminar",
        "jetro-dalian",
        "mofa-survey",
        "jetro-report",
        "jetro-news",
    ]
    assert json.loads(rows_to_json(table))[4]["url"].startswith("https://www.jetro.go.jp/")
    read_back = list(csv.DictReader(io.StringIO(rows_to_csv(table, SourceRow))))
    assert [row["cited"] for row in read_back] == ["; ".join(row.cited) for row in table]


def test_a_range_is_shown_whole_and_its_end_counts(fresh: Path, edit: Edit) -> None:
    edit("issued: 2018-07\n", "issued: 2010-07/2018-07\n")
    edit("issued: 2019-02-26", "issued: n.d.")
    edit("title: 遼寧省概況", "title: <i>遼寧省</i>概況")
    loaded = load_fresh(fresh)
    table = source_rows([(loaded.profile, loaded.document)])
    assert (table[1].title, table[1].issued, table[1].age) == ("遼寧省概況", "2010-07/2018-07", 8)
    assert (table[3].issued, table[3].age) == ("n.d.", None)


def test_no_cell_is_a_formula() -> None:
    signs = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1+1", "＠SUM(A1)")
    rows = [SourceRow("a", sign, "", None, "", "", (), (), "", "", "") for sign in signs]
    lines = list(csv.reader(io.StringIO(rows_to_csv(rows, SourceRow).removeprefix("\ufeff"))))
    column = lines[0].index("title")
    assert [line[column] for line in lines[1:]] == [f"'{sign}" for sign in signs]


def test_controls_and_marks_of_direction_are_shown_in_both_forms() -> None:
    rows = [SourceRow("a\u202e", "b\x9b", "", None, "", "http://x\u2066", ("c\x1b[31m",), (), "", "", "")]
    for text in (rows_to_csv(rows, SourceRow), rows_to_json(rows)):
        for shown in ("aU+202E", "bU+009B", "http://xU+2066", "cU+001B[31m"):
            assert shown in text
