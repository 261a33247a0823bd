"""Tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from brochure.assembly.source_list import Row


def source_table(rows: list[Row], words: Mapping[str, str]) -> None:
    """Print the table of sources, as wide as the terminal is."""
    table = Table(show_lines=True)
    for column in ("id", "title", "issued", "accessed", "cited", "remarks"):
        table.add_column(words[f"source {column}"], overflow="fold")
    for row in rows:
        issued = f"{row.issued}（{row.age}）" if row.age is not None else row.issued
        remarks = [] if row.cited else [words["source uncited"]]
        remarks += [words["source same"].format(ids=", ".join(row.same_as))] if row.same_as else []
        remarks += [part for part in (row.verdict, row.archive) if part]
        title = f"{row.title}\n{row.url}" if row.url else row.title
        table.add_row(row.id, title, issued, row.accessed, "\n".join(row.cited), "\n".join(remarks))
    Console(soft_wrap=False, highlight=False, markup=False).print(table)
