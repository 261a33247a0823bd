"""``brochure edition``: keep the printed edition, begin the next, and say what is still right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import click

from brochure.cli.approvals import given_day, given_text
from brochure.cli.options import (
    LAYOUT,
    NAMES,
    chosen_names,
    close_cache,
    current_workspace,
    workspace_cache,
)
from brochure.cli.terminal import output_texts, print_problems, print_table
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class EditionRow:
    """A row of ``brochure edition status`` for other programs."""

    name: str
    edition: str
    before: str
    kept: int
    confirmed: int
    changed: int
    open_values: list[str]


@click.group()
def edition() -> None:
    """The group of the commands; their help texts are in ``help.ja.yaml`` and ``help.en.yaml``."""


@edition.command("open")
@click.argument("edition_date")
@LAYOUT
def open_command(edition_date: str, layout: str) -> None:
    from brochure.editions.open_edition import open_edition

    where, words = current_workspace(), output_texts()
    cache = workspace_cache(where)
    opened = open_edition(where, given_day(edition_date), layout=layout, cache=cache)
    close_cache(cache)
    print_problems(opened.kept.warnings)
    print_problems(problem("A203", place, before=opened.before.iso()) for place in opened.others)
    details = {"before": opened.before.iso(), "count": len(opened.kept.targets), "edition": edition_date}
    click.echo(words["edition opened"].format(**details, folder=where.shown(opened.kept.folder)))
    _print_status(where, tuple(where.names()), layout, "table")


@edition.command("confirm")
@NAMES
@click.option("--at", "addresses", multiple=True)
@click.option("--by", "person", required=True)
@click.option("--date", "given", default="")
@LAYOUT
def confirm_command(
    names: tuple[str, ...], addresses: tuple[str, ...], person: str, given: str, layout: str
) -> None:
    from brochure.editions.confirmations import confirm_values, partner_edition

    where, words = current_workspace(), output_texts()
    by, date = given_text(person, "--by"), given_day(given)
    for name in chosen_names(where, names, False, "edition confirm"):
        found = partner_edition(where, name, layout)
        count = confirm_values(where, found, addresses, by=by, date=date)
        left = len(found.open_values) - count
        click.echo(words["edition confirmed"].format(name=name, count=count, left=left))


@edition.command("status")
@NAMES
@LAYOUT
@click.option("--values", "listed", is_flag=True)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True
)
def status_command(names: tuple[str, ...], layout: str, listed: bool, form: str) -> None:
    where = current_workspace()
    chosen = names or chosen_names(where, (), True, "edition status")
    _print_status(where, chosen, layout, form, listed=listed)


def _print_status(
    where: Workspace, names: Iterable[str], layout: str, form: str, *, listed: bool = False
) -> None:
    """Print how many values of each partner nobody has looked at; with ``listed`` also these values."""
    from brochure.assembly import row_files
    from brochure.editions.confirmations import partner_edition
    from brochure.editions.edition_values import ValueState

    words = output_texts()
    problems: list[Problem] = []
    rows: list[EditionRow] = []
    for name in names:
        try:
            one = partner_edition(where, name, layout)
        except BrochureError as error:
            problems += error.problems
            continue
        kept, sure, changed = map(one.count, (ValueState.KEPT, ValueState.CONFIRMED, ValueState.CHANGED))
        opened = [f"{value.place}  {value.at}: {_shortened(value.text)}" for value in one.open_values]
        rows.append(EditionRow(name, one.edition.iso(), one.before, kept, sure, changed, opened))
    match form:
        case "csv":
            click.echo(row_files.rows_to_csv(rows, EditionRow), nl=False)
        case "json":
            click.echo(row_files.rows_to_json(rows), nl=False)
        case _ if rows:
            heads = [words[f"edition {key}"] for key in ("name", "date", "before", "kept", "sure", "changed")]
            counted = [[str(n) for n in (row.kept, row.confirmed, row.changed)] for row in rows]
            table = zip(rows, counted, strict=True)
            print_table(heads, [[row.name, row.edition, row.before or "—", *counts] for row, counts in table])
            for row in rows if listed else ():
                click.echo("\n".join(row.open_values))
    if problems:
        raise BrochureError(list(dict.fromkeys(problems)))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:60]}…"


def tell_open_values(where: Workspace, names: Iterable[str], layout: str) -> None:
    """Warn before print of partners with values that nobody has looked at for this edition (A202)."""
    from brochure.editions.confirmations import partner_edition
    from brochure.editions.edition_values import ValueState
    from brochure.editions.printed_edition import last_printed

    if not last_printed(where):
        return
    for name in names:
        try:
            one = partner_edition(where, name, layout)
        except BrochureError:
            continue  # the build tells it
        if kept := one.count(ValueState.KEPT):
            counts = {"kept": kept, "confirmed": one.count(ValueState.CONFIRMED)}
            counts["changed"] = one.count(ValueState.CHANGED)
            print_problems([problem("A202", name=name, before=one.before, **counts)])
