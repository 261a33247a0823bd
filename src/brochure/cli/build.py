"""``brochure build``, ``check``, ``watch`` and ``cache``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brochure.cli.approvals import check_approvals
from brochure.cli.editions import tell_open_values
from brochure.cli.fix import offer_fixes
from brochure.cli.options import (
    FORMATS,
    JOBS,
    LAYOUT,
    NAMES,
    NO_CACHE,
    OUTPUT,
    SHARE_SAFE,
    SHOP,
    UNAPPROVED,
    check_purpose,
    chosen_names,
    close_cache,
    complete_booklets,
    complete_names,
    complete_watched,
    current_workspace,
    executor_options,
    output_folder,
    workspace_cache,
)
from brochure.cli.terminal import (
    output_texts,
    print_paths,
    print_problems,
    print_results,
    relative_path,
)
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.build.batch import BuildRequest
    from brochure.build.brochure import BuildResult
    from brochure.build.dask import Dask
    from brochure.schema.profile import Profile
    from brochure.storage.cache import Cache


_NOT_OF_FORMS = {  # options that a blank form does not have
    "formats": "--format",
    "purpose": "--for",
    "shop": "--shop",
    "unapproved": "--unapproved",
    "booklet_name": "--as-in",
    "debug": "--debug",
    "executor": "--executor",
}


@click.command()
@NAMES
@click.option("--all", "everything", is_flag=True)
@LAYOUT
@FORMATS
@click.option("--for", "purpose", type=click.Choice(["screen", "print"]), default="screen", show_default=True)
@SHOP
@UNAPPROVED
@click.option("--as-in", "booklet_name", default=None, shell_complete=complete_booklets)
@OUTPUT
@SHARE_SAFE
@click.option("--blank-form", is_flag=True)
@click.option("--debug", is_flag=True)
@NO_CACHE
@JOBS
@executor_options
def build(
    names: tuple[str, ...],
    everything: bool,
    layout: str,
    formats: tuple[str, ...],
    purpose: str,
    shop: str | None,
    unapproved: bool,
    booklet_name: str | None,
    output: Path | None,
    share_safe: bool,
    blank_form: bool,
    debug: bool,
    no_cache: bool,
    jobs: int | None,
    executor: Dask | None,
) -> None:
    from brochure.build.batch import BuildRequest
    from brochure.build.last_build import IncrementalBuilds

    where = current_workspace()
    folder = output_folder(where, output)
    if blank_form:
        _build_blank_forms(where, names, everything, layout, folder)
        return
    cache = None if no_cache else workspace_cache(where)
    if booklet_name:
        _build_as_in(where, chosen_names(where, names, everything, "build"), booklet_name, folder, cache)
        return
    faults: list[Problem] = []
    check_purpose(where, purpose, shop, formats, unapproved=unapproved)
    chosen = chosen_names(where, names, everything, "build")
    may = None if shop is None else unapproved
    marked = _unapproved_partners(where, chosen, layout, executor, allowed=may)
    request = BuildRequest(where, layout, formats, shop or "", folder, debug, cache, share_safe, marked)
    builds = IncrementalBuilds(None if debug else cache, "build", _build_options(request), where.root, folder)

    def unchanged(name: str) -> tuple[Problem, ...] | None:
        if (record := builds.unchanged(name)) is None:
            return None
        print_paths(record.outputs)
        faults.extend(record.faults)
        return record.warnings

    def done(name: str, built: BuildResult) -> tuple[Problem, ...]:
        print_paths(built.paths)
        faults.extend(built.faults)
        builds.record_build(name, built)
        return built.warnings

    try:
        known = {name: warnings for name in chosen if (warnings := unchanged(name)) is not None}
        built = request.build_partners([n for n in chosen if n not in known], jobs=jobs, executor=executor)
        print_results(chosen, built, known=known, done=done)
    finally:
        close_cache(cache)
    if faults:  # the files were written, so people can look at them; the exit code says: do not print yet
        raise BrochureError(faults)


def _build_options(request: BuildRequest) -> dict[str, str]:
    """The options of a build: with others the last build is no longer valid."""
    formats = "" if request.shop else ",".join(request.formats)
    options = {"layout": request.layout, "format": formats, "shop": request.shop}
    options |= {"share-safe": "yes"} if request.share_safe else {}
    return options | ({"unapproved": ",".join(sorted(request.unapproved))} if request.unapproved else {})


def _unapproved_partners(
    where: Workspace, names: Sequence[str], layout: str, executor: Dask | None, *, allowed: bool | None
) -> frozenset[str]:
    """The partners that are printed without an approval; none if ``allowed`` is None: not for a shop."""
    if allowed is None:
        return frozenset()
    tell_open_values(where, names, layout)
    marked = check_approvals(where, names, layout, allowed=allowed)
    if marked and executor:
        raise BrochureError([problem("U111")])
    return marked


def _build_blank_forms(
    where: Workspace, names: tuple[str, ...], everything: bool, layout: str, folder: Path
) -> None:
    from brochure.build.load import load_common
    from brochure.revision.blank_form import build_blank_form

    parameters = click.get_current_context()
    given = [
        option
        for key, option in _NOT_OF_FORMS.items()
        if parameters.get_parameter_source(key) is click.core.ParameterSource.COMMANDLINE
    ]
    if given:
        raise click.UsageError(output_texts()["not of forms"].format(options=", ".join(given)))
    common = load_common(where, layout)
    for name in chosen_names(where, names, everything, "build"):
        built = build_blank_form(where, name, common, output=folder)
        print_problems(built.warnings)
        print_paths(built.paths)


def _build_as_in(
    where: Workspace, names: Sequence[str], booklet_name: str, folder: Path, cache: Cache | None
) -> None:
    from brochure.build.booklet import build_partner_as_in_booklet, compile_booklet

    compiled = compile_booklet(where, booklet_name, cache=cache)
    for name in names:
        built = build_partner_as_in_booklet(where, compiled, name, output=folder, cache=cache)
        print_problems(built.warnings)
        print_paths(built.paths)
    close_cache(cache)


@click.command()
@NAMES
@LAYOUT
@click.option("--fix", is_flag=True)
@click.option("--yes", is_flag=True)
def check(names: tuple[str, ...], layout: str, fix: bool, yes: bool) -> None:
    from brochure.build import folder_check
    from brochure.build.batch import run_for_partners
    from brochure.build.check import check_partner as check_one
    from brochure.build.house_check import shared_word_warnings

    where = current_workspace()
    if yes and not fix:
        raise click.UsageError(output_texts()["yes without fix"])
    if fix:
        offer_fixes(where, names, layout, yes=yes)
    folder_findings = folder_check.check_folders(where)
    doubts: tuple[Problem, ...] = ()
    failed = BrochureError(folder_findings.problems) if folder_findings.problems else None
    checked: list[Profile] = []
    try:
        chosen = names or chosen_names(where, (), True, "check")
        found = run_for_partners(
            where, chosen, layout, lambda name, common: check_one(where, name, common, checked)
        )
        doubts = print_results(chosen, found)
    except BrochureError as error:
        reported = {found.location for found in error.problems}
        more = [found for found in folder_findings.problems if found.location not in reported]
        failed = BrochureError([*more, *error.problems], error.warnings)
    reported = {found.location for found in failed.problems} if failed else set()
    shared_doubts = (*folder_findings.warnings, *shared_word_warnings(where, checked, whole=not names))
    print_problems(found for found in shared_doubts if found.location not in reported)
    if failed:
        raise failed
    if not doubts and not shared_doubts:
        click.echo(output_texts()["nothing wrong"].format(count=len(chosen)))


@click.command()
@click.argument("names", nargs=-1, shell_complete=complete_watched)
@LAYOUT
@FORMATS
@OUTPUT
def watch(names: tuple[str, ...], layout: str, formats: tuple[str, ...], output: Path | None) -> None:
    from brochure.build.watch import Watcher

    where, words = current_workspace(), output_texts()
    folder = output_folder(where, output)
    kept = Watcher(where, names, layout=layout, formats=formats, output=folder)
    try:
        for targets in kept.rounds():
            for outcome in kept.build(targets):
                print_problems((*outcome.warnings, *outcome.problems))
                paths = " ".join(map(relative_path, outcome.paths)) or words["not rebuilt"]
                click.echo(
                    words["rebuilt"].format(target=outcome.target.name, seconds=outcome.seconds, paths=paths)
                )
            click.echo(words["watching"])
    except KeyboardInterrupt:  # Ctrl-C is the normal way to end
        click.echo()


@click.command()
@click.option("--clear", is_flag=True)
@click.option("--explain", default=None, shell_complete=complete_names)
def cache(clear: bool, explain: str | None) -> None:
    where, words = current_workspace(), output_texts()
    from brochure.storage.cache import FOLDER

    kept = workspace_cache(where)
    if explain:
        _explain(kept, where, explain)
        return
    if clear:
        kept.clear()
    sizes = [known.st_size for _, known in kept.entries()]
    size, most = sum(sizes) / 1e6, kept.max_bytes / 1e6
    click.echo(
        words["cache size"].format(path=FOLDER, count=len(sizes), size=f"{size:.1f}", most=f"{most:g}")
    )


def _explain(kept: Cache, where: Workspace, name: str) -> None:
    """Print why the last build of a name ran, and which inputs have changed since."""
    from brochure.build.last_build import records_of_name

    words = output_texts()
    found = records_of_name(kept, name, where.root)
    if not found:
        click.echo(words["cache none"].format(name=name))
    for task, record in found:
        click.echo(task)
        for key, changes in (("cache last", record.changes), ("cache next", record.now)):
            shown = words["cache comma"].join(changes) or words[f"{key} nothing"]
            click.echo("  " + words[key].format(changes=shown))
