"""``brochure booklet``: list, create and build booklets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brochure.cli.approvals import check_approvals
from brochure.cli.editions import tell_open_values
from brochure.cli.options import (
    FORMATS,
    JOBS,
    NO_CACHE,
    OUTPUT,
    SHARE_SAFE,
    SHOP,
    UNAPPROVED,
    check_purpose,
    close_cache,
    complete_booklets,
    complete_names,
    current_workspace,
    executor_options,
    output_folder,
    workspace_cache,
)
from brochure.cli.pdf_tools import impose
from brochure.cli.terminal import (
    print_paths,
    print_problems,
    print_text,
    relative_path,
    with_progress,
)
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.build.chapters import ChapterRunner
    from brochure.build.dask import Dask
    from brochure.build.last_build import BuildRecord


@click.command()
@click.argument("name", required=False, shell_complete=complete_booklets)
@click.option("--list", "listing", is_flag=True)
@click.option("--new", "begin", default=None)
@click.option("--only", default="", shell_complete=complete_names)
@click.option(
    "--for", "purpose", type=click.Choice(["screen", "print", "office"]), default="screen", show_default=True
)
@SHOP
@UNAPPROVED
@FORMATS
@JOBS
@OUTPUT
@SHARE_SAFE
@NO_CACHE
@executor_options
def booklet(
    name: str | None,
    listing: bool,
    begin: str | None,
    only: str,
    purpose: str,
    shop: str | None,
    unapproved: bool,
    formats: tuple[str, ...],
    jobs: int | None,
    output: Path | None,
    share_safe: bool,
    no_cache: bool,
    executor: Dask | None,
) -> None:
    where = current_workspace()
    if begin is not None or listing:
        _create_booklet(where, begin) if begin is not None else _list_booklets(where)
        return
    from brochure.build.last_build import IncrementalBuilds

    if not name:
        raise BrochureError([problem("U106", known=", ".join(where.booklet_names()) or "—")])
    check_purpose(where, "print" if purpose == "print" else "screen", shop, formats, unapproved=unapproved)
    wanted = [part.strip() for part in only.split(",") if part.strip()]
    folder = output_folder(where, output)
    cache = None if no_cache else workspace_cache(where)
    marked = bool(shop and check_approvals(where, [name], "", booklet=True, allowed=unapproved))
    options = {"only": ",".join(wanted), "format": "" if shop else ",".join(formats), "shop": shop or ""}
    options |= {key: "yes" for key, is_on in (("share-safe", share_safe), ("unapproved", marked)) if is_on}
    builds = IncrementalBuilds(None if purpose == "office" else cache, "booklet", options, where.root, folder)
    if (record := builds.unchanged(name)) is not None:
        _report_unchanged(record)
        return
    from brochure.build.booklet import build_booklet, compile_booklet
    from brochure.build.load import load_shop
    from brochure.build.processes import available_cores

    compiled = replace(compile_booklet(where, name, only=wanted, cache=cache), share_safe=share_safe)
    tell_open_values(where, compiled.partners if shop else (), "standard")
    built = build_booklet(
        where,
        compiled,
        output=folder,
        formats=("pdf",) if purpose == "office" else formats,
        shop=load_shop(where, shop) if shop else None,
        each=lambda chapters: with_progress(chapters, name=lambda chapter: chapter.name),
        jobs=jobs or available_cores(),
        cache=cache,
        runner=_chapter_runner(executor, wanted),
        unapproved=marked,
    )
    builds.record_build(name, built)
    close_cache(cache)
    print_problems(built.warnings)
    print_paths(built.paths)
    if purpose == "office":
        click.get_current_context().invoke(impose, file=built.paths[0], output=folder / f"{name}-office.pdf")
    if built.faults:
        raise BrochureError(built.faults)


def _create_booklet(where: Workspace, name: str) -> None:
    from brochure.build import starter
    from brochure.build.load import load_series

    click.echo(relative_path(starter.create_booklet(where, name, load_series(where))))


def _list_booklets(where: Workspace) -> None:
    problems: list[Problem] = []
    for name in where.booklet_names():
        try:
            print_text(f"{name}  {_booklet_title(where, name)}")
        except BrochureError as error:  # the others are listed all the same
            problems += error.problems
    if problems:
        raise BrochureError(problems)


def _report_unchanged(record: BuildRecord) -> None:
    """Report the files and problems of the last build again.

    Raises:
        BrochureError: The faults of the last build.
    """
    print_paths(record.outputs)
    print_problems(record.warnings)
    if record.faults:
        raise BrochureError(record.faults)


def _chapter_runner(executor: Dask | None, only: Sequence[str]) -> ChapterRunner | None:
    """A function that typesets partners on the workers of a Dask scheduler; ``None`` without a scheduler."""
    if executor is None:
        return None
    from brochure.build.remote_worker import dask_chapter_runner

    return dask_chapter_runner(executor, only)


def _booklet_title(where: Workspace, name: str) -> str:
    from brochure.build.load import read_yaml

    data = read_yaml(where, where.booklet(name)).data
    return str(data.get("title", "")) if isinstance(data, dict) else ""
