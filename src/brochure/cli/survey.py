"""``brochure survey``: the rounds in which the partners are asked."""

from __future__ import annotations

from datetime import date

import click

from brochure.cli.options import current_workspace
from brochure.cli.terminal import output_texts
from brochure.diagnostics.problem import BrochureError, problem


@click.group()
def survey() -> None:
    """The group of the commands; their help texts are in ``help.ja.yaml`` and ``help.en.yaml``."""


@survey.command("open")
@click.argument("round_id")
@click.option("--title", default="")
@click.option("--asked", default="")
def open_command(round_id: str, title: str, asked: str) -> None:
    from brochure.document.partial_date import PartialDate
    from brochure.document.written_date import DateError, DateFaultKind, read_date
    from brochure.revision.open_round import open_round
    from brochure.schema.date_problems import date_code, date_details

    try:
        when = read_date(asked or round_id).date
    except DateError as error:
        if asked or error.kind is not DateFaultKind.UNREADABLE:  # 2026-13 is meant as a month
            details = {"value": asked or round_id, **date_details(error)}
            raise BrochureError([problem(date_code(error), None, **details)]) from None
        today = date.today()
        when = PartialDate(today.year, today.month)
    made = open_round(current_workspace(), round_id, when, title)
    words = output_texts()
    click.echo(
        words["survey opened"].format(
            file=made.file,
            survey=round_id,
            asked=when.iso(),
            questions=made.questions,
            topics=made.topics,
        )
    )
