"""``brochure stale``: what is old or no longer valid, of all partners in one table."""

from __future__ import annotations

import click

from brochure.cli.options import LAYOUT, NAMES, chosen_names, current_workspace
from brochure.cli.terminal import LANG, output_texts, print_results, print_table
from brochure.diagnostics.problem import Problem


@click.command()
@NAMES
@LAYOUT
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "html"]),
    default="table",
    show_default=True,
)
def stale(names: tuple[str, ...], layout: str, form: str) -> None:
    from brochure.assembly import row_files
    from brochure.assembly.stale_values import (
        StaleValue,
        most_urgent_first,
        rows_to_html,
        shown_cells,
        stale_values,
    )
    from brochure.build.batch import run_for_partners
    from brochure.build.load import SharedInput, load_partner

    where, words = current_workspace(), output_texts()
    found: list[StaleValue] = []

    def one(name: str, common: SharedInput) -> tuple[Problem, ...]:
        found.extend(stale_values(load_partner(where, name, common).profile, common.series))
        return ()

    chosen = names or chosen_names(where, (), True, "stale")
    print_results(chosen, run_for_partners(where, chosen, layout, one))
    rows = most_urgent_first(dict.fromkeys(found))
    cells = [shown_cells(row, words["stale everyone"]) for row in rows]
    heads = [words[f"stale {key}"] for key in ("title", "partner", "value", "date", "months", "place")]
    match form:
        case "csv":
            click.echo(row_files.rows_to_csv(rows, StaleValue), nl=False)
        case "json":
            click.echo(row_files.rows_to_json(rows), nl=False)
        case "html":
            click.echo(rows_to_html(cells, heads, LANG.get()), nl=False)
        case _ if rows:
            print_table(heads[1:], cells)
        case _:
            click.echo(words["stale nothing"], err=True)
