"""``brochure approve`` and ``status``: who approved what (校了), and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brochure.cli.options import LAYOUT, close_cache, complete_watched, current_workspace, workspace_cache
from brochure.cli.terminal import output_texts, print_problems, print_table, relative_path
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.document.partial_date import PartialDate
    from brochure.editions.approval_state import ApprovalState


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A row of ``brochure status`` for other programs."""

    name: str
    kind: str
    edition: str
    status: str
    approved: list[str]
    changed: list[str]
    pages: list[str]
    former: str


@click.command()
@click.argument("names", nargs=-1, required=True, shell_complete=complete_watched)
@click.option("--by", "person", required=True)
@click.option("--role", required=True)
@click.option("--date", "given", default="")
@LAYOUT
def approve(names: tuple[str, ...], person: str, role: str, given: str, layout: str) -> None:
    from brochure.editions.approve import approve_target
    from brochure.editions.proof_pages import find_edition_target
    from brochure.schema.approval_file import Signature

    where, words = current_workspace(), output_texts()
    signature = Signature(given_text(person, "--by"), given_text(role, "--role"), given_day(given))
    targets = [find_edition_target(where, name) for name in dict.fromkeys(names)]
    cache = workspace_cache(where)
    problems: list[Problem] = []
    for target in targets:
        try:
            made = approve_target(where, target, signature, layout=layout, cache=cache)
        except BrochureError as error:
            print_problems(error.warnings)
            problems += error.problems
            continue
        print_problems(made.warnings)
        details = {"name": target.name, "edition": made.approval.edition.iso(), "by": person, "role": role}
        details |= {"pages": str(len(made.approval.pages)), "file": relative_path(made.record)}
        click.echo(words["approved"].format(**details))
    close_cache(cache)
    if problems:
        raise BrochureError(problems)


def given_text(text: str, option: str) -> str:
    """A text that says something.

    Raises:
        BadParameter: It is blank.
    """
    if not text.strip():
        raise click.BadParameter(output_texts()["approve blank"].format(option=option))
    return text.strip()


def given_day(given: str) -> PartialDate:
    """The day of an approval; today if none is given."""
    from brochure.document.partial_date import PartialDate
    from brochure.document.written_date import DateError, read_date
    from brochure.schema.date_problems import date_code, date_details

    today = date.today()
    if not given:
        return PartialDate(today.year, today.month, today.day)
    try:
        return read_date(given).date
    except DateError as error:
        details = {"value": given, **date_details(error)}
        raise BrochureError([problem(date_code(error), None, **details)]) from None


@click.command()
@click.argument("names", nargs=-1, shell_complete=complete_watched)
@LAYOUT
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True
)
def status(names: tuple[str, ...], layout: str, form: str) -> None:
    from brochure.assembly import row_files

    where, words = current_workspace(), output_texts()
    states, problems = _states(where, names, layout)
    rows = [_row(state) for state in states]
    match form:
        case "csv":
            click.echo(row_files.rows_to_csv(rows, StatusRow), nl=False)
        case "json":
            click.echo(row_files.rows_to_json(rows), nl=False)
        case _ if rows:
            heads = [words[f"status {key}"] for key in ("name", "edition", "state", "by", "changed")]
            print_table(heads, [_cells(state) for state in states])
        case _ if not problems:
            click.echo(words["status nothing"], err=True)
    if problems:
        raise BrochureError(problems)


def _states(where: Workspace, names: Iterable[str], layout: str) -> tuple[list[ApprovalState], list[Problem]]:
    """The state of partners and booklets, of all if none is named; and the problems of records."""
    from brochure.editions.approval_state import approval_state
    from brochure.editions.proof_pages import EditionTarget, find_edition_target

    targets = [find_edition_target(where, name) for name in dict.fromkeys(names)] or [
        *(EditionTarget(name) for name in where.names()),
        *(EditionTarget(name, "booklet") for name in where.booklet_names()),
    ]
    states: list[ApprovalState] = []
    problems: list[Problem] = []
    cache = workspace_cache(where)
    for target in targets:
        try:
            state = approval_state(where, target, layout=layout, cache=cache)
        except BrochureError as error:
            problems += error.problems
            continue
        states.append(state)
        problems += state.problems
    close_cache(cache)
    return states, list(dict.fromkeys(problems))


def _row(state: ApprovalState) -> StatusRow:
    return StatusRow(
        state.target.name,
        state.target.kind,
        state.edition,
        state.status.value,
        [f"{one.by} ({one.role}) {one.date.iso()}" for one in state.signatures],
        list(state.places),
        [str(page) for page in state.pages],
        state.former,
    )


def _cells(state: ApprovalState) -> list[str]:
    """A row for people."""
    words = output_texts()
    comma = words["cache comma"]
    signed = comma.join(
        words["status signed"].format(by=one.by, role=one.role, date=one.date.iso())
        for one in state.signatures
    )
    changed = [*state.places]
    if state.pages:
        changed.append(words["status pages"].format(pages=comma.join(map(str, state.pages))))
    if state.former and not state.signatures:
        changed.append(words["status former"].format(edition=state.former))
    return [
        state.target.name,
        state.edition,
        words["status changed since" if state.status.value == "changed" else f"status {state.status.value}"],
        signed,
        comma.join(changed),
    ]


def check_approvals(
    where: Workspace, names: Iterable[str], layout: str, *, booklet: bool = False, allowed: bool
) -> frozenset[str]:
    """Check that what goes to a print shop is approved, if the series asks for it.

    Args:
        where: The workspace.
        names: The partners, or one booklet.
        layout: The layout of the partners.
        booklet: Whether the name is that of a booklet.
        allowed: Whether ``--unapproved`` is given.

    Returns:
        The names that are not approved and are printed all the same: their slug says so.

    Raises:
        BrochureError: Something is not or no longer approved (A110, A111).
    """
    from brochure.build.load import load_series
    from brochure.editions.approval_state import GOOD, ApprovalStatus, approval_state
    from brochure.editions.proof_pages import EditionTarget

    if not allowed and load_series(where).data.approval != "required":
        return frozenset()
    cache = workspace_cache(where)
    missing: list[str] = []
    problems: list[Problem] = []
    for name in names:
        target = EditionTarget(name, "booklet" if booklet else "partner")
        state = approval_state(where, target, layout=layout, cache=cache)
        if state.status is ApprovalStatus.NEWER_PROGRAM:
            pages = ", ".join(map(str, state.pages))
            print_problems([problem("A201", name=name, pages=pages)])
        if state.status in GOOD or state.status is ApprovalStatus.BROKEN:
            continue  # what is broken is told by the build
        missing.append(name)
        changed = ", ".join([*state.places[:3], *(f"p. {page}" for page in state.pages)]) or "—"
        code = "A111" if state.signatures else "A110"
        problems.append(problem(code, name=name, edition=state.edition, changed=changed))
    if problems and not allowed:
        raise BrochureError(problems)
    return frozenset(missing)


def approvals_of_file(file: str, digest: str, words: Mapping[str, str]) -> str:
    """Who approved a finished file, or the partner or booklet that it is of; empty if nobody has.

    Args:
        file: The path of the PDF: ``output/liaoning.pdf``, ``output/liaoning-print-SHOP.pdf``.
        digest: The digest of its content.
        words: The words of the command line.
    """
    from brochure.editions.proof_pages import find_edition_target
    from brochure.editions.sealed_files import kept_editions, read_sealed

    name = Path(file).stem.partition("-print-")[0]
    try:
        where = current_workspace()
        target = find_edition_target(where, name)
        sealed = [found for one in kept_editions(where) if (found := read_sealed(where, target, one))]
    except BrochureError:
        return ""  # not in a workspace, or a file of something else
    if not sealed:
        return ""
    approval = sealed[-1].approval
    signed = words["cache comma"].join(
        words["status signed"].format(by=one.by, role=one.role, date=one.date.iso())
        for one in approval.signatures
    )
    key = "report same" if approval.pdf == digest else "report other"
    return words[key].format(name=name, edition=approval.edition.iso(), signed=signed)
