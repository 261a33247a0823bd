"""``brochure redline``: what changed since an earlier edition, of a partner, of several, or of a booklet."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brochure.cli.options import (
    LAYOUT,
    OUTPUT,
    chosen_names,
    complete_watched,
    current_workspace,
    output_folder,
)
from brochure.cli.terminal import output_texts, print_paths, print_problems
from brochure.diagnostics.problem import BrochureError, problem
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.revision.redline_all import RedlineRequest


@click.command()
@click.argument("names", nargs=-1, shell_complete=complete_watched)
@click.option("--all", "everything", is_flag=True)
@click.option("--since", required=True)
@click.option("--errata", is_flag=True)
@LAYOUT
@click.option("--author", default="")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), default=None)
@OUTPUT
def redline(
    names: tuple[str, ...],
    everything: bool,
    since: str,
    errata: bool,
    layout: str,
    author: str,
    date: datetime.datetime | None,
    output: Path | None,
) -> None:
    from brochure.build.load import load_common
    from brochure.revision.redline import build_redline
    from brochure.revision.redline_all import build_redline_of_all

    where = current_workspace()
    day, folder = date.date() if date else datetime.date.today(), output_folder(where, output)
    booklets = [name for name in names if name in where.booklet_names() and name not in where.names()]
    common = load_common(where, layout)
    if everything or errata or booklets or len(names) > 1:
        asked = _redline_request(where, names, booklets, since, day, everything=everything, errata=errata)
        built = build_redline_of_all(where, common, asked, output=folder)
    else:
        (name,) = chosen_names(where, names, False, "redline")
        built = build_redline(
            where, name, common, since, here=Path.cwd(), author=author, date=day, output=folder
        )
    print_problems(built.warnings)
    print_paths(built.paths)
    if not built.paths:
        shown = output_texts()["cache comma"].join(names) or output_texts()["redline all"]
        click.echo(output_texts()["nothing changed"].format(name=shown, since=since))
    if built.faults:
        raise BrochureError(built.faults)


def _redline_request(
    where: Workspace,
    names: tuple[str, ...],
    booklets: list[str],
    since: str,
    day: datetime.date,
    *,
    everything: bool,
    errata: bool,
) -> RedlineRequest:
    """What one table compares: all partners, those that are named, or those of a booklet.

    Raises:
        BrochureError: A booklet is named beside others (U112), or nothing is named (U102).
    """
    from brochure.revision.redline_all import RedlineRequest

    if booklets and (everything or len(names) > 1):
        raise BrochureError([problem("U112", name=booklets[0])])
    if booklets:
        from brochure.build.booklet import compile_booklet

        chosen = tuple(compile_booklet(where, booklets[0]).partners)
    else:
        chosen = chosen_names(where, names, everything, "redline")
    stem = (booklets or [*names][:1] if len(names) == 1 else ["all"])[0]
    booklet = booklets[0] if booklets else ""
    return RedlineRequest(chosen, since, Path.cwd(), day, stem, booklet, errata)
