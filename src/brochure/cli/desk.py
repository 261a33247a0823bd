"""``brochure desk``: start the desk, and say who may come in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from brochure.cli.options import current_workspace
from brochure.cli.terminal import LANG, output_texts, print_problems, print_text
from brochure.diagnostics.problem import BrochureError
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.desk.people import People
    from brochure.desk.running import DeskPlan

_FILE = click.Path(path_type=Path)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=None)
@click.option("--no-browser", is_flag=True)
@click.option("--in-container", is_flag=True)
@click.option("--share", is_flag=True)
@click.option("--name", "names", multiple=True)
@click.option("--certificate", type=_FILE, default=None)
@click.option("--key", type=_FILE, default=None)
@click.option("--add-person", default=None)
@click.option("--remove-person", default=None)
@click.option("--people", "lists_people", is_flag=True)
def desk(
    port: int | None,
    no_browser: bool,
    in_container: bool,
    share: bool,
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
    add_person: str | None,
    remove_person: str | None,
    lists_people: bool,
) -> None:
    words, where = output_texts(), _workspace()
    if bool(certificate) != bool(key):
        raise click.UsageError(words["desk certificate and key"])
    if add_person or remove_person or lists_people:
        _change_people(where, add_person, remove_person, names)
        return
    if (certificate or names) and not share:
        raise click.UsageError(words["desk not without share"])
    if share and in_container:
        raise click.UsageError(words["desk share or container"])
    from brochure.desk.running import run_desk

    plan = _plan(where, port, share, in_container, names, certificate, key)
    if no_browser or in_container:
        from dataclasses import replace

        plan = replace(plan, opens_browser=False)
    run_desk(plan, lambda address: _tell_start(plan, address), lambda found: print_problems([found]))
    click.echo(words["desk stopped"])


def _workspace() -> Workspace:
    """The workspace; also one whose series is missing: the page tells it, and shows the partners."""
    try:
        return current_workspace()
    except BrochureError as error:
        here = Workspace(Path.cwd())
        if any(found.code != "F101" for found in error.problems) or not here.names():
            raise
        return here


def _plan(
    where: Workspace,
    port: int | None,
    share: bool,
    in_container: bool,
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
) -> DeskPlan:
    """How the desk is to run."""
    from brochure.desk.access import is_wsl
    from brochure.desk.certificates import load_certificate, machine_names, own_certificate
    from brochure.desk.ports import CONTAINER_PORT, choose_port
    from brochure.desk.running import DeskPlan

    port = port or (CONTAINER_PORT if in_container else choose_port(where.root))
    if not share:
        name = "localhost" if is_wsl() else "127.0.0.1"  # Windows passes only localhost on to WSL
        return DeskPlan(where, port, LANG.get(), name, in_container=in_container)
    if certificate and key:
        found = load_certificate(certificate, key)
        known = (*names, *found.names) or machine_names()
    else:
        known = (*names, *machine_names())
        found = own_certificate((*known, "localhost"))
    _remember_name(where, known[0])
    return DeskPlan(where, port, LANG.get(), known[0], certificate=found, names=tuple(known))


def _remember_name(where: Workspace, name: str) -> None:
    from brochure.desk.private_files import workspace_folder, write_private

    write_private(workspace_folder(where.root) / "name", name.encode())


def _tell_start(plan: DeskPlan, address: str) -> None:
    words = output_texts()
    click.echo(words["desk address"].format(address=address))
    if plan.certificate:
        people = _people(plan.where).names()
        shown = words["desk comma"].join(people) if people else words["desk nobody"]
        click.echo(words["desk reach"].format(port=plan.port, names=words["desk comma"].join(plan.names)))
        print_text(words["desk people"].format(people=shown))
        click.echo(
            words["desk fingerprint"].format(
                fingerprint=plan.certificate.fingerprint, date=plan.certificate.last_day
            )
        )
        if not people:
            from brochure.diagnostics.problem import problem

            print_problems([problem("W407")])
    elif plan.in_container:
        click.echo(words["desk container"].format(port=plan.port))
    click.echo(words["desk secret"])
    click.echo(words["desk end"])


def _people(where: Workspace) -> People:
    from brochure.desk.people import People
    from brochure.desk.private_files import workspace_folder

    return People(workspace_folder(where.root))


def _change_people(where: Workspace, added: str | None, removed: str | None, names: tuple[str, ...]) -> None:
    """Remove a person, add one, or list all; nothing is started."""
    words, people = output_texts(), _people(where)
    if removed:
        people.remove(removed)
        print_text(words["desk removed"].format(name=removed))
    if added:
        from brochure.desk.access import address
        from brochure.desk.ports import choose_port

        token = people.add(added)
        name = names[0] if names else _shared_name(where)
        print_text(words["desk added"].format(name=added))
        click.echo(address(name, choose_port(where.root), token, is_tls=True))
    if not added and not removed:
        for name in people.names():
            print_text(name)


def _shared_name(where: Workspace) -> str:
    """The name by which the desk was shared last, or that of this machine."""
    from brochure.desk.certificates import machine_names
    from brochure.desk.private_files import workspace_folder

    try:
        return (workspace_folder(where.root) / "name").read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return machine_names()[0]
