"""Build, check and watch partners; the cache."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brochure.cli.options import (
    EXECUTOR,
    FORMATS,
    JOBS,
    LAYOUT,
    NAMES,
    NO_CACHE,
    OUTPUT,
    SHOP,
    cache_of,
    check_purpose,
    chosen_names,
    close_cache,
    complete_booklets,
    complete_names,
    complete_watched,
    output_folder,
    workspace,
)
from brochure.cli.terminal import (
    name_outputs,
    phrases,
    relative,
    tell,
    tell_each,
)
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.build.brochure import Built
    from brochure.build.dask import Dask
    from brochure.storage.cache import Cache


@click.command()
@NAMES
@click.option("--all", "everything", is_flag=True)
@LAYOUT
@FORMATS
@click.option("--for", "purpose", type=click.Choice(["screen", "print"]), default="screen", show_default=True)
@SHOP
@click.option("--as-in", "booklet_name", default=None, shell_complete=complete_booklets)
@OUTPUT
@click.option("--debug", is_flag=True)
@NO_CACHE
@JOBS
@EXECUTOR
def build(
    names: tuple[str, ...],
    everything: bool,
    layout: str,
    formats: tuple[str, ...],
    purpose: str,
    shop: str | None,
    booklet_name: str | None,
    output: Path | None,
    debug: bool,
    anew: bool,
    jobs: int | None,
    executor: Dask | None,
) -> None:
    from brochure.build.batch import BuildRequest
    from brochure.build.last_build import IncrementalBuilds

    where = workspace()
    folder = output_folder(where, output)
    cache = None if anew else cache_of(where)
    if booklet_name:
        _build_as_in(where, chosen_names(where, names, everything, "build"), booklet_name, folder, cache)
        return
    faults: list[Problem] = []
    check_purpose(where, purpose, shop, formats)
    options = {"layout": layout, "format": "" if shop else ",".join(formats), "shop": shop or ""}
    request = BuildRequest(where, layout, formats, shop or "", folder, debug, cache)
    done_before = IncrementalBuilds(None if debug else cache, "build", options, where.root, folder)

    def unchanged(name: str) -> tuple[Problem, ...] | None:
        if (record := done_before.unchanged(name)) is None:
            return None
        name_outputs(record.outputs)
        faults.extend(record.faults)
        return record.warnings

    def done(name: str, built: Built) -> tuple[Problem, ...]:
        name_outputs(built.paths)
        faults.extend(built.faults)
        done_before.remember(name, built)
        return built.warnings

    try:
        chosen = chosen_names(where, names, everything, "build")
        known = {name: told for name in chosen if (told := unchanged(name)) is not None}
        left = [name for name in chosen if name not in known]
        tell_each(chosen, request.build_all(left, jobs=jobs, executor=executor), known=known, done=done)
    finally:
        close_cache(cache)
    if faults:  # the files are there to be looked at; the exit code says that they must not be printed yet
        raise BrochureError(faults)


def _build_as_in(
    where: Workspace, names: Sequence[str], booklet_name: str, folder: Path, cache: Cache | None
) -> None:
    from brochure.build import booklet as publish

    compiled = publish.compiled(where, booklet_name, cache=cache)
    for name in names:
        built = publish.build_as_in(where, compiled, name, output=folder, cache=cache)
        tell(built.warnings)
        name_outputs(built.paths)
    close_cache(cache)


@click.command()
@NAMES
@LAYOUT
def check(names: tuple[str, ...], layout: str) -> None:
    from brochure.build import folder_check
    from brochure.build.batch import for_each
    from brochure.build.check import check_partner as check_one

    where = workspace()
    lying = folder_check.look(where)
    doubts: tuple[Problem, ...] = ()
    failed = BrochureError(lying.problems) if lying.problems else None
    try:
        chosen = names or chosen_names(where, (), True, "check")
        found = for_each(where, chosen, layout, lambda name, common: check_one(where, name, common))
        doubts = tell_each(chosen, found)
    except BrochureError as error:
        told = {found.location for found in error.problems}
        more = [found for found in lying.problems if found.location not in told]
        failed = BrochureError([*more, *error.problems], error.warnings)
    told = {found.location for found in failed.problems} if failed else set()
    tell(found for found in lying.warnings if found.location not in told)
    if failed:
        raise failed
    if not doubts and not lying.warnings:
        click.echo(phrases()["nothing wrong"].format(count=len(chosen)))


@click.command()
@click.argument("names", nargs=-1, shell_complete=complete_watched)
@LAYOUT
@FORMATS
@OUTPUT
def watch(names: tuple[str, ...], layout: str, formats: tuple[str, ...], output: Path | None) -> None:
    from brochure.build.watch import Watch

    where, words = workspace(), phrases()
    folder = output_folder(where, output)
    kept = Watch(where, names, layout=layout, formats=formats, output=folder)
    try:
        for targets in kept.rounds():
            for outcome in kept.build(targets):
                tell((*outcome.warnings, *outcome.problems))
                paths = " ".join(map(relative, outcome.paths)) or words["not rebuilt"]
                click.echo(
                    words["rebuilt"].format(target=outcome.target.name, seconds=outcome.seconds, paths=paths)
                )
            click.echo(words["watching"])
    except KeyboardInterrupt:  # Ctrl-C is how one leaves
        click.echo()


@click.command()
@click.option("--clear", is_flag=True)
@click.option("--explain", default=None, shell_complete=complete_names)
def cache(clear: bool, explain: str | None) -> None:
    where, words = workspace(), phrases()
    from brochure.storage.cache import FOLDER

    kept = cache_of(where)
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
    """Say what the last build of a name was made for, and what the next would be."""
    from brochure.build.last_build import of_name

    words = phrases()
    found = of_name(kept, name, where.root)
    if not found:
        click.echo(words["cache none"].format(name=name))
    for task, record in found:
        click.echo(task)
        for key, changes in (("cache last", record.changes), ("cache next", record.now)):
            told = words["cache comma"].join(changes) or words[f"{key} nothing"]
            click.echo("  " + words[key].format(changes=told))
