"""``brochure survey``: the rounds in which the partners are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brochure.cli.options import (
    LAYOUT,
    NAMES,
    chosen_names,
    close_cache,
    complete_names,
    current_workspace,
    workspace_cache,
)
from brochure.cli.terminal import (
    LANG,
    output_texts,
    print_paths,
    print_problems,
    print_table,
    print_text,
    relative_path,
    styled_text,
)
from brochure.diagnostics.problem import BrochureError, Exit, problem
from brochure.diagnostics.text_files import load_texts

if TYPE_CHECKING:
    from brochure.storage.workspace import Workspace
    from brochure.survey.change import SurveyChange
    from brochure.survey.receive import PartnerReply
    from brochure.survey.status import RoundRow


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


ROUND = click.option("--round", "survey_id", default="", metavar="ROUND")


@survey.command()
@NAMES
@ROUND
@click.option("--language", type=click.Choice(["ja", "en", "zh"]), default=None)
@LAYOUT
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default=None)
def send(
    names: tuple[str, ...], survey_id: str, language: str | None, layout: str, output: Path | None
) -> None:
    from brochure.survey.send import send_forms

    where = current_workspace()
    chosen = chosen_names(where, names, not names, "survey send")
    today = date.today().isoformat()
    folder = Path.cwd() / output if output else None
    cache = workspace_cache(where)
    made = send_forms(
        where,
        chosen,
        survey_id,
        language=language or "",
        date=today,
        output=folder,
        layout=layout,
        cache=cache,
    )
    close_cache(cache)
    for one in made:
        print_paths(one.paths)
        print_problems(one.warnings)


@survey.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@ROUND
@click.option("--partner", default="", shell_complete=complete_names)
@click.option("--accept", multiple=True, metavar="CODE")
@click.option("--reply", "replies", multiple=True, metavar="CODE=ANSWER")
@click.option("--interactive", is_flag=True)
@click.option("--by", default="")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@LAYOUT
def receive(
    files: tuple[Path, ...],
    survey_id: str,
    partner: str,
    accept: tuple[str, ...],
    replies: tuple[str, ...],
    interactive: bool,
    by: str,
    form: str,
    layout: str,
) -> None:
    from brochure.survey.receive import ReplyOptions, read_replies
    from brochure.survey.report import reply_json, reply_lines

    where, lang = current_workspace(), LANG.get()
    words = load_texts("survey/words", lang)
    if (accept or interactive) and not by.strip():
        raise click.UsageError(words["no by"])
    pairs = tuple(_pair(one) for one in replies)
    paths = [Path.cwd() / file for file in files]
    options = ReplyOptions(partner, survey_id, pairs, date.today().isoformat())
    found = read_replies(where, paths, options, layout)
    if form == "json":
        click.echo(reply_json(found, lang), nl=False)
    else:
        for reply in found:
            for line in reply_lines(reply, where.shown(where.profile(reply.partner)), lang):
                click.echo("".join(styled_text(style, text) for style, text in line))
    if interactive and (asked := _ask_replies(found)):
        options = replace(options, replies=(*pairs, *asked))
        found = read_replies(where, paths, options, layout)
    if accept or interactive:
        _accept(where, found, accept, by=by, interactive=interactive, layout=layout)
    elif form == "text":
        click.echo(words["unwritten"], err=True)
    left = sum(len(reply.open_questions) for reply in found)
    if left:
        click.echo(words["left"].format(count=left), err=True)
        click.get_current_context().exit(Exit.INPUT)


def _pair(text: str) -> tuple[str, str]:
    """A reply as it is typed: ``Q3-c=あり``."""
    code, sign, answer = text.replace("：", "=").replace("＝", "=").partition("=")
    if not sign:
        raise BrochureError([problem("J112", None, code=text, found="")])
    return code.strip(), answer.strip()


def _ask_replies(found: list[PartnerReply]) -> list[tuple[str, str]]:
    """Ask what the partners replied to each question; what is left empty, or is not clear, stays open."""
    from brochure.survey.answers import AnswerState
    from brochure.survey.meaning import reply_answer

    words = load_texts("survey/words", LANG.get())
    made = []
    for reply in found:
        for item, answer in reply.answers(AnswerState.ASK):
            print_text(f"{item.code} {item.label.ja}: {answer.found}")
            text = click.prompt(words["reply"], default="", show_default=False)
            if not text.strip():
                continue
            if reply_answer(reply.source.form, item.code, text) is None:
                click.echo(words["bad reply"], err=True)
            else:
                made.append((f"{reply.partner}/{item.code}", text))
    return made


def _accept(
    where: Workspace,
    found: list[PartnerReply],
    accepted: tuple[str, ...],
    *,
    by: str,
    interactive: bool,
    layout: str,
) -> None:
    """Write what is accepted, and the records."""
    from brochure.build.load import load_common
    from brochure.survey.receive import chosen_changes, confirm_answers, write_reply

    words = load_texts("survey/words", LANG.get())
    common = load_common(where, layout)
    for reply in found:
        taken = chosen_changes(reply, accepted)
        if interactive:
            rest = [change for change in reply.changes if change not in taken]
            taken += [change for change in rest if not change.confirms and _is_accepted(change)]
            same = [change for change in rest if change.confirms]
            codes = words["comma"].join(code for change in same for code in change.codes)
            if same:
                print_text(words["confirmed"].format(codes=codes))
                taken += same if click.confirm(words["accept"], default=True) else []
        for path in write_reply(where, reply, taken, by.strip(), common):
            click.echo(words["written"].format(file=relative_path(path)), err=True)
        if count := confirm_answers(where, reply, taken, by.strip(), layout):
            click.echo(words["confirmed values"].format(count=count), err=True)


def _is_accepted(change: SurveyChange) -> bool:
    """Ask about a change."""
    from brochure.survey.report import change_lines

    words = load_texts("survey/words", LANG.get())
    for line in change_lines(change, words, LANG.get()):
        click.echo("".join(styled_text(style, text) for style, text in line))
    return click.confirm(words["accept"], default=not change.remarks)


@survey.command()
@ROUND
@click.option("--reminder", default="", metavar="PARTNER", shell_complete=complete_names)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True
)
def status(survey_id: str, reminder: str, form: str) -> None:
    from brochure.assembly import row_files
    from brochure.survey.status import RoundRow, reminder_text, round_rows

    where, words = current_workspace(), output_texts()
    if reminder:
        click.echo(reminder_text(where, survey_id, reminder), nl=False)
        return
    chosen, rows = round_rows(where, survey_id, date.today().isoformat())
    match form:
        case "csv":
            click.echo(row_files.rows_to_csv(rows, RoundRow), nl=False)
        case "json":
            click.echo(row_files.rows_to_json(rows), nl=False)
        case _:
            keys = ("partner", "state", "sent", "received", "answered", "taken", "questions", "missing")
            heads = [words[f"round {key}"] for key in (*keys, "overdue")]
            cells = [_status_cells(row, words) for row in rows]
            click.echo(words["round title"].format(survey=chosen))
            print_table(heads, cells)


def _status_cells(row: RoundRow, words: Mapping[str, str]) -> list[str]:
    name = row.name or row.partner
    late = words["round late"].format(days=row.overdue) if row.overdue else ""
    counts = [row.answered, row.taken, row.questions, row.missing]
    numbers = ["" if row.state in ("not sent", "waiting") else str(count) for count in counts]
    return [
        name,
        words["round answered all" if row.state == "answered" else f"round {row.state}"],
        row.sent,
        row.received,
        *numbers,
        late,
    ]
