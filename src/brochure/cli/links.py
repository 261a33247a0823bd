"""``brochure sources --links``: ask web servers whether the addresses of a workspace still lead to a page."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from brochure.cli.terminal import output_texts, print_table
from brochure.diagnostics.problem import BrochureError, problem
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.build.link_record import LinkRow
    from brochure.schema.profile import Profile
    from brochure.schema.series import Series

_MOST_PLACES = 3


def check_links(where: Workspace, profiles: Sequence[Profile], series: Series, form: str) -> None:
    """Ask for the addresses of partners, print a table, and remember the answers.

    Raises:
        BrochureError: No server answered (S221), or some addresses do not lead to a page (S220).
    """
    from brochure.assembly import row_files
    from brochure.assembly.link_list import used_addresses
    from brochure.build.link_record import LINKS_FILE, read_links, record_answers
    from brochure.build.link_record import LinkRow as Row
    from brochure.build.web_check import AskingLimits, ask_addresses

    words = output_texts()
    read_links(where)  # a broken file is told before anybody waits
    used = used_addresses(profiles, series)
    if not used:
        click.echo(words["links nothing"], err=True)
        return
    answers = ask_addresses([one.url for one in used], AskingLimits(), _counter(len(used)))
    if all(one.state.is_without_answer for one in answers):
        raise BrochureError([problem("S221", count=len(answers), detail=answers[0].fault or "—")])
    rows = record_answers(where, used, answers, datetime.date.today())
    match form:
        case "csv":
            click.echo(row_files.rows_to_csv(rows, Row), nl=False)
        case "json":
            click.echo(row_files.rows_to_json(rows), nl=False)
        case _:
            heads = [words[f"links {key}"] for key in ("state", "address", "alive", "archive", "place")]
            print_table(heads, [_cells(row, words[f"link {row.state}"]) for row in rows])
    if dead := sum(one.state.is_dead for one in answers):
        raise BrochureError([problem("S220", count=dead, whole=len(answers), file=LINKS_FILE)])


def _cells(row: LinkRow, state: str) -> tuple[str, ...]:
    shown = [part for part in (state, row.status, row.fault) if part]
    address = f"{row.url}\n→ {row.final}" if row.final else row.url
    more = len(row.places) - _MOST_PLACES
    places = [*row.places[:_MOST_PLACES], *([f"… (+{more})"] if more > 0 else [])]
    return "\n".join(shown), address, row.alive, row.archive, "\n".join(places)


def _counter(whole: int) -> Callable[[int], None]:
    """Shows on a terminal how many addresses are done."""

    def show(done: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{done}/{whole}" + ("\n" if done == whole else ""), nl=False, err=True)

    return show
